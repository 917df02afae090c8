//! The index of records by key and content goes: the one of current records by key answers all that is asked, and every
//! record that comes in cost an entry in both. Runs are found by their delivery.

use sea_orm_migration::prelude::*;

/// The change.
pub struct ImportIndexes;

const TABLE: &str = "source_record";
const RUNS: &str = "import_run";
const BY_DELIVERY: &str = "idx_import_run_source_id_delivery_hash";
const NAME: &str = "idx_source_record_source_id_stream_key_content_hash";

impl MigrationName for ImportIndexes {
    fn name(&self) -> &str {
        "m0027_import_indexes"
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for ImportIndexes {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(Index::drop().name(NAME).table(TABLE).to_owned())
            .await?;
        let mut by_delivery = Index::create().name(BY_DELIVERY).table(RUNS).to_owned();
        by_delivery.col("source_id").col("delivery_hash");
        manager.create_index(by_delivery).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let by_delivery = Index::drop().name(BY_DELIVERY).table(RUNS).to_owned();
        manager.drop_index(by_delivery).await?;
        let mut index = Index::create().name(NAME).table(TABLE).to_owned();
        for column in ["source_id", "stream", "key", "content_hash"] {
            index.col(column);
        }
        manager.create_index(index).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
