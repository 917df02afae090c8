//! A delivery of linked data to records: thing by thing, each record once.

use super::{Known, LookedUp, Node, Spellings, parse};
use crate::once::Once;
use crate::{Delivery, Part, Sink, Unreadable, elements};
use passport::record::{Place, Record, Reject};

/// A format whose documents are things of one vocabulary.
pub struct Format {
    /// Fields of a document that hold its things, and can be long.
    pub holders: &'static [&'static str],
    /// How the names of the vocabulary are written.
    pub spellings: &'static Spellings,
    /// What is looked up of things that others refer to.
    pub looked_up: &'static LookedUp,
    /// Finds in a thing what becomes a record.
    pub take: fn(&Node<'_>, &Known, &mut Found, &mut dyn Sink),
    /// What is said of a file in which nothing is of this vocabulary.
    pub nothing: &'static str,
}

/// What was found in a delivery so far.
#[derive(Default)]
pub struct Found {
    once: Once,
    count: usize,
}

impl Format {
    /// Reads every file of a delivery.
    pub fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let known = Known::of(delivery, self.holders, self.spellings, self.looked_up, sink);
        let mut found = Found::default();
        delivery.read_each(sink, |part, sink| self.part(part, &known, &mut found, sink))
    }

    /// Reads a file. One that breaks off is read as far as it goes, with a reject.
    fn part(&self, part: &Part<'_>, known: &Known, found: &mut Found, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let (before, mut others) = (found.count, 0_usize);
        let read = elements::things(part, self.holders, &mut |place, thing| {
            let before = found.count;
            match parse(&place, thing) {
                Ok(value) => {
                    let spellings = self.spellings;
                    let value = &value;
                    (self.take)(
                        &Node {
                            value,
                            place,
                            spellings,
                        },
                        known,
                        found,
                        sink,
                    );
                }
                Err(reject) => found.reject(reject, sink),
            }
            others += usize::from(found.count == before);
        });
        match read {
            Err(fault) if found.count == before => Err(fault),
            Err(Unreadable { place, code, reason }) => {
                sink.reject(Reject { place, code, reason });
                Ok(())
            }
            Ok(()) if found.count == before && others > 0 => {
                let place = Place::pointer(&part.name, "");
                Err(Unreadable::new(place, "wrong_format", self.nothing))
            }
            Ok(()) => Ok(()),
        }
    }
}

impl Found {
    /// Gives a record, where it is the first with its key, or tells why there is none.
    pub fn record(&mut self, read: Result<Record, Reject>, sink: &mut dyn Sink) {
        self.count += 1;
        match read.and_then(|record| self.once.take(record)) {
            Ok(first) => first.into_iter().for_each(|record| sink.record(record)),
            Err(reject) => sink.reject(reject),
        }
    }

    /// Tells what cannot be read.
    pub fn reject(&mut self, reject: Reject, sink: &mut dyn Sink) {
        self.count += 1;
        sink.reject(reject);
    }

    /// Notes a thing of the vocabulary that becomes no record.
    pub fn other(&mut self) {
        self.count += 1;
    }
}
