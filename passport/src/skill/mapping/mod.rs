//! Mappings: which concept of another vocabulary a concept corresponds to, how the two relate, who says so, and which of
//! several statements holds.
//!
//! A relation only ever weakens on its way, and confidence is multiplied: nothing becomes surer by being passed on.

mod edge;
mod graph;
mod justification;
mod propose;
mod relation;
mod settle;
mod trail;

pub use edge::{Edge, REVIEWED, Says, Standing, unsaid_confidence};
pub use graph::{Graph, Step, Within};
pub use justification::{Justification, Vouched};
pub use propose::{Asked, Heard, LEAST_SURE, MOST_PROPOSED, Proposal, name, only_one_the_same, propose};
pub use relation::Relation;
pub use trail::Trail;

#[cfg(test)]
mod tests;
