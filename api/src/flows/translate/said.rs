//! A stored claim as a translation sees it.

use crate::flows::skill_facts::{StoredClaim, interval};
use passport::skill::translate::Said;

/// What a claim says of one skill: its concept, its source's own words, its level.
pub fn said<'s>(claim: &StoredClaim<'s>) -> Said<'s> {
    Said {
        concept: claim.concept_id,
        words: claim.raw_label,
        code: claim.raw_code,
        band: interval(claim.band.0, claim.band.1),
    }
}
