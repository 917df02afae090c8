//! Rows to programmes of training, and to who offers them.

use super::code;
use super::mapping::Field;
use super::wire::Entry;
use crate::linked::is_web;
use passport::record::{Body, Opportunity, Organization, OrganizationKind, PartialDate, Period, Record, Reject, Sink};
use serde_json::json;
use sha2::{Digest, Sha256};

/// The stream of programmes.
pub const PROGRAM: &str = "program";
/// The stream of providers.
pub const PROVIDER: &str = "provider";

/// What a row comes to.
pub struct Read {
    /// The programme, on offer or withdrawn.
    pub program: Record,
    /// Who offers it; none where it is not on offer.
    pub provider: Option<Record>,
}

/// The records of a row. Without provider and programme it is none; any other bad cell costs only itself.
pub fn row(entry: &Entry<'_>, sink: &mut dyn Sink) -> Result<Read, Reject> {
    let provider = provider(entry)?;
    let title = needed(
        entry,
        Field::Program,
        "the programme's name is blank; every row needs it",
    )?;
    let mut unread = bad_codes(entry, sink);
    let valid = valid(entry, &mut unread, sink);
    let offered = is_on_offer(entry, &mut unread, sink);
    let program = Record {
        body: match offered {
            true => Body::Opportunity(Box::new(training(entry, title, provider.clone(), valid))),
            false => Body::Withdrawn,
        },
        stream: PROGRAM,
        key: key(entry, &provider.name, title),
        subject: None,
        claims: Vec::new(),
        place: entry.place(),
        payload: entry.payload(&unread),
    };
    let provider = offered.then(|| organization(entry, provider));
    Ok(Read { program, provider })
}

fn needed<'r>(entry: &Entry<'r>, field: Field, reason: &str) -> Result<&'r str, Reject> {
    let blank = || Reject::new(entry.at(field), "missing_field", reason);
    entry.get(field).ok_or_else(blank)
}

fn provider(entry: &Entry<'_>) -> Result<Organization, Reject> {
    let name = needed(
        entry,
        Field::Provider,
        "the provider's name is blank; every row needs it",
    )?;
    Ok(Organization {
        role: OrganizationKind::Provider,
        name: name.to_owned(),
        identifier: entry.get(Field::ProviderId).map(str::to_owned),
        url: None,
    })
}

fn training(entry: &Entry<'_>, title: &str, provider: Organization, valid: Period) -> Opportunity {
    let place: Vec<_> = [Field::City, Field::State]
        .into_iter()
        .filter_map(|field| entry.get(field))
        .collect();
    Opportunity {
        kind: "training",
        title: title.to_owned(),
        organization: Some(provider),
        url: entry.get(Field::Url).filter(|url| is_web(url)).map(str::to_owned),
        location: (!place.is_empty()).then(|| place.join(", ")),
        valid,
        requires: Vec::new(),
    }
}

fn organization(entry: &Entry<'_>, provider: Organization) -> Record {
    let key = match &provider.identifier {
        Some(id) => sound(id),
        None => hash(&[&provider.name.to_lowercase()]),
    };
    Record {
        stream: PROVIDER,
        key,
        subject: None,
        claims: Vec::new(),
        place: entry.place(),
        payload: match &provider.identifier {
            Some(id) => json!({ "provider": provider.name, "provider_id": id }),
            None => json!({ "provider": provider.name }),
        },
        body: Body::Organization(provider),
    }
}

/// The list's own identifier of the programme, else a hash of what tells it from others of its provider.
fn key(entry: &Entry<'_>, provider: &str, title: &str) -> String {
    let provider = entry.get(Field::ProviderId).unwrap_or(provider);
    match entry.get(Field::ProgramId) {
        Some(id) => sound(id),
        None => {
            let told = [
                Field::Cip,
                Field::Credential,
                Field::City,
                Field::State,
                Field::Zip,
                Field::Format,
            ];
            let told = told.map(|field| entry.get(field).unwrap_or_default());
            let words: Vec<_> = [provider, title].into_iter().chain(told).collect();
            hash(&words)
        }
    }
}

