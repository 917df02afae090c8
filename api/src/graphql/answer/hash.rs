//! The hash of an answer, as disclosures keep it.
//!
//! An answer is cut into parts: the fields of its root fields (`passport.skills`), root fields that have none, and its
//! errors, each by path and code. A part's hash is SHA-256 over its JSON as it leaves, without white space. The answer's
//! is SHA-256 over the lines `PATH HASH`, in the order of their paths. Whoever kept an answer can work it out again.

use super::Written;
use crate::store::disclosures::Answered;
use async_graphql::{PathSegment, ServerError, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Most parts whose hashes are kept one by one.
const MOST_PARTS: usize = 32;
/// How many digits of a part's hash are kept: enough to say which part differs.
const DIGITS: usize = 16;
/// The part that holds the errors; no field can be called so.
pub const ERRORS: &str = "(errors)";

/// What was answered, in hashes.
pub fn answered(written: &Written, errors: &[ServerError]) -> Answered {
    let hashed = |(path, json): (&str, &[u8])| (path.to_owned(), digest(json));
    let mut parts: BTreeMap<String, String> = written.parts().map(hashed).collect();
    if !errors.is_empty() {
        let mut errors: Vec<_> = errors.iter().map(error).collect();
        errors.sort();
        parts.insert(
            ERRORS.to_owned(),
            digest(&serde_json::to_vec(&errors).unwrap_or_default()),
        );
    }
    let mut whole = Sha256::new();
    for (path, hash) in &parts {
        whole.update(format!("{path} {hash}\n"));
    }
    let few = parts.len() <= MOST_PARTS;
    let short = |(path, hash): (String, String)| (path, hash.chars().take(DIGITS).collect());
    Answered {
        hash: hex::encode(whole.finalize()),
        parts: parts.into_iter().filter(|_| few).map(short).collect(),
    }
}

fn digest(json: &[u8]) -> String {
    hex::encode(Sha256::digest(json))
}

/// An error's path and code: its text and its place in the document are for people.
fn error(error: &ServerError) -> (String, String) {
    let segment = |segment: &PathSegment| match segment {
        PathSegment::Field(name) => name.clone(),
        PathSegment::Index(at) => at.to_string(),
    };
    let path: Vec<String> = error.path.iter().map(segment).collect();
    let code = match error.extensions.as_ref().and_then(|extensions| extensions.get("code")) {
        Some(Value::String(code)) => code.clone(),
        _ => String::new(),
    };
    (path.join("."), code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Answered {
        let data = Value::from_json(serde_json::from_str(json).unwrap()).unwrap();
        answered(&Written::of(&data), &[])
    }

    #[test]
    fn an_answer_is_hashed_by_parts() {
        let answer = of(r#"{"passport":{"id":"a","skills":[1,2]},"me":null}"#);
        assert_eq!(
            answer.parts.keys().collect::<Vec<_>>(),
            ["me", "passport.id", "passport.skills"]
        );
        let part = |json: &str| hex::encode(Sha256::digest(json));
        assert_eq!(answer.parts["passport.skills"], part("[1,2]")[..DIGITS]);
        let lines = format!(
            "me {}\npassport.id {}\npassport.skills {}\n",
            part("null"),
            part("\"a\""),
            part("[1,2]")
        );
        assert_eq!(answer.hash, part(&lines));

        let other = of(r#"{"passport":{"id":"a","skills":[2,1]},"me":null}"#);
        assert_ne!(other.hash, answer.hash);
        assert_eq!(other.parts["passport.id"], answer.parts["passport.id"]);
    }

    #[test]
    fn errors_count_by_path_and_code_in_any_order() {
        let failed = |path: &str, text: &str| {
            let mut error = ServerError::new(text, None);
            error.path = vec![PathSegment::Field(path.to_owned())];
            error
        };
        let with = |errors: Vec<ServerError>| answered(&Written::of(&Value::Null), &errors).hash;
        let one = with(vec![failed("a", "x"), failed("b", "y")]);
        assert_eq!(one, with(vec![failed("b", "in other words"), failed("a", "x")]));
        assert_ne!(one, with(vec![failed("a", "x")]));
    }

    #[test]
    fn of_many_parts_only_the_whole_is_kept() {
        let fields: Vec<String> = (0..=MOST_PARTS).map(|n| format!("\"f{n}\":1")).collect();
        let answer = of(&format!("{{{}}}", fields.join(",")));
        assert!(answer.parts.is_empty() && answer.hash.len() == 64);
    }
}
