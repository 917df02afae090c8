//! Which concept of a vocabulary a label names.

mod buckets;
mod concept;
mod encoder;
mod features;
mod hash;
mod index;
mod language;
mod lexicon;
mod linker;
mod spelling;
mod weighing;
mod words;

pub use concept::{Concept, Kind, Label, Rank, Reuse};
pub use encoder::{Encoder, NotAnEncoder, Schedule};
pub use features::{FEATURES, Features, NAMES};
pub use linker::{Linker, Weighed};
