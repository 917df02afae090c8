//! A college's list of a few skills, and texts in which people speak of them.

use super::*;
use crate::skill::link::{Concept, Label, Rank};
use std::sync::LazyLock;

fn skill(names: &[&str]) -> Concept {
    let label = |(place, name): (usize, &&str)| {
        let (language, text) = name.split_once(':').unwrap_or(("en", name));
        Label {
            text: text.to_owned(),
            language: language.to_owned(),
            rank: if place == 0 || language != "en" {
                Rank::Preferred
            } else {
                Rank::Alternative
            },
        }
    };
    Concept {
        labels: names.iter().enumerate().map(label).collect(),
        ..Concept::default()
    }
}

fn college() -> Vec<Concept> {
    let mut college = vec![
        skill(&[
            "provide patient-centred care",
            "bedside manner",
            "fr:fournir des soins centrés sur le patient",
        ]),
        skill(&["JavaScript", "client-side scripting"]),
        skill(&["C#", "C sharp"]),
        skill(&["R"]),
        skill(&["work in teams", "teamwork", "cooperate with colleagues"]),
        skill(&["weld metal", "welding", "fr:souder des métaux"]),
        skill(&["organise events", "event organisation"]),
        skill(&[
            "operate forklift",
            "drive fork-lift truck",
            "fr:conduire un chariot élévateur",
        ]),
        skill(&["develop software", "software development"]),
        skill(&["maintain wind turbines"]),
        skill(&["Information Technology", "IT"]),
    ];
    // Other things that the college teaches: what is rare among so few is not rare.
    college.extend((0..300).map(|number| skill(&[&format!("craft {number} of the trade {}", number % 7)])));
    college
}

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::build(Arc::new(Linker::build(&college(), Default::default())), None));

fn told(text: &str) -> Vec<(&str, String, Method)> {
    let found = EXTRACTOR.extract(text, &Options::default());
    let names = college();
    found
        .into_iter()
        .map(|found| {
            (
                &text[found.range],
                names[found.concept].labels[0].text.clone(),
                found.method,
            )
        })
        .collect()
}

#[test]
fn whatever_way_a_text_speaks_of_a_skill_it_is_found() {
    for (text, place, concept, method) in [
        (
            "Experience with JavaScript required.",
            "JavaScript",
            "JavaScript",
            Method::PreferredLabel,
        ),
        ("You know C#, and more.", "C#", "C#", Method::PreferredLabel),
        (
            "A good bedside manner!",
            "bedside manner",
            "provide patient-centred care",
            Method::AlternativeLabel,
        ),
        (
            "I welded metals for years",
            "welded metals",
            "weld metal",
            Method::SameWords,
        ),
        (
            "organizing of events",
            "organizing of events",
            "organise events",
            Method::SameWords,
        ),
        (
            "the organisation of the event",
            "organisation of the event",
            "organise events",
            Method::SameWords,
        ),
        (
            "maintain large wind turbines",
            "maintain large wind turbines",
            "maintain wind turbines",
            Method::Resemblance,
        ),
        (
            "develop\nsoftware",
            "develop\nsoftware",
            "develop software",
            Method::PreferredLabel,
        ),
        (
            "souder des métaux",
            "souder des métaux",
            "weld metal",
            Method::PreferredLabel,
        ),
        (
            "Conduire des chariots élévateurs",
            "Conduire des chariots élévateurs",
            "operate forklift",
            Method::SameWords,
        ),
    ] {
        assert_eq!(told(text), [(place, concept.to_owned(), method)], "{text:?}");
    }
}

#[test]
fn a_text_tells_its_skills_in_their_order_and_none_twice_at_one_place() {
    let text = "We look for welding, software development (JavaScript), and people who cooperate with colleagues.";
    let places: Vec<&str> = told(text).into_iter().map(|(place, ..)| place).collect();
    assert_eq!(
        places,
        [
            "welding",
            "software development",
            "JavaScript",
            "cooperate with colleagues"
        ]
    );
}

#[test]
fn what_only_looks_like_a_skill_is_not_told() {
    for text in [
        "",
        "r",
        "Does it work? He said it would.",
        "We are a family company with offices in five cities.",
        "🙂🙂🙂",
    ] {
        assert_eq!(told(text), [], "{text:?}");
    }
}

