//! What a receipt says of a consent: the fields of ISO/IEC TS 27560, filled from one version of it.
//!
//! A receipt is for both sides to keep. It holds no name of the holder and nothing in the holder's own words: who has it
//! learns what was consented to, and knows the holder by the pseudonym that the partner has anyway.

use super::{ConsentState, Purpose};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The form of the receipts that are made now.
pub const SCHEMA_VERSION: &str = "passport-hub/consent-receipt/1";

/// One version of a consent, as a receipt tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceiptFacts {
    /// The consent, as the partner knows it.
    pub consent: String,
    /// Which version.
    pub version: i32,
    /// The holder, as the partner knows them.
    pub holder: String,
    /// The hub that keeps and shows the data.
    pub hub: String,
    /// The partner: its key and its name.
    pub partner: (String, String),
    /// The partner's only program; none for all.
    pub client: Option<String>,
    /// What for.
    pub purpose: Purpose,
    /// Where it stands.
    pub state: ConsentState,
    /// What is permitted, in the scope grammar.
    pub permits: Vec<String>,
    /// What is denied.
    pub denies: Vec<String>,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// How often it may be used.
    pub use_limit: Option<i32>,
    /// How long the partner may keep what it saw.
    pub retention: Option<String>,
    /// Whether the partner may pass it on.
    pub redisclosure: Option<String>,
    /// The notice that the holder was shown, and its language.
    pub notice: (String, String),
    /// Who decided: `holder`, `guardian` or `delegate`.
    pub given_by: String,
    /// When this version was made.
    pub recorded_at: DateTime<Utc>,
}

/// A receipt, as it is signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The form it has.
    pub schema_version: String,
    /// Its own id.
    pub receipt_id: Uuid,
    /// The consent and its version, `ID@VERSION`.
    pub record_id: String,
    /// The holder, by the pseudonym that this partner has.
    pub pii_principal_id: String,
    /// What is done with the data.
    pub pii_processing: Processing,
    /// Who takes part.
    pub parties: Vec<Party>,
    /// What happened.
    pub events: Vec<Event>,
}

/// What is done with the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Processing {
    /// The version of the notice that was shown.
    pub privacy_notice: String,
    /// Its language, BCP 47.
    pub language: String,
    /// The purpose, from the closed list.
    pub purpose: String,
    /// Always `consent`.
    pub lawful_basis: String,
    /// What is permitted, in the scope grammar.
    pub pii_information: Vec<String>,
    /// What is denied, in the scope grammar.
    pub pii_withheld: Vec<String>,
    /// How often it may be used; null for any number of times.
    pub use_limit: Option<i32>,
    /// How long the partner may keep what it saw.
    pub retention_period: Option<String>,
    /// Whether the partner may pass it on.
    pub recipient_third_parties: Option<String>,
    /// How the consent is ended.
    pub withdrawal_method: String,
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its key.
    pub party_id: String,
    /// `pii_controller` who keeps the data, or `recipient` who is shown it.
    pub party_role: String,
    /// Its name.
    pub party_name: String,
    /// The program through which it asks, where it is only one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub party_client: Option<String>,
}

/// Something that happened to the consent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When, in UTC to the microsecond.
    pub event_time: String,
    /// `explicit_consent`: silence is none.
    pub event_type: String,
    /// Where the consent stands since then.
    pub event_state: String,
    /// Who decided: `holder`, `guardian` or `delegate`.
    pub entity: String,
    /// From when it holds.
    pub valid_from: String,
    /// Until when it holds.
    pub valid_until: String,
}

impl Receipt {
    /// The receipt of one version.
    pub fn of(receipt_id: Uuid, facts: ReceiptFacts) -> Self {
        let event = Event {
            event_time: micros(facts.recorded_at),
            event_type: "explicit_consent".into(),
            event_state: facts.state.as_str().into(),
            entity: facts.given_by,
            valid_from: micros(facts.starts_at),
            valid_until: micros(facts.expires_at),
        };
        let (partner_id, partner_name) = facts.partner;
        Receipt {
            schema_version: SCHEMA_VERSION.into(),
            receipt_id,
            record_id: format!("{}@{}", facts.consent, facts.version),
            pii_principal_id: facts.holder,
            pii_processing: Processing {
                privacy_notice: facts.notice.0,
                language: facts.notice.1,
                purpose: facts.purpose.as_str().into(),
                lawful_basis: "consent".into(),
                pii_information: facts.permits,
                pii_withheld: facts.denies,
                use_limit: facts.use_limit,
                retention_period: facts.retention,
                recipient_third_parties: facts.redisclosure,
                withdrawal_method: "the mutation withdrawConsent of the hub, at any time".into(),
            },
            parties: vec![
                party(facts.hub.clone(), "pii_controller", facts.hub, None),
                party(partner_id, "recipient", partner_name, facts.client),
            ],
            events: vec![event],
        }
    }
}

fn party(party_id: String, role: &str, party_name: String, party_client: Option<String>) -> Party {
    Party {
        party_id,
        party_role: role.into(),
        party_name,
        party_client,
    }
}

/// To the microsecond: what both databases keep.
fn micros(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}
