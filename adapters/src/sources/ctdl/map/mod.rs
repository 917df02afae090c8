//! Things of CTDL as records.

mod offer;
mod requirement;

use super::kind::{Kind, is_ended};
use super::wire::{FIELDS, SPELLINGS};
use crate::linked::{Known, Node, kept};
use passport::record::{Body, Opportunity, Organization, OrganizationKind, Record, Reject, Sink};
use sha2::{Digest, Sha256};

/// The record of a thing. Without a name it is none; any other field that cannot be read costs only itself.
pub fn record(kind: Kind, node: &Node<'_>, known: &Known, sink: &mut dyn Sink) -> Result<Record, Reject> {
    let name = node.need("name")?;
    let key = key(kind, node, &name);
    let body = match kind {
        Kind::Organization => Body::Organization(organization(node, name)),
        Kind::Credential | Kind::Learning if has_ended(node) => Body::Withdrawn,
        Kind::Credential => Body::Opportunity(Box::new(opportunity("credential", name, node, known, sink))),
        Kind::Learning => Body::Opportunity(Box::new(opportunity("training", name, node, known, sink))),
    };
    Ok(Record {
        body,
        stream: kind.stream(),
        key,
        subject: None,
        claims: Vec::new(),
        place: node.place.clone(),
        payload: kept(node.value, &SPELLINGS, FIELDS),
    })
}

fn opportunity(kind: &'static str, title: String, node: &Node<'_>, known: &Known, sink: &mut dyn Sink) -> Opportunity {
    let role = match kind {
        "credential" => OrganizationKind::Issuer,
        _ => OrganizationKind::Provider,
    };
    Opportunity {
        kind,
        title,
        organization: offer::by(node, role, known, sink),
        url: node.web("subjectWebpage"),
        location: offer::location(node, known, sink),
        valid: offer::valid(node, sink),
        requires: requirement::required(node, known, sink),
    }
}

/// An organization; one that issues no credentials offers training or services.
fn organization(node: &Node<'_>, name: String) -> Organization {
    let types = node.types();
    let issues = types.iter().any(|name| name.ends_with("CredentialOrganization"));
    Organization {
        role: match issues {
            true => OrganizationKind::Issuer,
            false => OrganizationKind::Provider,
        },
        name,
        identifier: node.iri().map(str::to_owned),
        url: node.web("subjectWebpage"),
    }
}

/// Whether its status says that it is not on offer.
fn has_ended(node: &Node<'_>) -> bool {
    let statuses = ["lifeCycleStatusType", "credentialStatusType"];
    let statuses = statuses
        .iter()
        .filter_map(|field| node.get(field))
        .flat_map(|status| status.elements());
    let named = statuses.filter_map(|status| {
        let target = status.get("targetNode").unwrap_or(status);
        Some(target.value.as_str().or_else(|| target.id())?.to_owned())
    });
    named.into_iter().any(|status| is_ended(&status))
}

/// The CTID, which is the same wherever the thing is published; else its address; else a hash of what tells it apart.
fn key(kind: Kind, node: &Node<'_>, name: &str) -> String {
    let told = node
        .words("ctid")
        .ok()
        .flatten()
        .or_else(|| node.iri().map(str::to_owned));
    let hash = |words: &str| format!("sha256:{}", hex::encode(Sha256::digest(words.as_bytes())));
    match told {
        Some(key) if key.contains('@') || key.chars().count() > 400 => hash(&key),
        Some(key) => key,
        None => {
            let page = node.web("subjectWebpage").unwrap_or_default();
            hash(&[kind.stream(), name, &page].join("\n"))
        }
    }
}
