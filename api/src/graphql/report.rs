//! What an organization contributed and was granted, in numbers. Nobody is looked at, so nothing is disclosed; and a few
//! people are never counted, for a few can be guessed.

use super::consent::request::{ConsentRequestState, state_of_answer};
use super::errors::{Code, closed, forbidden, store};
use super::ids::{Kind, expect};
use super::load::access;
use super::party::Source;
use super::words::Purpose;
use crate::caller::{Caller, ReportPass};
use crate::flows::access::Access;
use crate::flows::view_passport::Closed;
use crate::store::report::{self, Counts, Imports};
use crate::store::sources::PARTY;
use async_graphql::{Context, Enum, ID, Result, SimpleObject};
use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Utc};
use passport::consent::Connection;
use passport::counts::{self, Count};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use uuid::Uuid;

/// What an organization contributed and was granted, in numbers.
#[derive(SimpleObject)]
pub struct OrganizationReport {
    /// Its name.
    organization: String,
    /// When it was counted.
    at: DateTime<Utc>,
    /// The month whose disclosures are counted, in UTC.
    month: String,
    /// Its sources, by key.
    sources: Vec<SourceReport>,
    /// What it was granted as a partner.
    granted: GrantedReport,
}

/// What one source contributed.
#[derive(SimpleObject)]
pub struct SourceReport {
    /// Which source.
    source: Source,
    /// Runs of its imports.
    imports: ImportCounts,
    /// How many records were read in all.
    records_read: i64,
    /// How many could not be read.
    records_rejected: i64,
    /// What could not be read and is kept, by code.
    rejects: Vec<RejectCount>,
    /// The people whom it knows, by its own keys. Not told where the connections beside it would tell of a few.
    people: PeopleCount,
    /// Whether they let it write into their passports.
    connections: ConnectionCounts,
}

/// Runs of imports, by where they stand.
#[derive(SimpleObject, Default)]
pub struct ImportCounts {
    /// Being read.
    running: i64,
    /// Read to their end.
    finished: i64,
    /// Stopped.
    failed: i64,
}

/// How many records could not be read for one reason.
#[derive(SimpleObject)]
pub struct RejectCount {
    /// The stable code.
    code: String,
    /// How many.
    count: i64,
}

/// The people whom a source knows, by what they decided about it.
#[derive(SimpleObject)]
pub struct ConnectionCounts {
    /// They let it write.
    accepted: PeopleCount,
    /// They have not said anything yet.
    waiting: PeopleCount,
    /// They refused it, or ended what they had accepted.
    ended: PeopleCount,
}

/// What an organization was granted as a partner.
#[derive(SimpleObject)]
pub struct GrantedReport {
    /// Consents in force, by purpose; purposes without one are left out.
    consents: Vec<PurposeCount>,
    /// What it asked holders for, by how that stands.
    requests: Vec<RequestCount>,
    /// Looks at passports that were granted in the month, by purpose.
    disclosures: Vec<PurposeCount>,
}

/// How many of one purpose.
#[derive(SimpleObject)]
pub struct PurposeCount {
    /// The purpose.
    purpose: Purpose,
    /// How many.
    count: PeopleCount,
}

/// How many requests stand alike.
#[derive(SimpleObject)]
pub struct RequestCount {
    /// How they stand.
    state: ConsentRequestState,
    /// How many.
    count: PeopleCount,
}

/// A count of people, or of what each has one of: fewer than five are not told apart.
#[derive(SimpleObject)]
pub struct PeopleCount {
    /// The number, where it is told.
    exact: Option<u64>,
    /// Whether and how it is told.
    shown: CountShown,
}

/// How a count is told.
#[derive(Enum, Copy, Clone, Eq, PartialEq)]
pub enum CountShown {
    /// `exact` is the number: none, or five and more.
    Exact,
    /// One at least, and fewer than five.
    FewerThanFive,
    /// Not told: with its parts beside it, it would tell how many the few are.
    Withheld,
}

impl From<Count> for PeopleCount {
    fn from(count: Count) -> Self {
        let (exact, shown) = match count {
            Count::Exact(exact) => (Some(exact), CountShown::Exact),
            Count::Few => (None, CountShown::FewerThanFive),
            Count::Withheld => (None, CountShown::Withheld),
        };
        PeopleCount { exact, shown }
    }
}

/// Counts an organization.
pub async fn report(ctx: &Context<'_>, organization: Option<ID>, month: Option<String>) -> Result<OrganizationReport> {
    let access = access(ctx)?;
    let pass = pass(access, organization.as_ref())?;
    let (month, period) = month_of(month.as_deref(), access.moment())?;
    let name = name(access, pass.organization()).await?;
    let counted = report::counts(&access.hub.db, pass, access.moment(), period).await;
    let counts = counted.map_err(store)?;
    Ok(OrganizationReport {
        organization: name,
        at: access.moment(),
        month,
        granted: granted(&counts),
        sources: counts.sources.iter().map(|source| of_source(source, &counts)).collect(),
    })
}

