//! Runs of imports.

use super::errors::{closed, forbidden, store};
use super::ids::{Kind, id};
use super::load::access;
use super::page::{Stretch, Window, cost, cursor, cut};
use super::party::Source;
use super::rejects::{self, Reject, RejectGroup};
use crate::caller::{Caller, Whose};
use crate::flows::access::Access;
use crate::flows::import_delivery::Pace;
use crate::flows::view_passport::Closed;
use crate::store::{runs, sources};
use async_graphql::{Context, Description, Enum, Error, ID, Object, Result};
use chrono::{DateTime, Utc};
use std::sync::Arc;
use uuid::Uuid;

/// One run of an import.
#[derive(Description)]
pub struct ImportRun(pub entity::import_run::Model);

/// Where a run stands.
#[derive(Enum, Copy, Clone, Eq, PartialEq)]
pub enum RunState {
    /// It is being read.
    Running,
    /// It was read to its end.
    Finished,
    /// Reading stopped; `error` says why. What was read before stands.
    Failed,
}

#[Object(use_type_description)]
impl ImportRun {
    /// Global id.
    pub async fn id(&self) -> ID {
        id(Kind::ImportRun, self.0.id)
    }

    /// Which source.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        source(access(ctx)?, self.0.source_id).await
    }

    /// Which adapter read it.
    async fn adapter(&self) -> Option<&str> {
        self.0.adapter.as_deref()
    }

    /// Where it stands.
    async fn state(&self) -> RunState {
        match self.0.state.as_str() {
            "running" => RunState::Running,
            "finished" => RunState::Finished,
            _ => RunState::Failed,
        }
    }

    /// When it began.
    async fn started_at(&self) -> DateTime<Utc> {
        self.0.started_at
    }

    /// When it ended.
    async fn finished_at(&self) -> Option<DateTime<Utc>> {
        self.0.finished_at
    }

    /// How many records were read.
    async fn records_read(&self) -> i64 {
        self.0.records_read
    }

    /// How many were not known before.
    async fn records_new(&self) -> i64 {
        self.0.records_new
    }

    /// How many superseded an earlier one.
    async fn records_changed(&self) -> i64 {
        self.0.records_changed
    }

    /// How many said nothing new.
    async fn records_unchanged(&self) -> i64 {
        self.0.records_unchanged
    }

    /// How many were withdrawn by the source.
    async fn records_withdrawn(&self) -> i64 {
        self.0.records_withdrawn
    }

    /// How many could not be read.
    async fn records_rejected(&self) -> i64 {
        self.0.records_rejected
    }

    /// How many passports it touched.
    async fn passports_touched(&self) -> i64 {
        self.0.passports_touched
    }

    /// How many skill states it changed.
    async fn skill_states_changed(&self) -> i64 {
        self.0.states_changed
    }

    /// How many records are read in a second, on the average of the run.
    async fn records_per_second(&self) -> Option<f64> {
        Pace::of_run(&self.0).per_second
    }

    /// How many seconds the rest of it will take to be read at that pace; none where the format is read as a whole, so that
    /// nobody knows, and where the run is over.
    async fn remaining_seconds(&self) -> Option<u64> {
        Pace::of_run(&self.0).left.map(|left| left.as_secs())
    }

    /// Why it failed, as a code, such as `interrupted` where its process died and `truncated` where the delivery breaks off.
    async fn error_code(&self) -> Option<&str> {
        self.0.error_code.as_deref()
    }

    /// Why it failed, in words.
    async fn error(&self) -> Option<&str> {
        self.0.error.as_deref()
    }

    /// What could not be read, the newest first.
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    async fn rejects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
    ) -> Result<Option<Stretch<Reject>>> {
        rejects::page(ctx, rejects::Narrowing::of_run(self.0.id), first, after)
            .await
            .map(Some)
    }

    /// What could not be read and is open, by code, the most frequent first; at most 100 codes.
    async fn reject_groups(&self, ctx: &Context<'_>) -> Result<Option<Vec<RejectGroup>>> {
        rejects::groups(ctx, rejects::Narrowing::of_run(self.0.id))
            .await
            .map(Some)
    }
}

