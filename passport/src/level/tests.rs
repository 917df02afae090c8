//! The table of docs/LEVELS.md, and what holds of any text and any scale.

use super::*;
use crate::record::{
    AssertedBy, AsserterKind, Assertion, Claim, Direction, Level, Period, Place, Role, Scale, ScaleStep, Term,
};
use proptest::prelude::*;
use std::sync::Arc;

/// A scale by its name, with what else a row says of it.
fn scale(name: &str) -> Scale {
    Scale {
        key: "s".into(),
        name: name.into(),
        ..Scale::default()
    }
}

/// A step's name, its position, and the numbers it covers.
type Step<'a> = (&'a str, Option<f64>, Option<(f64, f64)>);

fn with_steps(steps: &[Step<'_>]) -> Scale {
    let step = |(code, position, span): &Step<'_>| ScaleStep {
        code: (*code).into(),
        label: (*code).into(),
        position: *position,
        min: span.map(|span| span.0),
        max: span.map(|span| span.1),
    };
    Scale {
        steps: steps.iter().map(step).collect(),
        ..scale("S")
    }
}

fn names(steps: &[&str]) -> Scale {
    with_steps(&steps.iter().map(|step| (*step, None, None)).collect::<Vec<_>>())
}

fn range(min: f64, max: f64) -> Scale {
    Scale {
        min: Some(min),
        max: Some(max),
        ..scale("S")
    }
}

fn descending(scale: Scale) -> Scale {
    Scale {
        direction: Direction::Descending,
        ..scale
    }
}

fn level(value: &str, scale: &Scale) -> Level {
    Level {
        value: value.into(),
        position: None,
        met_requirement: None,
        scale: Arc::new(scale.clone()),
    }
}

/// A placement in one line: `3-4 cefr finer_scale`, or `none out_of_range`.
fn told(placed: Result<Placed, Loss>) -> String {
    match placed {
        Ok(Placed {
            interval,
            basis,
            losses,
        }) => {
            let (low, high) = (interval.low.number(), interval.high.number());
            let losses = loss::stored(&losses).unwrap_or_default();
            format!("{low}-{high} {basis} {losses}").trim_end().to_owned()
        }
        Err(loss) => format!("none {}", loss.as_str()),
    }
}

