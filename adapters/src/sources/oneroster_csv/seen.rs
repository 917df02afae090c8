//! Rows seen already in the delivery.

use super::kind::Kind;
use crate::table::Row;
use passport::record::Reject;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The keys of the rows read so far, each with a hash of its row.
#[derive(Default)]
pub struct Seen(HashMap<(Kind, String), u64>);

impl Seen {
    /// Whether the row is the first with its `sourcedId`. The same row once more says nothing new (a set may lie beside
    /// its own zip); another row with the same key is a reject, and so is a row without one.
    pub fn first(&mut self, kind: Kind, row: &Row<'_>) -> Result<bool, Reject> {
        if kind == Kind::Manifest {
            return Ok(true);
        }
        let Some(key) = row.get("sourcedId") else {
            return Err(Reject::new(
                row.cell_place("sourcedId"),
                "missing_field",
                "sourcedId is blank; every row needs one",
            ));
        };
        let mut hasher = DefaultHasher::new();
        row.cells().hash(&mut hasher);
        let hash = hasher.finish();
        match self.0.insert((kind, key.to_owned()), hash) {
            None => Ok(true),
            Some(before) if before == hash => Ok(false),
            Some(before) => {
                self.0.insert((kind, key.to_owned()), before);
                let reason = format!(
                    "another row of {}.csv has this sourcedId; keys must be unique",
                    kind.name()
                );
                Err(Reject::new(row.cell_place("sourcedId"), "duplicate_key", reason))
            }
        }
    }
}
