//! Which skill is meant, and what the claims about it add up to.

pub mod extract;
pub mod link;
mod meet;
mod normalise;
mod state;

pub use meet::{Concepts, MappingEdge, Meeting, Method, Relation, framework_key, meet};
pub use normalise::{comparable_uri, normalise};
pub use state::{ClaimFacts, SkillKey, SkillState, Trend, states};
