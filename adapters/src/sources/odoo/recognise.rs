//! Whether a document is an answer of Odoo, told by its content, whole or damaged.

use super::answer::without_mark;
use super::model::Model;
use serde_json::{Map, Value};

/// How much of a damaged answer is looked at to recognise it.
const GLANCE: usize = 4096;

/// Whether this looks like an answer of Odoo, whole or damaged.
pub fn is_from_odoo(bytes: &[u8]) -> bool {
    let text = without_mark(bytes).trim_ascii_start();
    match text.first() {
        Some(b'{') => is_envelope(text),
        Some(b'[') => first_row(text).map_or_else(|| looks_like_rows(text), |row| Model::is_odoo_row(&row)),
        _ => false,
    }
}

fn is_envelope(text: &[u8]) -> bool {
    let glance = glance(text);
    let has = |name: &str| glance.contains(&format!("\"{name}\""));
    (has("jsonrpc") && glance.find("\"jsonrpc\"").is_some_and(|at| at < 200))
        || ["name", "message", "arguments", "context", "debug"]
            .into_iter()
            .all(has)
}

fn first_row(text: &[u8]) -> Option<Map<String, Value>> {
    serde_json::Deserializer::from_slice(text.get(1..)?)
        .into_iter()
        .next()?
        .ok()
}

/// A bare array cut off in its first row is told by the names of fields that only Odoo has together.
fn looks_like_rows(text: &[u8]) -> bool {
    let glance = glance(text);
    let has = |name: &&str| glance.contains(&format!("\"{name}\":"));
    let telling = [
        "employee_id",
        "skill_id",
        "skill_type_id",
        "line_type_id",
        "employee_skill_ids",
        "no_of_recruitment",
    ];
    has(&"id") && (telling.iter().filter(|name| has(name)).count() >= 2 || has(&"write_date"))
}

fn glance(text: &[u8]) -> String {
    String::from_utf8_lossy(text.get(..GLANCE).unwrap_or(text)).replace("\" :", "\":")
}
