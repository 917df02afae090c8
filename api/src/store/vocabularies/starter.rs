//! The built-in starter vocabulary: read from the files compiled into the binary, written once per version.

use super::FIRST;
use super::changes::tell_changes;
use crate::store::{Db, StoreError, Tx};
use chrono::{DateTime, Utc};
use entity::{concept, concept_label, concept_relation, mapping, vocabulary, vocabulary_version};
use passport::skill::normalise;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// One built-in vocabulary.
struct Starter {
    key: &'static str,
    version: &'static str,
    name: &'static str,
    publisher: &'static str,
    licence: &'static str,
    attribution: &'static str,
    url: &'static str,
    pivot: bool,
    file: &'static str,
}

const STARTERS: [Starter; 2] = [
    Starter {
        key: "esco",
        version: "1.1.1-starter",
        name: "ESCO, starter selection",
        publisher: "European Commission",
        licence: "Free reuse with acknowledgement (Commission Decision 2011/833/EU)",
        attribution: "This service uses the ESCO classification of the European Commission.",
        url: "https://esco.ec.europa.eu/",
        pivot: true,
        file: include_str!("../../../assets/vocabularies/esco.csv"),
    },
    Starter {
        key: "onet",
        version: "29.0-starter",
        name: "O*NET, starter selection",
        publisher: "U.S. Department of Labor, Employment and Training Administration",
        licence: "CC BY 4.0",
        attribution: "This page includes information from the O*NET 29.0 Database by the U.S. Department of Labor, \
                      Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a \
                      trademark of USDOL/ETA. A selection was made and mapped to other vocabularies.",
        url: "https://www.onetcenter.org/database.html",
        pivot: false,
        file: include_str!("../../../assets/vocabularies/onet.csv"),
    },
];

const RELATIONS: &str = include_str!("../../../assets/vocabularies/relations.csv");
const MAPPINGS: &str = include_str!("../../../assets/vocabularies/mappings.csv");

#[derive(Deserialize)]
struct LabelRow {
    uri: String,
    code: String,
    kind: String,
    reuse_level: String,
    language: String,
    label_kind: String,
    label: String,
}

#[derive(Deserialize)]
struct RelationRow {
    from_uri: String,
    to_uri: String,
    relation: String,
}

#[derive(Deserialize)]
struct MappingRow {
    subject_id: String,
    predicate_id: String,
    object_id: String,
    mapping_justification: String,
    confidence: f64,
    #[serde(rename = "comment")]
    _comment: String,
}

/// Writes the starter vocabularies that are not there yet; true when something was written.
pub async fn load_starter(db: &Db, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let mut missing = Vec::new();
    for starter in &STARTERS {
        let there = vocabulary::Entity::find().filter(vocabulary::Column::Key.eq(starter.key));
        if there.one(db.conn()).await?.is_none() {
            missing.push(starter);
        }
    }
    if missing.len() < STARTERS.len() {
        return Ok(false);
    }
    let tx = db.begin().await?;
    let (mut ids, mut written) = (HashMap::new(), Vec::new());
    for starter in missing {
        written.push(write_vocabulary(&tx, starter, now, &mut ids).await?);
    }
    write_relations(&tx, &ids).await?;
    for vocabulary in written {
        tell_changes(&tx, vocabulary, FIRST).await?;
    }
    write_mappings(&tx, &ids, now).await?;
    tx.commit().await?;
    Ok(true)
}

async fn write_vocabulary(
    tx: &Tx,
    starter: &Starter,
    now: DateTime<Utc>,
    ids: &mut HashMap<String, Uuid>,
) -> Result<Uuid, StoreError> {
    let id = Uuid::now_v7();
    let rows = rows::<LabelRow>(starter.file)?;
    let row = vocabulary::Model {
        id,
        key: starter.key.into(),
        version: starter.version.into(),
        name: starter.name.into(),
        publisher: Some(starter.publisher.into()),
        licence: Some(starter.licence.into()),
        attribution: Some(starter.attribution.into()),
        url: Some(starter.url.into()),
        language: "en".into(),
        pivot: starter.pivot,
        created_at: now,
    };
    let version = first_version(&row, rows.iter().map(|row| row.language.as_str()).collect());
    vocabulary::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.conn())
        .await?;
    vocabulary_version::Entity::insert(version.into_active_model())
        .exec_without_returning(tx.conn())
        .await?;
    let mut concepts = Vec::new();
    let mut labels = Vec::new();
    for row in rows {
        let concept_id = *ids.entry(row.uri.clone()).or_insert_with(|| {
            let concept_id = Uuid::now_v7();
            concepts.push(concept_of(concept_id, id, &row));
            concept_id
        });
        labels.push(concept_label::ActiveModel {
            id: Set(Uuid::now_v7()),
            concept_id: Set(concept_id),
            language: Set(row.language),
            kind: Set(row.label_kind),
            normalised: Set(normalise(&row.label)),
            text: Set(row.label),
            since: Set(FIRST),
            until: Set(None),
        });
    }
    for chunk in concepts.chunks(500) {
        concept::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(tx.conn())
            .await?;
    }
    for chunk in labels.chunks(500) {
        concept_label::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(id)
}

