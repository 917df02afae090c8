//! Which level is meant? The hub's bands, as intervals, with what was lost.
//!
//! A band exists only where the source gave a level on a scale or an assessment met a declared requirement. Nothing is
//! read out of job titles or years. Comparisons use the interval, never its midpoint. [`place`] goes from a received
//! level to bands, [`express`] from bands to the levels of a [`KnownScale`]. docs/LEVELS.md tells the rules in order.

mod band;
mod declared;
mod express;
mod known;
mod ladder;
pub mod loss;
mod number;
mod place;
mod published;

pub use band::{Band, Interval};
pub use express::{Expressed, express};
pub use known::{KnownLevel, KnownScale, Measures, ToldBy};
pub use loss::{Loss, Losses};
pub use place::{Placed, place, place_claim};
pub use published::PublishedScales;

#[cfg(test)]
mod tests;
