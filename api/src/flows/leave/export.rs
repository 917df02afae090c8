//! Everything that the hub holds about a holder, as one JSON document.

use crate::caller::HolderPass;
use crate::hub::Hub;
use crate::keys::Keys;
use crate::store::{StoreError, consent_requests, delegations, leaving, people};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

/// The form of the document.
pub const FORMAT: &str = "passport-hub/export/1";

/// The bundle of a holder; none where there is no passport. Tables hold current rows and past ones, with all columns;
/// what is kept sealed is opened, and what is kept only to find something by is left out.
pub async fn export_passport(hub: &Hub, holder: HolderPass) -> Result<Option<Value>, StoreError> {
    let Some(holder) = people::standing(&hub.db, holder).await? else {
        return Ok(None);
    };
    let everybody = leaving::people_of(&hub.db, holder).await?;
    let mut tables = leaving::everything_of(&hub.db, &everybody).await?;
    let addresses = consent_requests::addresses(&hub.db, &hub.keys, &holder.into()).await?;
    tables.push(("consentRequests", consent_requests::rows_at(&hub.db, &addresses).await?));
    let party = delegations::party(&hub.db, holder, &addresses, hub.clock.now()).await?;
    tables.push(("delegationsHeld", delegations::rows_held(&hub.db, &party).await?));
    let mut bundle = Map::new();
    bundle.insert("format".into(), FORMAT.into());
    bundle.insert("exportedAt".into(), json!(hub.clock.now()));
    bundle.insert("person".into(), json!(holder.person()));
    bundle.insert("keys".into(), json!({ "keys": [hub.keys.jwk()] }));
    let mut opened = Map::new();
    for (name, rows) in tables {
        let mut rows: Vec<Value> = rows.into_iter().map(|row| open(row, &hub.keys)).collect();
        if name == "receipts" {
            rows.iter_mut().for_each(add_document);
        }
        opened.insert(name.into(), rows.into());
    }
    bundle.insert("tables".into(), opened.into());
    Ok(Some(bundle.into()))
}

fn open(row: Value, keys: &Keys) -> Value {
    let Value::Object(columns) = row else { return row };
    let mut open = Map::new();
    for (name, value) in columns {
        if let Some(bare) = name.strip_suffix("_sealed") {
            let text = bytes(&value).and_then(|sealed| keys.open(&sealed));
            open.insert(bare.to_owned(), text.map_or(Value::Null, Value::String));
        } else if name.ends_with("_bytes") {
            let text = bytes(&value).map(|bytes| STANDARD.encode(bytes));
            open.insert(name, text.map_or(Value::Null, Value::String));
        } else if !["key_hash", "value_hash", "address_hash"].contains(&name.as_str()) {
            open.insert(name, value);
        }
    }
    open.into()
}

/// A receipt as it is downloaded, which is what can be verified, beside the columns that it is made of.
fn add_document(receipt: &mut Value) {
    // SQLite gives JSON columns as texts.
    let text = receipt["body"]
        .as_str()
        .and_then(|text| serde_json::from_str(text).ok());
    let body = text.unwrap_or_else(|| receipt["body"].clone());
    let document = json!({ "receipt": body, "jws": receipt["signature"] });
    if let Value::Object(columns) = receipt {
        columns.insert("document".into(), document);
    }
}

fn bytes(value: &Value) -> Option<Vec<u8>> {
    let numbers = value.as_array()?.iter();
    numbers.map(|number| u8::try_from(number.as_u64()?).ok()).collect()
}
