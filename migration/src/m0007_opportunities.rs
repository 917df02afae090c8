//! Jobs and training on offer.

use crate::table::{NewTable, current};
use sea_orm_migration::{
    prelude::ForeignKeyAction::{Cascade, Restrict, SetNull},
    schema::*,
};

/// The tables it makes.
pub fn tables() -> Vec<NewTable> {
    vec![opportunity(), opportunity_requirement()]
}

fn opportunity() -> NewTable {
    NewTable::new("opportunity")
        .col(uuid("source_id"))
        .col(uuid_null("source_record_id"))
        .col(uuid_null("organization_id"))
        .col(text("kind"))
        .col(text("title"))
        .col(text_null("url"))
        .col(text_null("location"))
        .col(date_null("valid_from"))
        .col(date_null("valid_to"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .refers("source_id", "source", Restrict)
        .refers("source_record_id", "source_record", SetNull)
        .refers("organization_id", "organization", Restrict)
        .index_where(&["source_id"], current())
        .index_present("source_record_id")
}

fn opportunity_requirement() -> NewTable {
    NewTable::new("opportunity_requirement")
        .col(uuid("opportunity_id"))
        .col(uuid_null("concept_id"))
        .col(text_null("raw_label"))
        .col(small_integer_null("band_low"))
        .col(boolean("essential"))
        .refers("opportunity_id", "opportunity", Cascade)
        .refers("concept_id", "concept", Restrict)
        .index(&["opportunity_id"])
        .index_present("concept_id")
}
