//! Where in a delivery something stands, and what could not be read there.

use serde::Serialize;
use std::fmt;

/// A place in a delivery: a file, and in it a JSON pointer or a row and column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file, as named in the delivery; none when the delivery is one nameless document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// JSON pointer (RFC 6901); the empty string is the whole document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Row of a table, counted from 1 with the header as row 1, as a spreadsheet shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Column of a table, by its header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

impl Place {
    /// A place in a JSON document.
    pub fn pointer(file: &str, pointer: impl Into<String>) -> Self {
        Place {
            file: name(file),
            pointer: Some(pointer.into()),
            ..Place::default()
        }
    }

    /// A row of a table.
    pub fn row(file: &str, row: u64) -> Self {
        Place {
            file: name(file),
            row: Some(row),
            ..Place::default()
        }
    }

    /// A whole file.
    pub fn file(file: &str) -> Self {
        Place {
            file: name(file),
            ..Place::default()
        }
    }

    /// The same row, one column of it.
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// A place further in: `segment` is appended to the JSON pointer, escaped.
    pub fn child(&self, segment: impl fmt::Display) -> Self {
        let segment = segment.to_string().replace('~', "~0").replace('/', "~1");
        let pointer = format!("{}/{segment}", self.pointer.as_deref().unwrap_or_default());
        Place {
            pointer: Some(pointer),
            ..self.clone()
        }
    }

    /// The place without its file, as claims and other rows keep it: `/a/0` or `row 7, column x`.
    pub fn inside(&self) -> String {
        match (&self.pointer, self.row, &self.column) {
            (Some(pointer), ..) => pointer.clone(),
            (None, Some(row), Some(column)) => format!("row {row}, column {column}"),
            (None, Some(row), None) => format!("row {row}"),
            (None, None, _) => String::new(),
        }
    }
}

/// Whether one place of a file lies in another, or is it: `/3/score` in `/3`, `row 7, column x` in `row 7`, and every place
/// in the empty one, which is the whole file. Both as [`Place::inside`] tells them.
pub fn lies_within(inner: &str, outer: &str) -> bool {
    let Some(rest) = inner.strip_prefix(outer) else {
        return false;
    };
    outer.is_empty() || rest.is_empty() || rest.starts_with('/') || rest.starts_with(", ")
}

/// The element of a file that a place is in, as [`Place::inside`] tells it: the row of a table, or of a document the item
/// of its outermost list; the whole document where it is in none.
pub fn element_of(inside: &str) -> &str {
    if inside.starts_with("row ") {
        return inside.split_once(", ").map_or(inside, |(row, _)| row);
    }
    let mut end = 0;
    for segment in inside.split('/').skip(1) {
        end += 1 + segment.len();
        if !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit()) {
            return inside.get(..end).unwrap_or_default();
        }
    }
    ""
}

fn name(file: &str) -> Option<String> {
    (!file.is_empty()).then(|| file.to_owned())
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inside = self.inside();
        match (&self.file, inside.is_empty()) {
            (Some(file), true) => write!(f, "{file}"),
            (Some(file), false) => write!(f, "{file}: {inside}"),
            (None, true) => write!(f, "the whole delivery"),
            (None, false) => write!(f, "{inside}"),
        }
    }
}

/// A record that could not be read. The reason says what is wrong and what would be right, and quotes no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// Where it stands.
    pub place: Place,
    /// Stable code, snake_case, for grouping: `missing_field`, `wrong_type`, `bad_date`, `unknown_code`, …
    pub code: &'static str,
    /// What is wrong, in a sentence for the integrator.
    pub reason: String,
}

impl Reject {
    /// A reject at a place.
    pub fn new(place: Place, code: &'static str, reason: impl Into<String>) -> Self {
        Reject {
            place,
            code,
            reason: reason.into(),
        }
    }
}

/// A delivery that is not readable at all: nothing in it could become a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Unreadable {
    /// Where reading stopped.
    pub place: Place,
    /// Stable code, snake_case: `not_json`, `truncated`, `wrong_format`, `too_large`, …
    pub code: &'static str,
    /// What is wrong, and what to do.
    pub reason: String,
}

impl Unreadable {
    /// An unreadable delivery, with the place where reading stopped.
    pub fn new(place: Place, code: &'static str, reason: impl Into<String>) -> Self {
        Unreadable {
            place,
            code,
            reason: reason.into(),
        }
    }
}

/// A file that cannot be read, among others that can.
impl From<Unreadable> for Reject {
    fn from(fault: Unreadable) -> Self {
        Reject::new(fault.place, fault.code, fault.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_place_lies_within_what_encloses_it() {
        for (inner, outer, within) in [
            ("row 7, column email", "row 7", true),
            ("row 7", "row 7", true),
            ("row 7", "row 7, column email", false),
            ("row 70", "row 7", false),
            ("row 7, column email", "row 7, column e", false),
            ("/3/score", "/3", true),
            ("/3", "/3", true),
            ("/30", "/3", false),
            ("/3/score", "", true),
            ("row 7", "", true),
            ("", "/3", false),
            ("", "", true),
        ] {
            assert_eq!(lies_within(inner, outer), within, "{inner:?} in {outer:?}");
        }
    }

    #[test]
    fn a_place_is_in_one_element() {
        for (inside, element) in [
            ("row 7, column email", "row 7"),
            ("row 7", "row 7"),
            ("/3/score/0", "/3"),
            ("/statements/12/actor", "/statements/12"),
            ("/credentialSubject/name", ""),
            ("/", ""),
            ("", ""),
        ] {
            assert_eq!(element_of(inside), element, "{inside:?}");
        }
    }

    proptest! {
        #[test]
        fn a_place_lies_within_its_element(inside in "(/[a-z0-9é~]{0,4}){0,5}|row [0-9]{1,3}(, column [a-z, ]{0,6})?") {
            prop_assert!(lies_within(&inside, element_of(&inside)));
        }

        #[test]
        fn what_is_further_in_lies_within_and_not_the_other_way(segments in proptest::collection::vec("[a-z0-9/~]{1,4}", 1..5)) {
            let outer = Place::pointer("f", "").child(0);
            let inner = segments.iter().fold(outer.clone(), |place, segment| place.child(segment));
            prop_assert!(lies_within(&inner.inside(), &outer.inside()));
            prop_assert!(!lies_within(&outer.inside(), &inner.inside()));
        }
    }
}
