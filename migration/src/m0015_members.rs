//! Members of organizations, and what each may do for theirs.

use crate::table::NewTable;
use sea_orm_migration::{prelude::ForeignKeyAction::Restrict, schema::*};

/// The tables it makes.
pub fn tables() -> Vec<NewTable> {
    vec![
        NewTable::new("member")
            .col(uuid("organization_id"))
            .col(text("role"))
            .col(text("name"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .refers("organization_id", "organization", Restrict)
            .index(&["organization_id"]),
    ]
}