#[test]
fn levels_are_placed_by_the_table() {
    let plain = scale("Skill");
    let care = with_steps(&[
        ("Novice", Some(0.15), None),
        ("Proficient", Some(0.7), None),
        ("Expert", Some(1.0), None),
    ]);
    let four = names(&["low", "mid", "high", "top"]);
    let grades = with_steps(&[
        ("F", None, Some((0.0, 59.0))),
        ("B", None, Some((80.0, 89.0))),
        ("A", None, Some((90.0, 100.0))),
    ]);
    let points = with_steps(&[
        ("below", None, Some((0.0, 59.0))),
        ("good", None, Some((80.0, 89.0))),
        ("best", None, Some((90.0, 100.0))),
    ]);
    let rubric = with_steps(&[
        ("Emerging", None, Some((1.0, 1.0))),
        ("Meets", None, Some((2.0, 2.0))),
        ("Exceeds", None, Some((4.0, 4.0))),
    ]);
    let twice = names(&["low", "same", "same", "top"]);
    let moodle = names(&["Not yet competent", "Competent"]);
    let canvas = names(&[
        "No Evidence",
        "Below Mastery",
        "Near Mastery",
        "Mastery",
        "Exceeds Mastery",
    ]);
    let letters = names(&["F", "D", "C", "B", "A"]);
    let german = scale("Schulnoten");
    for (value, scale, expected) in [
        // Well-known scales: by name, URI, steps, or by the value itself.
        ("B2", &plain, "3-4 cefr finer_scale"),
        ("b1+", &plain, "3-4 cefr finer_scale"),
        ("Level B2 (upper intermediate)", &plain, "3-4 cefr finer_scale"),
        ("B1-B2", &plain, "3-4 cefr finer_scale several_levels"),
        ("Pre-A1 – A2", &plain, "1-2 cefr finer_scale several_levels"),
        ("5", &scale("EQF level"), "3-4 eqf finer_scale other_measure"),
        ("EQF 5", &plain, "3-4 eqf finer_scale other_measure"),
        (
            "http://data.europa.eu/snb/eqf/6",
            &plain,
            "4-4 eqf finer_scale other_measure",
        ),
        ("9", &scale("EQF"), "none out_of_range"),
        ("3", &scale("SFIA"), "3-3 sfia finer_scale other_measure"),
        (
            "3-4",
            &scale("SFIA"),
            "3-4 sfia finer_scale other_measure several_levels",
        ),
        ("3,88", &scale("O*NET LV"), "2-3 onet-lv rounded_outwards"),
        ("0", &scale("O*NET LV"), "none no_evidence"),
        ("4.1", &scale("O*NET Importance"), "none not_a_level"),
        ("3", &scale("Dreyfus model"), "3-3 dreyfus"),
        ("Competent", &moodle, "3-5 moodle-competence coarser_scale"),
        ("Near Mastery", &canvas, "2-3 canvas-mastery rounded_outwards"),
        (
            "3.5",
            &scale("Canvas mastery"),
            "3-5 canvas-mastery rounded_outwards between_steps",
        ),
        ("No Evidence", &canvas, "none no_evidence"),
        ("B", &letters, "3-4 letter-grades grade"),
        ("85", &grades, "3-4 letter-grades grade"),
        ("89,5", &grades, "3-5 letter-grades grade between_steps"),
        ("B", &scale("LetterGrade"), "3-4 letter-grades grade"),
        ("1,3", &german, "3-5 german-grades grade rounded_outwards"),
        ("7", &german, "none out_of_range"),
        (
            "15/20",
            &scale("Note sur 20"),
            "3-5 french-grades grade rounded_outwards",
        ),
        ("B", &scale("ECTS grade"), "3-5 ects-grades grade relative_to_class"),
        ("85", &scale("Percentile"), "none relative_to_class"),
        ("3.7", &scale("GPA"), "none not_a_level"),
        ("85", &scale("Percent"), "4-5 percent rounded_outwards"),
        (
            "0.85",
            &Scale {
                name: "Percent".into(),
                ..range(0.0, 1.0)
            },
            "4-5 range rounded_outwards",
        ),
        ("proficient", &scale("Passport Hub bands"), "4-4 passport-hub-bands"),
        // A scale that the source declares itself.
        ("Proficient", &care, "3-4 position rounded_outwards"),
        ("low", &four, "1-2 steps rounded_outwards"),
        (" TOP ", &four, "4-5 steps rounded_outwards"),
        ("mid–high", &four, "2-4 steps rounded_outwards several_levels"),
        ("top", &descending(four.clone()), "1-2 steps rounded_outwards"),
        ("same", &twice, "2-4 steps rounded_outwards several_levels"),
        ("85", &points, "2-4 steps rounded_outwards"),
        ("89,5", &points, "2-5 steps rounded_outwards between_steps"),
        ("85 %", &points, "2-4 steps rounded_outwards"),
        ("101", &points, "none out_of_range"),
        ("3", &rubric, "2-5 steps rounded_outwards between_steps"),
        ("93", &range(0.0, 100.0), "4-5 range rounded_outwards"),
        ("1", &descending(range(1.0, 6.0)), "5-5 range rounded_outwards"),
        ("140", &range(0.0, 100.0), "none out_of_range"),
        ("3.5/4.0", &range(0.0, 4.0), "4-5 range rounded_outwards"),
        // The value itself names its ends.
        ("85 %", &plain, "4-5 percent rounded_outwards"),
        ("110%", &plain, "none out_of_range"),
        ("4/5", &plain, "3-4 points rounded_outwards lowest_unknown"),
        ("8 of 10", &plain, "3-4 points rounded_outwards lowest_unknown"),
        ("6/5", &plain, "none out_of_range"),
        // Words.
        ("advanced", &plain, "4-4 words word_alone"),
        ("Débutante", &plain, "2-2 words word_alone"),
        ("fortgeschritten", &plain, "3-4 words word_alone"),
        ("Native speaker", &plain, "5-5 language-words word_alone"),
        (
            "beginner to intermediate",
            &plain,
            "2-3 words several_levels word_alone",
        ),
        // Nothing that can honestly be said.
        ("3", &plain, "none scale_not_declared"),
        ("A", &plain, "none scale_not_declared"),
        ("Ranger", &plain, "none scale_not_declared"),
        ("Ranger", &four, "none not_on_scale"),
        ("", &plain, "none scale_not_declared"),
    ] {
        assert_eq!(told(place(&level(value, scale))), expected, "{value} on {}", scale.name);
    }
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
            place_claim(&claim).map(told).as_deref(),
            Some(expected),
            "{assertion:?}, met {met:?}"
        );
    }
}

