//! What changed since a moment that no column of a passport's rows remembers: why what was shown then may not be shown
//! the same way again.

use super::names::of_subject;
use super::{Db, StoreError};
use chrono::{DateTime, Utc};
use entity::{import_run, mapping, organization, person, person_link, source, subject, vocabulary};
use passport::identity::{LinkState, Names};
use sea_orm::sea_query::{Condition, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

/// What changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Since {
    /// The passport was erased.
    pub erased: bool,
    /// Records were linked to this passport, or unlinked from it.
    pub linked: bool,
    /// A delivery was being taken in at that very moment.
    pub importing: bool,
    /// A source calls the holder by another name, or one came that names them.
    pub names: bool,
    /// Vocabularies were added.
    pub vocabularies: bool,
    /// Mappings between concepts were added or replaced.
    pub mappings: bool,
    /// Organizations or sources were added.
    pub parties: bool,
}

/// What changed since a moment, for this passport.
pub async fn since(db: &Db, person: Uuid, moment: DateTime<Utc>) -> Result<Since, StoreError> {
    let found = person::Entity::find_by_id(person).one(db.conn()).await?;
    Ok(Since {
        erased: found.is_none_or(|person| person.erased_at.is_some()),
        linked: linked(db, person, moment).await?,
        importing: importing(db, moment).await?,
        names: names(db, person, moment).await?,
        vocabularies: any(db, vocabulary::Entity::find(), vocabulary::Column::CreatedAt.gt(moment)).await?,
        mappings: any(
            db,
            mapping::Entity::find(),
            mapping::Column::RecordedAt
                .gt(moment)
                .or(mapping::Column::SupersededAt.gt(moment)),
        )
        .await?,
        parties: any(
            db,
            organization::Entity::find(),
            organization::Column::CreatedAt.gt(moment),
        )
        .await?
            || any(db, source::Entity::find(), source::Column::CreatedAt.gt(moment)).await?,
    })
}

async fn linked(db: &Db, person: Uuid, moment: DateTime<Utc>) -> Result<bool, StoreError> {
    use person_link::Column::{DecidedAt, PersonId, PreviousPersonId, State};
    let moved = [LinkState::Active, LinkState::Superseded, LinkState::Unlinked].map(LinkState::as_str);
    let whose = Condition::any()
        .add(PersonId.eq(person))
        .add(PreviousPersonId.eq(person));
    let select = person_link::Entity::find().filter(whose).filter(State.is_in(moved));
    Ok(select.filter(DecidedAt.gt(moment)).count(db.conn()).await? > 0)
}

async fn importing(db: &Db, moment: DateTime<Utc>) -> Result<bool, StoreError> {
    use import_run::Column::{FinishedAt, StartedAt};
    let running = Condition::all()
        .add(StartedAt.lte(moment))
        .add(Condition::any().add(FinishedAt.is_null()).add(FinishedAt.gte(moment)));
    Ok(import_run::Entity::find().filter(running).count(db.conn()).await? > 0)
}

async fn names(db: &Db, person: Uuid, moment: DateTime<Utc>) -> Result<bool, StoreError> {
    let of_person = subject::Entity::find().filter(subject::Column::PersonId.eq(person));
    let subjects = of_person.all(db.conn()).await?;
    let named = |row: &subject::Model| of_subject(row) != Names::default();
    Ok(subjects
        .iter()
        .any(|row| row.named_at.is_some_and(|at| at > moment) || (row.created_at > moment && named(row))))
}

async fn any<E: EntityTrait>(
    db: &Db,
    select: sea_orm::Select<E>,
    only: sea_orm::sea_query::SimpleExpr,
) -> Result<bool, StoreError>
where
    E::Model: Send + Sync,
{
    Ok(select.filter(only).count(db.conn()).await? > 0)
}
