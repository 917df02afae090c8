//! Why nothing is loaded, and how unlike what is held files may be.

use super::Load;
use super::differences::{Changes, Reach};
use super::place::{Place, joined, spoken};
use crate::store::vocabularies::Held;
use adapters::vocabulary::Contents;
use std::collections::HashSet;

/// Why nothing was loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotLoaded {
    /// The files do not tell the version.
    #[error("the files do not say which version they are; name it")]
    NoVersion,
    /// It is there, and says something else.
    #[error(
        "the files, in {languages}, say something else of {} than version {version}, which has these languages already; what a version says never changes: load them as the next version, or leave out what differs",
        many(*.concepts)
    )]
    Otherwise {
        /// Which.
        version: String,
        /// The languages of the files.
        languages: String,
        /// Of how many concepts.
        concepts: usize,
    },
    /// A newer one is there.
    #[error(
        "version {version} was loaded before {newest}, and only the newest can be added to; to go on with these files, load them as a version with a name of its own"
    )]
    Older {
        /// Which.
        version: String,
        /// The newest.
        newest: String,
    },
    /// Most of what is held is not in it.
    #[error(
        "the files lack {gone} of the {there} concepts that the vocabulary has now, and these would be gone; are they of another vocabulary, or is a file missing?"
    )]
    MostGone {
        /// How many would be gone.
        gone: usize,
        /// How many are there.
        there: usize,
    },
    /// The version that it would be added to holds hardly anything of it.
    #[error(
        "of the {told} concepts in the files, version {version} has {known}, and most that it has are not in the files; are they of another vocabulary?"
    )]
    MostNew {
        /// Which.
        version: String,
        /// How many of them it holds.
        known: usize,
        /// How many there are in the files.
        told: usize,
    },
    /// There is no concept in it.
    #[error("the files hold no concept")]
    Empty,
}

/// A number of concepts in words.
fn many(concepts: usize) -> String {
    match concepts {
        1 => "1 concept".to_owned(),
        _ => format!("{concepts} concepts"),
    }
}

/// From how many concepts on it is asked twice before what is unlike them takes their place, or joins them.
const MANY: usize = 100;

/// How files and what is held are alike, before they are compared.
pub(super) struct Likeness {
    /// How many concepts are there.
    there: usize,
    /// How many of them the files hold.
    known: usize,
    /// Whether the URIs of the files are made by whoever makes those that are held.
    of_one_maker: bool,
    /// Whether they are made by the hub, under the vocabulary's key: so are those of any list.
    made_here: bool,
}

impl Likeness {
    pub(super) fn of(contents: &Contents, held: &Held) -> Self {
        let there = || held.concepts.iter().filter(|(_, one)| one.row.until.is_none());
        let makers: HashSet<&str> = there().map(|(uri, _)| maker(uri)).collect();
        let uris = || contents.concepts.iter().map(|concept| concept.uri.as_str());
        let is_there = |uri: &&str| held.concepts.get(*uri).is_some_and(|one| one.row.until.is_none());
        let most = |count: usize| count * 2 > contents.concepts.len();
        Likeness {
            there: there().count(),
            known: uris().filter(is_there).count(),
            of_one_maker: most(uris().filter(|uri| makers.contains(maker(uri))).count()),
            made_here: most(uris().filter(|uri| maker(uri) == LOCAL).count()),
        }
    }

    /// Whether files that may be a part of a version are so unlike it that they may be of another vocabulary. A
    /// publisher's skills and occupations have no concept in common, and are one: their URIs tell.
    fn is_another(&self, told: usize, brings_language: bool) -> bool {
        let one = self.of_one_maker && !(self.made_here && brings_language);
        !one && self.there >= MANY && self.known * 2 < told && self.known * 2 < self.there
    }
}

/// Whoever makes URIs that the hub makes itself.
const LOCAL: &str = "local";

/// Who made a URI: its host, the namespace of a URN, else its scheme.
fn maker(uri: &str) -> &str {
    let Some((scheme, rest)) = uri.split_once(':') else {
        return uri;
    };
    match (scheme, rest.strip_prefix("//")) {
        (_, Some(rest)) => rest.split(['/', '?', '#']).next().unwrap_or_default(),
        ("urn", None) => rest.split(':').next().unwrap_or_default(),
        (scheme, None) => scheme,
    }
}

/// Why it is not loaded, seen what it would change.
pub(super) fn refused(load: &Load, place: &Place, changes: &Changes, likeness: &Likeness) -> Option<NotLoaded> {
    let told = load.contents.concepts.len();
    if let (Some(row), Reach::Lacking(more)) = (&place.of, &place.reach) {
        if more.is_empty() && changes.otherwise > 0 {
            return Some(NotLoaded::Otherwise {
                version: row.version.clone(),
                languages: joined(&spoken(&load.contents)),
                concepts: changes.otherwise,
            });
        }
        let unlike = likeness.is_another(told, !more.is_empty());
        return (unlike && !load.however_unlike).then(|| NotLoaded::MostNew {
            version: row.version.clone(),
            known: likeness.known,
            told,
        });
    }
    let (gone, there) = (changes.gone, likeness.there);
    let unlike = there >= MANY && gone * 2 > there;
    (unlike && !load.however_unlike).then_some(NotLoaded::MostGone { gone, there })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_tells_who_made_it() {
        for (uri, made_by) in [
            ("http://data.europa.eu/esco/skill/1", "data.europa.eu"),
            ("https://data.europa.eu?id=1", "data.europa.eu"),
            ("urn:unspsc:43231513", "unspsc"),
            ("local:college/w1", LOCAL),
            ("tag:college.example,2026:w1", "tag"),
            ("w1", "w1"),
            ("", ""),
        ] {
            assert_eq!(maker(uri), made_by, "{uri}");
        }
    }

    #[test]
    fn parts_of_one_maker_are_never_another_vocabulary() {
        let alike = |known, of_one_maker, made_here| Likeness {
            there: MANY,
            known,
            of_one_maker,
            made_here,
        };
        for (likeness, brings_language, another) in [
            (alike(0, true, false), false, false),
            (alike(0, true, false), true, false),
            (alike(0, true, true), false, false),
            (alike(0, true, true), true, true),
            (alike(0, false, false), false, true),
            (alike(0, false, true), false, true),
            (alike(60, false, false), true, false),
        ] {
            let told = 120;
            assert_eq!(likeness.is_another(told, brings_language), another);
        }
    }
}
