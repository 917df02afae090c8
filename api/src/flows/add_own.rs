//! What holders add themselves: experiences, skills and goals, as records of the built-in source `self`.

use super::save_own::{SaveOwnError, save_own};
use crate::caller::HolderPass;
use crate::hub::Hub;
use passport::level::Band;
use passport::record::{
    AssertedBy, AsserterKind, Assertion, Body, Claim, Evidence, Experience, ExperienceKind, Goal, Level, Organization,
    OrganizationKind, PartialDate, Period, Place, Record, Role, Scale, ScaleStep, Term,
};
use std::sync::Arc;
use uuid::Uuid;

/// A skill that a holder says they have or develop.
#[derive(Debug, Clone)]
pub struct OwnSkill {
    /// Its name, or none when the concept is given.
    pub label: Option<String>,
    /// URI of the concept.
    pub concept: Option<String>,
    /// How well, in the hub's bands.
    pub band: Option<Band>,
    /// Whether it is still being developed.
    pub developing: bool,
    /// What backs it.
    pub evidence: Vec<Evidence>,
}

/// Something that a holder did.
#[derive(Debug, Clone)]
pub struct OwnExperience {
    /// What kind.
    pub kind: ExperienceKind,
    /// What it is called.
    pub title: String,
    /// Where, by name.
    pub organization: Option<String>,
    /// In which role.
    pub role: Option<String>,
    /// When.
    pub period: Period,
    /// In the holder's words.
    pub narrative: Option<String>,
    /// The skills it called for.
    pub skills: Vec<OwnSkill>,
    /// What backs it.
    pub evidence: Vec<Evidence>,
}

/// What a holder aims for.
#[derive(Debug, Clone)]
pub struct OwnGoal {
    /// What it is called.
    pub title: String,
    /// URI of the skill or occupation aimed for.
    pub concept: Option<String>,
    /// How well, in the hub's bands.
    pub band: Option<Band>,
    /// By when.
    pub due: Option<PartialDate>,
    /// In the holder's words.
    pub note: Option<String>,
}

/// Adds an experience, with the skills it called for; gives its row.
pub async fn add_experience(hub: &Hub, holder: HolderPass, own: OwnExperience) -> Result<Option<Uuid>, SaveOwnError> {
    let employer = |name| Organization {
        role: OrganizationKind::Employer,
        name,
        identifier: None,
        url: None,
    };
    let claims = own
        .skills
        .into_iter()
        .enumerate()
        .map(|(at, skill)| claim(skill, own.period, at))
        .collect();
    let experience = Experience {
        kind: own.kind,
        title: own.title,
        organization: own.organization.map(employer),
        role: own.role,
        occupation: None,
        period: own.period,
        narrative: own.narrative,
        evidence: own.evidence,
    };
    add(
        hub,
        holder,
        "experience",
        Body::Experience(Box::new(experience)),
        claims,
    )
    .await
}

/// Adds a skill; gives the row of the claim.
pub async fn add_skill(hub: &Hub, holder: HolderPass, own: OwnSkill) -> Result<Option<Uuid>, SaveOwnError> {
    add(
        hub,
        holder,
        "skill",
        Body::Skill,
        vec![claim(own, Period::default(), 0)],
    )
    .await
}

/// Adds a goal; gives its row.
pub async fn add_goal(hub: &Hub, holder: HolderPass, own: OwnGoal) -> Result<Option<Uuid>, SaveOwnError> {
    let target = own.concept.map(|uri| Term {
        uri: Some(uri),
        ..Term::default()
    });
    let goal = Goal {
        title: own.title,
        target,
        band: own.band,
        due: own.due,
        note: own.note,
    };
    add(hub, holder, "goal", Body::Goal(Box::new(goal)), vec![]).await
}

async fn add(
    hub: &Hub,
    holder: HolderPass,
    stream: &'static str,
    body: Body,
    claims: Vec<Claim>,
) -> Result<Option<Uuid>, SaveOwnError> {
    let record = Record {
        body,
        stream,
        key: Uuid::now_v7().to_string(),
        subject: None,
        claims,
        place: Place::pointer("", ""),
        payload: serde_json::Value::Null,
    };
    Ok(save_own(hub, &holder, vec![record]).await?.first().copied())
}

fn claim(own: OwnSkill, observed: Period, at: usize) -> Claim {
    Claim {
        term: Term {
            label: own.label,
            uri: own.concept,
            ..Term::default()
        },
        level: own.band.map(level),
        role: if own.developing { Role::Develops } else { Role::Holds },
        assertion: Assertion::SelfAsserted,
        asserted_by: AssertedBy {
            kind: AsserterKind::Holder,
            organization: None,
        },
        observed,
        valid: Period::default(),
        evidence: own.evidence,
        place: Place::pointer("", format!("/skills/{at}")),
    }
}

/// A band that the holder chose, on a scale that is the hub's own bands: nothing is lost.
fn level(band: Band) -> Level {
    let known = Band::ALL.iter().filter(|band| **band != Band::Unknown);
    let step = |band: &Band| ScaleStep {
        code: band.as_str().into(),
        label: band.as_str().into(),
        ..ScaleStep::default()
    };
    let scale = Scale {
        key: "passport-hub-bands".into(),
        name: "Passport Hub bands".into(),
        steps: known.map(step).collect(),
        ..Scale::default()
    };
    Level {
        value: band.as_str().into(),
        position: None,
        met_requirement: None,
        scale: Arc::new(scale),
    }
}
