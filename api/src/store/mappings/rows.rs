//! The rows: found by set, by id or all that stand; added, and superseded.

use crate::store::batch::{LIST, insert_all};
use crate::store::{StoreError, Tx};
use chrono::{DateTime, Utc};
use entity::mapping::{Column, Entity, Model};
use entity::{concept, vocabulary};
use sea_orm::sea_query::{Condition, Expr, LockType, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Rows of mappings.
pub type Rows = Vec<Model>;

/// Waits for whoever else imports mappings or loads a vocabulary, so that no two compare with the same past.
pub async fn begin_turn(tx: &Tx) -> Result<(), StoreError> {
    let all = vocabulary::Entity::find().order_by_asc(vocabulary::Column::Id);
    all.lock(LockType::Update).all(tx.conn()).await?;
    Ok(())
}

/// Every statement that a set ever made, the earliest first.
pub async fn of_set<C: ConnectionTrait>(conn: &C, set: &str) -> Result<Rows, StoreError> {
    let of_it = Entity::find()
        .filter(Column::MappingSet.eq(set))
        .order_by_asc(Column::Id);
    Ok(of_it.all(conn).await?)
}

/// Every statement that these sets ever made.
pub async fn of_sets<C: ConnectionTrait>(conn: &C, sets: &[String]) -> Result<Rows, StoreError> {
    let mut rows = Vec::new();
    for batch in sets.chunks(LIST) {
        let of_them = Entity::find().filter(Column::MappingSet.is_in(batch));
        rows.extend(of_them.all(conn).await?);
    }
    Ok(rows)
}

/// Every statement that is of no set: what was decided here.
pub async fn of_no_set<C: ConnectionTrait>(conn: &C) -> Result<Rows, StoreError> {
    let decided = Entity::find().filter(Column::MappingSet.is_null());
    Ok(decided.all(conn).await?)
}

/// What stands of a few sets.
pub async fn standing_of_sets<C: ConnectionTrait>(conn: &C, sets: &[&str]) -> Result<Rows, StoreError> {
    let of_it = Entity::find()
        .filter(Column::MappingSet.is_in(sets.iter().copied()))
        .filter(Column::SupersededAt.is_null());
    Ok(of_it.all(conn).await?)
}

/// Which of the statements that stand.
#[derive(Debug, Clone, Default)]
pub struct Which {
    /// The vocabulary that they lead from; any where none is named.
    pub from: Option<Uuid>,
    /// The vocabulary that they lead to.
    pub to: Option<Uuid>,
    /// Where they stand, in the words of the table; anywhere where none is named.
    pub standings: Vec<&'static str>,
}

impl Which {
    fn condition(&self) -> Condition {
        let of = |vocabulary: Uuid| {
            Query::select()
                .column(concept::Column::Id)
                .from(concept::Entity)
                .and_where(concept::Column::VocabularyId.eq(vocabulary))
                .to_owned()
        };
        let leads_to = |to: Uuid| {
            Condition::any()
                .add(Column::ObjectConceptId.in_subquery(of(to)))
                .add(Column::ObjectVocabularyId.eq(to))
        };
        let standings = (!self.standings.is_empty()).then(|| Column::Standing.is_in(self.standings.iter().copied()));
        Condition::all()
            .add(Column::SupersededAt.is_null())
            .add_option(self.from.map(|from| Column::SubjectConceptId.in_subquery(of(from))))
            .add_option(self.to.map(leads_to))
            .add_option(standings)
    }
}

/// The statements that stand, the earliest first.
pub async fn standing<C: ConnectionTrait>(conn: &C, which: &Which) -> Result<Rows, StoreError> {
    let rows = Entity::find().filter(which.condition()).order_by_asc(Column::Id);
    Ok(rows.all(conn).await?)
}

/// So many of them after one, the earliest first.
pub async fn page<C: ConnectionTrait>(
    conn: &C,
    which: &Which,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Rows, StoreError> {
    let rows = Entity::find()
        .filter(which.condition().add_option(after.map(|after| Column::Id.gt(after))))
        .order_by_asc(Column::Id)
        .limit(limit);
    Ok(rows.all(conn).await?)
}

/// One statement.
pub async fn by_id(tx: &Tx, id: Uuid) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find_by_id(id).one(tx.conn()).await?)
}

/// Adds statements.
pub async fn add(tx: &Tx, rows: Rows) -> Result<(), StoreError> {
    insert_all::<Entity>(tx, rows).await
}

/// Ends statements that stand; how many did.
pub async fn supersede(tx: &Tx, ids: &[Uuid], at: DateTime<Utc>) -> Result<u64, StoreError> {
    let mut ended = 0;
    for batch in ids.chunks(LIST) {
        let done = Entity::update_many()
            .col_expr(Column::SupersededAt, Expr::value(at))
            .filter(Column::Id.is_in(batch.iter().copied()))
            .filter(Column::SupersededAt.is_null())
            .exec(tx.conn())
            .await?;
        ended += done.rows_affected;
    }
    Ok(ended)
}
