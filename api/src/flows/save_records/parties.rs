//! Organizations that records name: found by their identifier, made where they are not known yet.

use super::combine::Arrived;
use super::{Intake, indexable};
use crate::store::organizations::{PartyKey, ensure};
use crate::store::{StoreError, Tx};
use entity::organization;
use passport::record::{Body, Organization, Record};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Organizations met so far, by what identifies them.
#[derive(Default)]
pub(super) struct Parties {
    known: HashMap<PartyKey, Uuid>,
}

impl Parties {
    /// Finds or makes every organization that these records name.
    pub(super) async fn meet(&mut self, tx: &Tx, intake: &Intake, arrived: &[Arrived]) -> Result<(), StoreError> {
        let mut met: BTreeMap<PartyKey, organization::Model> = BTreeMap::new();
        let mut told: BTreeMap<PartyKey, organization::Model> = BTreeMap::new();
        for arrived in arrived {
            for named in named_in(&arrived.record) {
                let Some(key) = party_key(&intake.source.key, named) else {
                    continue;
                };
                // What a source says of its own organizations is brought up to date; nobody speaks for global ones.
                if matches!(arrived.record.body, Body::Organization(_)) && key.0.contains(':') {
                    told.insert(key.clone(), row(intake, named, key));
                } else if !self.recall(intake, &key) {
                    met.entry(key.clone()).or_insert_with(|| row(intake, named, key));
                }
            }
        }
        met.retain(|key, _| !told.contains_key(key));
        if !met.is_empty() || !told.is_empty() {
            self.known
                .extend(ensure(tx, met.into_values().collect(), told.into_values().collect()).await?);
        }
        Ok(())
    }

    fn recall(&mut self, intake: &Intake, key: &PartyKey) -> bool {
        if self.known.contains_key(key) {
            return true;
        }
        let found = intake.reference.organization_by_key(&key.0, &key.1);
        found.map(|id| self.known.insert(key.clone(), id)).is_some()
    }

    /// The organization's id.
    pub(super) fn id(&self, intake: &Intake, named: Option<&Organization>) -> Option<Uuid> {
        self.known.get(&party_key(&intake.source.key, named?)?).copied()
    }
}

/// What identifies an organization: a DID or web address everywhere, anything else within its source; failing that, its
/// name within its source.
fn party_key(source: &str, named: &Organization) -> Option<PartyKey> {
    let identifier = named.identifier.as_deref().map(str::trim).filter(|id| !id.is_empty());
    let (system, value) = match identifier {
        Some(id) if id.starts_with("did:") => ("did".into(), id.to_owned()),
        Some(id) if id.starts_with("https://") || id.starts_with("http://") => ("url".into(), id.to_owned()),
        Some(id) => (format!("source:{source}"), id.to_owned()),
        None => (format!("name:{source}"), passport::skill::normalise(&named.name)),
    };
    (!value.is_empty()).then(|| (system, indexable(&value)))
}

fn row(intake: &Intake, named: &Organization, (system, value): PartyKey) -> organization::Model {
    organization::Model {
        id: Uuid::now_v7(),
        kind: named.role.as_str().into(),
        name: named.name.clone(),
        identifier_system: Some(system),
        identifier_value: Some(value),
        url: named.url.clone(),
        created_at: intake.now,
    }
}

fn named_in(record: &Record) -> Vec<&Organization> {
    let main = match &record.body {
        Body::Organization(organization) => Some(organization),
        Body::Credential(credential) => credential.issuer.as_ref(),
        Body::Experience(experience) => experience.organization.as_ref(),
        Body::Learning(learning) => learning.provider.as_ref(),
        Body::Programme(programme) => programme.provider.as_ref(),
        Body::Endorsement(endorsement) => endorsement.endorser.as_ref(),
        Body::Opportunity(opportunity) => opportunity.organization.as_ref(),
        Body::Person(_) | Body::Skill | Body::Goal(_) | Body::Withdrawn => None,
    };
    main.into_iter()
        .chain(
            record
                .claims
                .iter()
                .filter_map(|claim| claim.asserted_by.organization.as_ref()),
        )
        .collect()
}
