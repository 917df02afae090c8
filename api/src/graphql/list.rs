//! The lists of a passport: filtered and ordered after the view has cut them, so that neither tells of what is hidden.

use super::direct::Direct;
use super::errors::Code;
use super::ids::cursor_of;
use super::load::{SectionLoader, access, rows};
use super::page::{Page, Window};
use super::words::{CredentialStatus, Direction, ExperienceKind, LearningKind, LearningStatus};
use crate::store::sections::{
    CredentialRow, EndorsementRow, ExperienceRow, GoalRow, LearningRow, Owned, ProgrammeRow, SectionTable,
};
use crate::view::View;
use async_graphql::dataloader::DataLoader;
use async_graphql::{ContainerType, Context, Enum, InputObject, OutputType, Result};
use chrono::NaiveDate;
use passport::hole;
use passport::record as words;
use passport::skill::normalise;
use sea_orm::{EntityTrait, Iterable};
use std::cmp::Ordering;
use std::sync::Arc;
use uuid::Uuid;

/// In which order. Entries without a date come last, whichever way.
#[derive(InputObject, Clone, Copy)]
pub struct ListOrder {
    /// By what.
    field: ListOrderField,
    /// Which way.
    #[graphql(default_with = "Some(Direction::Desc)")]
    direction: Option<Direction>,
}

/// What the lists of a passport can be ordered by.
#[derive(Enum, Copy, Clone, Eq, PartialEq)]
pub enum ListOrderField {
    /// Its own date: when it was issued, when it began, when it is due.
    Date,
    /// Its title or name.
    Title,
    /// When the hub took it in.
    RecordedAt,
}

/// Which credentials. What is left out does not matter.
#[derive(InputObject, Default)]
pub struct CredentialFilter {
    /// Only these kinds, in the sources' words: Badge, Degree, License.
    kinds: Option<Vec<String>>,
    /// Only those that stand so.
    statuses: Option<Vec<CredentialStatus>>,
    /// Only what the source with this key sent.
    source: Option<String>,
    /// Only those whose name contains this text.
    search: Option<String>,
}

/// Which experiences. What is left out does not matter.
#[derive(InputObject, Default)]
pub struct ExperienceFilter {
    /// Only these kinds.
    kinds: Option<Vec<ExperienceKind>>,
    /// Only what the source with this key sent.
    source: Option<String>,
    /// Only those whose title contains this text.
    search: Option<String>,
}

/// Which learning. What is left out does not matter.
#[derive(InputObject, Default)]
pub struct LearningFilter {
    /// Only these kinds.
    kinds: Option<Vec<LearningKind>>,
    /// Only what stands so.
    statuses: Option<Vec<LearningStatus>>,
    /// Only what the source with this key sent.
    source: Option<String>,
    /// Only what has this text in its title.
    search: Option<String>,
}

/// Which entries. What is left out does not matter.
#[derive(InputObject, Default)]
pub struct ListFilter {
    /// Only what the source with this key sent.
    source: Option<String>,
    /// Only those whose title contains this text.
    search: Option<String>,
}

/// A list of what is asked for, none where it does not matter. An empty one asks for nothing, and was hardly meant.
pub fn some_of<T>(argument: &str, list: Option<Vec<T>>) -> Result<Option<Vec<T>>> {
    match list {
        Some(list) if list.is_empty() => {
            let reason = format!("{argument}: the list is empty. Name at least one, or leave {argument} out.");
            Err(Code::BadUserInput.error(reason))
        }
        list => Ok(list),
    }
}

/// A row that stands in a list.
pub trait Listed: Owned {
    /// Its id.
    fn id(&self) -> Uuid;
    /// Which source sent it.
    fn source(&self) -> Uuid;
    /// Its own date.
    fn date(&self) -> Option<NaiveDate>;
    /// Its title or name.
    fn title(&self) -> &str;
    /// When the hub took it in.
    fn recorded_at(&self) -> chrono::DateTime<chrono::Utc>;
}

macro_rules! listed {
    ($($row:ident: $date:ident, $title:expr;)+) => {
        $(impl Listed for $row {
            fn id(&self) -> Uuid {
                self.id
            }
            fn source(&self) -> Uuid {
                self.source_id
            }
            fn date(&self) -> Option<NaiveDate> {
                self.$date
            }
            fn title(&self) -> &str {
                let title: fn(&$row) -> &str = $title;
                title(self)
            }
            fn recorded_at(&self) -> chrono::DateTime<chrono::Utc> {
                self.recorded_at
            }
        })+
    };
}

listed! {
    CredentialRow: issued_on, |row| &row.name;
    ExperienceRow: period_from, |row| &row.title;
    LearningRow: period_from, |row| &row.title;
    ProgrammeRow: period_from, |row| &row.programme;
    GoalRow: due_on, |row| &row.title;
    EndorsementRow: issued_on, |row| row.endorser_name.as_deref().unwrap_or_default();
}

/// A filter on rows of one section.
pub trait Choice<R> {
    /// Which source's, and with which text in the title.
    fn plain(&self) -> (Option<&str>, Option<&str>);
    /// Whether the row is of the kinds and standings asked for.
    fn takes(&self, row: &R) -> bool;
}

