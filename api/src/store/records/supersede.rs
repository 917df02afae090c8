//! Rows that stop holding: what takes the place of what.

use super::{PERSON_OWNED, Rows};
use crate::store::batch::{LIST, name, set_each};
use crate::store::{StoreError, Tx};
use chrono::{DateTime, Utc};
use entity::claim;
use sea_orm::sea_query::{Expr, ExprTrait, Query, Value};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A row that held until now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its table.
    pub table: &'static str,
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub person: Uuid,
    /// The record it was read from.
    pub record: Uuid,
    /// What tells it from others of the same record: the skill of a claim, the title of evidence.
    pub mark: String,
    /// What a claim says beside its skill.
    pub stated: Option<Stated>,
}

/// What a claim says beside its skill, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// Whom it is about.
    person: Uuid,
    /// What kind of statement, and of which kind of party.
    kind: [String; 2],
    /// The level and its scale as received.
    level: [Option<String>; 2],
    /// The bands that it was placed on.
    bands: [Option<i16>; 2],
    /// Since when the hub holds it, and its level.
    since: [DateTime<Utc>; 2],
}

/// The columns of a table that tell its rows from others of the same record.
fn marks(table: &str) -> &'static [&'static str] {
    match table {
        "claim" => &["role", "raw_code", "raw_label"],
        "evidence" => &["kind", "url", "title"],
        _ => &[],
    }
}

/// The further columns that are read of a table.
fn further(table: &str) -> &'static [&'static str] {
    match table {
        "claim" => &[
            "assertion",
            "asserted_by_kind",
            "raw_level",
            "raw_scale",
            "band_low",
            "band_high",
            "recorded_at",
            "known_since",
            "level_since",
        ],
        _ => &[],
    }
}

/// What was read from these records and still holds.
pub async fn read_from(tx: &Tx, records: &[Uuid]) -> Result<Vec<Held>, StoreError> {
    let mut held = Vec::new();
    for table in PERSON_OWNED {
        for batch in records.chunks(LIST) {
            let query = Query::select()
                .columns(["id", "person_id", "source_record_id"].map(name))
                .columns(marks(table).iter().chain(further(table)).map(|column| name(column)))
                .from(name(table))
                .and_where(Expr::col(name("source_record_id")).is_in(batch.iter().copied()))
                .and_where(Expr::col(name("superseded_at")).is_null())
                .order_by(name("id"), sea_orm::Order::Asc)
                .to_owned();
            for row in tx.conn().query_all(&query).await? {
                held.push(held_row(table, &row)?);
            }
        }
    }
    Ok(held)
}

fn held_row(table: &'static str, row: &QueryResult) -> Result<Held, StoreError> {
    let mut mark = Vec::new();
    for column in marks(table) {
        mark.push(row.try_get::<Option<String>>("", column)?.unwrap_or_default());
    }
    Ok(Held {
        table,
        id: row.try_get("", "id")?,
        person: row.try_get("", "person_id")?,
        record: row.try_get("", "source_record_id")?,
        mark: mark.join("\n"),
        stated: (table == "claim").then(|| stated(row)).transpose()?,
    })
}

fn stated(row: &QueryResult) -> Result<Stated, StoreError> {
    let recorded: DateTime<Utc> = row.try_get("", "recorded_at")?;
    let since = |column| Ok::<_, StoreError>(row.try_get::<Option<_>>("", column)?.unwrap_or(recorded));
    Ok(Stated {
        person: row.try_get("", "person_id")?,
        kind: [row.try_get("", "assertion")?, row.try_get("", "asserted_by_kind")?],
        level: [row.try_get("", "raw_level")?, row.try_get("", "raw_scale")?],
        bands: [row.try_get("", "band_low")?, row.try_get("", "band_high")?],
        since: [since("known_since")?, since("level_since")?],
    })
}