#[test]
fn well_known_scales_hold_together() {
    let mut names = std::collections::HashSet::new();
    for known in KnownScale::all() {
        for name in [known.key, known.name].iter().chain(known.names) {
            assert_eq!(KnownScale::find(name).map(|found| found.key), Some(known.key), "{name}");
        }
        assert!(names.insert(known.key) && !known.source.is_empty(), "{}", known.key);
        let seen: Vec<_> = known.levels.iter().filter_map(|level| level.interval).collect();
        assert!(
            seen.is_sorted_by(|a, b| a.low <= b.low && a.high <= b.high),
            "{}: better is never lower",
            known.key
        );
        assert!(
            seen.iter()
                .all(|interval| interval.low > Band::Unknown && interval.low <= interval.high),
            "{}",
            known.key
        );
        let numbers: Vec<_> = known.levels.iter().filter_map(|level| level.number).collect();
        assert!(
            numbers.is_sorted() || numbers.is_sorted_by(|a, b| a > b),
            "{}: numbers rise or fall",
            known.key
        );
        assert!(
            numbers.is_empty() || numbers.len() == known.levels.len(),
            "{}",
            known.key
        );
        for level in known.levels {
            assert_eq!(
                known.level(level.code).map(|found| found.code),
                Some(level.code),
                "{}",
                known.key
            );
        }
    }
}

#[test]
fn bands_are_told_in_the_words_of_a_scale() {
    for (low, high, scale, expected) in [
        (3, 4, "EQF", Ok(("3", "7"))),
        (5, 5, "EQF", Ok(("7", "8"))),
        (3, 3, "CEFR", Ok(("A2+", "B2+"))),
        (4, 5, "O*NET LV", Ok(("5", "7"))),
        (2, 3, "Schulnoten", Ok(("5", "2"))),
        (1, 5, "Dreyfus", Ok(("1", "5"))),
        (0, 0, "EQF", Err(Loss::OutOfRange)),
        (3, 3, "O*NET IM", Err(Loss::NotALevel)),
    ] {
        let bands = Interval::new(Band::from_number(low), Band::from_number(high));
        let told = express(bands, KnownScale::find(scale).unwrap());
        assert_eq!(
            told.map(|told| (told.low.code, told.high.code)),
            expected,
            "{low}-{high} as {scale}"
        );
    }
}

/// Neither end lower than the other's.
fn never_lower(better: Interval, worse: Interval) -> bool {
    better.low >= worse.low && better.high >= worse.high
}

fn any_scale() -> impl Strategy<Value = Scale> {
    let named = prop::sample::select(KnownScale::all().map(|known| known.name).collect::<Vec<_>>());
    let name = prop_oneof![".{0,12}", named.prop_map(str::to_owned)];
    let end = || prop::option::of(any::<f64>());
    let step = (".{0,6}", "[A-F0-9+ -]{0,4}", end(), end(), end());
    let step = step.prop_map(|(code, label, position, min, max)| ScaleStep {
        code,
        label,
        position,
        min,
        max,
    });
    (name, prop::collection::vec(step, 0..6), end(), end(), any::<bool>()).prop_map(|(name, steps, min, max, up)| {
        let scale = Scale {
            steps,
            min,
            max,
            ..scale(&name)
        };
        if up { scale } else { descending(scale) }
    })
}

