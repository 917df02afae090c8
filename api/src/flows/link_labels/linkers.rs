//! The linkers of all vocabularies: built when first asked for, shared, and built anew behind the backs of those who ask
//! when another version is there.

use super::concepts::{Skills, skills};
use crate::hub::Hub;
use crate::store::reference::{Concept, Vocabularies};
use crate::store::{StoreError, vocabularies};
use arc_swap::ArcSwapOption;
use passport::skill::extract::Extractor;
use passport::skill::link::{Encoder, Linker, Options};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::Mutex as Queue;
use uuid::Uuid;

/// The linkers that were asked for, by vocabulary.
#[derive(Clone, Default)]
pub struct Linkers(Arc<Mutex<HashMap<Uuid, Arc<Slot>>>>);

/// Where the linker of one vocabulary stands.
#[derive(Default)]
struct Slot {
    ready: ArcSwapOption<Ready>,
    /// Who builds holds it.
    building: Arc<Queue<()>>,
}

/// A vocabulary that can be linked to.
pub struct Ready {
    linker: Arc<Linker>,
    /// Built when a text is first read.
    extractor: OnceLock<Extractor>,
    concepts: Vec<Arc<Concept>>,
    made_of: MadeOf,
}

/// What a linker was made of. Where it is another now, the linker is out of date.
#[derive(Debug, Clone, PartialEq, Eq)]
struct MadeOf {
    version: Option<Uuid>,
    languages: Option<serde_json::Value>,
    encoder: Option<Uuid>,
}

impl MadeOf {
    fn now(all: &Vocabularies, vocabulary: Uuid) -> Self {
        let newest = all.newest(vocabulary);
        MadeOf {
            version: newest.map(|version| version.id),
            languages: newest.map(|version| version.languages.clone()),
            encoder: all.encoders.get(&vocabulary).map(|encoder| encoder.id),
        }
    }
}

impl Ready {
    /// The linker.
    pub fn linker(&self) -> &Linker {
        &self.linker
    }

    /// What finds its concepts in texts.
    pub fn extractor(&self) -> &Extractor {
        self.extractor
            .get_or_init(|| Extractor::build(Arc::clone(&self.linker), None))
    }

    /// The concept at a place that the linker names.
    pub fn concept(&self, place: usize) -> Option<&Arc<Concept>> {
        self.concepts.get(place)
    }

    /// How many concepts can be linked to.
    pub fn concepts(&self) -> usize {
        self.concepts.len()
    }

    /// Whether it learned from a vocabulary.
    pub fn is_trained(&self) -> bool {
        self.made_of.encoder.is_some()
    }
}

impl Linkers {
    /// The linker of a vocabulary. Where a newer version is there, the old one serves until the new one is built; none for a vocabulary that is not there.
    pub async fn ready(&self, hub: &Hub, key: &str) -> Result<Option<Arc<Ready>>, StoreError> {
        let vocabularies = Arc::clone(&hub.reference().vocabularies);
        let Some(vocabulary) = vocabularies.by_key(key).map(|row| row.id) else {
            return Ok(None);
        };
        let slot = self.slot(vocabulary);
        if let Some(ready) = slot.ready.load_full() {
            if ready.made_of != MadeOf::now(&vocabularies, vocabulary) {
                build_behind(hub.clone(), slot, vocabulary);
            }
            return Ok(Some(ready));
        }
        let _building = slot.building.lock().await;
        match slot.ready.load_full() {
            Some(ready) => Ok(Some(ready)),
            None => build(hub, &slot, vocabulary).await.map(Some),
        }
    }

    fn slot(&self, vocabulary: Uuid) -> Arc<Slot> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(vocabulary).or_default())
    }
}

/// Builds once, however many ask meanwhile.
fn build_behind(hub: Hub, slot: Arc<Slot>, vocabulary: Uuid) {
    let Ok(building) = Arc::clone(&slot.building).try_lock_owned() else {
        return;
    };
    tokio::spawn(async move {
        let _building = building;
        if let Err(error) = build(&hub, &slot, vocabulary).await {
            tracing::warn!(%error, "the linker of a vocabulary could not be built anew; the one before serves on");
        }
    });
}

async fn build(hub: &Hub, slot: &Slot, vocabulary: Uuid) -> Result<Arc<Ready>, StoreError> {
    let all = Arc::clone(&hub.reference().vocabularies);
    let made_of = MadeOf::now(&all, vocabulary);
    let Skills { held, as_linked } = skills(hub, &all, vocabulary).await?;
    let encoder = match vocabularies::encoder(&hub.db, vocabulary).await? {
        Some(bytes) => known(&bytes),
        None => None,
    };
    let built = tokio::task::spawn_blocking(move || Linker::build(&as_linked, Options { encoder, learned: None }));
    let ready = Arc::new(Ready {
        linker: Arc::new(built.await.map_err(|_| StoreError::Corrupt("a vocabulary"))?),
        extractor: OnceLock::new(),
        concepts: held,
        made_of,
    });
    slot.ready.store(Some(Arc::clone(&ready)));
    Ok(ready)
}

/// An encoder of another release is passed over: labels are linked by words and letters until it is trained anew.
fn known(bytes: &[u8]) -> Option<Encoder> {
    let encoder = Encoder::from_bytes(bytes);
    encoder
        .inspect_err(|error| tracing::warn!(%error, "what was learned from a vocabulary is passed over"))
        .ok()
}
