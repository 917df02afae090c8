//! What m0010 and m0016 make of people and links that were there before them.

use crate::{database, samples::Sample};
use entity::{person, person_link, source, subject};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ActiveValue::NotSet, ActiveValue::Set, prelude::*};

/// The changes before it.
const BEFORE: u32 = 9;

#[tokio::test]
async fn names_go_to_the_subjects_that_said_them_and_the_latest_link_holds() {
    database::on_each(async |db| {
        Migrator::up(&db, Some(BEFORE)).await.unwrap();
        let [alone, shared] = [Sample::full(), Sample::full()];
        for sample in [alone, shared] {
            let mut person = sample.row::<person::Entity>();
            person.merged_into = Set(None);
            person.display_name = Set(Some("Amara Okafor".into()));
            person.given_name = Set(Some("Amara".into()));
            person.family_name = Set(Some("Okafor".into()));
            person.insert(&db).await.unwrap();
            let mut source = sample.row::<source::Entity>();
            source.organization_id = Set(None);
            source.insert(&db).await.unwrap();
        }
        insert_subject(&db, alone, alone.id, "A. O.").await;
        insert_subject(&db, shared, shared.id, "Amara Okafor").await;
        let other = Uuid::now_v7();
        insert_subject(&db, shared, other, "Luis Ortega").await;
        for (id, hour) in [(Uuid::now_v7(), 1), (Uuid::now_v7(), 2)] {
            insert_link(&db, alone, id, hour).await;
        }

        Migrator::up(&db, None).await.unwrap();
        let rows = subject::Entity::find().all(&db).await.unwrap();
        let family = |id: Uuid| rows.iter().find(|row| row.id == id).unwrap().family_name.clone();
        assert_eq!(
            family(alone.id).as_deref(),
            Some("Okafor"),
            "nobody else can have said it"
        );
        assert_eq!(family(shared.id).as_deref(), Some("Okafor"));
        assert_eq!(family(other), None);
        let named = rows.iter().all(|row| row.named_at.is_some());
        assert!(named, "they may have been named otherwise until the change was made");
        let mut links = person_link::Entity::find().all(&db).await.unwrap();
        links.sort_by_key(|link| link.decided_at);
        let states: Vec<_> = links.iter().map(|link| link.state.as_str()).collect();
        assert_eq!(states, ["superseded", "active"]);
    })
    .await;
}

/// As before the changes: without the columns that they add.
async fn insert_subject(db: &DatabaseConnection, sample: Sample, id: Uuid, name: &str) {
    let row = subject::ActiveModel {
        id: Set(id),
        key_hash: Set(id.to_string()),
        display_name: Set(Some(name.into())),
        given_name: NotSet,
        family_name: NotSet,
        language: NotSet,
        named_at: NotSet,
        ..sample.row::<subject::Entity>()
    };
    subject::Entity::insert(row).exec_without_returning(db).await.unwrap();
}

async fn insert_link(db: &DatabaseConnection, sample: Sample, id: Uuid, hour: u32) {
    let row = person_link::ActiveModel {
        id: Set(id),
        state: Set("active".into()),
        decided_at: Set(Some(format!("2026-01-01T0{hour}:00:00Z").parse().unwrap())),
        ..sample.row::<person_link::Entity>()
    };
    row.insert(db).await.unwrap();
}
