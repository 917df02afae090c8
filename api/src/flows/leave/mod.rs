//! A holder leaves: with a copy of everything, or for good.

mod erase;
mod export;

pub use erase::{Erased, erase_passport};
pub use export::export_passport;
