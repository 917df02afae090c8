//! Consents that are followed: an event with the newest version whenever one has changed.

use super::{Event, Fresh};
use crate::caller::Caller;
use crate::flows::access::Access;
use crate::flows::follow_consents::{FollowingConsents, NotFollowed, Which};
use crate::flows::view_passport::Closed;
use crate::graphql::consent::Consent;
use crate::graphql::errors::{Code, closed, forbidden, store};
use crate::graphql::ids::{Kind, meant};
use crate::graphql::load::access;
use async_graphql::{Context, Error, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::consent;
use futures::stream::{self, Stream};
use std::sync::Arc;

/// A consent has changed.
#[derive(SimpleObject)]
pub struct ConsentChange {
    /// When it was looked at.
    at: DateTime<Utc>,
    /// The consent, in its newest version.
    consent: Consent,
}

/// Follows the caller's consents, or those of a holder for whom the caller decides; all of them, or one.
pub async fn follow_consents(
    ctx: &Context<'_>,
    only: Option<&ID>,
    on_behalf_of: Option<&ID>,
) -> Result<impl Stream<Item = Result<Event<ConsentChange>>> + use<>> {
    let access = access(ctx)?;
    let which = Which {
        only: only.map(|id| meant(Kind::Consent, id, access.pseudonyms.as_ref())),
        of: on_behalf_of.map(|passport| meant(Kind::Passport, passport, None)),
    };
    let begun = FollowingConsents::begin(access, which).await.map_err(store)?;
    let following = begun.map_err(not_followed)?;
    let start = Some((following, Fresh::of(ctx)?));
    Ok(stream::unfold(start, |live| async move {
        let (mut following, fresh) = live?;
        let end = match following.next().await {
            Ok(Ok((access, row))) => return Some((Ok(event(access, fresh, row)), Some((following, fresh)))),
            Ok(Err(why)) => not_followed(why),
            Err(error) => store(error),
        };
        Some((Err(end), None))
    }))
}

fn event(access: Arc<Access>, fresh: Fresh, row: consent::Model) -> Event<ConsentChange> {
    let consent = match access.caller {
        Caller::Partner(_) => as_its_partner_sees(row),
        _ => row,
    };
    let change = ConsentChange {
        at: access.hub.clock.now(),
        consent: Consent(consent),
    };
    let loaders = fresh.loaders(&access);
    Event::new(change, access, loaders)
}

/// A partner is told what it may see, until when and how often. What is denied may say what there is to hide, and reasons
/// are the holder's own.
fn as_its_partner_sees(row: consent::Model) -> consent::Model {
    consent::Model {
        denies: serde_json::json!([]),
        reason: None,
        given_by: None,
        delegation_id: None,
        ..row
    }
}

fn not_followed(why: NotFollowed) -> Error {
    match why {
        NotFollowed::Stranger => closed(Closed::Stranger),
        NotFollowed::Forbidden => forbidden("holders and partners"),
        NotFollowed::ForHolders => forbidden("holders"),
        NotFollowed::NotDecider => closed(Closed::NotFound),
        NotFollowed::NotFound => Code::NotFound.error("There is no such consent for you."),
    }
}
