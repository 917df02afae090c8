//! Links between subjects and people, whatever they stand at: so that what a rule or a steward linked can be found and
//! undone.

use super::ids::{Kind, id};
use super::load::access;
use super::page::Stretch;
use super::party::Source;
use super::review::{agreed, shown};
use super::words::LinkState;
use crate::store::matches::MatchRow;
use async_graphql::{Context, Description, ID, Object, Result};
use chrono::{DateTime, Utc};

/// Says that a person as one source knows them is, may be, or is not a person known already. Shows no more than is
/// needed to settle or undo it, and each look is recorded as a disclosure.
#[derive(Description)]
pub struct Link(MatchRow);

#[Object(use_type_description)]
impl Link {
    /// Global id.
    async fn id(&self) -> ID {
        id(Kind::Link, self.0.id)
    }

    /// Where it stands.
    async fn state(&self) -> Option<LinkState> {
        passport::identity::LinkState::from_word(&self.0.state).map(LinkState::from)
    }

    /// The source that knows the subject.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        let reference = access(ctx)?.hub.reference();
        Ok(reference.sources.get(&self.0.source_id).cloned().map(Source))
    }

    /// The subject's name, as the source gave it.
    async fn subject_name(&self) -> Option<&str> {
        self.0.subject_name.as_deref()
    }

    /// Name of the person whom the link names.
    async fn person_name(&self) -> Option<&str> {
        self.0.person_name.as_deref()
    }

    /// By which rule it was found.
    async fn rule(&self) -> &str {
        &self.0.rule
    }

    /// Which fields agreed; never their values.
    async fn agreed(&self) -> Vec<String> {
        agreed(&self.0)
    }

    /// When it was found.
    async fn proposed_at(&self) -> DateTime<Utc> {
        self.0.proposed_at
    }

    /// When it was settled or undone last; none while it waits.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// Who settled or undid it last: `rule`, or `steward:` and the steward's id.
    async fn decided_by(&self) -> Option<&str> {
        self.0.decided_by.as_deref()
    }
}

/// A page of links.
pub async fn links(
    ctx: &Context<'_>,
    state: Option<LinkState>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Stretch<Link>> {
    shown(ctx, state.map(Into::into), first, after, Link).await
}
