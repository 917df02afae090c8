//! Stories of mappings that a program proposes, and of the steward who decides on them.

use crate::support::{Stage, on_both};
use adapters::Delivery;
use adapters::sssom::write;
use adapters::vocabulary::{Format, Given, read};
use passport::skill::mapping::Standing;
use passport::skill::translate::{Loss, Outcome};
use passport::skill::{Concepts, Relation};
use passport_hub::flows::export_mappings::{Wanted, as_set, find_mappings};
use passport_hub::flows::keep_set::{Kept, statement};
use passport_hub::flows::load_vocabulary::{Load, load_vocabulary};
use passport_hub::flows::propose_mappings::{NotProposed, Propose, Proposed, propose_mappings};
use passport_hub::flows::review_mapping::{Review, Reviewed, Verdict, review_mapping};
use passport_hub::flows::translate::translator;
use passport_hub::store::mappings;
use std::sync::Arc;
use std::time::Duration;

const COLLEGE: &str = "\
code,label,language,alternative_labels,kind,status
G,Care,en,,group,
C1,Wound care,en,,,
C2,Taking blood samples,en,Drawing blood,,
C3,Kiosk repair,en,,,
C4,Anatomy,en,,knowledge,
C5,Old wound care,en,Wound care,,deprecated
J1,Nurse,en,,occupation,
C6,Wundversorgung,de,,,
";

const WARD: &str = "\
code,label,language,alternative_labels,kind
W1,Wound Care,en,,
W2,Drawing blood,en,,
W4,Anatomy,en,,
W5,Sterilising instruments,en,,
J1,Nurse,en,,occupation
";

async fn loads(stage: &Stage, key: &str, table: &str, version: &str) {
    let given = Given { key, language: "en" };
    let delivery = Delivery::single("skills.csv", table.as_bytes().to_vec());
    let load = Load {
        key: key.into(),
        contents: read(&delivery, Format::List, &given).unwrap(),
        version: Some(version.into()),
        name: None,
        however_unlike: false,
    };
    load_vocabulary(&stage.hub, load).await.unwrap().unwrap();
}

fn college_to(to: &str) -> Propose {
    Propose {
        from: "college".into(),
        to: to.into(),
        least: 0.3,
        language: None,
        dry_run: false,
    }
}

async fn proposes(stage: &Stage, propose: &Propose) -> Result<Proposed, NotProposed> {
    propose_mappings(&stage.hub, propose, Arc::new(|_, _| {}))
        .await
        .unwrap()
}

/// What stands between the two, by the codes of the concepts.
async fn stands(stage: &Stage) -> Vec<String> {
    let sql =
        "SELECT subject.code || ' ' || relation || ' ' || object.code || ' ' || standing || ' ' || method FROM mapping
        JOIN concept subject ON subject.id = subject_concept_id JOIN concept object ON object.id = object_concept_id
        WHERE superseded_at IS NULL AND subject.uri LIKE 'local:college%' ORDER BY 1";
    stage.texts(sql).await
}

