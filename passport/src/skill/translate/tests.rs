//! Translation over small worlds: which path is taken, and what is said to be lost.

use super::*;
use crate::level::{Band, Interval};
use crate::skill::mapping::{Edge, Justification, Says, Standing, Within};
use Relation::{Broad, Close, Exact, Narrow, Related};
use Standing::{Accepted, Proposed, Published, Rejected};
use std::collections::HashMap;

/// Concepts from 100 on are of vocabulary 1, from 200 on of vocabulary 2, and so on.
#[derive(Default)]
struct World {
    broader: HashMap<Uuid, Vec<Uuid>>,
    unlabelled: Vec<Uuid>,
    replaced: HashMap<Uuid, Uuid>,
}

impl Vocabularies for World {
    fn vocabulary(&self, concept: Uuid) -> Option<Uuid> {
        Some(Uuid::from_u128(concept.as_u128() / 100)).filter(|vocabulary| !vocabulary.is_nil())
    }

    fn broader(&self, concept: Uuid) -> Vec<Uuid> {
        self.broader.get(&concept).cloned().unwrap_or_default()
    }

    fn replaced_by(&self, concept: Uuid) -> Option<Uuid> {
        self.replaced.get(&concept).copied()
    }

    fn label(&self, concept: Uuid, language: &str) -> Option<Label> {
        let text = concept.as_u128().to_string();
        let labels = [("en", text.as_str()), ("pt", "em português")];
        (!self.unlabelled.contains(&concept)).then(|| choose(labels.into_iter(), language, "en"))?
    }
}

const ONET: Uuid = Uuid::from_u128(3);

