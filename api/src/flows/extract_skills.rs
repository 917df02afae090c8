//! Skills in a text: suggestions for a person, never claims.

use super::link_labels::LinkedConcept;
use crate::hub::Hub;
use crate::store::StoreError;
use passport::skill::extract::Options;
use std::ops::Range;
use std::sync::Arc;

/// A place in a text that names a concept.
#[derive(Debug, Clone)]
pub struct FoundSkill {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// The concept, and how sure that is.
    pub concept: LinkedConcept,
}

/// Finds skills of the newest version of a vocabulary in a text, in its order; none where there is no such vocabulary.
pub async fn extract_skills(
    hub: &Hub,
    vocabulary: &str,
    text: Arc<str>,
    options: Options,
) -> Result<Option<Vec<FoundSkill>>, StoreError> {
    let Some(ready) = hub.linkers.ready(hub, vocabulary).await? else {
        return Ok(None);
    };
    let found = tokio::task::spawn_blocking(move || ready.extract(&text, &options));
    found
        .await
        .map(Some)
        .map_err(|_| StoreError::Corrupt("the linker of a vocabulary"))
}
