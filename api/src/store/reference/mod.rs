//! Reference data in memory: vocabularies, organizations, sources, clients. Everything here is about no person.
//!
//! Reads of passports join nothing: they look names up here. The snapshot is swapped whole when something is added here.
//! What another process or replica adds is found by a stamp: every few seconds, when a list of parties is asked for, and
//! when an id or key is not found.

mod called;
mod stamp;

use super::{Db, StoreError};
use arc_swap::ArcSwap;
use entity::{client, concept, concept_label, concept_relation, mapping, organization, source, vocabulary};
use passport::skill::{Concepts, MappingEdge, Relation, comparable_uri, framework_key};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use stamp::Stamp;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::watch;
use uuid::Uuid;

/// The key of the built-in source by which holders speak for themselves.
pub const SELF_SOURCE: &str = "self";

/// The current snapshot, shared.
#[derive(Clone, Default)]
pub struct Shelf {
    current: Arc<ArcSwap<Reference>>,
    changed: Arc<watch::Sender<()>>,
}

/// One snapshot of everything that is about no person.
#[derive(Debug, Default)]
pub struct Reference {
    /// Vocabularies by id.
    pub vocabularies: HashMap<Uuid, vocabulary::Model>,
    /// Concepts by id.
    pub concepts: HashMap<Uuid, Arc<Concept>>,
    /// Organizations by id.
    pub organizations: HashMap<Uuid, Arc<organization::Model>>,
    /// Sources by id.
    pub sources: HashMap<Uuid, Arc<source::Model>>,
    /// Clients by id.
    pub clients: HashMap<Uuid, Arc<client::Model>>,
    /// How the database stood just before this was read.
    stamp: Stamp,
    uris: HashMap<String, Uuid>,
    codes: HashMap<(String, String), Uuid>,
    labels: HashMap<String, Vec<(Uuid, bool)>>,
    pivots: HashMap<Uuid, MappingEdge>,
    organization_keys: HashMap<(String, String), Uuid>,
    source_keys: HashMap<String, Uuid>,
}

/// A concept with its labels.
#[derive(Debug)]
pub struct Concept {
    /// Its row.
    pub row: concept::Model,
    /// Key of its vocabulary.
    pub vocabulary_key: String,
    /// Its labels, preferred ones first.
    pub labels: Vec<concept_label::Model>,
    /// Concepts that it is a kind of, and occupations that ask for it: relation and the other end.
    pub relations: Vec<concept_relation::Model>,
}

impl Concept {
    /// The preferred label in this language; none where there is none.
    pub fn preferred(&self, language: &str) -> Option<&str> {
        self.labels
            .iter()
            .find(|l| l.kind == "preferred" && l.language == language)
            .map(|l| l.text.as_str())
    }

    /// The preferred label in this language, else in English, else in any, else the URI.
    pub fn label(&self, language: &str) -> &str {
        self.preferred(language)
            .or_else(|| self.preferred("en"))
            .or_else(|| self.labels.first().map(|l| l.text.as_str()))
            .unwrap_or(&self.row.uri)
    }
}

impl Shelf {
    /// The snapshot as it stands.
    pub fn now(&self) -> Arc<Reference> {
        self.current.load_full()
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
        let stamp = Stamp::read(db).await?;
        let mut reference = match before {
            Some(before) => before.vocabularies_only(),
            None => Reference::load_vocabularies(db).await?,
        };
        reference.stamp.parties = stamp.parties;
        if before.is_none() {
            reference.stamp.vocabularies = stamp.vocabularies;
        }
        for row in organization::Entity::find().all(db.conn()).await? {
            if let (Some(system), Some(value)) = (&row.identifier_system, &row.identifier_value) {
                reference
                    .organization_keys
                    .insert((system.clone(), value.clone()), row.id);
            }
            reference.organizations.insert(row.id, Arc::new(row));
        }
        for row in source::Entity::find().all(db.conn()).await? {
            reference.source_keys.insert(row.key.clone(), row.id);
            reference.sources.insert(row.id, Arc::new(row));
        }
        for row in client::Entity::find().all(db.conn()).await? {
            reference.clients.insert(row.id, Arc::new(row));
        }
        Ok(reference)
    }

    fn vocabularies_only(&self) -> Self {
        Reference {
            vocabularies: self.vocabularies.clone(),
            concepts: self.concepts.clone(),
            uris: self.uris.clone(),
            codes: self.codes.clone(),
            labels: self.labels.clone(),
            pivots: self.pivots.clone(),
            stamp: self.stamp.clone(),
            ..Reference::default()
        }
    }

