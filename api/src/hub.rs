//! The hub: what every flow needs at hand.

use crate::caller::{SourcePass, Tokens};
use crate::clock::Clock;
use crate::flows::import_delivery::ImportRoom;
use crate::flows::import_feed::ImportFeed;
use crate::flows::link_labels::Linkers;
use crate::keys::{KeyError, Keys};
use crate::settings::VocabulariesFor;
use crate::store::between::Together;
use crate::store::disclosures::Disclosures;
use crate::store::reference::{Reference, SELF_SOURCE, Shelf};
use crate::store::{Db, StoreError, sources, vocabularies};
use passport::consent::AgeBand;
use std::sync::Arc;

/// What every flow needs at hand; cheap to clone.
#[derive(Clone)]
pub struct Hub {
    /// The database.
    pub db: Db,
    /// The keys.
    pub keys: Arc<Keys>,
    /// Makes and verifies tokens.
    pub tokens: Tokens,
    /// The clock.
    pub clock: Clock,
    /// Reference data in memory.
    pub shelf: Shelf,
    /// Vocabularies that can be linked to.
    pub linkers: Linkers,
    /// Where consents are read together.
    pub together: Together,
    /// Where accesses are recorded.
    pub disclosures: Disclosures,
    /// What imports come to while they run.
    pub imports: ImportFeed,
    /// How many imports are read at a time, and how many may wait.
    pub import_room: ImportRoom,
    /// From which band of age on a minor's own yes is needed beside the guardian's.
    pub assent_from: AgeBand,
    /// Who may read vocabularies for their own sake.
    pub vocabularies_for: VocabulariesFor,
}

/// Why a hub cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The keys are at fault.
    #[error(transparent)]
    Keys(#[from] crate::keys::KeyError),
    /// The database is at fault.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Hub {
    /// Brings a hub up on a database: schema, built-in source, starter vocabulary, reference data.
    pub async fn open(db: Db, keys: Keys, clock: Clock) -> Result<Self, StartError> {
        let tokens = Tokens::new(&keys, clock.clone())?;
        let keys = Arc::new(keys);
        let disclosures = Disclosures::start(db.clone(), Arc::clone(&keys), clock.clone());
        let hub = Hub {
            db,
            keys,
            tokens,
            clock,
            shelf: Shelf::default(),
            linkers: Linkers::default(),
            together: Together::default(),
            disclosures,
            imports: ImportFeed::default(),
            import_room: ImportRoom::default(),
            assent_from: AgeBand::From13To15,
            vocabularies_for: VocabulariesFor::default(),
        };
        hub.db.migrate().await?;
        vocabularies::load_starter(&hub.db, hub.clock.now()).await?;
        sources::ensure_self(&hub.db, hub.clock.now()).await?;
        hub.prove_key().await?;
        hub.shelf.reload(&hub.db).await?;
        Ok(hub)
    }

    /// Makes sure that the secret is the one the database was filled under: with another one, everybody in it would come
    /// in a second time.
    async fn prove_key(&self) -> Result<(), StartError> {
        if sources::key_proof(&self.db).await?.is_none() {
            sources::keep_key_proof(&self.db, self.keys.proof()).await?;
        }
        match sources::key_proof(&self.db).await? {
            Some(proof) if self.keys.made(&proof) => Ok(()),
            _ => Err(KeyError::Another.into()),
        }
    }

    /// Reference data as it stands.
    pub fn reference(&self) -> Arc<Reference> {
        self.shelf.now()
    }

    /// Reference data with what other processes on this database have added since; for what lists it, or found nothing.
    pub async fn fresh_reference(&self) -> Result<Arc<Reference>, StoreError> {
        self.shelf.refresh(&self.db).await?;
        Ok(self.reference())
    }

    /// What is found in the reference data; where nothing is, it is looked for once more with what others added since.
    pub async fn find_reference<T>(&self, find: impl Fn(&Reference) -> Option<T>) -> Result<Option<T>, StoreError> {
        match find(&self.reference()) {
            Some(found) => Ok(Some(found)),
            None => Ok(find(&*self.fresh_reference().await?)),
        }
    }

    /// The built-in source by which holders speak for themselves.
    pub fn self_source(&self) -> Option<SourcePass> {
        self.reference()
            .source_by_key(SELF_SOURCE)
            .map(|source| SourcePass::at_the_console(source.id))
    }
}
