//! What is kept for a time only: which rows that is past, how many they are, and how they go.

use super::batch::LIST;
use super::events::Change;
use super::{Db, StoreError, Tx};
use chrono::{DateTime, Utc};
use entity::{
    connection, consent, consent_request, disclosed_document, disclosed_request, disclosure, reject, subject,
};
use passport::consent::Connection;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Since when each kind of row is past its time; none keeps it for good.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cutoffs {
    /// Of rejects, by when they were recorded.
    pub rejects: Option<DateTime<Utc>>,
    /// Of requests for consent that nobody answered, by until when they could be.
    pub requests: Option<DateTime<Utc>>,
    /// Of what no holder let its source write, by when the source first sent something about them.
    pub unclaimed: Option<DateTime<Utc>>,
    /// Of questions that disclosures keep, by when they were asked last.
    pub questions: Option<DateTime<Utc>>,
}

/// How many rows of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Past {
    /// Rejects.
    pub rejects: u64,
    /// Requests for consent that nobody answered.
    pub requests: u64,
    /// People, each as one source knows them, who never let it write; with all that it sent about them.
    pub unclaimed: u64,
    /// Questions of disclosures.
    pub questions: u64,
}

/// How many rows are past their time.
pub async fn count(db: &Db, cutoffs: Cutoffs) -> Result<Past, StoreError> {
    let mut past = Past::default();
    if let Some(cutoff) = cutoffs.rejects {
        past.rejects = reject::Entity::find()
            .filter(old_rejects(cutoff))
            .count(db.conn())
            .await?;
    }
    if let Some(cutoff) = cutoffs.requests {
        let old = consent_request::Entity::find().filter(old_requests(cutoff));
        past.requests = old.count(db.conn()).await?;
    }
    if let Some(cutoff) = cutoffs.unclaimed {
        past.unclaimed = subject::Entity::find()
            .filter(unclaimed(cutoff))
            .count(db.conn())
            .await?;
    }
    if let Some(cutoff) = cutoffs.questions {
        let old = disclosed_request::Entity::find().filter(old_questions(cutoff));
        past.questions = old.count(db.conn()).await?;
    }
    Ok(past)
}

/// Lets go of what is past its time. Gives how much, and whose passports lost something.
pub async fn let_go(tx: &Tx, cutoffs: Cutoffs) -> Result<(Past, BTreeSet<Uuid>), StoreError> {
    let (mut past, mut people) = (Past::default(), BTreeSet::new());
    if let Some(cutoff) = cutoffs.rejects {
        let old = reject::Entity::delete_many().filter(old_rejects(cutoff));
        past.rejects = old.exec(tx.conn()).await?.rows_affected;
    }
    if let Some(cutoff) = cutoffs.requests {
        let old = consent_request::Entity::delete_many().filter(old_requests(cutoff));
        past.requests = old.exec(tx.conn()).await?.rows_affected;
    }
    if let Some(cutoff) = cutoffs.unclaimed {
        (past.unclaimed, people) = drop_unclaimed(tx, cutoff).await?;
    }
    if let Some(cutoff) = cutoffs.questions {
        past.questions = forget_questions(tx, cutoff).await?;
    }
    Ok((past, people))
}

fn old_rejects(cutoff: DateTime<Utc>) -> Condition {
    Condition::all().add(reject::Column::RecordedAt.lt(cutoff))
}

/// An answered request stays with the consent that answers it.
fn old_requests(cutoff: DateTime<Utc>) -> Condition {
    let answered = Query::select()
        .column(consent::Column::ConsentId)
        .from(consent::Entity)
        .take();
    Condition::all()
        .add(consent_request::Column::OpenUntil.lt(cutoff))
        .add(consent_request::Column::Id.not_in_subquery(answered))
}

/// Subjects whose source was never let write by whom it knows so. What a holder let be written once is theirs to keep, also
/// when the connection ended; a source that is let write by one subject may by all.
fn unclaimed(cutoff: DateTime<Utc>) -> Condition {
    use connection::Column::{State, SubjectId};
    use subject::Column::{Id, PersonId, SourceId};
    let same = Alias::new("same");
    let equal = |column: subject::Column| Expr::col((same.clone(), column)).equals((subject::Entity, column));
    let let_write = Query::select()
        .expr(Expr::val(1))
        .from(connection::Entity)
        .join_as(
            JoinType::InnerJoin,
            subject::Entity,
            same.clone(),
            Expr::col((connection::Entity, SubjectId)).equals((same.clone(), Id)),
        )
        .and_where(equal(PersonId))
        .and_where(equal(SourceId))
        .and_where(State.is_in([Connection::Accepted, Connection::Ended].map(Connection::as_str)))
        .take();
    Condition::all()
        .add(subject::Column::CreatedAt.lt(cutoff))
        .add(Expr::exists(let_write).not())
}

/// Lets go of subjects with all that was sent about them. Gives how many, and whose they were.
async fn drop_unclaimed(tx: &Tx, cutoff: DateTime<Utc>) -> Result<(u64, BTreeSet<Uuid>), StoreError> {
    let old: Vec<(Uuid, Uuid)> = subject::Entity::find()
        .select_only()
        .columns([subject::Column::Id, subject::Column::PersonId])
        .filter(unclaimed(cutoff))
        .into_tuple()
        .all(tx.conn())
        .await?;
    for batch in old.chunks(LIST) {
        let ids = batch.iter().map(|(subject, _)| *subject);
        let gone = subject::Entity::delete_many().filter(subject::Column::Id.is_in(ids));
        gone.exec(tx.conn()).await?;
    }
    let people: BTreeSet<Uuid> = old.iter().map(|(_, person)| *person).collect();
    for person in &people {
        tx.announce(Change::Passport { person: *person });
    }
    Ok((old.len() as u64, people))
}

/// Questions that are still kept, and were last asked before. One that is asked again and again stays.
fn old_questions(cutoff: DateTime<Utc>) -> Condition {
    let since = Query::select()
        .column(disclosure::Column::RequestHash)
        .from(disclosure::Entity)
        .and_where(disclosure::Column::RequestHash.is_not_null())
        .and_where(disclosure::Column::OccurredAt.gte(cutoff))
        .take();
    Condition::all()
        .add(disclosed_request::Column::QuestionSealed.is_not_null())
        .add(disclosed_request::Column::RecordedAt.lt(cutoff))
        .add(disclosed_request::Column::Hash.not_in_subquery(since))
}

/// Empties questions, and documents of which no question is left: an empty row says that it was let go, where a missing
/// one would say that somebody took it out.
async fn forget_questions(tx: &Tx, cutoff: DateTime<Utc>) -> Result<u64, StoreError> {
    let nothing = || Expr::value(Option::<Vec<u8>>::None);
    let emptied = disclosed_request::Entity::update_many()
        .col_expr(disclosed_request::Column::QuestionSealed, nothing())
        .filter(old_questions(cutoff))
        .exec(tx.conn())
        .await?;
    disclosed_document::Entity::update_many()
        .col_expr(disclosed_document::Column::DocumentSealed, nothing())
        .filter(disclosed_document::Column::DocumentSealed.is_not_null())
        .filter(disclosed_document::Column::RecordedAt.lt(cutoff))
        .filter(disclosed_document::Column::Hash.not_in_subquery(documents_in_use()))
        .exec(tx.conn())
        .await?;
    Ok(emptied.rows_affected)
}

fn documents_in_use() -> SelectStatement {
    Query::select()
        .column(disclosed_request::Column::DocumentHash)
        .from(disclosed_request::Entity)
        .and_where(disclosed_request::Column::QuestionSealed.is_not_null())
        .take()
}
