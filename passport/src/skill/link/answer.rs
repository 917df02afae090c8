//! The linker's answer.

/// What a label was linked to.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// Whether any concept is meant at all.
    pub decision: Decision,
    /// How likely it is that any is, 0 to 1.
    pub matchable: f32,
    /// Which may be meant, best first. They are told for a label without a match as well.
    pub candidates: Vec<Candidate>,
}

/// Whether a concept is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// The first candidate is.
    Match,
    /// None fits.
    NoMatch,
}

impl Decision {
    /// As it is written in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Decision::Match => "match",
            Decision::NoMatch => "no_match",
        }
    }
}

/// A concept that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its place among the concepts that the linker was built from.
    pub concept: usize,
    /// How sure, 0 to 1: of answers with 0.8, eight in ten are right.
    pub confidence: f32,
    /// By what it was found.
    pub method: Method,
    /// The label that fits best, as published.
    pub matched: Box<str>,
}

/// By what a label met a concept, the plainest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// It is the preferred label, but for case, punctuation and spaces.
    PreferredLabel,
    /// It is an alternative label.
    AlternativeLabel,
    /// It is a hidden label.
    HiddenLabel,
    /// It has the words of a label, in another form or order.
    SameWords,
    /// It is spelled nearly like a label.
    Spelling,
    /// It resembles a label in words, letters or meaning.
    Resemblance,
}

impl Method {
    /// As it is written in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::PreferredLabel => "preferred_label",
            Method::AlternativeLabel => "alternative_label",
            Method::HiddenLabel => "hidden_label",
            Method::SameWords => "same_words",
            Method::Spelling => "spelling",
            Method::Resemblance => "resemblance",
        }
    }
}
