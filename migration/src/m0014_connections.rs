//! Whether a holder lets a source write into the passport, decided for each subject by which the source knows them.

use crate::table::{NewTable, NewTables, current};
use sea_orm_migration::{prelude::ForeignKeyAction::Cascade, prelude::*, schema::*};

/// The change.
pub struct Connections;

/// The tables that it makes.
pub const MADE: NewTables = NewTables::of("m0014_connections", tables);

fn tables() -> Vec<NewTable> {
    vec![
        NewTable::new("connection")
            .col(uuid("subject_id"))
            .col(text("state"))
            .col(uuid_null("decided_by"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(timestamp_with_time_zone_null("superseded_at"))
            .refers("subject_id", "subject", Cascade)
            .unique_where(&["subject_id"], current())
            .index(&["subject_id"]),
    ]
}

/// What was written before there were connections counts as accepted: it stays as visible as it was, and none of it goes
/// as unclaimed. A subject has one connection here, so its id serves as the connection's.
const BACKFILL: &str = "
    INSERT INTO connection (id, subject_id, state, decided_by, recorded_at)
    SELECT subject.id, subject.id, 'accepted', subject.person_id, subject.created_at FROM subject";

impl MigrationName for Connections {
    fn name(&self) -> &str {
        MADE.name
    }
}

#[allow(
    elided_lifetimes_in_paths,
    reason = "the trait declares its methods so, and async_trait wants the same"
)]
#[async_trait::async_trait]
impl MigrationTrait for Connections {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        MADE.up(manager).await?;
        manager.get_connection().execute_unprepared(BACKFILL).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        MADE.down(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
