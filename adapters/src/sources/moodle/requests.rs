//! What was asked: some answers say neither whose they are nor of which course, and only the request did.
//!
//! It stands in the name of the file (`…courseid=2&userid=3.json`), or in a list of requests delivered beside:
//! `{"requests": [{"file", "query": {"wsfunction", "courseid", "userid"}}]}`.

use crate::Part;
use crate::elements::lists::{Document, Outline, Ways};
use crate::text::utf8;
use serde::Deserialize;
use std::collections::HashMap;

/// One request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The function that was called.
    pub function: Option<String>,
    /// The course asked for.
    pub course: Option<String>,
    /// The user asked for.
    pub user: Option<String>,
    /// The scale asked for.
    pub scale: Option<String>,
}

/// The requests of a delivery, by file.
#[derive(Default)]
pub struct Requests(HashMap<String, Request>);

/// Where requests are listed.
const LISTS: Ways = &[&["requests"]];

#[derive(Deserialize)]
struct Entry {
    file: String,
    #[serde(default)]
    query: HashMap<String, serde_json::Value>,
}

impl Requests {
    /// Takes the lists of requests out of a delivery; what is left are answers.
    pub fn of<'p, 'a>(parts: &'p [Part<'a>]) -> (Self, Vec<&'p Part<'a>>) {
        let mut requests = Requests::default();
        let answers = parts.iter().filter(|part| {
            let list = list(part);
            let is_answer = list.is_none();
            requests.0.extend(list.into_iter().flatten());
            is_answer
        });
        let answers = answers.collect();
        (requests, answers)
    }

    /// What was asked for to get this file.
    pub fn for_file(&self, part: &Part<'_>) -> Request {
        let listed = self.0.get(part.file_name()).cloned().unwrap_or_default();
        let named = |name: &str| in_name(part.file_name(), name);
        Request {
            function: listed.function.or_else(|| named("wsfunction")),
            course: listed.course.or_else(|| named("courseid")),
            user: listed.user.or_else(|| named("userid")),
            scale: listed.scale.or_else(|| named("scaleid")),
        }
    }
}

/// The requests that a file lists; none where it is something else.
fn list(part: &Part<'_>) -> Option<Vec<(String, Request)>> {
    let head = utf8(&part.bytes)?;
    let is_list = head.trim_start().starts_with('{') && head.contains("\"requests\"") && head.contains("\"file\"");
    if !is_list {
        return None;
    }
    let (document, Outline { frame, heads }) = Document::open(part, LISTS, &mut 0).ok()?;
    let listed = heads.get("/requests").map_or(0, |head| head.length);
    let mut found = Vec::new();
    document.each_of("/requests", |entry| {
        let read = entry.read().ok();
        let entry = read.and_then(|raw| serde_json::from_str::<Entry>(raw.get()).ok());
        found.extend(entry.map(|entry| (entry.file.clone(), asked(&entry))));
    });
    let is_whole = frame.fault.is_none() && found.len() as u64 == listed;
    (is_whole && listed > 0).then_some(found)
}

fn asked(entry: &Entry) -> Request {
    let of = |name: &str| {
        let value = entry.query.get(name)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        valid(&text)
    };
    Request {
        function: of("wsfunction"),
        course: of("courseid"),
        user: of("userid"),
        scale: of("scaleid"),
    }
}

fn in_name(file: &str, parameter: &str) -> Option<String> {
    let (_, rest) = file.split_once(&format!("{parameter}="))?;
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    valid(rest.get(..end)?)
}

/// A plain word or number; 0 stands for none.
fn valid(text: &str) -> Option<String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (plain && !text.is_empty() && text != "0" && text.len() <= 100).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_stands_in_the_name_or_in_a_list_beside() {
        let part = |name: &'static str, text: &'static str| Part {
            name: name.into(),
            bytes: text.as_bytes().into(),
        };
        let parts = [
            part("a.json", "[]"),
            part("b?courseid=2&userid=3.json", "[]"),
            part(
                "requests.json",
                r#"{"requests": [{"file": "a.json", "query": {"courseid": "7", "userid": 8, "wsfunction": "x y"}}]}"#,
            ),
        ];
        let (requests, answers) = Requests::of(&parts);
        assert_eq!(answers.len(), 2);
        let told = |part| {
            let request = requests.for_file(part);
            (request.course, request.user, request.function)
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(told(&parts[0]), (some("7"), some("8"), None));
        assert_eq!(told(&parts[1]), (some("2"), some("3"), None));
    }
}
