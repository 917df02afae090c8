//! How many of some rows a view shows, or a scope names: by the conditions that reads of whole sections take.

use super::connections;
use super::reference::Reference;
use super::scope::{answering, named, shown};
use super::sections::{self, SectionTable};
use super::{Db, StoreError};
use crate::view::View;
use chrono::{DateTime, Utc};
use passport::consent::{Filters, Question, Section};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, Iterable, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

/// Rows of one section, by their ids.
#[derive(Debug, Clone, Copy)]
pub struct SomeRows<'a> {
    /// The section.
    pub section: Section,
    /// The rows.
    pub ids: &'a [Uuid],
}

/// Which of some rows are counted.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// Those that the view shows.
    Shown,
    /// Those that the filters name, whoever may see them.
    Named(&'a Filters),
    /// Those of these sources, which the holder lets write.
    From(&'a [Uuid]),
}

/// How many of these rows of a view's passport.
pub async fn count(
    db: &Db,
    rows: SomeRows<'_>,
    view: &View,
    which: Which<'_>,
    reference: &Reference,
) -> Result<usize, StoreError> {
    let how = (view, which, reference);
    match rows.section {
        Section::Profile => Ok(0),
        Section::Skill => count_in::<sections::Claims>(db, rows.ids, how).await,
        Section::Credential => count_in::<sections::Credentials>(db, rows.ids, how).await,
        Section::Experience => count_in::<sections::Experiences>(db, rows.ids, how).await,
        Section::Learning => count_in::<sections::Learnings>(db, rows.ids, how).await,
        Section::Programme => count_in::<sections::Programmes>(db, rows.ids, how).await,
        Section::Goal => count_in::<sections::Goals>(db, rows.ids, how).await,
        Section::Evidence => count_in::<sections::Evidences>(db, rows.ids, how).await,
        Section::Endorsement => count_in::<sections::Endorsements>(db, rows.ids, how).await,
    }
}

/// Whether a passport has a row from these sources that answers a question with yes, now or at a moment of the past.
pub async fn any(
    db: &Db,
    (question, writers): (&Question, &[Uuid]),
    past: Option<DateTime<Utc>>,
    reference: &Reference,
) -> Result<bool, StoreError> {
    let how = ((question, writers), past, reference);
    match question.section() {
        Section::Profile => Ok(false),
        Section::Skill => any_in::<sections::Claims>(db, how).await,
        Section::Credential => any_in::<sections::Credentials>(db, how).await,
        Section::Experience => any_in::<sections::Experiences>(db, how).await,
        Section::Learning => any_in::<sections::Learnings>(db, how).await,
        Section::Programme => any_in::<sections::Programmes>(db, how).await,
        Section::Goal => any_in::<sections::Goals>(db, how).await,
        Section::Evidence => any_in::<sections::Evidences>(db, how).await,
        Section::Endorsement => any_in::<sections::Endorsements>(db, how).await,
    }
}

async fn any_in<S: SectionTable>(
    db: &Db,
    (question, past, reference): ((&Question, &[Uuid]), Option<DateTime<Utc>>, &Reference),
) -> Result<bool, StoreError>
where
    <S::Table as EntityTrait>::Column: Iterable,
{
    // A section's first column is its id.
    let Some(id) = S::columns().into_iter().next() else {
        return Ok(false);
    };
    let rows = S::Table::find().select_only().column(id);
    let rows = rows.filter(answering(&S::scoped(), question, past, reference)).limit(1);
    Ok(rows.into_tuple::<Uuid>().one(db.conn()).await?.is_some())
}

async fn count_in<S: SectionTable>(
    db: &Db,
    ids: &[Uuid],
    (view, which, reference): (&View, Which<'_>, &Reference),
) -> Result<usize, StoreError>
where
    <S::Table as EntityTrait>::Column: Iterable,
    <S::Table as EntityTrait>::Model: Send + Sync,
{
    let columns = S::scoped();
    let (person, past) = (view.person(), view.past());
    let condition: Option<Condition> = match which {
        Which::Shown => shown(&columns, &[view], reference),
        Which::Named(filters) => Some(named(&columns, person, filters, past, reference)),
        Which::From(writers) => Some(Condition::all().add(columns.person.eq(person)).add(connections::from(
            &columns.source,
            writers,
            reference,
        ))),
    };
    // A section's first column is its id.
    let (Some(condition), Some(id)) = (condition, S::columns().into_iter().next()) else {
        return Ok(0);
    };
    let select = S::Table::find().filter(condition).filter(id.is_in(ids.to_vec()));
    Ok(usize::try_from(select.count(db.conn()).await?).unwrap_or(usize::MAX))
}
