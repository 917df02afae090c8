//! A steward settles a possible match: the same person, or not.

use super::move_subjects::{Move, move_subjects};
use super::recompute_states::recompute_within;
use crate::caller::StewardPass;
use crate::hub::Hub;
use crate::store::{StoreError, Tx, identity, imports};
use entity::person_link;
use uuid::Uuid;

/// What settling came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchOutcome {
    /// They are one person now; what the subject brought is in that passport.
    Linked {
        /// Which person.
        person: Uuid,
    },
    /// They are two, and it will not be proposed again.
    Rejected,
    /// It was settled before.
    AlreadySettled,
    /// There is no such match, or the person is gone.
    NotFound,
}

/// Accepts or rejects a proposed link.
pub async fn settle_match(
    hub: &Hub,
    steward: &StewardPass,
    link: Uuid,
    accept: bool,
) -> Result<MatchOutcome, StoreError> {
    let tx = imports::begin_turn(&hub.db).await?;
    let Some(mut link) = identity::link(&tx, link).await? else {
        return Ok(MatchOutcome::NotFound);
    };
    if link.state != "proposed" {
        return Ok(MatchOutcome::AlreadySettled);
    }
    link.decided_at = Some(hub.clock.now());
    link.decided_by = Some(format!("steward:{}", steward.steward()));
    let outcome = if accept {
        unite(&tx, hub, &mut link).await?
    } else {
        link.state = "rejected".into();
        MatchOutcome::Rejected
    };
    if outcome != MatchOutcome::NotFound {
        identity::save_links(&tx, vec![link]).await?;
        tx.commit().await?;
    }
    Ok(outcome)
}

async fn unite(tx: &Tx, hub: &Hub, link: &mut person_link::Model) -> Result<MatchOutcome, StoreError> {
    let Some(subject) = identity::subject(tx, link.subject_id).await? else {
        return Ok(MatchOutcome::NotFound);
    };
    let standing = identity::standing_for(tx, link.person_id).await?;
    let Some(person) = standing.filter(|person| person.erased_at.is_none()) else {
        return Ok(MatchOutcome::NotFound);
    };
    let (from, to) = (subject.person_id, person.id);
    link.state = "active".into();
    // A subject that came to be that person in another way stays where it is.
    if from != to {
        link.previous_person_id = Some(from);
        let empties = identity::holding_one_subject(tx, &[from]).await?.contains(&from);
        move_subjects(
            tx,
            &[Move {
                subject: subject.id,
                from,
                to,
                empties,
            }],
        )
        .await?;
        recompute_within(tx, hub, &[from, to]).await?;
    }
    Ok(MatchOutcome::Linked { person: to })
}
