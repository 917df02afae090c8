//! What others say: referees of the person, endorsers of a skill. Persons among them are not named.

use super::{ENDORSEMENT, Who};
use crate::json::cells::{Cells, joined};
use crate::json::keep::keep;
use crate::json::resume::called;
use crate::sources::ler_rs::backing::Backings;
use crate::sources::ler_rs::wire::Endorser;
use passport::record::{Body, Endorsement, Organization, OrganizationKind, Place, Record, Term};
use serde_json::{Map, Value};

/// The words of a referee; one who says nothing yet is only a contact.
pub fn reference(cells: &Cells<'_, '_>, _: &Backings, who: &Who) -> Vec<Record> {
    let comments = cells.children("comments");
    let notes: Vec<_> = comments.iter().filter_map(|comment| comment.words("note")).collect();
    let endorser = cells.words("organizationName").map(|name| Organization {
        role: OrganizationKind::Employer,
        name,
        identifier: None,
        url: None,
    });
    let text = joined(notes.iter().map(String::as_str));
    let payload = keep(cells.node.value, &["organizationName", "relationship", "yearsKnown"]);
    let said = text.map(|text| record(endorser, text, None, cells.place(), payload, who));
    said.into_iter().collect()
}

/// An endorsement of a skill, where it has words or an organization behind it.
pub fn of_skill(endorser: &Endorser, skill: &Term, who: &Who) -> Option<Record> {
    let text = joined(endorser.comments.iter().map(String::as_str));
    if text.is_none() && endorser.organization.is_none() {
        return None;
    }
    let about = skill
        .uri
        .clone()
        .or_else(|| skill.label.clone())
        .or_else(|| skill.code.clone());
    let organization = endorser.organization.clone();
    let place = endorser.place.clone();
    Some(record(
        organization,
        text.unwrap_or_default(),
        about,
        place,
        Value::Object(Map::new()),
        who,
    ))
}

fn record(
    endorser: Option<Organization>,
    text: String,
    about: Option<String>,
    place: Place,
    payload: Value,
    who: &Who,
) -> Record {
    let told = [called(endorser.as_ref()), &text, about.as_deref().unwrap_or_default()];
    let key = who.holder.key(ENDORSEMENT, &told);
    let said = Endorsement {
        endorser,
        text: Some(text).filter(|text| !text.is_empty()),
        about,
        issued: None,
        signed: None,
    };
    who.holder
        .record(ENDORSEMENT, key, Body::Endorsement(Box::new(said)), place, payload)
}
