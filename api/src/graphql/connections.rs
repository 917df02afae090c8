//! Connections: which sources a holder lets write into the passport.

use super::consent::holder;
use super::errors::store;
use super::ids::{Kind, expect};
use super::load::access;
use super::party::Source;
use crate::flows::connections as flow;
use crate::store::connections::Known;
use async_graphql::{Context, Description, Enum, ID, InputObject, Object, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};

/// What a holder said of a source.
#[derive(Enum, Copy, Clone, Eq, PartialEq)]
pub enum ConnectionState {
    /// Nothing yet: what it sent waits, and no partner sees it.
    Waiting,
    /// It writes into the passport.
    Accepted,
    /// It may not: what it sent goes when its time is over.
    Refused,
    /// It did, and no longer does: no partner sees what it wrote.
    Ended,
}

/// A source that sent something about the holder.
#[derive(Description)]
pub struct SourceConnection(Known);

#[Object(use_type_description)]
impl SourceConnection {
    /// The source.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        super::run::source(access(ctx)?, self.0.source).await
    }

    /// What you said of it.
    async fn state(&self) -> ConnectionState {
        use passport::consent::Connection as State;
        match self.0.state {
            None => ConnectionState::Waiting,
            Some(State::Accepted) => ConnectionState::Accepted,
            Some(State::Refused) => ConnectionState::Refused,
            Some(State::Ended) => ConnectionState::Ended,
        }
    }

    /// When you said so.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// How many records of it about you the hub holds.
    async fn records(&self) -> i64 {
        i64::try_from(self.0.records).unwrap_or(i64::MAX)
    }

    /// When it first sent something about you.
    async fn since(&self) -> DateTime<Utc> {
        self.0.since
    }
}

/// Which source it is about.
#[derive(InputObject)]
pub struct ConnectionInput {
    /// The source; see `connections`.
    source: ID,
}

/// It is so now.
#[derive(SimpleObject)]
pub struct ConnectionChanged {
    /// The connection.
    connection: SourceConnection,
}

/// This source sent nothing about you.
#[derive(SimpleObject)]
pub struct ConnectionNotFound {
    /// What to do.
    reason: String,
}

/// What comes of deciding about a source.
#[derive(Union)]
pub enum ConnectionPayload {
    /// It is so now.
    Changed(ConnectionChanged),
    /// There is no such connection.
    NotFound(ConnectionNotFound),
}

/// The sources that know the holder.
pub async fn connections(ctx: &Context<'_>) -> Result<Vec<SourceConnection>> {
    let pass = holder(ctx).await?;
    let known = flow::connections(&access(ctx)?.hub, pass).await.map_err(store)?;
    Ok(known.into_iter().map(SourceConnection).collect())
}

/// Lets a source write.
pub async fn accept(ctx: &Context<'_>, input: ConnectionInput) -> Result<ConnectionPayload> {
    let (pass, source) = (holder(ctx).await?, expect(Kind::Source, &input.source)?);
    let known = flow::accept_connection(&access(ctx)?.hub, pass, source).await;
    Ok(payload(known.map_err(store)?))
}

/// Lets a source no longer write.
pub async fn end(ctx: &Context<'_>, input: ConnectionInput) -> Result<ConnectionPayload> {
    let (pass, source) = (holder(ctx).await?, expect(Kind::Source, &input.source)?);
    let known = flow::end_connection(&access(ctx)?.hub, pass, source).await;
    Ok(payload(known.map_err(store)?))
}

fn payload(known: Option<Known>) -> ConnectionPayload {
    match known {
        Some(known) => ConnectionPayload::Changed(ConnectionChanged {
            connection: SourceConnection(known),
        }),
        None => ConnectionPayload::NotFound(ConnectionNotFound {
            reason: "This source sent nothing about you; see connections.".into(),
        }),
    }
}
