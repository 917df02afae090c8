//! Stories of mappings: a set comes in, a steward decides, and translations follow what holds.

use crate::support::sources::badge;
use crate::support::{Stage, on_both};
use adapters::Delivery;
use adapters::sssom::{read, write};
use adapters::vocabulary::{self, Format, Given};
use entity::{claim, mapping};
use passport::skill::mapping::Standing;
use passport::skill::translate::{Loss, Outcome, Translation};
use passport::skill::{Concepts, Relation};
use passport_hub::flows::export_mappings::{Wanted, as_set, find_mappings};
use passport_hub::flows::import_mappings::{ImportMappings, Imported, import_mappings};
use passport_hub::flows::load_vocabulary::{Load, load_vocabulary};
use passport_hub::flows::review_mapping::{Review, Reviewed, Unfit, Verdict, review_mapping};
use passport_hub::flows::skill_facts::StoredClaim;
use passport_hub::flows::translate::{said, translator};
use passport_hub::hub::Hub;
use passport_hub::keys::Keys;
use sea_orm::{ConnectionTrait, EntityTrait};
use std::sync::Arc;
use uuid::Uuid;

const COLLEGE: &str = "\
code,label,language,kind,broader
C,Care,en,group,
C1,Listening to patients,en,,C
C2,Bedside manner,en,,C
C3,Kiosk repair,en,,
J1,Nurse,en,occupation,
";

/// Active Listening and Service Orientation of O*NET's selection.
const LISTENING: &str = "https://www.onetonline.org/find/descriptor/result/2.A.1.b";
const SERVICE: &str = "https://www.onetonline.org/find/descriptor/result/2.B.1.f";

const SET: &str = "\
#curie_map:
#  onet: https://www.onetonline.org/find/descriptor/result/
#mapping_set_id: https://college.example/mappings
#mapping_set_version: 1
#license: https://creativecommons.org/licenses/by/4.0/
subject_id\tpredicate_id\tobject_id\tmapping_justification\tauthor_label\tconfidence\tobject_source
local:college/c1\tskos:closeMatch\tonet:2.A.1.b\tsemapv:ManualMappingCuration\tAda L.\t0.8\t
local:college/c2\tskos:exactMatch\tonet:2.B.1.f\tsemapv:LexicalMatching\t\t0.6\t
local:college/c3\tskos:exactMatch\tsssom:NoTermFound\tsemapv:ManualMappingCuration\tAda L.\t\tlocal:onet
local:college/c9\tskos:exactMatch\tonet:2.A.1.b\tsemapv:LexicalMatching\t\t0.9\t
local:college/j1\tskos:exactMatch\tonet:2.A.1.b\tsemapv:LexicalMatching\t\t0.9\t
local:college/c1\tskos:exactMatch\tonet:2.A.1.b\tsemapv:ManualMappingCuration\t\t0.9\t
local:college/c3\tskos:exactMatch\tsssom:NoTermFound\tsemapv:ManualMappingCuration\t\t\tlocal:nowhere
";

async fn college(stage: &Stage) {
    let given = Given {
        key: "college",
        language: "en",
    };
    let delivery = Delivery::single("skills.csv", COLLEGE.as_bytes().to_vec());
    let load = Load {
        key: "college".into(),
        contents: vocabulary::read(&delivery, Format::List, &given).unwrap(),
        version: Some("2026".into()),
        name: None,
        however_unlike: false,
    };
    load_vocabulary(&stage.hub, load).await.unwrap().unwrap();
}

async fn imports(stage: &Stage, text: &str) -> Imported {
    import_mappings(&stage.hub, set(text)).await.unwrap()
}

fn set(text: &str) -> ImportMappings {
    ImportMappings {
        set: read(&Delivery::single("set.tsv", text.as_bytes().to_vec())).unwrap(),
        called: "set.tsv".into(),
        published: false,
        dry_run: false,
    }
}

