//! What linkers are built from beside labels: descriptions, and what was learned.

use crate::store::{Db, StoreError};
use entity::{concept, concept_text, vocabulary_encoder};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use std::collections::HashMap;
use uuid::Uuid;

/// The descriptions of a vocabulary's concepts, in every language; definitions where a concept has none.
pub async fn descriptions(db: &Db, vocabulary: Uuid) -> Result<HashMap<Uuid, Vec<String>>, StoreError> {
    let of_it = concept_text::Entity::find()
        .join(JoinType::InnerJoin, concept_text::Relation::Concept.def())
        .filter(concept::Column::VocabularyId.eq(vocabulary))
        .filter(concept_text::Column::Until.is_null())
        .filter(concept_text::Column::Kind.is_in(["description", "definition"]))
        .order_by_desc(concept_text::Column::Kind)
        .order_by_asc(concept_text::Column::Language)
        .order_by_asc(concept_text::Column::Id);
    let mut all: HashMap<Uuid, (String, Vec<String>)> = HashMap::new();
    for row in of_it.all(db.conn()).await? {
        // Descriptions come first.
        let (kind, texts) = all
            .entry(row.concept_id)
            .or_insert_with(|| (row.kind.clone(), Vec::new()));
        if *kind == row.kind {
            texts.push(row.text);
        }
    }
    Ok(all.into_iter().map(|(concept, (_, texts))| (concept, texts)).collect())
}

/// What was learned from a vocabulary, as bytes.
pub async fn encoder(db: &Db, vocabulary: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
    let of_it = vocabulary_encoder::Entity::find().filter(vocabulary_encoder::Column::VocabularyId.eq(vocabulary));
    Ok(of_it.one(db.conn()).await?.map(|row| row.bytes))
}

/// Keeps what was learned, in place of what was before.
pub async fn keep_encoder(db: &Db, row: vocabulary_encoder::Model) -> Result<(), StoreError> {
    let anew = OnConflict::column(vocabulary_encoder::Column::VocabularyId)
        .update_columns([
            vocabulary_encoder::Column::Id,
            vocabulary_encoder::Column::Version,
            vocabulary_encoder::Column::Concepts,
            vocabulary_encoder::Column::Bytes,
            vocabulary_encoder::Column::TrainedAt,
        ])
        .to_owned();
    let new = vocabulary_encoder::Entity::insert(row.into_active_model()).on_conflict(anew);
    new.exec_without_returning(db.conn()).await?;
    Ok(())
}
