//! A passport that is followed: an event whenever what the caller may see of it has changed.

use super::{Event, Fresh};
use crate::flows::access::Access;
use crate::flows::follow_passport::{Followed, Following};
use crate::graphql::errors::{closed, store, unrecorded};
use crate::graphql::ids::{Kind, meant};
use crate::graphql::load::access;
use crate::graphql::passport::Passport;
use crate::store::disclosures::Answered;
use crate::view::View;
use async_graphql::{Context, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use futures::stream::{self, Stream};
use std::sync::Arc;

/// What you may see of a passport has changed.
#[derive(SimpleObject)]
pub struct PassportChange {
    /// When it was looked at.
    at: DateTime<Utc>,
    /// The passport as you may see it now.
    passport: Passport,
}

/// How a subscription stands.
struct Live {
    following: Following,
    fresh: Fresh,
    first: Option<(Arc<Access>, Arc<View>)>,
    ended: bool,
}

/// Follows a passport.
pub async fn follow_passport(
    ctx: &Context<'_>,
    passport: &ID,
    initial: bool,
) -> Result<impl Stream<Item = Result<Event<PassportChange>>> + use<>> {
    let access = access(ctx)?;
    let person = meant(Kind::Passport, passport, access.pseudonyms.as_ref());
    let begun = Following::begin(access, person).await.map_err(store)?;
    let (following, view) = begun.map_err(closed)?;
    if !initial {
        access.only_followed(person);
        // Nothing of it is shown yet.
        access.record(Answered::default).await.map_err(unrecorded)?;
    }
    let live = Live {
        following,
        fresh: Fresh::of(ctx)?,
        first: initial.then(|| (Arc::clone(access), view)),
        ended: false,
    };
    Ok(stream::unfold(live, |mut live| async move {
        let item = live.next().await?;
        Some((item, live))
    }))
}

impl Live {
    async fn next(&mut self) -> Option<Result<Event<PassportChange>>> {
        if self.ended {
            return None;
        }
        if let Some((access, view)) = self.first.take() {
            return Some(Ok(self.event(access, view).await));
        }
        let end = match self.following.next().await {
            Ok(Followed::Changed(access, view)) => return Some(Ok(self.event(access, view).await)),
            Ok(Followed::Ended(why)) => closed(why),
            Err(error) => store(error),
        };
        self.ended = true;
        Some(Err(end))
    }

    async fn event(&self, access: Arc<Access>, view: Arc<View>) -> Event<PassportChange> {
        let loaders = self.fresh.loaders(&access);
        loaders.read_ahead(&view).await;
        let change = PassportChange {
            at: access.hub.clock.now(),
            passport: Passport(view),
        };
        Event::new(change, access, loaders)
    }
}
