//! Mapping sets in SSSOM/TSV (<https://mapping-commons.github.io/sssom>): read into one shape, and written in the
//! canonical form, with no database, clock or network.
//!
//! A row that cannot be read is a reject, and the others stand. A set whose head cannot be read is unreadable. What is not
//! carried is noted.

mod cells;
mod curie;
mod metadata;
mod read;
mod row;
mod set;
mod slots;
mod write;

pub use read::read;
pub use set::{About, Found, Made, Mapping, MappingSet, Met, Named, Note, People, Says};
pub use write::write;

#[cfg(test)]
mod tests;
