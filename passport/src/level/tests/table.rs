//! The table of docs/LEVELS.md.

use super::*;
use crate::record::{AssertedBy, AsserterKind, Assertion, Claim, Period, Place, Role, Term};

/// Scales as a source may declare them, in the words of the page.
fn declared(scale_in_words: &str) -> Scale {
    let at = |name, position| (name, Some(position), None);
    let of = |name, low, high| (name, None, Some((low, high)));
    if scale_in_words == "named Percent, 0 to 1" {
        return Scale {
            name: "Percent".into(),
            ..range(0.0, 1.0)
        };
    }
    if let Some(name) = scale_in_words.strip_prefix("named ") {
        return scale(name);
    }
    if let Some(steps) = scale_in_words.strip_prefix("steps ") {
        return names(&steps.split(", ").collect::<Vec<_>>());
    }
    match scale_in_words {
        "not declared" => scale("Skill"),
        "positions Novice 0.15, Proficient 0.7, Expert 1" => {
            with_steps(&[at("Novice", 0.15), at("Proficient", 0.7), at("Expert", 1.0)])
        }
        "best first: low, mid, high, top" => descending(names(&["low", "mid", "high", "top"])),
        "below 0-59, good 80-89, best 90-100" => {
            with_steps(&[of("below", 0.0, 59.0), of("good", 80.0, 89.0), of("best", 90.0, 100.0)])
        }
        "F 0-59, B 80-89, A 90-100" => with_steps(&[of("F", 0.0, 59.0), of("B", 80.0, 89.0), of("A", 90.0, 100.0)]),
        "rubric Emerging 1, Meets 2, Exceeds 4" => {
            with_steps(&[of("Emerging", 1.0, 1.0), of("Meets", 2.0, 2.0), of("Exceeds", 4.0, 4.0)])
        }
        "0 to 100" => range(0.0, 100.0),
        "0 to 4" => range(0.0, 4.0),
        "1 to 6, 1 is best" => descending(range(1.0, 6.0)),
        other => panic!("{other} is no scale"),
    }
}

#[test]
fn levels_are_placed_by_the_table() {
    let mut missing = Vec::new();
    for (value, scale, expected) in [
        ("B2", "not declared", "3-4 cefr finer_scale"),
        ("b1+", "not declared", "3-4 cefr finer_scale"),
        ("Level B2 (upper intermediate)", "not declared", "3-4 cefr finer_scale"),
        ("B1-B2", "not declared", "3-4 cefr finer_scale several_levels"),
        ("Pre-A1 – A2", "not declared", "1-2 cefr finer_scale several_levels"),
        ("5", "named EQF level", "3-4 eqf finer_scale other_measure"),
        ("EQF 5", "not declared", "3-4 eqf finer_scale other_measure"),
        (
            "http://data.europa.eu/snb/eqf/6",
            "not declared",
            "4-4 eqf finer_scale other_measure",
        ),
        ("9", "named EQF", "none out_of_range"),
        ("3", "named SFIA", "3-3 sfia finer_scale other_measure"),
        ("3-4", "named SFIA", "3-4 sfia finer_scale other_measure several_levels"),
        ("3,88", "named O*NET LV", "2-3 onet-lv rounded_outwards"),
        ("0", "named O*NET LV", "none no_evidence"),
        ("4.1", "named O*NET Importance", "none not_a_level"),
        ("3", "named Dreyfus model", "3-3 dreyfus"),
        (
            "Competent",
            "steps Not yet competent, Competent",
            "3-5 moodle-competence coarser_scale",
        ),
        (
            "Near Mastery",
            "steps No Evidence, Below Mastery, Near Mastery, Mastery, Exceeds Mastery",
            "2-3 canvas-mastery rounded_outwards",
        ),
        (
            "3.5",
            "named Canvas mastery",
            "3-5 canvas-mastery rounded_outwards between_steps",
        ),
        (
            "Well Below Mastery",
            "steps Well Below Mastery, Near Mastery, Meets Mastery, Exceeds Mastery",
            "1-2 canvas-ratings rounded_outwards",
        ),
        ("4+", "named ILR", "5-5 ilr rounded_outwards"),
        ("A1+", "not declared", "1-2 cefr finer_scale"),
        ("Matrícula de honor", "named Spanish grades", "4-5 spanish-grades grade"),
        (
            "http://data.europa.eu/snb/dcf/25831c2",
            "not declared",
            "none scale_not_declared",
        ),
        (
            "No Evidence",
            "steps No Evidence, Below Mastery, Near Mastery, Mastery, Exceeds Mastery",
            "none no_evidence",
        ),
        ("B", "steps F, D, C, B, A", "3-4 letter-grades grade"),
        ("85", "F 0-59, B 80-89, A 90-100", "3-4 letter-grades grade"),
        (
            "89,5",
            "F 0-59, B 80-89, A 90-100",
            "3-5 letter-grades grade between_steps",
        ),
        ("B", "named LetterGrade", "3-4 letter-grades grade"),
        ("1,3", "named Schulnoten", "3-5 german-grades grade rounded_outwards"),
        ("7", "named Schulnoten", "none out_of_range"),
        ("15/20", "named Note sur 20", "3-5 french-grades grade rounded_outwards"),
        ("B", "named ECTS grade", "3-5 ects-grades grade relative_to_class"),
        ("85", "named Percentile", "none relative_to_class"),
        ("3.7", "named GPA", "none not_a_level"),
        ("C1", "named Führerschein", "none not_a_level"),
        ("85", "named Percent", "4-5 percent rounded_outwards"),
        ("0.85", "named Percent, 0 to 1", "4-5 range rounded_outwards"),
        ("proficient", "named Passport Hub bands", "4-4 passport-hub-bands"),
        (
            "Proficient",
            "positions Novice 0.15, Proficient 0.7, Expert 1",
            "3-4 position rounded_outwards",
        ),
        ("low", "steps low, mid, high, top", "1-2 steps rounded_outwards"),
        (" TOP ", "steps low, mid, high, top", "4-5 steps rounded_outwards"),
        (
            "mid–high",
            "steps low, mid, high, top",
            "2-4 steps rounded_outwards several_levels",
        ),
        ("top", "best first: low, mid, high, top", "1-2 steps rounded_outwards"),
        (
            "same",
            "steps low, same, same, top",
            "2-4 steps rounded_outwards several_levels",
        ),
        (
            "85",
            "below 0-59, good 80-89, best 90-100",
            "2-4 steps rounded_outwards",
        ),
        (
            "89,5",
            "below 0-59, good 80-89, best 90-100",
            "2-5 steps rounded_outwards between_steps",
        ),
        (
            "85 %",
            "below 0-59, good 80-89, best 90-100",
            "2-4 steps rounded_outwards",
        ),
        ("101", "below 0-59, good 80-89, best 90-100", "none out_of_range"),
        (
            "3",
            "rubric Emerging 1, Meets 2, Exceeds 4",
            "2-5 steps rounded_outwards between_steps",
        ),
        ("93", "0 to 100", "4-5 range rounded_outwards"),
        ("1", "1 to 6, 1 is best", "5-5 range rounded_outwards"),
        ("140", "0 to 100", "none out_of_range"),
        ("3.5/4.0", "0 to 4", "4-5 range rounded_outwards"),
        ("85 %", "not declared", "4-5 percent rounded_outwards"),
        ("110%", "not declared", "none out_of_range"),
        ("4/5", "not declared", "3-4 points rounded_outwards lowest_unknown"),
        ("8 of 10", "not declared", "3-4 points rounded_outwards lowest_unknown"),
        ("6/5", "not declared", "none out_of_range"),
        ("06/2025", "not declared", "none scale_not_declared"),
        ("advanced", "not declared", "4-4 words word_alone"),
        ("Débutante", "not declared", "2-2 words word_alone"),
        ("fortgeschritten", "not declared", "3-4 words word_alone"),
        ("Native speaker", "not declared", "5-5 language-words word_alone"),
        (
            "beginner to intermediate",
            "not declared",
            "2-3 words several_levels word_alone",
        ),
        ("3", "not declared", "none scale_not_declared"),
        ("A", "not declared", "none scale_not_declared"),
        ("Ranger", "not declared", "none scale_not_declared"),
        ("Ranger", "steps low, mid, high, top", "none not_on_scale"),
        ("", "not declared", "none scale_not_declared"),
    ] {
        assert_eq!(
            told(place(&level(value, &declared(scale)))),
            expected,
            "{value} on {scale}"
        );
        let row = row(value, scale, expected);
        missing.extend(Some(row).filter(|row| !PAGE.contains(row)));
    }
    assert!(
        missing.is_empty(),
        "docs/LEVELS.md lacks these rows:\n{}",
        missing.join("\n")
    );
}

