//! What the schema itself refuses, and what goes when a person is erased.

use crate::{database, rows, samples::Sample, tables::each_table};
use entity::{consent, disclosure, person, skill_state, source_record};
use sea_orm::{ActiveValue::Set, DatabaseConnection, EntityName, SqlErr, prelude::*};
use std::collections::BTreeSet;

/// What erasing a person takes along.
const PERSONAL: [&str; 15] = [
    "person",
    "subject",
    "person_identifier",
    "person_link",
    "source_record",
    "claim",
    "evidence",
    "credential",
    "experience",
    "learning",
    "programme_participation",
    "goal",
    "endorsement",
    "skill_state",
    "delegation",
];

#[tokio::test]
async fn erasing_a_person_takes_what_is_theirs_and_leaves_the_proof() {
    database::on_each_migrated(async |db| {
        let (erased, other) = (Sample::full(), Sample::bare());
        rows::put_in_all(&db, erased).await;
        rows::put_in_all(&db, other).await;

        person::Entity::delete_by_id(erased.id).exec(&db).await.unwrap();
        assert_eq!(
            tables_without(&db, erased).await,
            BTreeSet::from(PERSONAL.map(str::to_owned))
        );
        assert_eq!(tables_without(&db, other).await, BTreeSet::new());
    })
    .await;
}

#[tokio::test]
async fn a_record_has_one_current_version_and_any_number_of_past_ones() {
    database::on_each_migrated(async |db| {
        let sample = Sample::bare();
        rows::put_in_all(&db, sample).await;
        let again = || source_record::ActiveModel {
            id: Set(Uuid::now_v7()),
            ..sample.row::<source_record::Entity>()
        };

        assert_refused(again().insert(&db).await);
        for _ in 0..2 {
            let mut past = again();
            past.superseded_at = Set(Some("2024-01-01T00:00:00Z".parse().unwrap()));
            past.insert(&db).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_consent_has_one_current_version_and_each_version_once() {
    database::on_each_migrated(async |db| {
        let sample = Sample::bare();
        rows::put_in_all(&db, sample).await;
        let again = |version, superseded_at: Option<&str>| consent::ActiveModel {
            id: Set(Uuid::now_v7()),
            version: Set(version),
            superseded_at: Set(superseded_at.map(|at| at.parse().unwrap())),
            ..sample.row::<consent::Entity>()
        };

        assert_refused(again(2, None).insert(&db).await);
        again(2, Some("2024-01-01T00:00:00Z")).insert(&db).await.unwrap();
        assert_refused(again(2, Some("2024-01-02T00:00:00Z")).insert(&db).await);
    })
    .await;
}

#[tokio::test]
async fn a_person_has_one_state_for_each_concept_and_each_term_without_one() {
    database::on_each_migrated(async |db| {
        let sample = Sample::full();
        rows::put_in_all(&db, sample).await;
        let again = |concept_id: Option<Uuid>, term: Option<&str>| skill_state::ActiveModel {
            id: Set(Uuid::now_v7()),
            concept_id: Set(concept_id),
            term: Set(term.map(str::to_owned)),
            ..sample.row::<skill_state::Entity>()
        };

        assert_refused(again(Some(sample.id), None).insert(&db).await);
        again(None, Some("welding")).insert(&db).await.unwrap();
        assert_refused(again(None, Some("welding")).insert(&db).await);
        again(None, Some("baking")).insert(&db).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_holder_has_one_disclosure_in_each_place_of_the_chain() {
    database::on_each_migrated(async |db| {
        let sample = Sample::full();
        rows::put_in_all(&db, sample).await;
        let again = |seq| disclosure::ActiveModel {
            id: Set(Uuid::now_v7()),
            seq: Set(seq),
            writer_id: Set(None),
            ..sample.row::<disclosure::Entity>()
        };

        again(1).insert(&db).await.unwrap();
        assert_refused(again(1).insert(&db).await);
    })
    .await;
}

async fn tables_without(db: &DatabaseConnection, sample: Sample) -> BTreeSet<String> {
    let mut tables = BTreeSet::new();
    macro_rules! look {
        ($table:ident) => {
            if entity::$table::Entity::find_by_id(sample.id)
                .one(db)
                .await
                .unwrap()
                .is_none()
            {
                tables.insert(entity::$table::Entity.table_name().to_owned());
            }
        };
    }
    each_table!(look);
    tables
}

fn assert_refused<T: std::fmt::Debug>(outcome: Result<T, DbErr>) {
    let error = outcome.unwrap_err().sql_err();
    assert!(matches!(error, Some(SqlErr::UniqueConstraintViolation(_))), "{error:?}");
}
