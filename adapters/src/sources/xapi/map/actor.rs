//! Whom a statement is about.

use super::super::wire::{Account, Actor};
use passport::record::{Identifier, IdentifierSystem, NoAddress, Place, Reject, Subject};

/// The actor as a subject; none for a group, for which of its members did it is not said.
pub fn subject(actor: &Actor, place: &Place) -> Result<Option<Subject>, Reject> {
    match actor.object_type.as_deref() {
        None | Some("Agent") => agent(actor, place).map(Some),
        Some("Group") => group(actor, place).map(|()| None),
        Some(_) => {
            let reason = "objectType of an actor is Agent or Group";
            Err(Reject::new(place.child("objectType"), "unknown_type", reason))
        }
    }
}

/// A group is identified as agents are, or it has members, and all of these are agents.
fn group(actor: &Actor, place: &Place) -> Result<(), Reject> {
    let members = actor.member.as_deref().unwrap_or_default();
    if members.is_empty() || named(actor) > 0 {
        identity(actor, place)?;
    }
    for (at, member) in members.iter().enumerate() {
        let place = place.child("member").child(at);
        match member.0.object_type.as_deref() {
            None | Some("Agent") => drop(identity(&member.0, &place)?),
            Some(_) => {
                let reason = "members of a group are agents; a group in a group is not allowed";
                return Err(Reject::new(place.child("objectType"), "unknown_type", reason));
            }
        }
    }
    Ok(())
}

fn agent(actor: &Actor, place: &Place) -> Result<Subject, Reject> {
    let (key, identifier) = identity(actor, place)?;
    let name = actor.name.as_deref().and_then(crate::text::filled);
    Ok(Subject {
        key,
        name: name.map(str::to_owned),
        identifiers: identifier.into_iter().collect(),
    })
}

/// How many of the four ways to identify an actor are used.
fn named(actor: &Actor) -> usize {
    let texts = [&actor.mbox, &actor.mbox_sha1sum, &actor.openid];
    texts.iter().filter(|text| text.is_some()).count() + usize::from(actor.account.is_some())
}

type Identity = (String, Option<Identifier>);

/// By what the actor is known: exactly one of the four ways.
fn identity(actor: &Actor, place: &Place) -> Result<Identity, Reject> {
    let ways = "mbox, mbox_sha1sum, openid or account";
    match named(actor) {
        1 => {}
        0 => {
            let reason = format!("the actor has no identifier; one of {ways} must stand in it");
            return Err(Reject::new(place.clone(), "missing_field", reason));
        }
        _ => {
            let reason = format!("the actor has several identifiers; exactly one of {ways} may stand in it");
            return Err(Reject::new(place.clone(), "bad_subject", reason));
        }
    }
    let texts = (
        actor.mbox.as_deref(),
        actor.mbox_sha1sum.as_deref(),
        actor.openid.as_deref(),
    );
    match (texts, &actor.account) {
        ((Some(mbox), ..), _) => mailbox(mbox, &place.child("mbox")),
        ((_, Some(hash), _), _) => mailbox_hash(hash, &place.child("mbox_sha1sum")),
        ((.., Some(openid)), _) => open_id(openid, &place.child("openid")),
        (_, Some(found)) => account(&found.0, &place.child("account")),
        ((None, None, None), None) => Err(Reject::new(
            place.clone(),
            "missing_field",
            "the actor has no identifier",
        )),
    }
}

fn mailbox(mbox: &str, place: &Place) -> Result<Identity, Reject> {
    let (scheme, address) = mbox.split_once(':').unwrap_or_default();
    let read = match scheme.eq_ignore_ascii_case("mailto") {
        true => Identifier::read(IdentifierSystem::Email, address),
        false => Err(NoAddress),
    };
    match read {
        Ok(Some(identifier)) => Ok((mbox.to_owned(), Some(identifier))),
        _ => {
            let reason = "mbox must be mailto: and an e-mail address; a statement about nobody is not read";
            Err(Reject::new(place.clone(), NoAddress::CODE, reason))
        }
    }
}

/// Nobody else hashes an address so; it is a key among statements, and no identifier elsewhere.
fn mailbox_hash(hash: &str, place: &Place) -> Result<Identity, Reject> {
    match hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        true => Ok((format!("sha1:{}", hash.to_ascii_lowercase()), None)),
        false => {
            let reason = "mbox_sha1sum must be a SHA-1 in 40 hexadecimal digits";
            Err(Reject::new(place.clone(), "bad_id", reason))
        }
    }
}

