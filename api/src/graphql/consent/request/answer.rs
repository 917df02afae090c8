//! A holder answers a request for consent.

use super::{RequestedScope, requested};
use crate::flows::consent::{self as flow, Answered, Declined, Given, GrantAnswer, Unanswerable};
use crate::graphql::consent::faults::{no_mandate, reason_too_long, terms_field};
use crate::graphql::consent::grant::{ConsentGranted, ConsentNotGranted, ConsentProposed, not_granted, waits};
use crate::graphql::consent::{Consent, decider};
use crate::graphql::errors::store;
use crate::graphql::ids::{Kind, expect};
use crate::graphql::load::access;
use async_graphql::{Context, ID, InputObject, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};
use passport::consent::{NoAnswer, NotNow};

/// Your yes to a request. What you leave out is given as it was asked for.
#[derive(InputObject)]
pub struct GrantConsentRequestInput {
    /// The request; see `consentRequests`.
    request: ID,
    /// What you permit: scopes of the request, or narrower ones. Of every required scope something must be among them.
    scopes: Option<Vec<String>>,
    /// What you deny whatever you permit.
    #[graphql(default_with = "Some(vec![])")]
    denies: Option<Vec<String>>,
    /// From when; now where none is given.
    starts_at: Option<DateTime<Utc>>,
    /// Until when; not later than was asked for.
    expires_at: Option<DateTime<Utc>>,
    /// How often it may be used; not more often than was asked for.
    use_limit: Option<i32>,
    /// Language of the notice you were shown; the request's if left out.
    language: Option<String>,
    /// The passport that you decide for, where a delegation lets you; your own if left out. See `delegations`.
    on_behalf_of: Option<ID>,
}

/// Your no to a request.
#[derive(InputObject)]
pub struct RefuseConsentRequestInput {
    /// The request; see `consentRequests`.
    request: ID,
    /// Why, if you like. It is kept for you; the partner does not see it.
    reason: Option<String>,
    /// The passport that you decide for, where a delegation lets you; your own if left out. See `delegations`.
    on_behalf_of: Option<ID>,
}

/// Nothing of scopes that the partner cannot do without would be given: give something of them, or refuse.
#[derive(SimpleObject)]
pub struct RequiredScopesLeftOut {
    /// Which scopes.
    scopes: Vec<RequestedScope>,
    /// What to do.
    reason: String,
}

/// The refusal is kept.
#[derive(SimpleObject)]
pub struct ConsentRefused {
    /// The refusal.
    consent: Consent,
}

/// It cannot be refused so.
#[derive(SimpleObject)]
pub struct ConsentNotRefused {
    /// Which field of the input is at fault.
    field: String,
    /// What is wrong, and what would be right.
    reason: String,
}

/// The request can no longer be answered.
#[derive(SimpleObject)]
pub struct ConsentRequestClosed {
    /// Why.
    reason: String,
}

/// There is no such request for you.
#[derive(SimpleObject)]
pub struct ConsentRequestNotFound {
    /// What to do.
    reason: String,
}

/// What comes of granting what was asked for.
#[derive(Union)]
#[allow(clippy::large_enum_variant, reason = "made once per mutation")]
pub enum GrantConsentRequestPayload {
    /// Consent is given.
    Granted(ConsentGranted),
    /// It waits for a second yes.
    Proposed(ConsentProposed),
    /// It cannot be given so.
    NotGranted(ConsentNotGranted),
    /// A required scope is missing.
    LeftOut(RequiredScopesLeftOut),
    /// It was answered before, or its time is over.
    Closed(ConsentRequestClosed),
    /// It is not there.
    NotFound(ConsentRequestNotFound),
}

/// What comes of refusing what was asked for.
#[derive(Union)]
#[allow(clippy::large_enum_variant, reason = "made once per mutation")]
pub enum RefuseConsentRequestPayload {
    /// It is refused.
    Refused(ConsentRefused),
    /// It cannot be refused so.
    NotRefused(ConsentNotRefused),
    /// It was answered before, or its time is over.
    Closed(ConsentRequestClosed),
    /// It is not there.
    NotFound(ConsentRequestNotFound),
}

