//! What vocabularies say of concepts elsewhere, and which labels of two concepts met in a mapping.

use crate::table::{NewTable, NewTables};
use sea_orm_migration::{
    prelude::{ForeignKeyAction::Cascade, *},
    schema::*,
};

/// The change.
pub struct Matches;

/// The table that it makes.
pub const MADE: NewTables = NewTables::of("m0022_matches", tables);

fn tables() -> Vec<NewTable> {
    vec![
        NewTable::new("concept_match")
            .col(uuid("concept_id"))
            .col(text("uri"))
            .col(text("kind"))
            .col(integer("since"))
            .col(integer_null("until"))
            .refers("concept_id", "concept", Cascade)
            .index(&["concept_id"]),
    ]
}

fn columns() -> [ColumnDef; 5] {
    [
        text_null("subject_match_field"),
        text_null("object_match_field"),
        json_binary_null("match_string"),
        double_null("similarity_score"),
        text_null("similarity_measure"),
    ]
}

impl MigrationName for Matches {
    fn name(&self) -> &str {
        MADE.name
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for Matches {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        MADE.up(manager).await?;
        for mut column in columns() {
            let change = Table::alter().table("mapping").add_column(&mut column).take();
            manager.alter_table(change).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in columns() {
            let name = column.get_column_name();
            let change = Table::alter().table("mapping").drop_column(name).take();
            manager.alter_table(change).await?;
        }
        MADE.down(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
