//! The words of a value, one by one, each with the way to it.

use serde_json::Value;

/// Most words that are looked at in one place.
const MOST: usize = 500;
/// The longest word that is looked at, in characters; a longer one is cut.
const LONGEST: usize = 2_000;

/// One word of a source: a text, a number, yes or no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// The way to it from the record's place: `issuer.name`, `alignment[0].targetName`, `extensions["http://x.org/a"]`, the
    /// header of a cell.
    pub path: String,
    /// What stands there.
    pub text: String,
    /// The same way as a JSON pointer below the place; empty in a table.
    pub pointer: String,
    /// Whether it is a text; numbers, yes and no say too little to be told from others.
    pub is_text: bool,
}

/// The words at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The first of them: of a table in the order of its columns, of JSON by their names.
    pub leaves: Vec<Leaf>,
    /// How many more there are.
    pub more: usize,
}

impl Words {
    /// The words of a JSON value.
    pub(super) fn of(value: &Value) -> Self {
        let mut words = Words::default();
        words.gather(value, &mut Way::default());
        words
    }

    /// Adds a word, unless it is blank.
    pub(super) fn add(&mut self, (path, pointer): (&str, &str), text: &str, is_text: bool) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if self.leaves.len() == MOST {
            self.more += 1;
            return;
        }
        self.leaves.push(Leaf {
            path: path.to_owned(),
            text: text.chars().take(LONGEST).collect(),
            pointer: pointer.to_owned(),
            is_text,
        });
    }

    fn gather(&mut self, value: &Value, way: &mut Way) {
        match value {
            Value::Null => {}
            Value::Object(fields) => {
                for (key, value) in fields {
                    way.enter_field(key, |way| self.gather(value, way));
                }
            }
            Value::Array(items) => {
                for (at, value) in items.iter().enumerate() {
                    way.enter_item(at, |way| self.gather(value, way));
                }
            }
            Value::String(text) => self.add((&way.path, &way.pointer), text, true),
            Value::Bool(_) | Value::Number(_) => self.add((&way.path, &way.pointer), &value.to_string(), false),
        }
    }
}

/// The steps of a way to a word; put together they are the way. A name in brackets is one: `a`, `["b.c"]`, `.d[0]`.
pub fn steps(path: &str) -> Vec<&str> {
    let (mut starts, mut quoted) = (vec![0], Quoted::Outside);
    let mut before = ' ';
    for (at, sign) in path.char_indices() {
        let next = path.get(at + 1..).unwrap_or_default();
        quoted = match (quoted, sign) {
            (Quoted::Outside, '"') if before == '[' => Quoted::Inside,
            (Quoted::Inside, '\\') => Quoted::Escaped,
            (Quoted::Escaped, _) => Quoted::Inside,
            (Quoted::Inside, '"') => Quoted::Outside,
            (quoted, _) => quoted,
        };
        let is_start = sign == '.' || (sign == '[' && next.starts_with('"'));
        if is_start && at > 0 && quoted == Quoted::Outside {
            starts.push(at);
        }
        before = sign;
    }
    let ends = starts.iter().skip(1).copied().chain([path.len()]);
    let steps = starts.iter().zip(ends);
    steps.filter_map(|(start, end)| path.get(*start..end)).collect()
}

/// Whether one is in a name that stands in quotes.
#[derive(Clone, Copy, PartialEq)]
enum Quoted {
    Outside,
    Inside,
    Escaped,
}

/// Where one is in a value.
#[derive(Default)]
struct Way {
    path: String,
    pointer: String,
}

impl Way {
    fn enter_field(&mut self, key: &str, go: impl FnOnce(&mut Self)) {
        let dot = if self.path.is_empty() { "" } else { "." };
        let step = match key.contains(['.', '[', ']', '"']) || key.is_empty() {
            true => format!("[{}]", Value::from(key)),
            false => format!("{dot}{key}"),
        };
        let escaped = key.replace('~', "~0").replace('/', "~1");
        self.enter((&step, &format!("/{escaped}")), go);
    }

    fn enter_item(&mut self, at: usize, go: impl FnOnce(&mut Self)) {
        self.enter((&format!("[{at}]"), &format!("/{at}")), go);
    }

    fn enter(&mut self, (path, pointer): (&str, &str), go: impl FnOnce(&mut Self)) {
        let before = (self.path.len(), self.pointer.len());
        self.path.push_str(path);
        self.pointer.push_str(pointer);
        go(self);
        self.path.truncate(before.0);
        self.pointer.truncate(before.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_stand_with_the_way_to_them() {
        let value = json!({"a": {"b/c": " x ", "d.e": {"f": 2}}, "blank": " ", "list": [1, {"d": true}, null]});
        let words = Words::of(&value);
        let found: Vec<_> = words
            .leaves
            .iter()
            .map(|leaf| (&*leaf.path, &*leaf.pointer, &*leaf.text))
            .collect();
        assert_eq!(
            found,
            [
                ("a.b/c", "/a/b~1c", "x"),
                (r#"a["d.e"].f"#, "/a/d.e/f", "2"),
                ("list[0]", "/list/0", "1"),
                ("list[1].d", "/list/1/d", "true")
            ]
        );
        for leaf in &words.leaves {
            assert!(value.pointer(&leaf.pointer).is_some(), "{leaf:?}");
        }
    }

    #[test]
    fn a_way_has_its_steps_whatever_their_names() {
        let value = json!({"a": {"d.e": {"f": [[1]]}, "q\"]. [\\": {"": 2}, "é": 3}, "[\"": {"x": 4}});
        let found: Vec<Vec<String>> = Words::of(&value)
            .leaves
            .iter()
            .map(|leaf| {
                let steps = steps(&leaf.path);
                assert_eq!(steps.concat(), leaf.path);
                steps.into_iter().map(str::to_owned).collect()
            })
            .collect();
        assert_eq!(
            found,
            [
                vec![r#"["[\""]"#, ".x"],
                vec!["a", r#"["d.e"]"#, ".f[0][0]"],
                vec!["a", r#"["q\"]. [\\"]"#, r#"[""]"#],
                vec!["a", ".é"],
            ]
        );
    }

    #[test]
    fn many_words_and_long_ones_are_bounded() {
        let words = Words::of(&json!(vec!["x".repeat(5_000); 800]));
        assert_eq!((words.leaves.len(), words.more), (MOST, 300));
        assert!(words.leaves.iter().all(|leaf| leaf.text.len() == LONGEST));
    }
}
