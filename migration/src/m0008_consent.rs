//! Who may see what, and who did.
//!
//! Consents, receipts and disclosures have no foreign key to the holder: they outlive erasure, as proof.

use crate::table::{NewTable, current};
use sea_orm_migration::{
    prelude::ForeignKeyAction::{Cascade, Restrict},
    schema::*,
};

/// The tables it makes.
pub fn tables() -> Vec<NewTable> {
    vec![
        client(),
        consent(),
        consent_use(),
        consent_receipt(),
        delegation(),
        disclosure(),
    ]
}

fn client() -> NewTable {
    NewTable::new("client")
        .col(uuid("organization_id"))
        .col(text("key"))
        .col(text("name"))
        .col(text("kind"))
        .col(text_null("secret_hash"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("disabled_at"))
        .refers("organization_id", "organization", Restrict)
        .unique(&["key"])
        .index(&["organization_id"])
}

fn consent() -> NewTable {
    NewTable::new("consent")
        .col(uuid("consent_id"))
        .col(integer("version"))
        .col(uuid("person_id"))
        .col(uuid("partner_organization_id"))
        .col(uuid_null("client_id"))
        .col(text("purpose"))
        .col(text("state"))
        .col(json_binary("scopes"))
        .col(json_binary("denies"))
        .col(timestamp_with_time_zone("starts_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(integer_null("use_limit"))
        .col(text_null("retention"))
        .col(text_null("redisclosure"))
        .col(text("notice_version"))
        .col(text("notice_language"))
        .col(text("given_by_kind"))
        .col(uuid_null("given_by"))
        .col(text_null("reason"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .refers("partner_organization_id", "organization", Restrict)
        .refers("client_id", "client", Restrict)
        .unique(&["consent_id", "version"])
        .unique_where(&["consent_id"], current())
        .index_where(&["partner_organization_id", "person_id"], current())
        .index(&["person_id"])
}

/// How often a limited consent was used; apart from the consent, whose versions are immutable.
fn consent_use() -> NewTable {
    NewTable::new("consent_use")
        .col(uuid("consent_id"))
        .col(big_integer("uses"))
        .unique(&["consent_id"])
}

fn consent_receipt() -> NewTable {
    NewTable::new("consent_receipt")
        .col(uuid("consent_id"))
        .col(integer("version"))
        .col(uuid("person_id"))
        .col(json_binary("body"))
        .col(text("signature"))
        .col(timestamp_with_time_zone("issued_at"))
        .refers_by(
            &["consent_id", "version"],
            "consent",
            &["consent_id", "version"],
            Restrict,
        )
        .index(&["consent_id", "version"])
        .index(&["person_id"])
}

fn delegation() -> NewTable {
    NewTable::new("delegation")
        .col(uuid("person_id"))
        .col(uuid_null("delegate_person_id"))
        .col(uuid_null("delegate_organization_id"))
        .col(text("kind"))
        .col(json_binary("scopes"))
        .col(timestamp_with_time_zone("starts_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("superseded_at"))
        .refers("person_id", "person", Cascade)
        .refers("delegate_person_id", "person", Cascade)
        .refers("delegate_organization_id", "organization", Restrict)
        .index(&["person_id"])
        .index_present("delegate_person_id")
}

fn disclosure() -> NewTable {
    NewTable::new("disclosure")
        .col(uuid("person_id"))
        .col(big_integer("seq"))
        .col(text_null("previous_hash"))
        .col(text("hash"))
        .col(timestamp_with_time_zone("occurred_at"))
        .col(text("caller_kind"))
        .col(uuid_null("organization_id"))
        .col(uuid_null("client_id"))
        .col(uuid_null("source_id"))
        .col(text_null("purpose"))
        .col(json_binary("consents"))
        .col(text("operation"))
        .col(json_binary("types"))
        .col(integer("rows_returned"))
        .col(text("decision"))
        .col(text("request_id"))
        .col(text_null("answer_hash"))
        .refers("organization_id", "organization", Restrict)
        .refers("client_id", "client", Restrict)
        .refers("source_id", "source", Restrict)
        .unique(&["person_id", "seq"])
        .index(&["organization_id", "occurred_at"])
}
