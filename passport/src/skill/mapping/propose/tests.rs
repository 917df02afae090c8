//! What is proposed, by the table and by properties.

use super::*;
use crate::skill::link::Candidate;
use proptest::prelude::*;

fn linked(decision: Decision, candidates: &[(usize, f32, Method)]) -> Linked {
    let candidate = |(concept, confidence, method): &(usize, f32, Method)| Candidate {
        concept: *concept,
        confidence: *confidence,
        method: *method,
        matched: match method {
            Method::PreferredLabel | Method::AlternativeLabel => "A Label".into(),
            _ => format!("label of {concept}").into(),
        },
    };
    Linked {
        decision,
        matchable: 1.0,
        candidates: candidates.iter().map(candidate).collect(),
    }
}

/// Concepts from 10 on are of another kind.
fn asked(labels: &[(Rank, Linked)], least: f64) -> Asked {
    let heard: Vec<Heard<'_>> = labels
        .iter()
        .map(|(rank, linked)| Heard {
            rank: *rank,
            label: "a label",
            linked,
        })
        .collect();
    propose(&heard, least, |object| object < 10)
}

#[test]
fn what_is_proposed_is_as_the_table_says() {
    use Decision::{Match, NoMatch};
    use Method::{AlternativeLabel, PreferredLabel, Resemblance};
    use Rank::{Alternative, Preferred};
    use Relation::{Close, Exact};
    let preferred = |candidates: &[_]| (Preferred, linked(Match, candidates));
    let alternative = |candidates: &[_]| (Alternative, linked(Match, candidates));
    for (what, labels, expected) in [
        (
            "the same preferred label",
            vec![preferred(&[(1, 0.95, PreferredLabel), (2, 0.03, Resemblance)])],
            Ok(vec![(1, Exact, 0.95)]),
        ),
        (
            "of another kind",
            vec![preferred(&[(11, 0.95, PreferredLabel)])],
            Ok(vec![(11, Close, 0.95)]),
        ),
        (
            "two are called so",
            vec![preferred(&[(1, 0.6, PreferredLabel), (2, 0.6, PreferredLabel)])],
            Ok(vec![(1, Close, 0.6), (2, Close, 0.6)]),
        ),
        (
            "its other name",
            vec![preferred(&[(1, 0.8, AlternativeLabel)])],
            Ok(vec![(1, Close, 0.8)]),
        ),
        (
            "by another name",
            vec![alternative(&[(1, 0.9, PreferredLabel)])],
            Ok(vec![(1, Close, 0.81)]),
        ),
        (
            "the best label counts",
            vec![
                preferred(&[(1, 0.55, Resemblance)]),
                alternative(&[(1, 0.9, PreferredLabel), (2, 0.6, Resemblance)]),
            ],
            Ok(vec![(1, Close, 0.81), (2, Close, 0.54)]),
        ),
        (
            "the same label surely enough by another name alone",
            vec![
                preferred(&[(1, 0.45, PreferredLabel)]),
                alternative(&[(1, 0.9, PreferredLabel)]),
            ],
            Ok(vec![(1, Close, 0.81)]),
        ),
        (
            "as sure as by the surest of its labels",
            vec![
                preferred(&[(1, 0.6, PreferredLabel)]),
                alternative(&[(1, 0.9, PreferredLabel)]),
            ],
            Ok(vec![(1, Exact, 0.81)]),
        ),
        (
            "a namesake that is not sure",
            vec![preferred(&[(1, 0.6, PreferredLabel), (2, 0.3, PreferredLabel)])],
            Ok(vec![(1, Close, 0.6)]),
        ),
        (
            "none is sure",
            vec![preferred(&[(1, 0.4, Resemblance)])],
            Err(Asked::TooUnsure),
        ),
        (
            "none is meant",
            vec![(Preferred, linked(NoMatch, &[(1, 0.9, Resemblance)]))],
            Err(Asked::Nothing),
        ),
        ("nothing was asked", vec![], Err(Asked::Nothing)),
    ] {
        let told = match asked(&labels, LEAST_SURE) {
            Asked::Proposed(all) => Ok(all
                .iter()
                .map(|one| (one.object, one.relation, one.confidence))
                .collect()),
            other => Err(other),
        };
        assert_eq!(told, expected, "{what}");
    }
}

