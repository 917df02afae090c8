//! Every change can be undone, and made again.

use crate::{database, rows, samples::Sample};
use migration::{Migrator, MigratorTrait};
use std::collections::BTreeSet;

#[tokio::test]
async fn going_down_leaves_nothing_and_going_up_again_makes_the_same() {
    database::on_each(async |db| {
        Migrator::up(&db, None).await.unwrap();
        let first = database::shape(&db).await;
        rows::put_in_all(&db, Sample::full()).await;

        Migrator::down(&db, None).await.unwrap();
        assert_eq!(database::tables(&db).await, BTreeSet::new());
        assert_eq!(database::indexes(&db).await, BTreeSet::new());

        Migrator::up(&db, None).await.unwrap();
        assert_eq!(database::shape(&db).await, first);
        rows::put_in_all(&db, Sample::full()).await;
    })
    .await;
}

#[tokio::test]
async fn each_change_undoes_what_it_made() {
    database::on_each(async |db| {
        let mut before = Vec::new();
        for _ in Migrator::migrations() {
            before.push(database::shape(&db).await);
            Migrator::up(&db, Some(1)).await.unwrap();
        }
        while let Some(state) = before.pop() {
            Migrator::down(&db, Some(1)).await.unwrap();
            assert_eq!(database::shape(&db).await, state);
        }
    })
    .await;
}

#[tokio::test]
async fn the_names_of_changes_stay() {
    let names: Vec<_> = Migrator::migrations()
        .iter()
        .map(|change| change.name().to_owned())
        .collect();
    let expected = [
        "m0001_sources",
        "m0002_people",
        "m0003_imports",
        "m0004_vocabularies",
        "m0005_passport_sections",
        "m0006_claims",
        "m0007_opportunities",
        "m0008_consent",
        "m0009_import_alive",
        "m0010_subject_names",
        "m0011_consent_requests",
        "m0012_disclosure_requests",
        "m0013_delegations",
        "m0014_connections",
        "m0015_members",
        "m0016_named_since",
        "m0017_vocabulary_versions",
        "m0018_mappings",
        "m0019_vocabulary_encoders",
        "m0020_terms",
        "m0021_known_since",
        "m0022_matches",
        "m0023_vocabulary_scales",
        "m0024_concept_past",
        "m0025_reject_resolution",
        "m0026_run_process",
        "m0027_import_indexes",
        "m0028_evidence_references",
    ];
    assert_eq!(names, expected);
}
