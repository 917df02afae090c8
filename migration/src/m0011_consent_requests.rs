//! What partners ask holders for.
//!
//! A request is kept by its address and not by a person: whether the address is anybody's is not asked when it is made.

use crate::table::NewTable;
use sea_orm_migration::{prelude::ForeignKeyAction::Restrict, schema::*};

/// The tables it makes.
pub fn tables() -> Vec<NewTable> {
    vec![consent_request()]
}

fn consent_request() -> NewTable {
    NewTable::new("consent_request")
        .col(uuid("partner_organization_id"))
        .col(uuid_null("client_id"))
        .col(text("address_kind"))
        .col(text("address_hash"))
        .col(text("purpose"))
        .col(json_binary("scopes"))
        .col(timestamp_with_time_zone_null("until_at"))
        .col(integer_null("for_days"))
        .col(integer_null("use_limit"))
        .col(text_null("retention"))
        .col(text("redisclosure"))
        .col(text("notice_version"))
        .col(text("language"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(timestamp_with_time_zone("open_until"))
        .refers("partner_organization_id", "organization", Restrict)
        .refers("client_id", "client", Restrict)
        .index(&["partner_organization_id", "asked_at"])
        .index(&["address_hash"])
}
