//! Who decides: the holder, or somebody who acts for them by a delegation that is in force at this request.

use crate::caller::{Decider, HolderPass};
use crate::hub::Hub;
use crate::store::consent_requests::{Answerable, ask_of};
use crate::store::{StoreError, Tx, delegations, leaving, people, people_lookup};
use entity::consent;
use passport::consent::{Ask, Exceeds, GivenBy, Mandate, Terms, mandate};
use uuid::Uuid;

/// Who made a version of a consent, and under which delegation.
#[derive(Debug, Clone, Copy)]
pub(super) struct By {
    pub kind: GivenBy,
    pub person: Uuid,
    pub delegation: Option<Uuid>,
}

impl By {
    /// The holder, or whoever acts for them under a delegation that covers these terms.
    pub fn giving(who: &Decider, terms: &Terms) -> Result<Self, Exceeds> {
        let under = who.mandate().map(|mandate| mandate.covers(terms)).transpose()?;
        Ok(By::under(who, under.map(|one| (one.kind, one.id))))
    }

    /// The holder, or whoever acts for them under a delegation by which they may answer this; none where there is none.
    pub fn answering(who: &Decider, ask: &Ask) -> Option<Self> {
        let under = match who.mandate() {
            None => None,
            Some(mandate) => Some(mandate.may_answer(ask)?),
        };
        Some(By::under(who, under.map(|one| (one.kind, one.id))))
    }

    /// The holder, who takes it over by that, or whoever acts for them, under the delegation it was given under.
    pub fn altering(who: &Decider, held: &consent::Model) -> Self {
        let under = who
            .mandate()
            .and_then(|mandate| mandate.delegation(held.delegation_id?));
        By::under(who, under.map(|one| (one.kind, one.id)))
    }

    fn under(who: &Decider, delegation: Option<(GivenBy, Uuid)>) -> Self {
        By {
            kind: delegation.map_or(GivenBy::Holder, |(kind, _)| kind),
            person: who.mandate().map_or(who.person(), Mandate::delegate),
            delegation: delegation.map(|(_, id)| id),
        }
    }
}

/// The right of this holder to act for another; none where no delegation in force gives it, or there is nobody.
pub async fn act_for(hub: &Hub, own: HolderPass, holder: Uuid) -> Result<Option<Decider>, StoreError> {
    let people = leaving::people_of(&hub.db, own).await?;
    let delegations = delegations::between(&hub.db, &people, holder).await?;
    let held = delegations.into_iter().map(|one| passport::consent::Delegation {
        // Whoever accepted was linked into them since.
        delegate: Some(own.person()),
        ..one
    });
    let acting = mandate(holder, own.person(), &held.collect::<Vec<_>>(), hub.clock.now());
    let Some(acting) = acting else {
        return Ok(None);
    };
    // Of a passport that was linked into another a delegation says nothing until that is undone.
    let stands = people_lookup::holder_of(&hub.db, holder).await? == Some(holder);
    Ok(stands.then_some(Decider::Acting(acting)))
}

/// The decider as things stand now; none where a holder has no passport here.
pub(super) async fn standing(hub: &Hub, who: Decider) -> Result<Option<Decider>, StoreError> {
    match who {
        Decider::Holder(pass) => Ok(people::standing(&hub.db, pass).await?.map(Decider::Holder)),
        acting @ Decider::Acting(_) => Ok(Some(acting)),
    }
}

/// Begins what a decider does. None where a delegation ended since it was read: whoever ends one waits for this, or is
/// waited for, so that nothing is given under a delegation that has ended.
pub(super) async fn begin(hub: &Hub, who: &Decider) -> Result<Option<Tx>, StoreError> {
    let tx = hub.db.begin().await?;
    let Some(mandate) = who.mandate() else {
        return Ok(Some(tx));
    };
    let holds = delegations::still_hold(&tx, &mandate.delegations(), hub.clock.now()).await?;
    Ok(holds.then_some(tx))
}

/// Whether they may see a request and answer it: the holder any, whoever acts for them what lies within a delegation.
pub(super) fn may_see(who: &Decider, found: &Answerable) -> Result<bool, StoreError> {
    match who.mandate() {
        None => Ok(true),
        Some(mandate) => Ok(mandate.may_answer(&ask_of(&found.request)?).is_some()),
    }
}
