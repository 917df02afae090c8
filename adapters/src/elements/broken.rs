//! Why a text ends before its end.

use crate::json::strict::GIVEN_TWICE;
use passport::record::{Place, Unreadable};
use std::io;

/// Why a text ends before its end.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// It breaks off.
    #[error("the JSON breaks off at line {0}, column {1}; send it again whole")]
    Truncated(usize, usize),
    /// Something else stands where a value, a comma or a bracket must.
    #[error("this is no JSON from line {0}, column {1} on; send it as received")]
    NotJson(usize, usize),
    /// One value is longer than any is.
    #[error("one value up to line {0}, column {1} is longer than 64 MiB; send it in smaller ones")]
    TooLarge(usize, usize),
    /// There is nothing in it.
    #[error("the file is empty; send it again whole")]
    Empty,
    /// It is not UTF-8.
    #[error("the file is not UTF-8, as JSON must be; send it as received")]
    Encoding,
    /// Another value stands where the array must.
    #[error("another value than the format has stands at line {0}, column {1}")]
    Other(usize, usize),
    /// A field of one name stands twice in an object, so that two readers could take two different values.
    #[error("{GIVEN_TWICE}")]
    Twice(Place),
    /// It cannot be read.
    #[error("it cannot be read to its end")]
    Io(#[from] io::Error),
}

impl Broken {
    /// As it is told of a file.
    pub(super) fn of(self, file: &str) -> Unreadable {
        let (code, place) = match &self {
            Broken::Empty => ("empty", Place::file(file)),
            Broken::Encoding => ("bad_encoding", Place::file(file)),
            Broken::Io(_) => ("io", Place::file(file)),
            Broken::Truncated(..) => ("truncated", Place::pointer(file, "")),
            Broken::NotJson(..) => ("not_json", Place::pointer(file, "")),
            Broken::Other(..) => ("wrong_format", Place::pointer(file, "")),
            Broken::TooLarge(..) => ("too_large", Place::pointer(file, "")),
            Broken::Twice(place) => ("duplicate_key", place.clone()),
        };
        Unreadable::new(place, code, self.to_string())
    }
}
