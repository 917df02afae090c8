//! What belongs to consents, read once for all that an answer shows: uses, versions, requests.

use crate::caller::{Caller, Decider};
use crate::flows::access::Access;
use crate::store::consents::Side;
use crate::store::{StoreError, consent_requests, consents};
use async_graphql::dataloader::{DataLoader, Loader};
use entity::{consent, consent_request};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// The loaders of one request, by consent. They read what is the holder's who asks, or what they gave for another, and
/// nothing else; uses also for the partner who has the consent.
pub struct ConsentLoaders {
    /// How often a limited consent was used.
    pub uses: DataLoader<Uses>,
    /// Every version, the latest first.
    pub versions: DataLoader<Versions>,
    /// The request that it answers.
    pub requests: DataLoader<Requests>,
}

impl ConsentLoaders {
    /// Fresh loaders for one request.
    pub fn start(access: &Arc<Access>) -> Self {
        ConsentLoaders {
            uses: DataLoader::new(Uses(Arc::clone(access)), tokio::spawn),
            versions: DataLoader::new(Versions(Arc::clone(access)), tokio::spawn),
            requests: DataLoader::new(Requests(Arc::clone(access)), tokio::spawn),
        }
    }
}

/// Reads uses.
pub struct Uses(Arc<Access>);
/// Reads versions.
pub struct Versions(Arc<Access>);
/// Reads requests.
pub struct Requests(Arc<Access>);

async fn deciders(access: &Access) -> Result<Vec<Decider>, Arc<StoreError>> {
    Ok(access.deciders().await?)
}

impl Loader<Uuid> for Uses {
    type Value = i64;
    type Error = Arc<StoreError>;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>, Self::Error> {
        let sides = match &self.0.caller {
            Caller::Partner(partner) => vec![Side::Partner(*partner)],
            _ => deciders(&self.0).await?.into_iter().map(Side::Decider).collect(),
        };
        let mut all = HashMap::new();
        for side in sides {
            all.extend(consents::uses(&self.0.hub.db, &side, ids).await?);
        }
        Ok(all)
    }
}

impl Loader<Uuid> for Versions {
    type Value = Vec<consent::Model>;
    type Error = Arc<StoreError>;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<consent::Model>>, Self::Error> {
        let mut all: HashMap<Uuid, Vec<consent::Model>> = HashMap::new();
        for who in deciders(&self.0).await? {
            for row in consents::versions(&self.0.hub.db, &who, ids).await? {
                all.entry(row.consent_id).or_default().push(row);
            }
        }
        Ok(all)
    }
}

impl Loader<Uuid> for Requests {
    type Value = consent_request::Model;
    type Error = Arc<StoreError>;

    async fn load(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, consent_request::Model>, Self::Error> {
        let mut all = HashMap::new();
        for who in deciders(&self.0).await? {
            let rows = consent_requests::answered_by(&self.0.hub.db, &who, ids).await?;
            all.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        Ok(all)
    }
}
