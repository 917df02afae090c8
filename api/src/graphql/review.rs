//! Review: uncertain matches that wait, settling them, and undoing links.

use super::errors::{closed, forbidden, store};
use super::ids::{Kind, expect, id};
use super::load::access;
use super::page::{Stretch, Window, cursor, cut};
use super::party::Source;
use crate::caller::{Caller, Reviewer, StewardPass};
use crate::flows::settle_match::{MatchOutcome, settle_match};
use crate::flows::unlink_subject::{UnlinkOutcome, unlink_subject};
use crate::flows::view_passport::Closed;
use crate::store::matches::{self, MatchRow};
use async_graphql::{Context, Description, Error, ID, InputObject, Object, OutputType, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};
use passport::identity::{Decision, LinkState};

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

    /// Name of the person known already; for a steward of an organization only where the names agree.
    async fn person_name(&self) -> Option<&str> {
        self.0.person_name.as_deref()
    }

    /// By which rule they may be the same.
    async fn rule(&self) -> &str {
        &self.0.rule
    }

    /// Which fields agreed; never their values.
    async fn agreed(&self) -> Vec<String> {
        agreed(&self.0)
    }

    /// Since when it waits.
    async fn proposed_at(&self) -> DateTime<Utc> {
        self.0.proposed_at
    }
}

/// Which fields agreed.
pub fn agreed(row: &MatchRow) -> Vec<String> {
    let fields = row.agreed.as_array().into_iter().flatten();
    fields.filter_map(|field| field.as_str().map(str::to_owned)).collect()
}

/// The caller as a steward of the hub.
pub fn steward(ctx: &Context<'_>) -> Result<StewardPass, Error> {
    match &access(ctx)?.caller {
        Caller::Steward(pass) => Ok(*pass),
        Caller::Stranger => Err(closed(Closed::Stranger)),
        _ => Err(forbidden("stewards of the hub itself")),
    }
}

/// The caller as who settles links: a steward of the hub, or of an organization.
fn reviewer(ctx: &Context<'_>) -> Result<Reviewer, Error> {
    match &access(ctx)?.caller {
        Caller::Steward(pass) => Ok(pass.into()),
        Caller::OrganizationSteward(pass) => Ok((*pass).into()),
        Caller::Stranger => Err(closed(Closed::Stranger)),
        _ => Err(forbidden("stewards")),
    }
}

/// A page of the matches that wait.
pub async fn possible_matches(
    ctx: &Context<'_>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Stretch<PossibleMatch>> {
    shown(ctx, Some(LinkState::Proposed), first, after, PossibleMatch).await
}

/// A page of links, each look at a name in it recorded.
pub async fn shown<T: OutputType>(
    ctx: &Context<'_>,
    state: Option<LinkState>,
    first: Option<i32>,
    after: Option<String>,
    make: impl Fn(MatchRow) -> T,
) -> Result<Stretch<T>> {
    let reviewer = reviewer(ctx)?;
    let access = access(ctx)?;
    let window = Window::new(first, after, None, None);
    let (limit, _) = window.size()?;
    let start = cursor(window.after())?;
    let rows = matches::page(&access.hub.db, reviewer, state, start, limit as u64 + 1).await;
    let edge = |row: MatchRow| {
        access.shown_to_settle(row.person_id);
        access.shown_to_settle(row.subject_person_id);
        (row.id.simple().to_string(), make(row))
    };
    Ok(cut(rows.map_err(store)?, limit, start.is_some(), edge))
}

/// How a steward settles a match.
#[derive(InputObject)]
pub struct SettleMatchInput {
    /// The possible match, or a link that was settled before.
    link: ID,
    /// Whether they are the same person.
    same_person: bool,
    /// Whether they are to be linked although the match was rejected or the link undone before. No rule does that.
    #[graphql(default_with = "Some(false)")]
    again: Option<bool>,
}

/// Which link to undo.
#[derive(InputObject)]
pub struct UnlinkSubjectInput {
    /// The link; one that is active.
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
    let reviewer = reviewer(ctx)?;
    let link = expect(Kind::Link, &input.link)?;
    let decision = match (input.same_person, input.again.unwrap_or_default()) {
        (true, true) => Decision::AcceptAgain,
        (true, false) => Decision::Accept,
        (false, _) => Decision::Reject,
    };
    let hub = &access(ctx)?.hub;
    Ok(
        match settle_match(hub, reviewer, link, decision).await.map_err(store)? {
            MatchOutcome::Linked { .. } => settled(input.link, "linked"),
            MatchOutcome::Rejected => settled(input.link, "rejected"),
            MatchOutcome::NotAlone => not_settled(
                "Others than your organization know one of the two, or they use their passport; a steward of the hub joins them.",
            ),
            MatchOutcome::AlreadySettled { state } => not_settled(already(state, input.same_person)),
            MatchOutcome::NotFound => {
                not_settled("There is no such match, or the person is gone; see possibleMatches and links.")
            }
        },
    )
}

/// Why a link stays as it is, and what the steward can do.
fn already(state: LinkState, same_person: bool) -> &'static str {
    match (state, same_person) {
        (LinkState::Active, true) => "They are linked already.",
        (LinkState::Active, false) => "They are linked; unlinkSubject undoes it.",
        (LinkState::Superseded, _) => "A later link of the same subject took its place; undo that one first.",
        (_, true) => "This match was settled before; say `again: true` to link the two all the same.",
        (_, false) => "They are two already.",
    }
}

/// Undoes a link.
pub async fn unlink(ctx: &Context<'_>, input: UnlinkSubjectInput) -> Result<SettleMatchPayload> {
    let reviewer = reviewer(ctx)?;
    let link = expect(Kind::Link, &input.link)?;
    Ok(
        match unlink_subject(&access(ctx)?.hub, reviewer, link).await.map_err(store)? {
            UnlinkOutcome::Unlinked { .. } => settled(input.link, "unlinked"),
            UnlinkOutcome::Superseded => not_settled(already(LinkState::Superseded, false)),
            UnlinkOutcome::NotLinked => not_settled("This link does not hold any more."),
            UnlinkOutcome::NotFound => not_settled("There is no such link."),
        },
    )
}
