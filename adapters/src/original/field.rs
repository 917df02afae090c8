//! The field that a word stands in, where it stands elsewhere too.

use super::cut::{Cut, span, written};
use super::document::segments;
use super::leaves::Leaf;
use serde_json::Value;
use serde_json::value::RawValue;

/// How many other words of a column are tried.
const OTHERS: usize = 3;
/// In how many rows, above and below, and in how many fields of a document they are looked for.
const LOOKED_AT: usize = 1_000;

impl Cut {
    /// What stands elsewhere in the column, or the field of that name, of a word: the first of other words of its form.
    pub(super) fn in_other_rows(&self, leaf: &Leaf) -> Vec<String> {
        let mut others: Vec<String> = Vec::new();
        let mut offer = |other: &str| {
            let is_new = !other.trim().is_empty() && other != leaf.text && others.iter().all(|one| one != other);
            if is_new && others.len() < OTHERS {
                others.push(other.to_owned());
            }
        };
        match self {
            Cut::Json { text, .. } => {
                let Some(field) = self.field(leaf) else { return others };
                for value in field.values(text).take(LOOKED_AT) {
                    match serde_json::from_str(value.get()) {
                        Ok(Value::String(text)) if leaf.is_text => offer(&text),
                        Ok(Value::Number(number)) if !leaf.is_text => offer(&number.to_string()),
                        _ => {}
                    }
                }
            }
            Cut::Row {
                names, above, below, ..
            } => {
                let Some(column) = names.iter().position(|name| *name == leaf.path) else {
                    return others;
                };
                let mut rows = csv::ReaderBuilder::new();
                rows.has_headers(false).flexible(true);
                for (text, header) in [(above, 1), (below, 0)] {
                    let rows = rows
                        .from_reader(text.as_bytes())
                        .into_records()
                        .skip(header)
                        .take(LOOKED_AT);
                    rows.filter_map(Result::ok)
                        .for_each(|row| offer(row.get(column).unwrap_or_default()));
                }
            }
        }
        others
    }
}

/// What stands in a field of a document, to be found in the same field elsewhere.
pub(super) struct Field {
    name: String,
    written: String,
    /// Where in its document the word stands.
    pub(super) at: usize,
}

impl Cut {
    /// The field that a word stands in; none of a table, or where a list holds the word.
    pub(super) fn field(&self, leaf: &Leaf) -> Option<Field> {
        let Cut::Json { text, pointer } = self else { return None };
        let pointer = format!("{pointer}{}", leaf.pointer);
        let name = segments(&pointer).pop()?;
        let is_item = name.bytes().all(|byte| byte.is_ascii_digit());
        let span = span(text, &pointer)?;
        let at = span.start;
        let written = text.get(span)?.to_owned();
        (!is_item).then(|| Field {
            name: Value::from(name).to_string(),
            written,
            at,
        })
    }
}

impl Field {
    /// The values of all fields of this name in a document.
    fn values<'d>(&self, document: &'d str) -> impl Iterator<Item = &'d RawValue> {
        let places = document.split(self.name.as_str()).skip(1).filter_map(|behind| {
            let start = behind.as_ptr() as usize - document.as_ptr() as usize;
            document.get(start..)?.trim_start().strip_prefix(':')
        });
        places.filter_map(|value| {
            let mut values = serde_json::Deserializer::from_str(value).into_iter::<&RawValue>();
            values.next()?.ok()
        })
    }

    /// A document in which the field, wherever it says the same, says something else; but for the place that is spared.
    pub(super) fn with(&self, (document, spared): (&str, Option<usize>), leaf: &Leaf, other: &str) -> String {
        let mut changed = String::with_capacity(document.len());
        let mut rest = document;
        while let Some((before, after)) = rest.split_once(&self.name) {
            changed.push_str(before);
            changed.push_str(&self.name);
            rest = after;
            let value = after.trim_start().strip_prefix(':').map(str::trim_start);
            if let Some(behind) = value.and_then(|value| value.strip_prefix(&*self.written))
                && behind.trim_start().starts_with([',', '}'])
                && let Some(between) = after.get(..after.len() - behind.len() - self.written.len())
                && spared != Some(document.len() - behind.len() - self.written.len())
            {
                changed.push_str(between);
                changed.push_str(&written(leaf, other));
                rest = behind;
            }
        }
        changed.push_str(rest);
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_changed_wherever_it_says_the_same() {
        let document = r#"[{"a":"x","b":"x"},{"a" : "x"},{"a":"x y"},{"c":"a"},{"a":"x"#;
        let cut = Cut::Json {
            text: r#"{"a":"x"}"#.to_owned(),
            pointer: String::new(),
        };
        let leaf = cut.words().leaves.remove(0);
        let field = cut.field(&leaf).unwrap();
        assert_eq!(field.at, 5);
        for (spared, changed) in [
            (None, r#"[{"a":"é","b":"x"},{"a" : "é"},{"a":"x y"},{"c":"a"},{"a":"x"#),
            (
                Some(6),
                r#"[{"a":"x","b":"x"},{"a" : "é"},{"a":"x y"},{"c":"a"},{"a":"x"#,
            ),
        ] {
            assert_eq!(field.with((document, spared), &leaf, "é"), changed);
        }
    }

    #[test]
    fn the_other_words_of_a_field_are_those_of_its_form_each_once() {
        let json = Cut::Json {
            text:
                r#"[{"a":"x","b":"q"},{"a" : "y\n"},{"a":1},{"c":{"a":"y\n"}},{"a":""},{"a":"x"},{"a":"z"},{"d":"a"}]"#
                    .to_owned(),
            pointer: "/0".to_owned(),
        };
        let row = Cut::Row {
            names: vec!["a".to_owned(), "b".to_owned()],
            cells: vec!["x".to_owned(), "q".to_owned()],
            number: 3,
            above: "a,b\n\"y,\n\",1\n".to_owned(),
            below: "x,2\n,3\nz,4\nv,5\nw,6\n".to_owned(),
        };
        for (cut, others) in [(json, vec!["y\n", "z"]), (row, vec!["y,\n", "z", "v"])] {
            let leaf = cut.words().leaves.remove(0);
            assert_eq!(
                (leaf.path.as_str(), cut.in_other_rows(&leaf)),
                ("a", others.iter().map(|text| text.to_string()).collect())
            );
        }
    }
}
