//! The rows that vocabularies are made of: those of the newest versions, or those that one version of one held.

use super::concept::{Label, Languages, Relation, relation};
use super::past::Past;
use crate::store::vocabularies::there;
use crate::store::{Db, StoreError};
use entity::{concept, concept_label, concept_past, concept_relation};
use futures::TryStreamExt;
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows of concepts, and of what belongs to them.
pub(super) struct Parts {
    pub(super) concepts: Vec<concept::Model>,
    pub(super) past: Past,
    pub(super) labels: HashMap<Uuid, Vec<Named>>,
    pub(super) relations: Vec<(Uuid, Relation)>,
}

/// A label, and what it is found by.
pub(super) struct Named {
    pub(super) label: Label,
    pub(super) normalised: String,
}

impl Parts {
    /// Reads them; four statements. Of the newest versions, concepts that are gone come too, for claims name them. Rows
    /// are taken one by one: a whole vocabulary of them weighs several times what is kept.
    pub(super) async fn read(db: &Db, pinned: Option<(Uuid, i32)>) -> Result<Self, StoreError> {
        let (vocabulary, number) = (pinned.map(|(of, _)| of), pinned.map(|(_, number)| number));
        let mut concepts = concept::Entity::find();
        if let Some(vocabulary) = vocabulary {
            concepts = concepts.filter(concept::Column::VocabularyId.eq(vocabulary));
        }
        let past = of(
            concept_past::Entity::find(),
            vocabulary,
            concept_past::Relation::Concept,
        );
        let labels = concept_label::Entity::find()
            .filter(there(
                concept_label::Column::Since,
                concept_label::Column::Until,
                number,
            ))
            .order_by_asc(concept_label::Column::Id);
        let labels = of(labels, vocabulary, concept_label::Relation::Concept);
        let relations = concept_relation::Entity::find().filter(there(
            concept_relation::Column::Since,
            concept_relation::Column::Until,
            number,
        ));
        let relations = of(relations, vocabulary, concept_relation::Relation::From);

        let mut by_concept: HashMap<Uuid, Vec<Named>> = HashMap::new();
        let mut languages = Languages::default();
        let mut rows = labels.stream(db.conn()).await?;
        while let Some(mut row) = rows.try_next().await? {
            let normalised = std::mem::take(&mut row.normalised);
            let of_concept = by_concept.entry(row.concept_id).or_default();
            let label = languages.label(row);
            of_concept.push(Named { label, normalised });
        }
        drop(rows);
        let (concepts, past) = (concepts.all(db.conn()).await?, Past::of(past.all(db.conn()).await?));
        let concepts = match number {
            None => concepts,
            Some(number) => concepts.into_iter().filter_map(|row| past.stood(row, number)).collect(),
        };
        Ok(Parts {
            concepts,
            past,
            labels: by_concept,
            relations: relations_of(relations, db).await?,
        })
    }
}

async fn relations_of(
    relations: Select<concept_relation::Entity>,
    db: &Db,
) -> Result<Vec<(Uuid, Relation)>, StoreError> {
    let mut all = Vec::new();
    let mut rows = relations.stream(db.conn()).await?;
    while let Some(row) = rows.try_next().await? {
        all.extend(relation(&row).map(|relation| (row.from_id, relation)));
    }
    Ok(all)
}

/// Rows that belong to concepts of one vocabulary.
fn of<E: EntityTrait>(rows: Select<E>, vocabulary: Option<Uuid>, concept: impl RelationTrait) -> Select<E> {
    match vocabulary {
        None => rows,
        Some(vocabulary) => rows
            .join(JoinType::InnerJoin, concept.def())
            .filter(concept::Column::VocabularyId.eq(vocabulary)),
    }
}
