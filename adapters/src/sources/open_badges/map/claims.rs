//! Claims: what an award says about single skills.

use super::{levels, organization};
use crate::sources::open_badges::wire::{Alignment, Award, Evidence as Source, Outcome};
use passport::record::{AssertedBy, AsserterKind, Assertion, Claim, Evidence, Level, Period, Place, Role, Term};

/// Kinds of results that are never a level of one skill, whatever their description is aligned with.
const NOT_A_LEVEL: [&str; 4] = ["GPA", "GradePointAverage", "Status", "PredictedScore"];

/// How much evidence a claim carries along; all of it stands on the credential.
const MOST_EVIDENCE: usize = 20;

/// A result with its level and what it is about.
struct Graded<'a> {
    outcome: &'a Outcome,
    level: Option<Level>,
    targets: Vec<&'a Alignment>,
    /// What it has been said of already.
    said: Vec<&'a Alignment>,
}

/// Achievements that teach: to have finished one says that its skills were taught, not that they are held.
const TEACHES: [&str; 2] = ["Course", "LearningProgram"];

/// The claims of an award: one for an achievement that is a competency itself, one for each skill it is aligned with, one
/// for each result that is aligned with a skill of its own, one for each skill listed beside. A result's level goes only to
/// the skill it is aligned with; aligned with none, it is about the competency that was achieved.
pub fn claims(award: &Award) -> Vec<Claim> {
    let like = pattern(award);
    let mut graded: Vec<Graded<'_>> = award.results.iter().map(|outcome| grade(award, outcome)).collect();
    let aligned = alignments(award).iter().filter(|alignment| alignment.is_skill());
    let mut claims: Vec<Claim> = Vec::new();
    for alignment in aligned {
        let level = graded.iter_mut().find_map(|graded| graded.level_for(alignment));
        claims.push(claim(&like, award, alignment, level));
    }
    let unaligned = graded.iter().find_map(Graded::level_of_the_whole);
    claims.extend(competency(award).map(|term| Claim {
        term,
        level: unaligned,
        place: award.achieved.clone(),
        ..like.clone()
    }));
    for graded in graded.iter().filter(|graded| graded.speaks()) {
        for target in graded.left() {
            claims.push(claim(&like, award, target, graded.level.clone()));
        }
    }
    claims.extend(award.skills.iter().map(|skill| {
        let term = Term {
            label: Some(skill.label.clone()),
            ..Term::default()
        };
        Claim {
            term,
            place: skill.place.clone(),
            ..like.clone()
        }
    }));
    claims
}

impl<'a> Graded<'a> {
    /// Its level, if it is about this very skill and has not been said of it.
    fn level_for(&mut self, alignment: &'a Alignment) -> Option<Level> {
        let about = |targets: &[&Alignment]| targets.iter().any(|target| target.same(alignment));
        let level = self
            .level
            .clone()
            .filter(|_| about(&self.targets) && !about(&self.said))?;
        self.said.push(alignment);
        Some(level)
    }

    /// Its level, if it is aligned with nothing and describes how well something is done.
    fn level_of_the_whole(&self) -> Option<Level> {
        let grades = !NOT_A_LEVEL.contains(&self.level.as_ref()?.scale.kind.as_deref().unwrap_or_default());
        self.level.clone().filter(|_| self.targets.is_empty() && grades)
    }

    /// Whether it says that its skill is held: not when it failed, is still running, or missed what was required.
    fn speaks(&self) -> bool {
        let done = matches!(self.outcome.status.as_deref(), None | Some("Completed" | "Provisional"));
        done && self.level.as_ref().and_then(|level| level.met_requirement) != Some(false)
    }

    /// Skills it speaks of that nothing was said of yet. Without a level only what it is aligned with itself counts.
    fn left(&self) -> Vec<&'a Alignment> {
        let mut left: Vec<&Alignment> = Vec::new();
        for target in self.targets.iter().copied().filter(|target| target.is_skill()) {
            let own = self.level.is_some() || self.outcome.alignments.iter().any(|own| own.place == target.place);
            if own && !self.said.iter().chain(&left).any(|other| other.same(target)) {
                left.push(target);
            }
        }
        left
    }
}

fn grade<'a>(award: &'a Award, outcome: &'a Outcome) -> Graded<'a> {
    let (level, targets) = (levels::level(award, outcome), targets(award, outcome));
    Graded {
        outcome,
        level,
        targets,
        said: Vec::new(),
    }
}

