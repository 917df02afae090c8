//! Of finds that overlap the surer one stays, and of too many the surest.

use super::Found;
use super::proposal::Proposal;

/// Proposals of one clause with their scores that do not overlap, in their order: the best first taken, then the
/// longest, then the first.
pub(super) fn chosen(mut proposals: Vec<(f32, Proposal)>) -> Vec<(f32, Proposal)> {
    proposals.sort_by(|(one, left), (other, right)| {
        let longer = (right.to - right.from).cmp(&(left.to - left.from));
        other
            .total_cmp(one)
            .then(longer)
            .then(left.from.cmp(&right.from))
            .then(left.concept.cmp(&right.concept))
    });
    let mut kept: Vec<(f32, Proposal)> = Vec::new();
    for (score, proposal) in proposals {
        let overlaps = |(_, held): &(f32, Proposal)| proposal.from <= held.to && held.from <= proposal.to;
        if !kept.iter().any(overlaps) {
            kept.push((score, proposal));
        }
    }
    kept.sort_by_key(|(_, proposal)| proposal.from);
    kept
}

/// The surest finds of a text, as many as are wanted.
#[derive(Debug)]
pub(super) struct Surest {
    limit: usize,
    found: Vec<Found>,
}

impl Surest {
    /// None yet.
    pub(super) fn of(limit: usize) -> Self {
        Self {
            limit,
            found: Vec::new(),
        }
    }

    /// Adds a find that stands after all others.
    pub(super) fn push(&mut self, found: Found) {
        self.found.push(found);
        if self.found.len() > self.limit.saturating_mul(2).saturating_add(64) {
            self.cut();
        }
    }

    /// Those that remain, in the order of the text.
    pub(super) fn in_order(mut self) -> Vec<Found> {
        self.cut();
        self.found.sort_unstable_by_key(|found| found.range.start);
        self.found
    }

    fn cut(&mut self) {
        if self.found.len() > self.limit {
            self.found.sort_unstable_by(|one, other| {
                let surer = other.confidence.total_cmp(&one.confidence);
                surer.then(one.range.start.cmp(&other.range.start))
            });
            self.found.truncate(self.limit);
        }
    }
}
