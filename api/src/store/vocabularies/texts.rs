//! What concepts are in words.

use crate::store::batch::LIST;
use crate::store::{Db, StoreError};
use entity::concept_text::{Column, Entity};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use uuid::Uuid;

/// What a concept is in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The language, BCP 47.
    pub language: String,
    /// `description`, `definition`, `scope_note`, `task` or `keywords`.
    pub kind: String,
    /// The words.
    pub text: String,
}

/// The texts of these concepts, in the newest version or in the one with this number.
pub async fn texts(db: &Db, concepts: &[Uuid], version: Option<i32>) -> Result<HashMap<Uuid, Vec<Text>>, StoreError> {
    let mut all: HashMap<Uuid, Vec<Text>> = HashMap::new();
    for concepts in concepts.chunks(LIST) {
        let there = Entity::find()
            .filter(Column::ConceptId.is_in(concepts.iter().copied()))
            .filter(there(Column::Since, Column::Until, version))
            .order_by_asc(Column::Id);
        for row in there.all(db.conn()).await? {
            all.entry(row.concept_id).or_default().push(Text {
                language: row.language,
                kind: row.kind,
                text: row.text,
            });
        }
    }
    Ok(all)
}

/// Rows that the newest version holds, or the one with this number.
pub fn there<C: ColumnTrait>(since: C, until: C, version: Option<i32>) -> Condition {
    match version {
        None => Condition::all().add(until.is_null()),
        Some(number) => Condition::all()
            .add(since.lte(number))
            .add(Condition::any().add(until.is_null()).add(until.gt(number))),
    }
}
