//! Who decides: the holder, or somebody who acts for them by a delegation that is in force at this request.

use crate::caller::{Decider, HolderPass};
use crate::hub::Hub;
use crate::store::consent_requests::{Answerable, ask_of};
use crate::store::{StoreError, Tx, delegations, leaving, people, people_lookup};
use chrono::{DateTime, Utc};
use entity::consent;
use passport::consent::{Ask, ConsentState, Consenters, Exceeds, GivenBy, Mandate, NoSay, Terms, Yes, mandate};
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

    /// The holder, who takes over by that what a delegate gave, or whoever acts for them. What stands under a guardianship
    /// goes on to do so.
    pub fn altering(who: &Decider, held: &consent::Model) -> Self {
        let by_delegate = held.given_by_kind == GivenBy::Delegate.as_str();
        let Some(mandate) = who.mandate() else {
            let kept = By::under(who, None);
            let delegation = held.delegation_id.filter(|_| !by_delegate);
            return By { delegation, ..kept };
        };
        let same = held.delegation_id.and_then(|id| mandate.delegation(id));
        let under = same.or_else(|| mandate.guardianship());
        By::under(who, under.map(|one| (one.kind, one.id)))
    }

    /// Until when what they give may last at most; none where they are the holder.
    pub fn until(&self, who: &Decider) -> Option<DateTime<Utc>> {
        Some(who.mandate()?.delegation(self.delegation?)?.expires_at)
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
    if delegations.is_empty() {
        return Ok(None);
    }
    // A minor acts for nobody.
    if consenters(hub, own.person()).await? != Consenters::Holder {
        return Ok(None);
    }
    // For a minor a guardian acts and nobody else; for who is of age, whom they named.
    let guarded = consenters(hub, holder).await? != Consenters::Holder;
    let delegations = delegations
        .into_iter()
        .filter(|one| (one.kind == GivenBy::Guardian) == guarded);
    let held = delegations.map(|one| passport::consent::Delegation {
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

/// Who has to say yes for this holder now.
pub(super) async fn consenters(hub: &Hub, holder: Uuid) -> Result<Consenters, StoreError> {
    let (band, guardianships) = delegations::ward(&hub.db, holder).await?;
    let now = hub.clock.now();
    Ok(passport::consent::consenters(
        band,
        &guardianships,
        hub.assent_from,
        now,
    ))
}

/// What the yes of whoever gives a consent is worth: the state that it begins in.
pub(super) async fn worth(hub: &Hub, who: &Decider, by: By) -> Result<Result<ConsentState, NoSay>, StoreError> {
    let all = consenters(hub, who.person()).await?;
    Ok(all.begin(by.kind).map(|yes| match yes {
        Yes::Whole => ConsentState::Granted,
        Yes::First => ConsentState::Requested,
    }))
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
