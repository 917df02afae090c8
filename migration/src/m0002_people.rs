//! People, the subjects that sources know, and how both are told to be the same.

use crate::table::NewTable;
use sea_orm_migration::{
    prelude::ForeignKeyAction::{Cascade, Restrict, SetNull},
    schema::*,
};

/// The tables it makes.
pub fn tables() -> Vec<NewTable> {
    vec![person(), subject(), person_identifier(), person_link()]
}

fn person() -> NewTable {
    NewTable::new("person")
        .col(text_null("display_name"))
        .col(text_null("given_name"))
        .col(text_null("family_name"))
        .col(text_null("language"))
        .col(text_null("age_band"))
        .col(uuid_null("merged_into"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("erased_at"))
        .refers("merged_into", "person", Cascade)
        .index_present("merged_into")
}

fn subject() -> NewTable {
    NewTable::new("subject")
        .col(uuid("source_id"))
        .col(text("key_hash"))
        .col(blob("key_sealed"))
        .col(uuid("person_id"))
        .col(uuid_null("home_person_id"))
        .col(text_null("display_name"))
        .col(timestamp_with_time_zone("created_at"))
        .refers("source_id", "source", Restrict)
        .refers("person_id", "person", Cascade)
        .refers("home_person_id", "person", SetNull)
        .unique(&["source_id", "key_hash"])
        .index(&["person_id"])
        .index_present("home_person_id")
}

fn person_identifier() -> NewTable {
    NewTable::new("person_identifier")
        .col(uuid("person_id"))
        .col(uuid_null("subject_id"))
        .col(text("system"))
        .col(text("value_hash"))
        .col(blob("value_sealed"))
        .col(boolean("verified"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .refers("person_id", "person", Cascade)
        .refers("subject_id", "subject", Cascade)
        .index(&["system", "value_hash"])
        .index(&["person_id"])
        .index(&["subject_id"])
}

fn person_link() -> NewTable {
    NewTable::new("person_link")
        .col(uuid("subject_id"))
        .col(uuid("person_id"))
        .col(text("state"))
        .col(text("rule"))
        .col(json_binary("agreed"))
        .col(uuid_null("previous_person_id"))
        .col(timestamp_with_time_zone("proposed_at"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(text_null("decided_by"))
        .refers("subject_id", "subject", Cascade)
        .refers("person_id", "person", Cascade)
        .refers("previous_person_id", "person", SetNull)
        .index(&["state"])
        .index(&["subject_id"])
        .index(&["person_id"])
        .index_present("previous_person_id")
}
