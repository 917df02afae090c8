//! How two concepts relate (SKOS), read from either side.

use super::Trail;
use crate::record::words;

/// How one thing relates to another (SKOS): a concept to a concept, or a term to the concept it met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The same.
    Exact,
    /// Nearly the same.
    Close,
    /// The other is broader.
    Broad,
    /// The other is narrower.
    Narrow,
    /// They have to do with each other.
    Related,
}

words!(Relation { Exact => "exact", Close => "close", Broad => "broad", Narrow => "narrow", Related => "related" });

impl Relation {
    /// The same relation read from the other side.
    pub fn inverse(self) -> Self {
        match self {
            Relation::Broad => Relation::Narrow,
            Relation::Narrow => Relation::Broad,
            same => same,
        }
    }

    /// How much it says, 1 to 4. Broad and narrow say as much as each other.
    pub fn strength(self) -> u8 {
        match self {
            Relation::Exact => 4,
            Relation::Close => 3,
            Relation::Broad | Relation::Narrow => 2,
            Relation::Related => 1,
        }
    }

    /// What this relation and then that one come to; none where they say nothing together.
    pub fn then(self, next: Relation) -> Option<Relation> {
        Some(Trail::START.then(self)?.then(next)?.relation())
    }
}
