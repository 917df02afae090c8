//! Things that others refer to by their identifier.

use super::kept::kept;
use super::node::{Node, Spellings};
use super::things::{Thing, things};
use crate::Delivery;
use crate::elements;
use crate::json::strict;
use passport::record::Place;
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// Bytes that look-ups may give out, whatever the size of the delivery.
const ALWAYS: usize = 1 << 20;
/// The same for each byte of the delivery. One long thing that thousands refer to would outgrow it many times.
const FOR_EACH_BYTE: usize = 40;

/// The things of a delivery by their `@id`. It holds where they stand; what they say only of those that were asked for,
/// and of that only the fields which are needed.
pub struct Known<'a> {
    texts: HashMap<Cow<'a, str>, &'a str>,
    asked: RefCell<HashMap<String, Option<LookedUp>>>,
    left: Cell<usize>,
    spellings: &'static Spellings,
    fields: &'static [&'static str],
}

/// What a thing says in the fields that are needed, and how many bytes that is.
type LookedUp = (Rc<Value>, usize);

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(rename = "@id", borrow)]
    id: Option<Cow<'a, str>>,
}

impl<'a> Known<'a> {
    /// The things of a delivery that have an identifier. Of several with one, the first.
    pub fn of(
        delivery: &'a Delivery<'_>,
        holders: &'static [&'static str],
        spellings: &'static Spellings,
        fields: &'static [&'static str],
    ) -> Self {
        let mut texts = HashMap::new();
        for part in delivery.parts() {
            let Ok(text) = elements::text(&part.name, &part.bytes) else {
                continue;
            };
            let keep = &mut |thing: Thing<'a>| {
                let id = serde_json::from_str::<Named<'a>>(thing.text)
                    .ok()
                    .and_then(|named| named.id);
                if let Some(id) = id {
                    texts.entry(id).or_insert(thing.text);
                }
            };
            if text.contains("\"@id\"") {
                // A fault is told where the things are read; what stands before it can be referred to.
                let _ = things(text, &part.name, holders, keep);
            }
        }
        Known {
            texts,
            asked: RefCell::default(),
            left: Cell::new(
                ALWAYS + FOR_EACH_BYTE * usize::try_from(delivery.len()).unwrap_or(usize::MAX / FOR_EACH_BYTE / 2),
            ),
            spellings,
            fields,
        }
    }

    /// What the thing of this identifier says in the fields that are needed; none when it is not in the delivery, cannot
    /// be read, or more was asked for than is in proportion to the delivery.
    pub fn get(&self, id: &str) -> Option<Rc<Value>> {
        let text = self.texts.get(id)?;
        let mut asked = self.asked.borrow_mut();
        let found = match asked.get(id) {
            Some(found) => found.clone(),
            None => {
                let found = self.read(text);
                asked.insert(id.to_owned(), found.clone());
                found
            }
        };
        let (value, length) = found?;
        self.left.set(self.left.get().checked_sub(length)?);
        Some(value)
    }

    /// What a value refers to that says nothing itself: an address, or an object with nothing but an identifier.
    pub fn referred(&self, node: &Node<'_>) -> Option<Rc<Value>> {
        let bare = node.value.as_object().is_none_or(|fields| fields.len() == 1);
        self.get(node.value.as_str().or_else(|| node.id()).filter(|_| bare)?)
    }

    fn read(&self, text: &str) -> Option<LookedUp> {
        let value = strict::parse(text, &Place::default()).ok()?;
        let value = kept(&value, self.spellings, self.fields);
        let length = value.to_string().len();
        Some((Rc::new(value), length))
    }
}

#[cfg(test)]
mod tests {
    use super::{ALWAYS, Known};
    use crate::Delivery;
    use crate::linked::Spellings;

    static SPELLINGS: Spellings = Spellings(&[""]);

    #[test]
    fn what_is_referred_to_is_found_and_does_not_outgrow_the_delivery() {
        let name = "n".repeat(ALWAYS / 10);
        let text =
            format!("[{{\"@id\": \"a\", \"name\": \"{name}\", \"ssn\": 1}}, {{\"@id\": \"a\", \"name\": \"b\"}}, 3]");
        let delivery = Delivery::single("f", text.as_bytes());
        let known = Known::of(&delivery, &[], &SPELLINGS, &["name"]);
        assert_eq!(known.get("b"), None);
        let found = known.get("a").expect("it is there");
        assert_eq!(found["name"], name.as_str());
        assert_eq!(found.get("ssn"), None);
        let times = (0..1_000).take_while(|_| known.get("a").is_some()).count();
        assert!((10..100).contains(&times), "{times}");
    }
}
