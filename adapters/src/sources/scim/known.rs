//! What is known of a delivery while it is read: the fullest row of each user, and what was given already.

use super::answer::Answer;
use crate::json::piece::Piece;
use crate::json::repeated::{Contradicts, Repeated};
use crate::json::told::Told;
use passport::record::{Record, Sink, Unreadable};
use serde_json::Value;

/// What is known.
pub struct Known {
    told: Told,
    repeated: Repeated,
}

impl Known {
    /// Looks through the lists and the single users of a delivery; answers with fewer attributes repeat users in short.
    pub fn of(answers: &[Result<Answer<'_>, Unreadable>]) -> Self {
        let mut repeated = Repeated::default();
        for answer in answers.iter().flatten() {
            answer.resources(|piece, _| {
                let id = piece.fields().ok().and_then(|fields| fields.text("id"));
                id.iter().for_each(|id| repeated.see(id));
            });
        }
        let again = if repeated.is_empty() { &[] } else { answers };
        for answer in again.iter().flatten() {
            answer.resources(|piece, at| user(piece).iter().for_each(|id| repeated.weigh(id, at, piece.text)));
        }
        Known {
            told: Told::default(),
            repeated,
        }
    }

    /// Whether another row tells of this user, and more.
    pub fn is_told_elsewhere(&self, id: &str, at: u64, row: &Value) -> Result<bool, Contradicts> {
        let fields = row.as_object().into_iter().flatten();
        self.repeated.is_told_elsewhere(&id, at, fields)
    }

    /// Gives a record.
    pub fn give(&mut self, record: Record, sink: &mut dyn Sink) {
        self.told.give(record, sink);
    }
}

/// The id of a user; none of what says that it is something else.
fn user(piece: &Piece<'_>) -> Option<String> {
    let fields = piece.fields().ok()?;
    let schemas = fields.get("schemas");
    let is_user = schemas.is_none_or(|schemas| schemas.text.contains(":core:2.0:User"));
    fields.text("id").filter(|_| is_user)
}