/// A row as the page has it.
fn row(value: &str, scale: &str, expected: &str) -> String {
    let (bands, rest) = expected.split_once(' ').unwrap();
    let (basis, losses) = if bands == "none" {
        ("", rest)
    } else {
        rest.split_once(' ').unwrap_or((rest, ""))
    };
    format!("| {} | {scale} | {bands} | {basis} | {losses} |", value.trim())
}

#[test]
fn what_the_source_says_beside_the_value_counts_too() {
    let plain = scale("Skill");
    for (value, position, met, expected) in [
        ("B2", Some(0.75), None, "3-4 cefr finer_scale"),
        ("Expert", Some(1.0), None, "5-5 position rounded_outwards"),
        ("Weak", Some(0.15), None, "1-1 position rounded_outwards"),
        ("Half", Some(0.5), None, "2-3 position rounded_outwards"),
        ("x", Some(f64::NAN), None, "none scale_not_declared"),
        ("Ranger", None, Some(true), "3-5 requirement requirement_alone"),
        ("Ranger", None, Some(false), "none scale_not_declared"),
        ("basic", None, Some(false), "2-2 words word_alone"),
        ("expert", None, Some(false), "none below_requirement"),
    ] {
        let level = Level {
            position,
            met_requirement: met,
            ..level(value, &plain)
        };
        assert_eq!(told(place(&level)), expected, "{value} at {position:?}, met {met:?}");
    }
}

#[test]
fn a_grade_is_a_level_only_where_an_outcome_was_assessed() {
    for (assertion, value, met, expected) in [
        (Assertion::Assessed, "A", None, "4-5 letter-grades grade"),
        (Assertion::Certified, "A", None, "4-5 letter-grades grade"),
        (Assertion::SelfAsserted, "A", None, "none course_grade"),
        (Assertion::Observed, "A", None, "none course_grade"),
        (
            Assertion::Observed,
            "A",
            Some(true),
            "3-5 requirement requirement_alone",
        ),
    ] {
        let graded = Level {
            met_requirement: met,
            ..level(value, &scale("Letter grade"))
        };
        let claim = Claim {
            term: Term::default(),
            level: Some(graded),
            role: Role::Holds,
            assertion,
            asserted_by: AssertedBy {
                kind: AsserterKind::Unknown,
                organization: None,
            },
            observed: Period::default(),
            valid: Period::default(),
            evidence: Vec::new(),
            place: Place::default(),
        };
        assert_eq!(
            place_claim(&claim, &()).map(told).as_deref(),
            Some(expected),
            "{assertion:?}, met {met:?}"
        );
    }
}
