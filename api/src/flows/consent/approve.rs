//! The second yes: of a minor and their guardian, whoever did not begin approves what the other began.

use super::acting::{self, By};
use super::alter::{Altered, given_by, stepped};
use super::change;
use crate::caller::Decider;
use crate::hub::Hub;
use crate::store::{StoreError, consents};
use entity::consent;
use passport::consent::{Act, ConsentState, GivenBy};
use uuid::Uuid;

/// Whoever did not begin a consent says yes to it: from then on it is given, on the guardian's word.
pub async fn approve_consent(hub: &Hub, who: impl Into<Decider>, consent_id: Uuid) -> Result<Altered, StoreError> {
    let Some(who) = acting::standing(hub, who.into()).await? else {
        return Ok(Altered::NotFound);
    };
    let everybody = acting::consenters(hub, who.person()).await?;
    let Some(tx) = acting::begin(hub, &who).await? else {
        return Ok(Altered::NoMandate);
    };
    let Some(held) = consents::newest(&tx, &who, consent_id).await? else {
        return Ok(Altered::NotFound);
    };
    let by = By::altering(&who, &held);
    let state = match stepped(hub, &held, Act::Approve)? {
        Ok(state) => state,
        Err(why) => return Ok(Altered::NotNow(why)),
    };
    if let Err(why) = everybody.complete(given_by(&held)?, by.kind) {
        return Ok(Altered::NoSay(why));
    }
    let approved = approved(hub, &who, by, held, state)?;
    change::commit_version(hub, tx, &approved).await?;
    Ok(Altered::Made(Box::new(approved)))
}

/// The version that holds. The guardian answers for it, whoever of the two said yes last; it ends with the guardianship
/// at the latest.
fn approved(
    hub: &Hub,
    who: &Decider,
    by: By,
    held: consent::Model,
    state: ConsentState,
) -> Result<consent::Model, StoreError> {
    let until = by
        .until(who)
        .map_or(held.expires_at, |until| until.min(held.expires_at));
    let by = match (given_by(&held)?, held.given_by) {
        (GivenBy::Guardian, Some(guardian)) => By {
            kind: GivenBy::Guardian,
            person: guardian,
            delegation: held.delegation_id,
        },
        _ => by,
    };
    Ok(consent::Model {
        expires_at: until,
        ..change::next(hub, by, held, state)
    })
}
