//! What people are called: by each of their subjects, and as the rules derive it from them.

use super::batch::{LIST, upsert_all};
use super::{StoreError, Tx};
use entity::{person, source, subject};
use passport::identity::{Called, Names};
use sea_orm::sea_query::{Condition, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};
use uuid::Uuid;

/// The kind of source that speaks for holders themselves.
const HOLDERS: &str = "self";

/// What the subjects of these people are called, with whose they are; the earliest made first.
pub async fn called(tx: &Tx, persons: &[Uuid]) -> Result<Vec<(Uuid, Called)>, StoreError> {
    let mut found = Vec::new();
    for batch in persons.chunks(LIST) {
        found.extend(called_by(tx.conn(), batch, Condition::all()).await?);
    }
    Ok(found)
}

/// The same, of those subjects alone that a condition names.
pub(super) async fn called_by<C: ConnectionTrait>(
    conn: &C,
    persons: &[Uuid],
    which: Condition,
) -> Result<Vec<(Uuid, Called)>, StoreError> {
    use subject::Column::{CreatedAt, DisplayName, FamilyName, GivenName, Id, Language, PersonId};
    let rows = subject::Entity::find()
        .select_only()
        .columns([PersonId, DisplayName, GivenName, FamilyName, Language])
        .column(source::Column::Kind)
        .join(JoinType::InnerJoin, subject::Relation::Source.def())
        .filter(PersonId.is_in(persons.iter().copied()))
        .filter(which)
        .order_by_asc(CreatedAt)
        .order_by_asc(Id);
    let rows = rows.into_model::<CalledRow>().all(conn).await?;
    Ok(rows.into_iter().map(CalledRow::called).collect())
}

/// What one subject is called, and by what kind of source.
#[derive(FromQueryResult)]
struct CalledRow {
    person_id: Uuid,
    display_name: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
    language: Option<String>,
    kind: String,
}

impl CalledRow {
    fn called(self) -> (Uuid, Called) {
        let called = Called {
            by_holder: self.kind == HOLDERS,
            names: Names {
                display: self.display_name,
                given: self.given_name,
                family: self.family_name,
                language: self.language,
            },
        };
        (self.person_id, called)
    }
}

/// The names that a subject keeps.
pub fn of_subject(row: &subject::Model) -> Names {
    Names {
        display: row.display_name.clone(),
        given: row.given_name.clone(),
        family: row.family_name.clone(),
        language: row.language.clone(),
    }
}

/// Gives a subject these names.
pub fn name_subject(row: &mut subject::Model, names: Names) {
    row.display_name = names.display;
    row.given_name = names.given;
    row.family_name = names.family;
    row.language = names.language;
}

/// The names that a person has.
pub fn of_person(row: &person::Model) -> Names {
    Names {
        display: row.display_name.clone(),
        given: row.given_name.clone(),
        family: row.family_name.clone(),
        language: row.language.clone(),
    }
}

/// Gives a person these names.
pub fn name_person(row: &mut person::Model, names: Names) {
    row.display_name = names.display;
    row.given_name = names.given;
    row.family_name = names.family;
    row.language = names.language;
}

/// Writes what these people, who are there, are called.
pub async fn save(tx: &Tx, rows: Vec<person::Model>) -> Result<(), StoreError> {
    use person::Column::{DisplayName, FamilyName, GivenName, Id, Language};
    let rename = OnConflict::column(Id)
        .update_columns([DisplayName, GivenName, FamilyName, Language])
        .to_owned();
    upsert_all::<person::Entity>(tx, rows, rename).await
}
