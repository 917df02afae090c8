//! Linked data (JSON-LD) as plain JSON: things one by one out of arrays, graphs and lines, and their fields by name,
//! however their vocabulary is spelt. Contexts are not fetched: each reader knows the spellings of its own vocabulary.

mod asked;
mod first;
mod kept;
mod known;
mod node;
mod text;
mod things;

pub use asked::Asked;
pub use first::any_of_first;
pub use kept::kept;
pub use known::Known;
pub use node::{Node, Spellings, is_web};
pub use text::{Text, is_language};
pub use things::{Thing, parse, things};
