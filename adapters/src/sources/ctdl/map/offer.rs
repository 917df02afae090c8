//! Who offers, where, and since when.

use crate::linked::{Known, Node};
use passport::record::{Organization, OrganizationKind, Period, Reject, Sink};

/// Who offers it, else who owns it: by name where the delivery tells it, else by identifier.
pub fn by(node: &Node<'_>, role: OrganizationKind, known: &Known, sink: &mut dyn Sink) -> Option<Organization> {
    let named = ["offeredBy", "ownedBy"].iter().filter_map(|field| node.get(field));
    let first = named
        .filter_map(|node| node.elements().into_iter().find(|node| !node.value.is_null()))
        .next()?;
    organization(&first, role, known).unwrap_or_else(|reject| {
        sink.reject(reject);
        None
    })
}

fn organization(node: &Node<'_>, role: OrganizationKind, known: &Known) -> Result<Option<Organization>, Reject> {
    let id = node.value.as_str().or_else(|| node.id());
    if id.is_none() && !node.value.is_object() {
        return Err(node.wrong("an organization or its address"));
    }
    let referred = id.filter(|_| node.get("name").is_none()).and_then(|id| known.get(id));
    let told = node.follow(referred.as_deref());
    let name = match told.value.is_object() {
        true => told.words("name")?,
        false => None,
    };
    let identifier = id.filter(|id| !id.starts_with("_:")).map(str::to_owned);
    Ok(name.or_else(|| identifier.clone()).map(|name| Organization {
        role,
        name,
        url: told.web("subjectWebpage"),
        identifier,
    }))
}

/// The places, as `Springfield, Illinois, US`, joined.
pub fn location(node: &Node<'_>, known: &Known, sink: &mut dyn Sink) -> Option<String> {
    let mut places = Vec::new();
    match node.all("availableAt") {
        Ok(found) => {
            for place in found {
                match site(&place, known) {
                    Ok(site) => places.extend(site.filter(|site| !places.contains(site))),
                    Err(reject) => sink.reject(reject),
                }
            }
        }
        Err(reject) => sink.reject(reject),
    }
    (!places.is_empty()).then(|| places.join("; "))
}

fn site(place: &Node<'_>, known: &Known) -> Result<Option<String>, Reject> {
    let referred = known.referred(place);
    let told = place.follow(referred.as_deref());
    let mut parts = Vec::new();
    for field in ["addressLocality", "addressRegion", "addressCountry"] {
        parts.extend(told.words(field)?);
    }
    match parts.is_empty() {
        true => told.words("name"),
        false => Ok(Some(parts.join(", "))),
    }
}

/// From `dateEffective` to `expirationDate`; a date that cannot be read, or an end before the beginning, costs itself.
pub fn valid(node: &Node<'_>, sink: &mut dyn Sink) -> Period {
    let mut date = |field| {
        node.date(field).unwrap_or_else(|reject| {
            sink.reject(reject);
            None
        })
    };
    let period = Period::new(date("dateEffective"), date("expirationDate"));
    if !period.is_reversed() {
        return period;
    }
    let reason = "`expirationDate` lies before `dateEffective`; the thing was read without it";
    sink.reject(Reject::new(node.place_of("expirationDate"), "bad_period", reason));
    Period::new(period.from, None)
}
