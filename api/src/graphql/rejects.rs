//! What could not be read in imports: listed, grouped by code, and settled by hand.

use super::errors::store;
use super::ids::{Kind, expect, id};
use super::load::access;
use super::page::{Stretch, Window, cursor, cut};
use super::party::Source;
use super::run::{by, source, whose};
use crate::flows::settle_rejects::{SettleOutcome, Which, settle_rejects as settle};
use crate::store::rejects::{self, Wanted};
use async_graphql::{Context, Description, Enum, ID, InputObject, Object, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A record that could not be read.
#[derive(Description)]
pub struct Reject(pub entity::reject::Model);

#[Object(use_type_description)]
impl Reject {
    /// Global id.
    pub async fn id(&self) -> ID {
        id(Kind::Reject, self.0.id)
    }

    /// Which source.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        source(access(ctx)?, self.0.source_id).await
    }

    /// In which file of the delivery.
    async fn file(&self) -> Option<&str> {
        self.0.file.as_deref()
    }

    /// Where in it: a JSON pointer, or row and column.
    async fn place(&self) -> &str {
        &self.0.place
    }

    /// Stable code, for grouping.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What is wrong, and what would be right.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// When it was met.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }

    /// The run that met it.
    async fn run(&self) -> ID {
        id(Kind::ImportRun, self.0.import_run_id)
    }

    /// When it was settled; none while it is open.
    async fn resolved_at(&self) -> Option<DateTime<Utc>> {
        self.0.resolved_at
    }

    /// How it was settled; none while it is open.
    async fn resolution(&self) -> Option<RejectResolution> {
        Some(match self.0.resolution.as_deref()? {
            "replayed" => RejectResolution::Replayed,
            "again" => RejectResolution::Again,
            _ => RejectResolution::Settled,
        })
    }

    /// Why, as whoever settled it by hand says.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}

/// How a reject was settled.
#[derive(Enum, Copy, Clone, Eq, PartialEq)]
pub enum RejectResolution {
    /// A later run kept a record of its place.
    Replayed,
    /// A later run rejected its place again; that reject stands in its stead.
    Again,
    /// Somebody settled it by hand.
    Settled,
}

/// Open rejects with one code.
#[derive(SimpleObject)]
pub struct RejectGroup {
    /// The code.
    code: String,
    /// How many.
    count: i64,
    /// The newest of them: its place, and what would be right.
    example: Reject,
}

/// Which rejects are asked for.
#[derive(Debug, Clone, Default)]
pub struct Narrowing {
    /// Those of this source.
    pub source: Option<ID>,
    /// Those of this run.
    pub run: Option<ID>,
    /// Those with this code.
    pub code: Option<String>,
    /// Those that are open, or those that are not.
    pub open: Option<bool>,
}

impl Narrowing {
    /// Those of a run.
    pub fn of_run(run: Uuid) -> Self {
        Narrowing {
            run: Some(id(Kind::ImportRun, run)),
            ..Narrowing::default()
        }
    }

    fn wanted(self) -> Result<Wanted> {
        let one = |kind, id: Option<ID>| id.map(|id| expect(kind, &id)).transpose();
        Ok(Wanted {
            run: one(Kind::ImportRun, self.run)?,
            source: one(Kind::Source, self.source)?,
            code: self.code,
            open: self.open,
        })
    }
}

/// A page of rejects.
pub async fn page(
    ctx: &Context<'_>,
    narrowing: Narrowing,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Stretch<Reject>> {
    let (whose, wanted) = (whose(ctx)?, narrowing.wanted()?);
    let window = Window::new(first, after, None, None);
    let (limit, _) = window.size()?;
    let start = cursor(window.after())?;
    let rows = rejects::page(&access(ctx)?.hub.db, whose, &wanted, start, limit as u64 + 1).await;
    let edge = |row: entity::reject::Model| (row.id.simple().to_string(), Reject(row));
    Ok(cut(rows.map_err(store)?, limit, start.is_some(), edge))
}

/// Most codes that are told: there are not so many.
const MOST_GROUPS: u64 = 100;

/// Open rejects by code.
pub async fn groups(ctx: &Context<'_>, narrowing: Narrowing) -> Result<Vec<RejectGroup>> {
    let wanted = Wanted {
        open: Some(true),
        ..narrowing.wanted()?
    };
    let groups = rejects::groups(&access(ctx)?.hub.db, whose(ctx)?, &wanted, MOST_GROUPS).await;
    let groups = groups.map_err(store)?.into_iter();
    let told = groups.map(|group| RejectGroup {
        code: group.newest.code.clone(),
        count: group.count,
        example: Reject(group.newest),
    });
    Ok(told.collect())
}

/// A reject by its id.
pub async fn node(ctx: &Context<'_>, id: Uuid) -> Result<Option<Reject>> {
    let Ok(whose) = whose(ctx) else { return Ok(None) };
    Ok(rejects::one(&access(ctx)?.hub.db, whose, id)
        .await
        .map_err(store)?
        .map(Reject))
}

/// Which rejects are settled: exactly one of `reject` and `run`.
#[derive(InputObject)]
pub struct SettleRejectsInput {
    /// This one.
    reject: Option<ID>,
    /// All that are open of this run.
    run: Option<ID>,
    /// Of the run, only those with this code.
    code: Option<String>,
    /// Why, for colleagues; at most 500 characters, and nothing about a person.
    note: String,
}

/// They are settled.
#[derive(SimpleObject)]
pub struct RejectsSettled {
    /// How many were open.
    count: u64,
}

/// Nothing is settled.
#[derive(SimpleObject)]
pub struct RejectsNotSettled {
    /// Which field of the input is at fault.
    field: &'static str,
    /// Why.
    reason: &'static str,
}

/// What comes of settling.
#[derive(Union)]
pub enum SettleRejectsPayload {
    /// They are settled.
    Settled(RejectsSettled),
    /// Nothing is.
    NotSettled(RejectsNotSettled),
}

/// Settles rejects by hand.
pub async fn settle_rejects(ctx: &Context<'_>, input: SettleRejectsInput) -> Result<SettleRejectsPayload> {
    let whose = whose(ctx)?;
    let not = |field, reason| Ok(SettleRejectsPayload::NotSettled(RejectsNotSettled { field, reason }));
    let which = match (&input.reject, &input.run) {
        (Some(_), None) if input.code.is_some() => return not("code", "A code goes with a run; leave it out."),
        (Some(one), None) => Which::One(expect(Kind::Reject, one)?),
        (None, Some(run)) => Which::OfRun(expect(Kind::ImportRun, run)?, input.code),
        _ => return not("reject", "Say exactly one of reject and run."),
    };
    let outcome = settle(&access(ctx)?.hub, whose, by(ctx)?, which, &input.note).await;
    match outcome.map_err(store)? {
        SettleOutcome::Settled(count) => Ok(SettleRejectsPayload::Settled(RejectsSettled { count })),
        SettleOutcome::BadNote => not("note", "A note has 1 to 500 characters, none of them U+0000."),
        SettleOutcome::NothingOpen => not("reject", "No such reject among those of your sources is open."),
    }
}
