//! Evidence no longer refers to its source and subject by itself: both are those of the claim, credential or experience that
//! it proves, and of its record, which refer to them and take it along. They stay as columns that queries use. PostgreSQL
//! followed every reference for every row that came in; SQLite, which would have to make the table anew, keeps them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

/// The change.
pub struct EvidenceReferences;

const DROP: &str = "ALTER TABLE evidence \
    DROP CONSTRAINT evidence_source_id_fkey, \
    DROP CONSTRAINT evidence_subject_id_fkey";
const ADD: &str = "ALTER TABLE evidence \
    ADD CONSTRAINT evidence_source_id_fkey FOREIGN KEY (source_id) REFERENCES source (id) ON DELETE RESTRICT, \
    ADD CONSTRAINT evidence_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subject (id) ON DELETE CASCADE";

impl MigrationName for EvidenceReferences {
    fn name(&self) -> &str {
        "m0028_evidence_references"
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for EvidenceReferences {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        on_postgres(manager, DROP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        on_postgres(manager, ADD).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn on_postgres(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DatabaseBackend::Postgres {
        manager.get_connection().execute_unprepared(sql).await?;
    }
    Ok(())
}
