//! Which concepts of a vocabulary labels mean, and how sure that is.
//!
//! The rules link (`passport::skill::link`); here a vocabulary is made ready for them (`concepts`), kept ready, and made
//! ready anew when another version of it is loaded (`linkers`).

mod concepts;
mod linkers;
mod train;

use super::extract_skills::FoundSkill;
use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::reference::Concept;
pub use concepts::kind;
pub use linkers::{Linkers, Ready};
use passport::skill::extract;
use passport::skill::link::{Decision, Linked, Method};
use std::sync::Arc;
pub use train::{Trained, train};

/// What a label was linked to, with the concepts themselves.
#[derive(Debug, Clone)]
pub struct LinkedLabel {
    /// Whether any concept is meant at all.
    pub decision: Decision,
    /// How likely it is that any is, 0 to 1.
    pub matchable: f32,
    /// Which may be meant, best first; told for a label without a match as well.
    pub candidates: Vec<LinkedConcept>,
}

/// A concept that may be meant.
#[derive(Debug, Clone)]
pub struct LinkedConcept {
    /// The concept.
    pub concept: Arc<Concept>,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// By what it was found.
    pub method: Method,
    /// The label of the concept that fits best.
    pub matched: Box<str>,
}

/// Links labels to the newest version of a vocabulary, at most `count` concepts each; none where there is no such
/// vocabulary. Labels that come more than once are linked once.
pub async fn link_labels(
    hub: &Hub,
    vocabulary: &str,
    labels: Vec<String>,
    count: usize,
) -> Result<Option<Vec<LinkedLabel>>, StoreError> {
    let Some(ready) = hub.linkers.ready(hub, vocabulary).await? else {
        return Ok(None);
    };
    let linked = tokio::task::spawn_blocking(move || labels.iter().map(|label| ready.link(label, count)).collect());
    linked
        .await
        .map(Some)
        .map_err(|_| StoreError::Corrupt("the linker of a vocabulary"))
}

impl Ready {
    /// Finds skills in a text, in its order.
    pub fn extract(&self, text: &str, options: &extract::Options) -> Vec<FoundSkill> {
        let found = self.extractor().extract(text, options).into_iter();
        let told = found.filter_map(|found| {
            Some(FoundSkill {
                range: found.range,
                concept: LinkedConcept {
                    concept: Arc::clone(self.concept(found.concept)?),
                    confidence: found.confidence,
                    method: found.method,
                    matched: found.matched,
                },
            })
        });
        told.collect()
    }

    /// Links one label; at most `count` concepts.
    pub fn link(&self, label: &str, count: usize) -> LinkedLabel {
        let Linked {
            decision,
            matchable,
            candidates,
        } = self.linker().link(label, count);
        let candidates = candidates.into_iter().take(count).filter_map(|candidate| {
            Some(LinkedConcept {
                concept: Arc::clone(self.concept(candidate.concept)?),
                confidence: candidate.confidence,
                method: candidate.method,
                matched: candidate.matched,
            })
        });
        LinkedLabel {
            decision,
            matchable,
            candidates: candidates.collect(),
        }
    }
}
