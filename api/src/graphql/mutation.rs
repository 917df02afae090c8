//! What can be changed. Every mutation takes one input and returns a payload; expected outcomes are unions, not errors.

use super::consent::{self, GrantConsentInput, GrantConsentPayload, WithdrawConsentInput, WithdrawConsentPayload};
use async_graphql::{Context, Object, Result};

/// What can be changed.
pub struct Mutation;

#[Object]
impl Mutation {
    /// As the holder: let a partner see parts of your passport, for one purpose, until a day.
    async fn grant_consent(&self, ctx: &Context<'_>, input: GrantConsentInput) -> Result<GrantConsentPayload> {
        consent::grant(ctx, input).await
    }

    /// As the holder: end a consent. The partner's next request sees nothing under it.
    async fn withdraw_consent(&self, ctx: &Context<'_>, input: WithdrawConsentInput) -> Result<WithdrawConsentPayload> {
        consent::withdraw(ctx, input).await
    }
}
