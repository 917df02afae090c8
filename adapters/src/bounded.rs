//! Records of which something is called by a book, or described by a library, are rejected: whichever adapter made them.

use crate::{Record, Reject, Sink};

/// A sink that is given no record with too long a name or description, but a reject.
pub(crate) struct Bounded<'s>(pub(crate) &'s mut dyn Sink);

impl Sink for Bounded<'_> {
    fn record(&mut self, record: Record) {
        match record.too_long() {
            None => self.0.record(record),
            Some(reject) => self.0.reject(reject),
        }
    }

    fn reject(&mut self, reject: Reject) {
        self.0.reject(reject);
    }

    fn partial(&mut self, stream: &'static str) {
        self.0.partial(stream);
    }
}
