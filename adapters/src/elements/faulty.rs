//! What is wrong with one element of a document.

use crate::json::strict::GIVEN_TWICE;
use passport::record::{Place, Reject};

/// Why a text between two commas, or on a line, is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Faulty {
    /// It breaks off.
    Truncated,
    /// It is not UTF-8.
    Encoding,
    /// It is something else.
    NotJson,
    /// It is longer than any is.
    TooLarge,
    /// Its field stands in the object a second time; what stood there first was given.
    Twice,
}

impl Faulty {
    /// What is said of a statement, a document or the like that is no JSON.
    pub fn reject(self, place: Place, what: &str) -> Reject {
        let (code, reason) = match self {
            Faulty::Truncated => ("truncated", format!("the {what} breaks off; send it whole")),
            Faulty::Encoding => ("bad_encoding", format!("the {what} is not UTF-8; send it as received")),
            Faulty::NotJson => ("not_json", format!("this is no JSON; send the {what} as received")),
            Faulty::TooLarge => (
                "too_large",
                format!("the {what} is longer than 64 MiB; send it in smaller ones"),
            ),
            Faulty::Twice => ("duplicate_key", GIVEN_TWICE.to_owned()),
        };
        Reject::new(place, code, reason)
    }
}
