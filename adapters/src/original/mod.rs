//! Records beside the source's own words: what of them a record carries, in which of its facts, and what is left out.
//!
//! An adapter says what it made; what it made it of is found again here, by the place of the record. Words are tried: the
//! adapter reads the piece again in which one word is another, and what is another then was made of it ([`probe`]). What
//! cannot be tried is judged by the words alone, and with care: what cannot be told for sure is not called lost. See
//! [`Fate`].

mod alter;
mod beside;
mod compared;
mod cut;
mod document;
mod fate;
mod field;
mod find;
mod forms;
mod leaves;
mod likeness;
mod nothing;
mod probe;
mod reason;
mod sheet;
mod weight;

pub use beside::{Beside, Comparison, Word};
pub use fate::Fate;
pub use find::find;
pub use leaves::{Leaf, Words, steps};
pub use nothing::{Met, Nothing};
