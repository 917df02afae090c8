//! The receipt of a consent's version: written and signed with it, at once.

use crate::caller::ISSUER;
use crate::hub::Hub;
use crate::receipts::Signed;
use crate::store::{StoreError, Tx, consents};
use entity::{consent, consent_receipt};
use passport::consent::{ConsentState, Purpose, Receipt, ReceiptFacts};
use uuid::Uuid;

/// Writes the receipt of a version. A version that nobody decided on yet has none.
pub(super) async fn write(hub: &Hub, tx: &Tx, row: &consent::Model) -> Result<(), StoreError> {
    let facts = facts(hub, row)?;
    if facts.state == ConsentState::Requested {
        return Ok(());
    }
    let id = Uuid::now_v7();
    let unsigned = |_| StoreError::Corrupt("a consent's receipt");
    let signed = Signed::new(Receipt::of(id, facts), &hub.keys).map_err(unsigned)?;
    let receipt = consent_receipt::Model {
        id,
        consent_id: row.consent_id,
        version: row.version,
        person_id: row.person_id,
        body: serde_json::to_value(&signed.receipt).map_err(|_| StoreError::Corrupt("a consent's receipt"))?,
        signature: signed.jws,
        issued_at: row.recorded_at,
    };
    consents::write_receipt(tx, receipt).await
}

fn facts(hub: &Hub, row: &consent::Model) -> Result<ReceiptFacts, StoreError> {
    let reference = hub.reference();
    let pseudonyms = hub.keys.pseudonyms(row.partner_organization_id);
    let partner = reference.organizations.get(&row.partner_organization_id);
    let client = row.client_id.and_then(|client| reference.clients.get(&client));
    let texts = |scopes: &serde_json::Value| -> Result<Vec<String>, StoreError> {
        Ok(consents::scopes(scopes)?.iter().map(ToString::to_string).collect())
    };
    Ok(ReceiptFacts {
        consent: pseudonyms.hide(row.consent_id).to_string(),
        version: row.version,
        holder: pseudonyms.hide(row.person_id).to_string(),
        hub: ISSUER.into(),
        partner: (
            row.partner_organization_id.to_string(),
            partner.map(|partner| partner.name.clone()).unwrap_or_default(),
        ),
        client: client.map(|client| client.key.clone()),
        purpose: Purpose::from_word(&row.purpose).ok_or(StoreError::Corrupt("a consent's purpose"))?,
        state: ConsentState::from_word(&row.state).ok_or(StoreError::Corrupt("a consent's state"))?,
        permits: texts(&row.scopes)?,
        denies: texts(&row.denies)?,
        starts_at: row.starts_at,
        expires_at: row.expires_at,
        use_limit: row.use_limit,
        retention: row.retention.clone(),
        redisclosure: row.redisclosure.clone(),
        notice: (row.notice_version.clone(), row.notice_language.clone()),
        given_by: row.given_by_kind.clone(),
        recorded_at: row.recorded_at,
    })
}
