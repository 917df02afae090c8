//! Verifiable credentials: Open Badges 3.0, endorsements, and others.

use super::achievement::achievement;
use super::payload::payload;
use super::{Achievement, Award, Endorsement, Evidence, Holder, Outcome, Profile, Skill, Statement, image, real_id};
use crate::sources::open_badges::{kind, node::Node};
use passport::record::{PartialDate, Period, Reject};

/// Format of badges.
const BADGE: &str = "open_badges_3";
/// Format of other credentials.
const OTHER: &str = "verifiable_credential";
/// Types of credentials that say nothing of a person.
const ABOUT_NOBODY: [&str; 3] = [
    "BitstringStatusListCredential",
    "StatusList2021Credential",
    "RevocationList2020Credential",
];

/// Types of the subjects of such credentials.
const STATUS_LISTS: [&str; 3] = ["BitstringStatusList", "StatusList2021", "RevocationList2020"];

/// How many subjects one credential may have: the whole document is kept for each.
const MOST_SUBJECTS: usize = 16;

/// Reads a credential of any kind.
pub fn credential(node: &Node<'_>) -> Result<Statement, Reject> {
    let badge = check_frame(node)?;
    let issuer = Profile::read(&node.need("issuer")?, if badge { &["Profile"] } else { &[] })?;
    if issuer.id.is_none() {
        node.need("issuer")?.need("id")?;
    }
    let issued = issued(node, badge)?;
    let expires = node.date("validUntil")?.or(node.date("expirationDate")?);
    node.need("credentialSubject")?;
    let subjects = node.several("credentialSubject")?;
    if subjects.is_empty() || subjects.len() > MOST_SUBJECTS {
        let reason = format!(
            "a credential is about one subject, at most {MOST_SUBJECTS} are read; here stand {}",
            subjects.len()
        );
        return Err(Reject::new(
            node.place.child("credentialSubject"),
            "bad_subject",
            reason,
        ));
    }
    if node.types()?.iter().any(|name| ABOUT_NOBODY.contains(name)) {
        return Ok(Statement::Nothing);
    }
    if subjects.iter().any(|subject| is_of(subject, &STATUS_LISTS)) {
        // A status list that is not called one: nobody's credential all the same.
        node.must_be(&ABOUT_NOBODY)?;
    }
    let endorses = subjects.iter().any(|subject| is_of(subject, &["EndorsementSubject"]));
    if endorses || node.types()?.contains(&"EndorsementCredential") {
        let subject = subjects.into_iter().next().map(Node::object).transpose()?;
        let subject = subject.ok_or_else(|| node.wrong("an object with one subject"))?;
        return endorsement(node, &subject, issuer, issued)
            .map(Box::new)
            .map(Statement::Endorsement);
    }
    let award = |subject: Node<'_>| {
        let award = award(node, &subject.object()?, badge)?;
        Ok(Award {
            issuer: Some(issuer.clone()),
            issued,
            expires,
            ..award
        })
    };
    subjects
        .into_iter()
        .map(award)
        .collect::<Result<Vec<_>, Reject>>()
        .map(Statement::Awards)
}

fn is_of(subject: &Node<'_>, types: &[&str]) -> bool {
    let named = subject.types().unwrap_or_default();
    named.iter().any(|name| types.contains(name))
}

/// Checks context and type; says whether the credential is one of Open Badges.
fn check_frame(node: &Node<'_>) -> Result<bool, Reject> {
    let place = node.need("@context")?.place;
    let contexts = kind::contexts(node.value);
    let bad = |reason: &str| Err(Reject::new(place.clone(), "bad_context", reason));
    if !contexts.iter().any(|uri| kind::VC_CONTEXTS.contains(uri)) {
        return bad(
            "the context of verifiable credentials is missing; begin with `https://www.w3.org/ns/credentials/v2`",
        );
    }
    let types = node.types()?;
    node.need("type")?;
    let badge = types.iter().any(|name| kind::BADGE_TYPES.contains(name));
    let endorsement = types.contains(&"EndorsementCredential");
    let open_badges = contexts
        .iter()
        .any(|uri| uri.contains("/spec/ob/v3p0") || uri.contains("openbadges-specification"));
    if (badge || endorsement) && !open_badges {
        return bad(
            "the context of Open Badges 3.0 is missing; add `https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json`",
        );
    }
    if badge && !types.contains(&"VerifiableCredential") || types.is_empty() {
        node.must_be(&["VerifiableCredential"])?;
    }
    if !badge && open_badges && about_achievement(node)? {
        node.must_be(&kind::BADGE_TYPES)?;
    }
    if !badge && !endorsement {
        node.must_be(&["VerifiableCredential"])?;
    }
    Ok(badge || endorsement)
}