/// Decides on what is proposed for a concept of the college.
async fn decides(stage: &Stage, uri: &str, verdict: Verdict) {
    let all = Arc::clone(&stage.hub.fresh_reference().await.unwrap().vocabularies);
    let concept = all.by_uri(uri).unwrap();
    let review = Review {
        mapping: all.mappings.graph().from(concept)[0].mapping.unwrap(),
        verdict,
        confidence: None,
        comment: None,
    };
    let reviewed = review_mapping(&stage.hub, stage.steward(), &review).await.unwrap();
    assert!(matches!(reviewed, Reviewed::Settled(_)), "{reviewed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_proposes_and_a_second_run_takes_the_place_of_the_first() {
    on_both(async |stage: &Stage| {
        loads(stage, "college", COLLEGE, "1").await;
        loads(stage, "ward", WARD, "1").await;
        let dry = Propose {
            dry_run: true,
            ..college_to("ward")
        };
        let before = stage.count("mapping").await;
        let would = proposes(stage, &dry).await.unwrap();
        assert_eq!((would.kept.added, stage.count("mapping").await), (3, before));

        let first = proposes(stage, &college_to("ward")).await.unwrap();
        assert_eq!(first.kept, would.kept);
        assert_eq!((first.asked, first.unnamed, first.settled), (4, 1, 0), "{first:?}");
        assert_eq!(first.unsure + first.nothing, 1, "nothing is like the kiosk: {first:?}");
        let proposed = [
            "C1 exact W1 proposed lexical",
            "C2 close W2 proposed lexical",
            "C4 close W4 proposed lexical",
        ];
        assert_eq!(
            stands(stage).await,
            proposed,
            "knowledge is not the same as a skill so called"
        );

        let again = proposes(stage, &college_to("ward")).await.unwrap();
        let same = Kept {
            unchanged: 3,
            ..Kept::default()
        };
        assert_eq!(again.kept, same);

        // What is not like enough any more ends; the next version says one thing otherwise.
        let next = WARD
            .replace("W2,Drawing blood", "W2,Washing up")
            .replace("W4,Anatomy,en,,", "W4,Anatomy,en,,knowledge");
        loads(stage, "ward", &next, "2").await;
        let fresh = stage.another_hub().await;
        let third = proposes(&fresh, &college_to("ward")).await.unwrap();
        let changed = Kept {
            unchanged: 1,
            changed: 1,
            ended: 1,
            added: 0,
        };
        assert_eq!(third.kept, changed);
        assert_eq!(
            stands(stage).await,
            ["C1 exact W1 proposed lexical", "C4 exact W4 proposed lexical"]
        );
        assert_eq!(
            stage.count("mapping WHERE superseded_at IS NOT NULL").await,
            2,
            "nothing is overwritten"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_steward_decided_stays_and_is_not_proposed_again() {
    on_both(async |stage: &Stage| {
        loads(stage, "college", COLLEGE, "1").await;
        loads(stage, "ward", WARD, "1").await;
        proposes(stage, &college_to("ward")).await.unwrap();
        let told = async |uri: &str| {
            let all = Arc::clone(&stage.hub.fresh_reference().await.unwrap().vocabularies);
            let translation = translator(&all, "ward", "en")
                .unwrap()
                .concept(all.by_uri(uri).unwrap());
            let relation = translation.best.map(|best| best.relation);
            (translation.outcome, relation, translation.losses)
        };
        let proposed = (Outcome::Proposed, Some(Relation::Exact), vec![Loss::ProposedOnly]);
        assert_eq!(
            told("local:college/c1").await,
            proposed,
            "it is shown, and told to be a proposal"
        );

        decides(stage, "local:college/c1", Verdict::Accept).await;
        decides(stage, "local:college/c2", Verdict::Reject).await;
        decides(stage, "local:college/c4", Verdict::NoMatch).await;
        let decided = stands(stage).await;
        assert_eq!(decided, ["C1 exact W1 accepted review", "C2 close W2 rejected review"]);
        assert_eq!(
            told("local:college/c1").await,
            (Outcome::Translated, Some(Relation::Exact), vec![])
        );

        let again = proposes(stage, &college_to("ward")).await.unwrap();
        assert_eq!((again.kept, again.settled), (Kept::default(), 2), "{again:?}");
        assert_eq!(stands(stage).await, decided);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_rivals_neither_becomes_the_same_once_the_other_is_decided_on() {
    on_both(async |stage: &Stage| {
        loads(
            stage,
            "college",
            "code,label,language\nA1,Wound care,en\nA2,Wound care,en\n",
            "1",
        )
        .await;
        loads(
            stage,
            "ward",
            "code,label,language\nW1,Wound Care,en\nW2,Washing,en\n",
            "1",
        )
        .await;
        proposes(stage, &college_to("ward")).await.unwrap();
        let near = ["A1 close W1 proposed lexical", "A2 close W1 proposed lexical"];
        assert_eq!(stands(stage).await, near);

        decides(stage, "local:college/a1", Verdict::Accept).await;
        proposes(stage, &college_to("ward")).await.unwrap();
        let decided = ["A1 close W1 accepted review", "A2 close W1 proposed lexical"];
        assert_eq!(stands(stage).await, decided);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn proposals_in_one_language_do_not_end_those_in_another() {
    on_both(async |stage: &Stage| {
        loads(stage, "college", COLLEGE, "1").await;
        let ward = format!("{WARD}W6,Wundversorgung,de,,\n");
        loads(stage, "ward", &ward, "1").await;
        let in_german = |language: &str| Propose {
            language: Some(language.into()),
            ..college_to("ward")
        };
        assert_eq!(proposes(stage, &college_to("ward")).await.unwrap().kept.added, 3);
        let english = stands(stage).await;
        let german = proposes(stage, &in_german("de")).await.unwrap();
        assert_eq!(german.set, "urn:passport-hub:proposed:college:ward:de");
        assert_eq!((german.kept.added, german.kept.ended), (1, 0), "{german:?}");
        let both = [&english[..], &["C6 exact W6 proposed lexical".to_owned()]].concat();
        assert_eq!(stands(stage).await, both);

        let same = |unchanged| Kept {
            unchanged,
            ..Kept::default()
        };
        assert_eq!(proposes(stage, &college_to("ward")).await.unwrap().kept, same(3));
        assert_eq!(proposes(stage, &in_german("DE-at")).await.unwrap().kept, same(1));

        // What was proposed before languages had sets of their own is not proposed twice.
        stage
            .run("UPDATE mapping SET mapping_set = 'urn:passport-hub:proposed:college:ward' WHERE mapping_set LIKE '%:ward:en'")
            .await;
        assert_eq!(proposes(stage, &college_to("ward")).await.unwrap().kept, same(3));
        assert_eq!(proposes(stage, &in_german("de")).await.unwrap().kept, same(1));
        let surer = Propose {
            least: 1.0,
            ..college_to("ward")
        };
        assert_eq!(proposes(stage, &surer).await.unwrap().kept.ended, 3);
        assert_eq!(stands(stage).await, ["C6 exact W6 proposed lexical"]);
    })
    .await;
}

/// Two replicas: what one decides while the other still asks its linker holds.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_decided_while_the_linker_is_asked_is_not_proposed() {
    on_both(async |stage: &Stage| {
        loads(stage, "college", COLLEGE, "1").await;
        loads(stage, "ward", WARD, "1").await;
        let all = Arc::clone(&stage.hub.reference().vocabularies);
        let concept = |uri| all.by_uri(uri).unwrap();
        let tx = stage.hub.db.begin().await.unwrap();
        mappings::begin_turn(&tx).await.unwrap();

        let dry = Propose {
            dry_run: true,
            ..college_to("ward")
        };
        assert_eq!(
            proposes(stage, &dry).await.unwrap().kept.added,
            3,
            "it waits for nobody"
        );
        let hub = stage.hub.clone();
        let proposing =
            tokio::spawn(async move { propose_mappings(&hub, &college_to("ward"), Arc::new(|_, _| {})).await });
        tokio::time::sleep(Duration::from_millis(300)).await;
        let pair = (concept("local:college/c2"), Relation::Close, concept("local:ward/w2"));
        let rejected = statement("urn:reviews", Standing::Rejected, pair);
        mappings::add(&tx, vec![rejected]).await.unwrap();
        tx.commit().await.unwrap();

        let proposed = proposing.await.unwrap().unwrap().unwrap();
        assert_eq!(proposed.kept.added, 2);
        let stood = [
            "C1 exact W1 proposed lexical",
            "C2 close W2 rejected unspecified",
            "C4 close W4 proposed lexical",
        ];
        assert_eq!(stands(stage).await, stood);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_language_calls_itself_is_near_what_it_is_called() {
    on_both(async |stage: &Stage| {
        loads(stage, "college", "code,label\nC1,Deutsch\nC2,Teamwork\n", "1").await;
        loads(stage, "ward", "code,label\nW1,German\nW2,Teamwork\n", "1").await;
        proposes(stage, &college_to("ward")).await.unwrap();
        let near = ["C1 close W1 proposed background", "C2 exact W2 proposed lexical"];
        assert_eq!(stands(stage).await, near);
        let told = stage
            .texts(
                "SELECT comment FROM mapping WHERE match_string IS NULL AND mapping_set LIKE '%proposed:college:ward:en'",
            )
            .await;
        assert_eq!(told, ["Deutsch / German"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_goes_out_with_what_met_and_who_proposed_it() {
    on_both(async |stage: &Stage| {
        loads(stage, "college", COLLEGE, "1").await;
        loads(stage, "ward", WARD, "1").await;
        proposes(stage, &college_to("ward")).await.unwrap();
        let wanted = Wanted {
            from: Some("college".into()),
            ..Wanted::default()
        };
        let rows = find_mappings(&stage.hub, &wanted).await.unwrap().unwrap();
        let written = write(&as_set(&stage.hub, &wanted, &rows));
        assert!(written.contains("#mapping_tool: Passport Hub linker\n"), "{written}");
        let header = "confidence\tsubject_match_field\tobject_match_field\tmatch_string\n";
        assert!(written.contains(header), "{written}");
        let line = |code: &str| {
            written
                .lines()
                .find(|line| line.starts_with(&format!("local:college/{code}\t")))
                .unwrap()
        };
        assert!(
            line("c1").ends_with("\tskos:prefLabel\tskos:prefLabel\twound care"),
            "{written}"
        );
        assert!(
            line("c2").ends_with("\tskos:altLabel\tskos:prefLabel\tdrawing blood"),
            "{written}"
        );
        assert!(line("c2").contains("\tskos:closeMatch\t"), "{written}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_wrongly_is_told_what_is_wrong() {
    on_both(async |stage: &Stage| {
        loads(stage, "college", COLLEGE, "1").await;
        loads(stage, "jobs", "code,label,kind\nJ1,Nurse,occupation\n", "1").await;
        let unsure = Propose {
            least: 1.5,
            ..college_to("onet")
        };
        for (propose, why) in [
            (college_to("nowhere"), NotProposed::NoVocabulary("nowhere".into())),
            (college_to("college"), NotProposed::Same),
            (college_to("jobs"), NotProposed::NoSkills("jobs".into())),
            (unsure, NotProposed::Confidence),
        ] {
            assert_eq!(proposes(stage, &propose).await.map(|_| ()), Err(why));
        }
    })
    .await;
}
