//! How many of some rows a view shows, or a scope names: by the conditions that reads of whole sections take.

use super::reference::Reference;
use super::scope::{named, shown};
use super::sections::{self, SectionTable};
use super::{Db, StoreError};
use crate::view::View;
use passport::consent::{Filters, Section};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, Iterable, PaginatorTrait, QueryFilter};
use uuid::Uuid;

/// Rows of one section, by their ids.
#[derive(Debug, Clone, Copy)]
pub struct SomeRows<'a> {
    /// The section.
    pub section: Section,
    /// The rows.
    pub ids: &'a [Uuid],
}

/// How many of these rows a view shows; where filters are given, how many of them the filters name, whoever may see them.
pub async fn count(
    db: &Db,
    rows: SomeRows<'_>,
    view: &View,
    filters: Option<&Filters>,
    reference: &Reference,
) -> Result<usize, StoreError> {
    let how = (view, filters, reference);
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

async fn count_in<S: SectionTable>(
    db: &Db,
    ids: &[Uuid],
    (view, filters, reference): (&View, Option<&Filters>, &Reference),
) -> Result<usize, StoreError>
where
    <S::Table as EntityTrait>::Column: Iterable,
    <S::Table as EntityTrait>::Model: Send + Sync,
{
    let columns = S::scoped();
    let condition: Option<Condition> = match filters {
        Some(filters) => Some(named(&columns, view.person(), filters, view.past(), reference)),
        None => shown(&columns, &[view], reference),
    };
    // A section's first column is its id.
    let (Some(condition), Some(id)) = (condition, S::columns().into_iter().next()) else {
        return Ok(0);
    };
    let select = S::Table::find().filter(condition).filter(id.is_in(ids.to_vec()));
    Ok(usize::try_from(select.count(db.conn()).await?).unwrap_or(usize::MAX))
}
