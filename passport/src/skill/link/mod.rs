//! Which concept of a vocabulary a label names: ranked, with a confidence that holds, or that none fits.
//!
//! A [`Linker`] is built once from the concepts of a vocabulary. A label goes this way: it is read into words and stems
//! (`words`, `lexicon`), candidates are found by shared stems (`finding`) and by direction (`encoder`, `neighbourhoods`),
//! each is weighed (`features`) and put in its place (`ranking`), the best is judged (`evidence`), and what counts how much was learned from labelled spans
//! (`learned.json`). `docs/LINKING.md` tells it at length.

mod answer;
mod buckets;
mod bytes;
mod concept;
mod encoder;
mod evidence;
mod features;
mod finding;
mod hash;
mod index;
mod inside;
mod language;
mod learned;
mod lexicon;
mod linker;
mod nearness;
mod neighbourhoods;
mod own_names;
mod query;
mod ranking;
mod spelling;
mod weighing;
mod words;

pub use answer::{Candidate, Decision, Linked, Method};
pub use concept::{Concept, Kind, Label, Rank, Reuse};
pub use encoder::{Encoder, NotAnEncoder, Schedule};
pub use evidence::{Asked, EVIDENCE, EVIDENCE_NAMES, Evidence};
pub use features::{FEATURES, Features, NAMES};
pub(in crate::skill) use hash::mixed;
pub(in crate::skill) use inside::{Name, idle};
pub use learned::{Judged, Learned, chance, sum};
pub use linker::{Linker, Options};
pub use ranking::{Weighed, WeighedConcept};

/// Each once, ascending.
pub(in crate::skill) fn distinct<T: Ord>(things: impl Iterator<Item = T>) -> Vec<T> {
    let mut things: Vec<T> = things.collect();
    things.sort_unstable();
    things.dedup();
    things
}

#[cfg(test)]
mod tests;
