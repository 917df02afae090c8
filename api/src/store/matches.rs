//! Links, uncertain or settled, with the little that a steward needs to settle or undo them.

use super::scope::sent_by;
use super::{Db, StoreError};
use crate::caller::{Among, Reviewer};
use entity::{person, person_link, subject};
use passport::identity::{Agreement, LinkState};
use sea_orm::prelude::{DateTimeUtc, Json};
use sea_orm::sea_query::Condition;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use uuid::Uuid;

/// A subject of a source who may be, or was settled to be, a person known already.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct MatchRow {
    /// The link.
    pub id: Uuid,
    /// The source that knows the subject.
    pub source_id: Uuid,
    /// Whose passport the subject's records are in now.
    pub subject_person_id: Uuid,
    /// The subject's name, as the source gave it.
    pub subject_name: Option<String>,
    /// The person known already.
    pub person_id: Uuid,
    /// That person's name.
    pub person_name: Option<String>,
    /// By which rule.
    pub rule: String,
    /// Which fields agreed.
    pub agreed: Json,
    /// Where it stands.
    pub state: String,
    /// Since when it is known.
    pub proposed_at: DateTimeUtc,
    /// When it was settled last.
    pub decided_at: Option<DateTimeUtc>,
    /// Who settled it.
    pub decided_by: Option<String>,
}

impl MatchRow {
    fn names_agree(&self) -> bool {
        let mut agreed = self.agreed.as_array().into_iter().flatten();
        agreed.any(|field| field == Agreement::Name.field())
    }
}

/// A page of the links in this state, or in any, of the subjects that the reviewer looks after; the oldest first.
pub async fn page(
    db: &Db,
    reviewer: impl Into<Reviewer>,
    state: Option<LinkState>,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<MatchRow>, StoreError> {
    use person_link::Column::{Agreed, DecidedAt, DecidedBy, Id, PersonId, ProposedAt, Rule, State};
    let among = reviewer.into().among();
    let theirs = sent_by(&subject::Column::SourceId, among);
    let mut select = person_link::Entity::find()
        .select_only()
        .columns([Id, PersonId, Rule, Agreed, State, ProposedAt, DecidedAt, DecidedBy])
        .column(subject::Column::SourceId)
        .column_as(subject::Column::PersonId, "subject_person_id")
        .column_as(subject::Column::DisplayName, "subject_name")
        .column_as(person::Column::DisplayName, "person_name")
        .join(JoinType::InnerJoin, person_link::Relation::Subject.def())
        .join(JoinType::InnerJoin, person_link::Relation::Person.def())
        .filter(Condition::all().add_option(theirs))
        .order_by_asc(Id)
        .limit(limit);
    if let Some(state) = state {
        select = select.filter(State.eq(state.as_str()));
    }
    if let Some(after) = after {
        select = select.filter(Id.gt(after));
    }
    let mut rows: Vec<MatchRow> = select.into_model().all(db.conn()).await?;
    if among != Among::All {
        // What others call somebody is told where it is what this institution calls them too.
        rows.iter_mut()
            .filter(|row| !row.names_agree())
            .for_each(|row| row.person_name = None);
    }
    Ok(rows)
}
