//! Subjects, people, and what identifies them.

use super::batch::{LIST, insert_all, set_each, upsert_all};
use super::records::moving;
use super::{StoreError, Tx, delegations, links};
use entity::{consent, person, person_identifier, person_link, source, subject};
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, RelationTrait,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// An identifier that somebody is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownIdentifier {
    /// Whose it is now.
    pub person: Uuid,
    /// The subject that brought it; none where the holder did.
    pub subject: Option<Uuid>,
    /// The source of that subject.
    pub source: Option<Uuid>,
    /// The word of its system.
    pub system: String,
    /// Its keyed hash.
    pub hash: String,
    /// Whether it counts as verified.
    pub verified: bool,
}

/// Everything that one chunk adds to what is known of people.
#[derive(Debug, Default)]
pub struct PeopleRows {
    /// New people.
    pub persons: Vec<person::Model>,
    /// New subjects.
    pub subjects: Vec<subject::Model>,
    /// Subjects whose source gives them another name.
    pub renamed: Vec<subject::Model>,
    /// New identifiers.
    pub identifiers: Vec<person_identifier::Model>,
    /// Links, new or settled.
    pub links: Vec<person_link::Model>,
}

/// The subjects that a source knows by these keys.
pub async fn subjects(tx: &Tx, source: Uuid, key_hashes: &[String]) -> Result<Vec<subject::Model>, StoreError> {
    let mut found = Vec::new();
    for batch in key_hashes.chunks(LIST) {
        let rows = subject::Entity::find()
            .filter(subject::Column::SourceId.eq(source))
            .filter(subject::Column::KeyHash.is_in(batch));
        found.extend(rows.all(tx.conn()).await?);
    }
    Ok(found)
}

/// The subject with this id.
pub async fn subject(tx: &Tx, id: Uuid) -> Result<Option<subject::Model>, StoreError> {
    Ok(subject::Entity::find_by_id(id).one(tx.conn()).await?)
}

/// What these subjects are known by.
pub async fn identifiers_of(tx: &Tx, subjects: &[Uuid]) -> Result<Vec<KnownIdentifier>, StoreError> {
    let mut found = Vec::new();
    for batch in subjects.chunks(LIST) {
        let those = Condition::all().add(person_identifier::Column::SubjectId.is_in(batch.iter().copied()));
        found.extend(identifiers(tx, those).await?);
    }
    Ok(found)
}

/// Everybody known by one of these hashes, by system.
pub async fn known_by(tx: &Tx, hashes: &BTreeMap<&str, BTreeSet<&str>>) -> Result<Vec<KnownIdentifier>, StoreError> {
    use person_identifier::Column::{System, ValueHash};
    let mut found = Vec::new();
    for (system, hashes) in hashes {
        let hashes: Vec<&str> = hashes.iter().copied().collect();
        for batch in hashes.chunks(LIST) {
            let those = Condition::all()
                .add(System.eq(*system))
                .add(ValueHash.is_in(batch.iter().copied()));
            found.extend(identifiers(tx, those).await?);
        }
    }
    Ok(found)
}

async fn identifiers(tx: &Tx, those: Condition) -> Result<Vec<KnownIdentifier>, StoreError> {
    use person_identifier::Column::{PersonId, SubjectId, SupersededAt, System, ValueHash, Verified};
    let rows = person_identifier::Entity::find()
        .select_only()
        .columns([PersonId, SubjectId])
        .column(subject::Column::SourceId)
        .columns([System, ValueHash, Verified])
        .join(JoinType::LeftJoin, person_identifier::Relation::Subject.def())
        .filter(those)
        .filter(SupersededAt.is_null())
        .into_tuple::<(Uuid, Option<Uuid>, Option<Uuid>, String, String, bool)>()
        .all(tx.conn())
        .await?;
    let known = |(person, subject, source, system, hash, verified)| KnownIdentifier {
        person,
        subject,
        source,
        system,
        hash,
        verified,
    };
    Ok(rows.into_iter().map(known).collect())
}

/// These people.
pub async fn persons(tx: &Tx, ids: &BTreeSet<Uuid>) -> Result<HashMap<Uuid, person::Model>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    let mut found = HashMap::new();
    for batch in ids.chunks(LIST) {
        let rows = person::Entity::find().filter(person::Column::Id.is_in(batch.iter().copied()));
        found.extend(rows.all(tx.conn()).await?.into_iter().map(|row| (row.id, row)));
    }
    Ok(found)
}

/// The person who now stands for each of these, after all mergers.
pub async fn standing(tx: &Tx, ids: &BTreeSet<Uuid>) -> Result<HashMap<Uuid, Uuid>, StoreError> {
    let mut found: HashMap<Uuid, Uuid> = ids.iter().map(|id| (*id, *id)).collect();
    let mut merged: HashMap<Uuid, Uuid> = HashMap::new();
    let mut next = ids.clone();
    while !next.is_empty() {
        let rows = persons(tx, &next).await?;
        merged.extend(rows.values().filter_map(|row| Some((row.id, row.merged_into?))));
        next = rows
            .values()
            .filter_map(|row| row.merged_into)
            .filter(|into| !merged.contains_key(into))
            .collect();
    }
    for standing in found.values_mut() {
        // Mergers make no circle; were there one, this ends all the same.
        for _ in 0..merged.len() {
            *standing = merged.get(standing).copied().unwrap_or(*standing);
        }
    }
    Ok(found)
}

