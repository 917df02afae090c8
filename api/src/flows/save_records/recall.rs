//! Records whose delivery came without the files that others refer to: what was told of them before holds on.
//!
//! A school may send its enrolments every night and its courses once a term. The adapter says what a delivery leaves
//! untold; where the same record of the same source is held, it is told again from there. Only then is it compared, so
//! that a smaller delivery that says nothing new changes nothing.

use super::combine::{Arrived, Held};
use super::{Received, Saved};
use crate::store::records::told::told;
use crate::store::{StoreError, Tx};
use passport::record::{Body, Learning, LearningFact, Record, Reject};
use uuid::Uuid;

/// Completes the records that leave something untold by what is held of them.
pub(super) async fn recall(tx: &Tx, received: &mut [Received], held: &Held) -> Result<(), StoreError> {
    let open: Vec<(usize, Uuid)> = (0..)
        .zip(received.iter())
        .filter_map(|(at, received)| Some((at, held_before(received, held)?)))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let told = told(tx, &open.iter().map(|(_, record)| *record).collect::<Vec<_>>()).await?;
    for (at, record) in open {
        let (Some((told, payload)), Some(received)) = (told.get(&record), received.get_mut(at)) else {
            continue;
        };
        if refers_to_the_same(&received.record, payload)
            && let Body::Learning(learning) = &mut received.record.body
        {
            learning.recall(told.clone());
            received.hash = Some(received.record.content_hash());
        }
    }
    Ok(())
}

/// The record held under the key of one that leaves something untold and does not say the same again.
fn held_before(received: &Received, held: &Held) -> Option<Uuid> {
    learning(&received.record)?.untold.as_ref()?;
    let record = &received.record;
    let held = held.get(&(record.stream.to_owned(), record.key.clone()))?;
    (!held.tombstone && received.hash.as_deref() != Some(&held.hash)).then_some(held.id)
}

/// What was told belongs to what the record referred to then.
fn refers_to_the_same(record: &Record, before: &serde_json::Value) -> bool {
    let through = learning(record).and_then(|learning| Some(learning.untold.as_ref()?.through));
    through.is_some_and(|field| record.payload.get(field) == before.get(field))
}

fn learning(record: &Record) -> Option<&Learning> {
    match &record.body {
        Body::Learning(learning) => Some(learning),
        _ => None,
    }
}

/// Says, once a run, that identifiers stand where titles should.
pub(super) fn notice(arrived: &[Arrived], noticed: &mut bool, saved: &mut Saved) {
    let nameless = |arrived: &&Arrived| {
        let untold = learning(&arrived.record).and_then(|learning| learning.untold.as_ref());
        untold.is_some_and(|untold| untold.facts.contains(&LearningFact::Title))
    };
    if let Some(first) = arrived.iter().find(nameless).filter(|_| !*noticed) {
        *noticed = true;
        let reason = "the title stands in a file that never came, so an identifier stands in its place, here and perhaps \
                      further on; send the files that these rows refer to along with them";
        let place = first.record.place.clone();
        saved.rejects.push(Reject::new(place, "missing_context", reason));
    }
}