fn answers() -> impl Strategy<Value = Vec<(Rank, Linked)>> {
    let methods = [
        Method::PreferredLabel,
        Method::AlternativeLabel,
        Method::SameWords,
        Method::Resemblance,
    ];
    let candidate = (0_usize..20, 0.0_f32..1.0, proptest::sample::select(methods.to_vec()));
    let decision = prop_oneof![Just(Decision::Match), Just(Decision::NoMatch)];
    let answer = (decision, proptest::collection::vec(candidate, 0..6))
        .prop_map(|(decision, candidates)| linked(decision, &candidates));
    let rank = proptest::sample::select(vec![Rank::Preferred, Rank::Alternative, Rank::Hidden]);
    proptest::collection::vec((rank, answer), 0..6)
}

proptest! {
    #[test]
    fn nothing_is_proposed_that_was_not_heard(labels in answers(), least in 0.0_f64..1.0) {
        if let Asked::Proposed(all) = asked(&labels, least) {
            prop_assert!((1..=MOST_PROPOSED).contains(&all.len()));
            for (at, one) in all.iter().enumerate() {
                prop_assert!(one.confidence >= least);
                prop_assert!(all[..at].iter().all(|other| other.object != one.object));
                let said = |(rank, linked): &(Rank, Linked)| linked.decision == Decision::Match && linked.candidates.iter()
                    .any(|said| *rank == one.rank && said.concept == one.object && said.method == one.method
                        && rounded(f64::from(said.confidence) * names(*rank)) >= least);
                prop_assert!(labels.iter().any(said));
                let may_be_the_same = one.rank == Rank::Preferred && one.method == Method::PreferredLabel && one.object < 10;
                prop_assert!(one.relation == Relation::Close || may_be_the_same);
            }
            let same = all.iter().filter(|one| one.relation == Relation::Exact).count();
            prop_assert!(same <= 1);
        }
    }

    #[test]
    fn who_asks_for_less_surety_is_told_no_less(labels in answers(), least in 0.0_f64..1.0) {
        if let Asked::Proposed(sure) = asked(&labels, least) {
            let Asked::Proposed(more) = asked(&labels, least / 2.0) else {
                return Err(TestCaseError::fail("less is told"));
            };
            prop_assert!(more.len() >= sure.len());
            for one in &sure {
                match more.iter().find(|other| other.object == one.object) {
                    Some(other) => {
                        prop_assert!(other.confidence == one.confidence);
                        prop_assert!(other.relation.strength() >= one.relation.strength());
                    }
                    None => prop_assert!(more.len() == MOST_PROPOSED),
                }
            }
        }
    }

    #[test]
    fn whatever_is_sure_enough_by_any_label_is_told(labels in answers(), least in 0.0_f64..1.0) {
        let meant = labels.iter().filter(|(_, linked)| linked.decision == Decision::Match);
        let mut surest: HashMap<usize, f64> = HashMap::new();
        for (rank, linked) in meant {
            for said in &linked.candidates {
                let held = surest.entry(said.concept).or_default();
                *held = held.max(rounded(f64::from(said.confidence) * names(*rank)));
            }
        }
        let sure = surest.values().filter(|confidence| **confidence >= least).count();
        match asked(&labels, least) {
            Asked::Proposed(all) => {
                prop_assert!(all.len() == sure.min(MOST_PROPOSED));
                prop_assert!(all.iter().all(|one| one.confidence == surest[&one.object]));
            }
            Asked::TooUnsure => prop_assert!(sure == 0 && !surest.is_empty()),
            Asked::Nothing => prop_assert!(surest.is_empty()),
        }
    }
}

#[test]
fn what_a_language_calls_itself_is_near_and_told_as_what_is_known_of_it() {
    let answer = Linked {
        decision: Decision::Match,
        matchable: 1.0,
        candidates: vec![Candidate {
            concept: 1,
            confidence: 0.9,
            method: Method::PreferredLabel,
            matched: "German".into(),
        }],
    };
    let proposed = |label: &'static str| {
        let heard = Heard {
            rank: Rank::Preferred,
            label,
            linked: &answer,
        };
        let Asked::Proposed(all) = propose(&[heard], LEAST_SURE, |_| true) else {
            panic!("nothing is proposed");
        };
        (all[0].relation, all[0].is_the_same_label(), all[0].semapv())
    };
    assert_eq!(proposed("GERMAN"), (Relation::Exact, true, "LexicalMatching"));
    let read = (Relation::Close, false, "BackgroundKnowledgeBasedMatching");
    assert_eq!(proposed("Deutsch"), read);
}
