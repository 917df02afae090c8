//! Vocabularies, mappings between them, and scales.

use crate::table::NewTable;
use sea_orm_migration::{
    prelude::{
        Expr, ExprTrait,
        ForeignKeyAction::{Cascade, Restrict},
    },
    schema::*,
};

/// The tables it makes.
pub fn tables() -> Vec<NewTable> {
    vec![
        vocabulary(),
        concept(),
        concept_label(),
        concept_relation(),
        mapping(),
        scale(),
        scale_level(),
    ]
}

fn vocabulary() -> NewTable {
    NewTable::new("vocabulary")
        .col(text("key"))
        .col(text("version"))
        .col(text("name"))
        .col(text_null("publisher"))
        .col(text_null("licence"))
        .col(text_null("attribution"))
        .col(text_null("url"))
        .col(text("language"))
        .col(boolean("pivot"))
        .col(timestamp_with_time_zone("created_at"))
        .unique(&["key", "version"])
}

fn concept() -> NewTable {
    NewTable::new("concept")
        .col(uuid("vocabulary_id"))
        .col(text("uri"))
        .col(text_null("code"))
        .col(text("kind"))
        .col(text_null("reuse_level"))
        .col(text("status"))
        .col(uuid_null("replaced_by"))
        .refers("vocabulary_id", "vocabulary", Restrict)
        .unique(&["vocabulary_id", "uri"])
        .index(&["vocabulary_id", "code"])
}

fn concept_label() -> NewTable {
    NewTable::new("concept_label")
        .col(uuid("concept_id"))
        .col(text("language"))
        .col(text("kind"))
        .col(text("text"))
        .col(text("normalised"))
        .refers("concept_id", "concept", Cascade)
        .index(&["concept_id"])
        .index(&["normalised"])
}

fn concept_relation() -> NewTable {
    NewTable::new("concept_relation")
        .col(uuid("from_id"))
        .col(uuid("to_id"))
        .col(text("kind"))
        .col(double_null("importance"))
        .col(double_null("level"))
        .refers("from_id", "concept", Cascade)
        .refers("to_id", "concept", Cascade)
        .unique(&["from_id", "to_id", "kind"])
        .index(&["to_id", "kind"])
}

fn mapping() -> NewTable {
    NewTable::new("mapping")
        .col(uuid("subject_concept_id"))
        .col(uuid_null("object_concept_id"))
        .col(text("relation"))
        .col(text("method"))
        .col(double("confidence"))
        .col(text_null("author"))
        .col(text_null("reviewer"))
        .col(timestamp_with_time_zone_null("reviewed_at"))
        .col(text_null("justification"))
        .col(text_null("mapping_set"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .refers("subject_concept_id", "concept", Restrict)
        .refers("object_concept_id", "concept", Restrict)
        .index(&["subject_concept_id"])
        .index(&["object_concept_id"])
}

fn scale() -> NewTable {
    NewTable::new("scale")
        .col(uuid_null("source_id"))
        .col(uuid_null("vocabulary_id"))
        .col(text("key"))
        .col(text("name"))
        .col(text("direction"))
        .col(text("kind"))
        .col(timestamp_with_time_zone("created_at"))
        .refers("source_id", "source", Restrict)
        .refers("vocabulary_id", "vocabulary", Restrict)
        .unique(&["source_id", "key"])
        .unique_where(&["vocabulary_id", "key"], Expr::col("source_id").is_null())
}

fn scale_level() -> NewTable {
    NewTable::new("scale_level")
        .col(uuid("scale_id"))
        .col(text("code"))
        .col(integer("rank"))
        .col(double_null("value_min"))
        .col(double_null("value_max"))
        .col(small_integer_null("band_low"))
        .col(small_integer_null("band_high"))
        .col(text_null("loss"))
        .col(json_binary("labels"))
        .refers("scale_id", "scale", Cascade)
        .unique(&["scale_id", "code"])
}
