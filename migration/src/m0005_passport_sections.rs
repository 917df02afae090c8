//! What a passport holds beside skills.

use crate::table::NewTable;
use sea_orm_migration::{prelude::ForeignKeyAction::Restrict, schema::*};

/// The tables it makes.
pub fn tables() -> Vec<NewTable> {
    vec![
        credential(),
        experience(),
        learning(),
        programme_participation(),
        goal(),
    ]
}

fn credential() -> NewTable {
    NewTable::new("credential")
        .person_owned()
        .col(text("name"))
        .col(text_null("description"))
        .col(text_null("achievement_type"))
        .col(text_null("achievement_id"))
        .col(uuid_null("issuer_organization_id"))
        .col(text_null("issuer_name"))
        .col(date_null("issued_on"))
        .col(date_null("expires_on"))
        .col(text("status"))
        .col(text("format"))
        .col(text("media_type"))
        .col(blob_null("signed_bytes"))
        .col(json_binary("checks"))
        .col(boolean("verified"))
        .col(text_null("image"))
        .refers("issuer_organization_id", "organization", Restrict)
}

fn experience() -> NewTable {
    NewTable::new("experience")
        .person_owned()
        .col(text("kind"))
        .col(text("title"))
        .col(uuid_null("organization_id"))
        .col(text_null("organization_name"))
        .col(text_null("role_title"))
        .col(text_null("occupation_code"))
        .col(uuid_null("occupation_concept_id"))
        .period()
        .col(text_null("narrative"))
        .refers("organization_id", "organization", Restrict)
        .refers("occupation_concept_id", "concept", Restrict)
}

fn learning() -> NewTable {
    NewTable::new("learning")
        .person_owned()
        .col(text("kind"))
        .col(text("title"))
        .col(text_null("code"))
        .col(uuid_null("provider_organization_id"))
        .col(text_null("provider_name"))
        .col(text("status"))
        .col(text_null("result_value"))
        .col(text_null("result_scale"))
        .col(text_null("credits"))
        .col(json_binary_null("outcomes"))
        .period()
        .refers("provider_organization_id", "organization", Restrict)
}

fn programme_participation() -> NewTable {
    NewTable::new("programme_participation")
        .person_owned()
        .col(text("programme"))
        .col(text_null("provider_name"))
        .col(uuid_null("provider_organization_id"))
        .col(json_binary("services"))
        .col(json_binary("skill_gains"))
        .col(json_binary("credentials_attained"))
        .col(json_binary("outcomes"))
        .period()
        .refers("provider_organization_id", "organization", Restrict)
}

fn goal() -> NewTable {
    NewTable::new("goal")
        .person_owned()
        .col(text("kind"))
        .col(text("title"))
        .col(uuid_null("concept_id"))
        .col(small_integer_null("target_band"))
        .col(date_null("due_on"))
        .col(text_null("note"))
        .refers("concept_id", "concept", Restrict)
}
