//! Published vocabularies: a publisher's files read into one common shape, with no database, clock or network.
//!
//! Unlike a delivery, a vocabulary is all or nothing. The first fault is an error that names file, row and line,
//! because claims are translated by what a version holds, and half a version would translate them wrongly without a
//! word. What is odd yet harmless is counted in [`Contents::notes`].

mod case;
mod circle;
mod contents;
mod document;
mod esco;
mod fault;
mod files;
mod gather;
mod language;
mod list;
mod onet;
mod rsd;
mod sheet;
mod skos;

pub use contents::{
    About, Concept, Contents, Kind, Label, LabelKind, Match, MatchKind, Note, Rated, Relation, RelationKind, Scale,
    Status, Step, Text, TextKind,
};

use crate::Delivery;
use files::Files;
use passport::record::{Place, Unreadable};
use std::collections::BTreeSet;

/// In whose shape the files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The CSV download of ESCO.
    Esco,
    /// The text files of the O*NET database.
    Onet,
    /// CASE packages.
    Case,
    /// Rich Skill Descriptors, as a table or JSON.
    Rsd,
    /// SKOS as JSON-LD.
    Skos,
    /// A plain table of local concepts.
    List,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 6] = [
        Format::Esco,
        Format::Onet,
        Format::Case,
        Format::Rsd,
        Format::Skos,
        Format::List,
    ];

    /// The word it is called by.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Esco => "esco",
            Format::Onet => "onet",
            Format::Case => "case",
            Format::Rsd => "rsd",
            Format::Skos => "skos",
            Format::List => "list",
        }
    }

    /// The format called by this word.
    pub fn named(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.as_str() == word)
    }

    /// Whether a file that begins like this is of the format.
    fn begins(self, head: &str) -> bool {
        match self {
            Format::Esco => esco::begins(head),
            Format::Onet => onet::begins(head),
            Format::Case => case::begins(head),
            Format::Rsd => rsd::begins(head),
            Format::Skos => skos::begins(head),
            Format::List => list::begins(head),
        }
    }
}

/// What the files leave open, and whoever loads them knows.
#[derive(Debug, Clone, Copy)]
pub struct Given<'g> {
    /// The key of the vocabulary; identifiers are made under it for concepts that have none of their own.
    pub key: &'g str,
    /// The language of labels that say none.
    pub language: &'g str,
}

impl Default for Given<'_> {
    fn default() -> Self {
        Given {
            key: "local",
            language: "en",
        }
    }
}

/// The one format that the files are in, told from their content.
pub fn detect(delivery: &Delivery<'_>) -> Result<Format, Unreadable> {
    let files = Files::open(delivery)?;
    let heads = files.iter().map(|file| files.head(file));
    let found: BTreeSet<_> = heads
        .flat_map(|head| Format::ALL.into_iter().filter(move |format| format.begins(&head)))
        .collect();
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(format), None) => Ok(format),
        (None, _) => Err(unknown(delivery)),
        (Some(one), Some(other)) => {
            let (one, other) = (one.as_str(), other.as_str());
            let reason = format!("the files are of several formats ({one}, {other}); load them one after the other");
            Err(Unreadable::new(
                Place::file(delivery.name()),
                "ambiguous_format",
                reason,
            ))
        }
    }
}

fn unknown(delivery: &Delivery<'_>) -> Unreadable {
    let names: Vec<_> = Format::ALL.into_iter().map(Format::as_str).collect();
    let reason = format!(
        "no file is of a known format ({}); check the first row of each",
        names.join(", ")
    );
    Unreadable::new(Place::file(delivery.name()), "unknown_format", reason)
}

/// Reads all files of a version: the whole of it, or the first fault.
pub fn read(delivery: &Delivery<'_>, format: Format, given: &Given<'_>) -> Result<Contents, Unreadable> {
    let files = Files::open(delivery)?;
    match format {
        Format::Esco => esco::read(&files),
        Format::Onet => onet::read(&files),
        Format::Case => case::read(&files, given),
        Format::Rsd => rsd::read(&files, given),
        Format::Skos => skos::read(&files, given),
        Format::List => list::read(&files, given),
    }
}

/// The version that a name tells, such as 1.1.1 in `ESCO dataset - v1.1.1 - classification - en - csv.zip`.
fn version_in(name: &str) -> Option<String> {
    let words = name.split(|c: char| !c.is_ascii_digit() && c != '.');
    let numbers = words.map(|word| word.trim_matches('.'));
    let versions =
        numbers.filter(|word| word.contains('.') && word.split('.').all(|part| (1..=3).contains(&part.len())));
    versions.map(str::to_owned).next()
}

/// As much of a text as a message can hold.
fn shown(text: &str) -> String {
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A URI for a concept that has none of its own: the same for the same words under the same key.
pub fn local_uri(key: &str, name: &str) -> String {
    let name = passport::skill::normalise(name).replace(' ', "-");
    format!("local:{}/{}", escaped(key), escaped(&name))
}

/// A text as a part of a URI: letters and digits of ASCII and `-._~` as they are, every other byte as `%XX`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => out.push(byte.into()),
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn names_tell_versions() {
        for (name, version) in [
            ("ESCO dataset - v1.1.1 - classification - en - csv.zip", Some("1.1.1")),
            ("esco-1.2/skills_en.csv", Some("1.2")),
            ("O*NET 29.0 Database", Some("29.0")),
            ("skills_en.csv", None),
            ("db_29_text", None),
        ] {
            assert_eq!(version_in(name).as_deref(), version, "{name}");
        }
    }
}
