//! The learner record as a record of its own. It says no skill: the credentials in it do.

use super::wire::LearnerRecord;
use crate::sources::open_badges::map;
use passport::record::{Record, Signed, Sink};

/// The record; faults of single entries go to the sink.
pub fn learner_record(found: &LearnerRecord, signed: Signed, sink: &mut dyn Sink) -> Record {
    let addresses = map::unread(&found.award.holder);
    addresses
        .chain(found.rejects.iter().cloned())
        .for_each(|reject| sink.reject(reject));
    map::award(&found.award, signed)
}
