//! The terms that a source's claims are written in: each means the same for all claims that hang on it.

use super::Intake;
use super::combine::Arrived;
use crate::flows::review_terms::keep::{keep, key};
use crate::store::reference::SELF_SOURCE;
use crate::store::{StoreError, Tx};
use entity::term;
use passport::record::{AsserterKind, Assertion, Claim, Term};
use std::collections::HashMap;

/// The terms of the records that arrived, by key. They are looked up for each chunk anew: meanwhile somebody may have
/// decided what one means.
#[derive(Default)]
pub(super) struct Terms(HashMap<String, term::Model>);

impl Terms {
    /// Finds or makes the terms of these records. What holders say of themselves stays their own words.
    pub(super) async fn meet(tx: &Tx, intake: &Intake, arrived: &[Arrived]) -> Result<Self, StoreError> {
        let claims = arrived.iter().flat_map(|arrived| &arrived.record.claims);
        let said: Vec<&Term> = claims.filter(|claim| !is_own(claim)).map(|claim| &claim.term).collect();
        if intake.source.key == SELF_SOURCE || said.is_empty() {
            return Ok(Terms::default());
        }
        let kept = keep(tx, intake.source.id, &said, &intake.reference.vocabularies, intake.now);
        kept.await.map(Terms)
    }

    /// The row of a claim's term; none for what holders say of themselves.
    pub(super) fn of(&self, claim: &Claim) -> Option<&term::Model> {
        if self.0.is_empty() || is_own(claim) {
            return None;
        }
        self.0.get(&key(&claim.term))
    }
}

/// The holder's own word stays the holder's own, whichever system sends it.
fn is_own(claim: &Claim) -> bool {
    claim.assertion == Assertion::SelfAsserted || claim.asserted_by.kind == AsserterKind::Holder
}
