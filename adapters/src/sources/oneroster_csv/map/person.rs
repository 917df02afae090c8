//! `users.csv` to persons.

use super::super::set::Set;
use super::super::wire::{User, list, pair};
use super::{key, required};
use crate::table::Row;
use passport::record::{Body, Identifier, IdentifierSystem, NoAddress, Person, Record, Reject, Sink, Subject};
use serde_json::Value;

pub fn record(row: &Row<'_>, set: &Set, sink: &mut dyn Sink) -> Result<Record, Reject> {
    let user = User::of(row);
    let id = required(row, "sourcedId", user.sourced_id)?;
    unread(row, &user, sink);
    Ok(Record {
        body: Body::Person(Person {
            given_name: user.given.map(str::to_owned),
            family_name: user.family.map(str::to_owned),
            language: None,
        }),
        stream: "user",
        key: key(id),
        subject: Some(Subject {
            key: id.to_owned(),
            name: name(&user),
            identifiers: identifiers(id, &user, set),
        }),
        claims: Vec::new(),
        place: row.place(),
        payload: payload(&user),
    })
}

/// The name as shown: preferred parts before legal ones.
fn name(user: &User<'_>) -> Option<String> {
    let parts = [
        user.preferred_given.or(user.given),
        user.preferred_middle.or(user.middle),
        user.preferred_family.or(user.family),
    ];
    let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}

fn identifiers(id: &str, user: &User<'_>, set: &Set) -> Vec<Identifier> {
    use IdentifierSystem::*;
    let number = if is_student(id, user, set) {
        StudentNumber
    } else {
        EmployeeNumber
    };
    let cells = [
        (SourcedId, Some(id)),
        (Email, user.email),
        (Phone, user.phone),
        (Phone, user.sms),
        (Username, user.username),
        (number, user.identifier),
        (Official, user.master),
    ];
    let mut found: Vec<Identifier> = Vec::new();
    let named = cells
        .into_iter()
        .filter_map(|(system, cell)| Identifier::of(system, cell?));
    let ids = list(user.user_ids).filter_map(user_id);
    let ids = ids.filter_map(|(system, value)| Identifier::of(system, &value));
    for identifier in named.chain(ids) {
        if !found.contains(&identifier) {
            found.push(identifier);
        }
    }
    found
}

/// Tells which cells hold an address that is none; the person is read without it.
fn unread(row: &Row<'_>, user: &User<'_>, sink: &mut dyn Sink) {
    let email = user
        .email
        .map(|cell| ("email", IdentifierSystem::Email, cell.to_owned()));
    let ids = list(user.user_ids).filter_map(user_id);
    let ids = ids.map(|(system, value)| ("userIds", system, value));
    for (column, system, value) in email.into_iter().chain(ids) {
        if let Err(fault) = Identifier::read(system, &value) {
            let reason = format!("{column} {fault}");
            sink.reject(Reject::new(row.cell_place(column), NoAddress::CODE, reason));
        }
    }
}

/// OneRoster 1.1 gives the role in the row, 1.2 in `roles.csv`; where neither says, a user is a student.
fn is_student(id: &str, user: &User<'_>, set: &Set) -> bool {
    let by_roles = set.is_student(id).unwrap_or(true);
    user.role.map_or(by_roles, |role| role.eq_ignore_ascii_case("student"))
}

/// One `{type:value}` of `userIds`. Types that we do not know are kept sealed and never matched on; social security
/// numbers are not kept at all.
fn user_id(entry: &str) -> Option<(IdentifierSystem, String)> {
    let (kind, value) = pair(entry)?;
    if is_ssn(kind) {
        return None;
    }
    let system = system(kind);
    let is_did = system == IdentifierSystem::Did && !value.starts_with("did:");
    let value = if is_did {
        format!("did:{value}")
    } else {
        value.to_owned()
    };
    Some((system, value))
}

fn system(kind: &str) -> IdentifierSystem {
    use IdentifierSystem::*;
    match plain(kind).as_str() {
        "pirl" | "wioa" | "pirlid" | "wioaid" => PirlId,
        "did" => Did,
        "email" | "mail" => Email,
        "phone" | "sms" | "mobile" | "tel" => Phone,
        "webid" | "profileurl" | "url" => Url,
        "student" | "studentnumber" | "studentid" => StudentNumber,
        "employee" | "employeenumber" | "employeeid" => EmployeeNumber,
        "username" | "login" | "upn" => Username,
        _ => Official,
    }
}

fn is_ssn(kind: &str) -> bool {
    matches!(
        plain(kind).as_str(),
        "ssn" | "socialsecurity" | "socialsecuritynumber" | "ssno"
    )
}

fn plain(kind: &str) -> String {
    kind.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn payload(user: &User<'_>) -> Value {
    let mut payload = user.payload();
    if let Some(cell) = payload.get_mut("userIds") {
        let kept = list(user.user_ids).filter(|entry| pair(entry).is_some_and(|(kind, _)| !is_ssn(kind)));
        *cell = Value::from(kept.collect::<Vec<_>>().join(","));
    }
    Value::Object(payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_ids_become_identifiers_of_their_kind() {
        use IdentifierSystem::*;
        for (entry, identifier) in [
            ("{pirl:AO0000000101}", Some((PirlId, "AO0000000101"))),
            ("{WIOA : X1}", Some((PirlId, "X1"))),
            ("{did:did:key:z6Mk}", Some((Did, "did:key:z6Mk"))),
            ("{did:key:z6Mk}", Some((Did, "did:key:z6Mk"))),
            ("{email:a@example.org}", Some((Email, "a@example.org"))),
            ("{Fed:1234}", Some((Official, "1234"))),
            ("{SSN:123-45-6789}", None),
            ("{pirl:}", Some((PirlId, ""))),
            ("1234", None),
        ] {
            let expected = identifier.map(|(system, value)| (system, value.to_owned()));
            assert_eq!(user_id(entry), expected, "{entry}");
        }
    }
}
