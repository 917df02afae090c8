//! Which concepts elsewhere vocabularies set their own beside, and all concepts by URI, to find those.

use crate::store::batch::{LIST, insert_all};
use crate::store::{StoreError, Tx};
use entity::{concept, concept_match, vocabulary};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use uuid::Uuid;

/// That a vocabulary sets a concept of its own beside another.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Said {
    /// The vocabulary.
    pub vocabulary_id: Uuid,
    /// Its concept.
    pub concept_id: Uuid,
    /// The URI of the other.
    pub uri: String,
    /// What the other is to it.
    pub kind: String,
}

/// A concept of any vocabulary, as far as it can be named.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Known {
    /// Its id.
    pub id: Uuid,
    /// Its vocabulary.
    pub vocabulary_id: Uuid,
    /// Its URI.
    pub uri: String,
    /// What it is.
    pub kind: String,
}

/// What the newest version of a vocabulary says.
pub async fn matches(tx: &Tx, vocabulary: Uuid) -> Result<Vec<concept_match::Model>, StoreError> {
    let of_it = concept_match::Entity::find()
        .join(JoinType::InnerJoin, concept_match::Relation::Concept.def())
        .filter(concept::Column::VocabularyId.eq(vocabulary))
        .filter(concept_match::Column::Until.is_null());
    Ok(of_it.all(tx.conn()).await?)
}

/// Writes what a version says anew, and marks what it says no longer.
pub async fn write_matches(
    tx: &Tx,
    new: Vec<concept_match::Model>,
    ended: &[Uuid],
    number: i32,
) -> Result<(), StoreError> {
    for batch in ended.chunks(LIST) {
        concept_match::Entity::update_many()
            .col_expr(concept_match::Column::Until, Expr::value(number))
            .filter(concept_match::Column::Id.is_in(batch.iter().copied()))
            .exec(tx.conn())
            .await?;
    }
    insert_all::<concept_match::Entity>(tx, new).await
}

/// Whether any vocabulary ever said anything of concepts elsewhere.
pub async fn any_matches(tx: &Tx) -> Result<bool, StoreError> {
    Ok(concept_match::Entity::find().one(tx.conn()).await?.is_some())
}

/// What the newest versions of all vocabularies say.
pub async fn all_matches(tx: &Tx) -> Result<Vec<Said>, StoreError> {
    let all = concept_match::Entity::find()
        .select_only()
        .column(concept::Column::VocabularyId)
        .columns([
            concept_match::Column::ConceptId,
            concept_match::Column::Uri,
            concept_match::Column::Kind,
        ])
        .join(JoinType::InnerJoin, concept_match::Relation::Concept.def())
        .filter(concept_match::Column::Until.is_null())
        .order_by_asc(concept_match::Column::Id);
    Ok(all.into_model().all(tx.conn()).await?)
}

/// The concepts that the newest versions of all vocabularies hold.
pub async fn all_known(tx: &Tx) -> Result<Vec<Known>, StoreError> {
    let there = concept::Entity::find().filter(concept::Column::Until.is_null());
    let all = there.select_only().columns([
        concept::Column::Id,
        concept::Column::VocabularyId,
        concept::Column::Uri,
        concept::Column::Kind,
    ]);
    let in_order = all.order_by_asc(concept::Column::Id);
    Ok(in_order.into_model().all(tx.conn()).await?)
}

/// All vocabularies.
pub async fn all(tx: &Tx) -> Result<Vec<vocabulary::Model>, StoreError> {
    let in_order = vocabulary::Entity::find().order_by_asc(vocabulary::Column::Id);
    Ok(in_order.all(tx.conn()).await?)
}
