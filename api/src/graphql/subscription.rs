//! What can be followed.

use super::live::{self, ConsentChange, Event, PassportChange};
use super::run::ImportRun;
use async_graphql::{Context, Description, ID, Result, Subscription as GraphqlSubscription};
use futures::Stream;

/// What can be followed.
#[derive(Description)]
pub struct Subscription;

#[GraphqlSubscription(use_type_description)]
impl Subscription {
    /// A run of an import: how it stands, then whenever it got on, until it ends. For its source and for stewards.
    async fn import_progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The run.")] run: ID,
    ) -> Result<impl Stream<Item = Result<ImportRun>> + use<>> {
        super::delivery::follow(ctx, &run).await
    }

    /// A passport, as far as you may see it: told whenever what you may see has changed, and of nothing else. Each event is
    /// decided anew, recorded like a request, and counts as a use. When you may see it no longer, a last answer says so with
    /// the code that `passport` would give, and the subscription is complete.
    async fn passport_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the passport.")] passport: ID,
        #[graphql(
            desc = "Whether the passport as it is now comes as a first event.",
            default_with = "Some(false)"
        )]
        initial: Option<bool>,
    ) -> Result<impl Stream<Item = Result<Event<PassportChange>>> + use<>> {
        live::follow_passport(ctx, &passport, initial.unwrap_or(false)).await
    }

    /// Consents: a holder's own, those of a holder for whom you decide, or those for a partner and its purpose, each in its newest
    /// version whenever it has changed. When you may decide for the holder no longer, a last answer says so with the code that
    /// `consents` would give, and the subscription is complete.
    async fn consent_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this one.")] consent: Option<ID>,
        #[graphql(
            desc = "The passport of the holder whom you act for: all their consents for a guardian, for a delegate those that were \
                    given under the delegation. Your own if left out."
        )]
        on_behalf_of: Option<ID>,
    ) -> Result<impl Stream<Item = Result<Event<ConsentChange>>> + use<>> {
        live::follow_consents(ctx, consent.as_ref(), on_behalf_of.as_ref()).await
    }
}
