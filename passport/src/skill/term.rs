//! The terms that a source sends: which are the same, and what somebody decided that one means.

use super::mapping::Relation;
use super::meet::{Concepts, Meeting, Method, Wanted, framework_key, meet, onwards};
use super::normalise::normalise;
use crate::record::Term;
use uuid::Uuid;

/// What was decided that a term of a source means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Decided {
    /// A concept, and what the concept is to the term.
    Means(Uuid, Relation),
    /// No concept of the vocabulary.
    Nothing,
}

/// From this confidence on, what a term met is not doubted.
pub const SURE: f64 = 0.9;

/// Where a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TermStanding {
    /// It means no concept yet, and nobody decided that it means none.
    Untranslated,
    /// It met a concept, and not surely.
    Doubtful,
    /// It met a concept surely.
    Sure,
    /// Somebody decided what it means.
    Decided,
}

impl TermStanding {
    /// As it is written in results.
    pub fn as_str(self) -> &'static str {
        match self {
            TermStanding::Untranslated => "untranslated",
            TermStanding::Doubtful => "doubtful",
            TermStanding::Sure => "sure",
            TermStanding::Decided => "decided",
        }
    }

    /// Where a term stands by how it met what it means, if anything, and how sure that is.
    pub fn of(method: Option<Method>, confidence: Option<f64>) -> Self {
        match (method, confidence) {
            (Some(Method::Reviewed), _) => TermStanding::Decided,
            (None, _) => TermStanding::Untranslated,
            (_, Some(confidence)) if confidence >= SURE => TermStanding::Sure,
            _ => TermStanding::Doubtful,
        }
    }
}

/// What makes two terms of one source the same: framework, code, URI, and label but for case, punctuation and spaces.
pub fn term_key(term: &Term) -> String {
    let label = term.label.as_deref().map(|label| match normalise(label) {
        // Signs alone are a label too.
        empty if empty.is_empty() => label.trim().to_lowercase(),
        words => words,
    });
    let framework = term.framework.as_deref().map(framework_key).unwrap_or_default();
    let named = |name: &Option<String>| name.as_deref().unwrap_or_default().trim().to_owned();
    [
        framework,
        named(&term.code),
        named(&term.uri),
        label.unwrap_or_default(),
    ]
    .join("|")
}

/// The concept that a source's term means: what was decided, and where nothing was, what it meets.
pub fn meant(term: &Term, decided: Option<Decided>, wanted: Wanted, concepts: &dyn Concepts) -> Option<Meeting> {
    match decided {
        None => meet(term, wanted, concepts),
        Some(Decided::Nothing) => None,
        Some(Decided::Means(concept, relation)) => {
            let here = Meeting {
                concept,
                relation,
                method: Method::Reviewed,
                confidence: 1.0,
                mapping: None,
            };
            Some(if relation == Relation::Exact {
                onwards(here, concepts)
            } else {
                here
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_the_same_by_the_table() {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let key = |(label, code, uri, framework): (&str, &str, &str, &str)| {
            term_key(&Term {
                label: some(label),
                code: some(code),
                uri: some(uri),
                framework: some(framework),
                language: None,
            })
        };
        for (one, other, same) in [
            (("Bedside manner", "", "", ""), (" bedside-MANNER ", "", "", ""), true),
            (("Bedside manner", "", "", ""), ("Bedside manners", "", "", ""), false),
            (("Welding", "W1", "", ""), ("Welding", "W2", "", ""), false),
            (("Welding", "W1", "", "College"), ("welding", "W1", "", "COLLEGE"), true),
            (("Welding", "W1", "", "College"), ("welding", "W1", "", ""), false),
            (
                ("Welding", "W1", "urn:x:1", ""),
                ("Welding", "W1", "urn:x:2", ""),
                false,
            ),
            (("—", "", "", ""), ("…", "", "", ""), false),
            (("C", "", "", ""), ("C++", "", "", ""), false),
        ] {
            assert_eq!(key(one) == key(other), same, "{one:?} {other:?}");
        }
    }
}
