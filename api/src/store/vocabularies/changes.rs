//! How much a version changed, counted from the rows: so it is the same in whichever order its parts came.

use crate::store::{StoreError, Tx};
use entity::vocabulary_version::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryResult, Statement};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How much a version changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Changes {
    /// Concepts that are new.
    pub added: usize,
    /// Concepts of which something is said otherwise: a label, a text, a code, a kind.
    pub changed: usize,
    /// Concepts that are no longer to be used, and were before.
    pub deprecated: usize,
    /// Of those, and of those that are gone, how many have another in their place.
    pub replaced: usize,
    /// Concepts that are no longer there at all.
    pub gone: usize,
    /// Concepts that were gone and are there again.
    pub returned: usize,
    /// Labels that are new.
    pub labels: usize,
    /// Labels and texts that are no longer there.
    pub labels_gone: usize,
    /// Relations that are new.
    pub relations: usize,
    /// Relations that are no longer there.
    pub relations_gone: usize,
    /// Concepts of a version that is there of which the files say something else: that is left out.
    #[serde(skip)]
    pub otherwise: usize,
}

/// A concept that was gone before the version's first part and came back with a later one is as if it never went. A
/// relation that ended and began anew, the same, did not change.
const COUNTED: &str = "WITH \
    mine AS (SELECT id, since, until, code, kind, reuse_level, status, replaced_by, deprecated_since, level, level_scale \
        FROM concept WHERE vocabulary_id = $1), \
    before AS (SELECT concept_past.* FROM concept_past JOIN mine ON mine.id = concept_id WHERE before = $2), \
    words AS (SELECT concept_id, 1 AS label, concept_label.since, concept_label.until FROM concept_label \
            JOIN mine ON mine.id = concept_id WHERE concept_label.since = $2 OR concept_label.until = $2 \
        UNION ALL SELECT concept_id, 0, concept_text.since, concept_text.until FROM concept_text \
            JOIN mine ON mine.id = concept_id WHERE concept_text.since = $2 OR concept_text.until = $2), \
    related AS (SELECT from_id, to_id, concept_relation.kind, importance, concept_relation.level, \
            concept_relation.since, concept_relation.until \
        FROM concept_relation JOIN mine ON mine.id = from_id \
        WHERE concept_relation.since = $2 OR concept_relation.until = $2), \
    new_relation AS (SELECT from_id, to_id, kind, importance, level FROM related WHERE since = $2 AND until IS NULL), \
    old_relation AS (SELECT from_id, to_id, kind, importance, level FROM related WHERE since < $2), \
    altered AS (SELECT mine.id FROM mine JOIN before ON before.concept_id = mine.id \
        WHERE before.gone_since IS NULL AND (mine.code IS DISTINCT FROM before.code OR mine.kind <> before.kind \
            OR mine.reuse_level IS DISTINCT FROM before.reuse_level OR mine.status <> before.status \
            OR mine.replaced_by IS DISTINCT FROM before.replaced_by \
            OR mine.deprecated_since IS DISTINCT FROM before.deprecated_since \
            OR mine.level IS DISTINCT FROM before.level OR mine.level_scale IS DISTINCT FROM before.level_scale)) \
    SELECT (SELECT COUNT(*) FROM mine WHERE since = $2), \
    (SELECT COUNT(*) FROM mine WHERE since < $2 AND until IS NULL \
        AND (id IN (SELECT id FROM altered) OR id IN (SELECT concept_id FROM words))), \
    (SELECT COUNT(*) FROM mine WHERE since < $2 AND deprecated_since = $2), \
    (SELECT COUNT(*) FROM mine WHERE since < $2 AND replaced_by IS NOT NULL AND (deprecated_since = $2 OR until = $2)), \
    (SELECT COUNT(*) FROM mine WHERE until = $2), \
    (SELECT COUNT(*) FROM mine JOIN before ON before.concept_id = mine.id \
        WHERE mine.until IS NULL AND before.gone_since IS NOT NULL), \
    (SELECT COUNT(*) FROM words WHERE label = 1 AND since = $2 AND until IS NULL), \
    (SELECT COUNT(*) FROM words WHERE since < $2), \
    (SELECT COUNT(*) FROM (SELECT * FROM new_relation EXCEPT SELECT * FROM old_relation) AS begun), \
    (SELECT COUNT(*) FROM (SELECT * FROM old_relation EXCEPT SELECT * FROM new_relation) AS ended)";

/// Counts what the newest version of a vocabulary changed, and writes it down with the version; two statements.
pub(super) async fn tell_changes(tx: &Tx, vocabulary: Uuid, number: i32) -> Result<(), StoreError> {
    let values = [vocabulary.into(), number.into()];
    let counting = Statement::from_sql_and_values(tx.conn().get_database_backend(), COUNTED, values);
    let row = tx.conn().query_one_raw(counting).await?;
    let changes = counted(&row.ok_or(StoreError::Corrupt("what a version changed"))?)?;
    Entity::update_many()
        .col_expr(Column::Changes, Expr::value(serde_json::json!(changes)))
        .filter(Column::VocabularyId.eq(vocabulary))
        .filter(Column::Number.eq(number))
        .exec(tx.conn())
        .await?;
    Ok(())
}

fn counted(row: &QueryResult) -> Result<Changes, StoreError> {
    let at = |column: usize| -> Result<usize, StoreError> {
        let count: i64 = row.try_get_by_index(column)?;
        usize::try_from(count).map_err(|_| StoreError::Corrupt("a count of what a version changed"))
    };
    Ok(Changes {
        added: at(0)?,
        changed: at(1)?,
        deprecated: at(2)?,
        replaced: at(3)?,
        gone: at(4)?,
        returned: at(5)?,
        labels: at(6)?,
        labels_gone: at(7)?,
        relations: at(8)?,
        relations_gone: at(9)?,
        otherwise: 0,
    })
}
