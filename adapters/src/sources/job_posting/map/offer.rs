//! Who offers, where, and for how long.

use crate::linked::{Known, Node, is_web};
use passport::record::{Organization, OrganizationKind, Period, Reject, Sink};

/// Who hires.
#[derive(Default)]
pub struct Employer {
    /// The organization; none where none is named.
    pub organization: Option<Organization>,
    /// Whether it is a person, of whom nothing is kept.
    pub is_person: bool,
}

/// `hiringOrganization`: a text, an organization, or the identifier of one that stands in the same delivery.
pub fn employer(posting: &Node<'_>, known: &Known, sink: &mut dyn Sink) -> Employer {
    let Some(node) = posting
        .get("hiringOrganization")
        .and_then(|node| node.elements().into_iter().next())
    else {
        return Employer::default();
    };
    let referred = node
        .id()
        .filter(|_| node.get("name").is_none())
        .and_then(|id| known.get(id));
    let found = node.follow(referred.as_deref());
    if found.types().contains(&"Person") {
        return Employer {
            organization: None,
            is_person: true,
        };
    }
    let organization = organization(&found).unwrap_or_else(|reject| {
        sink.reject(reject);
        None
    });
    Employer {
        organization,
        is_person: false,
    }
}

fn organization(node: &Node<'_>) -> Result<Option<Organization>, Reject> {
    let bare = !node.value.is_object() || node.value.get("@value").is_some();
    let identifier = node.iri().map(str::to_owned).or_else(|| node.web("sameAs"));
    let name = match bare {
        true => node.text()?.map(|text| text.words),
        false => node
            .words("name")?
            .map_or_else(|| node.words("legalName"), |name| Ok(Some(name)))?,
    };
    Ok(name.or_else(|| identifier.clone()).map(|name| Organization {
        role: OrganizationKind::Employer,
        name,
        url: node.web("url").or_else(|| identifier.clone().filter(|id| is_web(id))),
        identifier,
    }))
}

/// The places, as `Springfield, IL, US`, joined; where none is given, how the posting says that there is none.
pub fn location(posting: &Node<'_>, known: &Known, sink: &mut dyn Sink) -> Option<String> {
    let mut places = Vec::new();
    match posting.all("jobLocation") {
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
    match places.is_empty() {
        true => posting.words("jobLocationType").unwrap_or_else(|reject| {
            sink.reject(reject);
            None
        }),
        false => Some(places.join("; ")),
    }
}

/// A place: a text, or the town, region and country of its address, else its name.
fn site(place: &Node<'_>, known: &Known) -> Result<Option<String>, Reject> {
    let referred = known.referred(place);
    let place = place.follow(referred.as_deref());
    if !place.value.is_object() {
        return Ok(place.text()?.map(|text| text.words));
    }
    let address = place.get("address").and_then(|node| node.elements().into_iter().next());
    let referred = address.as_ref().and_then(|address| known.referred(address));
    let address = address.map(|address| address.follow(referred.as_deref()));
    let Some(address) = address.or_else(|| place.types().contains(&"PostalAddress").then(|| place.clone())) else {
        return place.words("name");
    };
    if !address.value.is_object() {
        return Ok(address.text()?.map(|text| text.words));
    }
    let mut parts = Vec::new();
    for field in ["addressLocality", "addressRegion", "addressCountry"] {
        parts.extend(named(&address, field)?);
    }
    match parts.is_empty() {
        true => place.words("name"),
        false => Ok(Some(parts.join(", "))),
    }
}

/// A field that is a text or a thing with a name, such as a country.
fn named(node: &Node<'_>, field: &str) -> Result<Option<String>, Reject> {
    match node.get(field) {
        Some(thing) if thing.get("name").is_some() => thing.words("name"),
        Some(thing) => Ok(thing.text()?.map(|text| text.words)),
        None => Ok(None),
    }
}

/// From `datePosted` to `validThrough`; a date that cannot be read, or an end before the beginning, costs itself.
pub fn valid(posting: &Node<'_>, sink: &mut dyn Sink) -> Period {
    let mut date = |field| {
        posting.date(field).unwrap_or_else(|reject| {
            sink.reject(reject);
            None
        })
    };
    let period = Period::new(date("datePosted"), date("validThrough"));
    if !period.is_reversed() {
        return period;
    }
    let reason = "`validThrough` lies before `datePosted`; the posting was read without it";
    sink.reject(Reject::new(posting.place_of("validThrough"), "bad_period", reason));
    Period::new(period.from, None)
}
