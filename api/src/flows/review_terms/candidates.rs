//! What a term may mean: proposals of the linker, for somebody to decide on.

use crate::flows::link_labels::{LinkedLabel, link_labels};
use crate::hub::Hub;
use crate::store::StoreError;
use entity::term;

/// What a term's label may mean in a vocabulary; none where it has no label, or there is no such vocabulary.
pub async fn candidates(
    hub: &Hub,
    vocabulary: &str,
    term: &term::Model,
    count: usize,
) -> Result<Option<LinkedLabel>, StoreError> {
    let Some(label) = &term.label else {
        return Ok(None);
    };
    let linked = link_labels(hub, vocabulary, vec![label.clone()], count).await?;
    Ok(linked.and_then(|linked| linked.into_iter().next()))
}
