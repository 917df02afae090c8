//! Where a mapping stands, which statement it takes the place of, and what else a published set says of it.

use sea_orm_migration::{prelude::*, schema::*};

/// The change.
pub struct Mappings;

/// Until now there were only those that come with the hub, made by people.
const BACKFILL: &str = "UPDATE mapping SET standing = 'published'";

/// Without its standing a statement counts as true: what nobody stands behind stops holding, and claims still name it.
const NOT_HELD: &str = "UPDATE mapping SET superseded_at = CURRENT_TIMESTAMP \
    WHERE superseded_at IS NULL AND standing NOT IN ('published', 'accepted', 'corrected')";

/// Statements of one set are found by it, to be compared with the set's next version.
const BY_SET: &str = "idx_mapping_mapping_set";

fn columns() -> [ColumnDef; 11] {
    [
        text("standing").default("proposed").take(),
        boolean("confidence_stated").default(true).take(),
        uuid_null("object_vocabulary_id"),
        uuid_null("replaces_id"),
        text_null("mapping_set_version"),
        text_null("licence"),
        text_null("tool"),
        text_null("tool_version"),
        date_null("made_on"),
        json_binary_null("see_also"),
        text_null("comment"),
    ]
}

impl MigrationName for Mappings {
    fn name(&self) -> &str {
        "m0018_mappings"
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for Mappings {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut column in columns() {
            let change = Table::alter().table("mapping").add_column(&mut column).take();
            manager.alter_table(change).await?;
        }
        let by_set = Index::create().name(BY_SET).table("mapping").col("mapping_set").take();
        manager.create_index(by_set).await?;
        manager.get_connection().execute_unprepared(BACKFILL).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(NOT_HELD).await?;
        let by_set = Index::drop().name(BY_SET).table("mapping").to_owned();
        manager.drop_index(by_set).await?;
        for column in columns() {
            let name = column.get_column_name();
            let change = Table::alter().table("mapping").drop_column(name).take();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
