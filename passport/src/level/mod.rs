//! Which level is meant? The hub's bands, as intervals, with what was lost.
//!
//! A band exists only where the source gave a level on a scale or an assessment met a declared requirement. Nothing is
//! read out of job titles or years. Comparisons use the interval, never its midpoint.

mod band;
mod place;

pub use band::{Band, Interval};
pub use place::{Placed, place};