/// An identifier as a key: long ones, and those that hold an address, are hashed.
fn sound(id: &str) -> String {
    match id.contains('@') || id.chars().count() > 400 {
        true => hash(&[id]),
        false => id.to_owned(),
    }
}

fn hash(words: &[&str]) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(words.join("\n").as_bytes())))
}

/// Codes that are none, one reject each; the row is read without them.
fn bad_codes(entry: &Entry<'_>, sink: &mut dyn Sink) -> Vec<Field> {
    let occupation = [Field::Soc1, Field::Soc2, Field::Soc3];
    let occupations = occupation.map(|field| {
        (
            field,
            code::are_occupations as fn(&str) -> bool,
            "SOC, such as 15-1252.00",
        )
    });
    let instruction = (
        Field::Cip,
        code::is_instruction as fn(&str) -> bool,
        "CIP, such as 48.0508",
    );
    let mut unread = Vec::new();
    for (field, is_sound, like) in occupations.into_iter().chain([instruction]) {
        if entry.get(field).is_some_and(|value| !is_sound(value)) {
            let reason = format!("this is no code of {like}; the row was read without it");
            sink.reject(Reject::new(entry.at(field), "unknown_code", reason));
            unread.push(field);
        }
    }
    unread
}

/// Since when the programme is on the list, and until when.
fn valid(entry: &Entry<'_>, unread: &mut Vec<Field>, sink: &mut dyn Sink) -> Period {
    let mut date = |field| {
        let value = entry.get(field)?;
        let date = day(value);
        if date.is_none() {
            let reason = "this is no date; write YYYY-MM-DD or M/D/YYYY. The row was read without it";
            sink.reject(Reject::new(entry.at(field), "bad_date", reason));
            unread.push(field);
        }
        date
    };
    let period = Period::new(date(Field::Listed), date(Field::Ends));
    if !period.is_reversed() {
        return period;
    }
    let reason = "the end lies before the listing; the row was read without the end";
    sink.reject(Reject::new(entry.at(Field::Ends), "bad_period", reason));
    unread.push(Field::Ends);
    Period::new(period.from, None)
}

/// A date; American lists write the month first.
fn day(value: &str) -> Option<PartialDate> {
    let date = value.split([' ', 'T']).next().unwrap_or(value);
    let parts: Vec<_> = date.split('/').collect();
    match parts.as_slice() {
        [month, day, year] => PartialDate::parse(&format!("{year}-{month}-{day}")).ok(),
        _ => PartialDate::parse(value).ok(),
    }
}

/// Whether the programme can be begun. Without a status it is on the list, and so on offer.
fn is_on_offer(entry: &Entry<'_>, unread: &mut Vec<Field>, sink: &mut dyn Sink) -> bool {
    let Some(status) = entry.get(Field::Status) else {
        return true;
    };
    code::is_on_offer(status).unwrap_or_else(|| {
        let reason = "this status is not on our list, so the programme counts as on offer; see the README of `etpl`";
        sink.reject(Reject::new(entry.at(Field::Status), "unknown_code", reason));
        unread.push(Field::Status);
        true
    })
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn dates_are_read_as_american_lists_write_them() {
        for (value, date) in [
            ("7/1/2025", Some("2025-07-01")),
            ("07/01/2025 00:00:00", Some("2025-07-01")),
            ("2025-07-01", Some("2025-07-01")),
            ("20250701", Some("2025-07-01")),
            ("2025", Some("2025")),
            ("13/1/2025", None),
            ("7/1/25", None),
            ("soon", None),
        ] {
            assert_eq!(day(value).map(|date| date.to_string()).as_deref(), date, "{value}");
        }
    }
}
