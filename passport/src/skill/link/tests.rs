//! A college's list of a few skills, and what people write when they mean them.

use super::*;
use proptest::strategy::Strategy;
use std::sync::{Arc, LazyLock};

/// A skill with its names: the first is preferred, those in other languages begin with the tag.
fn skill(names: &[&str]) -> Concept {
    let label = |(place, name): (usize, &&str)| {
        let (language, text) = name.split_once(':').unwrap_or(("en", name));
        let rank = if place == 0 || language != "en" {
            Rank::Preferred
        } else {
            Rank::Alternative
        };
        Label {
            text: text.to_owned(),
            language: language.to_owned(),
            rank,
        }
    };
    Concept {
        uri: format!("urn:skill:{}", names[0]),
        labels: names.iter().enumerate().map(label).collect(),
        ..Concept::default()
    }
}

fn college() -> Vec<Concept> {
    vec![
        skill(&[
            "provide patient-centred care",
            "bedside manner",
            "fr:fournir des soins centrés sur le patient",
        ]),
        skill(&[
            "manage musical staff",
            "coordinate duties of musical staff",
            "fr:gérer une équipe musicale",
        ]),
        skill(&["JavaScript", "client-side scripting"]),
        skill(&["Java (computer programming)", "Java"]),
        skill(&["C++", "C plus plus"]),
        skill(&["C#", "C sharp"]),
        skill(&["work in teams", "teamwork", "cooperate with colleagues"]),
        skill(&["use spreadsheets software", "Microsoft Office Excel"]),
        skill(&["weld metal", "welding", "fr:souder des métaux"]),
        skill(&["organise events", "event organisation"]),
        skill(&["human resource management", "HR"]),
        skill(&[
            "operate forklift",
            "drive fork-lift truck",
            "fr:conduire un chariot élévateur",
        ]),
    ]
}

static LINKER: LazyLock<Linker> = LazyLock::new(|| Linker::build(&college(), Options::default()));

fn first(label: &str) -> (String, Method, f32) {
    let linked = LINKER.link(label, 5);
    let first = &linked.candidates[0];
    (
        college()[first.concept].labels[0].text.clone(),
        first.method,
        first.confidence,
    )
}

#[test]
fn whatever_way_a_skill_is_written_it_is_found() {
    for (label, concept, method) in [
        ("JavaScript", "JavaScript", Method::PreferredLabel),
        ("  JAVASCRIPT. ", "JavaScript", Method::PreferredLabel),
        ("java script", "JavaScript", Method::PreferredLabel),
        ("javascirpt", "JavaScript", Method::Spelling),
        ("JS", "JavaScript", Method::Resemblance),
        ("java", "Java (computer programming)", Method::AlternativeLabel),
        ("C#", "C#", Method::PreferredLabel),
        ("c++", "C++", Method::PreferredLabel),
        (
            "bedside manner",
            "provide patient-centred care",
            Method::AlternativeLabel,
        ),
        (
            "care, patient centred, providing",
            "provide patient-centred care",
            Method::SameWords,
        ),
        ("Ability to work in a team", "work in teams", Method::SameWords),
        ("organizing events", "organise events", Method::SameWords),
        ("welds metals", "weld metal", Method::SameWords),
        ("knowledge of Excel", "use spreadsheets software", Method::Resemblance),
        ("HR", "human resource management", Method::AlternativeLabel),
        ("souder des métaux", "weld metal", Method::PreferredLabel),
        ("souder les métaux", "weld metal", Method::SameWords),
        ("conduire des chariots", "operate forklift", Method::Resemblance),
    ] {
        let (found, by, _) = first(label);
        assert_eq!((found.as_str(), by), (concept, method), "{label}");
    }
}

#[test]
fn every_preferred_label_comes_first_and_is_sure() {
    for (place, concept) in college().iter().enumerate() {
        for label in concept.labels.iter().filter(|label| label.rank == Rank::Preferred) {
            let linked = LINKER.link(&label.text, 5);
            assert_eq!(linked.candidates[0].concept, place, "{}", label.text);
            assert_eq!(linked.decision, Decision::Match, "{}", label.text);
            assert!(
                linked.candidates[0].confidence > 0.7,
                "{} {}",
                label.text,
                linked.candidates[0].confidence
            );
        }
    }
}

#[test]
fn five_are_told_where_there_are_so_many() {
    for label in ["JavaScript", "teamwork", "quantum chromodynamics", "zzz"] {
        assert_eq!(LINKER.link(label, 1).candidates.len(), 5, "{label}");
    }
    let two = Linker::build(&college()[..2], Options::default());
    assert_eq!(two.link("JavaScript", 5).candidates.len(), 2);
    assert_eq!(LINKER.link("teamwork", 9).candidates.len(), 9);
}

#[test]
fn what_is_in_no_vocabulary_has_no_match() {
    for label in ["quantum chromodynamics", "Kubernetes", "", " — ", "PhD"] {
        assert_eq!(LINKER.link(label, 5).decision, Decision::NoMatch, "{label:?}");
    }
    assert!(LINKER.link("", 5).candidates.is_empty());
}