/// A holder says yes.
pub async fn grant(ctx: &Context<'_>, input: GrantConsentRequestInput) -> Result<GrantConsentRequestPayload> {
    use GrantConsentRequestPayload as Payload;
    let wanted = expect(Kind::ConsentRequest, &input.request)?;
    let Some(who) = decider(ctx, input.on_behalf_of.as_ref()).await? else {
        return Ok(Payload::NotGranted(not_granted(Given::NoMandate, 0)?));
    };
    let answer = GrantAnswer {
        scopes: input.scopes,
        denies: input.denies.unwrap_or_default(),
        starts_at: input.starts_at,
        expires_at: input.expires_at,
        use_limit: input.use_limit,
        language: input.language,
    };
    let answered = flow::grant_request(&access(ctx)?.hub, who, wanted, answer).await;
    Ok(match answered.map_err(store)? {
        Answered::Granted(row) if waits(&row) => Payload::Proposed(ConsentProposed { consent: Consent(*row) }),
        Answered::Granted(row) => Payload::Granted(ConsentGranted { consent: Consent(*row) }),
        Answered::Not { given, permits } => Payload::NotGranted(not_granted(given, permits)?),
        Answered::Beyond(beyond) => Payload::NotGranted(beyond_request(&beyond)),
        Answered::LeftOut(scopes) => Payload::LeftOut(RequiredScopesLeftOut {
            scopes: requested(scopes, "en"),
            reason: "the partner can do nothing without these: give something of each, or refuse the request".into(),
        }),
        Answered::Unanswerable(Unanswerable::Closed(why)) => Payload::Closed(no_longer(why)),
        Answered::Unanswerable(Unanswerable::NoMandate) => Payload::NotGranted(not_granted(Given::NoMandate, 0)?),
        Answered::Unanswerable(Unanswerable::NotFound) => Payload::NotFound(no_request()),
    })
}

/// A holder says no.
pub async fn refuse(ctx: &Context<'_>, input: RefuseConsentRequestInput) -> Result<RefuseConsentRequestPayload> {
    use RefuseConsentRequestPayload as Payload;
    let wanted = expect(Kind::ConsentRequest, &input.request)?;
    let not = |(field, reason): (String, String)| Payload::NotRefused(ConsentNotRefused { field, reason });
    let Some(who) = decider(ctx, input.on_behalf_of.as_ref()).await? else {
        return Ok(not(no_mandate()));
    };
    let answered = flow::refuse_request(&access(ctx)?.hub, who, wanted, input.reason).await;
    Ok(match answered.map_err(store)? {
        Declined::Refused(row) => Payload::Refused(ConsentRefused { consent: Consent(*row) }),
        Declined::ReasonTooLong => not(("reason".into(), reason_too_long())),
        Declined::Unanswerable(Unanswerable::NoMandate) => not(no_mandate()),
        Declined::Unanswerable(Unanswerable::Closed(why)) => Payload::Closed(no_longer(why)),
        Declined::Unanswerable(Unanswerable::NotFound) => Payload::NotFound(no_request()),
    })
}

fn no_longer(why: NotNow) -> ConsentRequestClosed {
    ConsentRequestClosed {
        reason: why.to_string(),
    }
}

fn no_request() -> ConsentRequestNotFound {
    ConsentRequestNotFound {
        reason: "There is no request with this id for you; see consentRequests.".into(),
    }
}

fn beyond_request(beyond: &NoAnswer) -> ConsentNotGranted {
    let more = "goes beyond what was asked for; to give more, use grantConsent";
    let field = match beyond {
        NoAnswer::Unasked { index } => format!("scopes.{index}"),
        NoAnswer::LeftOut { .. } => "scopes".into(),
        NoAnswer::Longer => terms_field(passport::consent::BadTerms::TooLong).into(),
        NoAnswer::MoreOften => terms_field(passport::consent::BadTerms::NoUse).into(),
    };
    ConsentNotGranted {
        field,
        reason: more.into(),
    }
}
