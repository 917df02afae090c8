//! What leaves with a holder: every row that is theirs, read for them or deleted.
//!
//! People who were linked into one person leave together: their rows moved, their own rows and chains did not.

use super::{Db, StoreError, Tx, terms};
use crate::caller::HolderPass;
use chrono::{DateTime, Utc};
use entity::{
    claim, connection, consent, consent_receipt, consent_use, credential, delegation, disclosed_document,
    disclosed_request, disclosure, endorsement, evidence, experience, goal, learning, person, person_identifier,
    person_link, programme_participation, skill_state, source_record, subject,
};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::Value;
use uuid::Uuid;

/// The rows of one table, each with all its columns.
pub type TableRows = (&'static str, Vec<Value>);

/// Everybody who is this holder: the one who stands for them, and those linked into that one.
pub async fn people_of(db: &Db, pass: HolderPass) -> Result<Vec<Uuid>, StoreError> {
    let mut all = vec![pass.person()];
    let mut next = all.clone();
    while !next.is_empty() {
        let merged = person::Entity::find().select_only().column(person::Column::Id);
        let merged = merged.filter(person::Column::MergedInto.is_in(next));
        next = merged.into_tuple().all(db.conn()).await?;
        next.retain(|id| !all.contains(id));
        all.extend(&next);
    }
    Ok(all)
}

/// Everything that the hub holds about these people, current and past, in tables.
pub async fn everything_of(db: &Db, people: &[Uuid]) -> Result<Vec<TableRows>, StoreError> {
    let mut tables = Vec::new();
    macro_rules! of_people {
        ($($name:literal => $entity:ident by $column:ident,)*) => {$(
            let rows = $entity::Entity::find().filter($entity::Column::$column.is_in(people.to_vec()));
            tables.push(($name, rows.into_json().all(db.conn()).await?));
        )*};
    }
    of_people! {
        "person" => person by Id,
        "identifiers" => person_identifier by PersonId,
        "subjects" => subject by PersonId,
        "links" => person_link by PersonId,
        "claims" => claim by PersonId,
        "evidence" => evidence by PersonId,
        "credentials" => credential by PersonId,
        "experiences" => experience by PersonId,
        "learning" => learning by PersonId,
        "programmes" => programme_participation by PersonId,
        "goals" => goal by PersonId,
        "endorsements" => endorsement by PersonId,
        "skillStates" => skill_state by PersonId,
        "delegations" => delegation by PersonId,
        "consents" => consent by PersonId,
        "receipts" => consent_receipt by PersonId,
        "disclosures" => disclosure by PersonId,
    }
    let connections = connection::Entity::find().filter(connection::Column::SubjectId.in_subquery(subjects_of(people)));
    tables.push(("connections", connections.into_json().all(db.conn()).await?));
    let records = source_record::Entity::find().filter(records_of(people));
    tables.push(("records", records.into_json().all(db.conn()).await?));
    let uses = consent_use::Entity::find().filter(consent_use::Column::ConsentId.in_subquery(consents_of(people)));
    tables.push(("consentUses", uses.into_json().all(db.conn()).await?));
    Ok(tables)
}

fn consents_of(people: &[Uuid]) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(consent::Column::ConsentId)
        .from(consent::Entity)
        .and_where(consent::Column::PersonId.is_in(people.to_vec()))
        .take()
}

/// Records about these people: of their subjects, and the entries that they made themselves, whose keys begin with theirs.
fn records_of(people: &[Uuid]) -> sea_orm::Condition {
    people.iter().fold(
        sea_orm::Condition::any().add(source_record::Column::SubjectId.in_subquery(subjects_of(people))),
        |any, person| any.add(own_entries(*person)),
    )
}

fn subjects_of(people: &[Uuid]) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(subject::Column::Id)
        .from(subject::Entity)
        .and_where(subject::Column::PersonId.is_in(people.to_vec()))
        .take()
}

fn own_entries(person: Uuid) -> sea_orm::Condition {
    sea_orm::Condition::all()
        .add(source_record::Column::SubjectId.is_null())
        .add(source_record::Column::Key.starts_with(format!("{person}/")))
}

/// The newest versions of these people's consents that are not at an end.
pub async fn open_consents(tx: &Tx, people: &[Uuid]) -> Result<Vec<consent::Model>, StoreError> {
    let open = consent::Entity::find()
        .filter(consent::Column::PersonId.is_in(people.to_vec()))
        .filter(consent::Column::SupersededAt.is_null())
        .filter(consent::Column::State.is_not_in(["withdrawn", "refused"]));
    Ok(open.all(tx.conn()).await?)
}

/// Forgets what partners asked about these people: variables may name them, and documents too. A document that others were
/// asked about as well stays, so that what they were shown can still be reproduced.
async fn forget_questions(tx: &Tx, people: &[Uuid]) -> Result<(), StoreError> {
    let of = |people: Vec<Uuid>, theirs: bool| {
        let person = disclosure::Column::PersonId;
        Query::select()
            .column(disclosure::Column::RequestHash)
            .from(disclosure::Entity)
            .and_where(disclosure::Column::RequestHash.is_not_null())
            .and_where(if theirs {
                person.is_in(people)
            } else {
                person.is_not_in(people)
            })
            .take()
    };
    let documents_of = |requests| {
        Query::select()
            .column(disclosed_request::Column::DocumentHash)
            .from(disclosed_request::Entity)
            .and_where(disclosed_request::Column::Hash.in_subquery(requests))
            .take()
    };
    disclosed_document::Entity::update_many()
        .col_expr(
            disclosed_document::Column::DocumentSealed,
            Expr::value(Option::<Vec<u8>>::None),
        )
        .filter(disclosed_document::Column::Hash.in_subquery(documents_of(of(people.to_vec(), true))))
        .filter(disclosed_document::Column::Hash.not_in_subquery(documents_of(of(people.to_vec(), false))))
        .exec(tx.conn())
        .await?;
    disclosed_request::Entity::update_many()
        .col_expr(
            disclosed_request::Column::QuestionSealed,
            Expr::value(Option::<Vec<u8>>::None),
        )
        .filter(disclosed_request::Column::Hash.in_subquery(of(people.to_vec(), true)))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Deletes everything about these people but the proof that consents and disclosures happened, which says nothing about
/// them. Of each remains an empty row that says when it was erased. Gives how many records went.
pub async fn erase(tx: &Tx, people: &[Uuid], at: DateTime<Utc>) -> Result<u64, StoreError> {
    let terms = terms::of_people(tx, people).await?;
    let records = source_record::Entity::delete_many()
        .filter(records_of(people))
        .exec(tx.conn())
        .await?;
    // What belongs to a person goes with the person's row.
    person::Entity::delete_many()
        .filter(person::Column::Id.is_in(people.to_vec()))
        .exec(tx.conn())
        .await?;
    terms::forget_unused(tx, &terms).await?;
    let traces = people.iter().map(|id| person::ActiveModel {
        id: Set(*id),
        display_name: Set(None),
        given_name: Set(None),
        family_name: Set(None),
        language: Set(None),
        age_band: Set(None),
        merged_into: Set(None),
        created_at: Set(at),
        erased_at: Set(Some(at)),
    });
    person::Entity::insert_many(traces)
        .exec_without_returning(tx.conn())
        .await?;
    forget_questions(tx, people).await?;
    // The holder's own words.
    consent::Entity::update_many()
        .col_expr(consent::Column::Reason, Expr::value(Option::<String>::None))
        .filter(consent::Column::PersonId.is_in(people.to_vec()))
        .exec(tx.conn())
        .await?;
    Ok(records.rows_affected)
}
