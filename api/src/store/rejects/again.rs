//! Rejects of a delivery that is read once more: what was said of them before holds on, however many there are.

use super::{NOT_WITHDRAWN, Settled};
use crate::store::{StoreError, Tx};
use chrono::{DateTime, Utc};
use entity::reject::{self, Column};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Most different ways in which people settled rejects of one delivery that are looked at, the latest first.
const WAYS: u64 = 100;

/// How somebody settled rejects by hand.
#[derive(FromQueryResult)]
struct Way {
    resolved_by: String,
    note: String,
    resolved_at: DateTime<Utc>,
}

/// Settles rejects of a run that stand where somebody settled the same ones of these earlier runs by hand: nobody needs to
/// say it again. One statement for each way in which they were settled.
pub async fn stay_settled(tx: &Tx, run: Uuid, earlier: &[Uuid]) -> Result<(), StoreError> {
    if earlier.is_empty() {
        return Ok(());
    }
    let by_hand = Column::ImportRunId
        .is_in(earlier.iter().copied())
        .and(Column::Resolution.eq("settled"))
        .and(Column::ResolvedBy.is_not_null())
        .and(Column::Note.is_not_null());
    let ways: Vec<Way> = reject::Entity::find()
        .select_only()
        .columns([Column::ResolvedBy, Column::Note])
        .column_as(Column::ResolvedAt.max(), "resolved_at")
        .filter(by_hand.clone())
        .group_by(Column::ResolvedBy)
        .group_by(Column::Note)
        .order_by(Column::ResolvedAt.max(), Order::Desc)
        .limit(WAYS)
        .into_model()
        .all(tx.conn())
        .await?;
    for way in ways {
        let by_it = places(
            by_hand
                .clone()
                .and(Column::ResolvedBy.eq(&way.resolved_by))
                .and(Column::Note.eq(&way.note)),
        );
        let settled = Settled {
            how: "settled",
            by: way.resolved_by,
            at: way.resolved_at,
            note: Some(way.note),
        };
        settle_at(tx, &[run], by_it, &settled).await?;
    }
    Ok(())
}

/// Settles open rejects of earlier runs that this one lists again, place by place.
pub async fn met_again(tx: &Tx, run: Uuid, earlier: &[Uuid], settled: &Settled) -> Result<(), StoreError> {
    settle_at(tx, earlier, places(Column::ImportRunId.eq(run)), settled).await
}

/// Settles open rejects of these runs that stand at one of these places, with the same code.
async fn settle_at(tx: &Tx, runs: &[Uuid], places: SelectStatement, settled: &Settled) -> Result<(), StoreError> {
    let there = Expr::tuple(place()).in_subquery(places);
    reject::Entity::update_many()
        .set(settled.row())
        .filter(Column::ImportRunId.is_in(runs.iter().copied()))
        .filter(Column::ResolvedAt.is_null())
        .filter(Column::Code.ne(NOT_WITHDRAWN))
        .filter(there)
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Where rejects stand, and their codes.
fn places(of: SimpleExpr) -> SelectStatement {
    Query::select()
        .exprs(place())
        .from(reject::Entity)
        .and_where(of)
        .to_owned()
}

fn place() -> [SimpleExpr; 3] {
    let file = Func::coalesce([Expr::col(Column::File), Expr::val("")]);
    [file.into(), Expr::col(Column::Place), Expr::col(Column::Code)]
}
