//! The hub's six bands and intervals of them.

use serde::{Deserialize, Serialize};

/// The hub's bands, lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Nothing is known.
    Unknown,
    /// Knows that it exists.
    Aware,
    /// Does it with help.
    Beginner,
    /// Does it alone.
    Competent,
    /// Does it well, in unfamiliar cases too.
    Proficient,
    /// Is asked by others.
    Expert,
}

crate::record::words!(Band {
    Unknown => "unknown", Aware => "aware", Beginner => "beginner", Competent => "competent",
    Proficient => "proficient", Expert => "expert",
});

impl Band {
    /// Its number, 0 to 5.
    pub fn number(self) -> i16 {
        self as i16
    }

    /// The band with this number; whatever lies outside 0 to 5 is unknown.
    pub fn from_number(number: i16) -> Self {
        usize::try_from(number)
            .ok()
            .and_then(|n| Band::ALL.get(n))
            .copied()
            .unwrap_or(Band::Unknown)
    }
}

/// A span of bands, both ends included; `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Interval {
    /// At least this.
    pub low: Band,
    /// At most this.
    pub high: Band,
}

impl Interval {
    /// The interval between two bands, in whichever order they come.
    pub fn new(a: Band, b: Band) -> Self {
        Interval {
            low: a.min(b),
            high: a.max(b),
        }
    }

    /// The smallest interval that holds both.
    pub fn hull(self, other: Interval) -> Self {
        Interval {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    /// Whether both have a band in common.
    pub fn meets(self, other: Interval) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Whether all of it is at least `band`; an unknown low end is never enough.
    pub fn at_least(self, band: Band) -> bool {
        self.low >= band
    }

    /// Whether it lies wholly above the other.
    pub fn above(self, other: Interval) -> bool {
        self.low > other.high
    }
}
