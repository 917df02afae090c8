//! Requests for consent. They are kept by address: what a partner does here never asks whose the address is.

use super::consents::decided_by;
use super::people_lookup::holder_of;
use super::{Db, StoreError, Tx};
use crate::caller::{Decider, Partner};
use crate::keys::Keys;
use chrono::{DateTime, Utc};
use entity::{consent, consent_request, organization, person, person_identifier};
use passport::consent::{Ask, AskedScope, Purpose, Until};
use passport::record::IdentifierSystem;
use sea_orm::sea_query::{Expr, ExprTrait, LockType, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Select,
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A request, and the newest version of the consent that answers it.
#[derive(Debug, Clone)]
pub struct Answerable {
    /// The request.
    pub request: consent_request::Model,
    /// The answer; none while nobody has given one.
    pub answer: Option<consent::Model>,
}

/// The addresses at which a holder is reached, as requests keep them.
#[derive(Debug, Clone)]
pub struct Addresses {
    holder: Uuid,
    hashes: Vec<String>,
}

/// The keyed hash of an e-mail address, the same as among the identifiers of people.
pub fn email_hash(keys: &Keys, email: &str) -> String {
    let system = IdentifierSystem::Email;
    keys.blind(system.as_str(), &system.normalise(email))
}

/// The keyed hash of a passport's id.
pub fn passport_hash(keys: &Keys, person: Uuid) -> String {
    keys.blind("passport", &person.simple().to_string())
}

impl Addresses {
    /// As they are stored.
    pub fn hashes(&self) -> &[String] {
        &self.hashes
    }
}

/// Where a holder is reached, asked by them or by somebody who acts for them: at the ids of the people they stand for, and
/// at e-mail addresses that were verified for them and for nobody else.
pub async fn addresses(db: &Db, keys: &Keys, who: &Decider) -> Result<Addresses, StoreError> {
    let holder = who.person();
    let people = stands_for(db, holder).await?;
    let mut hashes: Vec<String> = people.iter().map(|id| passport_hash(keys, *id)).collect();
    hashes.extend(own_emails(db, holder, &people).await?);
    Ok(Addresses { holder, hashes })
}

/// The person, and all who were merged into them.
pub(super) async fn stands_for(db: &Db, holder: Uuid) -> Result<BTreeSet<Uuid>, StoreError> {
    let mut all = BTreeSet::from([holder]);
    let mut latest = vec![holder];
    while !latest.is_empty() {
        let select = person::Entity::find().select_only().column(person::Column::Id);
        let merged = select.filter(person::Column::MergedInto.is_in(latest));
        let found: Vec<Uuid> = merged.into_tuple().all(db.conn()).await?;
        latest = found.into_iter().filter(|id| all.insert(*id)).collect();
    }
    Ok(all)
}

async fn own_emails(db: &Db, own: Uuid, people: &BTreeSet<Uuid>) -> Result<Vec<String>, StoreError> {
    use person_identifier::Column::{PersonId, SupersededAt, System, ValueHash, Verified};
    let of_theirs = Query::select()
        .column(ValueHash)
        .from(person_identifier::Entity)
        .and_where(PersonId.is_in(people.iter().copied()))
        .to_owned();
    let verified: Vec<(String, Uuid)> = person_identifier::Entity::find()
        .select_only()
        .columns([ValueHash, PersonId])
        .filter(System.eq(IdentifierSystem::Email.as_str()))
        .filter(Verified.eq(true))
        .filter(SupersededAt.is_null())
        .filter(ValueHash.in_subquery(of_theirs))
        .into_tuple()
        .all(db.conn())
        .await?;
    let mut owners: HashMap<String, BTreeSet<Uuid>> = HashMap::new();
    for (hash, person) in verified {
        let holder = if people.contains(&person) {
            Some(own)
        } else {
            holder_of(db, person).await?
        };
        owners.entry(hash).or_default().extend(holder);
    }
    let only_theirs = |owners: &BTreeSet<Uuid>| owners.iter().eq([&own]);
    owners.retain(|_, owners| only_theirs(owners));
    Ok(owners.into_keys().collect())
}

/// How often a partner has asked since a moment: at this address, and in all. Whoever else asks for the same partner
/// waits for the end of the transaction, so that counting and asking are one.
pub async fn asked_since(
    tx: &Tx,
    partner: Partner,
    address_hash: &str,
    since: DateTime<Utc>,
) -> Result<(u64, u64), StoreError> {
    use consent_request::Column::{AddressHash, AskedAt, PartnerOrganizationId};
    let turn = organization::Entity::find_by_id(partner.organization)
        .select_only()
        .column(organization::Column::Id)
        .lock(LockType::NoKeyUpdate);
    turn.into_tuple::<Uuid>().one(tx.conn()).await?;
    let here = Expr::case(AddressHash.eq(address_hash), Expr::value(1)).finally(Expr::value(0));
    let counts: Option<(i64, Option<i64>)> = consent_request::Entity::find()
        .select_only()
        .column_as(Expr::col(consent_request::Column::Id).count(), "in_all")
        .column_as(Expr::expr(here).sum(), "here")
        .filter(PartnerOrganizationId.eq(partner.organization))
        .filter(AskedAt.gt(since))
        .into_tuple()
        .one(tx.conn())
        .await?;
    let (in_all, here) = counts.unwrap_or_default();
    Ok((here.unwrap_or(0).unsigned_abs(), in_all.unsigned_abs()))
}

/// Keeps a request.
pub async fn keep(tx: &Tx, row: consent_request::Model) -> Result<(), StoreError> {
    consent_request::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// A page of the requests at these addresses, the newest first. One that somebody else answered, who had the address
/// before, is not among them.
pub async fn at(
    db: &Db,
    addresses: &Addresses,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Answerable>, StoreError> {
    let page = page(theirs(addresses), before, limit).all(db.conn()).await?;
    with_answers(db.conn(), page).await
}

/// All requests at these addresses, as they are stored.
pub async fn rows_at(db: &Db, addresses: &Addresses) -> Result<Vec<serde_json::Value>, StoreError> {
    Ok(theirs(addresses).into_json().all(db.conn()).await?)
}

/// One request at these addresses.
pub async fn one_at(db: &Db, addresses: &Addresses, id: Uuid) -> Result<Option<Answerable>, StoreError> {
    let one = theirs(addresses).filter(consent_request::Column::Id.eq(id));
    let found = one.all(db.conn()).await?;
    Ok(with_answers(db.conn(), found).await?.pop())
}

/// One request at these addresses, to be answered: whoever else answers it waits for the end.
pub async fn hold(tx: &Tx, addresses: &Addresses, id: Uuid) -> Result<Option<Answerable>, StoreError> {
    let one = theirs(addresses).filter(consent_request::Column::Id.eq(id));
    let found = one.lock(LockType::NoKeyUpdate).all(tx.conn()).await?;
    Ok(with_answers(tx.conn(), found).await?.pop())
}

/// A page of what a partner asked for the purpose of its token, the newest first.
pub async fn of_partner(
    db: &Db,
    partner: Partner,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Answerable>, StoreError> {
    let page = page(asked_by(partner), before, limit).all(db.conn()).await?;
    with_answers(db.conn(), page).await
}

/// One request of a partner, for the purpose of its token.
pub async fn one_of_partner(db: &Db, partner: Partner, id: Uuid) -> Result<Option<Answerable>, StoreError> {
    let one = asked_by(partner).filter(consent_request::Column::Id.eq(id));
    let found = one.all(db.conn()).await?;
    Ok(with_answers(db.conn(), found).await?.pop())
}

/// Those of these requests that they answered, themselves or for a holder.
pub async fn answered_by(db: &Db, who: &Decider, ids: &[Uuid]) -> Result<Vec<consent_request::Model>, StoreError> {
    let own = Query::select()
        .column(consent::Column::ConsentId)
        .from(consent::Entity)
        .cond_where(decided_by(who))
        .to_owned();
    Ok(consent_request::Entity::find()
        .filter(consent_request::Column::Id.is_in(ids.to_vec()))
        .filter(consent_request::Column::Id.in_subquery(own))
        .all(db.conn())
        .await?)
}

fn theirs(addresses: &Addresses) -> Select<consent_request::Entity> {
    let answered_by_another = Query::select()
        .column(consent::Column::ConsentId)
        .from(consent::Entity)
        .and_where(
            Expr::col((consent::Entity, consent::Column::ConsentId))
                .equals((consent_request::Entity, consent_request::Column::Id)),
        )
        .and_where(consent::Column::PersonId.ne(addresses.holder))
        .to_owned();
    consent_request::Entity::find()
        .filter(consent_request::Column::AddressHash.is_in(addresses.hashes.clone()))
        .filter(Expr::exists(answered_by_another).not())
}

/// A program of the partner sees what was asked through it, or through none.
fn asked_by(partner: Partner) -> Select<consent_request::Entity> {
    use consent_request::Column::{ClientId, PartnerOrganizationId, Purpose};
    let own = consent_request::Entity::find()
        .filter(PartnerOrganizationId.eq(partner.organization))
        .filter(Purpose.eq(partner.purpose.as_str()));
    match partner.client {
        None => own,
        Some(client) => own.filter(ClientId.is_null().or(ClientId.eq(client))),
    }
}

fn page(select: Select<consent_request::Entity>, before: Option<Uuid>, limit: u64) -> Select<consent_request::Entity> {
    let select = select.order_by_desc(consent_request::Column::Id).limit(limit);
    match before {
        None => select,
        Some(before) => select.filter(consent_request::Column::Id.lt(before)),
    }
}

async fn with_answers<C: ConnectionTrait>(
    conn: &C,
    requests: Vec<consent_request::Model>,
) -> Result<Vec<Answerable>, StoreError> {
    let ids: Vec<Uuid> = requests.iter().map(|request| request.id).collect();
    let answers = consent::Entity::find()
        .filter(consent::Column::ConsentId.is_in(ids))
        .filter(consent::Column::SupersededAt.is_null())
        .all(conn)
        .await?;
    let mut answers: HashMap<Uuid, consent::Model> = answers.into_iter().map(|row| (row.consent_id, row)).collect();
    let answered = |request: consent_request::Model| Answerable {
        answer: answers.remove(&request.id),
        request,
    };
    Ok(requests.into_iter().map(answered).collect())
}

/// What was asked for, as the rules read it.
pub fn ask_of(row: &consent_request::Model) -> Result<Ask, StoreError> {
    let scopes = row.scopes.as_array().ok_or(StoreError::Corrupt("a request's scopes"))?;
    let scope = |stored: &serde_json::Value| {
        Some(AskedScope {
            scope: stored["scope"].as_str()?.parse().ok()?,
            required: stored["required"].as_bool()?,
            reason: stored["reason"].as_str()?.to_owned(),
        })
    };
    let scopes: Option<Vec<AskedScope>> = scopes.iter().map(scope).collect();
    let until = row.until_at.map(Until::At).or(row.for_days.map(Until::Days));
    Ok(Ask {
        purpose: Purpose::from_word(&row.purpose).ok_or(StoreError::Corrupt("a request's purpose"))?,
        scopes: scopes.ok_or(StoreError::Corrupt("a request's scope"))?,
        until: until.ok_or(StoreError::Corrupt("a request's end"))?,
        use_limit: row.use_limit,
    })
}

/// What is asked for, as it is stored.
pub fn stored(scopes: &[AskedScope]) -> serde_json::Value {
    let one = |asked: &AskedScope| serde_json::json!({ "scope": asked.scope.to_string(), "required": asked.required, "reason": asked.reason });
    scopes.iter().map(one).collect()
}
