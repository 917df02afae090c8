//! Rows to periods of participation.

mod training;

use super::codes::{self, SKILL_GAINS};
use super::wire::{Entry, says_nothing};
use crate::seen;
use passport::record::{
    Body, CredentialAttained, Identifier, IdentifierSystem, Outcome, PartialDate, Period, Programme, Record, Reject,
    Sink, SkillGain, Subject, Term,
};
use sha2::{Digest, Sha256};

/// Whose period a row is, and when it began.
pub struct Entered<'r> {
    /// The record's key, the same in every delivery. It tells nobody the person: a hash of person, entry and programmes.
    pub key: String,
    /// The beginning of that hash, to know it again by.
    pub number: u128,
    person: &'r str,
    on: PartialDate,
}

/// What no row can do without: the person and the date of entry.
pub fn entered<'r>(entry: &Entry<'r>) -> Result<Entered<'r>, Reject> {
    let person = person(entry)?;
    let on = entry_date(entry)?;
    let codes = [903, 904, 905].map(|element| entry.get(element).unwrap_or_default());
    let said = format!("{person}\n{on}\n{}", codes.join("\n"));
    let hash = Sha256::digest(said.as_bytes());
    Ok(Entered {
        key: hex::encode(hash),
        number: seen::number(&hash),
        person,
        on,
    })
}

/// The record of a row. A bad cell costs only itself.
pub fn record(entry: &Entry<'_>, entered: Entered<'_>, sink: &mut dyn Sink) -> Record {
    let bad: Vec<_> = entry.bad_dates().collect();
    for element in bad.iter().copied() {
        let reason = format!("element {element} is no date; write YYYYMMDD. The row was read without it");
        sink.reject(Reject::new(entry.at(element), "bad_date", reason));
    }
    let period = Period::new(Some(entered.on), exited(entry, entered.on, sink));
    Record {
        body: Body::Programme(Box::new(programme(entry, period))),
        stream: "participation",
        key: entered.key,
        subject: Some(subject(entered.person)),
        claims: Vec::new(),
        place: entry.place(),
        payload: entry.payload(&bad),
    }
}

fn person<'r>(entry: &Entry<'r>) -> Result<&'r str, Reject> {
    let fail = |code, reason| Reject::new(entry.at(100), code, reason);
    match entry.get(100) {
        None => Err(fail(
            "missing_field",
            "element 100 is blank; every row needs the person's unique identifier",
        )),
        Some(id) if is_ssn(id) => Err(fail(
            "social_security_number",
            "element 100 has the form of a social security number; use another identifier",
        )),
        Some(id) => Ok(id),
    }
}

/// Whether a value is written like a social security number, `123-45-6789`.
fn is_ssn(value: &str) -> bool {
    let lengths: Vec<_> = value.split(['-', ' ']).map(str::len).collect();
    lengths == [3, 2, 4]
        && value
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b' ')
}

fn entry_date(entry: &Entry<'_>) -> Result<PartialDate, Reject> {
    let fail = |code, reason| Reject::new(entry.at(900), code, reason);
    let none = || {
        fail(
            "missing_field",
            "element 900 is blank; a period of participation needs its date of entry",
        )
    };
    let value = entry.get(900).filter(|value| !says_nothing(value)).ok_or_else(none)?;
    PartialDate::parse(value).map_err(|_| fail("bad_date", "element 900 is no date; write YYYYMMDD"))
}

/// The date of exit, if it does not lie before the entry.
fn exited(entry: &Entry<'_>, from: PartialDate, sink: &mut dyn Sink) -> Option<PartialDate> {
    let to = entry.date(901)?;
    if !Period::new(Some(from), Some(to)).is_reversed() {
        return Some(to);
    }
    let reason = "element 901 lies before the entry (element 900). The row was read without it";
    sink.reject(Reject::new(entry.at(901), "bad_period", reason));
    None
}

fn subject(person: &str) -> Subject {
    Subject {
        key: person.to_owned(),
        name: None,
        identifiers: Identifier::of(IdentifierSystem::PirlId, person).into_iter().collect(),
    }
}

fn programme(entry: &Entry<'_>, period: Period) -> Programme {
    Programme {
        programme: codes::programme(|element| entry.get(element)),
        provider: None,
        period,
        services: training::services(entry),
        skill_gains: SKILL_GAINS.iter().filter_map(|gain| skill_gain(entry, gain)).collect(),
        credentials_attained: [(1800, 1801), (1802, 1803), (1804, 1805)]
            .into_iter()
            .filter_map(|(kind, on)| credential(entry, kind, on))
            .collect(),
        outcomes: outcome(entry).into_iter().collect(),
    }
}

fn skill_gain(entry: &Entry<'_>, (element, kind): &(u16, &str)) -> Option<SkillGain> {
    Some(SkillGain {
        kind: (*kind).to_owned(),
        element: *element,
        on: entry.date(*element)?,
    })
}

/// A type of credential with its date; a date alone tells of a credential whose type is not given.
fn credential(entry: &Entry<'_>, kind: u16, on: u16) -> Option<CredentialAttained> {
    let on = entry.date(on);
    match entry.get(kind) {
        Some(code) if codes::is_none(code) => None,
        Some(code) => Some(CredentialAttained {
            kind: codes::credential(code),
            code: code.to_owned(),
            on,
        }),
        None => on.map(|on| CredentialAttained {
            kind: "type not given".into(),
            code: String::new(),
            on: Some(on),
        }),
    }
}

fn outcome(entry: &Entry<'_>) -> Option<Outcome> {
    let occupation = occupation(entry, 1610)?;
    Some(Outcome {
        name: "employed after exit".to_owned(),
        occupation: Some(occupation),
        on: None,
    })
}

/// An occupation by its O*NET-SOC code; eight digits are written as O*NET writes them, `15-1252.00`.
fn occupation(entry: &Entry<'_>, element: u16) -> Option<Term> {
    let code = entry.get(element).filter(|code| !says_nothing(code))?;
    let digits = code.bytes().all(|byte| byte.is_ascii_digit());
    let parts = (code.get(..2), code.get(2..6), code.get(6..8));
    let code = match parts {
        (Some(group), Some(rest), Some(detail)) if digits && code.len() == 8 => format!("{group}-{rest}.{detail}"),
        _ => code.to_owned(),
    };
    Some(Term {
        code: Some(code),
        framework: Some("O*NET-SOC".to_owned()),
        ..Term::default()
    })
}
