//! How disclosures are chained: what the hash of one covers, in both forms that there are.
//!
//! The first form is SHA-256 and covers neither request nor answer; whoever may write to the database can make such a
//! chain anew. The second is HMAC-SHA-256 under a key that is derived from the hub's secret, and covers every column.

use crate::keys::Keys;
use chrono::{DateTime, SecondsFormat, Utc};
use entity::disclosure::Model;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The form of what is written now.
pub const FORM: i16 = 2;

/// A moment as hashes know it: to the microsecond, which is what both databases keep.
pub fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// The hash that a disclosure has to have after the one before it; none where the row holds what no hub wrote.
pub fn hash(keys: &Keys, row: &Model) -> Option<String> {
    match row.form {
        1 => first_form(row),
        FORM => second_form(keys, row),
        _ => None,
    }
}

/// What the first form says, in this order.
#[derive(Serialize)]
struct First<'a> {
    person: Uuid,
    at: String,
    caller: &'a str,
    organization: Option<Uuid>,
    client: Option<Uuid>,
    source: Option<Uuid>,
    purpose: Option<&'a str>,
    consents: Vec<String>,
    operation: &'a str,
    types: BTreeMap<String, i64>,
    decision: &'a str,
    request_id: &'a str,
}

/// What the second form says beyond the first.
#[derive(Serialize)]
struct Second<'a> {
    #[serde(flatten)]
    first: First<'a>,
    id: Uuid,
    rows: i32,
    request: Option<&'a str>,
    answer: Option<&'a str>,
    parts: Option<BTreeMap<String, String>>,
    writer: Option<Uuid>,
    writer_seq: Option<i64>,
}

/// JSON columns are read into sorted maps: databases keep keys in an order of their own.
fn said(row: &Model) -> Option<First<'_>> {
    Some(First {
        person: row.person_id,
        at: moment(row.occurred_at),
        caller: &row.caller_kind,
        organization: row.organization_id,
        client: row.client_id,
        source: row.source_id,
        purpose: row.purpose.as_deref(),
        consents: serde_json::from_value(row.consents.clone()).ok()?,
        operation: &row.operation,
        types: serde_json::from_value(row.types.clone()).ok()?,
        decision: &row.decision,
        request_id: &row.request_id,
    })
}

/// SHA-256 (hex) over the hash before, the number in the chain, and what the entry says.
fn first_form(row: &Model) -> Option<String> {
    let mut digest = Sha256::new();
    digest.update(row.previous_hash.as_deref().unwrap_or_default().as_bytes());
    digest.update(row.seq.to_be_bytes());
    digest.update(serde_json::to_vec(&said(row)?).ok()?);
    Some(hex::encode(digest.finalize()))
}

fn second_form(keys: &Keys, row: &Model) -> Option<String> {
    let parts = row.answer_parts.clone();
    let all = Second {
        first: said(row)?,
        id: row.id,
        rows: row.rows_returned,
        request: row.request_hash.as_deref(),
        answer: row.answer_hash.as_deref(),
        parts: parts.map(serde_json::from_value).transpose().ok()?,
        writer: row.writer_id,
        writer_seq: row.writer_seq,
    };
    let before = row.previous_hash.as_deref().unwrap_or_default();
    let all = serde_json::to_vec(&all).ok()?;
    Some(keys.chained(&[b"disclosure", before.as_bytes(), &row.seq.to_be_bytes(), &all]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(form: i16) -> Model {
        Model {
            id: Uuid::from_u128(1),
            person_id: Uuid::from_u128(2),
            seq: 3,
            previous_hash: Some("before".into()),
            hash: String::new(),
            occurred_at: "2026-01-02T03:04:05.000006Z".parse().unwrap(),
            caller_kind: "partner".into(),
            organization_id: Some(Uuid::from_u128(4)),
            client_id: None,
            source_id: None,
            purpose: Some("hiring".into()),
            consents: json!(["5@1"]),
            operation: "Look".into(),
            types: json!({"Skill": 2, "Credential": 1}),
            rows_returned: 3,
            decision: "granted".into(),
            request_id: "r".into(),
            answer_hash: Some("a".into()),
            form,
            request_hash: Some("q".into()),
            answer_parts: Some(json!({"passport.skills": "p"})),
            writer_id: Some(Uuid::from_u128(6)),
            writer_seq: Some(7),
        }
    }

    #[test]
    fn the_first_form_stays_what_it_was() {
        // As the hub wrote it before there was a second form.
        let hash = hash(&Keys::derive(&[1; 32]), &row(1)).unwrap();
        assert_eq!(hash, "30f3d2e385b8620668130353a43b7f15a6430fe800e36615c4a032d29088c407");
        assert_eq!(hash, super::hash(&Keys::derive(&[2; 32]), &row(1)).unwrap());
    }

    #[test]
    fn every_column_counts_in_the_second_form() {
        let keys = Keys::derive(&[1; 32]);
        let whole = hash(&keys, &row(FORM)).unwrap();
        assert_ne!(hash(&Keys::derive(&[2; 32]), &row(FORM)).unwrap(), whole, "another key");
        type Edit = (&'static str, fn(&mut Model));
        let edits: [Edit; 22] = [
            ("id", |r| r.id = Uuid::nil()),
            ("person", |r| r.person_id = Uuid::nil()),
            ("seq", |r| r.seq = 4),
            ("previous hash", |r| r.previous_hash = None),
            ("when", |r| r.occurred_at = DateTime::UNIX_EPOCH),
            ("caller", |r| r.caller_kind = "source".into()),
            ("organization", |r| r.organization_id = None),
            ("client", |r| r.client_id = Some(Uuid::nil())),
            ("source", |r| r.source_id = Some(Uuid::nil())),
            ("purpose", |r| r.purpose = None),
            ("consents", |r| r.consents = json!([])),
            ("operation", |r| r.operation.clear()),
            ("types", |r| r.types = json!({"Skill": 2})),
            ("no types", |r| r.types = json!("none")),
            ("rows", |r| r.rows_returned = 0),
            ("decision", |r| r.decision = "refused".into()),
            ("request id", |r| r.request_id.clear()),
            ("answer", |r| r.answer_hash = None),
            ("request", |r| r.request_hash = None),
            ("parts", |r| r.answer_parts = None),
            ("writer", |r| r.writer_id = None),
            ("writer's number", |r| r.writer_seq = Some(8)),
        ];
        for (what, edit) in edits {
            let mut edited = row(FORM);
            edit(&mut edited);
            assert_ne!(hash(&keys, &edited), Some(whole.clone()), "{what}");
        }
    }
}