fn first_version(row: &vocabulary::Model, languages: BTreeSet<&str>) -> vocabulary_version::Model {
    vocabulary_version::Model {
        id: Uuid::now_v7(),
        vocabulary_id: row.id,
        number: FIRST,
        version: row.version.clone(),
        name: row.name.clone(),
        publisher: row.publisher.clone(),
        licence: row.licence.clone(),
        attribution: row.attribution.clone(),
        url: row.url.clone(),
        languages: serde_json::json!(languages),
        told: None,
        changes: serde_json::json!({}),
        loaded_at: row.created_at,
    }
}

fn concept_of(id: Uuid, vocabulary_id: Uuid, row: &LabelRow) -> concept::ActiveModel {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    concept::ActiveModel {
        id: Set(id),
        vocabulary_id: Set(vocabulary_id),
        uri: Set(row.uri.clone()),
        code: Set(some(&row.code)),
        kind: Set(row.kind.clone()),
        reuse_level: Set(some(&row.reuse_level)),
        status: Set("released".into()),
        replaced_by: Set(None),
        deprecated_since: Set(None),
        since: Set(FIRST),
        until: Set(None),
        level: Set(None),
        level_scale: Set(None),
    }
}

async fn write_relations(tx: &Tx, ids: &HashMap<String, Uuid>) -> Result<(), StoreError> {
    let mut models = Vec::new();
    for row in rows::<RelationRow>(RELATIONS)? {
        models.push(concept_relation::ActiveModel {
            id: Set(Uuid::now_v7()),
            from_id: Set(known(ids, &row.from_uri)?),
            to_id: Set(known(ids, &row.to_uri)?),
            kind: Set(row.relation),
            importance: Set(None),
            level: Set(None),
            since: Set(FIRST),
            until: Set(None),
        });
    }
    for chunk in models.chunks(500) {
        concept_relation::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}

async fn write_mappings(tx: &Tx, ids: &HashMap<String, Uuid>, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut models = Vec::new();
    for row in rows::<MappingRow>(MAPPINGS)? {
        let relation = row
            .predicate_id
            .trim_start_matches("skos:")
            .trim_end_matches("Match")
            .to_owned();
        models.push(mapping::ActiveModel {
            id: Set(Uuid::now_v7()),
            subject_concept_id: Set(known(ids, &row.subject_id)?),
            object_concept_id: Set(Some(known(ids, &row.object_id)?)),
            relation: Set(relation),
            method: Set("starter".into()),
            confidence: Set(row.confidence),
            author: Set(Some("passport-hub starter".into())),
            reviewer: Set(None),
            reviewed_at: Set(None),
            justification: Set(Some(row.mapping_justification)),
            mapping_set: Set(Some("starter".into())),
            recorded_at: Set(now),
            superseded_at: Set(None),
            standing: Set("published".into()),
            ..Default::default()
        });
    }
    mapping::Entity::insert_many(models)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

fn rows<T: serde::de::DeserializeOwned>(file: &str) -> Result<Vec<T>, StoreError> {
    let rows: Result<Vec<T>, _> = csv::Reader::from_reader(file.as_bytes()).deserialize().collect();
    rows.map_err(|_| StoreError::Corrupt("a starter vocabulary file"))
}

fn known(ids: &HashMap<String, Uuid>, uri: &str) -> Result<Uuid, StoreError> {
    ids.get(uri).copied().ok_or(StoreError::Corrupt(
        "a starter vocabulary file names a concept that it does not hold",
    ))
}
