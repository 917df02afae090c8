//! Since when the hub holds what a claim states, and its level, where that is longer than the row is there.

use sea_orm_migration::{prelude::*, schema::*};

/// The change.
pub struct KnownSince;

const COLUMNS: [&str; 2] = ["known_since", "level_since"];

impl MigrationName for KnownSince {
    fn name(&self) -> &str {
        "m0021_known_since"
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for KnownSince {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in COLUMNS {
            let mut column = timestamp_with_time_zone_null(name);
            let change = Table::alter().table("claim").add_column(&mut column).take();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in COLUMNS {
            let change = Table::alter().table("claim").drop_column(name).take();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
