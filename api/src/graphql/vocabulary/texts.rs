//! What concepts are in words, read for all that a page shows in one statement.

use crate::hub::Hub;
use crate::store::{StoreError, vocabularies};
use async_graphql::dataloader::Loader;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

pub use vocabularies::Text;

/// Whose texts: a concept, in the newest version or in the one with this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextOf(pub Uuid, pub Option<i32>);

/// Loads texts.
pub struct TextLoader(pub Hub);

impl Loader<TextOf> for TextLoader {
    type Value = Arc<Vec<Text>>;
    type Error = Arc<StoreError>;

    async fn load(&self, wanted: &[TextOf]) -> Result<HashMap<TextOf, Self::Value>, Self::Error> {
        let mut by_version: HashMap<Option<i32>, Vec<Uuid>> = HashMap::new();
        for TextOf(concept, version) in wanted {
            by_version.entry(*version).or_default().push(*concept);
        }
        let mut all = HashMap::new();
        for (version, concepts) in by_version {
            let texts = vocabularies::texts(&self.0.db, &concepts, version)
                .await
                .map_err(Arc::new)?;
            all.extend(
                texts
                    .into_iter()
                    .map(|(concept, texts)| (TextOf(concept, version), Arc::new(texts))),
            );
        }
        Ok(all)
    }
}
