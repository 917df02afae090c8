//! How a mapping was found, as SSSOM says it with the vocabulary SEMAPV.

use super::Standing;
use crate::record::words;

/// How a mapping was found (the usual values of SSSOM's `mapping_justification`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Justification {
    /// A person set the two side by side.
    Manual,
    /// A person checked it.
    Review,
    /// The labels are alike.
    Lexical,
    /// The meanings are alike, as measured.
    Semantic,
    /// The structures around them are alike.
    Structural,
    /// It follows by logic.
    Logical,
    /// What they are used for is alike.
    Instance,
    /// Something known besides says so.
    Background,
    /// Put together from other mappings.
    Chaining,
    /// Read from the other side.
    Inversion,
    /// Several ways together.
    Composite,
    /// Not said.
    Unspecified,
}

words!(Justification {
    Manual => "manual", Review => "review", Lexical => "lexical", Semantic => "semantic", Structural => "structural",
    Logical => "logical", Instance => "instance", Background => "background", Chaining => "chaining",
    Inversion => "inversion", Composite => "composite", Unspecified => "unspecified",
});

/// The names in the vocabulary SEMAPV, without its prefix. The first name of a justification is the one written.
const SEMAPV: [(&str, Justification); 16] = [
    ("ManualMappingCuration", Justification::Manual),
    ("MappingReview", Justification::Review),
    ("LexicalMatching", Justification::Lexical),
    ("LexicalSimilarityThresholdMatching", Justification::Lexical),
    ("SemanticSimilarityThresholdMatching", Justification::Semantic),
    ("SemanticSimilarityMatching", Justification::Semantic),
    ("StructuralMatching", Justification::Structural),
    ("LogicalReasoning", Justification::Logical),
    ("LogicalMatching", Justification::Logical),
    ("InstanceBasedMatching", Justification::Instance),
    ("BackgroundKnowledgeBasedMatching", Justification::Background),
    ("MappingChaining", Justification::Chaining),
    ("MappingChainingBasedMatching", Justification::Chaining),
    ("MappingInversion", Justification::Inversion),
    ("CompositeMatching", Justification::Composite),
    ("UnspecifiedMatching", Justification::Unspecified),
];

impl Justification {
    /// The justification that SEMAPV calls so (without prefix); what is not known here is not said.
    pub fn from_semapv(name: &str) -> Self {
        let known = SEMAPV.iter().find(|(known, _)| *known == name);
        known.map_or(Justification::Unspecified, |(_, justification)| *justification)
    }

    /// What SEMAPV calls it, without prefix.
    pub fn semapv(self) -> &'static str {
        let named = SEMAPV.iter().find(|(_, justification)| *justification == self);
        named.map_or("UnspecifiedMatching", |(name, _)| name)
    }

    /// Where a statement found in this way stands that comes in from elsewhere; none where it decides nothing, because a
    /// program denies a mapping and nobody stands behind it.
    pub fn standing(self, denied: bool, vouched: Vouched) -> Option<Standing> {
        let by_people = vouched == Vouched::Set || matches!(self, Justification::Manual);
        let reviewed = vouched == Vouched::Reviewed || self == Justification::Review;
        match (denied, reviewed, by_people) {
            (true, false, false) => None,
            (true, ..) => Some(Standing::Rejected),
            (false, true, _) => Some(Standing::Accepted),
            (false, false, true) => Some(Standing::Published),
            (false, false, false) => Some(Standing::Proposed),
        }
    }
}

/// Who stands behind a statement from elsewhere, beside how it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vouched {
    /// Nobody is named.
    Nobody,
    /// Whoever brings the set in says that people stand behind all of it.
    Set,
    /// A reviewer is named.
    Reviewed,
}
