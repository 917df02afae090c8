//! Whom an award is about.

use crate::sources::open_badges::wire::{Holder, Identity};
use crate::text::is_web;
use passport::record::{Identifier, IdentifierSystem, NoAddress, Place, Reject, Subject};

/// What a value of the holder's would identify them by.
type Named = (IdentifierSystem, String);

/// The holder as a subject; none for a bearer credential, which names nobody.
pub fn subject(holder: &Holder) -> Option<Subject> {
    let mut identifiers: Vec<Identifier> = Vec::new();
    let named = named(holder).filter_map(|(_, (system, value))| Identifier::of(system, &value));
    for identifier in named {
        if !identifiers.contains(&identifier) {
            identifiers.push(identifier);
        }
    }
    Some(Subject {
        key: key(holder)?.to_owned(),
        name: holder.name.clone(),
        identifiers,
    })
}

/// Addresses of the holder that are none, one reject each; the award is read without them.
pub fn unread(holder: &Holder) -> impl Iterator<Item = Reject> {
    named(holder).filter_map(|(place, (system, value))| {
        let fault = Identifier::read(system, &value).err()?;
        let reason = format!("the holder's identifier {fault}");
        Some(Reject::new(place, NoAddress::CODE, reason))
    })
}

/// By what the source knows the holder: their id, else the first of their identities. Strangers may share what is no
/// address, so it is nobody's key.
fn key(holder: &Holder) -> Option<&str> {
    let fit = |named: Option<Named>| named.is_none_or(|(system, value)| Identifier::read(system, &value).is_ok());
    let id = holder.id.as_deref().filter(|id| fit(by_uri(id)));
    let mut identities = holder.identities.iter().filter(|identity| fit(by_identity(identity)));
    id.or_else(|| identities.next().map(|identity| identity.value.as_str()))
}

fn named(holder: &Holder) -> impl Iterator<Item = (Place, Named)> {
    let id = holder.id.as_deref().and_then(by_uri);
    let id = id.map(|named| (holder.place.child("id"), named));
    let identities = holder.identities.iter();
    id.into_iter()
        .chain(identities.filter_map(|identity| Some((identity.place.clone(), by_identity(identity)?))))
}

/// An identifier that is a URI: it says itself what it is. UUIDs and the like are keys of this source alone.
fn by_uri(uri: &str) -> Option<Named> {
    let (system, value) = match uri.split_once(':') {
        Some(("did", _)) => (IdentifierSystem::Did, uri),
        Some(("mailto", address)) => (IdentifierSystem::Email, address),
        Some(("tel", number)) => (IdentifierSystem::Phone, number),
        _ if is_web(uri) => (IdentifierSystem::Url, uri),
        _ => return None,
    };
    Some((system, value.to_owned()))
}

/// An identity entry. A hash of anything but an e-mail address can be compared with nothing, so it is left out.
fn by_identity(identity: &Identity) -> Option<Named> {
    use IdentifierSystem as System;
    let kind = identity.kind.trim_start_matches("ext:");
    if identity.hashed {
        return matches!(kind, "email" | "emailAddress").then(|| (System::EmailHash, salted(identity)));
    }
    let system = match kind {
        "email" | "emailAddress" => System::Email,
        "telephone" | "phone" => System::Phone,
        "url" => System::Url,
        "did" => System::Did,
        "userName" => System::Username,
        "studentId" | "studentNumber" => System::StudentNumber,
        "sourcedId" | "lisSourcedId" | "oneRosterSourcedId" | "sisSourcedId" => System::SourcedId,
        _ => match by_uri(&identity.value) {
            Some(named) => return Some(named),
            None => System::Official,
        },
    };
    let value = identity.value.trim_start_matches("mailto:").trim_start_matches("tel:");
    Some((system, value.to_owned()))
}

/// The hash with its salt, as it can be compared with an address: `sha256$HASH$SALT`, or `sha256$HASH` without salt.
fn salted(identity: &Identity) -> String {
    match &identity.salt {
        Some(salt) => format!("{}${salt}", identity.value),
        None => identity.value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::by_identity;
    use crate::sources::open_badges::wire::Identity;
    use passport::record::IdentifierSystem::{
        Did, Email, EmailHash, Official, SourcedId, StudentNumber, Url, Username,
    };
    use passport::record::Place;

    #[test]
    fn identities_go_to_the_system_they_belong_to() {
        for (kind, value, hashed, expected) in [
            ("email", "a@example.org", false, Some((Email, "a@example.org"))),
            (
                "emailAddress",
                "mailto:a@example.org",
                false,
                Some((Email, "a@example.org")),
            ),
            ("emailAddress", "sha256$ab", true, Some((EmailHash, "sha256$ab$salt"))),
            ("lisSourcedId", "sha256$ab", true, None),
            ("sourcedId", "u-1", false, Some((SourcedId, "u-1"))),
            ("userName", "amara", false, Some((Username, "amara"))),
            (
                "url",
                "https://example.org/me",
                false,
                Some((Url, "https://example.org/me")),
            ),
            ("identifier", "did:example:1", false, Some((Did, "did:example:1"))),
            ("ext:studentId", "2021", false, Some((StudentNumber, "2021"))),
            ("nationalIdentityNumber", "123", false, Some((Official, "123"))),
            ("systemId", "42", false, Some((Official, "42"))),
            ("email", "n/a", false, Some((Email, "n/a"))),
        ] {
            let identity = Identity {
                kind: kind.into(),
                hashed,
                value: value.into(),
                salt: Some("salt".into()),
                place: Place::default(),
            };
            let found = by_identity(&identity);
            assert_eq!(
                found,
                expected.map(|(system, value)| (system, value.to_owned())),
                "{kind}"
            );
        }
    }
}
