//! Connections: which sources a holder lets write into the passport; what others sent waits, and no partner sees it.

use super::events::Change;
use super::reference::{Reference, SELF_SOURCE};
use super::scope::held;
use super::{Db, StoreError, Tx};
use crate::caller::HolderPass;
use chrono::{DateTime, Utc};
use entity::{connection, person, source_record, subject};
use passport::consent::Connection as State;
use passport::hole;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, IntoColumnRef, IntoCondition, Order, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;

/// The sources that some people let write into their passports, by person; their own entries always count, and are not
/// named here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Writers(HashMap<Uuid, Vec<Uuid>>);

impl Writers {
    /// Those of one person, each once and in one order.
    pub fn of(&self, person: Uuid) -> Vec<Uuid> {
        self.0.get(&person).cloned().unwrap_or_default()
    }

    /// The same for some people.
    pub(super) fn of_some(&self, persons: &[Uuid]) -> Writers {
        let of = |person: &Uuid| Some((*person, self.0.get(person)?.clone()));
        Writers(persons.iter().filter_map(of).collect())
    }

    /// Takes over what [`written_by`] read for a person.
    pub(super) fn read(&mut self, person: Uuid, listed: Option<&str>) -> Result<(), StoreError> {
        if self.0.contains_key(&person) {
            return Ok(());
        }
        let ids = listed.into_iter().flat_map(|text| text.split(','));
        let ids: Result<Vec<Uuid>, _> = ids.map(Uuid::parse_str).collect();
        let mut ids = ids.map_err(|_| StoreError::Corrupt("the id of a source"))?;
        ids.sort_unstable();
        ids.dedup();
        self.0.insert(person, ids);
        Ok(())
    }
}

/// The condition under which rows come from one of these sources, or are the holder's own.
pub fn from<C: ColumnTrait>(source: &C, writers: &[Uuid], reference: &Reference) -> Condition {
    if hole!(WaitingShown) {
        return Condition::all();
    }
    let own = reference.source_by_key(SELF_SOURCE).map(|own| own.id);
    source.is_in(writers.iter().copied().chain(own)).into_condition()
}

/// The sources that these people let write, now or at a moment of the past; one statement.
pub async fn writers(db: &Db, persons: &[Uuid], past: Option<DateTime<Utc>>) -> Result<Writers, StoreError> {
    let mut select = Query::select();
    select
        .column(person::Column::Id)
        .expr_as(written_by(db, (person::Entity, person::Column::Id), past), "writers")
        .from(person::Entity)
        .and_where(person::Column::Id.is_in(persons.iter().copied()));
    let mut writers = Writers::default();
    for row in db.conn().query_all(&select).await? {
        let (person, listed): (Uuid, Option<String>) = (row.try_get("", "id")?, row.try_get("", "writers")?);
        writers.read(person, listed.as_deref())?;
    }
    Ok(writers)
}

/// The ids of the sources that the person in this column lets write, in one text.
pub(super) fn written_by(db: &Db, whose: impl IntoColumnRef, past: Option<DateTime<Utc>>) -> Expr {
    use connection::Column::{RecordedAt, State as Stands, SubjectId, SupersededAt};
    let source = Expr::col((subject::Entity, subject::Column::SourceId));
    // SQLite keeps ids as bytes.
    let ids = if db.is_sqlite() {
        Func::cust("group_concat").arg(Func::cust("hex").arg(source)).arg(",")
    } else {
        Func::cust("string_agg").arg(source.cast_as("text")).arg(",")
    };
    // Asked of each of the few subjects of a person: as a join, a database that knows the tables badly would begin with all
    // connections there are.
    let mut state = Query::select()
        .column(Stands)
        .from(connection::Entity)
        .and_where(Expr::col((connection::Entity, SubjectId)).equals((subject::Entity, subject::Column::Id)))
        .cond_where(held(&RecordedAt, &SupersededAt, past))
        .take();
    if past.is_some() {
        // One version is current; which was, a clock that was set back may leave open.
        state.order_by(RecordedAt, Order::Desc).limit(1);
    }
    let select = Query::select()
        .expr(ids)
        .from(subject::Entity)
        .and_where(Expr::col((subject::Entity, subject::Column::PersonId)).eq(Expr::col(whose)))
        .and_where(Expr::SubQuery(None, Box::new(state.into())).eq(State::Accepted.as_str()))
        .take();
    Expr::SubQuery(None, Box::new(select.into()))
}

