//! Vocabularies in memory: the newest version of each, its concepts, and what leads to them.

use super::concept::{Concept, Rank, Relation, RelationKind};
use super::labels::{LabelIndex, Share};
use super::parts::{Named, Parts};
use super::past::Past;
use super::scales::{Scales, VocabularyScale};
use crate::store::mappings::Mappings;
use crate::store::{Db, StoreError};
use chrono::{DateTime, Utc};
use entity::{concept, vocabulary, vocabulary_encoder, vocabulary_version};
use passport::level::PublishedScales;
use passport::record::Scale;
use passport::skill::{Concepts, MappingEdge, Wanted, comparable_uri, framework_key};
use sea_orm::{EntityTrait, FromQueryResult, QueryOrder, QuerySelect};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// That something was learned from a vocabulary; what, is read when it is needed.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Encoder {
    /// Its id, another whenever it was trained anew.
    pub id: Uuid,
    /// The vocabulary.
    pub vocabulary_id: Uuid,
    /// The version that it learned from.
    pub version: String,
    /// When it was trained.
    pub trained_at: DateTime<Utc>,
}

/// The newest version of every vocabulary. Concepts that are gone stay, for claims still name them: by their URIs, and
/// by their labels as long as no concept that is there has those.
#[derive(Debug, Default)]
pub struct Vocabularies {
    /// The number of the one version of one vocabulary that this is; none where it is the newest of all.
    pub pinned: Option<i32>,
    /// Vocabularies by id.
    pub by_id: HashMap<Uuid, Arc<vocabulary::Model>>,
    /// All versions that were loaded, by vocabulary, the first loaded first.
    pub versions: HashMap<Uuid, Vec<Arc<vocabulary_version::Model>>>,
    /// Concepts by id.
    pub concepts: HashMap<Uuid, Arc<Concept>>,
    /// What was learned from vocabularies, by vocabulary.
    pub encoders: HashMap<Uuid, Encoder>,
    /// How concepts stood in versions before.
    pub past: Past,
    uris: HashMap<Box<str>, Uuid>,
    codes: HashMap<(Arc<str>, String), Uuid>,
    labels: LabelIndex,
    /// Labels of concepts that are gone.
    former_labels: LabelIndex,
    scales: Scales,
    /// Mappings between them, settled.
    pub mappings: Mappings,
    /// The other ends of relations: who names this one, and how.
    named_by: HashMap<Uuid, Vec<Relation>>,
}

impl Vocabularies {
    /// Reads the newest version of each, or one version of one; ten statements.
    pub(super) async fn load(db: &Db, pinned: Option<(Uuid, i32)>) -> Result<Self, StoreError> {
        let mut all = Vocabularies {
            pinned: pinned.map(|(_, number)| number),
            ..Vocabularies::default()
        };
        for row in vocabulary::Entity::find().all(db.conn()).await? {
            all.by_id.insert(row.id, Arc::new(row));
        }
        let by_number = vocabulary_version::Entity::find().order_by_asc(vocabulary_version::Column::Number);
        for row in by_number.all(db.conn()).await? {
            all.versions.entry(row.vocabulary_id).or_default().push(Arc::new(row));
        }
        all.load_concepts(db, pinned).await?;
        all.load_encoders(db).await?;
        all.scales = Scales::load(db).await?;
        all.mappings = Mappings::load(db.conn(), |concept| Some(all.concepts.get(&concept)?.row.vocabulary_id)).await?;
        Ok(all)
    }

    async fn load_concepts(&mut self, db: &Db, pinned: Option<(Uuid, i32)>) -> Result<(), StoreError> {
        let Parts {
            concepts,
            past,
            mut labels,
            relations,
        } = Parts::read(db, pinned).await?;
        self.past = past;
        let mut from: HashMap<Uuid, Vec<Relation>> = HashMap::new();
        for (of, relation) in relations {
            from.entry(of).or_default().push(relation);
            let back = Relation { to: of, ..relation };
            self.named_by.entry(relation.to).or_default().push(back);
        }
        let keys: HashMap<Uuid, Arc<str>> = self
            .by_id
            .values()
            .map(|row| (row.id, row.key.as_str().into()))
            .collect();
        let (mut names, mut former) = (Vec::new(), Vec::new());
        for row in concepts {
            let mut labels = labels.remove(&row.id).unwrap_or_default();
            let of_these = if row.until.is_none() { &mut names } else { &mut former };
            of_these.extend(labels.iter_mut().map(|label| name(&row, label)));
            let mut labels: Vec<_> = labels.into_iter().map(|named| named.label).collect();
            labels.sort_by_key(|label| label.rank);
            self.add(Concept {
                vocabulary_key: keys.get(&row.vocabulary_id).cloned().unwrap_or_default(),
                labels,
                relations: from.remove(&row.id).unwrap_or_default(),
                row,
            });
        }
        self.labels = LabelIndex::of(names);
        self.former_labels = LabelIndex::of(former);
        Ok(())
    }

    async fn load_encoders(&mut self, db: &Db) -> Result<(), StoreError> {
        let without_bytes = vocabulary_encoder::Entity::find()
            .select_only()
            .columns([
                vocabulary_encoder::Column::Id,
                vocabulary_encoder::Column::VocabularyId,
                vocabulary_encoder::Column::Version,
                vocabulary_encoder::Column::TrainedAt,
            ])
            .into_model::<Encoder>();
        for row in without_bytes.all(db.conn()).await? {
            self.encoders.insert(row.vocabulary_id, row);
        }
        Ok(())
    }

