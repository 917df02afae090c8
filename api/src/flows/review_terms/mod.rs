//! What the terms of sources mean: looked at once for all claims behind them, and decided where nothing meets, or nothing
//! surely does.
//!
//! A decision stands above whatever a term meets, also in later imports, until it is taken back. The claims behind a term are
//! told anew at once (`retranslate`), without another import.

mod candidates;
mod decide;
mod export;
pub mod keep;
mod meaning;
mod retranslate;

pub use candidates::candidates;
pub use decide::{DecideOutcome, Decision, decide};
pub use export::{ExportedTerms, export_terms};
pub use meaning::Meaning;
pub use retranslate::{Retranslated, retranslate};
