//! Stories of labels that are linked to vocabularies.

use crate::support::sources::employees;
use crate::support::{Stage, on_both};
use crate::vocabularies::{FIRST, GERMAN, SECOND, loads};
use adapters::Delivery;
use passport::skill::link::{Decision, Method};
use passport_hub::flows::link_labels::{LinkedLabel, link_labels, train};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the college's list says to a label: the decision, and the code and method of the best concept.
async fn linked(stage: &Stage, label: &str) -> (Decision, String, Method) {
    let all = link_labels(&stage.hub, "college", vec![label.to_owned()], 3)
        .await
        .unwrap();
    let LinkedLabel {
        decision, candidates, ..
    } = all.unwrap().remove(0);
    let best = candidates.into_iter().next().unwrap();
    (decision, best.concept.row.code.clone().unwrap(), best.method)
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_are_linked_to_a_colleges_list_by_what_its_skills_are_called() {
    on_both(async |stage: &Stage| {
        loads(stage, FIRST, Some("2025")).await.unwrap();
        let the = |code: &str, method| (Decision::Match, code.to_owned(), method);
        assert_eq!(
            linked(stage, "forklift DRIVING").await,
            the("W1", Method::PreferredLabel)
        );
        assert_eq!(linked(stage, "flt").await, the("W1", Method::AlternativeLabel));
        assert_eq!(linked(stage, "Driving forklifts").await, the("W1", Method::SameWords));
        assert_eq!(linked(stage, "violin").await.0, Decision::NoMatch);
        assert_eq!(
            linked(stage, "warehouse").await.0,
            Decision::NoMatch,
            "a heading is no skill"
        );
        let unknown = link_labels(&stage.hub, "nobodys", vec!["x".into()], 3).await.unwrap();
        assert!(unknown.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_version_is_linked_to_by_every_hub_and_nobody_waits_for_it() {
    on_both(async |stage: &Stage| {
        loads(stage, FIRST, Some("2025")).await.unwrap();
        let other = stage.another_hub().await;
        for hub in [stage, &other] {
            assert_eq!(linked(hub, "stock taking").await.1, "W2");
        }
        loads(stage, SECOND, Some("2026")).await.unwrap();
        loads(stage, GERMAN, Some("2026")).await.unwrap();
        for hub in [stage, &other] {
            hub.hub.shelf.refresh(&hub.hub.db).await.unwrap();
            // The one before answers until the next is built behind it.
            while linked(hub, "Gabelstapler fahren").await.1 != "W1" || linked(hub, "stock keeping").await.1 != "W4" {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            assert_ne!(linked(hub, "stock taking").await.1, "W2", "it is deprecated");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_learned_from_a_vocabulary_is_kept_and_used_by_every_hub() {
    on_both(async |stage: &Stage| {
        loads(stage, FIRST, Some("2025")).await.unwrap();
        let other = stage.another_hub().await;
        let is_trained = async |stage: &Stage| {
            let ready = stage.hub.linkers.ready(&stage.hub, "college").await.unwrap();
            ready.unwrap().is_trained()
        };
        assert!(!is_trained(&other).await);

        let heard = Arc::new(Mutex::new(Vec::new()));
        let hears = Arc::clone(&heard);
        let trained = train(&stage.hub, "college", move |done, of| {
            hears.lock().unwrap().push((done, of));
        });
        let trained = trained.await.unwrap().unwrap();
        assert_eq!((trained.version.as_str(), trained.concepts), ("2025", 3));
        let (done, of) = *heard.lock().unwrap().last().unwrap();
        assert_eq!(done, of);

        other.hub.shelf.refresh(&other.hub.db).await.unwrap();
        while !is_trained(&other).await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(linked(&other, "lift truck driving").await.1, "W1");
        assert_eq!(train(&stage.hub, "nobodys", |_, _| {}).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_is_met_by_what_it_calls_itself() {
    on_both(async |stage: &Stage| {
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[
            (1, "Amara Okafor", "amara@example.org"),
            (2, "Luis Ortega", "luis@example.org"),
            (3, "Mei Tanaka", "mei@example.org"),
            (4, "Jan Kowalski", "jan@example.org"),
        ]))
        .await;
        let row = |(id, language): (u32, &str)| {
            json!({ "id": id, "employee_id": [id, "An employee"], "skill_id": [50, language],
                "skill_level_id": [52, "C1"], "skill_type_id": [5, "Languages"], "level_progress": 85,
                "valid_from": "2024-09-01", "valid_to": false, "write_date": "2025-03-04 09:15:00" })
        };
        let rows = [(1, "ESPAÑOL"), (2, "castellano"), (3, "中文"), (4, "polski")].map(row);
        let skills = Value::from(rows.to_vec()).to_string().into_bytes();
        hr.sends(Delivery::single("hr.employee.skill.json", skills)).await;
        let met = "SELECT claim.raw_label || ' is ' || concept_label.text || ' by ' || claim.mapping_method
            FROM claim JOIN concept_label ON concept_label.concept_id = claim.concept_id
                AND concept_label.language = 'en' AND concept_label.kind = 'preferred'
            WHERE claim.superseded_at IS NULL";
        let mut told = stage.texts(met).await;
        told.sort();
        let expected = [
            "ESPAÑOL is Spanish by alternative_label",
            "castellano is Spanish by alternative_label",
            "polski is Polish by alternative_label",
            "中文 is Chinese by alternative_label",
        ];
        assert_eq!(told, expected);
    })
    .await;
}
