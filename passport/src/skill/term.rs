//! The terms that a source sends: which are the same, and what somebody decided that one means.

use super::mapping::Relation;
use super::meet::{Concepts, Meeting, Method, Wanted, framework_key, meet};
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

/// What makes two terms of one source the same: framework, code, and label but for case, punctuation and spaces. A URI
/// stands for a code where there is none.
pub fn term_key(label: Option<&str>, code: Option<&str>, framework: Option<&str>) -> String {
    let label = label.map(|label| match normalise(label) {
        // Signs alone are a label too.
        empty if empty.is_empty() => label.trim().to_lowercase(),
        words => words,
    });
    let framework = framework.map(framework_key).unwrap_or_default();
    [
        framework.as_str(),
        code.unwrap_or_default().trim(),
        label.as_deref().unwrap_or_default(),
    ]
    .join("|")
}

/// The concept that a source's term means: what was decided, and where nothing was, what it meets.
pub fn meant(term: &Term, decided: Option<Decided>, wanted: Wanted, concepts: &dyn Concepts) -> Option<Meeting> {
    match decided {
        None => meet(term, wanted, concepts),
        Some(Decided::Nothing) => None,
        Some(Decided::Means(concept, relation)) => Some(Meeting {
            concept,
            relation,
            method: Method::Reviewed,
            confidence: 1.0,
            mapping: None,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_the_same_by_the_table() {
        let key = |label: &str, code: &str, framework: &str| {
            let some = |text: &'static str| (!text.is_empty()).then_some(text);
            let leak = |text: &str| some(Box::leak(text.to_owned().into_boxed_str()));
            term_key(leak(label), leak(code), leak(framework))
        };
        for (one, other, same) in [
            (("Bedside manner", "", ""), (" bedside-MANNER ", "", ""), true),
            (("Bedside manner", "", ""), ("Bedside manners", "", ""), false),
            (("Welding", "W1", ""), ("Welding", "W2", ""), false),
            (("Welding", "W1", "College"), ("welding", "W1", "COLLEGE"), true),
            (("Welding", "W1", "College"), ("welding", "W1", ""), false),
            (("—", "", ""), ("…", "", ""), false),
            (("C", "", ""), ("C++", "", ""), false),
            (("", "https://x.example/1", ""), ("", "https://x.example/2", ""), false),
        ] {
            let key = |(label, code, framework)| key(label, code, framework);
            assert_eq!(key(one) == key(other), same, "{one:?} {other:?}");
        }
    }
}
