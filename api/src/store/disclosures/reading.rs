//! Reading disclosures: as their holder, whose they stay when persons are linked, and by the operator.

use crate::caller::HolderPass;
use crate::store::{Db, StoreError};
use chrono::{DateTime, Utc};
use entity::{disclosure, person};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Where a list of disclosures goes on: in each chain, before which number; none where nothing of it was listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place(Vec<Option<i64>>);

/// Not begun, in a place's text.
const NOT_BEGUN: &str = "x";

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self
            .0
            .iter()
            .map(|before| before.map_or_else(|| NOT_BEGUN.to_owned(), |seq| seq.to_string()))
            .collect();
        f.write_str(&numbers.join("."))
    }
}

impl FromStr for Place {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let before = |number: &str| (number != NOT_BEGUN).then(|| number.parse()).transpose();
        text.split('.').map(before).collect::<Result<_, _>>().map(Place)
    }
}

/// The persons whose disclosures are this one's to read: their own, and those of everybody for whom they stand since
/// two were linked. Each keeps a chain of their own.
pub async fn persons_of(db: &Db, person: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let (mut all, mut last) = (vec![person], vec![person]);
    while !last.is_empty() {
        let into = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::MergedInto.is_in(last))
            .order_by_asc(person::Column::Id);
        last = into.into_tuple().all(db.conn()).await?;
        last.retain(|one| !all.contains(one));
        all.extend(last.iter().copied());
    }
    Ok(all)
}

/// A page of the disclosures of a holder's passport, newest first, each with the place after it. None where the place
/// belongs to another list.
pub async fn of_holder(
    db: &Db,
    pass: HolderPass,
    after: Option<Place>,
    limit: u64,
) -> Result<Option<Vec<(Place, disclosure::Model)>>, StoreError> {
    let persons = persons_of(db, pass.person()).await?;
    let mut place = after.unwrap_or_else(|| Place(vec![None; persons.len()]));
    if place.0.len() != persons.len() {
        return Ok(None);
    }
    let mut chains = Vec::with_capacity(persons.len());
    for (person, before) in persons.iter().zip(&place.0) {
        chains.push(VecDeque::from(part_of_chain(db, *person, *before, limit).await?));
    }
    let mut page = Vec::new();
    while (page.len() as u64) < limit {
        let newest = chains.iter().enumerate();
        let newest = newest.filter_map(|(at, chain)| Some((chain.front()?.occurred_at, at)));
        let Some((_, at)) = newest.max_by_key(|(when, at)| (*when, std::cmp::Reverse(*at))) else {
            break;
        };
        if let Some(row) = chains[at].pop_front() {
            place.0[at] = Some(row.seq);
            page.push((place.clone(), row));
        }
    }
    Ok(Some(page))
}

async fn part_of_chain(
    db: &Db,
    person: Uuid,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<disclosure::Model>, StoreError> {
    let mut select = disclosure::Entity::find()
        .filter(disclosure::Column::PersonId.eq(person))
        .order_by_desc(disclosure::Column::Seq)
        .limit(limit);
    if let Some(before) = before {
        select = select.filter(disclosure::Column::Seq.lt(before));
    }
    Ok(select.all(db.conn()).await?)
}

/// One disclosure of a holder's passport, by its id and the person in whose chain it stands.
pub async fn one_of_holder(
    db: &Db,
    pass: HolderPass,
    person: Uuid,
    id: Uuid,
) -> Result<Option<disclosure::Model>, StoreError> {
    if person != pass.person() && !persons_of(db, pass.person()).await?.contains(&person) {
        return Ok(None);
    }
    let own = disclosure::Entity::find_by_id(id).filter(disclosure::Column::PersonId.eq(person));
    Ok(own.one(db.conn()).await?)
}

/// One disclosure, for the operator.
pub async fn by_id(db: &Db, id: Uuid) -> Result<Option<disclosure::Model>, StoreError> {
    Ok(disclosure::Entity::find_by_id(id).one(db.conn()).await?)
}

/// How often each consent of these holders had been used by a partner before a moment, counted from the disclosures.
pub async fn uses_before(
    db: &Db,
    partner: Uuid,
    holders: &[Uuid],
    moment: DateTime<Utc>,
) -> Result<HashMap<Uuid, i64>, StoreError> {
    let under: Vec<serde_json::Value> = disclosure::Entity::find()
        .select_only()
        .column(disclosure::Column::Consents)
        .filter(disclosure::Column::OrganizationId.eq(partner))
        .filter(disclosure::Column::PersonId.is_in(holders.to_vec()))
        .filter(disclosure::Column::OccurredAt.lt(moment))
        .into_tuple()
        .all(db.conn())
        .await?;
    let mut uses = HashMap::new();
    for consent in under.iter().filter_map(serde_json::Value::as_array).flatten() {
        let id = consent.as_str().and_then(|text| text.split_once('@')?.0.parse().ok());
        *uses.entry(id.unwrap_or_default()).or_default() += 1;
    }
    Ok(uses)
}
