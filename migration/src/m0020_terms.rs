//! The terms that sources sent, each once, what was decided that they mean, and which claims hang on which.

use crate::table::{NewTable, NewTables};
use sea_orm_migration::{
    prelude::{
        ForeignKeyAction::{Cascade, Restrict},
        *,
    },
    schema::*,
};

/// The change.
pub struct Terms;

/// The tables that it makes.
pub const MADE: NewTables = NewTables::of("m0020_terms", tables);

const BY_TERM: &str = "idx_claim_term_id";

fn tables() -> Vec<NewTable> {
    vec![
        NewTable::new("term")
            .col(uuid("source_id"))
            .col(text("key"))
            .col(text_null("label"))
            .col(text_null("code"))
            .col(text_null("uri"))
            .col(text_null("framework"))
            .col(text_null("language"))
            .col(uuid_null("concept_id"))
            .col(text_null("relation"))
            .col(text_null("method"))
            .col(double_null("confidence"))
            .col(uuid_null("mapping_id"))
            .col(timestamp_with_time_zone("first_seen_at"))
            .refers("source_id", "source", Restrict)
            .refers("concept_id", "concept", Restrict)
            .unique(&["source_id", "key"]),
        NewTable::new("term_decision")
            .col(uuid("term_id"))
            .col(uuid_null("concept_id"))
            .col(text("relation"))
            .col(text("decided_by"))
            .col(text_null("note"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(timestamp_with_time_zone_null("superseded_at"))
            .refers("term_id", "term", Cascade)
            .refers("concept_id", "concept", Restrict)
            .unique_where(&["term_id"], Expr::col("superseded_at").is_null()),
    ]
}

impl MigrationName for Terms {
    fn name(&self) -> &str {
        MADE.name
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for Terms {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        MADE.up(manager).await?;
        let mut column = uuid_null("term_id");
        let change = Table::alter().table("claim").add_column(&mut column).take();
        manager.alter_table(change).await?;
        let by_term = Index::create().name(BY_TERM).table("claim").col("term_id").take();
        manager.create_index(by_term).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop().name(BY_TERM).table("claim").to_owned();
        manager.drop_index(index).await?;
        let change = Table::alter().table("claim").drop_column("term_id").take();
        manager.alter_table(change).await?;
        MADE.down(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
