//! Delegations: named by address as requests are, bound to a person when accepted. Rows to rule shape and back.

use super::consent_requests::{Addresses, stands_for};
use super::consents::scopes;
use super::events::Change;
use super::{Db, StoreError, Tx, leaving};
use crate::caller::{HolderPass, StewardPass};
use chrono::{DateTime, Utc};
use entity::{delegation, person};
use passport::consent::{AgeBand, Delegation, GivenBy, Guardianship, Purpose};
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Select};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Somebody who may be on either side of a delegation: everybody who they are, and where they are reached.
#[derive(Debug, Clone)]
pub struct Party {
    people: Vec<Uuid>,
    hashes: Vec<String>,
    now: DateTime<Utc>,
}

impl Party {
    /// Whether this person is they.
    pub fn is(&self, person: Uuid) -> bool {
        self.people.contains(&person)
    }
}

/// A holder as a party to delegations, reached at these addresses.
pub async fn party(db: &Db, pass: HolderPass, addresses: &Addresses, now: DateTime<Utc>) -> Result<Party, StoreError> {
    Ok(Party {
        people: leaving::people_of(db, pass).await?,
        hashes: addresses.hashes().to_vec(),
        now,
    })
}

/// Keeps a delegation.
pub async fn keep(tx: &Tx, row: delegation::Model) -> Result<(), StoreError> {
    delegation::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// How many delegations of a holder are open. Whoever else gives one for the same holder waits for the end of the
/// transaction, so that counting and giving are one.
pub async fn open_of(tx: &Tx, pass: HolderPass, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let turn = person::Entity::find_by_id(pass.person())
        .select_only()
        .column(person::Column::Id)
        .lock(LockType::NoKeyUpdate);
    turn.into_tuple::<Uuid>().one(tx.conn()).await?;
    let open = current()
        .select_only()
        .column(delegation::Column::Id)
        .filter(delegation::Column::PersonId.eq(pass.person()))
        .filter(delegation::Column::Kind.eq(GivenBy::Delegate.as_str()))
        .filter(delegation::Column::ExpiresAt.gt(now));
    Ok(open.into_tuple::<Uuid>().all(tx.conn()).await?.len() as u64)
}

/// The delegations by which somebody may act for this holder, accepted and not ended. Whether one is in force is decided
/// from them.
pub async fn between(db: &Db, people: &[Uuid], holder: Uuid) -> Result<Vec<Delegation>, StoreError> {
    let theirs = current()
        .filter(delegation::Column::PersonId.eq(holder))
        .filter(delegation::Column::DelegatePersonId.is_in(people.to_vec()))
        .order_by_asc(delegation::Column::Id);
    theirs.all(db.conn()).await?.iter().map(of_rules).collect()
}

/// Whether all of these are still in force. Whoever ends one waits for the end of the transaction.
pub async fn still_hold(tx: &Tx, ids: &[Uuid], now: DateTime<Utc>) -> Result<bool, StoreError> {
    let held = current()
        .select_only()
        .column(delegation::Column::Id)
        .filter(delegation::Column::Id.is_in(ids.to_vec()))
        .filter(delegation::Column::ExpiresAt.gt(now))
        .order_by_asc(delegation::Column::Id)
        .lock(LockType::NoKeyUpdate);
    Ok(held.into_tuple::<Uuid>().all(tx.conn()).await?.len() == ids.len())
}

/// A page of the delegations that somebody is a party to, the newest first.
pub async fn page(
    db: &Db,
    party: &Party,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<delegation::Model>, StoreError> {
    let page = delegation::Entity::find().filter(of_party(party));
    let page = page.order_by_desc(delegation::Column::Id).limit(limit);
    let page = match before {
        None => page,
        Some(before) => page.filter(delegation::Column::Id.lt(before)),
    };
    Ok(page.all(db.conn()).await?)
}

/// One delegation that somebody is a party to.
pub async fn one(db: &Db, party: &Party, id: Uuid) -> Result<Option<delegation::Model>, StoreError> {
    Ok(one_of(party, id).one(db.conn()).await?)
}

/// One delegation that somebody is a party to, to be changed: whoever else changes it, or acts by it, waits for the end.
pub async fn hold(tx: &Tx, party: &Party, id: Uuid) -> Result<Option<delegation::Model>, StoreError> {
    let one = one_of(party, id).lock(LockType::NoKeyUpdate);
    Ok(one.one(tx.conn()).await?)
}

/// All delegations that these people hold, to be ended.
pub async fn hold_all_of(tx: &Tx, people: &[Uuid]) -> Result<Vec<delegation::Model>, StoreError> {
    let held = current()
        .filter(delegation::Column::DelegatePersonId.is_in(people.to_vec()))
        .order_by_asc(delegation::Column::Id)
        .lock(LockType::NoKeyUpdate);
    Ok(held.all(tx.conn()).await?)
}

/// Those of these people who stand on a side of a delegation.
pub async fn whom_they_bind(tx: &Tx, people: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
    use delegation::Column::{DelegatePersonId, PersonId};
    let either = Condition::any()
        .add(PersonId.is_in(people.to_vec()))
        .add(DelegatePersonId.is_in(people.to_vec()));
    let sides = delegation::Entity::find()
        .select_only()
        .columns([PersonId, DelegatePersonId])
        .filter(either);
    let sides: Vec<(Uuid, Option<Uuid>)> = sides.into_tuple().all(tx.conn()).await?;
    Ok(sides
        .into_iter()
        .flat_map(|(one, other)| [Some(one), other])
        .flatten()
        .collect())
}

/// What is known of a holder's age, and of who stands for them, in the newest recorded first: of everybody who was linked
/// into them, for a minor stays one by whatever name.
pub async fn ward(db: &Db, holder: Uuid) -> Result<(Option<AgeBand>, Vec<Guardianship>), StoreError> {
    let people = stands_for(db, holder).await?;
    let bands = person::Entity::find()
        .select_only()
        .column(person::Column::AgeBand)
        .filter(person::Column::Id.is_in(people))
        .filter(person::Column::AgeBand.is_not_null());
    let bands: Vec<String> = bands.into_tuple().all(db.conn()).await?;
    let read = |word: &String| AgeBand::from_word(word).ok_or(StoreError::Corrupt("a person's age band"));
    let bands: Vec<AgeBand> = bands.iter().map(read).collect::<Result<_, _>>()?;
    let Some(youngest) = bands.into_iter().min().filter(|band| *band < AgeBand::Adult) else {
        return Ok((None, vec![]));
    };
    let guardianships = delegation::Entity::find()
        .filter(delegation::Column::PersonId.eq(holder))
        .filter(delegation::Column::Kind.eq(GivenBy::Guardian.as_str()));
    let guardianship = |row: delegation::Model| Guardianship {
        starts_at: row.starts_at,
        expires_at: row.expires_at,
        ended: row.superseded_at.is_some(),
        of_age_after: row.of_age_after,
    };
    let rows = guardianships.all(db.conn()).await?;
    Ok((Some(youngest), rows.into_iter().map(guardianship).collect()))
}

/// Everybody who is this person, with those who were linked into them.
pub async fn everybody(db: &Db, _steward: StewardPass, person: Uuid) -> Result<BTreeSet<Uuid>, StoreError> {
    stands_for(db, person).await
}

/// Keeps in which band of age somebody is, and announces it: for a minor others decide, and a minor decides for nobody.
pub async fn set_band(
    tx: &Tx,
    _steward: StewardPass,
    everybody: &BTreeSet<Uuid>,
    band: AgeBand,
) -> Result<(), StoreError> {
    person::Entity::update_many()
        .col_expr(person::Column::AgeBand, Expr::value(band.as_str()))
        .filter(person::Column::Id.is_in(everybody.iter().copied()))
        .exec(tx.conn())
        .await?;
    for person in everybody {
        tx.announce(Change::Deciders { person: *person });
    }
    Ok(())
}

/// All guardianships between two people, ended ones and past ones too; whoever else changes them waits for the end.
pub async fn hold_guardianships(
    tx: &Tx,
    _steward: StewardPass,
    holder: Uuid,
    guardian: Uuid,
) -> Result<Vec<delegation::Model>, StoreError> {
    let between = delegation::Entity::find()
        .filter(delegation::Column::PersonId.eq(holder))
        .filter(delegation::Column::DelegatePersonId.eq(guardian))
        .filter(delegation::Column::Kind.eq(GivenBy::Guardian.as_str()))
        .order_by_asc(delegation::Column::Id)
        .lock(LockType::NoKeyUpdate);
    Ok(between.all(tx.conn()).await?)
}

/// Writes what became of a delegation: who accepted it and when, who ended it and when. It is announced.
pub async fn save(tx: &Tx, row: &delegation::Model) -> Result<(), StoreError> {
    use delegation::Column::{AcceptedAt, DelegatePersonId, EndedBy, SupersededAt};
    tx.announce(Change::Deciders { person: row.person_id });
    delegation::Entity::update_many()
        .col_expr(DelegatePersonId, Expr::value(row.delegate_person_id))
        .col_expr(AcceptedAt, Expr::value(row.accepted_at))
        .col_expr(SupersededAt, Expr::value(row.superseded_at))
        .col_expr(EndedBy, Expr::value(row.ended_by.clone()))
        .filter(delegation::Column::Id.eq(row.id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// What the people of these delegations are called; whoever has the rows is told by them whom they bind.
pub async fn names(db: &Db, rows: &[delegation::Model]) -> Result<HashMap<Uuid, String>, StoreError> {
    let people = rows
        .iter()
        .flat_map(|row| [Some(row.person_id), row.delegate_person_id]);
    let people: Vec<Uuid> = people.flatten().collect();
    let named: Vec<(Uuid, Option<String>)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::DisplayName])
        .filter(person::Column::Id.is_in(people))
        .into_tuple()
        .all(db.conn())
        .await?;
    Ok(named.into_iter().filter_map(|(id, name)| Some((id, name?))).collect())
}

/// The delegations that somebody holds or is offered, as they are stored.
pub async fn rows_held(db: &Db, party: &Party) -> Result<Vec<serde_json::Value>, StoreError> {
    let held = delegation::Entity::find().filter(Condition::any().add(held_by(party)).add(offered_to(party)));
    Ok(held.into_json().all(db.conn()).await?)
}

fn current() -> Select<delegation::Entity> {
    delegation::Entity::find().filter(delegation::Column::SupersededAt.is_null())
}

fn one_of(party: &Party, id: Uuid) -> Select<delegation::Entity> {
    delegation::Entity::find()
        .filter(of_party(party))
        .filter(delegation::Column::Id.eq(id))
}

fn of_party(party: &Party) -> Condition {
    Condition::any()
        .add(delegation::Column::PersonId.is_in(party.people.clone()))
        .add(held_by(party))
        .add(offered_to(party))
}

fn held_by(party: &Party) -> Condition {
    Condition::all().add(delegation::Column::DelegatePersonId.is_in(party.people.clone()))
}

/// Named at one of their addresses, and open to be accepted.
fn offered_to(party: &Party) -> Condition {
    Condition::all()
        .add(delegation::Column::DelegatePersonId.is_null())
        .add(delegation::Column::AddressHash.is_in(party.hashes.clone()))
        .add(delegation::Column::SupersededAt.is_null())
        .add(delegation::Column::ExpiresAt.gt(party.now))
        .add(delegation::Column::PersonId.is_not_in(party.people.clone()))
}

/// A row as the rules read it.
pub fn of_rules(row: &delegation::Model) -> Result<Delegation, StoreError> {
    let purpose = |stored: &serde_json::Value| Purpose::from_word(stored.as_str()?);
    let purposes = match row.purposes.as_ref().map(serde_json::Value::as_array) {
        None => None,
        Some(stored) => {
            let stored = stored.ok_or(StoreError::Corrupt("a delegation's purposes"))?;
            let read: Option<Vec<Purpose>> = stored.iter().map(purpose).collect();
            Some(read.ok_or(StoreError::Corrupt("a delegation's purpose"))?)
        }
    };
    Ok(Delegation {
        id: row.id,
        holder: row.person_id,
        delegate: row.delegate_person_id,
        kind: GivenBy::from_word(&row.kind).ok_or(StoreError::Corrupt("a delegation's kind"))?,
        scopes: scopes(&row.scopes)?,
        purposes,
        starts_at: row.starts_at,
        expires_at: row.expires_at,
        ended: row.superseded_at.is_some(),
    })
}
