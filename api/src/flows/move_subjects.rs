//! Subjects change hands: everything they brought goes along, and a person left empty points to who stands for them now.

use crate::store::records::moving;
use crate::store::{StoreError, Tx, identity};
use uuid::Uuid;

/// A subject that goes from one person to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Move {
    pub subject: Uuid,
    pub from: Uuid,
    pub to: Uuid,
    /// Whether nothing stays with the person it leaves.
    pub empties: bool,
}

/// Moves subjects; the same few statements for one and for many.
pub(super) async fn move_subjects(tx: &Tx, moves: &[Move]) -> Result<(), StoreError> {
    if moves.is_empty() {
        return Ok(());
    }
    let pairs: Vec<(Uuid, Uuid)> = moves.iter().map(|one| (one.subject, one.to)).collect();
    moving::move_subjects(tx, &pairs).await?;
    let emptied: Vec<_> = moves
        .iter()
        .filter(|one| one.empties)
        .map(|one| (one.from, Some(one.to)))
        .collect();
    identity::set_merged(tx, &emptied).await
}
