//! What a disclosure needs to be proved and asked again: the request it answered, hashes of the answer, and its number
//! among everything that one process wrote.

use crate::table::{NewTable, NewTables};
use sea_orm_migration::{prelude::*, schema::*};

/// The change.
pub struct DisclosureRequests;

/// The tables that it makes.
pub const MADE: NewTables = NewTables::of("m0012_disclosure_requests", tables);

const COLUMNS: [&str; 5] = ["form", "request_hash", "answer_parts", "writer_id", "writer_seq"];

fn tables() -> Vec<NewTable> {
    vec![document(), request(), writer()]
}

/// Documents are the same for many requests: each is kept once.
fn document() -> NewTable {
    NewTable::new("disclosed_document")
        .col(text("hash"))
        .col(blob_null("document_sealed"))
        .col(timestamp_with_time_zone("recorded_at"))
        .unique(&["hash"])
}

fn request() -> NewTable {
    NewTable::new("disclosed_request")
        .col(text("hash"))
        .col(text("document_hash"))
        .col(blob_null("question_sealed"))
        .col(timestamp_with_time_zone("recorded_at"))
        .unique(&["hash"])
}

fn writer() -> NewTable {
    NewTable::new("disclosure_writer")
        .col(big_integer("number"))
        .col(text("previous_hash"))
        .col(json_binary("ends"))
        .col(timestamp_with_time_zone("begun_at"))
        .col(text("hash"))
        .unique(&["number", "previous_hash"])
}

/// Disclosures from before keep their form, the first.
fn column(name: &'static str) -> ColumnDef {
    match name {
        "form" => small_integer(name).default(1).take(),
        "answer_parts" => json_binary_null(name),
        "writer_id" => uuid_null(name),
        "writer_seq" => big_integer_null(name),
        _ => text_null(name),
    }
}

fn by_writer() -> IndexCreateStatement {
    Index::create()
        .name("unq_disclosure_writer_id_writer_seq")
        .table("disclosure")
        .unique()
        .col("writer_id")
        .col("writer_seq")
        .take()
}

impl MigrationName for DisclosureRequests {
    fn name(&self) -> &str {
        MADE.name
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for DisclosureRequests {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        MADE.up(manager).await?;
        // SQLite adds one column at a time.
        for name in COLUMNS {
            let change = Table::alter().table("disclosure").add_column(column(name)).take();
            manager.alter_table(change).await?;
        }
        manager.create_index(by_writer()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop()
            .name("unq_disclosure_writer_id_writer_seq")
            .table("disclosure")
            .to_owned();
        manager.drop_index(index).await?;
        for name in COLUMNS {
            let change = Table::alter().table("disclosure").drop_column(name).take();
            manager.alter_table(change).await?;
        }
        MADE.down(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
