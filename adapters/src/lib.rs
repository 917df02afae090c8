//! Adapters: code that reads one kind of source, one folder each, under one contract.
//!
//! An adapter translates **shape** only: the same bytes always give the same records, with no network, clock, database
//! or state. What a record *means* is for the rules (crate `passport`). Start at [`sources::all`], the explicit list.

pub mod archive;
pub mod delivery;
pub mod profile;
pub mod sources;
pub mod table;
pub mod text;

pub use delivery::{Delivery, Part};
pub use passport::record::{Batch, Record, Reject, Sink, Unreadable};
pub use profile::{Family, Profile, Stream};

use passport::record::Place;

/// Code that reads one kind of source.
pub trait Adapter: Send + Sync {
    /// What it is and what it can send, as data.
    fn profile(&self) -> &'static Profile;

    /// Whether this delivery is in its format, told from the content alone and cheaply. A damaged delivery of this
    /// format should still be recognised, so that [`Adapter::read`] can say what is wrong with it.
    fn recognises(&self, delivery: &Delivery<'_>) -> bool;

    /// Reads the delivery from front to back into `sink`. One bad row becomes a reject with place and reason and does
    /// not sink the rest; `Unreadable` is for deliveries in which nothing can be read.
    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable>;
}

/// The adapter with this key, for example `open_badges`.
pub fn by_key(key: &str) -> Option<&'static dyn Adapter> {
    sources::all()
        .iter()
        .copied()
        .find(|adapter| adapter.profile().key == key)
}

/// The one adapter that recognises the delivery by its content; several or none is an error that says what to do.
pub fn detect(delivery: &Delivery<'_>) -> Result<&'static dyn Adapter, Unreadable> {
    let found: Vec<_> = sources::all()
        .iter()
        .copied()
        .filter(|adapter| adapter.recognises(delivery))
        .collect();
    let keys = |adapters: &[&'static dyn Adapter]| {
        adapters
            .iter()
            .map(|adapter| adapter.profile().key)
            .collect::<Vec<_>>()
            .join(", ")
    };
    match found.as_slice() {
        [adapter] => Ok(*adapter),
        [] => Err(Unreadable::new(
            Place::file(delivery.name()),
            "unknown_format",
            format!(
                "no adapter recognises this content; name the adapter to read it with ({})",
                keys(sources::all())
            ),
        )),
        several => Err(Unreadable::new(
            Place::file(delivery.name()),
            "ambiguous_format",
            format!(
                "several adapters recognise this content; name the adapter to read it with ({})",
                keys(several)
            ),
        )),
    }
}

/// Reads a whole delivery into memory; for previews and tests.
pub fn read_all(adapter: &dyn Adapter, delivery: &Delivery<'_>) -> Result<Batch, Unreadable> {
    let mut batch = Batch::default();
    adapter.read(delivery, &mut batch)?;
    Ok(batch)
}
