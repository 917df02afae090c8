//! Things that others refer to by their identifier.

use super::things::{Thing, text_of, things};
use crate::{Delivery, strict};
use passport::record::Place;
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;

/// Where the things of a delivery stand by their `@id`. It holds their places in the text, not what they say.
pub struct Known<'a>(HashMap<Cow<'a, str>, &'a str>);

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(rename = "@id", borrow)]
    id: Option<Cow<'a, str>>,
}

impl<'a> Known<'a> {
    /// The things of a delivery that have an identifier. Of several with one, the first.
    pub fn of(delivery: &'a Delivery<'_>, holders: &'static [&'static str]) -> Self {
        let mut known = HashMap::new();
        for part in delivery.parts() {
            let Ok(text) = text_of(part) else { continue };
            let keep = &mut |thing: Thing<'a>| {
                let id = serde_json::from_str::<Named<'a>>(thing.text)
                    .ok()
                    .and_then(|named| named.id);
                if let Some(id) = id {
                    known.entry(id).or_insert(thing.text);
                }
            };
            if text.contains("\"@id\"") {
                // A fault is told where the things are read; what stands before it can be referred to.
                let _ = things(text, &part.name, holders, keep);
            }
        }
        Known(known)
    }

    /// What the thing of this identifier says, if it is in the delivery and can be read.
    pub fn get(&self, id: &str) -> Option<Value> {
        strict::parse(self.0.get(id)?, &Place::default()).ok()
    }
}
