//! What can be followed.

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
}
