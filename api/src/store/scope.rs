//! Scope in SQL: which rows a view shows, as a condition.
//!
//! Every comparison is safe against missing values: a filter that cannot be told to hold does not hold, neither to let
//! a row through nor to hold it back.

use super::connections;
use super::reference::Reference;
use crate::caller::Among;
use crate::view::{Rows, View};
use chrono::{DateTime, Utc};
use passport::consent::{Filters, Question, Section, SectionScope};
use passport::hole;
use sea_orm::sea_query::{Condition, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, Iterable};
use uuid::Uuid;

/// The columns of a person-owned table that scopes speak of.
pub struct Scoped<C> {
    /// Which section the table holds.
    pub section: Section,
    /// Whose row.
    pub person: C,
    /// Which source sent it.
    pub source: C,
    /// When the hub learned it.
    pub recorded: C,
    /// Set when it is no longer current.
    pub superseded: C,
    /// Concept, where rows have one.
    pub concept: Option<C>,
    /// Kind, where rows have one.
    pub kind: Option<C>,
    /// Kind of assertion, where rows have one.
    pub assertion: Option<C>,
    /// Whether verified, where rows say so.
    pub verified: Option<C>,
    /// Lower end of the band, where rows have one.
    pub band: Option<C>,
    /// Day it ended or was issued.
    pub day: Option<C>,
    /// Day it began; counts where it has not ended.
    pub begun: Option<C>,
}

/// What views that show the same rows of their persons have in common: which rows, and by which sources.
type Alike<'a> = (Rows<'a>, Option<&'a [Uuid]>);