/// Steps with rising names, positions if any, and spans with gaps between; or the same with 1 as the best.
fn ordered_scale() -> impl Strategy<Value = Scale> {
    (
        prop::collection::btree_set(0..=1000_u32, 2..12),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(places, positions, up)| {
            let step = |place: &u32| (format!("step {place}"), f64::from(*place));
            let steps: Vec<_> = places.iter().map(step).collect();
            let rows: Vec<_> = steps
                .iter()
                .map(|(code, at)| {
                    (
                        code.as_str(),
                        positions.then_some(at / 1000.0),
                        Some((at * 2.0, at * 2.0 + 1.0)),
                    )
                })
                .collect();
            if up {
                with_steps(&rows)
            } else {
                descending(with_steps(&rows))
            }
        })
}

fn interval(value: &str, scale: &Scale) -> Option<Interval> {
    place(&level(value, scale)).ok().map(|placed| placed.interval)
}

proptest! {
    #[test]
    fn any_text_on_any_scale_is_placed_or_not(value in "\\PC{0,30}|[A-F0-9%,./ +-]{0,12}", scale in any_scale(), position in prop::option::of(any::<f64>())) {
        let level = Level { position, ..level(&value, &scale) };
        if let Ok(placed) = place(&level) {
            prop_assert!(placed.interval.low > Band::Unknown && placed.interval.low <= placed.interval.high);
        }
    }

    #[test]
    fn a_better_step_is_never_lower(scale in ordered_scale(), at in any::<(prop::sample::Index, prop::sample::Index)>()) {
        let (a, b) = (at.0.index(scale.steps.len()), at.1.index(scale.steps.len()));
        let (worse, better) = if (a <= b) == (scale.direction == Direction::Ascending) { (a, b) } else { (b, a) };
        let of = |at: usize| interval(&scale.steps[at].code, &scale).unwrap();
        prop_assert!(never_lower(of(better), of(worse)));
    }

    #[test]
    fn a_better_number_is_never_lower(scale in prop_oneof![ordered_scale(), Just(range(0.0, 2001.0)), Just(descending(range(0.0, 2001.0)))], a in 0..4002_u32, b in 0..4002_u32) {
        let (low, high) = (a.min(b), a.max(b));
        let of = |half: u32| interval(&(f64::from(half) / 2.0).to_string(), &scale);
        let (worse, better) = if scale.direction == Direction::Ascending { (low, high) } else { (high, low) };
        if let (Some(worse), Some(better)) = (of(worse), of(better)) {
            prop_assert!(never_lower(better, worse));
        }
    }

    #[test]
    fn numbers_on_well_known_scales_rise_and_come_back(known in prop::sample::select(KnownScale::all().filter(|known| known.levels.iter().any(|level| level.number.is_some())).collect::<Vec<_>>()), a in 0.0..1.0_f64, b in 0.0..1.0_f64) {
        // From the weakest level that says that something was seen, to the best.
        let seen: Vec<f64> = known.levels.iter().filter(|level| level.interval.is_some()).filter_map(|level| level.number).collect();
        let (first, last) = (seen[0], seen[seen.len() - 1]);
        let number = |share: f64| ((first + (last - first) * share) * 100.0).round() / 100.0;
        let of = |share: f64| interval(&number(share).to_string(), &scale(known.name)).unwrap();
        prop_assert!(never_lower(of(a.max(b)), of(a.min(b))), "{}", known.key);
        let told = express(of(a), known).unwrap();
        let ends = [told.low.number.unwrap(), told.high.number.unwrap()];
        prop_assert!((ends[0].min(ends[1])..=ends[0].max(ends[1])).contains(&number(a)), "{} on {}", number(a), known.key);
    }

    #[test]
    fn levels_of_well_known_scales_come_back(known in prop::sample::select(KnownScale::all().collect::<Vec<_>>()), at in any::<prop::sample::Index>()) {
        let seen: Vec<_> = (0..known.levels.len()).filter(|at| known.levels[*at].interval.is_some()).collect();
        prop_assume!(!seen.is_empty());
        let at = seen[at.index(seen.len())];
        let told = express(interval(known.levels[at].code, &scale(known.name)).unwrap(), known).unwrap();
        let place = |level: &KnownLevel| known.levels.iter().position(|one| one.code == level.code).unwrap();
        prop_assert!((place(told.low)..=place(told.high)).contains(&at), "{} on {}", known.levels[at].code, known.key);
    }
}