/// What goes out, as a file.
async fn exports(hub: &Hub, wanted: &Wanted) -> String {
    let rows = find_mappings(hub, wanted).await.unwrap().unwrap();
    write(&as_set(hub, wanted, &rows))
}

/// Mappings of the college, to the vocabulary with this key or to any.
fn of_college(to: Option<&str>) -> Wanted {
    Wanted {
        from: Some("college".into()),
        to: to.map(str::to_owned),
        ..Wanted::default()
    }
}

fn counts(imported: &Imported) -> (usize, usize, usize) {
    (imported.added, imported.unchanged, imported.changed)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_from_before_what_met_was_kept_is_the_same_set() {
    const MET: &str = "\
#curie_map:
#  onet: https://www.onetonline.org/find/descriptor/result/
#mapping_set_id: https://college.example/met
#license: https://creativecommons.org/licenses/by/4.0/
subject_id\tpredicate_id\tobject_id\tmapping_justification\tsubject_match_field\tobject_match_field\tmatch_string
local:college/c1\tskos:closeMatch\tonet:2.A.1.b\tsemapv:LexicalMatching\tskos:prefLabel\tskos:altLabel\tlistening
local:college/c2\tskos:closeMatch\tonet:2.B.1.f\tsemapv:LexicalMatching\tskos:prefLabel\tskos:prefLabel\tbedside
";
    on_both(async |stage: &Stage| {
        college(stage).await;
        assert_eq!(counts(&imports(stage, MET).await), (2, 0, 0));
        let tx = stage.hub.db.begin().await.unwrap();
        let forget = "UPDATE mapping SET subject_match_field = NULL, object_match_field = NULL, match_string = NULL";
        tx.conn().execute_unprepared(forget).await.unwrap();
        tx.commit().await.unwrap();
        let c1 = mapping_of(stage, "local:college/c1").await;
        assert!(matches!(
            decides(stage, c1.id, Verdict::Reject).await,
            Reviewed::Settled(_)
        ));

        assert_eq!(counts(&imports(stage, MET).await), (0, 2, 0));
        assert_eq!(mapping_of(stage, "local:college/c1").await.standing, "rejected");
        let other = MET.replace("c2\tskos:closeMatch", "c2\tskos:exactMatch");
        assert_eq!(counts(&imports(stage, &other).await), (0, 1, 1));
        let met_otherwise = other.replace("prefLabel\tbedside", "altLabel\tbedside");
        assert_eq!(counts(&imports(stage, &met_otherwise).await), (0, 1, 1));
    })
    .await;
}

async fn translated(stage: &Stage, uri: &str) -> Translation {
    let all = Arc::clone(&stage.hub.fresh_reference().await.unwrap().vocabularies);
    let concept = all.by_uri(uri).unwrap();
    translator(&all, "onet", "en").unwrap().concept(concept)
}

/// What a translation comes to: its outcome, the URI and relation of what is found, and what is lost.
async fn told(stage: &Stage, uri: &str) -> (Outcome, Option<(String, Relation)>, Vec<Loss>) {
    let translation = translated(stage, uri).await;
    let reference = Arc::clone(&stage.hub.reference().vocabularies);
    let best = translation
        .best
        .map(|best| (reference.concepts[&best.concept].row.uri.clone(), best.relation));
    (translation.outcome, best, translation.losses)
}

/// The mapping that stands of a concept of the college.
async fn mapping_of(stage: &Stage, uri: &str) -> mapping::Model {
    let wanted = Wanted {
        from: Some("college".into()),
        ..Wanted::default()
    };
    let rows = find_mappings(&stage.hub, &wanted).await.unwrap().unwrap();
    let subject = stage.hub.reference().vocabularies.by_uri(uri).unwrap();
    rows.into_iter().rfind(|row| row.subject_concept_id == subject).unwrap()
}

async fn decides(stage: &Stage, mapping: Uuid, verdict: Verdict) -> Reviewed {
    let review = Review {
        mapping,
        verdict,
        confidence: None,
        comment: Some("seen on the ward".into()),
    };
    review_mapping(&stage.hub, stage.steward(), &review).await.unwrap()
}

fn found(uri: &str, relation: Relation) -> Option<(String, Relation)> {
    Some((uri.to_owned(), relation))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_comes_in_once_and_what_cannot_be_taken_is_told() {
    on_both(async |stage: &Stage| {
        college(stage).await;
        let first = imports(stage, SET).await;
        assert_eq!(counts(&first), (3, 0, 0));
        assert_eq!(first.set, "https://college.example/mappings");
        let rejects: Vec<_> = first.rejects.iter().map(|reject| (reject.place.row, reject.code)).collect();
        assert_eq!(
            rejects,
            [(Some(11), "different_kinds"), (Some(12), "said_twice"), (Some(13), "unknown_vocabulary")]
        );
        assert_eq!(first.unknown, [("local:college/c9".to_owned(), 1)].into());
        let standings = "SELECT standing || ' ' || method || ' ' || relation FROM mapping WHERE mapping_set LIKE 'https%' ORDER BY id";
        let stand = ["published manual close", "proposed lexical exact", "published manual no_match"];
        assert_eq!(stage.texts(standings).await, stand);

        let before = stage.table("mapping", "TRUE").await;
        assert_eq!(counts(&imports(stage, SET).await), (0, 3, 0));
        assert_eq!(stage.table("mapping", "TRUE").await, before, "the same set again changes nothing");

        let next = SET.replace("mapping_set_version: 1", "mapping_set_version: 2");
        let next = next.replace("\t0.8\t", "\t0.7\t");
        assert_eq!(counts(&imports(stage, &next).await), (0, 2, 1));
        assert_eq!(stage.count("mapping WHERE superseded_at IS NOT NULL").await, 1);
        assert_eq!(stage.count("mapping WHERE replaces_id IS NOT NULL").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn translations_follow_what_holds() {
    on_both(async |stage: &Stage| {
        college(stage).await;
        let not_mapped = (Outcome::NotTranslated, None, vec![Loss::NotMapped]);
        assert_eq!(told(stage, "local:college/c1").await, not_mapped);
        imports(stage, SET).await;
        assert_eq!(
            told(stage, "local:college/c1").await,
            (
                Outcome::Translated,
                found(LISTENING, Relation::Close),
                vec![Loss::NotTheSame]
            )
        );
        assert_eq!(
            told(stage, "local:college/c2").await,
            (
                Outcome::Proposed,
                found(SERVICE, Relation::Exact),
                vec![Loss::ProposedOnly]
            )
        );
        assert_eq!(
            told(stage, "local:college/c3").await,
            (Outcome::NotTranslated, None, vec![Loss::NoMatch])
        );
        // The mappings that come with the hub are published.
        let esco = "http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de";
        assert_eq!(
            told(stage, esco).await,
            (Outcome::Translated, found(LISTENING, Relation::Exact), vec![])
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passport_is_translated_and_keeps_the_words_of_its_sources() {
    on_both(async |stage: &Stage| {
        college(stage).await;
        imports(stage, SET).await;
        let source = stage.source("badges", "badge", &["email"]).await;
        let skills = [
            "LISTENING to patients",
            "Bedside manner",
            "Kiosk repair",
            "Basket weaving",
        ];
        source
            .sends_json(&badge("one", "amara@example.org", "Amara Okafor", &skills))
            .await;
        let claims = claim::Entity::find().all(stage.hub.db.conn()).await.unwrap();
        let stored = claims.iter().map(StoredClaim::from);
        let all = Arc::clone(&stage.hub.fresh_reference().await.unwrap().vocabularies);
        let translator = translator(&all, "onet", "fr").unwrap();
        let passport = translator.passport(stored.map(|claim| said(&claim)).collect::<Vec<_>>());
        let outcomes = [
            (Outcome::Translated, 1),
            (Outcome::Proposed, 1),
            (Outcome::NotTranslated, 2),
        ];
        assert_eq!(passport.counts.outcomes, outcomes.into());
        let losses = [
            (Loss::NotTheSame, 1),
            (Loss::ProposedOnly, 1),
            (Loss::LabelInOtherLanguage, 2),
            (Loss::NoMatch, 1),
            (Loss::NoConcept, 1),
        ];
        assert_eq!(passport.counts.losses, losses.into());
        let mut words: Vec<_> = passport.skills.iter().map(|skill| skill.words.as_str()).collect();
        words.sort_unstable();
        assert_eq!(
            words,
            [
                "Basket weaving",
                "Bedside manner",
                "Kiosk repair",
                "LISTENING to patients"
            ]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_steward_accepts_corrects_and_rejects() {
    on_both(async |stage: &Stage| {
        college(stage).await;
        imports(stage, SET).await;
        let proposed = mapping_of(stage, "local:college/c2").await;
        let Reviewed::Settled(rows) = decides(stage, proposed.id, Verdict::Accept).await else {
            panic!("not settled");
        };
        let [accepted] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!(accepted.replaces_id, Some(proposed.id));
        assert_eq!(
            told(stage, "local:college/c2").await,
            (Outcome::Translated, found(SERVICE, Relation::Exact), vec![])
        );
        assert_eq!(decides(stage, proposed.id, Verdict::Reject).await, Reviewed::Superseded);
        assert_eq!(
            counts(&imports(stage, SET).await),
            (0, 3, 0),
            "what was decided on is not brought up again"
        );

        let object = stage.hub.reference().vocabularies.by_uri(LISTENING).unwrap();
        let correct = |relation| Verdict::Correct { object, relation };
        let Reviewed::Settled(rows) = decides(stage, accepted.id, correct(Relation::Broad)).await else {
            panic!("not settled");
        };
        assert_eq!(rows.len(), 2, "the one is not right, and the other is");
        assert_eq!(
            told(stage, "local:college/c2").await,
            (
                Outcome::Translated,
                found(LISTENING, Relation::Broad),
                vec![Loss::BroaderThanSaid]
            )
        );

        let held = mapping_of(stage, "local:college/c2").await;
        let unfit = |why| Reviewed::Unfit(why);
        assert_eq!(
            decides(stage, held.id, correct(Relation::Broad)).await,
            unfit(Unfit::Same)
        );
        let itself = Verdict::Correct {
            object: held.subject_concept_id,
            relation: Relation::Exact,
        };
        assert_eq!(decides(stage, held.id, itself).await, unfit(Unfit::SameConcept));
        let nothing = Verdict::Correct {
            object: Uuid::nil(),
            relation: Relation::Exact,
        };
        assert_eq!(decides(stage, held.id, nothing).await, unfit(Unfit::UnknownConcept));
        assert_eq!(decides(stage, Uuid::nil(), Verdict::Accept).await, Reviewed::NotFound);

        assert!(matches!(
            decides(stage, held.id, Verdict::NoMatch).await,
            Reviewed::Settled(_)
        ));
        assert_eq!(
            told(stage, "local:college/c2").await,
            (Outcome::NotTranslated, None, vec![Loss::NoMatch])
        );
        let said =
            "SELECT standing FROM mapping WHERE superseded_at IS NULL AND comment = 'seen on the ward' ORDER BY id";
        assert_eq!(stage.texts(said).await, ["rejected", "corrected"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_out_comes_in_again_elsewhere_and_stands_as_it_did() {
    on_both(async |stage: &Stage| {
        college(stage).await;
        imports(stage, SET).await;
        let proposed = mapping_of(stage, "local:college/c2").await;
        decides(stage, proposed.id, Verdict::Reject).await;
        let wanted = Wanted {
            from: Some("college".into()),
            to: Some("onet".into()),
            ..Wanted::default()
        };
        let rows = find_mappings(&stage.hub, &wanted).await.unwrap().unwrap();
        let written = write(&as_set(&stage.hub, &wanted, &rows));
        assert!(written.contains("#subject_source: local:college\n"), "{written}");
        assert!(written.contains("\tskos:exactMatch\tNot\tonet:2.B.1.f\t"), "{written}");
        let there = stage.another_hub().await;
        there.run("DELETE FROM mapping").await;
        there.hub.shelf.reload(&there.hub.db).await.unwrap();
        let again = imports(&there, &written).await;
        assert_eq!((counts(&again), again.rejects), ((3, 0, 0), vec![]));
        let standings = "SELECT standing || ' ' || relation || ' ' || confidence FROM mapping ORDER BY 1";
        let stand = ["published close 0.8", "published no_match 0.9", "rejected exact 0.95"];
        assert_eq!(there.texts(standings).await, stand);
        let nowhere = Wanted {
            to: Some("x".into()),
            ..Wanted::default()
        };
        assert!(find_mappings(&there.hub, &nowhere).await.unwrap().is_err());
    })
    .await;
}

/// A college's set behind which people stand, though a program found it; and one mapping that it denies.
const VOUCHED: &str = "\
#curie_map:
#  onet: https://www.onetonline.org/find/descriptor/result/
#mapping_set_id: https://college.example/vouched
#license: https://creativecommons.org/licenses/by/4.0/
subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tauthor_id\tauthor_label\tconfidence\tcomment
local:college/c1\tskos:narrowMatch\t\tonet:2.B.1.f\tsemapv:LexicalMatching\torcid:1|jane\tBea\t0.12345\t\" two\nlines\"
local:college/c3\tskos:exactMatch\tNot\tonet:2.B.1.f\tsemapv:LexicalMatching\t\t\t\t
";

#[tokio::test(flavor = "multi_thread")]
async fn what_went_out_from_here_and_comes_back_changes_nothing() {
    on_both(async |stage: &Stage| {
        college(stage).await;
        imports(stage, SET).await;
        let vouched = ImportMappings {
            published: true,
            ..set(VOUCHED)
        };
        assert_eq!(counts(&import_mappings(&stage.hub, vouched).await.unwrap()), (2, 0, 0));
        let proposed = mapping_of(stage, "local:college/c2").await;
        decides(stage, proposed.id, Verdict::Accept).await;
        let object = stage.hub.reference().vocabularies.by_uri(SERVICE).unwrap();
        let relation = Relation::Related;
        let listening = of_college(Some("onet"));
        let rows = find_mappings(&stage.hub, &listening).await.unwrap().unwrap();
        let first = rows.first().unwrap().id;
        assert!(matches!(
            decides(stage, first, Verdict::Correct { object, relation }).await,
            Reviewed::Settled(_)
        ));

        let everything = Wanted::default();
        let out = exports(&stage.hub, &everything).await;
        let before = stage.table("mapping", "TRUE").await;
        let all = find_mappings(&stage.hub, &everything).await.unwrap().unwrap().len();
        assert!(all > 6, "the college's own, and those that come with the hub: {all}");
        let back = imports(stage, &out).await;
        assert_eq!((counts(&back), back.rejects), ((0, all, 0), vec![]), "{out}");
        assert_eq!(stage.table("mapping", "TRUE").await, before, "it stands as it did");

        // An older file brings up nothing that was decided on since.
        let accepted = mapping_of(stage, "local:college/c2").await;
        decides(stage, accepted.id, Verdict::Reject).await;
        let before = stage.table("mapping", "TRUE").await;
        assert_eq!(counts(&imports(stage, &out).await), (0, all, 0));
        assert_eq!(stage.table("mapping", "TRUE").await, before);

        // Who changes the file says something of their own, and beside the set that said it first.
        let edited = out.replace("\t0.123\t", "\t0.5\t");
        assert_eq!(counts(&imports(stage, &edited).await), (1, all - 1, 0));
        assert_eq!(counts(&imports(stage, &edited).await), (0, all, 0));
        assert_eq!(counts(&imports(stage, SET).await), (0, 3, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn proposals_that_went_out_come_back_with_people_behind_them() {
    on_both(async |stage: &Stage| {
        college(stage).await;
        imports(stage, SET).await;
        let out = exports(&stage.hub, &of_college(Some("onet"))).await;
        assert_eq!(counts(&imports(stage, &out).await), (0, 3, 0));
        let vouched = async || {
            let published = ImportMappings {
                published: true,
                ..set(&out)
            };
            counts(&import_mappings(&stage.hub, published).await.unwrap())
        };
        assert_eq!(
            vouched().await,
            (1, 2, 0),
            "what was published stands as strongly already"
        );
        let (outcome, ..) = told(stage, "local:college/c2").await;
        assert_eq!(outcome, Outcome::Translated);
        assert_eq!(vouched().await, (0, 3, 0));

        // A steward's word stands above both.
        let published = mapping_of(stage, "local:college/c2").await;
        assert_eq!(published.standing, "published");
        decides(stage, published.id, Verdict::Reject).await;
        assert_eq!(vouched().await, (0, 3, 0));
        let (outcome, ..) = told(stage, "local:college/c2").await;
        assert_eq!(outcome, Outcome::NotTranslated);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sets_of_two_hubs_and_of_two_pairs_are_told_apart() {
    on_both(async |stage: &Stage| {
        college(stage).await;
        imports(stage, SET).await;
        let other = Hub {
            keys: Arc::new(Keys::derive(&[9; 32])),
            ..stage.hub.clone()
        };
        let (here, there) = (stage.hub.keys.kid(), other.keys.kid());
        let pair = of_college(Some("onet"));
        let (ours, theirs) = (exports(&stage.hub, &pair).await, exports(&other, &pair).await);
        let version = &stage
            .hub
            .reference()
            .vocabularies
            .by_key("onet")
            .unwrap()
            .version
            .clone();
        assert!(
            ours.contains(&format!("#mapping_set_version: college 2026, onet {version}\n")),
            "{ours}"
        );
        let narrowed = |standings: &[Standing]| Wanted {
            standings: standings.to_vec(),
            ..of_college(None)
        };
        let id = |text: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix("#mapping_set_id: "));
            line.unwrap().to_owned()
        };
        for (text, expected) in [
            (&ours, format!("urn:passport-hub:{here}:mappings:from:college:to:onet")),
            (
                &theirs,
                format!("urn:passport-hub:{there}:mappings:from:college:to:onet"),
            ),
            (
                &exports(&stage.hub, &of_college(None)).await,
                format!("urn:passport-hub:{here}:mappings:from:college"),
            ),
            (
                &exports(&stage.hub, &Wanted::default()).await,
                format!("urn:passport-hub:{here}:mappings"),
            ),
            (
                &exports(&stage.hub, &narrowed(&[Standing::Published, Standing::Proposed])).await,
                format!("urn:passport-hub:{here}:mappings:from:college:standing:proposed:published"),
            ),
            (
                &exports(&stage.hub, &narrowed(Standing::ALL)).await,
                format!("urn:passport-hub:{here}:mappings:from:college"),
            ),
        ] {
            assert_eq!(id(text), expected);
        }

        // A third hub takes both, and none takes the place of the other.
        stage.run("DELETE FROM mapping").await;
        stage.hub.shelf.reload(&stage.hub.db).await.unwrap();
        let theirs = theirs.replace("\t0.8", "\t0.7");
        assert_eq!(counts(&imports(stage, &ours).await), (3, 0, 0));
        assert_eq!(counts(&imports(stage, &theirs).await), (3, 0, 0));
        assert_eq!(counts(&imports(stage, &ours).await), (0, 3, 0));
        assert_eq!(counts(&imports(stage, &theirs).await), (0, 3, 0));
    })
    .await;
}