/// Whose report the caller may have: a member their own organization's, a steward of the hub any. Another's is answered
/// like one that is not there.
fn pass(access: &Access, named: Option<&ID>) -> Result<ReportPass> {
    let named = named.map(|id| expect(Kind::Organization, id)).transpose()?;
    if let Some(own) = ReportPass::of_member(&access.caller) {
        let theirs = named.is_none_or(|named| named == own.organization());
        return theirs.then_some(own).ok_or_else(nowhere);
    }
    match (&access.caller, named) {
        (Caller::Steward(pass), Some(named)) => Ok(ReportPass::on_any(*pass, named)),
        (Caller::Steward(_), None) => Err(Code::BadUserInput.error("Say which organization.")),
        (Caller::Stranger, _) => Err(closed(Closed::Stranger)),
        _ => Err(forbidden("members of an organization and the hub's stewards")),
    }
}

fn nowhere() -> async_graphql::Error {
    Code::NotFound.error("There is no organization with this id for you.")
}

/// The name of an organization that takes part; one that only records name has no report.
async fn name(access: &Access, id: Uuid) -> Result<String> {
    let party = access.hub.find_reference(|reference| {
        let row = reference.organizations.get(&id)?;
        (row.identifier_system.as_deref() == Some(PARTY)).then(|| row.name.clone())
    });
    party.await.map_err(store)?.ok_or_else(nowhere)
}

/// A month as it is written, and from when until when it lasts. Months do not overlap, so no two of them tell what
/// happened in a shorter time.
fn month_of(text: Option<&str>, now: DateTime<Utc>) -> Result<(String, Range<DateTime<Utc>>)> {
    let first = match text {
        None => now.date_naive().with_day(1),
        Some(text) if text.len() == "2026-11".len() => {
            NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()
        }
        Some(_) => None,
    };
    let bounds = first.and_then(|first| Some((first, first.checked_add_months(Months::new(1))?)));
    let (first, next) = bounds.ok_or_else(|| Code::BadUserInput.error("Write a month as 2026-11."))?;
    let start = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    Ok((first.format("%Y-%m").to_string(), start(first)..start(next)))
}

fn of_source(source: &entity::source::Model, counts: &Counts) -> SourceReport {
    let runs: Vec<&Imports> = counts.imports.iter().filter(|row| row.source_id == source.id).collect();
    let mut imports = ImportCounts::default();
    for row in &runs {
        match row.state.as_str() {
            "running" => imports.running += row.runs,
            "finished" => imports.finished += row.runs,
            _ => imports.failed += row.runs,
        }
    }
    let rejects = counts.rejects.iter().filter(|(of, ..)| *of == source.id);
    let [accepted, waiting, ended] = connections(source.id, counts);
    SourceReport {
        source: Source(Arc::new(source.clone())),
        imports,
        records_read: runs.iter().map(|row| row.records_read).sum(),
        records_rejected: runs.iter().map(|row| row.records_rejected).sum(),
        rejects: rejects
            .map(|(_, code, count)| RejectCount {
                code: code.clone(),
                count: *count,
            })
            .collect(),
        people: counts::total(&[accepted, waiting, ended]).into(),
        connections: ConnectionCounts {
            accepted: counts::count(accepted).into(),
            waiting: counts::count(waiting).into(),
            ended: counts::count(ended).into(),
        },
    }
}

/// Accepted, waiting, and refused or ended: everybody whom a source knows is in one of them.
fn connections(source: Uuid, counts: &Counts) -> [u64; 3] {
    let mut parts = [0; 3];
    for (_, state, people) in counts.people.iter().filter(|(of, ..)| *of == source) {
        let part = match state.as_deref().and_then(Connection::from_word) {
            Some(Connection::Accepted) => 0,
            None => 1,
            Some(_) => 2,
        };
        if let Some(part) = parts.get_mut(part) {
            *part += people.unsigned_abs();
        }
    }
    parts
}

fn granted(counts: &Counts) -> GrantedReport {
    let mut requests: BTreeMap<ConsentRequestState, u64> = BTreeMap::new();
    for row in &counts.requests {
        let state = state_of_answer(row.answer.as_deref(), row.closed == 1, row.over == 1);
        *requests.entry(state).or_default() += row.requests.unsigned_abs();
    }
    GrantedReport {
        consents: counts
            .consents
            .iter()
            .filter_map(|(purpose, n)| of_purpose(Some(purpose), *n))
            .collect(),
        requests: requests
            .into_iter()
            .map(|(state, n)| RequestCount {
                state,
                count: counts::count(n).into(),
            })
            .collect(),
        disclosures: counts
            .disclosures
            .iter()
            .filter_map(|(purpose, n)| of_purpose(purpose.as_deref(), *n))
            .collect(),
    }
}

fn of_purpose(purpose: Option<&str>, count: i64) -> Option<PurposeCount> {
    Some(PurposeCount {
        purpose: passport::consent::Purpose::from_word(purpose?)?.into(),
        count: counts::count(count.unsigned_abs()).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_on_its_first_day_and_ends_before_the_next() {
        let now = "2026-12-31T23:59:59Z".parse().unwrap();
        for (text, from, to) in [
            (None, "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
            (Some("2024-02"), "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
        ] {
            let (_, period) = month_of(text, now).unwrap();
            assert_eq!(period, from.parse().unwrap()..to.parse().unwrap());
        }
        for wrong in ["2026-13", "2026", "2026-1-1", "", "November"] {
            assert!(month_of(Some(wrong), now).is_err(), "{wrong}");
        }
    }
}
