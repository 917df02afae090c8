//! Import runs, the records they received, and those they could not read.

use crate::table::{NewTable, current};
use sea_orm_migration::{
    prelude::ForeignKeyAction::{Cascade, Restrict},
    schema::*,
};

/// The tables it makes.
pub fn tables() -> Vec<NewTable> {
    vec![import_run(), source_record(), reject()]
}

fn import_run() -> NewTable {
    NewTable::new("import_run")
        .col(uuid("source_id"))
        .col(text_null("adapter"))
        .col(text_null("adapter_version"))
        .col(text("state"))
        .col(json_binary("files"))
        .col(text_null("delivery_hash"))
        .col(timestamp_with_time_zone("started_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .col(big_integer("records_read"))
        .col(big_integer("records_new"))
        .col(big_integer("records_changed"))
        .col(big_integer("records_unchanged"))
        .col(big_integer("records_withdrawn"))
        .col(big_integer("records_rejected"))
        .col(big_integer("passports_touched"))
        .col(big_integer("states_changed"))
        .col(text_null("error"))
        .refers("source_id", "source", Restrict)
        .index(&["source_id", "started_at"])
}

fn source_record() -> NewTable {
    NewTable::new("source_record")
        .col(uuid("source_id"))
        .col(text("stream"))
        .col(text("key"))
        .col(text("content_hash"))
        .col(json_binary("payload"))
        .col(uuid_null("subject_id"))
        .col(uuid_null("import_run_id"))
        .col(boolean("tombstone"))
        .col(timestamp_with_time_zone("received_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .refers("source_id", "source", Restrict)
        .refers("subject_id", "subject", Cascade)
        .refers("import_run_id", "import_run", Restrict)
        .unique_where(&["source_id", "stream", "key"], current())
        .index(&["source_id", "stream", "key", "content_hash"])
        .index(&["subject_id"])
        .index(&["import_run_id"])
}

fn reject() -> NewTable {
    NewTable::new("reject")
        .col(uuid("import_run_id"))
        .col(uuid("source_id"))
        .col(text("adapter"))
        .col(text_null("file"))
        .col(text("place"))
        .col(text("code"))
        .col(text("reason"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("resolved_at"))
        .refers("import_run_id", "import_run", Cascade)
        .refers("source_id", "source", Restrict)
        .index(&["import_run_id"])
        .index(&["source_id"])
}
