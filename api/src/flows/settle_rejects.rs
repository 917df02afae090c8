//! Somebody settles rejects by hand: what was mended elsewhere, or will not be.

use crate::caller::Whose;
use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::rejects::{Settled, Wanted, settle_all};
use uuid::Uuid;

/// Longest note, in characters.
pub const LONGEST_NOTE: usize = 500;

/// Which rejects are settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// This one.
    One(Uuid),
    /// All of a run, or those of it with this code.
    OfRun(Uuid, Option<String>),
}

/// What settling came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettleOutcome {
    /// So many were open, and are settled.
    Settled(u64),
    /// There is no open reject of that kind among theirs.
    NothingOpen,
    /// A note is missing, or longer than may be.
    BadNote,
}

/// Settles open rejects; `by` is who does, `note` why.
pub async fn settle_rejects(
    hub: &Hub,
    whose: Whose,
    by: String,
    which: Which,
    note: &str,
) -> Result<SettleOutcome, StoreError> {
    let note = note.trim();
    // PostgreSQL's text holds every character but this one.
    if note.is_empty() || note.chars().count() > LONGEST_NOTE || note.contains('\0') {
        return Ok(SettleOutcome::BadNote);
    }
    let (only, wanted) = match which {
        Which::One(id) => (Some(id), Wanted::default()),
        Which::OfRun(run, code) => {
            let run = Some(run);
            let of_run = Wanted {
                run,
                code,
                ..Wanted::default()
            };
            (None, of_run)
        }
    };
    let settled = Settled {
        how: "settled",
        by,
        at: hub.clock.now(),
        note: Some(note.to_owned()),
    };
    let tx = hub.db.begin().await?;
    let count = settle_all(&tx, whose, only, &wanted, &settled).await?;
    tx.commit().await?;
    Ok(match count {
        0 => SettleOutcome::NothingOpen,
        count => SettleOutcome::Settled(count),
    })
}