/// Whose runs the caller may see.
pub fn whose(ctx: &Context<'_>) -> Result<Whose, Error> {
    match &access(ctx)?.caller {
        Caller::Steward(pass) => Ok(Whose::everybody(*pass)),
        Caller::OrganizationSteward(pass) => Ok(Whose::of_organization(*pass)),
        Caller::Source(pass) => Ok(Whose::contributed(*pass)),
        Caller::Integrator(pass) => Ok(Whose::contributed(*pass)),
        Caller::Stranger => Err(closed(Closed::Stranger)),
        _ => Err(forbidden("stewards, integrators and sources")),
    }
}

/// Who decides on what sources sent, as it is kept.
pub fn by(ctx: &Context<'_>) -> Result<String> {
    let caller = &access(ctx)?.caller;
    Ok(match caller {
        Caller::Steward(pass) => format!("steward:{}", pass.steward()),
        Caller::Source(pass) => format!("source:{}", pass.source()),
        _ => match caller.member() {
            Some(member) => format!("member:{}", member.id()),
            None => "unknown".to_owned(),
        },
    })
}

/// The sources that the caller may see: whose they are is asked of the database, where it depends on it.
pub async fn sources(ctx: &Context<'_>) -> Result<Vec<Source>> {
    let access = access(ctx)?;
    let only = match &access.caller {
        Caller::Integrator(_) | Caller::OrganizationSteward(_) => {
            let rows = sources::seen(&access.hub.db, whose(ctx)?).await.map_err(store)?;
            return Ok(rows.into_iter().map(|row| Source(Arc::new(row))).collect());
        }
        Caller::Source(pass) => Some(pass.source()),
        Caller::Holder(_) | Caller::Steward(_) => None,
        Caller::Stranger => return Err(closed(Closed::Stranger)),
        _ => return Err(forbidden("stewards, integrators, sources and holders")),
    };
    let reference = access.hub.fresh_reference().await.map_err(store)?;
    let mut sources: Vec<_> = reference.sources.values().cloned().collect();
    sources.retain(|row| only.is_none_or(|only| only == row.id));
    sources.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(sources.into_iter().map(Source).collect())
}

/// A source by its id, if the caller may see it.
pub async fn source_node(access: &Access, wanted: Uuid) -> Result<Option<Source>> {
    let whose = match &access.caller {
        Caller::Source(pass) if pass.source() != wanted => return Ok(None),
        Caller::Holder(_) | Caller::Steward(_) | Caller::Source(_) => return source(access, wanted).await,
        Caller::Integrator(pass) => Whose::contributed(*pass),
        Caller::OrganizationSteward(pass) => Whose::of_organization(*pass),
        _ => return Ok(None),
    };
    let mut rows = sources::seen(&access.hub.db, whose).await.map_err(store)?;
    rows.retain(|row| row.id == wanted);
    Ok(rows.pop().map(|row| Source(Arc::new(row))))
}

/// A page of runs.
pub async fn runs(ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Stretch<ImportRun>> {
    let whose = whose(ctx)?;
    let window = Window::new(first, after, None, None);
    let (limit, _) = window.size()?;
    let start = cursor(window.after())?;
    let rows = runs::runs(&access(ctx)?.hub.db, whose, start, limit as u64 + 1).await;
    let edge = |row: entity::import_run::Model| (row.id.simple().to_string(), ImportRun(row));
    Ok(cut(rows.map_err(store)?, limit, start.is_some(), edge))
}

/// A run by its id.
pub async fn run_node(ctx: &Context<'_>, id: Uuid) -> Result<Option<ImportRun>> {
    let Ok(whose) = whose(ctx) else { return Ok(None) };
    Ok(runs::run(&access(ctx)?.hub.db, whose, id)
        .await
        .map_err(store)?
        .map(ImportRun))
}

/// A source by its id, whoever connected it.
pub async fn source(access: &Access, id: Uuid) -> Result<Option<Source>> {
    let found = access
        .hub
        .find_reference(|reference| reference.sources.get(&id).cloned());
    Ok(found.await.map_err(store)?.map(Source))
}
