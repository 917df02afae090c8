//! Records and rejects in a line for people.

use super::super::output::plain;
use passport::record::{Body, Record, Term};

/// What a record says, in a few words.
pub fn record(record: &Record) -> String {
    let about = match &record.body {
        Body::Person(_) => record.subject.as_ref().and_then(|subject| subject.name.clone()),
        Body::Organization(organization) => Some(organization.name.clone()),
        Body::Credential(credential) => Some(credential.name.clone()),
        Body::Experience(experience) => Some(experience.title.clone()),
        Body::Learning(learning) => Some(learning.title.clone()),
        Body::Programme(programme) => Some(programme.programme.clone()),
        Body::Goal(goal) => Some(goal.title.clone()),
        Body::Opportunity(opportunity) => Some(opportunity.title.clone()),
        Body::Skill | Body::Endorsement(_) | Body::Withdrawn => None,
    };
    let skills: Vec<&str> = record.claims.iter().map(|claim| term(&claim.term)).collect();
    let text = match (about, skills.as_slice()) {
        (Some(about), []) => about,
        (Some(about), [skill]) => format!("{about} · skill: {skill}"),
        (Some(about), skills) => format!("{about} · {} skills", skills.len()),
        (None, []) => record.key.clone(),
        (None, skills) => skills.join(", "),
    };
    plain(&text, 72)
}

fn term(term: &Term) -> &str {
    let named = term.label.as_deref().or(term.code.as_deref()).or(term.uri.as_deref());
    named.unwrap_or("a skill without a name")
}
