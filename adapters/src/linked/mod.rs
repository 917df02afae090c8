//! Linked data (JSON-LD) as plain JSON: things one by one out of arrays, graphs and lines, and their fields by name,
//! however their vocabulary is spelt. Contexts are not fetched: each reader knows the spellings of its own vocabulary.

mod asked;
mod first;
mod kept;
mod known;
mod node;
mod read;
mod refer;
#[cfg(test)]
mod tests;
mod text;

pub use asked::Asked;
pub use first::any_of_first;
pub use kept::kept;
pub use known::{Known, LookedUp};
pub use node::{Node, Spellings, is_web};
pub use read::{Format, Found};
pub use text::{Text, is_language};

use crate::elements::Element;
use crate::json::strict::{self, Fault};
use passport::record::{Place, Reject, Unreadable};
use serde_json::Value;

/// Reads one thing strictly. What is wrong with it costs it alone.
pub fn parse(place: &Place, thing: Element<'_>) -> Result<Value, Reject> {
    let raw = thing.map_err(|faulty| faulty.reject(place.clone(), "document"))?;
    strict::parse(raw.get(), place).map_err(|fault| match fault {
        Fault::Record(reject) => reject,
        Fault::Whole(Unreadable { place, code, reason }) => Reject::new(place, code, reason),
    })
}
