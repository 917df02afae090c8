//! JSON as several adapters read it: exactly as received, strictly, with the place of every value.

pub mod cells;
pub mod fullest;
pub mod keep;
pub mod node;
pub mod piece;
pub mod resume;
pub mod strict;
pub mod told;

use crate::{Delivery, Part};
use passport::record::{Place, Reject, Sink, Unreadable};

/// Reads part after part. What cannot be read among others that can is a reject, so that it does not sink the delivery.
pub fn each_part<'a>(
    delivery: &'a Delivery<'_>,
    sink: &mut dyn Sink,
    mut read: impl FnMut(&'a Part<'a>, &mut dyn Sink) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    let parts = delivery.parts();
    if parts.is_empty() {
        let reason = "the delivery holds no files";
        return Err(Unreadable::new(Place::file(delivery.name()), "empty", reason));
    }
    for part in parts {
        match read(part, sink) {
            Err(fault) if parts.len() == 1 => return Err(fault),
            Err(Unreadable { place, code, reason }) => sink.reject(Reject { place, code, reason }),
            Ok(()) => {}
        }
    }
    Ok(())
}
