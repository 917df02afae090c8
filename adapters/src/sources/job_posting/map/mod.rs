//! A posting as an opportunity.

mod offer;
mod requirement;

use super::wire::{FIELDS, SPELLINGS};
use crate::linked::{Known, Node, kept};
use passport::record::{Body, Opportunity, Record, Reject, Sink};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The stream of postings.
pub const STREAM: &str = "job_posting";

/// The record of a posting. Without a title it is none; any other field that cannot be read costs only itself.
pub fn record(node: &Node<'_>, known: &Known, sink: &mut dyn Sink) -> Result<Record, Reject> {
    let title = node
        .words("title")?
        .map_or_else(|| node.need("name"), Ok)
        .map_err(|_| untitled(node))?;
    let employer = offer::employer(node, known, sink);
    let organization = employer.organization;
    let opening = Opportunity {
        kind: "job",
        title,
        organization,
        url: node.web("url"),
        location: offer::location(node, known, sink),
        valid: offer::valid(node, sink),
        requires: requirement::required(node, known, sink),
    };
    let key = key(node, &opening, sink);
    Ok(Record {
        body: Body::Opportunity(Box::new(opening)),
        stream: STREAM,
        key,
        subject: None,
        claims: Vec::new(),
        place: node.place.clone(),
        payload: payload(node, employer.is_person),
    })
}

fn untitled(node: &Node<'_>) -> Reject {
    let reason = "the posting has no `title`; say what the job is called";
    Reject::new(node.place_of("title"), "missing_field", reason)
}

/// The allowed fields; a person who hires is left out with all that is said of them.
fn payload(node: &Node<'_>, hires_person: bool) -> Value {
    let mut payload = kept(node.value, &SPELLINGS, FIELDS);
    if let Some(fields) = payload.as_object_mut().filter(|_| hires_person) {
        fields.retain(|name, _| SPELLINGS.plain(name) != "hiringOrganization");
    }
    payload
}

/// The identifier within whoever gave it, else the posting's address, else a hash of what tells it from others.
fn key(node: &Node<'_>, opening: &Opportunity, sink: &mut dyn Sink) -> String {
    let employer = opening
        .organization
        .as_ref()
        .map_or("", |employer| employer.name.as_str());
    let told = identifier(node, employer).unwrap_or_else(|reject| {
        sink.reject(reject);
        None
    });
    let key = told
        .or_else(|| node.iri().map(str::to_owned))
        .or_else(|| opening.url.clone());
    let hash = |words: &str| format!("sha256:{}", hex::encode(Sha256::digest(words.as_bytes())));
    match key {
        Some(key) if key.contains('@') || key.chars().count() > 400 => hash(&key),
        Some(key) => key,
        None => {
            let posted = opening.valid.from.map(|date| date.to_string()).unwrap_or_default();
            let location = opening.location.as_deref().unwrap_or_default();
            hash(&[&opening.title, employer, &posted, location].join("\n"))
        }
    }
}

/// `identifier` as a text or as a value with the name of whoever gave it. A bare number is one only of its employer.
fn identifier(node: &Node<'_>, employer: &str) -> Result<Option<String>, Reject> {
    let Some(first) = node.all("identifier")?.into_iter().next() else {
        return Ok(None);
    };
    let bare = first.value.is_string() || first.value.is_number() || first.value.get("@value").is_some();
    let (giver, value) = match bare {
        true => (None, first.text()?.map(|text| text.words)),
        false => {
            let giver = first
                .words("propertyID")?
                .map_or_else(|| first.words("name"), |id| Ok(Some(id)))?;
            let value = first.words("value")?.or_else(|| first.iri().map(str::to_owned));
            (giver, value)
        }
    };
    let giver = giver.unwrap_or_else(|| employer.to_owned());
    Ok(value.map(|value| match giver.is_empty() || value.contains(':') {
        true => value,
        false => format!("{giver}/{value}"),
    }))
}
