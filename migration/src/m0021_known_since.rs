//! Since when the hub holds what a claim states, where that is longer than the row is there.

use sea_orm_migration::{prelude::*, schema::*};

/// The change.
pub struct KnownSince;

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
        let mut column = timestamp_with_time_zone_null("known_since");
        let change = Table::alter().table("claim").add_column(&mut column).take();
        manager.alter_table(change).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let change = Table::alter().table("claim").drop_column("known_since").take();
        manager.alter_table(change).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
