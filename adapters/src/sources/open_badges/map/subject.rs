//! Whom an award is about.

use crate::sources::open_badges::wire::{Holder, Identity, is_web};
use passport::record::{Identifier, IdentifierSystem, Subject};

/// The holder as a subject; none for a bearer credential, which names nobody.
pub fn subject(holder: &Holder) -> Option<Subject> {
    let key = holder
        .id
        .as_deref()
        .or_else(|| holder.identities.first().map(|identity| identity.value.as_str()))?;
    let mut identifiers: Vec<Identifier> = Vec::new();
    let found = holder
        .id
        .as_deref()
        .and_then(by_uri)
        .into_iter()
        .chain(holder.identities.iter().filter_map(by_identity));
    for identifier in found {
        if !identifiers.contains(&identifier) {
            identifiers.push(identifier);
        }
    }
    Some(Subject {
        key: key.to_owned(),
        name: holder.name.clone(),
        identifiers,
    })
}

/// An identifier that is a URI: it says itself what it is. UUIDs and the like are keys of this source alone.
fn by_uri(uri: &str) -> Option<Identifier> {
    let (system, value) = match uri.split_once(':') {
        Some(("did", _)) => (IdentifierSystem::Did, uri),
        Some(("mailto", address)) => (IdentifierSystem::Email, address),
        Some(("tel", number)) => (IdentifierSystem::Phone, number),
        _ if is_web(uri) => (IdentifierSystem::Url, uri),
        _ => return None,
    };
    Identifier::of(system, value)
}

/// An identity entry. A hash of anything but an e-mail address can be compared with nothing, so it is left out.
fn by_identity(identity: &Identity) -> Option<Identifier> {
    use IdentifierSystem as System;
    let kind = identity.kind.trim_start_matches("ext:");
    if identity.hashed {
        return matches!(kind, "email" | "emailAddress")
            .then(|| Identifier::of(System::EmailHash, &salted(identity)))
            .flatten();
    }
    let system = match kind {
        "email" | "emailAddress" => System::Email,
        "telephone" | "phone" => System::Phone,
        "url" => System::Url,
        "did" => System::Did,
        "userName" => System::Username,
        "sourcedId" | "lisSourcedId" | "oneRosterSourcedId" | "sisSourcedId" => System::SourcedId,
        _ => match by_uri(&identity.value) {
            Some(identifier) => return Some(identifier),
            None => System::Official,
        },
    };
    let value = identity.value.trim_start_matches("mailto:").trim_start_matches("tel:");
    Identifier::of(system, value)
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
    use passport::record::IdentifierSystem::{Did, Email, EmailHash, Official, SourcedId, Url, Username};

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
            ("nationalIdentityNumber", "123", false, Some((Official, "123"))),
            ("systemId", "42", false, Some((Official, "42"))),
            ("email", " ", false, None),
        ] {
            let identity = Identity {
                kind: kind.into(),
                hashed,
                value: value.into(),
                salt: Some("salt".into()),
            };
            let found = by_identity(&identity).map(|found| (found.system, found.value));
            assert_eq!(
                found,
                expected.map(|(system, value)| (system, value.to_owned())),
                "{kind}"
            );
        }
    }
}
