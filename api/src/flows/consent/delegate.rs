//! A holder names somebody who may decide for them; whoever is named accepts it, and either ends it.
//!
//! As with requests, a delegation is kept by the address that the holder was told, and whether anybody is reached there is
//! not looked up. The holder learns it when somebody accepts.

use super::acting::{self, By};
use super::request::{Address, is_email};
use super::{UnknownName, change, names, read_scopes, texts};
use crate::caller::HolderPass;
use crate::hub::Hub;
use crate::store::delegations::{self as store, Party};
use crate::store::{StoreError, Tx, consent_requests, people};
use chrono::{DateTime, Utc};
use entity::delegation;
use passport::consent::{
    BadDelegation, BadScope, Consenters, Delegation, DelegationStanding, GivenBy, MOST_OPEN, Purpose, Scope,
    check_delegation,
};
use uuid::Uuid;

/// What a holder delegates, and to whom.
#[derive(Debug, Clone)]
pub struct Delegating {
    /// Whom, where they are reached.
    pub address: Address,
    /// The most that they may give, in the scope grammar.
    pub scopes: Vec<String>,
    /// What for; none for any purpose.
    pub purposes: Option<Vec<Purpose>>,
    /// From when; now where none is given.
    pub starts_at: Option<DateTime<Utc>>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Why a delegation is not given; says nothing about whom it is for.
#[derive(Debug)]
pub enum NotDelegated {
    /// A scope is not one.
    BadScope {
        /// Which, counted from 0.
        index: usize,
        /// Why.
        reason: BadScope,
    },
    /// A scope names something that is not known here.
    UnknownName {
        /// Which, counted from 0.
        index: usize,
        /// What is unknown.
        what: UnknownName,
    },
    /// It cannot be delegated so.
    Bad(BadDelegation),
    /// No e-mail address.
    Email,
    /// It names the holder.
    Yourself,
    /// Too many are open.
    TooMany,
    /// A minor's guardian decides with them, and nobody else.
    Minor,
}

/// A delegation, with what its two sides are called as far as they may know.
#[derive(Debug, Clone)]
pub struct Named {
    /// The delegation.
    pub row: delegation::Model,
    /// Whether it is the reader who is acted for.
    pub own: bool,
    /// What the holder is called.
    pub holder: Option<String>,
    /// What the delegate is called; none while nobody has accepted it.
    pub delegate: Option<String>,
}

/// What comes of accepting.
#[derive(Debug)]
pub enum Accepted {
    /// It is theirs.
    Accepted(Box<Named>),
    /// It was theirs before, is over or ended.
    Closed(DelegationStanding),
    /// A minor decides for nobody else.
    Minor,
    /// There is none for them.
    NotFound,
}

/// What comes of ending one.
#[derive(Debug)]
pub enum Ended {
    /// It is at an end, with so many consents that were given under it.
    Ended {
        /// The delegation.
        named: Box<Named>,
        /// How many consents ended with it.
        consents: usize,
        /// Whether it was at an end before.
        before: bool,
    },
    /// It is a guardianship, which stewards record and end.
    Guardianship,
    /// There is none of theirs.
    NotFound,
}

/// A holder names a delegate; none where the holder has no passport here.
pub async fn give_delegation(
    hub: &Hub,
    holder: HolderPass,
    wish: Delegating,
) -> Result<Option<Result<Named, NotDelegated>>, StoreError> {
    let Some((holder, party)) = party(hub, holder).await? else {
        return Ok(None);
    };
    if acting::consenters(hub, holder.person()).await? != Consenters::Holder {
        return Ok(Some(Err(NotDelegated::Minor)));
    }
    let given = match check(hub, holder, &wish).await? {
        Ok(given) => given,
        Err(why) => return Ok(Some(Err(why))),
    };
    let row = row(hub, &given, &wish.address);
    let tx = hub.db.begin().await?;
    if store::open_of(&tx, holder, hub.clock.now()).await? >= MOST_OPEN {
        return Ok(Some(Err(NotDelegated::TooMany)));
    }
    store::keep(&tx, row.clone()).await?;
    tx.commit().await?;
    Ok(Some(Ok(named(hub, &party, row).await?)))
}

async fn check(
    hub: &Hub,
    holder: HolderPass,
    wish: &Delegating,
) -> Result<Result<Delegation, NotDelegated>, StoreError> {
    let given = match delegation(hub, holder, wish) {
        Ok(given) => given,
        Err(why) => return Ok(Err(why)),
    };
    let scopes: Vec<&Scope> = given.scopes.iter().collect();
    let unknown = names::unknown(hub, &scopes).await?;
    Ok(match unknown {
        Some((index, what)) => Err(NotDelegated::UnknownName { index, what }),
        None => Ok(given),
    })
}

fn delegation(hub: &Hub, holder: HolderPass, wish: &Delegating) -> Result<Delegation, NotDelegated> {
    match &wish.address {
        Address::Email(email) if !is_email(email.trim()) => return Err(NotDelegated::Email),
        Address::Passport(person) if *person == holder.person() => return Err(NotDelegated::Yourself),
        Address::Email(_) | Address::Passport(_) => {}
    }
    let bad = |(index, reason)| NotDelegated::BadScope { index, reason };
    let (scopes, _) = read_scopes(&wish.scopes, &[]).map_err(bad)?;
    let now = hub.clock.now();
    let given = Delegation {
        id: Uuid::now_v7(),
        holder: holder.person(),
        delegate: None,
        kind: GivenBy::Delegate,
        scopes,
        purposes: wish.purposes.clone(),
        starts_at: wish.starts_at.unwrap_or(now),
        expires_at: wish.expires_at,
        ended: false,
    };
    check_delegation(&given, now).map_err(NotDelegated::Bad)?;
    Ok(given)
}

fn row(hub: &Hub, given: &Delegation, address: &Address) -> delegation::Model {
    let (kind, hash) = match address {
        Address::Email(email) => ("email", consent_requests::email_hash(&hub.keys, email)),
        Address::Passport(person) => ("passport", consent_requests::passport_hash(&hub.keys, *person)),
    };
    let words = |purposes: &Vec<Purpose>| purposes.iter().map(|purpose| purpose.as_str()).collect();
    delegation::Model {
        id: given.id,
        person_id: given.holder,
        delegate_person_id: None,
        delegate_organization_id: None,
        kind: given.kind.as_str().into(),
        scopes: texts(&given.scopes),
        purposes: given.purposes.as_ref().map(words),
        address_kind: Some(kind.into()),
        address_hash: Some(hash),
        starts_at: given.starts_at,
        expires_at: given.expires_at,
        recorded_at: hub.clock.now(),
        accepted_at: None,
        superseded_at: None,
        ended_by: None,
        of_age_after: false,
    }
}

/// Whoever was named accepts: from then on it is theirs alone, whatever becomes of the address.
pub async fn accept_delegation(hub: &Hub, pass: HolderPass, id: Uuid) -> Result<Accepted, StoreError> {
    let Some((pass, party)) = party(hub, pass).await? else {
        return Ok(Accepted::NotFound);
    };
    if acting::consenters(hub, pass.person()).await? != Consenters::Holder {
        return Ok(Accepted::Minor);
    }
    let tx = hub.db.begin().await?;
    let Some(held) = store::hold(&tx, &party, id)
        .await?
        .filter(|row| !party.is(row.person_id))
    else {
        return Ok(Accepted::NotFound);
    };
    let now = hub.clock.now();
    let standing = store::of_rules(&held)?.standing(now);
    if standing != DelegationStanding::Pending {
        return Ok(Accepted::Closed(standing));
    }
    let accepted = delegation::Model {
        delegate_person_id: Some(pass.person()),
        accepted_at: Some(now),
        ..held
    };
    store::save(&tx, &accepted).await?;
    tx.commit().await?;
    Ok(Accepted::Accepted(Box::new(named(hub, &party, accepted).await?)))
}

/// A holder revokes a delegation, or the delegate gives it back or declines it. What was given under it ends with it, at
/// once, but for what the holder has taken over since.
pub async fn end_delegation(hub: &Hub, pass: HolderPass, id: Uuid) -> Result<Ended, StoreError> {
    let Some((pass, party)) = party(hub, pass).await? else {
        return Ok(Ended::NotFound);
    };
    let tx = hub.db.begin().await?;
    let Some(held) = store::hold(&tx, &party, id).await? else {
        return Ok(Ended::NotFound);
    };
    if held.kind == GivenBy::Guardian.as_str() {
        return Ok(Ended::Guardianship);
    }
    let (own, before) = (party.is(held.person_id), held.superseded_at.is_some());
    let who = By {
        kind: if own {
            GivenBy::Holder
        } else {
            store::of_rules(&held)?.kind
        },
        person: pass.person(),
        delegation: Some(held.id),
    };
    let (held, consents) = if before {
        (held, 0)
    } else {
        let ended = end(hub, &tx, held, who).await?;
        tx.commit().await?;
        ended
    };
    Ok(Ended::Ended {
        named: Box::new(named(hub, &party, held).await?),
        consents,
        before,
    })
}

/// Ends a delegation, and what was given under it; gives how many consents there were.
async fn end(hub: &Hub, tx: &Tx, held: delegation::Model, by: By) -> Result<(delegation::Model, usize), StoreError> {
    let ended_by = if by.kind == GivenBy::Holder {
        "holder"
    } else {
        "delegate"
    };
    let ended = end_row(hub, tx, held, ended_by).await?;
    let consents = change::end_under(hub, tx, by).await?;
    Ok((ended, consents))
}

/// Ends a delegation alone: what was given under it is ended beside.
pub(super) async fn end_row(
    hub: &Hub,
    tx: &Tx,
    held: delegation::Model,
    ended_by: &str,
) -> Result<delegation::Model, StoreError> {
    let ended = delegation::Model {
        superseded_at: Some(hub.clock.now()),
        ended_by: Some(ended_by.into()),
        ..held
    };
    store::save(tx, &ended).await?;
    Ok(ended)
}

/// Gives back what these people hold of others, in a transaction that erases them.
pub async fn end_held_for_erasure(hub: &Hub, tx: &Tx, people: &[Uuid]) -> Result<(), StoreError> {
    for held in store::hold_all_of(tx, people).await? {
        let by = By {
            kind: store::of_rules(&held)?.kind,
            person: held.delegate_person_id.unwrap_or_default(),
            delegation: Some(held.id),
        };
        end(hub, tx, held, by).await?;
    }
    Ok(())
}

/// A page of the delegations that a holder gave, holds or is offered, the newest first.
pub async fn delegations(
    hub: &Hub,
    pass: HolderPass,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Named>, StoreError> {
    let Some((_, party)) = party(hub, pass).await? else {
        return Ok(vec![]);
    };
    let rows = store::page(&hub.db, &party, before, limit).await?;
    all_named(hub, &party, rows).await
}

/// One delegation that a holder gave, holds or is offered.
pub async fn one_delegation(hub: &Hub, pass: HolderPass, id: Uuid) -> Result<Option<Named>, StoreError> {
    let Some((_, party)) = party(hub, pass).await? else {
        return Ok(None);
    };
    match store::one(&hub.db, &party, id).await? {
        None => Ok(None),
        Some(row) => Ok(Some(named(hub, &party, row).await?)),
    }
}

/// A holder as a party to delegations; none where they have no passport here.
async fn party(hub: &Hub, pass: HolderPass) -> Result<Option<(HolderPass, Party)>, StoreError> {
    let Some(pass) = people::standing(&hub.db, pass).await? else {
        return Ok(None);
    };
    let addresses = consent_requests::addresses(&hub.db, &hub.keys, &pass.into()).await?;
    let party = store::party(&hub.db, pass, &addresses, hub.clock.now()).await?;
    Ok(Some((pass, party)))
}

async fn named(hub: &Hub, party: &Party, row: delegation::Model) -> Result<Named, StoreError> {
    let mut all = all_named(hub, party, vec![row]).await?;
    all.pop().ok_or(StoreError::Corrupt("a delegation"))
}

/// Whoever is named is told by whom, and the holder by whom it was accepted.
async fn all_named(hub: &Hub, party: &Party, rows: Vec<delegation::Model>) -> Result<Vec<Named>, StoreError> {
    let names = store::names(&hub.db, &rows).await?;
    let named = |row: delegation::Model| Named {
        own: party.is(row.person_id),
        holder: names.get(&row.person_id).cloned(),
        delegate: row.delegate_person_id.and_then(|person| names.get(&person).cloned()),
        row,
    };
    Ok(rows.into_iter().map(named).collect())
}
