//! Reference data in memory: vocabularies, organizations, sources, clients. Everything here is about no person.
//!
//! Reads of passports join nothing: they look names up here. The snapshot is swapped whole when something is added
//! here. What another process or replica adds is found by a stamp: every few seconds, when a list of parties is asked
//! for, and when an id or key is not found.

mod called;
mod concept;
mod labels;
mod parts;
mod past;
mod pinned;
mod scales;
mod stamp;
mod translating;
mod vocabularies;

use super::{Db, StoreError};
use arc_swap::ArcSwap;
pub use concept::{Concept, Label, Rank, Relation, RelationKind};
use entity::{client, organization, source, vocabulary};
use passport::skill::Concepts;
pub use past::{Became, Past};
use pinned::PinnedVersions;
pub use scales::VocabularyScale;
use sea_orm::EntityTrait;
use stamp::Stamp;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::watch;
use uuid::Uuid;
pub use vocabularies::{Encoder, Vocabularies};

/// The key of the built-in source by which holders speak for themselves.
pub const SELF_SOURCE: &str = "self";

/// The current snapshot, shared.
#[derive(Clone, Default)]
pub struct Shelf {
    current: Arc<ArcSwap<Reference>>,
    changed: Arc<watch::Sender<()>>,
    pinned: PinnedVersions,
}

/// One snapshot of everything that is about no person.
#[derive(Debug, Default)]
pub struct Reference {
    /// Vocabularies and their concepts.
    pub vocabularies: Arc<Vocabularies>,
    /// Organizations by id.
    pub organizations: HashMap<Uuid, Arc<organization::Model>>,
    /// Sources by id.
    pub sources: HashMap<Uuid, Arc<source::Model>>,
    /// Clients by id.
    pub clients: HashMap<Uuid, Arc<client::Model>>,
    /// How the database stood just before this was read.
    stamp: Stamp,
    organization_keys: HashMap<(String, String), Uuid>,
    source_keys: HashMap<String, Uuid>,
}

impl Shelf {
    /// The snapshot as it stands.
    pub fn now(&self) -> Arc<Reference> {
        self.current.load_full()
    }

    /// A vocabulary as it stood in the version with this number; for the newest, what stands there already.
    pub async fn pinned(&self, db: &Db, vocabulary: Uuid, number: i32) -> Result<Arc<Vocabularies>, StoreError> {
        let newest = Arc::clone(&self.now().vocabularies);
        if newest.newest(vocabulary).is_some_and(|row| row.number == number) {
            return Ok(newest);
        }
        self.pinned.get(db, &newest, vocabulary, number).await
    }

    /// Marked whenever another snapshot stands there.
    pub fn watch(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// Reads everything anew.
    pub async fn reload(&self, db: &Db) -> Result<(), StoreError> {
        self.put(Reference::load(db, None).await?);
        Ok(())
    }

    fn put(&self, reference: Reference) {
        self.current.store(Arc::new(reference));
        self.changed.send_replace(());
    }

    /// Reads organizations, sources and clients anew, and keeps the vocabularies, which change rarely and are large.
    pub async fn reload_parties(&self, db: &Db) -> Result<(), StoreError> {
        let before = self.now();
        self.put(Reference::load(db, Some(&before)).await?);
        Ok(())
    }

    /// Reads anew what changed in the database since it was read; one small statement where nothing did.
    pub async fn refresh(&self, db: &Db) -> Result<(), StoreError> {
        let (now, held) = (Stamp::read(db).await?, self.now());
        if now.vocabularies != held.stamp.vocabularies {
            self.reload(db).await
        } else if now.parties != held.stamp.parties {
            self.reload_parties(db).await
        } else {
            Ok(())
        }
    }
}

impl Reference {
    async fn load(db: &Db, before: Option<&Reference>) -> Result<Self, StoreError> {
        // Read first: what is added while the rows are read shows in the next stamp.
        let mut stamp = Stamp::read(db).await?;
        let vocabularies = match before {
            Some(before) => {
                stamp.vocabularies = before.stamp.vocabularies.clone();
                Arc::clone(&before.vocabularies)
            }
            None => Arc::new(Vocabularies::load(db, None).await?),
        };
        let mut reference = Reference {
            vocabularies,
            stamp,
            ..Reference::default()
        };
        reference.load_parties(db).await?;
        Ok(reference)
    }

    async fn load_parties(&mut self, db: &Db) -> Result<(), StoreError> {
        for row in organization::Entity::find().all(db.conn()).await? {
            if let (Some(system), Some(value)) = (&row.identifier_system, &row.identifier_value) {
                self.organization_keys.insert((system.clone(), value.clone()), row.id);
            }
            self.organizations.insert(row.id, Arc::new(row));
        }
        for row in source::Entity::find().all(db.conn()).await? {
            self.source_keys.insert(row.key.clone(), row.id);
            self.sources.insert(row.id, Arc::new(row));
        }
        for row in client::Entity::find().all(db.conn()).await? {
            self.clients.insert(row.id, Arc::new(row));
        }
        Ok(())
    }

    /// The concept with this id.
    pub fn concept(&self, id: Uuid) -> Option<&Arc<Concept>> {
        self.vocabularies.concepts.get(&id)
    }

    /// The vocabulary with this id.
    pub fn vocabulary(&self, id: Uuid) -> Option<&Arc<vocabulary::Model>> {
        self.vocabularies.by_id.get(&id)
    }

    /// The source with this key.
    pub fn source_by_key(&self, key: &str) -> Option<&Arc<source::Model>> {
        self.sources.get(self.source_keys.get(key)?)
    }

    /// The organization with this identifier.
    pub fn organization_by_key(&self, system: &str, value: &str) -> Option<Uuid> {
        self.organization_keys
            .get(&(system.to_owned(), value.to_owned()))
            .copied()
    }

    /// Concept ids whose vocabulary has one of these keys, or whose URI is one of these; for scopes and filters.
    pub fn concepts_of(&self, vocabularies: &[String], uris: &[String]) -> Vec<Uuid> {
        if !uris.is_empty() {
            return uris.iter().filter_map(|uri| self.vocabularies.by_uri(uri)).collect();
        }
        let all = self.vocabularies.concepts.values();
        all.filter(|concept| vocabularies.iter().any(|key| **key == *concept.vocabulary_key))
            .map(|concept| concept.row.id)
            .collect()
    }
}
