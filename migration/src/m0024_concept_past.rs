//! How concepts stood in versions before the newest, and in which languages a version's own files speak.

use crate::table::{NewTable, NewTables};
use sea_orm_migration::{
    prelude::{ForeignKeyAction::Cascade, *},
    schema::*,
};

/// The change.
pub struct ConceptPast;

/// The table that it makes.
pub const MADE: NewTables = NewTables::of("m0024_concept_past", tables);

fn tables() -> Vec<NewTable> {
    vec![
        NewTable::new("concept_past")
            .col(uuid("concept_id"))
            .col(integer("before"))
            .col(text_null("code"))
            .col(text("kind"))
            .col(text_null("reuse_level"))
            .col(text("status"))
            .col(uuid_null("replaced_by"))
            .col(integer_null("deprecated_since"))
            .col(integer_null("gone_since"))
            .col(double_null("level"))
            .col(text_null("level_scale"))
            .refers("concept_id", "concept", Cascade)
            .unique(&["concept_id", "before"]),
    ]
}

/// Until now it was known since when a concept is deprecated, and not how it stood before: not so. No concept is altered
/// twice in one version, so its id serves for the one row that is made of it.
const BACKFILL: &str = "
    INSERT INTO concept_past (id, concept_id, before, code, kind, reuse_level, status, level, level_scale)
    SELECT id, id, deprecated_since, code, kind, reuse_level, 'released', level, level_scale
    FROM concept WHERE deprecated_since > since";

fn told() -> ColumnDef {
    json_binary_null("told").take()
}

impl MigrationName for ConceptPast {
    fn name(&self) -> &str {
        MADE.name
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for ConceptPast {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        MADE.up(manager).await?;
        manager.get_connection().execute_unprepared(BACKFILL).await?;
        let change = Table::alter().table("vocabulary_version").add_column(told()).take();
        manager.alter_table(change).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let change = Table::alter().table("vocabulary_version").drop_column("told").take();
        manager.alter_table(change).await?;
        MADE.down(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
