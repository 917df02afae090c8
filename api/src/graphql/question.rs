//! What was asked, in the form in which disclosures keep it, and read back from it.

use super::sdl;
use crate::store::disclosures::Asked;
use async_graphql::{Request, Variables};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Everything that is asked beside the document.
#[derive(Serialize, Deserialize)]
struct Question {
    operation: Option<String>,
    /// The schema that answered.
    schema: String,
    variables: BTreeMap<String, Value>,
}

/// What tells this hub's schema from an older or newer one.
static SCHEMA: LazyLock<String> = LazyLock::new(|| hex::encode(&Sha256::digest(sdl())[..8]));

/// What this request asks.
pub fn asked(request: &Request) -> Asked {
    let variables = &*request.variables;
    let sorted = variables.iter().map(|(name, value)| {
        let value = value.clone().into_json().unwrap_or_default();
        (name.to_string(), in_order(value))
    });
    let question = Question {
        operation: request.operation_name.clone(),
        schema: SCHEMA.clone(),
        variables: sorted.collect(),
    };
    Asked {
        document: request.query.trim().replace("\r\n", "\n"),
        question: serde_json::to_string(&question).unwrap_or_default(),
    }
}

/// The same value, with the keys of its objects in one order.
fn in_order(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(in_order).collect(),
        Value::Object(fields) => {
            let sorted: BTreeMap<String, Value> = fields.into_iter().map(|(k, v)| (k, in_order(v))).collect();
            sorted.into_iter().collect()
        }
        value => value,
    }
}

/// The request that asks it again, and whether the schema is still the one that answered; none where it cannot be read.
pub fn again(asked: &Asked) -> Option<(Request, bool)> {
    let question: Question = serde_json::from_str(&asked.question).ok()?;
    let variables = Value::Object(question.variables.into_iter().collect());
    let mut request = Request::new(asked.document.clone()).variables(Variables::from_json(variables));
    request.operation_name = question.operation;
    Some((request, question.schema == *SCHEMA))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_asked_comes_back_and_its_order_does_not_matter() {
        let ask = |variables: Value, document: &str| {
            let mut request = Request::new(document).variables(Variables::from_json(variables));
            request.operation_name = Some("A".into());
            asked(&request)
        };
        let document = "query A($f: F) { a(f: $f) }";
        let one = ask(json!({"f": {"x": 1, "y": [{"b": 1, "a": 2}]}, "g": null}), document);
        assert_eq!(
            one,
            ask(
                json!({"g": null, "f": {"y": [{"a": 2, "b": 1}], "x": 1}}),
                &format!("\r\n{document} ")
            )
        );
        assert_ne!(one, ask(json!({"f": {"x": 2}}), document));
        let (again, same) = again(&one).unwrap();
        assert!(same && asked(&again) == one);
    }
}
