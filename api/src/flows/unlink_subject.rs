//! A steward undoes a link: what the subject brought goes back, and both passports are as they were.

use super::move_subjects::{Move, move_subjects};
use super::recompute_states::recompute_within;
use crate::caller::StewardPass;
use crate::hub::Hub;
use crate::store::{StoreError, Tx, identity, imports};
use entity::{person, subject};
use uuid::Uuid;

/// What undoing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnlinkOutcome {
    /// The subject stands for this person again.
    Unlinked {
        /// Which person.
        person: Uuid,
    },
    /// The link does not hold, or the subject has been linked elsewhere since.
    NotLinked,
    /// There is no such link.
    NotFound,
}

/// Undoes an active link. The pair is not proposed or linked again by itself.
pub async fn unlink_subject(hub: &Hub, steward: &StewardPass, link: Uuid) -> Result<UnlinkOutcome, StoreError> {
    let tx = imports::begin_turn(&hub.db).await?;
    let Some(mut link) = identity::link(&tx, link).await? else {
        return Ok(UnlinkOutcome::NotFound);
    };
    let Some(subject) = identity::subject(&tx, link.subject_id).await? else {
        return Ok(UnlinkOutcome::NotFound);
    };
    let person = identity::standing_for(&tx, link.person_id)
        .await?
        .map(|person| person.id);
    if link.state != "active" || person != Some(subject.person_id) {
        return Ok(UnlinkOutcome::NotLinked);
    }
    let (from, to) = (subject.person_id, home(&tx, hub, &subject).await?);
    move_subjects(
        &tx,
        &[Move {
            subject: subject.id,
            from,
            to,
            empties: false,
        }],
    )
    .await?;
    identity::set_merged(&tx, &[(to, None)]).await?;
    link.state = "unlinked".into();
    link.decided_at = Some(hub.clock.now());
    link.decided_by = Some(format!("steward:{}", steward.steward()));
    identity::save_links(&tx, vec![link]).await?;
    recompute_within(&tx, hub, &[from, to]).await?;
    tx.commit().await?;
    Ok(UnlinkOutcome::Unlinked { person: to })
}

/// The person whom the subject was made with; made now where it was somebody else's from the first.
async fn home(tx: &Tx, hub: &Hub, subject: &subject::Model) -> Result<Uuid, StoreError> {
    if let Some(home) = subject.home_person_id.filter(|home| *home != subject.person_id) {
        return Ok(home);
    }
    let row = person::Model {
        id: Uuid::now_v7(),
        display_name: subject.display_name.clone(),
        given_name: None,
        family_name: None,
        language: None,
        age_band: None,
        merged_into: None,
        created_at: hub.clock.now(),
        erased_at: None,
    };
    let id = row.id;
    identity::add_person(tx, row).await?;
    identity::set_home(tx, &[(subject.id, Some(id))]).await?;
    Ok(id)
}
