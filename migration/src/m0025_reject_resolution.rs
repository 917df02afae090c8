//! How a reject was settled, by what or whom, and why.

use sea_orm_migration::{prelude::*, schema::*};

/// The change.
pub struct RejectResolution;

fn columns() -> [ColumnDef; 3] {
    [text_null("resolution"), text_null("resolved_by"), text_null("note")]
}

impl MigrationName for RejectResolution {
    fn name(&self) -> &str {
        "m0025_reject_resolution"
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for RejectResolution {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut column in columns() {
            let change = Table::alter().table("reject").add_column(&mut column).take();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in columns() {
            let name = column.get_column_name();
            let change = Table::alter().table("reject").drop_column(name).take();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