/// The achievement as a skill, where its issuer says that it is one.
fn competency(award: &Award) -> Option<Term> {
    let achievement = award.achievement.as_ref();
    let achieved = achievement.filter(|achievement| achievement.kind.as_deref() == Some("Competency"))?;
    let framed = |alignment: &&Alignment| alignment.is_skill() && alignment.name == achieved.name;
    // Aligned with the skill of its own name, it has been said already.
    let said = achieved.name.is_some() && achieved.alignments.iter().any(|alignment| framed(&alignment));
    (!said).then(|| Term {
        label: achieved.name.clone(),
        uri: achieved.id.clone(),
        code: achieved.code.clone(),
        framework: None,
        language: achieved.language.clone().filter(|_| achieved.name.is_some()),
    })
}

fn alignments(award: &Award) -> &[Alignment] {
    award
        .achievement
        .as_ref()
        .map_or(&[], |achievement| &achievement.alignments)
}

/// What a result is about: its own alignments, those of the rubric level reached, those of its description.
fn targets<'a>(award: &'a Award, outcome: &'a Outcome) -> Vec<&'a Alignment> {
    let mut targets: Vec<&Alignment> = outcome.alignments.iter().collect();
    if let Some((_, level)) = levels::reached(award, outcome) {
        targets.extend(&level.alignments);
    }
    let describes = |kind: &Option<String>| !NOT_A_LEVEL.contains(&kind.as_deref().unwrap_or_default());
    if let Some(description) = levels::description(award, outcome).filter(|description| describes(&description.kind)) {
        targets.extend(&description.alignments);
    }
    targets
}

fn claim(like: &Claim, award: &Award, alignment: &Alignment, level: Option<Level>) -> Claim {
    let language = award
        .achievement
        .as_ref()
        .and_then(|achievement| achievement.language.clone());
    let term = Term {
        label: alignment.name.clone(),
        uri: alignment.url.clone(),
        code: alignment.code.clone(),
        framework: alignment.framework.clone(),
        language: alignment
            .language
            .clone()
            .or(language)
            .filter(|_| alignment.name.is_some()),
    };
    Claim {
        term,
        level,
        place: alignment.place.clone(),
        ..like.clone()
    }
}

/// What all claims of an award share.
fn pattern(award: &Award) -> Claim {
    let active = award.activity.from.is_some() || award.activity.to.is_some();
    let issued = award.issued.map(Period::on).unwrap_or_default();
    let (assertion, asserted_by) = asserted(award);
    let kind = award
        .achievement
        .as_ref()
        .and_then(|achievement| achievement.kind.as_deref());
    let teaches = kind.is_some_and(|kind| TEACHES.contains(&kind));
    Claim {
        term: Term::default(),
        level: None,
        role: if teaches { Role::Taught } else { Role::Holds },
        assertion,
        asserted_by,
        observed: if active { award.activity } else { issued },
        valid: Period::new(award.issued, award.expires),
        evidence: award.evidence.iter().take(MOST_EVIDENCE).map(piece).collect(),
        place: Place::default(),
    }
}

/// Who states it, and how strongly. What the holder issued to themselves is their own word, however it is signed.
fn asserted(award: &Award) -> (Assertion, AssertedBy) {
    let Some(issuer) = &award.issuer else {
        return (
            Assertion::Certified,
            AssertedBy {
                kind: AsserterKind::Unknown,
                organization: None,
            },
        );
    };
    if issuer.id.is_some() && issuer.id == award.holder.id {
        return (
            Assertion::SelfAsserted,
            AssertedBy {
                kind: AsserterKind::Holder,
                organization: None,
            },
        );
    }
    let kind = award
        .achievement
        .as_ref()
        .and_then(|achievement| achievement.kind.as_deref());
    let assertion = if kind == Some("License") {
        Assertion::Licensed
    } else {
        Assertion::Certified
    };
    (
        assertion,
        AssertedBy {
            kind: AsserterKind::Organization,
            organization: Some(organization(issuer)),
        },
    )
}

/// The evidence of an award.
pub fn evidence(award: &Award) -> Vec<Evidence> {
    award.evidence.iter().map(piece).collect()
}

fn piece(source: &Source) -> Evidence {
    let alone = source.url.is_none() && source.name.is_none() && source.description.is_none();
    let usual = if alone && source.narrative.is_some() {
        "narrative"
    } else {
        "evidence"
    };
    Evidence {
        kind: source.genre.clone().unwrap_or_else(|| usual.to_owned()),
        title: source.name.clone(),
        url: source.url.clone(),
        description: source.description.clone().or_else(|| source.narrative.clone()),
    }
}
