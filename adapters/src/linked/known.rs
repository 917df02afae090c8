//! Things that others refer to by their identifier.

use super::kept::kept;
use super::node::{Node, Spellings};
use super::refer::References;
use crate::elements::{self, Element};
use crate::json::strict;
use crate::{Delivery, Sink};
use passport::record::{Place, Reject};
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
/// Most bytes that are held of what is referred to.
const MOST: usize = 256 << 20;
/// How many bytes of it are held as values too, those that were asked for last.
const AS_VALUES: usize = 1 << 20;

/// What is looked up of things that others refer to.
#[derive(Debug)]
pub struct LookedUp {
    /// The fields in which others are referred to.
    pub referring: &'static [&'static str],
    /// The fields that are needed of those.
    pub fields: &'static [&'static str],
}

/// The things of a delivery that others of it refer to, by their `@id`: what they say in the fields that are needed. A
/// delivery is read once for what is referred to, and once more for that, where there is any.
pub struct Known {
    said: HashMap<String, Option<Box<str>>>,
    values: RefCell<Values>,
    left: Cell<usize>,
}

#[derive(Default)]
struct Values {
    by_id: HashMap<String, Rc<Value>>,
    length: usize,
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(rename = "@id", borrow)]
    id: Option<Cow<'a, str>>,
}

impl Known {
    /// The things of a delivery that are referred to. Of several with one identifier, the first. Where that is too much, it
    /// is told, and the rest is not looked up.
    pub fn of(
        delivery: &Delivery<'_>,
        holders: &[&str],
        spellings: &'static Spellings,
        looked_up: &'static LookedUp,
        sink: &mut dyn Sink,
    ) -> Self {
        let mut references = References::new(spellings, looked_up.referring);
        each(delivery, holders, &mut |thing| references.take(thing));
        let (mut known, mut left) = (Known::nothing(delivery.len()), MOST);
        if references.mean_nothing() {
            return known;
        }
        each(delivery, holders, &mut |thing| {
            let kept = |value: &Value| kept(value, spellings, looked_up.fields);
            known.take(thing, &references, kept, &mut left);
        });
        if references.are_too_many || left == 0 {
            let reason = "things of this delivery refer to more others than are looked up; what these say is missing in \
                          some; send it in smaller ones";
            sink.reject(Reject::new(Place::file(delivery.name()), "too_many", reason));
        }
        known
    }

    /// Nothing yet, of a delivery of so many bytes.
    fn nothing(length: u64) -> Self {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        Known {
            said: HashMap::new(),
            values: RefCell::default(),
            left: Cell::new(ALWAYS.saturating_add(FOR_EACH_BYTE.saturating_mul(length))),
        }
    }

    /// Keeps what a thing says, if it is referred to and the first of its identifier.
    fn take(&mut self, thing: &str, references: &References, kept: impl Fn(&Value) -> Value, left: &mut usize) {
        let Ok(Named { id: Some(id) }) = serde_json::from_str::<Named<'_>>(thing) else {
            return;
        };
        if *left == 0 || !references.name(&id) || self.said.contains_key(id.as_ref()) {
            return;
        }
        let value = strict::parse(thing, &Place::default()).ok();
        let said = value.map(|value| kept(&value).to_string().into_boxed_str());
        let length = id.len() + said.as_ref().map_or(0, |said| said.len());
        *left = left.saturating_sub(length);
        if *left > 0 {
            self.said.insert(id.into_owned(), said);
        }
    }

    /// What the thing of this identifier says in the fields that are needed; none when it is not in the delivery, cannot
    /// be read, or more was asked for than is in proportion to the delivery.
    pub fn get(&self, id: &str) -> Option<Rc<Value>> {
        let said = self.said.get(id)?.as_deref()?;
        self.left.set(self.left.get().checked_sub(said.len())?);
        self.values.borrow_mut().get(id, said)
    }

    /// What a value refers to that says nothing itself: an address, or an object with nothing but an identifier.
    pub fn referred(&self, node: &Node<'_>) -> Option<Rc<Value>> {
        let bare = node.value.as_object().is_none_or(|fields| fields.len() == 1);
        self.get(node.value.as_str().or_else(|| node.id()).filter(|_| bare)?)
    }
}

