//! What was learned from vocabularies, to link labels to them.

use crate::table::NewTable;
use sea_orm_migration::{prelude::ForeignKeyAction::Cascade, schema::*};

/// The tables it makes.
pub fn tables() -> Vec<NewTable> {
    vec![
        NewTable::new("vocabulary_encoder")
            .col(uuid("vocabulary_id"))
            .col(text("version"))
            .col(integer("concepts"))
            .col(blob("bytes"))
            .col(timestamp_with_time_zone("trained_at"))
            .refers("vocabulary_id", "vocabulary", Cascade)
            .unique(&["vocabulary_id"]),
    ]
}