fn among<T: Copy>(wanted: Option<&Vec<T>>, word: &str, word_of: impl Fn(T) -> &'static str) -> bool {
    wanted.is_none_or(|wanted| wanted.iter().any(|one| word_of(*one) == word))
}

macro_rules! plain {
    () => {
        fn plain(&self) -> (Option<&str>, Option<&str>) {
            (self.source.as_deref(), self.search.as_deref())
        }
    };
}

impl Choice<CredentialRow> for CredentialFilter {
    plain!();

    fn takes(&self, row: &CredentialRow) -> bool {
        let kind = row.achievement_type.as_ref();
        let kinds = |kinds: &Vec<String>| kind.is_some_and(|kind| kinds.contains(kind));
        self.kinds.as_ref().is_none_or(kinds)
            && among(self.statuses.as_ref(), &row.status, |status| {
                words::CredentialStatus::from(status).as_str()
            })
    }
}

impl Choice<ExperienceRow> for ExperienceFilter {
    plain!();

    fn takes(&self, row: &ExperienceRow) -> bool {
        among(self.kinds.as_ref(), &row.kind, |kind| {
            words::ExperienceKind::from(kind).as_str()
        })
    }
}

impl Choice<LearningRow> for LearningFilter {
    plain!();

    fn takes(&self, row: &LearningRow) -> bool {
        among(self.kinds.as_ref(), &row.kind, |kind| {
            words::LearningKind::from(kind).as_str()
        }) && among(self.statuses.as_ref(), &row.status, |status| {
            words::LearningStatus::from(status).as_str()
        })
    }
}

impl<R> Choice<R> for ListFilter {
    plain!();

    fn takes(&self, _: &R) -> bool {
        true
    }
}

impl ListOrder {
    fn compare<R: Listed>(self, a: &R, b: &R) -> Ordering {
        let directed = |ordering: Ordering| match self.direction.unwrap_or(Direction::Desc) {
            Direction::Asc => ordering,
            Direction::Desc => ordering.reverse(),
        };
        let ordering = match self.field {
            ListOrderField::Date => match (a.date(), b.date()) {
                (Some(a), Some(b)) => directed(a.cmp(&b)),
                (a, b) => b.is_some().cmp(&a.is_some()),
            },
            ListOrderField::Title => directed(a.title().cmp(b.title())),
            ListOrderField::RecordedAt => directed(a.recorded_at().cmp(&b.recorded_at())),
        };
        ordering.then_with(|| a.id().cmp(&b.id()))
    }
}

/// How a list is asked for.
pub struct Asked<C> {
    /// Which of its rows.
    pub filter: Option<C>,
    /// In which order; the newest first where none is given.
    pub order: Option<ListOrder>,
    /// Which page.
    pub window: Window,
}

/// A page of a section that the view shows.
pub async fn page_of<S, C, N>(
    ctx: &Context<'_>,
    view: &Arc<View>,
    loader: &DataLoader<SectionLoader<S>>,
    asked: Asked<C>,
    node: impl Fn(&Arc<View>, Arc<S::Row>) -> N,
) -> Result<Option<Page<Direct<N>>>>
where
    S: SectionTable + 'static,
    S::Row: Listed,
    C: Choice<S::Row>,
    N: OutputType + ContainerType,
    <S::Table as EntityTrait>::Column: Iterable,
{
    let all = rows(loader, view.person()).await?;
    let access = access(ctx)?;
    let mut chosen: Vec<Arc<S::Row>> = match &asked.filter {
        None => all.to_vec(),
        Some(filter) => {
            let (source, search) = filter.plain();
            let reference = access.hub.reference();
            // A source that nobody knows has sent nothing.
            let source = source.map(|key| reference.source_by_key(key).map_or(Uuid::nil(), |source| source.id));
            let search = search.map(normalise);
            let takes = |row: &&Arc<S::Row>| {
                filter.takes(row)
                    && source.is_none_or(|source| row.source() == source)
                    && search
                        .as_ref()
                        .is_none_or(|text| normalise(row.title()).contains(text.as_str()))
            };
            all.iter().filter(takes).cloned().collect()
        }
    };
    if let Some(order) = asked.order {
        chosen.sort_by(|a, b| order.compare(&**a, &**b));
    }
    #[allow(unused_mut, reason = "a hole in the proof changes it")]
    let mut page = asked
        .window
        .page(chosen, |row| cursor_of(view, row.id()), |row| Direct(node(view, row)))?;
    hole!(
        TotalOfAllRows =>
        page.additional_fields.total_count = all_of::<S>(access, view).await?
    );
    access.returned(view.person(), S::scoped().section, page.edges.len());
    Ok(Some(page))
}

/// How many rows a passport has, hidden ones too: a hole in the proof.
#[cfg(feature = "holes")]
async fn all_of<S: SectionTable>(access: &crate::flows::access::Access, view: &View) -> Result<usize>
where
    <S::Table as EntityTrait>::Column: Iterable,
{
    let all = crate::store::sections::unscoped::<S>(&access.hub.db, view.person()).await;
    Ok(all.map_err(super::errors::store)?.len())
}