impl Values {
    fn get(&mut self, id: &str, said: &str) -> Option<Rc<Value>> {
        if let Some(value) = self.by_id.get(id) {
            return Some(Rc::clone(value));
        }
        let value = Rc::new(serde_json::from_str(said).ok()?);
        self.length += said.len();
        if self.length > AS_VALUES {
            self.by_id.clear();
            self.length = said.len();
        }
        self.by_id.insert(id.to_owned(), Rc::clone(&value));
        Some(value)
    }
}

/// Gives the text of every thing of a delivery. A fault is told where the things are read; what stands before it can be
/// referred to.
fn each(delivery: &Delivery<'_>, holders: &[&str], give: &mut dyn FnMut(&str)) {
    for part in delivery.parts() {
        let give = &mut |_, thing: Element<'_>| thing.into_iter().for_each(|raw| give(raw.get()));
        let _ = elements::things(part, holders, give);
    }
}

#[cfg(test)]
mod tests {
    use super::{ALWAYS, Known, LookedUp, References};
    use crate::Delivery;
    use crate::linked::Spellings;
    use passport::record::Batch;

    static SPELLINGS: Spellings = Spellings(&["", "ex:"]);
    static LOOKED_UP: LookedUp = LookedUp {
        referring: &["by", "in"],
        fields: &["name"],
    };

    fn known(text: &str) -> Known {
        let (delivery, mut batch) = (Delivery::single("f", text.as_bytes()), Batch::default());
        let known = Known::of(&delivery, &["@graph"], &SPELLINGS, &LOOKED_UP, &mut batch);
        assert!(batch.rejects.is_empty());
        known
    }

    #[test]
    fn what_is_referred_to_is_found_and_does_not_outgrow_the_delivery() {
        let name = "n".repeat(ALWAYS / 10);
        let known = known(&format!(
            "[{{\"@id\": \"a\", \"name\": \"{name}\", \"ssn\": 1}}, {{\"@id\": \"a\", \"name\": \"b\"}}, {{\"by\": \"a\"}}, 3]"
        ));
        assert_eq!(known.get("b"), None);
        let found = known.get("a").expect("it is there");
        assert_eq!(found["name"], name.as_str());
        assert_eq!(found.get("ssn"), None);
        let times = (0..1_000).take_while(|_| known.get("a").is_some()).count();
        assert!((10..100).contains(&times), "{times}");
    }

    #[test]
    fn no_more_is_held_than_there_is_room_for() {
        let mut references = References::new(&SPELLINGS, LOOKED_UP.referring);
        references.take("{\"by\":[\"a\",\"b\",\"c\"]}");
        let (mut known, mut left) = (Known::nothing(0), 40);
        for id in ["a", "b", "c"] {
            let thing = format!("{{\"@id\":\"{id}\",\"name\":\"0123456\"}}");
            known.take(&thing, &references, |value| value.clone(), &mut left);
        }
        assert_eq!((left, known.said.len()), (0, 1));
        assert!(known.get("a").is_some() && known.get("b").is_none());
    }

    #[test]
    fn only_what_is_referred_to_is_kept_wherever_it_is() {
        let things =
            |referring: &str| format!("{{\"@graph\":[{{\"@id\":\"x\",\"name\":1}},{referring},{{\"@id\":\"y\"}}]}}");
        for (referring, found) in [
            ("{\"by\":\"x\"}", true),
            ("{\"ex:by\":[\"z\",\"x\"]}", true),
            ("{\"in\":{\"@id\":\" x \",\"a\":1}}", true),
            ("{\"in\":{\"@list\":[{\"@id\":\"x\"}]}}", true),
            ("{\"a\":[{\"b\":{\"in\":\"x\"}}]}", true),
            ("{\"a\":\"x\",\"by\":[{\"a\":\"x\"},7],\"other:by\":\"x\"}", false),
            ("{\"@id\":\"x\"}", false),
            ("{\"by\":\"x\",}", false),
        ] {
            assert_eq!(known(&things(referring)).get("x").is_some(), found, "{referring}");
        }
    }
}
