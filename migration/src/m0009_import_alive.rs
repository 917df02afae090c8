//! When an import run was last at work: tells a run that died from one that is still going, on whichever replica.

use sea_orm_migration::{prelude::*, schema::*};

/// The change.
pub struct ImportAlive;

impl MigrationName for ImportAlive {
    fn name(&self) -> &str {
        "m0009_import_alive"
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for ImportAlive {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = timestamp_with_time_zone_null("alive_at");
        let change = Table::alter().table("import_run").add_column(&mut column).take();
        manager.alter_table(change).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let change = Table::alter().table("import_run").drop_column("alive_at").take();
        manager.alter_table(change).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