#[test]
fn nothing_loaded_links_nothing() {
    let empty = Linker::build(&[], Options::default());
    assert_eq!(empty.link("teamwork", 5).decision, Decision::NoMatch);
    let nameless = Linker::build(&[Concept::default()], Options::default());
    assert!(nameless.link("teamwork", 5).candidates.is_empty());
}

#[test]
fn two_concepts_of_one_name_are_both_told() {
    let linker = Linker::build(
        &[skill(&["welding"]), skill(&["pig breeding"]), skill(&["Welding"])],
        Options::default(),
    );
    let linked = linker.link("welding", 5);
    let mut told: Vec<usize> = linked.candidates[..2]
        .iter()
        .map(|candidate| candidate.concept)
        .collect();
    told.sort_unstable();
    assert_eq!(told, [0, 2]);
}

#[test]
fn a_trained_encoder_brings_names_of_one_concept_together() {
    let schedule = Schedule {
        rounds: 60,
        batch: 32,
        run: 1,
        ..Schedule::default()
    };
    let trained = Encoder::train(&college(), 7, schedule);
    let again = Encoder::train(&college(), 7, schedule);
    assert_eq!(
        trained.to_bytes(),
        again.to_bytes(),
        "the same seed gives the same encoder"
    );
    let linker = Linker::build(
        &college(),
        Options {
            encoder: Some(trained),
            learned: None,
        },
    );
    let (described, _) = strongest(&linker, "manner at the bedside of patients", "encoder_concept");
    assert_eq!(described, 0);
}

fn strongest(linker: &Linker, label: &str, feature: &str) -> (usize, f32) {
    let place = NAMES.iter().position(|name| *name == feature).unwrap();
    let candidates = linker.weigh(label).candidates;
    let numbers = candidates
        .iter()
        .map(|candidate| (candidate.concept, candidate.features[place]));
    numbers.max_by(|one, other| one.1.total_cmp(&other.1)).unwrap()
}

#[test]
fn an_encoder_is_kept_as_bytes_and_nothing_else_is_taken_for_one() {
    let encoder = Encoder::train(
        &college(),
        1,
        Schedule {
            rounds: 1,
            ..Schedule::default()
        },
    );
    let bytes = encoder.to_bytes();
    assert_eq!(Encoder::from_bytes(&bytes).unwrap().to_bytes(), bytes);
    assert!(Encoder::from_bytes(&bytes[..bytes.len() - 1]).is_err(), "cut off");
    assert!(
        Encoder::from_bytes(&[bytes.as_slice(), &[0]].concat()).is_err(),
        "too long"
    );
    assert!(Encoder::from_bytes(&bytes[1..]).is_err());
    assert!(Encoder::from_bytes(b"").is_err());
}

#[test]
fn many_threads_share_one_linker() {
    fn shared<T: Send + Sync>(_: &T) {}
    let linker = Arc::new(Linker::build(&college(), Options::default()));
    shared(&linker);
    let ask = |linker: Arc<Linker>| std::thread::spawn(move || linker.link("welds metals", 5));
    let answers: Vec<Linked> = (0..4)
        .map(|_| ask(linker.clone()))
        .map(|thread| thread.join().unwrap())
        .collect();
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_gets_an_answer_that_holds_together(label in "\\PC{0,80}|([a-zé]{1,9}[ -]){0,200}|[\\x00-\\x20]{0,9}|(شبكة|管理|soins|care|🙂){0,9}") {
        let linked = LINKER.link(&label, 7);
        let confidences: Vec<f32> = linked.candidates.iter().map(|candidate| candidate.confidence).collect();
        proptest::prop_assert!(confidences.iter().all(|confidence| (0.0..=1.0).contains(confidence)), "{confidences:?}");
        proptest::prop_assert!(confidences.iter().all(|confidence| *confidence <= confidences[0]), "{confidences:?}");
        proptest::prop_assert!((0.0..=1.0).contains(&linked.matchable));
        proptest::prop_assert!(confidences.iter().sum::<f32>() <= linked.matchable + 1e-4, "{confidences:?} of {}", linked.matchable);
        proptest::prop_assert!(linked.candidates.len() <= 7);
        proptest::prop_assert_eq!(&LINKER.link(&label, 7), &linked, "asked twice, answered alike");
        let spaced = format!("  {}!", label.to_uppercase().to_lowercase());
        proptest::prop_assert_eq!(crate::skill::normalise(&label).is_empty(), LINKER.link(&spaced, 7).candidates.is_empty());
    }

    #[test]
    fn words_in_another_order_are_the_same_words(order in proptest::sample::subsequence(vec![0usize, 1, 2, 3], 4).prop_shuffle()) {
        let words = ["duties", "coordinate", "staff", "musical"];
        let label = order.iter().map(|place| words[*place]).collect::<Vec<_>>().join(" ");
        proptest::prop_assert_eq!(LINKER.link(&label, 5).candidates[0].concept, 1);
    }
}
