//! What an organization contributed and was granted, counted in the database: grouped statements, as many however many
//! rows there are, and never a row about a person.

use super::scope::sent_by;
use super::{Db, StoreError};
use crate::caller::{Among, ReportPass};
use chrono::{DateTime, Utc};
use entity::{connection, consent, consent_request, consent_use, disclosure, import_run, reject, source, subject};
use passport::consent::ConsentState;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use std::ops::Range;
use uuid::Uuid;

/// Everything that is counted of an organization.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// Its sources, by key.
    pub sources: Vec<source::Model>,
    /// Runs of imports.
    pub imports: Vec<Imports>,
    /// What could not be read, by source and code.
    pub rejects: Vec<(Uuid, String, i64)>,
    /// The people whom each source knows, by what they decided about it last; none where they have not.
    pub people: Vec<(Uuid, Option<String>, i64)>,
    /// Consents to it that are in force, by purpose.
    pub consents: Vec<(String, i64)>,
    /// What it asked for, by how that stands.
    pub requests: Vec<Requests>,
    /// Disclosures made to it in the period, by purpose.
    pub disclosures: Vec<(Option<String>, i64)>,
}

/// Runs of one source in one state.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Imports {
    /// The source.
    pub source_id: Uuid,
    /// Where they stand.
    pub state: String,
    /// How many.
    pub runs: i64,
    /// Records read in them.
    pub records_read: i64,
    /// Records that could not be read.
    pub records_rejected: i64,
}

/// Requests that stand alike.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Requests {
    /// The state of the answer; none where there is none.
    pub answer: Option<String>,
    /// Whether the time to answer is over: 1 or 0.
    pub closed: i32,
    /// Whether the time of what was answered is over: 1 or 0.
    pub over: i32,
    /// How many.
    pub requests: i64,
}

/// Counts at a moment; disclosures in a period.
pub async fn counts(
    db: &Db,
    pass: ReportPass,
    now: DateTime<Utc>,
    period: Range<DateTime<Utc>>,
) -> Result<Counts, StoreError> {
    Ok(Counts {
        sources: sources(db, pass).await?,
        imports: imports(db, pass).await?,
        rejects: rejects(db, pass).await?,
        people: people(db, pass).await?,
        consents: consents(db, pass, now).await?,
        requests: requests(db, pass, now).await?,
        disclosures: disclosures(db, pass, period).await?,
    })
}

fn of_its_sources<C: ColumnTrait>(source: &C, pass: ReportPass) -> Condition {
    Condition::all().add_option(sent_by(source, Among::Of(pass.organization())))
}

async fn sources(db: &Db, pass: ReportPass) -> Result<Vec<source::Model>, StoreError> {
    let own = source::Entity::find().filter(source::Column::OrganizationId.eq(pass.organization()));
    Ok(own.order_by_asc(source::Column::Key).all(db.conn()).await?)
}

async fn imports(db: &Db, pass: ReportPass) -> Result<Vec<Imports>, StoreError> {
    use import_run::Column::{Id, RecordsRead, RecordsRejected, SourceId, State};
    let select = import_run::Entity::find()
        .select_only()
        .columns([SourceId, State])
        .column_as(Id.count(), "runs")
        .column_as(sum(RecordsRead), "records_read")
        .column_as(sum(RecordsRejected), "records_rejected")
        .filter(of_its_sources(&SourceId, pass))
        .group_by(SourceId)
        .group_by(State);
    Ok(select.into_model().all(db.conn()).await?)
}

/// PostgreSQL gives the sum of large numbers as another type.
fn sum<C: ColumnTrait>(column: C) -> SimpleExpr {
    column.sum().cast_as("bigint")
}

async fn rejects(db: &Db, pass: ReportPass) -> Result<Vec<(Uuid, String, i64)>, StoreError> {
    use reject::Column::{Code, Id, SourceId};
    let select = reject::Entity::find()
        .select_only()
        .columns([SourceId, Code])
        .column_as(Id.count(), "rejects")
        .filter(of_its_sources(&SourceId, pass))
        .group_by(SourceId)
        .group_by(Code)
        .order_by_asc(Code);
    Ok(select.into_tuple().all(db.conn()).await?)
}

