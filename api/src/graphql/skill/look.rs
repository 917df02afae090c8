//! At which day skills are looked at, and as the hub knew them when.

use crate::graphql::errors::Code;
use crate::graphql::load::access;
use crate::view::View;
use async_graphql::{Context, Result};
use chrono::{DateTime, Datelike, NaiveDate, Utc};

/// At which day skills are looked at, and as the hub knew them when: now where neither is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Look {
    /// As of which day.
    pub as_of: Option<NaiveDate>,
    /// As the hub knew it at which moment of the past.
    pub known_at: Option<DateTime<Utc>>,
}

/// Bytes of a look in an id.
pub const LOOK: usize = 12;

impl Look {
    /// Whether the view may be looked at so. Only the holder, and those who sent it, look at what the hub held before: what
    /// was corrected or withdrawn is no part of what a consent shares.
    pub fn allowed(self, ctx: &Context<'_>, view: &View) -> Result<()> {
        match self.known_at {
            None => Ok(()),
            Some(_) if view.grant().is_some() => Err(Code::Forbidden.error(
                "Partners see what is held now: only holders and those who sent it may ask with knownAt. asOf is open to you.",
            )),
            Some(at) if at > access(ctx)?.moment() => {
                Err(Code::BadUserInput.error("knownAt: this moment is yet to come."))
            }
            Some(at) if at.year() < 1 => Err(Code::BadUserInput.error("knownAt: no hub is that old.")),
            Some(_) => Ok(()),
        }
    }

    /// The look at a day, as known at a moment; moments are told apart to the microsecond, as they are kept.
    pub fn new(as_of: Option<NaiveDate>, known_at: Option<DateTime<Utc>>) -> Self {
        let kept = |at: DateTime<Utc>| DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at);
        Look {
            as_of,
            known_at: known_at.map(kept),
        }
    }

    /// The day that is looked at.
    pub fn day(self, now: DateTime<Utc>) -> NaiveDate {
        self.as_of.unwrap_or_else(|| now.date_naive())
    }

    /// As it stands in an id; none for now.
    pub fn to_bytes(self) -> Option<[u8; LOOK]> {
        if self == Look::default() {
            return None;
        }
        let day = self.as_of.map_or(i32::MIN, |day| day.num_days_from_ce());
        let moment = self.known_at.map_or(i64::MIN, |at| at.timestamp_micros());
        let mut bytes = [0; LOOK];
        bytes[..4].copy_from_slice(&day.to_be_bytes());
        bytes[4..].copy_from_slice(&moment.to_be_bytes());
        Some(bytes)
    }

    /// The look that stands in an id; none where these bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (day, moment) = bytes.split_first_chunk::<4>()?;
        let day = Some(i32::from_be_bytes(*day)).filter(|day| *day != i32::MIN);
        let moment = Some(i64::from_be_bytes(moment.try_into().ok()?)).filter(|moment| *moment != i64::MIN);
        let look = Look {
            as_of: day
                .map(|day| NaiveDate::from_num_days_from_ce_opt(day).ok_or(()))
                .transpose()
                .ok()?,
            known_at: moment
                .map(|at| DateTime::from_timestamp_micros(at).ok_or(()))
                .transpose()
                .ok()?,
        };
        // Now has an id without a look.
        (look != Look::default()).then_some(look)
    }
}
