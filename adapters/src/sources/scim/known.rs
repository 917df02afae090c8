//! What is known of a delivery while it is read: the fullest row of each user, and what was given already.

use crate::Delivery;
use crate::json::fullest::Fullest;
use crate::json::piece::Piece;
use crate::json::told::Told;
use passport::record::{Record, Reject, Sink};
use serde_json::Value;

/// What is known.
pub struct Known<'a> {
    told: Told,
    fullest: Fullest<'a, String>,
}

impl<'a> Known<'a> {
    /// Looks through the lists and the single users of a delivery; answers with fewer attributes repeat users in short.
    pub fn of(delivery: &'a Delivery<'_>) -> Self {
        let mut fullest = Fullest::default();
        for whole in delivery.parts().iter().filter_map(|part| Piece::of(part).ok()) {
            let list = whole.fields().ok().and_then(|fields| fields.get("Resources"));
            let rows = list.as_ref().unwrap_or(&whole);
            if rows.is_array() {
                rows.each(|piece| see(&piece, &mut fullest));
            } else {
                see(rows, &mut fullest);
            }
        }
        Known {
            told: Told::default(),
            fullest,
        }
    }

    /// Whether another row tells of this user, and more.
    pub fn is_told_elsewhere(&self, id: &str, piece: &Piece<'_>, row: &Value) -> Result<bool, Reject> {
        self.fullest.is_told_elsewhere(&id.to_owned(), piece, row)
    }

    /// Gives a record.
    pub fn give(&mut self, record: Record, sink: &mut dyn Sink) {
        self.told.give(record, sink);
    }
}

fn see<'a>(piece: &Piece<'a>, fullest: &mut Fullest<'a, String>) {
    let Ok(fields) = piece.fields() else { return };
    let schemas = fields.get("schemas");
    let is_user = schemas.is_none_or(|schemas| schemas.text.contains(":core:2.0:User"));
    if let Some(id) = fields.text("id").filter(|_| is_user) {
        fullest.see(id, piece.text);
    }
}
