//! Which rows a delivery holds: of every row that others may refer to, its key.

use super::keys::{LAST_TURN, UNREAD, is_read, key, said};
use super::kind::Kind;
use super::wire::Property;
use crate::seen::{Said, Seen};
use crate::table::Row;
use passport::record::Reject;
use std::collections::HashSet;

/// The rows of one delivery.
#[derive(Default)]
pub struct Came {
    /// The key of every row that others may refer to, with a hash of the row once it was read.
    rows: Seen,
    /// How many results were gathered.
    results: Said,
    /// The files that hold any row.
    filled: HashSet<Kind>,
    deltas: HashSet<Kind>,
}

impl Came {
    /// Holds that a row of a file is there. Results have turns; the first with a key counts.
    pub fn hold(&mut self, kind: Kind, id: &str) {
        if kind.is_tie() {
            return;
        }
        self.filled.insert(kind);
        let key = key(kind, id);
        if kind != Kind::Results {
            return self.rows.note(key, UNREAD);
        }
        if self.rows.said(key).is_none() {
            self.results = LAST_TURN.min(self.results + 1);
            self.rows.note(key, self.results);
        }
    }

    /// Whether the row is the first with its `sourcedId`. The same row once more says nothing new (a set may lie beside
    /// its own zip); another row with the same key is a reject, and so is a row without one. Rows that only tie others to
    /// each other are as many as results, and their keys are not compared.
    pub fn first(&mut self, kind: Kind, row: &Row<'_>) -> Result<bool, Reject> {
        if kind == Kind::Manifest {
            return Ok(true);
        }
        let fault = |code, reason| Reject::new(row.cell_place("sourcedId"), code, reason);
        let Some(id) = row.get("sourcedId") else {
            let reason = "sourcedId is blank; every row needs one".to_owned();
            return Err(fault("missing_field", reason));
        };
        if kind.is_tie() {
            return Ok(true);
        }
        let (key, said) = (key(kind, id), said(row));
        match self.rows.said(key) {
            Some(before) if before == said => Ok(false),
            Some(before) if is_read(before) => {
                let file = kind.name();
                let reason = format!("another row of {file}.csv has this sourcedId; keys must be unique");
                Err(fault("duplicate_key", reason))
            }
            _ => {
                self.rows.note(key, said);
                Ok(true)
            }
        }
    }

    /// The turn of the result of this key among the results; none where the delivery lacks it.
    pub fn turn(&self, result: u128) -> Option<Said> {
        self.rows.said(result)
    }

    /// The streams whose files hold only what changed, as the manifest says.
    pub fn partial(&self) -> impl Iterator<Item = &'static str> {
        let streams = [
            (Kind::Users, "user"),
            (Kind::Orgs, "org"),
            (Kind::Enrollments, "enrollment"),
            (Kind::Results, "result"),
        ];
        let deltas = self.deltas.clone();
        streams
            .into_iter()
            .filter_map(move |(kind, stream)| deltas.contains(&kind).then_some(stream))
    }

    /// Holds whether a file is one of changes alone, as the manifest says.
    pub fn hold_mode(&mut self, property: &Property<'_>) {
        let file = property
            .name
            .and_then(|name| name.strip_prefix("file."))
            .and_then(Kind::by_name);
        if let (Some(kind), Some("delta")) = (file, property.value) {
            self.deltas.insert(kind);
        }
    }

    /// Whether a reference is broken: the delivery holds the file it points into whole, and not that row. A delta may
    /// point to rows sent before.
    pub fn lacks(&self, kind: Kind, id: &str) -> bool {
        !self.deltas.contains(&kind) && self.filled.contains(&kind) && self.rows.said(key(kind, id)).is_none()
    }
}
