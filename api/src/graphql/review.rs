//! Review: settling uncertain matches, and undoing links.

use super::concept::Source;
use super::errors::{closed, forbidden, store};
use super::ids::{Kind, expect, id};
use super::load::access;
use super::page::{Stretch, Window, stretch};
use super::query::cursor;
use crate::caller::{Caller, StewardPass};
use crate::flows::settle_match::{MatchOutcome, settle_match};
use crate::flows::unlink_subject::{UnlinkOutcome, unlink_subject};
use crate::flows::view_passport::Closed;
use crate::store::matches::{self, MatchRow};
use async_graphql::{Context, Description, Error, ID, InputObject, Object, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};

/// A person as one source knows them, who may be a person known already. Shows no more than is needed to settle it, and
/// each look is recorded as a disclosure.
#[derive(Description)]
pub struct PossibleMatch(MatchRow);

#[Object(use_type_description)]
impl PossibleMatch {
    /// Global id of the link.
    async fn id(&self) -> ID {
        id(Kind::Link, self.0.id)
    }

    /// The source that knows the subject.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Ok(access(ctx)?
            .hub
            .reference()
            .sources
            .get(&self.0.source_id)
            .cloned()
            .map(Source))
    }

    /// The subject's name, as the source gave it.
    async fn subject_name(&self) -> Option<&str> {
        self.0.subject_name.as_deref()
    }

    /// Name of the person known already.
    async fn person_name(&self) -> Option<&str> {
        self.0.person_name.as_deref()
    }

    /// By which rule they may be the same.
    async fn rule(&self) -> &str {
        &self.0.rule
    }

    /// Which fields agreed; never their values.
    async fn agreed(&self) -> Vec<String> {
        let fields = self.0.agreed.as_array().into_iter().flatten();
        fields.filter_map(|field| field.as_str().map(str::to_owned)).collect()
    }

    /// Since when it waits.
    async fn proposed_at(&self) -> DateTime<Utc> {
        self.0.proposed_at
    }
}

/// The caller as a steward.
pub fn steward(ctx: &Context<'_>) -> Result<StewardPass, Error> {
    match &access(ctx)?.caller {
        Caller::Steward(pass) => Ok(*pass),
        Caller::Stranger => Err(closed(Closed::Stranger)),
        Caller::Holder(_) | Caller::Partner(_) | Caller::Source(_) => Err(forbidden("stewards")),
    }
}

/// A page of the matches that wait.
pub async fn possible_matches(
    ctx: &Context<'_>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Stretch<PossibleMatch>> {
    let pass = steward(ctx)?;
    let access = access(ctx)?;
    let window = Window::new(first, after, None, None);
    let (limit, _) = window.size()?;
    let start = cursor(window.after())?;
    let mut rows = matches::waiting(&access.hub.db, pass, start, limit as u64 + 1)
        .await
        .map_err(store)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    for row in &rows {
        access.shown_to_settle(row.person_id);
        access.shown_to_settle(row.subject_person_id);
    }
    let rows = rows
        .into_iter()
        .map(|row| (row.id.simple().to_string(), PossibleMatch(row)))
        .collect();
    Ok(stretch(rows, start.is_some(), more))
}

/// How a steward settles a match.
#[derive(InputObject)]
pub struct SettleMatchInput {
    /// The possible match.
    link: ID,
    /// Whether they are the same person.
    same_person: bool,
}

/// Which link to undo.
#[derive(InputObject)]
pub struct UnlinkSubjectInput {
    /// The link.
    link: ID,
}

/// It was done.
#[derive(SimpleObject)]
pub struct MatchSettled {
    /// The link.
    link: ID,
    /// linked, rejected or unlinked.
    outcome: &'static str,
}

/// It was not done.
#[derive(SimpleObject)]
pub struct MatchNotSettled {
    /// Why.
    reason: String,
}

/// What comes of settling or undoing.
#[derive(Union)]
pub enum SettleMatchPayload {
    /// It was done.
    Settled(MatchSettled),
    /// It was not.
    NotSettled(MatchNotSettled),
}

fn settled(link: ID, outcome: &'static str) -> SettleMatchPayload {
    SettleMatchPayload::Settled(MatchSettled { link, outcome })
}

fn not_settled(reason: &str) -> SettleMatchPayload {
    SettleMatchPayload::NotSettled(MatchNotSettled {
        reason: reason.to_owned(),
    })
}

/// Settles a match.
pub async fn settle(ctx: &Context<'_>, input: SettleMatchInput) -> Result<SettleMatchPayload> {
    let pass = steward(ctx)?;
    let link = expect(Kind::Link, &input.link)?;
    let hub = &access(ctx)?.hub;
    Ok(
        match settle_match(hub, &pass, link, input.same_person).await.map_err(store)? {
            MatchOutcome::Linked { .. } => settled(input.link, "linked"),
            MatchOutcome::Rejected => settled(input.link, "rejected"),
            MatchOutcome::AlreadySettled => not_settled("This match was settled before."),
            MatchOutcome::NotFound => not_settled("There is no such match; see possibleMatches."),
        },
    )
}

/// Undoes a link.
pub async fn unlink(ctx: &Context<'_>, input: UnlinkSubjectInput) -> Result<SettleMatchPayload> {
    let pass = steward(ctx)?;
    let link = expect(Kind::Link, &input.link)?;
    Ok(
        match unlink_subject(&access(ctx)?.hub, &pass, link).await.map_err(store)? {
            UnlinkOutcome::Unlinked { .. } => settled(input.link, "unlinked"),
            UnlinkOutcome::NotLinked => not_settled("This link does not hold any more."),
            UnlinkOutcome::NotFound => not_settled("There is no such link."),
        },
    )
}
