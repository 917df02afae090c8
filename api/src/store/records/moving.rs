//! Rows that change hands: when subjects are linked to people and unlinked from them.

use super::PERSON_OWNED;
use crate::store::batch::{name, set_each};
use crate::store::{StoreError, Tx};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use uuid::Uuid;

/// Everything of these subjects, past and present, goes to these people: rows, identifiers, and the subjects themselves.
pub async fn move_subjects(tx: &Tx, moves: &[(Uuid, Uuid)]) -> Result<(), StoreError> {
    let moves: Vec<(Uuid, Option<Uuid>)> = moves.iter().map(|(subject, to)| (*subject, Some(*to))).collect();
    for table in PERSON_OWNED.into_iter().chain(["person_identifier"]) {
        set_each(tx, table, "subject_id", "person_id", &moves, &[]).await?;
    }
    set_each(tx, "subject", "id", "person_id", &moves, &[]).await
}

/// Those of these people who hold something that no subject brought.
pub async fn holding_without_subject(tx: &Tx, persons: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
    let mut found = Vec::new();
    for table in PERSON_OWNED.into_iter().chain(["person_identifier"]) {
        let query = Query::select()
            .distinct()
            .column(name("person_id"))
            .from(name(table))
            .and_where(Expr::col(name("person_id")).is_in(persons.iter().copied()))
            .and_where(Expr::col(name("subject_id")).is_null())
            .to_owned();
        for row in tx.conn().query_all(&query).await? {
            found.push(row.try_get::<Uuid>("", "person_id")?);
        }
    }
    Ok(found)
}
