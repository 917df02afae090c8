//! When a source last called somebody by another name: what was shown before may be shown by another name since.

use sea_orm_migration::{prelude::*, schema::*};

/// The change.
pub struct NamedSince;

/// Until now it was not kept: names may have changed until this very moment.
const BACKFILL: &str = "UPDATE subject SET named_at = CURRENT_TIMESTAMP";

impl MigrationName for NamedSince {
    fn name(&self) -> &str {
        "m0016_named_since"
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for NamedSince {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = timestamp_with_time_zone_null("named_at");
        let change = Table::alter().table("subject").add_column(&mut column).take();
        manager.alter_table(change).await?;
        manager.get_connection().execute_unprepared(BACKFILL).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let change = Table::alter().table("subject").drop_column("named_at").take();
        manager.alter_table(change).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
