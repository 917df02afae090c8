//! An object read cell by cell: what cannot be read is told, and the rest of the object stands.

use super::node::Node;
use crate::text::{filled, is_web};
use passport::record::{Identifier, IdentifierSystem, NoAddress, PartialDate, Period, Place, Reject, Sink};
use serde_json::Value;
use std::cell::RefCell;

/// What could not be read, gathered until a sink takes it.
#[derive(Debug, Default)]
pub struct Faults(RefCell<Vec<Reject>>);

impl Faults {
    /// One more.
    pub fn tell(&self, reject: Reject) {
        self.0.borrow_mut().push(reject);
    }

    /// What was read; a fault is told and leaves nothing.
    pub fn spare<T>(&self, read: Result<Option<T>, Reject>) -> Option<T> {
        read.unwrap_or_else(|reject| {
            self.tell(reject);
            None
        })
    }

    /// Hands all over.
    pub fn pour(&self, sink: &mut dyn Sink) {
        self.0.take().into_iter().for_each(|reject| sink.reject(reject));
    }
}

/// An object whose cells are read one by one.
#[derive(Debug, Clone)]
pub struct Cells<'a, 'f> {
    /// The object.
    pub node: Node<'a>,
    /// Where faults are told.
    pub faults: &'f Faults,
}

impl<'a, 'f> Cells<'a, 'f> {
    /// The cells of a value; none, and told, where it is no object.
    pub fn of(node: Node<'a>, faults: &'f Faults) -> Option<Self> {
        let node = faults.spare(node.object().map(Some))?;
        Some(Cells { node, faults })
    }

    /// Where the object stands.
    pub fn place(&self) -> Place {
        self.node.place.clone()
    }

    /// A text; none when it is blank.
    pub fn words(&self, key: &str) -> Option<String> {
        self.faults.spare(self.node.words(key))
    }

    /// A text that must be there, or the row is nothing.
    pub fn need_words(&self, key: &str) -> Option<String> {
        self.faults.spare(self.node.need_words(key).map(Some))
    }

    /// A short value that some write as a number.
    pub fn short(&self, key: &str) -> Option<String> {
        self.faults.spare(self.node.value_of(key))
    }

    /// A number.
    pub fn number(&self, key: &str) -> Option<f64> {
        let node = self.node.get(key)?;
        let number = node.value.as_f64().ok_or_else(|| node.wrong("a number"));
        self.faults.spare(number.map(Some))
    }

    /// True or false.
    pub fn flag(&self, key: &str) -> Option<bool> {
        let node = self.node.get(key)?;
        let flag = node.value.as_bool().ok_or_else(|| node.wrong("true or false"));
        self.faults.spare(flag.map(Some))
    }

    /// A date; none when it is blank.
    pub fn date(&self, key: &str) -> Option<PartialDate> {
        if self
            .node
            .get(key)?
            .value
            .as_str()
            .is_some_and(|text| text.trim().is_empty())
        {
            return None;
        }
        self.faults.spare(self.node.date(key))
    }

    /// From one date to another. An end before its beginning is told and left out.
    pub fn period(&self, from: &str, to: &str) -> Period {
        let period = Period::new(self.date(from), self.date(to));
        if !period.is_reversed() {
            return period;
        }
        let reason = format!("`{to}` is before `{from}`; it must not be");
        self.faults
            .tell(Reject::new(self.node.place.child(to), "bad_period", reason));
        Period::new(period.from, None)
    }

    /// A web address; none where it is blank or leads elsewhere.
    pub fn web(&self, key: &str) -> Option<String> {
        self.words(key).filter(|address| is_web(address))
    }

    /// An identifier of a person; what is no e-mail address is told, and what is no web address names nobody.
    pub fn identifier(&self, key: &str, system: IdentifierSystem) -> Option<Identifier> {
        let value = match system {
            IdentifierSystem::Url => self.web(key)?,
            _ => self.short(key)?,
        };
        let read = Identifier::read(system, &value).map_err(|fault| {
            let reason = format!("`{key}` {fault}");
            Reject::new(self.node.place.child(key), NoAddress::CODE, reason)
        });
        let identifier = self.faults.spare(read)?;
        system.identifies(&identifier.value).then_some(identifier)
    }

    /// The texts of a list.
    pub fn lines(&self, key: &str) -> Vec<String> {
        let told = |node: Node<'_>| Some(self.faults.spare(node.text())?.words);
        self.list(key).into_iter().filter_map(told).collect()
    }

    /// An object further in.
    pub fn child(&self, key: &str) -> Option<Cells<'a, 'f>> {
        Cells::of(self.node.get(key)?, self.faults)
    }

    /// The objects of a list.
    pub fn children(&self, key: &str) -> Vec<Cells<'a, 'f>> {
        let found = self.list(key).into_iter();
        found.filter_map(|node| Cells::of(node, self.faults)).collect()
    }

    /// The first of what a list holds, where each becomes a record of its own that repeats what it stands in. More are told.
    pub fn first<T>(&self, key: &str, most: usize, mut found: Vec<T>) -> Vec<T> {
        if found.len() > most {
            let reason = format!("here stand {} entries; the first {most} are read", found.len());
            self.faults
                .tell(Reject::new(self.node.place.child(key), "too_many", reason));
            found.truncate(most);
        }
        found
    }

    /// The elements of a list; a value that is none is told.
    fn list(&self, key: &str) -> Vec<Node<'a>> {
        let Some(node) = self.node.get(key) else {
            return Vec::new();
        };
        if !matches!(node.value, Value::Array(_)) {
            self.faults.tell(node.wrong("a list"));
            return Vec::new();
        }
        self.faults.spare(self.node.several(key).map(Some)).unwrap_or_default()
    }
}

/// Several texts as one, a line each; none when nothing is left.
pub fn joined<'t>(lines: impl IntoIterator<Item = &'t str>) -> Option<String> {
    let lines: Vec<_> = lines.into_iter().filter_map(filled).collect();
    filled(&lines.join("\n")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Cells, Faults};
    use crate::json::node::Node;
    use passport::record::{Batch, IdentifierSystem, Place};
    use serde_json::json;

    #[test]
    fn a_bad_cell_costs_itself_alone() {
        let value = json!({"name": 7, "from": "2024-05", "to": "soon", "end": "2023", "blank": " ", "mail": "n/a",
            "many": [{"a": 1}, 2], "one": {"a": 1}});
        let faults = Faults::default();
        let node = Node {
            value: &value,
            place: Place::pointer("", ""),
        };
        let cells = Cells::of(node, &faults).unwrap();
        assert_eq!(cells.words("name"), None);
        assert_eq!(cells.period("from", "to").from.unwrap().to_string(), "2024-05");
        assert_eq!(cells.period("from", "end").to, None);
        assert_eq!(cells.date("blank"), None);
        assert_eq!(cells.identifier("mail", IdentifierSystem::Email), None);
        assert_eq!(cells.children("many").len(), 1);
        assert!(cells.children("one").is_empty());
        assert_eq!(cells.first("many", 1, vec![1, 2]), [1]);
        let mut told = Batch::default();
        faults.pour(&mut told);
        let told: Vec<_> = told.rejects.iter().map(|r| (r.place.inside(), r.code)).collect();
        let expected = [
            ("/name", "wrong_type"),
            ("/to", "bad_date"),
            ("/end", "bad_period"),
            ("/mail", "bad_email"),
            ("/many/1", "wrong_type"),
            ("/one", "wrong_type"),
            ("/many", "too_many"),
        ];
        assert_eq!(told, expected.map(|(place, code)| (place.to_owned(), code)));
    }
}