#[test]
fn a_name_of_a_letter_or_two_counts_in_its_own_capitals_alone() {
    let options = Options {
        least_confidence: 0.0,
        ..Options::default()
    };
    let tells = |text: &str, name: &str| {
        let found = EXTRACTOR.extract(text, &options);
        found
            .iter()
            .any(|found| found.matched.as_ref() == name && found.method <= Method::AlternativeLabel)
    };
    for (text, name, is_told) in [
        ("Statistics with R", "R", true),
        ("statistics with r", "R", false),
        ("Do IT", "IT", true),
        ("does it", "IT", false),
    ] {
        assert_eq!(tells(text, name), is_told, "{text}");
    }
}

#[test]
fn no_skill_is_found_across_the_end_of_a_clause() {
    assert_eq!(
        told("They weld. Metal is sold")
            .iter()
            .filter(|told| told.0.contains('.'))
            .count(),
        0
    );
}

#[test]
fn the_surest_are_told_where_not_all_may_be() {
    let text = "maintain large wind turbines, JavaScript, organising of an event";
    let all = EXTRACTOR.extract(text, &Options::default());
    let limited = |limit| {
        EXTRACTOR.extract(
            text,
            &Options {
                limit,
                ..Options::default()
            },
        )
    };
    let surest = all
        .iter()
        .max_by(|one, other| one.confidence.total_cmp(&other.confidence))
        .unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!(limited(1), std::slice::from_ref(surest));
    assert_eq!(limited(0), []);
    let sure = Options {
        least_confidence: surest.confidence,
        ..Options::default()
    };
    assert_eq!(EXTRACTOR.extract(text, &sure), std::slice::from_ref(surest));
}

#[test]
fn a_language_that_is_said_is_the_one_read() {
    let french = Options {
        language: Some("fr-CA".to_owned()),
        ..Options::default()
    };
    let text = "souder les métaux";
    assert_eq!(EXTRACTOR.extract(text, &french).len(), 1);
    let unknown = Options {
        language: Some("xx".to_owned()),
        ..Options::default()
    };
    assert_eq!(
        EXTRACTOR.extract(text, &unknown),
        EXTRACTOR.extract(text, &Options::default())
    );
}

#[test]
fn nothing_loaded_finds_nothing() {
    let empty = Extractor::build(Arc::new(Linker::build(&[], Default::default())), None);
    assert_eq!(empty.extract("JavaScript", &Options::default()), []);
}

#[test]
fn very_long_and_very_strange_texts_are_read_to_their_end() {
    for (unit, times) in [
        ("x", 1_000_000),
        ("JavaScript ", 20_000),
        ("weld metal\u{0}\u{7}", 20_000),
        ("e\u{301}\u{301}\u{301}", 50_000),
        ("\u{200b}\u{202e}", 50_000),
        ("شبكة الحاسوب، ", 10_000),
        ("👩‍🔧", 20_000),
    ] {
        let text = unit.repeat(times) + ". JavaScript";
        let found = EXTRACTOR.extract(
            &text,
            &Options {
                limit: usize::MAX,
                ..Options::default()
            },
        );
        let last = found.last().map(|found| &text[found.range.clone()]);
        assert_eq!(last, Some("JavaScript"), "{unit:?}");
        assert!(EXTRACTOR.extract(&text, &Options::default()).len() <= Options::default().limit);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_gets_finds_that_hold_together(
        text in "\\PC{0,120}|((weld|metal|JavaScript|C#|IT|R|team|work|in|souder|é|e\u{301}|شبكة|🙂|\u{200b}|\u{0})[ ,.\n-]{0,2}){0,60}"
    ) {
        let options = Options { least_confidence: 0.0, ..Options::default() };
        let found = EXTRACTOR.extract(&text, &options);
        for found in &found {
            proptest::prop_assert!(text.get(found.range.clone()).is_some_and(|place| !place.is_empty()));
            proptest::prop_assert!((0.0..=1.0).contains(&found.confidence));
            proptest::prop_assert!(found.concept < college().len());
        }
        for pair in found.windows(2) {
            proptest::prop_assert!(pair[0].range.end <= pair[1].range.start);
        }
        proptest::prop_assert_eq!(EXTRACTOR.extract(&text, &options), found, "asked twice, answered alike");
    }
}
