//! What a page of terms shows beside them, read for all in one statement each.

use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::terms::queue;
use async_graphql::dataloader::Loader;
use entity::term_decision;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// How many examples are told of a term.
const EXAMPLES: u32 = 3;

/// Loads the decisions that hold.
pub struct DecisionLoader(pub Hub);

impl Loader<Uuid> for DecisionLoader {
    type Value = term_decision::Model;
    type Error = Arc<StoreError>;

    async fn load(&self, terms: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Self::Error> {
        Ok(queue::decisions(self.0.db.conn(), terms).await?)
    }
}

/// Loads examples.
pub struct ExampleLoader(pub Hub);

impl Loader<Uuid> for ExampleLoader {
    type Value = Vec<String>;
    type Error = Arc<StoreError>;

    async fn load(&self, terms: &[Uuid]) -> Result<HashMap<Uuid, Self::Value>, Self::Error> {
        Ok(queue::examples(&self.0.db, terms, EXAMPLES).await?)
    }
}
