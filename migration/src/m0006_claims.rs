//! Claims, what backs them, and what they add up to.

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
    vec![claim(), evidence(), endorsement(), skill_state()]
}

fn claim() -> NewTable {
    NewTable::new("claim")
        .person_owned()
        .col(uuid_null("concept_id"))
        .col(text_null("raw_label"))
        .col(text_null("raw_code"))
        .col(text_null("raw_framework"))
        .col(text_null("raw_level"))
        .col(text_null("raw_scale"))
        .col(small_integer_null("band_low"))
        .col(small_integer_null("band_high"))
        .col(text_null("band_basis"))
        .col(text_null("band_loss"))
        .col(text("role"))
        .col(text("assertion"))
        .col(text("asserted_by_kind"))
        .col(text_null("asserted_by_name"))
        .col(uuid_null("asserted_by_organization_id"))
        .col(date_null("observed_from"))
        .col(date_null("observed_to"))
        .col(text_null("observed_precision"))
        .col(date_null("valid_from"))
        .col(date_null("valid_to"))
        .col(text("extraction"))
        .col(uuid_null("mapping_id"))
        .col(text_null("mapping_relation"))
        .col(text_null("mapping_method"))
        .col(double_null("mapping_confidence"))
        .col(boolean("verified"))
        .col(json_binary_null("checks"))
        .col(uuid_null("credential_id"))
        .col(uuid_null("experience_id"))
        .col(uuid_null("learning_id"))
        .refers("concept_id", "concept", Restrict)
        .refers("asserted_by_organization_id", "organization", Restrict)
        .refers("mapping_id", "mapping", Restrict)
        .refers("credential_id", "credential", Cascade)
        .refers("experience_id", "experience", Cascade)
        .refers("learning_id", "learning", Cascade)
        .index(&["person_id", "concept_id"])
        .index(&["source_id", "person_id"])
        .index_present("credential_id")
        .index_present("experience_id")
        .index_present("learning_id")
}

fn evidence() -> NewTable {
    NewTable::new("evidence")
        .person_owned()
        .col(uuid_null("claim_id"))
        .col(uuid_null("credential_id"))
        .col(uuid_null("experience_id"))
        .col(text("kind"))
        .col(text_null("title"))
        .col(text_null("url"))
        .col(text_null("description"))
        .refers("claim_id", "claim", Cascade)
        .refers("credential_id", "credential", Cascade)
        .refers("experience_id", "experience", Cascade)
        .index_present("claim_id")
        .index_present("credential_id")
        .index_present("experience_id")
}

fn endorsement() -> NewTable {
    NewTable::new("endorsement")
        .person_owned()
        .col(text_null("endorser_name"))
        .col(uuid_null("endorser_organization_id"))
        .col(text_null("text"))
        .col(date_null("issued_on"))
        .col(uuid_null("claim_id"))
        .col(uuid_null("credential_id"))
        .col(uuid_null("experience_id"))
        .refers("endorser_organization_id", "organization", Restrict)
        .refers("claim_id", "claim", Cascade)
        .refers("credential_id", "credential", Cascade)
        .refers("experience_id", "experience", Cascade)
        .index_present("claim_id")
        .index_present("credential_id")
        .index_present("experience_id")
}

fn skill_state() -> NewTable {
    NewTable::new("skill_state")
        .col(uuid("person_id"))
        .col(uuid_null("concept_id"))
        .col(text_null("term"))
        .col(small_integer_null("band_low"))
        .col(small_integer_null("band_high"))
        .col(text("strongest_assertion"))
        .col(integer("independent_sources"))
        .col(integer("claims"))
        .col(text("trend"))
        .col(date_null("last_observed"))
        .col(timestamp_with_time_zone("computed_at"))
        .refers("person_id", "person", Cascade)
        .refers("concept_id", "concept", Restrict)
        .unique_where(&["person_id", "concept_id"], Expr::col("concept_id").is_not_null())
        .unique_where(&["person_id", "term"], Expr::col("concept_id").is_null())
}
