//! The URI of a published scale, and where a concept stands as a whole on one.

use sea_orm_migration::{prelude::*, schema::*};

/// The change.
pub struct VocabularyScales;

fn columns() -> [(&'static str, ColumnDef); 3] {
    [
        ("scale", text_null("uri").take()),
        ("concept", double_null("level").take()),
        ("concept", text_null("level_scale").take()),
    ]
}

impl MigrationName for VocabularyScales {
    fn name(&self) -> &str {
        "m0023_vocabulary_scales"
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for VocabularyScales {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, mut column) in columns() {
            let change = Table::alter().table(table).add_column(&mut column).take();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in columns() {
            let name = column.get_column_name();
            let change = Table::alter().table(table).drop_column(name).take();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
