//! Documents delivered beside an assertion: badge classes and issuers, found by the address that names them.

use super::document::{Document, each_document};
use super::kind::{Kind, kind};
use super::node::Node;
use super::wire::Beside;
use crate::{Delivery, Part};
use passport::record::{Place, Reject};
use serde_json::Value;
use std::collections::HashMap;

/// Badge classes, issuers and the like, by their `id` and by the name of their file.
#[derive(Debug, Default)]
pub struct Shelf {
    documents: Vec<(Value, Place)>,
    by_id: HashMap<String, usize>,
    by_file: HashMap<String, Option<usize>>,
}

impl Shelf {
    /// Those of a delivery.
    pub fn of(delivery: &Delivery<'_>) -> Self {
        let mut shelf = Shelf::default();
        for part in delivery.parts() {
            shelf.put(part);
        }
        shelf
    }

    fn put(&mut self, part: &Part<'_>) {
        let put = &mut |document: Result<Document<'_>, Reject>| {
            document.iter().for_each(|document| self.put_one(document, part));
            Ok(())
        };
        // What cannot be read is told when it is read in its turn.
        each_document(part, put).unwrap_or_default();
    }

    fn put_one(&mut self, document: &Document<'_>, part: &Part<'_>) {
        let Ok(value) = serde_json::from_str::<Value>(&document.text) else {
            return;
        };
        if !matches!(
            kind(&value),
            Some(Kind::BadgeClass | Kind::Issuer | Kind::Criteria | Kind::Unknown)
        ) {
            return;
        }
        let at = self.documents.len();
        if let Some(id) = value.get("id").and_then(Value::as_str) {
            self.by_id.entry(id.to_owned()).or_insert(at);
        }
        if document.whole {
            // Two files of one name in different folders: which one is meant cannot be told.
            let name = stem(part.file_name()).to_owned();
            self.by_file
                .entry(name)
                .and_modify(|known| *known = None)
                .or_insert(Some(at));
        }
        self.documents.push((value, document.place.clone()));
    }
}

impl Beside for Shelf {
    /// By `id`; else by the last segment of the address, as a folder of downloaded files has it.
    fn find(&self, url: &str) -> Option<Node<'_>> {
        let file = || {
            self.by_file
                .get(stem(url.split(['?', '#']).next()?.rsplit('/').next()?))
                .copied()
                .flatten()
        };
        let (value, place) = self.documents.get(self.by_id.get(url).copied().or_else(file)?)?;
        Some(Node {
            value,
            place: place.clone(),
        })
    }
}

fn stem(name: &str) -> &str {
    name.strip_suffix(".json").unwrap_or(name)
}
