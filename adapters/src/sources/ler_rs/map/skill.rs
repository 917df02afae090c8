//! Skills and competencies: a claim each, its endorsements, and the assessment that proves it.

use super::{ASSESSMENT, SKILL, Who, endorsement, score};
use crate::json::cells::{Cells, joined};
use crate::json::keep::keep;
use crate::json::resume::claim;
use crate::sources::ler_rs::backing::Backings;
use crate::sources::ler_rs::wire::{Assessment, Skill};
use passport::record::{
    Body, Evidence, Learning, LearningKind, LearningStatus, Organization, OrganizationKind, Period, Record, Role,
};

const FIELDS: &[&str] = &[
    "name",
    "competencyName",
    "description",
    "yearsOfExperience",
    "experienceMeasure",
    "unitCode",
    "definitionReference",
    "schemeReference",
    "reference",
    "scheme",
    "competencyIds",
    "taxonomyIds",
    "value",
    "schemeId",
    "schemeVersionId",
    "schemeAgencyId",
    "keywords",
    "lastUsedDate",
    "proficiencyLevel",
    "interestLevel",
    "scoresNumeric",
    "scoresText",
    "scoreCode",
    "scoreTextCode",
    "interval",
    "minimum",
    "maximum",
];
const ASSESSMENT_FIELDS: &[&str] = &[
    "evidenceTypeCode",
    "evidenceName",
    "scores",
    "scoresNumeric",
    "scoresText",
    "scoreCode",
    "scoreTextCode",
    "value",
    "minimum",
    "maximum",
    "effectivePeriod",
    "start",
    "end",
    "verificationDate",
];

/// The skill, what endorses it, and its assessment.
pub fn records(cells: &Cells<'_, '_>, backings: &Backings, who: &Who) -> Vec<Record> {
    let skill = Skill::read(cells);
    let Some(term) = skill.term.clone() else {
        if !backings.by_credentials {
            cells.faults.spare(cells.node.need_words("name").map(Some));
        }
        return Vec::new();
    };
    let told = [term.label.as_deref(), term.uri.as_deref(), term.code.as_deref()];
    let told = told.map(Option::unwrap_or_default);
    let observed = Period::new(None, skill.last_used);
    let level = skill.ratings.first().map(score::level);
    let mut claim = claim(term.clone(), level, Role::Holds, observed, cells.place());
    claim.evidence = evidence(&skill, backings);
    let key = who.holder.key(SKILL, &told);
    let record = who
        .holder
        .record(SKILL, key, Body::Skill, cells.place(), keep(cells.node.value, FIELDS));
    let endorsed = skill
        .endorsers
        .iter()
        .filter_map(|endorser| endorsement::of_skill(endorser, &term, who));
    let assessed = skill
        .assessment
        .as_ref()
        .and_then(|found| assessment(found, &told, cells, who));
    let own = Record {
        claims: vec![claim],
        ..record
    };
    std::iter::once(own).chain(endorsed).chain(assessed).collect()
}

fn evidence(skill: &Skill, backings: &Backings) -> Vec<Evidence> {
    let comment = |words: &String| Evidence {
        kind: "comment".to_owned(),
        description: Some(words.clone()),
        ..Evidence::default()
    };
    let proved = skill.assessment.iter().map(|found| Evidence {
        kind: found.kind.clone().unwrap_or_else(|| "competency evidence".to_owned()),
        title: found.name.clone(),
        description: joined(found.descriptions.iter().map(String::as_str)),
        url: None,
    });
    let comments = skill.comments.iter().map(comment);
    comments
        .chain(proved)
        .chain(backings.evidence.iter().cloned())
        .collect()
}

/// Evidence with a score is an assessment that was taken. Who verified it did not give it.
fn assessment(found: &Assessment, skill: &[&str; 3], cells: &Cells<'_, '_>, who: &Who) -> Option<Record> {
    let score = found.scores.first()?;
    let taken = Learning {
        kind: LearningKind::Assessment,
        title: found
            .name
            .clone()
            .or_else(|| found.kind.clone())
            .unwrap_or_else(|| "Assessment".to_owned()),
        code: None,
        provider: found.by.clone().map(|name| Organization {
            role: OrganizationKind::Provider,
            name,
            identifier: None,
            url: None,
        }),
        status: LearningStatus::Unknown,
        result: Some(score::level(score)),
        credits: None,
        outcomes: Vec::new(),
        period: match found.period {
            period if period == Period::default() => found.verified.map(Period::on).unwrap_or_default(),
            period => period,
        },
        untold: None,
    };
    let [label, uri, code] = *skill;
    let key = who.holder.key(ASSESSMENT, &[label, uri, code, &taken.title]);
    let payload = cells
        .node
        .get("competencyEvidence")
        .map(|node| keep(node.value, ASSESSMENT_FIELDS));
    Some(who.holder.record(
        ASSESSMENT,
        key,
        Body::Learning(Box::new(taken)),
        found.place.clone(),
        payload.unwrap_or_default(),
    ))
}
