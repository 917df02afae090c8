//! Writing what a version changes.

use super::changes::tell_changes;
use crate::store::batch::{LIST, insert_all, upsert_all};
use crate::store::{StoreError, Tx};
use entity::{concept, concept_label, concept_past, concept_relation, concept_text, vocabulary, vocabulary_version};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

/// What one version changes against the one before: rows that are new, and rows that it no longer holds.
#[derive(Debug, Default)]
pub struct Differences {
    /// Concepts that are new.
    pub added: Vec<concept::Model>,
    /// Concepts whose row is another now: deprecated, gone, come back, or with another code, kind or reuse level.
    pub altered: Vec<concept::Model>,
    /// How those stood before.
    pub past: Vec<concept_past::Model>,
    /// Labels that are new.
    pub labels: Vec<concept_label::Model>,
    /// Labels that are no longer there.
    pub ended_labels: Vec<Uuid>,
    /// Texts that are new.
    pub texts: Vec<concept_text::Model>,
    /// Texts that are no longer there.
    pub ended_texts: Vec<Uuid>,
    /// Relations that are new.
    pub relations: Vec<concept_relation::Model>,
    /// Relations that are no longer there.
    pub ended_relations: Vec<Uuid>,
}

impl Differences {
    /// How many labels and texts are new or gone.
    pub fn words(&self) -> usize {
        self.labels.len() + self.ended_labels.len() + self.texts.len() + self.ended_texts.len()
    }
}

/// Writes a version and its differences, and how much it changed in all; `vocabulary` is how the vocabulary stands with
/// it.
pub async fn write(
    tx: &Tx,
    vocabulary: vocabulary::Model,
    version: vocabulary_version::Model,
    differences: Differences,
) -> Result<(), StoreError> {
    let (of, number) = (version.vocabulary_id, version.number);
    upsert_all::<vocabulary_version::Entity>(tx, vec![version], anew()).await?;
    vocabulary.into_active_model().reset_all().update(tx.conn()).await?;
    insert_all::<concept::Entity>(tx, differences.added).await?;
    let alter = OnConflict::column(concept::Column::Id)
        .update_columns([
            concept::Column::Code,
            concept::Column::Kind,
            concept::Column::ReuseLevel,
            concept::Column::Status,
            concept::Column::ReplacedBy,
            concept::Column::DeprecatedSince,
            concept::Column::Until,
            concept::Column::Level,
            concept::Column::LevelScale,
        ])
        .to_owned();
    upsert_all::<concept::Entity>(tx, differences.altered, alter).await?;
    // A version that is added to may alter a concept again: before it, it stood as its first files found it.
    let found_first = OnConflict::columns([concept_past::Column::ConceptId, concept_past::Column::Before])
        .do_nothing()
        .to_owned();
    upsert_all::<concept_past::Entity>(tx, differences.past, found_first).await?;
    // What goes goes first: of relations, one of a kind may stand between two concepts at a time.
    end::<concept_label::Entity>(
        tx,
        concept_label::Column::Id,
        concept_label::Column::Until,
        differences.ended_labels,
        number,
    )
    .await?;
    end::<concept_text::Entity>(
        tx,
        concept_text::Column::Id,
        concept_text::Column::Until,
        differences.ended_texts,
        number,
    )
    .await?;
    end::<concept_relation::Entity>(
        tx,
        concept_relation::Column::Id,
        concept_relation::Column::Until,
        differences.ended_relations,
        number,
    )
    .await?;
    insert_all::<concept_label::Entity>(tx, differences.labels).await?;
    insert_all::<concept_text::Entity>(tx, differences.texts).await?;
    insert_all::<concept_relation::Entity>(tx, differences.relations).await?;
    tell_changes(tx, of, number).await
}

/// A version that is there already is added to: its languages, and what was not said of it.
fn anew() -> OnConflict {
    OnConflict::column(vocabulary_version::Column::Id)
        .update_columns([
            vocabulary_version::Column::Languages,
            vocabulary_version::Column::Told,
            vocabulary_version::Column::Name,
            vocabulary_version::Column::Publisher,
            vocabulary_version::Column::Licence,
            vocabulary_version::Column::Attribution,
            vocabulary_version::Column::Url,
        ])
        .to_owned()
}

/// Marks rows as no longer there from this version on.
async fn end<E: EntityTrait>(
    tx: &Tx,
    id: E::Column,
    until: E::Column,
    ids: Vec<Uuid>,
    number: i32,
) -> Result<(), StoreError> {
    for batch in ids.chunks(LIST) {
        E::update_many()
            .col_expr(until, Expr::value(number))
            .filter(id.is_in(batch.iter().copied()))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}