fn open_id(openid: &str, place: &Place) -> Result<Identity, Reject> {
    let host = openid
        .strip_prefix("https://")
        .or_else(|| openid.strip_prefix("http://"));
    match host.is_some_and(|host| !host.is_empty() && !host.contains(char::is_whitespace)) {
        true => Ok((openid.to_owned(), Identifier::of(IdentifierSystem::Url, openid))),
        false => {
            let reason = "openid must be a web address";
            Err(Reject::new(place.clone(), "bad_id", reason))
        }
    }
}

/// The name on a system. A decentralised identifier in its place is one everywhere.
fn account(account: &Account, place: &Place) -> Result<Identity, Reject> {
    let need = |field: &str, text: &Option<String>| {
        let filled = text.as_deref().and_then(crate::text::filled);
        filled.map(str::to_owned).ok_or_else(|| {
            let reason = format!("{field} is missing; an account has homePage and name");
            Reject::new(place.child(field), "missing_field", reason)
        })
    };
    let (home, name) = (need("homePage", &account.home_page)?, need("name", &account.name)?);
    let system = match name.starts_with("did:") {
        true => IdentifierSystem::Did,
        false => IdentifierSystem::Username,
    };
    Ok((format!("{home} {name}"), Identifier::of(system, &name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(actor: Value) -> Result<Option<Subject>, Reject> {
        subject(&serde_json::from_value(actor).unwrap(), &Place::pointer("", "/actor"))
    }

    #[test]
    fn an_actor_is_known_by_exactly_one_identifier() {
        let sha1 = "A94A8FE5CCB19BA61C4C0873D391E987982FBBD3";
        let account = |name: &str| json!({"account": {"homePage": "https://lms.example.org", "name": name}});
        for (actor, key, system) in [
            (
                json!({"mbox": "mailto:nia@example.org"}),
                "mailto:nia@example.org",
                "email",
            ),
            (
                json!({"mbox_sha1sum": sha1}),
                "sha1:a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
                "",
            ),
            (
                json!({"openid": "https://nia.example.org"}),
                "https://nia.example.org",
                "url",
            ),
            (account("E-7"), "https://lms.example.org E-7", "username"),
            (account("did:example:7"), "https://lms.example.org did:example:7", "did"),
        ] {
            let subject = read(actor).unwrap().unwrap();
            let found = subject.identifiers.first().map_or("", |one| one.system.as_str());
            assert_eq!((subject.key.as_str(), found), (key, system));
        }
    }

    #[test]
    fn an_actor_who_is_nobody_or_several_is_refused_where_it_stands() {
        let agent = json!({"mbox": "mailto:nia@example.org"});
        for (actor, place, code) in [
            (json!({}), "/actor", "missing_field"),
            (json!({"name": "Nia"}), "/actor", "missing_field"),
            (
                json!({"mbox": "mailto:nia@example.org", "openid": "https://nia.example.org"}),
                "/actor",
                "bad_subject",
            ),
            (json!({"mbox": "nia@example.org"}), "/actor/mbox", "bad_email"),
            (json!({"mbox": "mailto:n/a"}), "/actor/mbox", "bad_email"),
            (json!({"mbox_sha1sum": "a94a"}), "/actor/mbox_sha1sum", "bad_id"),
            (json!({"openid": "nia"}), "/actor/openid", "bad_id"),
            (
                json!({"account": {"name": "E-7"}}),
                "/actor/account/homePage",
                "missing_field",
            ),
            (json!({"objectType": "Robot"}), "/actor/objectType", "unknown_type"),
            (json!({"objectType": "Group", "member": []}), "/actor", "missing_field"),
            (
                json!({"objectType": "Group", "member": [agent, {"name": "x"}]}),
                "/actor/member/1",
                "missing_field",
            ),
            (
                json!({"objectType": "Group", "member": [{"objectType": "Group"}]}),
                "/actor/member/0/objectType",
                "unknown_type",
            ),
        ] {
            let fault = read(actor.clone()).unwrap_err();
            assert_eq!((fault.place.inside().as_str(), fault.code), (place, code), "{actor}");
        }
        assert_eq!(read(json!({"objectType": "Group", "member": [agent]})), Ok(None));
    }
}
