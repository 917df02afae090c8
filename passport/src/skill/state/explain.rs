//! Why a state is as it is: what each claim decides of it.

use super::{ClaimFacts, SkillState, deciding, levelled};
use crate::record::Role;
use chrono::NaiveDate;

/// A part of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The band.
    Band,
    /// The strongest kind of statement.
    Kind,
    /// The number of independent sources.
    Sources,
    /// The trend.
    Trend,
    /// When it was last seen.
    LastSeen,
}

crate::record::words!(Part {
    Band => "band", Kind => "kind", Sources => "sources", Trend => "trend", LastSeen => "last_seen",
});

/// Why a level that a claim gives does not decide the band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unused {
    /// Being taught a skill says nothing of its level.
    Taught,
    /// On the day that is looked at it was not told yet.
    NotYet,
    /// A stronger kind of statement gives a level.
    WeakerKind,
    /// The same source gave a level of the same kind later.
    Earlier,
}

crate::record::words!(Unused {
    Taught => "taught", NotYet => "not_yet", WeakerKind => "weaker_kind", Earlier => "earlier",
});

/// What one claim does for a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// Which claim, as a position in the slice that the state was made of.
    pub claim: usize,
    /// What it decides, alone or with others.
    pub decides: Vec<Part>,
    /// Why its level does not decide the band; none where it does, or where it gives none.
    pub unused: Option<Unused>,
}

impl SkillState {
    /// What each claim does for this state, in the state's order. `claims` and `day` are those that it was made of.
    pub fn explain(&self, claims: &[ClaimFacts], day: NaiveDate) -> Vec<Contribution> {
        let of = || self.claims.iter().filter_map(|&at| Some((at, claims.get(at)?)));
        let deciding: Vec<usize> = deciding(of(), day).into_iter().map(|(at, ..)| at).collect();
        let mut dated: Vec<(NaiveDate, usize)> = levelled(of(), day)
            .filter_map(|(at, claim, _)| Some((claim.seen_by(day)?, at)))
            .collect();
        dated.sort_by_key(|(day, _)| *day);
        let ends = match dated.as_slice() {
            [(first, a), .., (last, b)] if first < last => vec![*a, *b],
            _ => Vec::new(),
        };
        let contribution = |(at, claim): (usize, &ClaimFacts)| {
            let parts = [
                (Part::Band, deciding.contains(&at)),
                (Part::Kind, claim.assertion == self.strongest),
                (Part::Sources, !claim.own),
                (Part::Trend, ends.contains(&at)),
                (
                    Part::LastSeen,
                    self.last_observed.is_some() && claim.seen_by(day) == self.last_observed,
                ),
            ];
            Contribution {
                claim: at,
                decides: parts
                    .into_iter()
                    .filter(|(_, does)| *does)
                    .map(|(part, _)| part)
                    .collect(),
                unused: (claim.band.is_some() && !deciding.contains(&at)).then(|| self.unused(claim, day)),
            }
        };
        of().map(contribution).collect()
    }

    fn unused(&self, claim: &ClaimFacts, day: NaiveDate) -> Unused {
        if claim.role == Role::Taught {
            Unused::Taught
        } else if claim.band_by(day).is_none() {
            Unused::NotYet
        } else if self.deciding_kind > Some(claim.assertion) {
            Unused::WeakerKind
        } else {
            Unused::Earlier
        }
    }
}
