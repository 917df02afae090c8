//! Finding a holder at the console, by the operator who holds the hub's keys. Gives ids alone, nothing about anybody.

use super::{Db, StoreError};
use crate::keys::Keys;
use entity::{person, person_identifier};
use passport::record::IdentifierSystem;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many mergers are followed; more are a circle.
const LONGEST_CHAIN: usize = 32;

/// Whose an e-mail address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// No source has verified it for anybody.
    Nobody,
    /// One person's.
    One(Uuid),
    /// Verified for so many people that may be one, or share it: by it alone nobody is known.
    Several(usize),
}

/// Whose verified e-mail address this is.
pub async fn owner_of_email(db: &Db, keys: &Keys, email: &str) -> Result<Owner, StoreError> {
    let system = IdentifierSystem::Email;
    let hash = keys.blind(system.as_str(), &system.normalise(email));
    let known: Vec<Uuid> = person_identifier::Entity::find()
        .select_only()
        .column(person_identifier::Column::PersonId)
        .filter(person_identifier::Column::System.eq(system.as_str()))
        .filter(person_identifier::Column::ValueHash.eq(hash))
        .filter(person_identifier::Column::Verified.eq(true))
        .filter(person_identifier::Column::SupersededAt.is_null())
        .order_by_asc(person_identifier::Column::Id)
        .into_tuple()
        .all(db.conn())
        .await?;
    let mut holders = BTreeSet::new();
    for person in known {
        holders.extend(holder_of(db, person).await?);
    }
    Ok(match (holders.first(), holders.len()) {
        (None, _) => Owner::Nobody,
        (Some(person), 1) => Owner::One(*person),
        (Some(_), several) => Owner::Several(several),
    })
}

/// The person who stands for this one, after all mergers; none where there is nobody, or all was erased.
pub async fn holder_of(db: &Db, person: Uuid) -> Result<Option<Uuid>, StoreError> {
    let mut next = person;
    for _ in 0..LONGEST_CHAIN {
        let Some(row) = person::Entity::find_by_id(next).one(db.conn()).await? else {
            return Ok(None);
        };
        match row.merged_into {
            Some(into) => next = into,
            None => return Ok(row.erased_at.is_none().then_some(row.id)),
        }
    }
    Err(StoreError::Corrupt("a person who is merged into themselves"))
}