fn concept(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn edge(subject: u128, object: u128, relation: Relation, confidence: f64, standing: Standing) -> Edge {
    Edge {
        id: Uuid::from_u128(subject * 1000 + object),
        subject: concept(subject),
        says: Says::Relates(concept(object), relation),
        confidence,
        standing,
        justification: Justification::Manual,
        reviewed_at: None,
    }
}

fn no_match(subject: u128, vocabulary: Uuid, standing: Standing) -> Edge {
    Edge {
        says: Says::NoMatch(Some(vocabulary)),
        ..edge(subject, 0, Exact, 1.0, standing)
    }
}

fn translate_in(world: &World, edges: Vec<Edge>, from: u128) -> Translation {
    let graph = Graph::build(edges, |concept| world.vocabulary(concept));
    let translator = Translator {
        graph: &graph,
        vocabularies: world,
        to: ONET,
        language: "en",
    };
    translator.concept(concept(from))
}

/// What is told of a translation: where it leads, how, how surely, and what is lost.
type Told = (Outcome, Option<(u128, Relation, f64)>, Vec<Loss>);

fn told(translation: &Translation) -> Told {
    let best = translation.best.as_ref();
    let best = best.map(|best| {
        (
            best.concept.as_u128(),
            best.relation,
            (best.confidence * 1e6).round() / 1e6,
        )
    });
    (translation.outcome, best, translation.losses.clone())
}

#[test]
fn a_way_that_is_barred_does_not_bar_another() {
    let edges = vec![
        edge(100, 103, Broad, 0.9, Published),
        edge(100, 503, Broad, 0.5, Published),
        edge(103, 201, Broad, 0.9, Published),
        edge(503, 201, Broad, 0.9, Published),
        edge(201, 302, Broad, 1.0, Published),
        edge(302, 103, Exact, 0.9, Rejected),
    ];
    let translation = translate_in(&World::default(), edges, 100);
    let best = (302, Broad, 0.45);
    let losses = vec![Loss::BroaderThanSaid, Loss::Uncertain];
    assert_eq!(told(&translation), (Outcome::Translated, Some(best), losses));
}

#[test]
fn what_took_the_place_of_a_concept_is_translated_for_it() {
    use Loss::{BroaderThanSaid, NoMatch, NotMapped, Replaced, SeveralTargets};
    let world = |replaced: &[(u128, u128)]| World {
        broader: [(concept(102), vec![concept(110)])].into(),
        replaced: replaced
            .iter()
            .map(|(old, new)| (concept(*old), concept(*new)))
            .collect(),
        ..World::default()
    };
    let found = |number, relation, sure| (Outcome::Translated, Some((number, relation, sure)));
    let nothing = (Outcome::NotTranslated, None);
    for (what, replaced, edges, (outcome, best), losses) in [
        (
            "by the other's mapping",
            &[(101, 102)][..],
            vec![edge(102, 301, Exact, 0.9, Published)],
            found(301, Exact, 0.81),
            vec![Replaced],
        ),
        (
            "its own mapping goes first",
            &[(101, 102)],
            vec![
                edge(101, 301, Exact, 0.9, Published),
                edge(102, 302, Exact, 0.9, Published),
            ],
            found(301, Exact, 0.9),
            vec![SeveralTargets],
        ),
        (
            "where it leads to is no longer used",
            &[(301, 302)],
            vec![edge(101, 301, Close, 1.0, Accepted)],
            found(302, Close, 0.9),
            vec![Loss::NotTheSame, Replaced],
        ),
        (
            "one after the other",
            &[(101, 102), (102, 103)],
            vec![edge(103, 301, Exact, 1.0, Accepted)],
            found(301, Exact, 0.81),
            vec![Replaced],
        ),
        (
            "in a circle",
            &[(101, 102), (102, 101)],
            vec![edge(102, 301, Exact, 1.0, Accepted)],
            found(301, Exact, 0.9),
            vec![Replaced],
        ),
        (
            "by what is broader than the other",
            &[(101, 102)],
            vec![edge(110, 301, Exact, 1.0, Accepted)],
            found(301, Broad, 0.9),
            vec![BroaderThanSaid, Replaced],
        ),
        (
            "nothing leads on from it",
            &[(101, 102)],
            vec![],
            nothing,
            vec![NotMapped],
        ),
        (
            "somebody said that it has no match",
            &[(101, 102)],
            vec![no_match(101, ONET, Accepted), edge(102, 301, Exact, 0.9, Published)],
            nothing,
            vec![NoMatch],
        ),
    ] {
        let translation = translate_in(&world(replaced), edges, 101);
        assert_eq!(told(&translation), (outcome, best, losses), "{what}");
    }

    // Into its own vocabulary it is what took its place; the path says so.
    let world = world(&[(301, 302)]);
    let translation = translate_in(&world, vec![], 301);
    assert_eq!(
        told(&translation),
        (Outcome::Translated, Some((302, Exact, 0.9)), vec![Replaced])
    );
    let steps: Vec<_> = translation.best.unwrap().path.iter().map(Step::within).collect();
    assert_eq!(steps, [Some(Within::Replaced)]);
}

#[test]
fn a_chain_of_replacements_is_followed_so_far_and_no_further() {
    // In a vocabulary of its own: each concept from 100,000 on took the place of the one before.
    let first = 100_000;
    let outcome = |length: u128| {
        let chain = (first..first + length).map(|number| (concept(number), concept(number + 1)));
        let world = World {
            replaced: chain.collect(),
            ..World::default()
        };
        let last = edge(first + length, 301, Exact, 1.0, Accepted);
        let translation = translate_in(&world, vec![last], first);
        (translation.outcome, translation.best.map(|best| best.path.len()))
    };
    assert_eq!(outcome(16), (Outcome::Translated, Some(17)));
    assert_eq!(outcome(17), (Outcome::NotTranslated, None));
    assert_eq!(outcome(90_000), (Outcome::NotTranslated, None));
}

#[test]
fn a_concept_is_translated_as_the_table_says() {
    use Loss::*;
    use Outcome::*;
    let there = |relation| Some((301, relation, 0.9));
    for (what, edges, expected) in [
        (
            "exact",
            vec![edge(101, 301, Exact, 0.9, Accepted)],
            (Translated, there(Exact), vec![]),
        ),
        (
            "read from the other end",
            vec![edge(301, 101, Narrow, 0.9, Published)],
            (Translated, there(Broad), vec![BroaderThanSaid]),
        ),
        (
            "close",
            vec![edge(101, 301, Close, 0.9, Published)],
            (Translated, there(Close), vec![NotTheSame]),
        ),
        (
            "narrow",
            vec![edge(101, 301, Narrow, 0.9, Published)],
            (Translated, there(Narrow), vec![NarrowerThanSaid]),
        ),
        (
            "proposed",
            vec![edge(101, 301, Exact, 0.9, Standing::Proposed)],
            (Proposed, there(Exact), vec![ProposedOnly]),
        ),
        (
            "what is published goes before what is surer and proposed",
            vec![
                edge(101, 301, Broad, 0.9, Published),
                edge(101, 302, Exact, 1.0, Standing::Proposed),
            ],
            (Translated, there(Broad), vec![BroaderThanSaid]),
        ),
        (
            "what says more goes before what is surer",
            vec![
                edge(101, 301, Exact, 0.9, Published),
                edge(101, 302, Close, 1.0, Published),
            ],
            (Translated, there(Exact), vec![]),
        ),
        (
            "what is likely goes before what says more",
            vec![
                edge(101, 302, Exact, 0.4, Published),
                edge(101, 301, Close, 0.9, Published),
            ],
            (Translated, there(Close), vec![NotTheSame]),
        ),
        (
            "two as near",
            vec![
                edge(101, 301, Exact, 0.9, Published),
                edge(101, 302, Exact, 0.8, Published),
            ],
            (Translated, there(Exact), vec![SeveralTargets]),
        ),
        (
            "over another vocabulary",
            vec![
                edge(101, 201, Exact, 0.9, Published),
                edge(201, 301, Broad, 0.5, Accepted),
            ],
            (Translated, Some((301, Broad, 0.45)), vec![BroaderThanSaid, Uncertain]),
        ),
        (
            "nearness does not creep",
            vec![
                edge(101, 201, Close, 0.9, Published),
                edge(201, 301, Close, 0.9, Published),
            ],
            (NotTranslated, None, vec![OnlyRelated]),
        ),
        (
            "three mappings",
            vec![
                edge(101, 201, Exact, 0.9, Published),
                edge(201, 401, Exact, 1.0, Published),
                edge(401, 301, Exact, 1.0, Published),
            ],
            (Translated, there(Exact), vec![]),
        ),
        (
            "four mappings are too many",
            vec![
                edge(101, 201, Exact, 1.0, Published),
                edge(201, 401, Exact, 1.0, Published),
                edge(401, 501, Exact, 1.0, Published),
                edge(501, 301, Exact, 1.0, Published),
            ],
            (NotTranslated, None, vec![NotMapped]),
        ),
        (
            "a rejected pair is not reached by another way",
            vec![
                edge(101, 301, Exact, 1.0, Rejected),
                edge(101, 201, Exact, 1.0, Published),
                edge(201, 301, Exact, 1.0, Published),
            ],
            (NotTranslated, None, vec![NotMapped]),
        ),
        (
            "no match stops what is put together",
            vec![
                no_match(101, ONET, Accepted),
                edge(101, 201, Exact, 1.0, Accepted),
                edge(201, 301, Exact, 1.0, Accepted),
            ],
            (NotTranslated, None, vec![NoMatch]),
        ),
        (
            "no match on the way stops too",
            vec![
                no_match(201, ONET, Accepted),
                edge(101, 201, Exact, 1.0, Accepted),
                edge(201, 401, Exact, 1.0, Accepted),
                edge(401, 301, Exact, 1.0, Accepted),
            ],
            (NotTranslated, None, vec![NotMapped]),
        ),
        ("nothing", vec![], (NotTranslated, None, vec![NotMapped])),
    ] {
        assert_eq!(told(&translate_in(&World::default(), edges, 101)), expected, "{what}");
    }
    let unknown = translate_in(&World::default(), vec![], 1);
    assert_eq!(unknown.losses, [Loss::UnknownConcept]);
    let itself = translate_in(&World::default(), vec![], 301);
    assert_eq!(told(&itself), (Outcome::Translated, Some((301, Exact, 1.0)), vec![]));
}

#[test]
fn what_nothing_maps_goes_up_to_what_something_maps() {
    let mut world = World::default();
    world.broader.insert(concept(101), vec![concept(102), concept(103)]);
    world.broader.insert(concept(102), vec![concept(104), concept(101)]);
    let mapped = |from, relation| edge(from, 301, relation, 0.9, Published);
    let broad = (
        Outcome::Translated,
        Some((301, Broad, 0.9)),
        vec![Loss::BroaderThanSaid],
    );
    for (what, edges, expected) in [
        ("one level", vec![mapped(103, Exact)], broad.clone()),
        ("two levels", vec![mapped(104, Exact)], broad.clone()),
        ("further up", vec![mapped(104, Broad)], broad.clone()),
        (
            "to something near, nothing is known",
            vec![mapped(104, Close)],
            (Outcome::NotTranslated, None, vec![Loss::NotMapped]),
        ),
        (
            "what is mapped itself stays",
            vec![mapped(102, Exact), edge(101, 302, Narrow, 0.5, Published)],
            (
                Outcome::Translated,
                Some((302, Narrow, 0.5)),
                vec![Loss::NarrowerThanSaid],
            ),
        ),
        (
            "what is only proposed gives way",
            vec![mapped(102, Exact), edge(101, 302, Exact, 1.0, Proposed)],
            broad,
        ),
    ] {
        assert_eq!(told(&translate_in(&world, edges, 101)), expected, "{what}");
    }
    let up = translate_in(&world, vec![mapped(104, Exact)], 101).best.unwrap();
    let path: Vec<_> = up
        .path
        .iter()
        .map(|step| (step.to.as_u128(), step.mapping.is_some()))
        .collect();
    assert_eq!(path, [(102, false), (104, false), (301, true)]);
}

#[test]
fn labels_in_another_language_are_marked() {
    let graph = Graph::build([edge(101, 301, Exact, 1.0, Accepted)], |_| None);
    let mut world = World::default();
    let told = |world: &World, language: &str| {
        let vocabularies = world;
        let translator = Translator {
            graph: &graph,
            vocabularies,
            to: ONET,
            language,
        };
        let translation = translator.concept(concept(101));
        (translation.label.map(|label| label.language), translation.losses)
    };
    assert_eq!(told(&world, "en-GB"), (Some("en".into()), vec![]));
    assert_eq!(told(&world, "pt-BR"), (Some("pt".into()), vec![]));
    assert_eq!(
        told(&world, "fr"),
        (Some("en".into()), vec![Loss::LabelInOtherLanguage])
    );
    world.unlabelled.push(concept(301));
    assert_eq!(told(&world, "en"), (None, vec![Loss::NoLabel]));
}

#[test]
fn a_passport_tells_what_it_loses() {
    let world = World::default();
    let edges = [
        edge(101, 301, Exact, 0.9, Accepted),
        edge(102, 301, Broad, 0.9, Published),
        edge(103, 303, Close, 0.9, Published),
        edge(104, 304, Narrow, 0.9, Published),
        edge(105, 305, Exact, 0.9, Proposed),
        edge(107, 307, Exact, 0.4, Published),
    ];
    let graph = Graph::build(edges, |concept| world.vocabulary(concept));
    let translator = Translator {
        graph: &graph,
        vocabularies: &world,
        to: ONET,
        language: "en",
    };
    let band = Some(Interval::new(Band::Competent, Band::Expert));
    let said = |number: u128, words| Said {
        concept: (number > 0).then(|| concept(number)),
        words: Some(words),
        code: None,
        band,
    };
    let numbers = [
        (101, "one"),
        (102, "two"),
        (103, "three"),
        (104, "four"),
        (105, "five"),
        (107, "unlikely"),
        (106, "six"),
        (0, "seven"),
    ];
    let passport = translator.passport(numbers.map(|(number, words)| said(number, words)));
    let carried: Vec<_> = passport
        .skills
        .iter()
        .map(|skill| (skill.carried, skill.band))
        .collect();
    use Carried::{Hint, Nothing, Skill, Whole};
    let kept = [
        (Whole, band),
        (Skill, None),
        (Whole, band),
        (Hint, None),
        (Hint, None),
        (Hint, None),
        (Nothing, None),
        (Nothing, None),
    ];
    assert_eq!(carried, kept);
    assert!(
        passport
            .skills
            .iter()
            .zip(numbers)
            .all(|(skill, (_, words))| skill.words == words)
    );
    let outcomes = [
        (Outcome::Translated, 5),
        (Outcome::Proposed, 1),
        (Outcome::NotTranslated, 2),
    ];
    assert_eq!(passport.counts.outcomes, outcomes.into());
    let losses = [
        (Loss::NotTheSame, 1),
        (Loss::BroaderThanSaid, 1),
        (Loss::NarrowerThanSaid, 1),
        (Loss::ProposedOnly, 1),
        (Loss::Uncertain, 1),
        (Loss::LevelLost, 4),
        (Loss::MergedWithAnother, 2),
        (Loss::NotMapped, 1),
        (Loss::NoConcept, 1),
    ];
    assert_eq!(passport.counts.losses, losses.into());
    let left: Vec<_> = passport.untranslated().map(|skill| skill.words.as_str()).collect();
    assert_eq!(left, ["six", "seven"]);
}

mod of_any_world {
    use super::*;
    use crate::skill::mapping::Trail;
    use proptest::prelude::*;

    fn edges() -> impl Strategy<Value = Vec<Edge>> {
        let of = |numbers: std::ops::Range<u128>| (1_u128..6, numbers).prop_map(|(a, b)| a * 100 + b);
        let relation = proptest::sample::select(Relation::ALL);
        let standing = proptest::sample::select(Standing::ALL);
        let one = (of(0..4), of(0..4), relation, 0.0..=1.0_f64, standing, any::<u64>());
        let edge = one.prop_map(|(subject, object, relation, confidence, standing, id)| Edge {
            id: Uuid::from_u128(id.into()),
            ..edge(subject, object, relation, confidence, standing)
        });
        proptest::collection::vec(edge, 0..60)
    }

    proptest! {
        #[test]
        fn no_translation_says_more_than_its_path(edges in edges(), replaced in any::<bool>()) {
            let pairs = [(100, 101), (101, 102), (202, 201), (300, 301), (301, 300), (302, 303)];
            let pairs = pairs.iter().filter(|_| replaced).map(|(old, new)| (concept(*old), concept(*new)));
            let world = World { replaced: pairs.collect(), ..World::default() };
            let graph = Graph::build(edges, |concept| world.vocabulary(concept));
            let translator = Translator { graph: &graph, vocabularies: &world, to: ONET, language: "en" };
            for from in 100..104 {
                let translation = translator.concept(concept(from));
                for found in translation.best.iter().chain(&translation.others) {
                    prop_assert_eq!(world.vocabulary(found.concept), Some(ONET));
                    let mut at = concept(from);
                    for step in &found.path {
                        prop_assert_eq!(step.from, at);
                        prop_assert!(found.confidence <= step.confidence);
                        prop_assert!(found.relation.strength() <= step.relation.strength());
                        prop_assert!(step.standing != Rejected);
                        prop_assert!(found.proposed || step.standing != Proposed);
                        at = step.to;
                    }
                    prop_assert_eq!(at, found.concept);
                    prop_assert!(!graph.is_rejected(concept(from), at));
                }
            }
        }

        #[test]
        fn the_best_is_the_best_of_all_paths(edges in edges()) {
            let world = World::default();
            let graph = Graph::build(edges, |concept| world.vocabulary(concept));
            let translator = Translator { graph: &graph, vocabularies: &world, to: ONET, language: "en" };
            for from in 100..104 {
                let best = translator.concept(concept(from)).best.map(|best| {
                    (!best.proposed, best.confidence >= LIKELY, best.relation.strength(), best.confidence)
                });
                prop_assert_eq!(best, by_trying_all(&graph, &world, concept(from)));
            }
        }
    }

    /// The best that any path comes to, found by trying all of them.
    fn by_trying_all(graph: &Graph, world: &World, from: Uuid) -> Option<(bool, bool, u8, f64)> {
        let mut best = None;
        let mut paths: Vec<Vec<Step>> = graph.from(from).iter().map(|step| vec![*step]).collect();
        while let Some(path) = paths.pop() {
            let at = path.last().unwrap().to;
            let been: Vec<Uuid> = path.iter().map(|step| step.from).collect();
            let Some(relation) = Trail::along(path.iter().map(|step| step.relation)) else {
                continue;
            };
            if been.contains(&at) || been.iter().any(|concept| graph.is_rejected(*concept, at)) {
                continue;
            }
            if world.vocabulary(at) == Some(ONET) {
                let vouched = path.iter().all(|step| step.standing != Proposed);
                let confidence = path.iter().map(|step| step.confidence).product::<f64>();
                let this = (vouched, confidence >= LIKELY, relation.strength(), confidence);
                if relation != Related && best.is_none_or(|best| this > best) {
                    best = Some(this);
                }
            } else if path.len() < MOST_STEPS {
                paths.extend(graph.from(at).iter().map(|step| [&path[..], &[*step]].concat()));
            }
        }
        best
    }
}

#[test]
fn what_is_named_by_a_code_alone_is_told_by_its_concepts_label() {
    let graph = Graph::build([], |_| None);
    let world = World {
        unlabelled: [concept(102)].into(),
        ..World::default()
    };
    let translator = Translator {
        graph: &graph,
        vocabularies: &world,
        to: ONET,
        language: "pt-BR",
    };
    for (number, words, code, told) in [
        (101, Some("welding"), Some("W1"), "welding"),
        (101, None, Some("https://skills.example/w1"), "em português"),
        (102, None, Some("W2"), "W2"),
        (0, None, Some("W3"), "W3"),
        (0, None, None, ""),
    ] {
        let said = Said {
            concept: (number > 0).then(|| concept(number)),
            words,
            code,
            band: None,
        };
        assert_eq!(translator.said(&said).words, told, "{words:?} {code:?}");
        assert_eq!(translator.passport([said]).skills[0].words, told, "{words:?} {code:?}");
    }
}