/// By the keys of the source, so that the states of its connections add up to all whom it knows.
async fn people(db: &Db, pass: ReportPass) -> Result<Vec<(Uuid, Option<String>, i64)>, StoreError> {
    let of_subject = Expr::col((connection::Entity, connection::Column::SubjectId))
        .equals((subject::Entity, subject::Column::Id))
        .and(connection::Column::SupersededAt.is_null());
    let mut select = subject::Entity::find()
        .select_only()
        .column(subject::Column::SourceId)
        .column(connection::Column::State)
        .column_as(subject::Column::Id.count(), "people")
        .filter(of_its_sources(&subject::Column::SourceId, pass))
        .group_by(subject::Column::SourceId)
        .group_by(connection::Column::State);
    sea_orm::QueryTrait::query(&mut select).left_join(connection::Entity, of_subject);
    Ok(select.into_tuple().all(db.conn()).await?)
}

async fn consents(db: &Db, pass: ReportPass, now: DateTime<Utc>) -> Result<Vec<(String, i64)>, StoreError> {
    use consent::Column::{ExpiresAt, Id, PartnerOrganizationId, Purpose, StartsAt, State, SupersededAt};
    let select = consent::Entity::find()
        .select_only()
        .column(Purpose)
        .column_as(Id.count(), "consents")
        .filter(PartnerOrganizationId.eq(pass.organization()))
        .filter(SupersededAt.is_null())
        .filter(State.eq(ConsentState::Granted.as_str()))
        .filter(StartsAt.lte(now))
        .filter(ExpiresAt.gt(now))
        .filter(Expr::exists(used_up()).not())
        .group_by(Purpose)
        .order_by_asc(Purpose);
    Ok(select.into_tuple().all(db.conn()).await?)
}

/// The uses of a consent, where they have come to its limit.
fn used_up() -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(consent_use::Column::Id)
        .from(consent_use::Entity)
        .and_where(
            Expr::col((consent_use::Entity, consent_use::Column::ConsentId))
                .equals((consent::Entity, consent::Column::ConsentId)),
        )
        .and_where(
            Expr::col((consent_use::Entity, consent_use::Column::Uses))
                .gte(Expr::col((consent::Entity, consent::Column::UseLimit))),
        )
        .to_owned()
}

async fn requests(db: &Db, pass: ReportPass, now: DateTime<Utc>) -> Result<Vec<Requests>, StoreError> {
    use consent_request::Column::{Id, OpenUntil, PartnerOrganizationId};
    let answer = Expr::col((consent::Entity, consent::Column::ConsentId))
        .equals((consent_request::Entity, Id))
        .and(consent::Column::SupersededAt.is_null());
    let each = {
        let mut each = consent_request::Entity::find()
            .select_only()
            .column_as(consent::Column::State, "answer")
            .column_as(whether(OpenUntil.lte(now)), "closed")
            .column_as(whether(consent::Column::ExpiresAt.lte(now)), "over")
            .column_as(Id.count(), "requests")
            .filter(PartnerOrganizationId.eq(pass.organization()))
            .group_by(Expr::col("answer"))
            .group_by(Expr::col("closed"))
            .group_by(Expr::col("over"));
        sea_orm::QueryTrait::query(&mut each).left_join(consent::Entity, answer);
        each
    };
    Ok(each.into_model().all(db.conn()).await?)
}

/// 1 where it holds, 0 elsewhere.
fn whether(holds: SimpleExpr) -> SimpleExpr {
    Expr::case(holds, Expr::value(1)).finally(Expr::value(0)).into()
}

async fn disclosures(
    db: &Db,
    pass: ReportPass,
    period: Range<DateTime<Utc>>,
) -> Result<Vec<(Option<String>, i64)>, StoreError> {
    use disclosure::Column::{CallerKind, Decision, Id, OccurredAt, OrganizationId, Purpose};
    let select = disclosure::Entity::find()
        .select_only()
        .column(Purpose)
        .column_as(Id.count(), "disclosures")
        .filter(OrganizationId.eq(pass.organization()))
        .filter(CallerKind.eq("partner"))
        .filter(Decision.eq("granted"))
        .filter(OccurredAt.gte(period.start))
        .filter(OccurredAt.lt(period.end))
        .group_by(Purpose)
        .order_by_asc(Purpose);
    Ok(select.into_tuple().all(db.conn()).await?)
}
