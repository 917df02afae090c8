//! Which skill is meant, and what the claims about it add up to.

pub mod extract;
pub mod link;
pub mod mapping;
mod meet;
mod normalise;
mod own_names;
mod state;
mod term;
pub mod translate;

pub use mapping::Relation;
pub use meet::{Concepts, MappingEdge, Meeting, Method, Wanted, framework_key, meet};
pub use normalise::{comparable_uri, normalise};
pub use state::{
    AreaState, Aside, Change, ClaimFacts, Contribution, Days, Freshness, Nesting, Part, SkillKey, SkillState, Trend,
    Unused, areas, states,
};
pub use term::{Decided, SURE, TermStanding, meant, term_key};