/// Those who were left empty and point to one of these people.
pub async fn merged_into(tx: &Tx, persons: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
    let mut found = Vec::new();
    for batch in persons.chunks(LIST) {
        let rows = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::MergedInto.is_in(batch.iter().copied()));
        found.extend(rows.into_tuple::<Uuid>().all(tx.conn()).await?);
    }
    Ok(found)
}

/// The person who now stands for this one; none where there is none.
pub async fn standing_for(tx: &Tx, id: Uuid) -> Result<Option<person::Model>, StoreError> {
    let Some(standing) = standing(tx, &BTreeSet::from([id])).await?.remove(&id) else {
        return Ok(None);
    };
    Ok(person::Entity::find_by_id(standing).one(tx.conn()).await?)
}

/// The person of each of these subjects.
pub async fn persons_of(tx: &Tx, subjects: &[Uuid]) -> Result<HashMap<Uuid, Uuid>, StoreError> {
    let mut found = HashMap::new();
    for batch in subjects.chunks(LIST) {
        let rows = subject::Entity::find()
            .select_only()
            .columns([subject::Column::Id, subject::Column::PersonId])
            .filter(subject::Column::Id.is_in(batch.iter().copied()));
        found.extend(rows.into_tuple::<(Uuid, Uuid)>().all(tx.conn()).await?);
    }
    Ok(found)
}

/// Whether somebody else than this organization's sources knows one of these people: another's source, or they themselves,
/// by what they entered, consented to or delegated.
pub async fn known_to_others(tx: &Tx, organization: Uuid, persons: &[Uuid]) -> Result<bool, StoreError> {
    let of_them = || subject::Column::PersonId.is_in(persons.iter().copied());
    let own = source::Entity::find()
        .select_only()
        .column(source::Column::Id)
        .filter(source::Column::OrganizationId.eq(organization));
    let others = subject::Entity::find()
        .filter(of_them())
        .filter(subject::Column::SourceId.not_in_subquery(own.into_query()));
    let consents = consent::Entity::find().filter(consent::Column::PersonId.is_in(persons.iter().copied()));
    Ok(others.count(tx.conn()).await? > 0
        || consents.count(tx.conn()).await? > 0
        || !delegations::whom_they_bind(tx, persons).await?.is_empty()
        || !moving::holding_without_subject(tx, persons).await?.is_empty())
}

/// Those of these people who hold one subject at most, nothing entered for them by hand, gave no consent, and stand on no
/// side of a delegation.
pub async fn holding_one_subject(tx: &Tx, persons: &[Uuid]) -> Result<HashSet<Uuid>, StoreError> {
    let mut alone: HashSet<Uuid> = persons.iter().copied().collect();
    for batch in persons.chunks(LIST) {
        let several = subject::Entity::find()
            .select_only()
            .column(subject::Column::PersonId)
            .filter(subject::Column::PersonId.is_in(batch.iter().copied()))
            .group_by(subject::Column::PersonId)
            .having(subject::Column::Id.count().gt(1));
        let consenting = consent::Entity::find()
            .select_only()
            .column(consent::Column::PersonId)
            .distinct()
            .filter(consent::Column::PersonId.is_in(batch.iter().copied()));
        let mut busy = several.into_tuple::<Uuid>().all(tx.conn()).await?;
        busy.extend(consenting.into_tuple::<Uuid>().all(tx.conn()).await?);
        busy.extend(delegations::whom_they_bind(tx, batch).await?);
        busy.extend(moving::holding_without_subject(tx, batch).await?);
        busy.iter().for_each(|person| {
            alone.remove(person);
        });
    }
    Ok(alone)
}

/// Writes what is now known of people.
pub async fn save(tx: &Tx, rows: PeopleRows) -> Result<(), StoreError> {
    insert_all::<person::Entity>(tx, rows.persons).await?;
    insert_all::<subject::Entity>(tx, rows.subjects).await?;
    use subject::Column::{DisplayName, FamilyName, GivenName, Id, Language, NamedAt};
    let rename = OnConflict::column(Id)
        .update_columns([DisplayName, GivenName, FamilyName, Language, NamedAt])
        .to_owned();
    upsert_all::<subject::Entity>(tx, rows.renamed, rename).await?;
    insert_all::<person_identifier::Entity>(tx, rows.identifiers).await?;
    links::save_links(tx, rows.links).await
}

/// Adds a person.
pub async fn add_person(tx: &Tx, row: person::Model) -> Result<(), StoreError> {
    insert_all::<person::Entity>(tx, vec![row]).await
}

/// Says of each person who now stands for them; none for people of their own.
pub async fn set_merged(tx: &Tx, merged: &[(Uuid, Option<Uuid>)]) -> Result<(), StoreError> {
    set_each(tx, "person", "id", "merged_into", merged, &[]).await
}

/// Says of each subject which person it returns to.
pub async fn set_home(tx: &Tx, homes: &[(Uuid, Option<Uuid>)]) -> Result<(), StoreError> {
    set_each(tx, "subject", "id", "home_person_id", homes, &[]).await
}