/// The condition under which rows are current and shown by one of the views; none when no view shows the section. Views
/// of the past, of which one request has one, show what was current then.
pub fn shown<C>(columns: &Scoped<C>, views: &[&View], reference: &Reference) -> Option<Condition>
where
    C: ColumnTrait + Iterable,
{
    let mut groups: Vec<(Alike<'_>, Vec<Uuid>)> = Vec::new();
    for view in views {
        let rows = view.rows(columns.section);
        if rows == Rows::None {
            continue;
        }
        let alike = (rows, view.writers());
        match groups.iter_mut().find(|(known, _)| *known == alike) {
            Some((_, persons)) => persons.push(view.person()),
            None => groups.push((alike, vec![view.person()])),
        }
    }
    if groups.is_empty() {
        return None;
    }
    let mut any = Condition::any();
    for ((rows, writers), persons) in groups {
        let mut all = Condition::all().add(one_of(&columns.person, &persons));
        all = all.add_option(writers.map(|writers| connections::from(&columns.source, writers, reference)));
        match rows {
            Rows::None | Rows::All => {}
            Rows::Of(by) => {
                all = hole!(
                    SourceSeesOthers,
                    all,
                    all.add_option(sent_by(&columns.source, by.among()))
                );
            }
            Rows::Scoped(scope) => all = all.add(scoped(columns, scope, reference)),
        }
        any = any.add(all);
    }
    let past = views.first().and_then(|view| view.past());
    let current = held(&columns.recorded, &columns.superseded, past);
    Some(hole!(SupersededShown, any, current.add(any)))
}

/// The condition under which a row is of these sources; none where it may be of any. Whose a source is now, is asked in
/// the same statement.
pub fn sent_by<C: ColumnTrait>(source: &C, among: Among) -> Option<SimpleExpr> {
    match among {
        Among::One(one) => Some(source.eq(one)),
        Among::Of(organization) => {
            let theirs = Query::select()
                .column(entity::source::Column::Id)
                .from(entity::source::Entity)
                .and_where(entity::source::Column::OrganizationId.eq(organization))
                .to_owned();
            Some(source.in_subquery(theirs))
        }
        Among::All => None,
    }
}

/// The condition under which the hub holds a row true: now, or at a moment of the past.
pub fn held<C: ColumnTrait>(recorded: &C, superseded: &C, past: Option<DateTime<Utc>>) -> Condition {
    match past {
        None => Condition::all().add(superseded.is_null()),
        Some(moment) => Condition::all()
            .add(recorded.lte(moment))
            .add(superseded.is_null().or(superseded.gt(moment))),
    }
}

/// The rows of one person that a scope's filters name, of those that the hub holds true now or at a moment of the past.
pub fn named<C: ColumnTrait>(
    columns: &Scoped<C>,
    person: Uuid,
    filters: &Filters,
    past: Option<DateTime<Utc>>,
    reference: &Reference,
) -> Condition {
    held(&columns.recorded, &columns.superseded, past)
        .add(columns.person.eq(person))
        .add(matching(columns, filters, reference))
}

/// The rows that answer a question with yes, of those from these sources that the hub holds true now or at a moment of the
/// past.
pub fn answering<C: ColumnTrait>(
    columns: &Scoped<C>,
    (question, writers): (&Question, &[Uuid]),
    past: Option<DateTime<Utc>>,
    reference: &Reference,
) -> Condition {
    held(&columns.recorded, &columns.superseded, past)
        .add(columns.person.eq(question.holder()))
        .add(scoped(columns, question.scope(), reference))
        .add(connections::from(&columns.source, writers, reference))
}

fn one_of<C: ColumnTrait>(column: &C, ids: &[Uuid]) -> SimpleExpr {
    match ids {
        [id] => column.eq(*id),
        ids => column.is_in(ids.iter().copied()),
    }
}

fn scoped<C: ColumnTrait>(columns: &Scoped<C>, scope: &SectionScope, reference: &Reference) -> Condition {
    let permitted = scope
        .permits()
        .iter()
        .fold(Condition::any(), |any, f| any.add(matching(columns, f, reference)));
    let denies = hole!(RowDenyIgnored, &[], scope.denies());
    denies.iter().fold(Condition::all().add(permitted), |all, f| {
        all.add(matching(columns, f, reference).not())
    })
}

/// Rows that a scope's filters name. A filter on something that the table does not have names nothing.
fn matching<C: ColumnTrait>(columns: &Scoped<C>, filters: &Filters, reference: &Reference) -> Condition {
    let mut all = Condition::all();
    if !filters.concept.is_empty() && !hole!(ConceptDropped) {
        let ids = reference.concepts_of(&[], &filters.concept);
        all = all.add(known(columns.concept.as_ref(), |column| column.is_in(ids)));
    }
    if !filters.vocabulary.is_empty() && !hole!(VocabularyDropped) {
        let ids = reference
            .vocabularies
            .by_id
            .values()
            .filter(|v| filters.vocabulary.contains(&v.key))
            .map(|v| v.id);
        let concepts = Query::select()
            .column(entity::concept::Column::Id)
            .from(entity::concept::Entity)
            .and_where(entity::concept::Column::VocabularyId.is_in(ids.collect::<Vec<_>>()))
            .to_owned();
        all = all.add(known(columns.concept.as_ref(), |column| column.in_subquery(concepts)));
    }
    if !filters.source.is_empty() && !hole!(SourceDropped) {
        let ids: Vec<Uuid> = filters
            .source
            .iter()
            .filter_map(|key| Some(reference.source_by_key(key)?.id))
            .collect();
        all = all.add(columns.source.is_in(ids));
    }
    if !filters.kind.is_empty() && !hole!(KindDropped) {
        all = all.add(known(columns.kind.as_ref(), |column| {
            column.is_in(filters.kind.clone())
        }));
    }
    if !filters.assertion.is_empty() && !hole!(AssertionDropped) {
        let words = filters.assertion.iter().map(|assertion| assertion.as_str());
        all = all.add(known(columns.assertion.as_ref(), |column| column.is_in(words)));
    }
    if let Some(verified) = filters.verified.filter(|_| !hole!(VerifiedDropped)) {
        all = all.add(known(columns.verified.as_ref(), |column| column.eq(verified)));
    }
    if let Some(band) = filters.min_band.filter(|_| !hole!(MinBandDropped)) {
        all = all.add(known(columns.band.as_ref(), |column| column.gte(band.number())));
    }
    if let Some(since) = filters.since.filter(|_| !hole!(SinceDropped)) {
        let ended = known(columns.day.as_ref(), |column| column.gte(since));
        let running = columns
            .day
            .as_ref()
            .zip(columns.begun.as_ref())
            .map(|(day, begun)| Condition::all().add(day.is_null()).add(begun.is_not_null()));
        all = all.add(Condition::any().add(ended).add_option(running));
    }
    all
}

/// The comparison where the column is there and filled, and false elsewhere.
fn known<C: ColumnTrait>(column: Option<&C>, compare: impl FnOnce(&C) -> SimpleExpr) -> Condition {
    match column {
        Some(column) => Condition::all().add(column.is_not_null()).add(compare(column)),
        None => Condition::all().add(SimpleExpr::from(1).eq(0)),
    }
}
