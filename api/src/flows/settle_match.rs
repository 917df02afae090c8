//! A steward settles a match: the same person, or not. A pair that was rejected or undone can be settled again.

use super::move_subjects::{Move, move_with_company};
use crate::caller::{Among, Reviewer};
use crate::hub::Hub;
use crate::store::{StoreError, Tx, identity, imports, links};
use entity::{person_link, subject};
use passport::identity::{Decision, LinkState};
use uuid::Uuid;

/// What settling came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchOutcome {
    /// They are one person now; what the subject brought is in that passport.
    Linked {
        /// Which person.
        person: Uuid,
    },
    /// They are two, and no rule proposes it again.
    Rejected,
    /// The decision does not fit where the link stands.
    AlreadySettled {
        /// Where it stands.
        state: LinkState,
    },
    /// Others than the steward's organization know one of the two: its word alone joins nobody to what others keep.
    NotAlone,
    /// There is no such match, or the person is gone.
    NotFound,
}

/// Accepts or rejects a link. One that the reviewer does not look after is not there.
pub async fn settle_match(
    hub: &Hub,
    reviewer: impl Into<Reviewer>,
    link: Uuid,
    decision: Decision,
) -> Result<MatchOutcome, StoreError> {
    let reviewer = reviewer.into();
    let tx = imports::begin_turn(&hub.db).await?;
    let Some(mut link) = links::link(&tx, reviewer, link).await? else {
        return Ok(MatchOutcome::NotFound);
    };
    let state = LinkState::from_word(&link.state).ok_or(StoreError::Corrupt("the state of a link"))?;
    let Some(decided) = state.decide(decision) else {
        return Ok(MatchOutcome::AlreadySettled { state });
    };
    link.state = decided.as_str().into();
    link.decided_at = Some(hub.clock.now());
    link.decided_by = Some(format!("steward:{}", reviewer.steward()));
    let outcome = if decided == LinkState::Active {
        unite(&tx, hub, reviewer, link).await?
    } else {
        links::save_links(&tx, vec![link]).await?;
        MatchOutcome::Rejected
    };
    if ![MatchOutcome::NotFound, MatchOutcome::NotAlone].contains(&outcome) {
        tx.commit().await?;
    }
    Ok(outcome)
}

async fn unite(
    tx: &Tx,
    hub: &Hub,
    reviewer: Reviewer,
    mut link: person_link::Model,
) -> Result<MatchOutcome, StoreError> {
    let Some(subject) = identity::subject(tx, link.subject_id).await? else {
        return Ok(MatchOutcome::NotFound);
    };
    let standing = identity::standing_for(tx, link.person_id).await?;
    let Some(person) = standing.filter(|person| person.erased_at.is_none()) else {
        return Ok(MatchOutcome::NotFound);
    };
    let (from, to) = (subject.person_id, person.id);
    if let Among::Of(organization) = reviewer.among()
        && identity::known_to_others(tx, organization, &[from, to]).await?
    {
        return Ok(MatchOutcome::NotAlone);
    }
    let empties = identity::holding_one_subject(tx, &[from]).await?.contains(&from);
    let one = Move {
        subject: subject.id,
        from,
        to,
        empties,
    };
    // A subject that came to be that person in another way stays where it is.
    move_with_company(tx, hub, one).await?;
    link.previous_person_id = Some(from);
    let mut changed = superseded(tx, &subject).await?;
    changed.push(link);
    links::save_links(tx, changed).await?;
    Ok(MatchOutcome::Linked { person: to })
}

/// A subject is one person's at a time: the link that held until now gives way.
async fn superseded(tx: &Tx, subject: &subject::Model) -> Result<Vec<person_link::Model>, StoreError> {
    let mut held = links::in_force(tx, &[subject.id]).await?;
    held.retain(|link| link.state == LinkState::Active.as_str());
    for link in &mut held {
        link.state = LinkState::Superseded.as_str().into();
    }
    Ok(held)
}
