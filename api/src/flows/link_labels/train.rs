//! Learning from a vocabulary's own names and descriptions which labels mean the same.

use super::concepts::skills;
use crate::hub::Hub;
use crate::store::{StoreError, vocabularies};
use entity::vocabulary_encoder;
use passport::skill::link::{Encoder, Schedule};
use std::sync::Arc;
use uuid::Uuid;

/// With which dice training begins: the same vocabulary gives the same encoder.
const SEED: u64 = 1;

/// What was learned from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trained {
    /// The version.
    pub version: String,
    /// How many concepts.
    pub concepts: usize,
}

/// Trains an encoder on the newest version of a vocabulary and keeps it in place of the one before; `done` hears how many
/// rounds of how many are done. None where there is no such vocabulary, or nothing in it to learn from.
pub async fn train(
    hub: &Hub,
    key: &str,
    mut done: impl FnMut(usize, usize) + Send + 'static,
) -> Result<Option<Trained>, StoreError> {
    let all = Arc::clone(&hub.reference().vocabularies);
    let Some(vocabulary) = all.by_key(key) else {
        return Ok(None);
    };
    let concepts = skills(hub, &all, vocabulary.id).await?.as_linked;
    if concepts.is_empty() {
        return Ok(None);
    }
    let trained = Trained {
        version: vocabulary.version.clone(),
        concepts: concepts.len(),
    };
    let learned = tokio::task::spawn_blocking(move || {
        let schedule = Schedule::default();
        Encoder::train_telling(&concepts, SEED, schedule, |round| done(round, schedule.rounds)).to_bytes()
    });
    let row = vocabulary_encoder::Model {
        id: Uuid::now_v7(),
        vocabulary_id: vocabulary.id,
        version: trained.version.clone(),
        concepts: i32::try_from(trained.concepts).unwrap_or(i32::MAX),
        bytes: learned.await.map_err(|_| StoreError::Corrupt("a vocabulary"))?,
        trained_at: hub.clock.now(),
    };
    vocabularies::keep_encoder(&hub.db, row).await?;
    hub.shelf.reload(&hub.db).await?;
    Ok(Some(trained))
}