fn about_achievement(node: &Node<'_>) -> Result<bool, Reject> {
    let Some(subject) = node.several("credentialSubject")?.into_iter().next() else {
        return Ok(false);
    };
    Ok(subject.get("achievement").is_some() || subject.types()?.contains(&"AchievementSubject"))
}

/// Since when it is valid: `validFrom`, or `issuanceDate` as version 1.1 of the data model calls it.
pub fn issued(node: &Node<'_>, badge: bool) -> Result<Option<PartialDate>, Reject> {
    let first = kind::contexts(node.value).contains(&kind::VC_CONTEXTS[0]);
    let (newer, older) = (node.date("validFrom")?, node.date("issuanceDate")?);
    if newer.is_none() && older.is_none() && (badge || first) {
        node.need(if first { "issuanceDate" } else { "validFrom" })?;
    }
    Ok(newer.or(older))
}

fn endorsement(
    node: &Node<'_>,
    subject: &Node<'_>,
    endorser: Profile,
    issued: Option<PartialDate>,
) -> Result<Endorsement, Reject> {
    subject.must_be(&["EndorsementSubject"])?;
    Ok(Endorsement {
        place: node.place.clone(),
        id: real_id(node)?,
        endorser,
        text: subject.words("endorsementComment")?,
        about: real_id(subject)?,
        issued,
        payload: payload(node),
    })
}

/// Everything of an award but its issuer and validity, which all subjects share.
fn award(node: &Node<'_>, subject: &Node<'_>, badge: bool) -> Result<Award, Reject> {
    let mut evidence = Evidence::all(node, badge)?;
    evidence.extend(Evidence::all(subject, badge)?);
    evidence.extend(subject.words("narrative")?.map(|words| Evidence {
        narrative: Some(words),
        ..Evidence::default()
    }));
    if let Some(source) = subject.get("source").filter(|_| badge) {
        Profile::read(&source, &["Profile"])?;
    }
    let activity = Period::new(subject.date("activityStartDate")?, subject.date("activityEndDate")?);
    Ok(Award {
        place: node.place.clone(),
        format: if badge { BADGE } else { OTHER },
        id: real_id(node)?,
        name: node.words("name")?.or(named_within(subject)),
        description: node.words("description")?,
        kind: special_type(node)?,
        image: image(node, "image")?,
        activity,
        holder: Holder::subject(subject)?,
        achieved: subject.place.child("achievement"),
        achievement: if badge { achieved(node, subject)? } else { None },
        results: if badge { Outcome::all(subject)? } else { Vec::new() },
        evidence,
        skills: skills(node)?,
        payload: payload(node),
        ..Award::default()
    })
}

/// What was achieved. Credentials with the context of the drafts (`context.json`, without a version) may lack it, as the
/// drafts' own examples do; they are kept under their own name.
fn achieved(node: &Node<'_>, subject: &Node<'_>) -> Result<Option<Achievement>, Reject> {
    subject.must_be(&["AchievementSubject"])?;
    match subject.get("achievement") {
        // Drafts of the format name the credential itself and no achievement: kept by that name, with no skill invented.
        None if node.get("name").is_some() => Ok(None),
        _ => achievement(&subject.need("achievement")?.object()?).map(Some),
    }
}

/// A credential of another kind is named by what it is about, where it has no name of its own.
fn named_within(subject: &Node<'_>) -> Option<String> {
    ["hasCredential", "degree", "license"].iter().find_map(|key| {
        let held = subject.all(key).into_iter().next()?;
        held.words("name").ok().flatten()
    })
}

/// The first type beyond those that every badge has.
fn special_type(node: &Node<'_>) -> Result<Option<String>, Reject> {
    let usual = |name: &str| name == "VerifiableCredential" || kind::BADGE_TYPES.contains(&name);
    Ok(node.types()?.into_iter().find(|name| !usual(name)).map(str::to_owned))
}

/// LearnCard lists skills beside the achievement: `{category, skill, subskills}`.
fn skills(node: &Node<'_>) -> Result<Vec<Skill>, Reject> {
    let mut skills = Vec::new();
    for entry in node.several("skills")? {
        let entry = entry.object()?;
        let named = entry.get("skill").into_iter().chain(entry.several("subskills")?);
        for skill in named {
            let label = skill.text()?.map(|text| text.words);
            skills.extend(label.map(|label| Skill {
                label,
                place: skill.place,
            }));
        }
    }
    Ok(skills)
}
