//! One statement about two concepts, or that a concept has no counterpart.

use super::{Justification, Relation};
use crate::record::words;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// One statement, as far as the rules need it. Who made and reviewed it in words stays where it is stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Its own id, which grows with time.
    pub id: Uuid,
    /// The concept it speaks of.
    pub subject: Uuid,
    /// What it says of it.
    pub says: Says,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
    /// Where it stands.
    pub standing: Standing,
    /// How it was found.
    pub justification: Justification,
    /// When it was reviewed; none where nobody did.
    pub reviewed_at: Option<DateTime<Utc>>,
}

/// What a statement says of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// It relates to this concept in this way: `Broad` says that the other is broader.
    Relates(Uuid, Relation),
    /// Nothing in this vocabulary corresponds to it; in none at all where none is named.
    NoMatch(Option<Uuid>),
}

/// Where a statement stands. The later of these outranks the earlier; the three reviewed ones are equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Worked out by a program, or not yet vouched for by anybody: a proposal.
    Proposed,
    /// Made by people and published as such, not reviewed here.
    Published,
    /// A reviewer says that it is right.
    Accepted,
    /// A reviewer put it in the place of one that was not right.
    Corrected,
    /// A reviewer says that it is not right.
    Rejected,
}

words!(Standing {
    Proposed => "proposed", Published => "published", Accepted => "accepted", Corrected => "corrected",
    Rejected => "rejected",
});

impl Standing {
    /// Whether a reviewer decided.
    pub fn is_reviewed(self) -> bool {
        self.rank() == 2
    }

    /// What outranks what: a review is 2, what people published 1, a proposal 0.
    pub fn rank(self) -> u8 {
        match self {
            Standing::Proposed => 0,
            Standing::Published => 1,
            Standing::Accepted | Standing::Corrected | Standing::Rejected => 2,
        }
    }
}

/// How sure a statement is taken to be that does not say it: a reviewer is surest, what people made is nearly certain, else
/// it is open.
pub fn unsaid_confidence(standing: Standing) -> f64 {
    match standing {
        Standing::Proposed => 0.5,
        Standing::Published => 0.9,
        Standing::Accepted | Standing::Corrected | Standing::Rejected => REVIEWED,
    }
}

/// How sure a reviewer is taken to be who does not say it.
pub const REVIEWED: f64 = 0.95;
