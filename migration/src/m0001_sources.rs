//! Organizations and the sources they connect.

use crate::table::NewTable;
use sea_orm_migration::{prelude::ForeignKeyAction::Restrict, schema::*};

/// The tables it makes.
pub fn tables() -> Vec<NewTable> {
    vec![organization(), source()]
}

fn organization() -> NewTable {
    NewTable::new("organization")
        .col(text("kind"))
        .col(text("name"))
        .col(text_null("identifier_system"))
        .col(text_null("identifier_value"))
        .col(text_null("url"))
        .col(timestamp_with_time_zone("created_at"))
        .unique(&["identifier_system", "identifier_value"])
}

fn source() -> NewTable {
    NewTable::new("source")
        .col(text("key"))
        .col(text("name"))
        .col(text("kind"))
        .col(text_null("adapter"))
        .col(uuid_null("organization_id"))
        .col(json_binary("trusted_identifiers"))
        .col(blob_null("settings_sealed"))
        .col(json_binary_null("cursor"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("disabled_at"))
        .refers("organization_id", "organization", Restrict)
        .unique(&["key"])
        .index_present("organization_id")
}
