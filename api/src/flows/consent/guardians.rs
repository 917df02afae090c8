//! A steward records who stands for a minor, until when, and in which band of age the minor is; never a birth date.

use super::acting::By;
use super::{change, delegate, texts};
use crate::caller::StewardPass;
use crate::hub::Hub;
use crate::store::{StoreError, delegations as store, people_lookup};
use chrono::{DateTime, Utc};
use entity::delegation;
use passport::consent::{AgeBand, BadDelegation, Delegation, GivenBy, check_delegation};
use uuid::Uuid;

/// What a steward records.
#[derive(Debug, Clone, Copy)]
pub struct Guarding {
    /// The minor.
    pub holder: Uuid,
    /// Who stands for them.
    pub guardian: Uuid,
    /// In which band of age the minor is.
    pub band: AgeBand,
    /// Until when; not after the minor is of age.
    pub until: DateTime<Utc>,
    /// Whether the minor is of age from then on.
    pub of_age_after: bool,
}

/// Why a guardianship is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRecorded {
    /// There is no such passport of the minor.
    NoHolder,
    /// There is no such passport of the guardian.
    NoGuardian,
    /// They are one person.
    Same,
    /// The guardian is a minor.
    MinorGuardian,
    /// Who is of age has no guardian.
    OfAge,
    /// Who is not in the last band before is not of age then.
    TooYoung,
    /// It ends too early or too late.
    Until(BadDelegation),
    /// One between the two stands already that ends later.
    Longer(DateTime<Utc>),
}

/// A steward records a guardian. Who had one before has both, each until its end: recording anew renews, and never
/// shortens.
pub async fn record_guardian(
    hub: &Hub,
    steward: StewardPass,
    wish: Guarding,
) -> Result<Result<delegation::Model, NotRecorded>, StoreError> {
    let given = match check(hub, &wish).await? {
        Ok(given) => given,
        Err(why) => return Ok(Err(why)),
    };
    let row = row(hub, &given, wish.of_age_after);
    let minor = store::everybody(&hub.db, steward, wish.holder).await?;
    let tx = hub.db.begin().await?;
    let held = store::hold_guardianships(&tx, steward, wish.holder, wish.guardian).await?;
    let standing = held.iter().filter(|one| one.superseded_at.is_none());
    if let Some(end) = standing.map(|one| one.expires_at).max().filter(|end| *end > wish.until) {
        return Ok(Err(NotRecorded::Longer(end)));
    }
    store::set_band(&tx, steward, &minor, wish.band).await?;
    store::keep(&tx, row.clone()).await?;
    tx.commit().await?;
    Ok(Ok(row))
}

async fn check(hub: &Hub, wish: &Guarding) -> Result<Result<Delegation, NotRecorded>, StoreError> {
    let stands = async |person: Uuid| -> Result<bool, StoreError> {
        Ok(people_lookup::holder_of(&hub.db, person).await? == Some(person))
    };
    if wish.holder == wish.guardian {
        return Ok(Err(NotRecorded::Same));
    }
    if !stands(wish.holder).await? {
        return Ok(Err(NotRecorded::NoHolder));
    }
    if !stands(wish.guardian).await? {
        return Ok(Err(NotRecorded::NoGuardian));
    }
    if store::ward(&hub.db, wish.guardian).await?.0.is_some() {
        return Ok(Err(NotRecorded::MinorGuardian));
    }
    Ok(match wish.band {
        AgeBand::Adult => Err(NotRecorded::OfAge),
        AgeBand::Under13 | AgeBand::From13To15 if wish.of_age_after => Err(NotRecorded::TooYoung),
        AgeBand::Under13 | AgeBand::From13To15 | AgeBand::From16To17 => guardianship(hub, wish),
    })
}

fn guardianship(hub: &Hub, wish: &Guarding) -> Result<Delegation, NotRecorded> {
    let now = hub.clock.now();
    let given = Delegation {
        id: Uuid::now_v7(),
        holder: wish.holder,
        delegate: Some(wish.guardian),
        kind: GivenBy::Guardian,
        scopes: Delegation::everything(),
        purposes: None,
        starts_at: now,
        expires_at: wish.until,
        ended: false,
    };
    check_delegation(&given, now).map_err(NotRecorded::Until)?;
    Ok(given)
}

fn row(hub: &Hub, given: &Delegation, of_age_after: bool) -> delegation::Model {
    let now = hub.clock.now();
    delegation::Model {
        id: given.id,
        person_id: given.holder,
        delegate_person_id: given.delegate,
        delegate_organization_id: None,
        kind: given.kind.as_str().into(),
        scopes: texts(&given.scopes),
        purposes: None,
        address_kind: None,
        address_hash: None,
        starts_at: given.starts_at,
        expires_at: given.expires_at,
        recorded_at: now,
        accepted_at: Some(now),
        superseded_at: None,
        ended_by: None,
        of_age_after,
    }
}

/// A steward ends what stands between two people, and may record another band of age. What was given under it ends with
/// it. Gives how many consents there were; none where nothing ever
/// stood between the two.
pub async fn end_guardianship(
    hub: &Hub,
    steward: StewardPass,
    (holder, guardian): (Uuid, Uuid),
    band: Option<AgeBand>,
) -> Result<Option<usize>, StoreError> {
    let minor = store::everybody(&hub.db, steward, holder).await?;
    let tx = hub.db.begin().await?;
    let held = store::hold_guardianships(&tx, steward, holder, guardian).await?;
    if held.is_empty() {
        return Ok(None);
    }
    let mut consents = 0;
    let now = hub.clock.now();
    let live = |one: &delegation::Model| one.superseded_at.is_none() && one.expires_at > now;
    for one in held.into_iter().filter(live) {
        let by = By {
            kind: GivenBy::Guardian,
            person: guardian,
            delegation: Some(one.id),
        };
        delegate::end_row(hub, &tx, one, "steward").await?;
        consents += change::end_under(hub, &tx, by).await?;
    }
    if let Some(band) = band {
        store::set_band(&tx, steward, &minor, band).await?;
    }
    tx.commit().await?;
    Ok(Some(consents))
}
