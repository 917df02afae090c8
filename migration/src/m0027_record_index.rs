//! The index of records by key and content goes: the one of current records by key answers all that is asked, and every
//! record that comes in cost an entry in both.

use sea_orm_migration::prelude::*;

/// The change.
pub struct RecordIndex;

const TABLE: &str = "source_record";
const NAME: &str = "idx_source_record_source_id_stream_key_content_hash";

impl MigrationName for RecordIndex {
    fn name(&self) -> &str {
        "m0027_record_index"
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for RecordIndex {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(Index::drop().name(NAME).table(TABLE).to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
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
