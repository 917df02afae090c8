//! Giving consent.

use super::faults::{exceeds_field, no_mandate, scope_field, terms_field};
use super::{Consent, decider};
use crate::flows::consent::{self, Given};
use crate::flows::view_passport::Closed;
use crate::graphql::errors::{closed, store};
use crate::graphql::ids::{Kind, expect};
use crate::graphql::load::access;
use crate::graphql::words::Purpose;
use async_graphql::{Context, ID, InputObject, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};

/// What a holder consents to.
#[derive(InputObject)]
pub struct GrantConsentInput {
    /// The partner; see `partners`.
    partner: ID,
    /// What for.
    purpose: Purpose,
    /// What is permitted: `passport/<Section>.<ops>[?filter&filter]`, for example `passport/Skill.r?minBand=competent`.
    /// Sources, vocabularies and concepts that a scope names must be known here.
    pub(super) scopes: Vec<String>,
    /// What is denied whatever else is permitted.
    #[graphql(default_with = "Some(vec![])")]
    denies: Option<Vec<String>>,
    /// From when; now where none is given, and before `expiresAt` in any case.
    starts_at: Option<DateTime<Utc>>,
    /// Until when; at most twelve months from now.
    expires_at: DateTime<Utc>,
    /// How often it may be used; at least once.
    use_limit: Option<i32>,
    /// How long the partner may keep what it saw, in words.
    retention: Option<String>,
    /// Language of the notice you were shown.
    #[graphql(default_with = "Some(\"en\".to_owned())")]
    language: Option<String>,
    /// The passport that you decide for, where a delegation lets you; your own if left out. See `delegations`.
    pub(super) on_behalf_of: Option<ID>,
}

/// Consent was given.
#[derive(SimpleObject)]
pub struct ConsentGranted {
    /// The consent.
    pub(super) consent: Consent,
}

/// One of two has said yes. Nothing is shown until the other approves it with `approveConsent`.
#[derive(SimpleObject)]
pub struct ConsentProposed {
    /// What waits for the other's yes.
    pub(super) consent: Consent,
}

/// Consent could not be given as asked.
#[derive(SimpleObject)]
pub struct ConsentNotGranted {
    /// Which field of the input is at fault.
    pub(super) field: String,
    /// What is wrong, and what would be right.
    pub(super) reason: String,
}

/// What comes of giving consent.
#[derive(Union)]
#[allow(clippy::large_enum_variant, reason = "made once per mutation")]
pub enum GrantConsentPayload {
    /// It was given.
    Granted(ConsentGranted),
    /// It waits for a second yes.
    Proposed(ConsentProposed),
    /// It was not.
    NotGranted(ConsentNotGranted),
}

/// Gives consent.
pub async fn grant(ctx: &Context<'_>, input: GrantConsentInput) -> Result<GrantConsentPayload> {
    let permits = input.scopes.len();
    let given = match decider(ctx, input.on_behalf_of.as_ref()).await? {
        None => Given::NoMandate,
        Some(who) => consent::give_consent(&access(ctx)?.hub, who, wish(input)?)
            .await
            .map_err(store)?,
    };
    Ok(match given {
        Given::Granted(row) if waits(&row) => GrantConsentPayload::Proposed(ConsentProposed { consent: Consent(*row) }),
        Given::Granted(row) => GrantConsentPayload::Granted(ConsentGranted { consent: Consent(*row) }),
        not => GrantConsentPayload::NotGranted(not_granted(not, permits)?),
    })
}

/// Whether a consent waits for a second yes.
pub(super) fn waits(row: &entity::consent::Model) -> bool {
    row.state == passport::consent::ConsentState::Requested.as_str()
}

/// What is consented to, as the flows take it.
pub(super) fn wish(input: GrantConsentInput) -> Result<consent::Consent> {
    Ok(consent::Consent {
        partner: expect(Kind::Organization, &input.partner)?,
        client: None,
        purpose: input.purpose.into(),
        scopes: input.scopes,
        denies: input.denies.unwrap_or_default(),
        starts_at: input.starts_at,
        expires_at: input.expires_at,
        use_limit: input.use_limit,
        retention: input.retention,
        language: input.language.unwrap_or_else(|| "en".to_owned()),
    })
}

/// Why consent is not given, and which field of the input is at fault.
pub(super) fn not_granted(given: Given, permits: usize) -> Result<ConsentNotGranted> {
    let (field, reason) = match given {
        Given::BadScope { index, reason } => (scope_field(index, permits), reason.to_string()),
        Given::UnknownName { index, what } => (scope_field(index, permits), what.to_string()),
        Given::BadTerms(reason) => (terms_field(reason).to_owned(), reason.to_string()),
        Given::Exceeds(exceeds) => (exceeds_field(exceeds), exceeds.to_string()),
        Given::NoSay(why) => ("onBehalfOf".into(), why.to_string()),
        Given::NoMandate => no_mandate(),
        Given::NoPartner => ("partner".into(), "there is no such partner here; see partners".into()),
        Given::NoPassport | Given::Granted(_) => return Err(closed(Closed::NotFound)),
    };
    Ok(ConsentNotGranted { field, reason })
}