/// Ends these records and what was read from them. `successors` names the new record of an old one; a row's successor is
/// the row of the new record, in the same table, that speaks of the same thing. What a claim says as the one before it did,
/// is held since then.
pub async fn end(
    tx: &Tx,
    records: &[Uuid],
    held: &[Held],
    successors: &HashMap<Uuid, Uuid>,
    rows: &mut Rows,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut candidates = successors_in(rows, &successors.values().copied().collect());
    let mut ended: HashMap<&'static str, Vec<(Uuid, Option<Uuid>)>> = HashMap::new();
    let mut stated: HashMap<Uuid, &Stated> = HashMap::new();
    for row in held {
        let successor = successors.get(&row.record).and_then(|new| {
            let equals = candidates.get_mut(&(row.table, *new, row.mark.clone()))?;
            (!equals.is_empty()).then(|| equals.remove(0))
        });
        stated.extend(successor.zip(row.stated.as_ref()));
        ended.entry(row.table).or_default().push((row.id, successor));
    }
    keep_since(&mut rows.claims, &stated);
    let at = [("superseded_at", Value::from(now))];
    for table in PERSON_OWNED {
        let pairs = ended.remove(table).unwrap_or_default();
        set_each(tx, table, "id", "superseded_by", &pairs, &at).await?;
    }
    for (table, column) in [("opportunity", "source_record_id"), ("source_record", "id")] {
        for batch in records.chunks(LIST) {
            let update = Query::update()
                .table(name(table))
                .value(name("superseded_at"), now)
                .and_where(Expr::col(name(column)).is_in(batch.iter().copied()))
                .and_where(Expr::col(name("superseded_at")).is_null())
                .to_owned();
            tx.conn().execute(&update).await?;
        }
    }
    Ok(())
}

/// The same kind of statement about the same person is held since before, and so is a level that is still the same.
fn keep_since(claims: &mut [claim::Model], before: &HashMap<Uuid, &Stated>) {
    for claim in claims {
        let says_it = |before: &&&Stated| {
            before.person == claim.person_id && before.kind.each_ref() == [&claim.assertion, &claim.asserted_by_kind]
        };
        let Some(before) = before.get(&claim.id).filter(says_it) else {
            continue;
        };
        let [since, level_since] = before.since;
        claim.known_since = Some(since);
        let same_level = before.level.each_ref() == [&claim.raw_level, &claim.raw_scale]
            && before.bands == [claim.band_low, claim.band_high];
        claim.level_since = same_level.then_some(level_since);
    }
}

type Successors = HashMap<(&'static str, Uuid, String), Vec<Uuid>>;

fn successors_in(rows: &Rows, records: &BTreeSet<Uuid>) -> Successors {
    let mut found = Successors::new();
    let mut add = |table: &'static str, record: Option<Uuid>, id: Uuid, mark: [&Option<String>; 3]| {
        if let Some(record) = record.filter(|record| records.contains(record)) {
            let mark = match marks(table) {
                [] => String::new(),
                _ => mark.map(|part| part.as_deref().unwrap_or_default()).join("\n"),
            };
            found.entry((table, record, mark)).or_default().push(id);
        }
    };
    const NONE: [&Option<String>; 3] = [&None, &None, &None];
    rows.credentials
        .iter()
        .for_each(|r| add("credential", r.source_record_id, r.id, NONE));
    rows.experiences
        .iter()
        .for_each(|r| add("experience", r.source_record_id, r.id, NONE));
    rows.learning
        .iter()
        .for_each(|r| add("learning", r.source_record_id, r.id, NONE));
    rows.programmes
        .iter()
        .for_each(|r| add("programme_participation", r.source_record_id, r.id, NONE));
    rows.goals
        .iter()
        .for_each(|r| add("goal", r.source_record_id, r.id, NONE));
    rows.endorsements
        .iter()
        .for_each(|r| add("endorsement", r.source_record_id, r.id, NONE));
    for r in &rows.claims {
        add(
            "claim",
            r.source_record_id,
            r.id,
            [&Some(r.role.clone()), &r.raw_code, &r.raw_label],
        );
    }
    for r in &rows.evidence {
        add(
            "evidence",
            r.source_record_id,
            r.id,
            [&Some(r.kind.clone()), &r.url, &r.title],
        );
    }
    found
}
