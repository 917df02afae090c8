//! A steward undoes a link: the subject returns to whom it stood with before that link, and both passports are as they
//! were. Links of one subject are undone from the latest to the first; the one before becomes active again.

use super::move_subjects::{Move, move_with_company};
use crate::caller::Reviewer;
use crate::hub::Hub;
use crate::store::{StoreError, Tx, identity, imports, links};
use entity::{person, person_link, subject};
use passport::identity::{Decision, LinkState};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What undoing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnlinkOutcome {
    /// The subject stands for this person again.
    Unlinked {
        /// Which person.
        person: Uuid,
    },
    /// The link does not hold.
    NotLinked,
    /// A later link of the same subject took its place; that one is to be undone first.
    Superseded,
    /// There is no such link.
    NotFound,
}

/// Undoes an active link; one that the reviewer does not look after is not there. No rule proposes or links the pair again.
pub async fn unlink_subject(hub: &Hub, reviewer: impl Into<Reviewer>, link: Uuid) -> Result<UnlinkOutcome, StoreError> {
    let reviewer = reviewer.into();
    let tx = imports::begin_turn(&hub.db).await?;
    let Some(mut link) = links::link(&tx, reviewer, link).await? else {
        return Ok(UnlinkOutcome::NotFound);
    };
    let state = LinkState::from_word(&link.state).ok_or(StoreError::Corrupt("the state of a link"))?;
    let Some(undone) = state.decide(Decision::Undo) else {
        return Ok(match state {
            LinkState::Superseded => UnlinkOutcome::Superseded,
            _ => UnlinkOutcome::NotLinked,
        });
    };
    let Some(subject) = identity::subject(&tx, link.subject_id).await? else {
        return Ok(UnlinkOutcome::NotFound);
    };
    let (from, to) = (subject.person_id, way_back(&tx, hub, &link, &subject).await?);
    let one = Move {
        subject: subject.id,
        from,
        to,
        empties: false,
    };
    move_with_company(&tx, hub, one).await?;
    link.state = undone.as_str().into();
    link.decided_at = Some(hub.clock.now());
    link.decided_by = Some(format!("steward:{}", reviewer.steward()));
    let mut changed = revived(&tx, &link, to).await?;
    changed.push(link);
    links::save_links(&tx, changed).await?;
    tx.commit().await?;
    Ok(UnlinkOutcome::Unlinked { person: to })
}

/// Whom the subject stood with before the link; somebody made now where it was linked from the first, or where that
/// person is gone.
async fn way_back(tx: &Tx, hub: &Hub, link: &person_link::Model, subject: &subject::Model) -> Result<Uuid, StoreError> {
    let home = subject.home_person_id.filter(|home| *home != subject.person_id);
    let before: Vec<Uuid> = link.previous_person_id.into_iter().chain(home).collect();
    let there = identity::persons(tx, &before.iter().copied().collect::<BTreeSet<_>>()).await?;
    let lives = |id: &&Uuid| there.get(*id).is_some_and(|person| person.erased_at.is_none());
    match before.iter().find(lives) {
        Some(person) => Ok(*person),
        None => new_home(tx, hub, subject).await,
    }
}

/// A person for this subject alone; called as the subject is, once it is there.
async fn new_home(tx: &Tx, hub: &Hub, subject: &subject::Model) -> Result<Uuid, StoreError> {
    let id = Uuid::now_v7();
    let row = person::Model {
        id,
        display_name: None,
        given_name: None,
        family_name: None,
        language: None,
        age_band: None,
        merged_into: None,
        created_at: hub.clock.now(),
        erased_at: None,
    };
    identity::add_person(tx, row).await?;
    identity::set_home(tx, &[(subject.id, Some(id))]).await?;
    Ok(id)
}

/// The link before this one, active again. Where the subject could not return to where that link put it, none of those
/// before holds any more.
async fn revived(tx: &Tx, link: &person_link::Model, to: Uuid) -> Result<Vec<person_link::Model>, StoreError> {
    let mut before = links::in_force(tx, &[link.subject_id]).await?;
    before.retain(|one| one.id != link.id);
    before.sort_by_key(|one| (one.decided_at, one.id));
    if link.previous_person_id == Some(to) {
        before = before.pop().into_iter().collect();
    }
    let state = if link.previous_person_id == Some(to) {
        LinkState::Active
    } else {
        LinkState::Unlinked
    };
    for one in &mut before {
        one.state = state.as_str().into();
    }
    Ok(before)
}
