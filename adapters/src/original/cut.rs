//! The piece of a delivery that a record stands in, cut out so that it can be read alone, and with a word changed.

use super::document::{entries, raw, segments};
use super::leaves::{Leaf, Words};
use passport::record::Place;
use serde_json::Value;
use serde_json::value::RawValue;
use std::ops::Range;

/// A piece that holds a record's own words.
#[derive(Debug, Clone)]
pub(super) enum Cut {
    /// A document, and where in it the record stands.
    Json { text: String, pointer: String },
    /// A row between the header and rows above it, and those below.
    Row {
        names: Vec<String>,
        cells: Vec<String>,
        number: u64,
        above: String,
        below: String,
    },
}

impl Cut {
    /// A row alone below its header.
    pub(super) fn row(names: &[String], cells: Vec<String>) -> Self {
        Cut::Row {
            above: line(names).unwrap_or_default(),
            names: names.to_vec(),
            cells,
            number: 2,
            below: String::new(),
        }
    }

    /// The same, one step further out in a document: between these texts, by this step.
    pub(super) fn inside(self, (before, step, after): (&str, &str, &str)) -> Self {
        match self {
            Cut::Json { text, pointer } => Cut::Json {
                text: [before, &text, after].concat(),
                pointer: format!("{step}{pointer}"),
            },
            row @ Cut::Row { .. } => row,
        }
    }

    /// The words at the record's place.
    pub(super) fn words(&self) -> Words {
        match self {
            Cut::Json { text, pointer } => {
                let value = span(text, pointer).and_then(|span| serde_json::from_str::<Value>(text.get(span)?).ok());
                value.map(|value| Words::of(&value)).unwrap_or_default()
            }
            Cut::Row { names, cells, .. } => {
                let mut words = Words::default();
                for (header, cell) in names.iter().zip(cells) {
                    words.add((header, ""), cell, true);
                }
                words
            }
        }
    }

    /// Where the record stands in the piece, as an adapter tells it.
    pub(super) fn place(&self, place: &Place) -> Place {
        let mut place = place.clone();
        match self {
            Cut::Json { pointer, .. } => place.pointer = Some(pointer.clone()),
            Cut::Row { number, .. } => place.row = Some(*number),
        }
        place
    }

    /// The piece as a file.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Cut::Json { text, .. } => Some(text.clone().into_bytes()),
            Cut::Row {
                cells, above, below, ..
            } => Some([above.as_str(), &line(cells)?, below].concat().into_bytes()),
        }
    }

    /// Whether another text stands somewhere in it already, so that it could be taken for what it means there. A few signs
    /// stand anywhere.
    pub(super) fn holds(&self, other: &str) -> bool {
        const FEWEST: usize = 2;
        if other.chars().count() < FEWEST {
            return false;
        }
        match self {
            Cut::Json { text, .. } => text.contains(other),
            Cut::Row {
                cells, above, below, ..
            } => cells.iter().chain([above, below]).any(|text| text.contains(other)),
        }
    }

    /// The same with another text in a word's place.
    pub(super) fn with(&self, leaf: &Leaf, other: &str) -> Option<Vec<u8>> {
        match self {
            Cut::Json { text, pointer } => {
                let span = span(text, &format!("{pointer}{}", leaf.pointer))?;
                let (before, after) = (text.get(..span.start)?, text.get(span.end..)?);
                Some([before, &written(leaf, other), after].concat().into_bytes())
            }
            Cut::Row {
                names,
                cells,
                above,
                below,
                ..
            } => {
                let mut named = names.iter().enumerate().filter(|(_, name)| **name == leaf.path);
                let (Some((column, _)), None) = (named.next(), named.next()) else {
                    return None;
                };
                let mut cells = cells.clone();
                other.clone_into(cells.get_mut(column)?);
                Some([above.as_str(), &line(&cells)?, below].concat().into_bytes())
            }
        }
    }
}

pub(super) fn written(leaf: &Leaf, other: &str) -> String {
    match leaf.is_text {
        true => Value::from(other).to_string(),
        false => other.to_owned(),
    }
}

/// Cells as a line of a table.
pub(super) fn line<T: AsRef<[u8]>>(cells: impl IntoIterator<Item = T>) -> Option<String> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    writer.write_record(cells).ok()?;
    String::from_utf8(writer.into_inner().ok()?).ok()
}

/// Where in a document the value of this pointer is written.
pub(super) fn span(text: &str, pointer: &str) -> Option<Range<usize>> {
    let mut way = segments(pointer).into_iter();
    let mut value = match raw(text) {
        Some(value) => value,
        None => {
            let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            raw(lines.nth(way.next()?.parse().ok()?)?)?
        }
    };
    for step in way {
        value = match value.get().as_bytes().first() {
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
                items.get(step.parse::<usize>().ok()?).copied()?
            }
            _ => entries(value.get())?
                .into_iter()
                .rfind(|(name, _)| *name == step)
                .map(|(_, value)| value)?,
        };
    }
    let start = (value.get().as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    Some(start..start + value.get().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_changed_where_it_stands_and_nothing_else_is() {
        let leaf = |path: &str, pointer: &str, is_text| Leaf {
            path: path.to_owned(),
            text: "x".to_owned(),
            pointer: pointer.to_owned(),
            is_text,
        };
        let json = |text: &str, pointer: &str| Cut::Json {
            text: text.to_owned(),
            pointer: pointer.to_owned(),
        };
        for (cut, leaf, other, written) in [
            (
                json(r#" {"a":[{"b":"x"}, 1.50]} "#, "/a/0"),
                leaf("b", "/b", true),
                "\"",
                r#" {"a":[{"b":"\""}, 1.50]} "#,
            ),
            (
                json(r#"{"a":[{"b":"x"}, 1.50]}"#, "/a"),
                leaf("[1]", "/1", false),
                "2",
                r#"{"a":[{"b":"x"}, 2]}"#,
            ),
            (
                json(r#"{"a/b":1,"a/b":2}"#, ""),
                leaf("a/b", "/a~1b", false),
                "3",
                r#"{"a/b":1,"a/b":3}"#,
            ),
            (
                json("{\"a\":1}\n\n{\"a\":2}\n", "/1"),
                leaf("a", "/a", false),
                "3",
                "{\"a\":1}\n\n{\"a\":3}\n",
            ),
            (
                Cut::row(&["a".to_owned(), "b".to_owned()], vec!["1".to_owned(), "2".to_owned()]),
                leaf("b", "", true),
                "x,y",
                "a,b\n1,\"x,y\"\n",
            ),
        ] {
            assert_eq!(cut.with(&leaf, other).as_deref(), Some(written.as_bytes()));
        }
    }
}
