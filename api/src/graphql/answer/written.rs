//! An answer's JSON, written once: it is hashed part by part, and it is what leaves.

use async_graphql::{Name, Value, indexmap::IndexMap};
use serde::Serialize;
use std::ops::Range;

/// What stands before the data of an answer, and after it.
const BEFORE: &[u8] = br#"{"data":"#;
const AFTER: u8 = b'}';
/// Bytes to begin with: most answers are larger.
const ROOM: usize = 8 * 1024;

/// The JSON of an answer's data, and where its parts stand in it: the fields of its root fields (`passport.skills`), and
/// root fields that have none.
pub struct Written {
    json: Vec<u8>,
    parts: Vec<(String, Range<usize>)>,
}

impl Written {
    /// Writes this data.
    pub fn of(data: &Value) -> Self {
        let mut json = Vec::with_capacity(ROOM);
        json.extend_from_slice(BEFORE);
        let mut written = Written {
            json,
            parts: Vec::new(),
        };
        match data {
            Value::Object(roots) => written.object(roots, Written::root),
            value => written.part(String::new(), value),
        }
        written
    }

    /// Each part's path and JSON.
    pub fn parts(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let json = |range: &Range<usize>| self.json.get(range.clone()).unwrap_or_default();
        self.parts.iter().map(move |(path, range)| (path.as_str(), json(range)))
    }

    /// The JSON of an answer that consists of this data alone.
    pub fn alone(mut self) -> Vec<u8> {
        self.json.push(AFTER);
        self.json
    }

    fn root(&mut self, root: &Name, value: &Value) {
        match value {
            Value::Object(fields) if !fields.is_empty() => self.object(fields, |written, field, value| {
                written.part(format!("{root}.{field}"), value);
            }),
            value => self.part(root.to_string(), value),
        }
    }

    fn object(&mut self, fields: &IndexMap<Name, Value>, each: impl Fn(&mut Self, &Name, &Value)) {
        self.json.push(b'{');
        for (number, (name, value)) in fields.iter().enumerate() {
            if number > 0 {
                self.json.push(b',');
            }
            self.write(name.as_str());
            self.json.push(b':');
            each(self, name, value);
        }
        self.json.push(b'}');
    }

    fn part(&mut self, path: String, value: &Value) {
        let start = self.json.len();
        self.write(value);
        self.parts.push((path, start..self.json.len()));
    }

    /// What cannot be written is null, in the answer as in its hash.
    fn write<T: Serialize + ?Sized>(&mut self, value: &T) {
        let start = self.json.len();
        if serde_json::to_writer(&mut self.json, value).is_err() {
            self.json.truncate(start);
            self.json.extend_from_slice(b"null");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_json_that_the_engine_would_write_and_its_parts_stand_in_it() {
        let table = [
            (
                r#"{"me":null,"passport":{"id":"a","skills":[1,{"x":null}]}}"#,
                vec![
                    ("me", "null"),
                    ("passport.id", r#""a""#),
                    ("passport.skills", r#"[1,{"x":null}]"#),
                ],
            ),
            (r#"{"count":3,"empty":{}}"#, vec![("count", "3"), ("empty", "{}")]),
            (r#"{"q\"uote":{"é":"ü\n"}}"#, vec![("q\"uote.é", r#""ü\n""#)]),
            ("{}", vec![]),
            ("null", vec![("", "null")]),
        ];
        for (json, parts) in table {
            let data = Value::from_json(serde_json::from_str(json).unwrap()).unwrap();
            let written = Written::of(&data);
            let found: Vec<_> = written
                .parts()
                .map(|(path, json)| (path, str::from_utf8(json).unwrap()))
                .collect();
            assert_eq!(found, parts, "{json}");
            let alone = String::from_utf8(written.alone()).unwrap();
            assert_eq!(alone, format!("{{\"data\":{}}}", serde_json::to_string(&data).unwrap()));
        }
    }
}
