//! Each record of a delivery once.

use passport::record::{Record, Reject};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// What a delivery said so far: a short hash for each stream and key.
#[derive(Debug, Default)]
pub struct Once(HashMap<(&'static str, String), [u8; 16]>);

impl Once {
    /// The record, unless the same was said before. The same key with something else is a reject.
    pub fn take(&mut self, record: Record) -> Result<Option<Record>, Reject> {
        let mut said = [0; 16];
        let hash = Sha256::digest(record.content_hash().as_bytes());
        said.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        match self.0.get(&(record.stream, record.key.clone())) {
            Some(before) if *before == said => Ok(None),
            Some(_) => {
                let reason = "the same key stood there before, and says something else here; send each thing once";
                Err(Reject::new(record.place, "duplicate_key", reason))
            }
            None => {
                self.0.insert((record.stream, record.key.clone()), said);
                Ok(Some(record))
            }
        }
    }
}