    fn add(&mut self, concept: Concept) {
        let row = &concept.row;
        self.uris.insert(comparable_uri(&row.uri).into(), row.id);
        if let Some(code) = &row.code {
            let key = (Arc::clone(&concept.vocabulary_key), code.clone());
            // One that is gone leaves its code to one that is there.
            let held = self.codes.entry(key).or_insert(row.id);
            if row.until.is_none() {
                *held = row.id;
            }
        }
        self.concepts.insert(row.id, Arc::new(concept));
    }

    /// The vocabulary with this key.
    pub fn by_key(&self, key: &str) -> Option<&Arc<vocabulary::Model>> {
        self.by_id.values().find(|row| row.key == key)
    }

    /// The newest version of the vocabulary.
    pub fn newest(&self, vocabulary: Uuid) -> Option<&Arc<vocabulary_version::Model>> {
        self.versions.get(&vocabulary)?.last()
    }

    /// The scale on which a concept stands as a whole.
    pub fn scale_of(&self, concept: &concept::Model) -> Option<&Arc<VocabularyScale>> {
        self.scales.of(concept.vocabulary_id, concept.level_scale.as_deref()?)
    }

    /// How many concepts the newest version of the vocabulary holds.
    pub fn size(&self, vocabulary: Uuid) -> usize {
        let there = |row: &concept::Model| row.vocabulary_id == vocabulary && row.until.is_none();
        self.concepts.values().filter(|concept| there(&concept.row)).count()
    }

    /// The keys of all, in their order.
    pub fn keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self.by_id.values().map(|row| row.key.as_str()).collect();
        keys.sort_unstable();
        keys
    }

    /// Concepts of the vocabulary that its newest version holds, in the order of their URIs.
    pub fn of(&self, vocabulary: Uuid) -> Vec<&Arc<Concept>> {
        let mut all: Vec<_> = self
            .concepts
            .values()
            .filter(|concept| concept.row.vocabulary_id == vocabulary && concept.row.until.is_none())
            .collect();
        all.sort_unstable_by(|a, b| a.row.uri.cmp(&b.row.uri));
        all
    }

    /// How many skills, knowledge and the like the newest version of the vocabulary holds.
    pub fn skills(&self, vocabulary: Uuid) -> usize {
        let all = self.concepts.values();
        all.filter(|concept| concept.row.vocabulary_id == vocabulary && concept.row.until.is_none())
            .filter(|concept| concept.is(Wanted::Skill))
            .count()
    }

    /// The concepts that name this one in a relation of this kind.
    pub fn naming(&self, concept: Uuid, kind: RelationKind) -> impl Iterator<Item = &Relation> {
        let all = self.named_by.get(&concept).map(Vec::as_slice).unwrap_or_default();
        all.iter().filter(move |relation| relation.kind == kind)
    }

    /// Concepts with a label that contains a normalised text: whole labels first, then beginnings, then the rest, each
    /// by its English label.
    pub fn search(&self, normalised: &str, passes: impl Fn(&Concept) -> bool) -> Vec<Arc<Concept>> {
        let mut best: HashMap<Uuid, Share> = HashMap::new();
        for (share, carriers) in self.labels.holding(normalised) {
            for (concept, _) in carriers {
                let held = best.entry(*concept).or_insert(share);
                *held = share.min(*held);
            }
        }
        let mut found: Vec<_> = best
            .iter()
            .filter_map(|(id, share)| Some((*share, self.concepts.get(id).filter(|concept| passes(concept))?)))
            .collect();
        found.sort_by_key(|(share, concept)| (*share, concept.label("en"), concept.row.id));
        found.into_iter().map(|(_, concept)| Arc::clone(concept)).collect()
    }
}

/// What a label is found by.
fn name(concept: &concept::Model, named: &mut Named) -> (String, Uuid, bool) {
    let preferred = named.label.rank == Rank::Preferred;
    (std::mem::take(&mut named.normalised), concept.id, preferred)
}

impl PublishedScales for Vocabularies {
    fn scale(&self, name: &str) -> Option<&Arc<Scale>> {
        self.scales.scale(name)
    }
}

impl Concepts for Vocabularies {
    fn by_uri(&self, uri: &str) -> Option<Uuid> {
        self.uris.get(comparable_uri(uri)).copied()
    }

    fn by_code(&self, vocabulary: &str, code: &str) -> Option<Uuid> {
        let key = (framework_key(vocabulary).into(), code.trim().to_owned());
        self.codes.get(&key).copied()
    }

    fn by_label(&self, normalised: &str) -> &[(Uuid, bool)] {
        match self.labels.whole(normalised) {
            [] => self.former_labels.whole(normalised),
            there => there,
        }
    }

    fn is_written(&self, concept: Uuid, label: &str) -> bool {
        let labels = self.concepts.get(&concept).map(|concept| &concept.labels);
        labels.into_iter().flatten().any(|held| &*held.text == label)
    }

    fn is(&self, concept: Uuid, wanted: Wanted) -> bool {
        self.concepts.get(&concept).is_some_and(|concept| concept.is(wanted))
    }

    fn is_pivot(&self, concept: Uuid) -> bool {
        let vocabulary = self.concepts.get(&concept).map(|concept| concept.row.vocabulary_id);
        vocabulary
            .and_then(|id| self.by_id.get(&id))
            .is_some_and(|row| row.pivot)
    }

    fn to_pivot(&self, concept: Uuid) -> Option<MappingEdge> {
        self.mappings.to_pivot(concept, |to| self.is_pivot(to))
    }
}
