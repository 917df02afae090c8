//! Withdrawing consent.

use super::alter::ConsentNotChanged;
use super::faults::{no_consent, no_mandate, reason_too_long};
use super::{Consent, decider};
use crate::flows::consent::{self, Withdrawn};
use crate::graphql::errors::store;
use crate::graphql::ids::{Kind, expect};
use crate::graphql::load::access;
use async_graphql::{Context, ID, InputObject, Result, SimpleObject, Union};

/// Which consent to withdraw.
#[derive(InputObject)]
pub struct WithdrawConsentInput {
    /// The consent.
    consent: ID,
    /// Why, if you like. It is kept for you; the partner does not see it.
    reason: Option<String>,
    /// The passport that you decide for, where a delegation lets you; your own if left out. See `delegations`.
    on_behalf_of: Option<ID>,
}

/// The consent is at an end.
#[derive(SimpleObject)]
pub struct ConsentWithdrawn {
    /// The consent, in its last version.
    consent: Consent,
    /// Whether it had ended before.
    already_ended: bool,
}

/// There is no such consent of this holder.
#[derive(SimpleObject)]
pub struct ConsentNotFound {
    /// What to do.
    pub(super) reason: String,
}

/// What comes of withdrawing.
#[derive(Union)]
#[allow(clippy::large_enum_variant, reason = "made once per mutation")]
pub enum WithdrawConsentPayload {
    /// It is at an end.
    Withdrawn(ConsentWithdrawn),
    /// It cannot be ended so.
    NotChanged(ConsentNotChanged),
    /// It is not there.
    NotFound(ConsentNotFound),
}

/// Withdraws consent.
pub async fn withdraw(ctx: &Context<'_>, input: WithdrawConsentInput) -> Result<WithdrawConsentPayload> {
    let wanted = expect(Kind::Consent, &input.consent)?;
    let done = |row: Box<entity::consent::Model>, already_ended| {
        WithdrawConsentPayload::Withdrawn(ConsentWithdrawn {
            consent: Consent(*row),
            already_ended,
        })
    };
    let not = |field: String, reason: String| WithdrawConsentPayload::NotChanged(ConsentNotChanged::new(field, reason));
    let withdrawn = match decider(ctx, input.on_behalf_of.as_ref()).await? {
        None => Withdrawn::NoMandate,
        Some(who) => consent::end_consent(&access(ctx)?.hub, who, wanted, input.reason)
            .await
            .map_err(store)?,
    };
    Ok(match withdrawn {
        Withdrawn::Withdrawn(row) => done(row, false),
        Withdrawn::AlreadyEnded(row) => done(row, true),
        Withdrawn::NotFound => WithdrawConsentPayload::NotFound(no_consent()),
        Withdrawn::ReasonTooLong => not("reason".into(), reason_too_long()),
        Withdrawn::NoMandate => {
            let (field, reason) = no_mandate();
            not(field, reason)
        }
    })
}
