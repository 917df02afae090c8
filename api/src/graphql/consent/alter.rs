//! A holder narrows, pauses and resumes a consent.

use super::faults::{no_consent, no_mandate, scope_field, terms_field};
use super::withdraw::ConsentNotFound;
use super::{Consent, decider};
use crate::flows::consent::{Altered, Narrowing, approve_consent, narrow_consent, pause_consent, resume_consent};
use crate::graphql::errors::store;
use crate::graphql::ids::{Kind, expect};
use crate::graphql::load::access;
use async_graphql::{Context, ID, InputObject, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};
use passport::consent::{BadTerms, Wider};

/// How a consent becomes narrower; what you leave out stays as it is. To permit more, or for longer, give another one.
#[derive(InputObject)]
pub struct ChangeConsentInput {
    /// The consent.
    consent: ID,
    /// What is permitted from now on: scopes of the consent, or narrower ones.
    scopes: Option<Vec<String>>,
    /// What is denied from now on: what was denied before, or more.
    denies: Option<Vec<String>>,
    /// Until when; not later than before.
    expires_at: Option<DateTime<Utc>>,
    /// How often it may be used, counted from its beginning; not more often than before.
    use_limit: Option<i32>,
    /// The passport that you decide for, where a delegation lets you; your own if left out. See `delegations`.
    on_behalf_of: Option<ID>,
}

/// Which consent to pause.
#[derive(InputObject)]
pub struct PauseConsentInput {
    /// The consent.
    consent: ID,
    /// The passport that you decide for, where a delegation lets you; your own if left out. See `delegations`.
    on_behalf_of: Option<ID>,
}

/// Which consent to resume.
#[derive(InputObject)]
pub struct ResumeConsentInput {
    /// The consent.
    consent: ID,
    /// The passport that you decide for, where a delegation lets you; your own if left out. See `delegations`.
    on_behalf_of: Option<ID>,
}

/// Which consent to approve.
#[derive(InputObject)]
pub struct ApproveConsentInput {
    /// The consent.
    consent: ID,
    /// The passport that you decide for, where a delegation lets you; your own if left out. See `delegations`.
    on_behalf_of: Option<ID>,
}

/// The consent has a new version.
#[derive(SimpleObject)]
pub struct ConsentChanged {
    /// The consent, in its new version.
    consent: Consent,
}

/// The consent stays as it was.
#[derive(SimpleObject)]
pub struct ConsentNotChanged {
    /// Which field of the input is at fault.
    field: String,
    /// What is wrong, and what would be right.
    reason: String,
}

impl ConsentNotChanged {
    /// With this field at fault, for this reason.
    pub(super) fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        ConsentNotChanged {
            field: field.into(),
            reason: reason.into(),
        }
    }
}

/// What comes of changing, pausing or resuming a consent.
#[derive(Union)]
#[allow(clippy::large_enum_variant, reason = "made once per mutation")]
pub enum ChangeConsentPayload {
    /// It was done.
    Changed(ConsentChanged),
    /// It was not.
    NotChanged(ConsentNotChanged),
    /// It is not there.
    NotFound(ConsentNotFound),
}

/// Makes a consent narrower.
pub async fn change(ctx: &Context<'_>, input: ChangeConsentInput) -> Result<ChangeConsentPayload> {
    let wanted = expect(Kind::Consent, &input.consent)?;
    let Some(who) = decider(ctx, input.on_behalf_of.as_ref()).await? else {
        return Ok(payload(Altered::NoMandate, 0));
    };
    let permits = input.scopes.as_ref().map_or(0, Vec::len);
    let narrowing = Narrowing {
        scopes: input.scopes,
        denies: input.denies,
        expires_at: input.expires_at,
        use_limit: input.use_limit,
    };
    let altered = narrow_consent(&access(ctx)?.hub, who, wanted, narrowing).await;
    Ok(payload(altered.map_err(store)?, permits))
}

/// The second of two says yes.
pub async fn approve(ctx: &Context<'_>, input: ApproveConsentInput) -> Result<ChangeConsentPayload> {
    let wanted = expect(Kind::Consent, &input.consent)?;
    let Some(who) = decider(ctx, input.on_behalf_of.as_ref()).await? else {
        return Ok(payload(Altered::NoMandate, 0));
    };
    let altered = approve_consent(&access(ctx)?.hub, who, wanted).await;
    Ok(payload(altered.map_err(store)?, 0))
}

/// Suspends a consent.
pub async fn pause(ctx: &Context<'_>, input: PauseConsentInput) -> Result<ChangeConsentPayload> {
    let wanted = expect(Kind::Consent, &input.consent)?;
    let Some(who) = decider(ctx, input.on_behalf_of.as_ref()).await? else {
        return Ok(payload(Altered::NoMandate, 0));
    };
    let altered = pause_consent(&access(ctx)?.hub, who, wanted).await;
    Ok(payload(altered.map_err(store)?, 0))
}

/// Lets a paused consent hold again.
pub async fn resume(ctx: &Context<'_>, input: ResumeConsentInput) -> Result<ChangeConsentPayload> {
    let wanted = expect(Kind::Consent, &input.consent)?;
    let Some(who) = decider(ctx, input.on_behalf_of.as_ref()).await? else {
        return Ok(payload(Altered::NoMandate, 0));
    };
    let altered = resume_consent(&access(ctx)?.hub, who, wanted).await;
    Ok(payload(altered.map_err(store)?, 0))
}

fn payload(altered: Altered, permits: usize) -> ChangeConsentPayload {
    let not = |field: String, reason: String| ChangeConsentPayload::NotChanged(ConsentNotChanged::new(field, reason));
    match altered {
        Altered::Made(row) => ChangeConsentPayload::Changed(ConsentChanged { consent: Consent(*row) }),
        Altered::NotNow(why) => not("consent".into(), why.to_string()),
        Altered::Wider(wider) => not(wider_field(wider), wider.to_string()),
        Altered::BadScope { index, reason } => not(scope_field(index, permits), reason.to_string()),
        Altered::UnknownName { index, what } => not(scope_field(index, permits), what.to_string()),
        Altered::BadTerms(bad) => not(terms_field(bad).into(), bad.to_string()),
        Altered::NoSay(why) => not("onBehalfOf".into(), why.to_string()),
        Altered::NoMandate => {
            let (field, reason) = no_mandate();
            not(field, reason)
        }
        Altered::NotFound => ChangeConsentPayload::NotFound(no_consent()),
    }
}

fn wider_field(wider: Wider) -> String {
    match wider {
        Wider::Permit { index } => format!("scopes.{index}"),
        Wider::Deny { .. } => "denies".into(),
        Wider::Start => terms_field(BadTerms::LateStart).into(),
        Wider::End => terms_field(BadTerms::TooLong).into(),
        Wider::Uses => terms_field(BadTerms::NoUse).into(),
    }
}
