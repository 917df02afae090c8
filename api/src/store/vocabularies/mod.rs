//! Vocabularies and their versions: what the newest holds, and what the next one changes.

mod changes;
mod encoder;
mod matches;
mod starter;
mod texts;
mod write;

use super::{StoreError, Tx};
pub use changes::Changes;
pub use encoder::{descriptions, encoder, keep_encoder};
use entity::{concept, concept_label, concept_past, concept_relation, concept_text, vocabulary, vocabulary_version};
pub use matches::{Known, Said, all, all_known, all_matches, any_matches, matches, write_matches};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};
pub use starter::load_starter;
use std::collections::HashMap;
pub use texts::{Text, texts, there};
use uuid::Uuid;
pub use write::{Differences, write};

/// The number of a vocabulary's first version.
pub const FIRST: i32 = 1;

/// What the newest version of a vocabulary holds.
#[derive(Debug, Default)]
pub struct Held {
    /// Its concepts by URI; those too that are gone.
    pub concepts: HashMap<String, HeldConcept>,
    /// Its relations, by the two concepts and the kind.
    pub relations: HashMap<(Uuid, Uuid, String), concept_relation::Model>,
    /// Since when those were deprecated, before the version that is written, that it speaks of otherwise.
    pub deprecated_before: HashMap<Uuid, i32>,
}

/// One concept with its current words.
#[derive(Debug)]
pub struct HeldConcept {
    /// Its row.
    pub row: concept::Model,
    /// Its current labels.
    pub labels: Vec<concept_label::Model>,
    /// Its current texts.
    pub texts: Vec<concept_text::Model>,
}

/// The vocabulary with this key; whoever else loads a version of it waits for the end of the transaction.
pub async fn held_by_key(tx: &Tx, key: &str) -> Result<Option<vocabulary::Model>, StoreError> {
    let of_key = vocabulary::Entity::find()
        .filter(vocabulary::Column::Key.eq(key))
        .lock(LockType::Update);
    Ok(of_key.one(tx.conn()).await?)
}

/// All versions of a vocabulary, the first loaded first.
pub async fn versions<C: ConnectionTrait>(
    conn: &C,
    vocabulary: Uuid,
) -> Result<Vec<vocabulary_version::Model>, StoreError> {
    let of_it = vocabulary_version::Entity::find()
        .filter(vocabulary_version::Column::VocabularyId.eq(vocabulary))
        .order_by_asc(vocabulary_version::Column::Number);
    Ok(of_it.all(conn).await?)
}

/// Writes a vocabulary that is there for the first time.
pub async fn add(tx: &Tx, row: vocabulary::Model) -> Result<(), StoreError> {
    let new = vocabulary::Entity::insert(row.into_active_model());
    new.exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// What the newest version holds, for the one with this number to be written; five statements.
pub async fn held(tx: &Tx, vocabulary: Uuid, number: i32) -> Result<Held, StoreError> {
    let mut labels: HashMap<Uuid, Vec<concept_label::Model>> = HashMap::new();
    let of_it = concept_label::Entity::find()
        .join(JoinType::InnerJoin, concept_label::Relation::Concept.def())
        .filter(concept::Column::VocabularyId.eq(vocabulary))
        .filter(concept_label::Column::Until.is_null());
    for row in of_it.all(tx.conn()).await? {
        labels.entry(row.concept_id).or_default().push(row);
    }
    let mut texts: HashMap<Uuid, Vec<concept_text::Model>> = HashMap::new();
    let of_it = concept_text::Entity::find()
        .join(JoinType::InnerJoin, concept_text::Relation::Concept.def())
        .filter(concept::Column::VocabularyId.eq(vocabulary))
        .filter(concept_text::Column::Until.is_null());
    for row in of_it.all(tx.conn()).await? {
        texts.entry(row.concept_id).or_default().push(row);
    }
    let mut held = Held::default();
    let all = concept::Entity::find().filter(concept::Column::VocabularyId.eq(vocabulary));
    for row in all.all(tx.conn()).await? {
        let labels = labels.remove(&row.id).unwrap_or_default();
        let texts = texts.remove(&row.id).unwrap_or_default();
        held.concepts
            .insert(row.uri.clone(), HeldConcept { row, labels, texts });
    }
    let of_it = concept_relation::Entity::find()
        .join(JoinType::InnerJoin, concept_relation::Relation::From.def())
        .filter(concept::Column::VocabularyId.eq(vocabulary))
        .filter(concept_relation::Column::Until.is_null());
    for row in of_it.all(tx.conn()).await? {
        held.relations.insert((row.from_id, row.to_id, row.kind.clone()), row);
    }
    let deprecated = concept_past::Entity::find()
        .select_only()
        .columns([concept_past::Column::ConceptId, concept_past::Column::DeprecatedSince])
        .join(JoinType::InnerJoin, concept_past::Relation::Concept.def())
        .filter(concept::Column::VocabularyId.eq(vocabulary))
        .filter(concept_past::Column::Before.eq(number))
        .filter(concept_past::Column::DeprecatedSince.is_not_null());
    let deprecated = deprecated.into_tuple::<(Uuid, i32)>().all(tx.conn()).await?;
    held.deprecated_before = deprecated.into_iter().collect();
    Ok(held)
}
