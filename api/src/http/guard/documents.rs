//! Documents that were parsed and measured before. Clients send the same few again and again, and parsing costs as much
//! as a statement. What is kept depends on the text alone: not on who sent it, nor on its variables.

use std::sync::Arc;

use async_graphql::parser::types::ExecutableDocument;
use moka::sync::Cache;

/// Bytes of text that are kept, all documents together; parsed, they weigh some twenty times as much.
const ROOM: u64 = 512 * 1024;
/// Longest text that is kept.
const LONGEST: usize = 16 * 1024;

/// A document within the limits.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) document: ExecutableDocument,
    pub(super) introspects: bool,
}

/// Documents within one set of limits.
pub(in crate::http) struct Documents(Cache<String, Arc<Measured>>);

impl Default for Documents {
    fn default() -> Self {
        let weight = |text: &String, _: &Arc<Measured>| u32::try_from(text.len()).unwrap_or(u32::MAX);
        Documents(Cache::builder().max_capacity(ROOM).weigher(weight).build())
    }
}

impl Documents {
    /// The document of this text; measured now when it is new. A text at fault is not kept.
    pub(super) fn of<E>(&self, text: &str, measure: impl FnOnce() -> Result<Measured, E>) -> Result<Arc<Measured>, E> {
        if let Some(known) = self.0.get(text) {
            return Ok(known);
        }
        let measured = Arc::new(measure()?);
        if text.len() <= LONGEST {
            self.0.insert(text.to_owned(), Arc::clone(&measured));
        }
        Ok(measured)
    }
}
