//! Stories of labels that are linked to vocabularies.

use crate::support::{Stage, on_both};
use crate::vocabularies::{FIRST, GERMAN, SECOND, loads};
use passport::skill::link::{Decision, Method};
use passport_hub::flows::link_labels::{LinkedLabel, link_labels, train};
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
