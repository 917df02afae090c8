//! Subjects change hands: everything they brought goes along, and a person left empty points to who stands for them now.

mod company;

use super::derive_names::derive_names;
use super::recompute_states::recompute_within;
use crate::hub::Hub;
use crate::store::events::Change;
use crate::store::records::moving;
use crate::store::{StoreError, Tx, identity};
use std::collections::BTreeSet;
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
    for person in moves.iter().flat_map(|one| [one.from, one.to]) {
        tx.announce(Change::Passport { person });
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

/// Moves a subject by a steward's word, with whoever stands there through it, while its links are as before the move.
/// The person it comes to is of their own from now on.
pub(super) async fn move_with_company(tx: &Tx, hub: &Hub, one: Move) -> Result<(), StoreError> {
    let Move { from, to, .. } = one;
    if from == to {
        return Ok(());
    }
    let company = company::company(tx, one.subject, from).await?;
    let along = company.subjects.into_iter().map(|subject| Move {
        subject,
        empties: false,
        ..one
    });
    let moves: Vec<Move> = std::iter::once(one).chain(along).collect();
    move_subjects(tx, &moves).await?;
    let pointing: Vec<_> = company
        .persons
        .into_iter()
        .filter(|person| *person != to)
        .map(|person| (person, Some(to)))
        .collect();
    identity::set_merged(tx, &pointing).await?;
    identity::set_merged(tx, &[(to, None)]).await?;
    // Who is left empty keeps the name by which a steward knows them.
    let named: BTreeSet<Uuid> = [Some(to), (!one.empties).then_some(from)]
        .into_iter()
        .flatten()
        .collect();
    derive_names(tx, &named).await?;
    recompute_within(tx, hub, &[from, to]).await?;
    Ok(())
}