    async fn load_vocabularies(db: &Db) -> Result<Self, StoreError> {
        let mut reference = Reference::default();
        for row in vocabulary::Entity::find().all(db.conn()).await? {
            reference.vocabularies.insert(row.id, row);
        }
        let mut labels: HashMap<Uuid, Vec<concept_label::Model>> = HashMap::new();
        for row in concept_label::Entity::find()
            .filter(concept_label::Column::Until.is_null())
            .order_by_desc(concept_label::Column::Kind)
            .all(db.conn())
            .await?
        {
            let carriers = reference.labels.entry(row.normalised.clone()).or_default();
            carriers.push((row.concept_id, row.kind == "preferred"));
            labels.entry(row.concept_id).or_default().push(row);
        }
        let mut relations: HashMap<Uuid, Vec<concept_relation::Model>> = HashMap::new();
        let current = concept_relation::Column::Until.is_null();
        for row in concept_relation::Entity::find().filter(current).all(db.conn()).await? {
            relations.entry(row.from_id).or_default().push(row);
        }
        for row in concept::Entity::find().all(db.conn()).await? {
            reference.add_concept(row, &mut labels, &mut relations);
        }
        let current = mapping::Column::SupersededAt.is_null();
        for row in mapping::Entity::find().filter(current).all(db.conn()).await? {
            reference.add_mapping(&row);
        }
        Ok(reference)
    }

    fn add_concept(
        &mut self,
        row: concept::Model,
        labels: &mut HashMap<Uuid, Vec<concept_label::Model>>,
        relations: &mut HashMap<Uuid, Vec<concept_relation::Model>>,
    ) {
        let vocabulary_key = self
            .vocabularies
            .get(&row.vocabulary_id)
            .map(|v| v.key.clone())
            .unwrap_or_default();
        self.uris.insert(comparable_uri(&row.uri).to_owned(), row.id);
        if let Some(code) = &row.code {
            self.codes.insert((vocabulary_key.clone(), code.clone()), row.id);
        }
        let labels = labels.remove(&row.id).unwrap_or_default();
        let relations = relations.remove(&row.id).unwrap_or_default();
        self.concepts.insert(
            row.id,
            Arc::new(Concept {
                row,
                vocabulary_key,
                labels,
                relations,
            }),
        );
    }

    fn add_mapping(&mut self, row: &mapping::Model) {
        let (Some(to), Some(relation)) = (row.object_concept_id, Relation::from_word(&row.relation)) else {
            return;
        };
        if !self.is_pivot(to) {
            return;
        }
        let edge = MappingEdge {
            id: row.id,
            to,
            relation,
            confidence: row.confidence,
        };
        let held = self.pivots.entry(row.subject_concept_id).or_insert(edge);
        let stronger =
            (relation == Relation::Exact, row.confidence) > (held.relation == Relation::Exact, held.confidence);
        if stronger {
            *held = edge;
        }
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
            return uris.iter().filter_map(|uri| self.by_uri(uri)).collect();
        }
        self.concepts
            .values()
            .filter(|c| vocabularies.contains(&c.vocabulary_key))
            .map(|c| c.row.id)
            .collect()
    }
}

impl Concepts for Reference {
    fn by_uri(&self, uri: &str) -> Option<Uuid> {
        self.uris.get(comparable_uri(uri)).copied()
    }

    fn by_code(&self, vocabulary: &str, code: &str) -> Option<Uuid> {
        self.codes
            .get(&(framework_key(vocabulary), code.trim().to_owned()))
            .copied()
    }

    fn by_label(&self, vocabulary: Option<&str>, normalised: &str) -> Vec<(Uuid, bool)> {
        let carriers = self.labels.get(normalised).map(Vec::as_slice).unwrap_or_default();
        let of_vocabulary = |id: &Uuid| {
            vocabulary.is_none_or(|key| {
                self.concepts
                    .get(id)
                    .is_some_and(|concept| concept.vocabulary_key == key)
            })
        };
        carriers.iter().filter(|(id, _)| of_vocabulary(id)).copied().collect()
    }

    fn is_pivot(&self, concept: Uuid) -> bool {
        let vocabulary = self
            .concepts
            .get(&concept)
            .and_then(|c| self.vocabularies.get(&c.row.vocabulary_id));
        vocabulary.is_some_and(|vocabulary| vocabulary.pivot)
    }

    fn to_pivot(&self, concept: Uuid) -> Option<MappingEdge> {
        self.pivots.get(&concept).copied()
    }
}

impl Reference {
    /// Concepts with a label that contains a normalised text: whole labels first, then beginnings, then the rest, each
    /// by its English label.
    pub fn search(&self, normalised: &str, vocabulary: Option<&str>) -> Vec<Arc<Concept>> {
        let mut best: HashMap<Uuid, u8> = HashMap::new();
        for (label, carriers) in &self.labels {
            let Some(at) = label.find(normalised) else { continue };
            let rank = if label.len() == normalised.len() {
                0
            } else if at == 0 {
                1
            } else {
                2
            };
            for (concept, _) in carriers {
                best.entry(*concept)
                    .and_modify(|held| *held = rank.min(*held))
                    .or_insert(rank);
            }
        }
        let mut found: Vec<_> = best
            .iter()
            .filter_map(|(id, rank)| Some((*rank, self.concepts.get(id)?)))
            .collect();
        found.retain(|(_, concept)| vocabulary.is_none_or(|key| concept.vocabulary_key == key));
        found.sort_by_key(|(rank, concept)| (*rank, concept.label("en"), concept.row.id));
        found.into_iter().map(|(_, concept)| Arc::clone(concept)).collect()
    }
}
