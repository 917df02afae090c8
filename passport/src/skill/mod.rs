//! Which skill is meant, and what the claims about it add up to.

pub mod link;
pub mod mapping;
mod meet;
mod normalise;
mod state;
pub mod translate;

pub use mapping::Relation;
pub use meet::{Concepts, MappingEdge, Meeting, Method, framework_key, meet};
pub use normalise::{comparable_uri, normalise};
pub use state::{ClaimFacts, SkillKey, SkillState, Trend, states};