/// A source that knows a holder.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Which source.
    pub source: Uuid,
    /// What the holder decided; none while it waits.
    pub state: Option<State>,
    /// When that was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// How many current records it sent about the holder.
    pub records: u64,
    /// When it first sent something.
    pub since: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct SubjectRow {
    id: Uuid,
    source_id: Uuid,
    created_at: DateTime<Utc>,
    state: Option<String>,
    recorded_at: Option<DateTime<Utc>>,
}

/// The sources that know a holder; three small statements.
pub async fn known(db: &Db, pass: HolderPass) -> Result<Vec<Known>, StoreError> {
    let rows = subjects(pass).into_model::<SubjectRow>().all(db.conn()).await?;
    let counts = records(db, rows.iter().map(|row| row.id).collect()).await?;
    let mut found: Vec<Known> = Vec::new();
    for row in rows {
        let state = row.state.as_deref().and_then(State::from_word);
        let records = counts.get(&row.id).copied().unwrap_or(0);
        match found.iter_mut().find(|known| known.source == row.source_id) {
            // One word holds for all by which the source knows the holder.
            Some(known) => {
                known.records += records;
                known.since = Ord::min(known.since, row.created_at);
                if known.state != Some(State::Accepted) && state.is_some() {
                    (known.state, known.decided_at) = (state, row.recorded_at);
                }
            }
            None => found.push(Known {
                source: row.source_id,
                state,
                decided_at: row.recorded_at,
                records,
                since: row.created_at,
            }),
        }
    }
    Ok(found)
}

fn subjects(pass: HolderPass) -> sea_orm::Select<subject::Entity> {
    let current = Condition::all()
        .add(
            Expr::col((connection::Entity, connection::Column::SubjectId))
                .equals((subject::Entity, subject::Column::Id)),
        )
        .add(connection::Column::SupersededAt.is_null());
    let join = subject::Entity::find()
        .select_only()
        .columns([
            subject::Column::Id,
            subject::Column::SourceId,
            subject::Column::CreatedAt,
        ])
        .column(connection::Column::State)
        .column(connection::Column::RecordedAt)
        .filter(subject::Column::PersonId.eq(pass.person()))
        .order_by_asc(subject::Column::Id);
    let mut join = join;
    sea_orm::QueryTrait::query(&mut join).left_join(connection::Entity, current);
    join
}

async fn records(db: &Db, subjects: Vec<Uuid>) -> Result<HashMap<Uuid, u64>, StoreError> {
    use source_record::Column::{Id, SubjectId, SupersededAt};
    let counts: Vec<(Uuid, i64)> = source_record::Entity::find()
        .select_only()
        .column(SubjectId)
        .column_as(Id.count(), "records")
        .filter(SubjectId.is_in(subjects))
        .filter(SupersededAt.is_null())
        .group_by(SubjectId)
        .into_tuple()
        .all(db.conn())
        .await?;
    let counts = counts.into_iter();
    Ok(counts
        .map(|(subject, n)| (subject, u64::try_from(n).unwrap_or(0)))
        .collect())
}

/// Writes a holder's word about a source, for every subject by which it knows them; whether it knows them at all.
pub async fn decide(
    tx: &Tx,
    pass: HolderPass,
    source: Uuid,
    state: State,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    use connection::Column::{SubjectId, SupersededAt};
    let subjects: Vec<Uuid> = subject::Entity::find()
        .select_only()
        .column(subject::Column::Id)
        .filter(subject::Column::PersonId.eq(pass.person()))
        .filter(subject::Column::SourceId.eq(source))
        .into_tuple()
        .all(tx.conn())
        .await?;
    if subjects.is_empty() {
        return Ok(false);
    }
    connection::Entity::update_many()
        .col_expr(SupersededAt, Expr::value(at))
        .filter(SubjectId.is_in(subjects.clone()))
        .filter(SupersededAt.is_null())
        .exec(tx.conn())
        .await?;
    let rows = subjects.into_iter().map(|subject_id| {
        sea_orm::IntoActiveModel::into_active_model(connection::Model {
            id: Uuid::now_v7(),
            subject_id,
            state: state.as_str().into(),
            decided_by: Some(pass.person()),
            recorded_at: at,
            superseded_at: None,
        })
    });
    connection::Entity::insert_many(rows)
        .exec_without_returning(tx.conn())
        .await?;
    tx.announce(Change::Passport { person: pass.person() });
    Ok(true)
}
