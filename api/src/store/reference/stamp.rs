//! Whether reference data changed in the database since it was read: one small statement tells.

use crate::store::{Db, StoreError};
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use uuid::Uuid;

/// What the tables of the reference data looked like at one moment. Two stamps differ when a row was added, taken out
/// or switched off or on in between, when a part of a vocabulary was loaded, when an institution became a partner, or
/// when an import ended, which may give organizations other names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Organizations, sources, clients.
    pub(super) parties: Part,
    /// Vocabularies and mappings, and what is written of each version.
    pub(super) vocabularies: (Part, Option<String>),
}

/// Counts and newest ids.
pub(super) type Part = (Vec<i64>, Vec<Option<Uuid>>);

/// Rows come with ids that grow, so the last id says whether something was added, and the count whether something went.
/// Where one client was switched off and another on meanwhile, the count is the same and the latest is not. A part that
/// is added to a version may bring no row at all: that a concept came back shows by what is written of the version, and
/// every load by when the vocabulary was loaded.
const STAMP: &str = "SELECT \
    (SELECT COUNT(*) FROM organization), (SELECT COUNT(*) FROM source), (SELECT COUNT(*) FROM client), \
    (SELECT COUNT(*) FROM source WHERE disabled_at IS NOT NULL), \
    (SELECT COUNT(*) FROM organization WHERE identifier_system = 'partner' AND kind = 'partner'), \
    (SELECT COUNT(*) FROM client WHERE disabled_at IS NOT NULL), \
    (SELECT COUNT(*) FROM import_run WHERE finished_at IS NOT NULL), \
    (SELECT COUNT(*) FROM vocabulary_version), (SELECT COUNT(*) FROM mapping WHERE superseded_at IS NULL), \
    (SELECT id FROM organization ORDER BY id DESC LIMIT 1), (SELECT id FROM source ORDER BY id DESC LIMIT 1), \
    (SELECT id FROM client ORDER BY id DESC LIMIT 1), \
    (SELECT id FROM client WHERE disabled_at IS NOT NULL ORDER BY disabled_at DESC, id DESC LIMIT 1), \
    (SELECT id FROM vocabulary_version ORDER BY id DESC LIMIT 1), \
    (SELECT id FROM concept_label ORDER BY id DESC LIMIT 1), \
    (SELECT id FROM vocabulary_encoder ORDER BY id DESC LIMIT 1), \
    (SELECT id FROM mapping ORDER BY id DESC LIMIT 1), ";

/// What is written of all versions, in one text; the two databases call it differently.
const VERSIONS: &str = "(said, ';') FROM (SELECT CAST(vocabulary.created_at AS text) || CAST(languages AS text) \
    || COALESCE(CAST(told AS text), '') || CAST(changes AS text) AS said FROM vocabulary_version \
    JOIN vocabulary ON vocabulary.id = vocabulary_id ORDER BY vocabulary_version.id) AS versions)";

impl Stamp {
    /// As the database stands.
    pub(super) async fn read(db: &Db) -> Result<Self, StoreError> {
        let joined = if db.is_sqlite() {
            "(SELECT group_concat"
        } else {
            "(SELECT string_agg"
        };
        let stamp = [STAMP, joined, VERSIONS].concat();
        let statement = Statement::from_string(db.conn().get_database_backend(), stamp);
        let row = db.conn().query_one_raw(statement).await?;
        let row = row.ok_or(StoreError::Corrupt("the state of the reference data"))?;
        Ok(Stamp {
            parties: (counts(&row, 0..7)?, ids(&row, 9..13)?),
            vocabularies: ((counts(&row, 7..9)?, ids(&row, 13..17)?), row.try_get_by_index(17)?),
        })
    }
}

fn counts(row: &QueryResult, columns: std::ops::Range<usize>) -> Result<Vec<i64>, StoreError> {
    columns.map(|column| Ok(row.try_get_by_index(column)?)).collect()
}

fn ids(row: &QueryResult, columns: std::ops::Range<usize>) -> Result<Vec<Option<Uuid>>, StoreError> {
    columns.map(|column| Ok(row.try_get_by_index(column)?)).collect()
}
