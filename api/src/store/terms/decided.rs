//! The terms that somebody decided on, with how many people have what they name.

use super::queue::decisions;
use crate::caller::Whose;
use crate::store::batch::LIST;
use crate::store::scope::sent_by;
use crate::store::{Db, StoreError};
use entity::{claim, term, term_decision};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use std::collections::HashMap;
use uuid::Uuid;

/// A term, and the decision that holds.
#[derive(Debug, Clone)]
pub struct DecidedTerm {
    /// The term.
    pub term: term::Model,
    /// What was decided.
    pub decision: term_decision::Model,
    /// How many people have claims that hang on it and hold now.
    pub people: u64,
}

/// Those of a source or of all, the oldest term first; two statements for up to 5,000.
pub async fn decided(db: &Db, whose: Whose, source: Option<Uuid>) -> Result<Vec<DecidedTerm>, StoreError> {
    let people = SimpleExpr::SubQuery(None, Box::new(people_of_term().into()));
    let all = term::Entity::find()
        .expr_as(people, "people")
        .filter(Condition::all().add_option(sent_by(&term::Column::SourceId, whose.among())))
        .filter(Condition::all().add_option(source.map(|source| term::Column::SourceId.eq(source))))
        .filter(term::Column::Id.in_subquery(with_decision()))
        .order_by_asc(term::Column::Id);
    let rows = db.conn().query_all(all.as_query()).await?;
    let read = |row| Ok((term::Model::from_query_result(row, "")?, row.try_get("", "people")?));
    let terms: Vec<(term::Model, i64)> = rows.iter().map(read).collect::<Result<_, StoreError>>()?;
    let ids: Vec<Uuid> = terms.iter().map(|(term, _)| term.id).collect();
    let mut held = HashMap::new();
    for ids in ids.chunks(LIST) {
        held.extend(decisions(db.conn(), ids).await?);
    }
    let with = |(term, people): (term::Model, i64)| {
        let decision = held.remove(&term.id)?;
        let people = u64::try_from(people).unwrap_or_default();
        Some(DecidedTerm { term, decision, people })
    };
    Ok(terms.into_iter().filter_map(with).collect())
}

fn with_decision() -> SelectStatement {
    Query::select()
        .column(term_decision::Column::TermId)
        .from(term_decision::Entity)
        .and_where(Expr::col(term_decision::Column::SupersededAt).is_null())
        .to_owned()
}

fn people_of_term() -> SelectStatement {
    Query::select()
        .expr(Expr::col((claim::Entity, claim::Column::PersonId)).count_distinct())
        .from(claim::Entity)
        .and_where(Expr::col((claim::Entity, claim::Column::SupersededAt)).is_null())
        .and_where(Expr::col((claim::Entity, claim::Column::TermId)).equals((term::Entity, term::Column::Id)))
        .to_owned()
}
