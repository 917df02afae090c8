//! How long ago a skill was last seen.

use chrono::NaiveDate;

/// How long ago a skill was last seen, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Freshness {
    /// Within the last two years.
    Recent,
    /// Two to five years ago.
    Ageing,
    /// More than five years ago.
    Old,
    /// Nobody said when.
    Undated,
}

crate::record::words!(Freshness { Recent => "recent", Ageing => "ageing", Old => "old", Undated => "undated" });

/// Up to this many days ago is recent: two years.
const RECENT: i64 = 731;
/// Up to this many days ago is ageing: five years.
const AGEING: i64 = 1827;

impl Freshness {
    /// Of what was last seen on one day, looked at on another.
    pub fn of(last_seen: Option<NaiveDate>, day: NaiveDate) -> Self {
        match last_seen.map(|seen| day.signed_duration_since(seen).num_days()) {
            None => Freshness::Undated,
            Some(ago) if ago <= RECENT => Freshness::Recent,
            Some(ago) if ago <= AGEING => Freshness::Ageing,
            Some(_) => Freshness::Old,
        }
    }
}
