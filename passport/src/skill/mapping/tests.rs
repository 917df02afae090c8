//! The tables of the rules, and what holds of every path.

use super::Relation::{Broad, Close, Exact, Narrow, Related};
use super::*;
use chrono::DateTime;
use proptest::prelude::*;
use uuid::Uuid;

#[test]
fn two_relations_come_to_what_the_table_says() {
    let r = Some(Related);
    let table = [
        (Exact, [Some(Exact), Some(Close), Some(Broad), Some(Narrow), r]),
        (Close, [Some(Close), r, r, r, None]),
        (Broad, [Some(Broad), r, Some(Broad), r, None]),
        (Narrow, [Some(Narrow), r, r, Some(Narrow), None]),
        (Related, [r, None, None, None, None]),
    ];
    for (first, row) in table {
        for (second, expected) in [Exact, Close, Broad, Narrow, Related].into_iter().zip(row) {
            assert_eq!(first.then(second), expected, "{first:?} then {second:?}");
        }
    }
}

#[test]
fn longer_paths_come_to_what_the_table_says() {
    for (path, expected) in [
        (vec![], Some(Exact)),
        (vec![Exact, Close, Exact], Some(Close)),
        (vec![Broad, Exact, Broad], Some(Broad)),
        (vec![Broad, Broad, Narrow], Some(Related)),
        (vec![Broad, Narrow, Narrow], Some(Related)),
        (vec![Broad, Narrow, Broad], None),
        (vec![Close, Close, Close], None),
        (vec![Exact, Related, Exact], Some(Related)),
        (vec![Related, Exact, Related], None),
    ] {
        assert_eq!(Trail::along(path.iter().copied()), expected, "{path:?}");
    }
}

fn paths() -> impl Strategy<Value = Vec<Relation>> {
    proptest::collection::vec(proptest::sample::select(Relation::ALL), 0..6)
}

proptest! {
    #[test]
    fn a_path_never_says_more_than_any_of_its_steps(path in paths()) {
        if let Some(whole) = Trail::along(path.iter().copied()) {
            for step in &path {
                prop_assert!(whole.strength() <= step.strength());
            }
        }
    }

    #[test]
    fn a_longer_path_never_says_more(path in paths(), next in proptest::sample::select(Relation::ALL)) {
        let strength = |path: &[Relation]| Trail::along(path.iter().copied()).map_or(0, Relation::strength);
        let longer: Vec<_> = path.iter().copied().chain([next]).collect();
        prop_assert!(strength(&longer) <= strength(&path));
    }

    #[test]
    fn a_path_read_from_the_other_end_comes_to_the_inverse(path in paths()) {
        let back = path.iter().rev().map(|relation| relation.inverse());
        prop_assert_eq!(Trail::along(back), Trail::along(path.iter().copied()).map(Relation::inverse));
    }

    #[test]
    fn exact_steps_change_nothing(path in paths(), at in 0_usize..6) {
        let mut longer = path.clone();
        longer.insert(at.min(path.len()), Exact);
        prop_assert_eq!(Trail::along(longer), Trail::along(path));
    }
}

const HERE: Uuid = Uuid::from_u128(100);
const THERE: Uuid = Uuid::from_u128(200);

fn concept(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Concepts below 10 are of one vocabulary, the others of another.
fn vocabulary(concept: Uuid) -> Option<Uuid> {
    Some(if concept.as_u128() < 10 { HERE } else { THERE })
}

fn edge(id: u128, says: Says, standing: Standing, confidence: f64, day: i64) -> Edge {
    Edge {
        id: Uuid::from_u128(1000 + id),
        subject: concept(1),
        says,
        confidence,
        standing,
        justification: Justification::Unspecified,
        reviewed_at: DateTime::from_timestamp(day * 86_400, 0).filter(|_| day > 0),
    }
}

#[test]
fn of_several_statements_the_one_in_the_table_holds() {
    use Says::{NoMatch, Relates};
    use Standing::{Accepted, Corrected, Proposed, Published, Rejected};
    let to = |relation| Relates(concept(11), relation);
    let (there, nowhere) = (NoMatch(Some(THERE)), NoMatch(None));
    for (what, edges, expected) in [
        ("alone", vec![edge(1, to(Close), Proposed, 0.7, 0)], Some(Close)),
        (
            "the surest of proposals",
            vec![
                edge(1, to(Close), Proposed, 0.7, 0),
                edge(2, to(Broad), Proposed, 0.6, 0),
            ],
            Some(Close),
        ),
        (
            "published before proposed",
            vec![
                edge(1, to(Broad), Published, 0.3, 0),
                edge(2, to(Exact), Proposed, 0.9, 0),
            ],
            Some(Broad),
        ),
        (
            "reviewed before published",
            vec![
                edge(1, to(Close), Corrected, 0.3, 1),
                edge(2, to(Exact), Published, 1.0, 0),
            ],
            Some(Close),
        ),
        (
            "the newest review",
            vec![
                edge(2, to(Exact), Accepted, 1.0, 1),
                edge(1, to(Narrow), Corrected, 0.2, 2),
            ],
            Some(Narrow),
        ),
        (
            "rejected",
            vec![
                edge(1, to(Exact), Rejected, 0.9, 1),
                edge(2, to(Exact), Published, 1.0, 0),
            ],
            None,
        ),
        (
            "rejected, then accepted",
            vec![
                edge(1, to(Exact), Rejected, 0.9, 1),
                edge(2, to(Exact), Accepted, 1.0, 2),
            ],
            Some(Exact),
        ),
        (
            "a reviewer's no match",
            vec![edge(1, there, Accepted, 1.0, 1), edge(2, to(Exact), Published, 1.0, 0)],
            None,
        ),
        (
            "no match in another vocabulary",
            vec![
                edge(1, NoMatch(Some(HERE)), Accepted, 1.0, 1),
                edge(2, to(Exact), Proposed, 1.0, 0),
            ],
            Some(Exact),
        ),
        (
            "no match anywhere",
            vec![edge(1, nowhere, Accepted, 1.0, 1), edge(2, to(Exact), Proposed, 1.0, 0)],
            None,
        ),
        (
            "a program's no match",
            vec![edge(1, there, Proposed, 1.0, 0), edge(2, to(Exact), Proposed, 0.2, 0)],
            Some(Exact),
        ),
        (
            "no match, then accepted",
            vec![edge(1, there, Accepted, 1.0, 1), edge(2, to(Exact), Accepted, 1.0, 2)],
            Some(Exact),
        ),
        (
            "a no match that was rejected",
            vec![
                edge(1, there, Published, 1.0, 0),
                edge(2, there, Rejected, 1.0, 1),
                edge(3, to(Close), Proposed, 0.5, 0),
            ],
            Some(Close),
        ),
    ] {
        let graph = Graph::build(edges, vocabulary);
        let held = graph.from(concept(1)).first().map(|step| step.relation);
        assert_eq!(held, expected, "{what}");
        let back = graph.from(concept(11)).first().map(|step| step.relation);
        assert_eq!(back, expected.map(Relation::inverse), "{what}, from the other end");
    }
}

#[test]
fn what_was_decided_is_not_proposed_again() {
    let says = Says::Relates(concept(11), Exact);
    for (standing, may) in [
        (Standing::Proposed, true),
        (Standing::Published, false),
        (Standing::Accepted, false),
        (Standing::Rejected, false),
    ] {
        let graph = Graph::build([edge(1, says, standing, 0.9, 1)], vocabulary);
        assert_eq!(graph.may_propose(concept(1), concept(11), THERE), may, "{standing:?}");
        assert_eq!(graph.may_propose(concept(11), concept(1), HERE), may, "{standing:?}");
        assert!(graph.may_propose(concept(1), concept(12), THERE));
    }
    let graph = Graph::build(
        [edge(1, Says::NoMatch(Some(THERE)), Standing::Accepted, 1.0, 1)],
        vocabulary,
    );
    assert!(!graph.may_propose(concept(1), concept(12), THERE));
}

#[test]
fn a_claim_is_carried_on_only_by_what_is_exact_and_vouched_for() {
    use Standing::{Accepted, Proposed, Published, Rejected};
    for (relation, standing, carried) in [
        (Exact, Published, true),
        (Exact, Accepted, true),
        (Exact, Proposed, false),
        (Exact, Rejected, false),
        (Close, Accepted, false),
        (Broad, Accepted, false),
    ] {
        let says = Says::Relates(concept(11), relation);
        let graph = Graph::build([edge(1, says, standing, 0.9, 0)], vocabulary);
        let step = graph.same_as(concept(1), |to| vocabulary(to) == Some(THERE));
        assert_eq!(step.is_some(), carried, "{relation:?} {standing:?}");
        assert!(graph.same_as(concept(1), |to| vocabulary(to) == Some(HERE)).is_none());
    }
}

#[test]
fn justifications_are_called_as_in_semapv() {
    for justification in Justification::ALL {
        assert_eq!(Justification::from_semapv(justification.semapv()), *justification);
    }
    assert_eq!(Justification::from_semapv("SomethingElse"), Justification::Unspecified);
}

#[test]
fn what_comes_from_elsewhere_stands_as_the_table_says() {
    use Justification::{Lexical, Manual, Review};
    use Standing::{Accepted, Proposed, Published, Rejected};
    use Vouched::{Nobody, Reviewed, Set};
    for (justification, vouched, said, denied) in [
        (Lexical, Nobody, Proposed, None),
        (Lexical, Set, Published, Some(Rejected)),
        (Lexical, Reviewed, Accepted, Some(Rejected)),
        (Manual, Nobody, Published, Some(Rejected)),
        (Manual, Reviewed, Accepted, Some(Rejected)),
        (Review, Nobody, Accepted, Some(Rejected)),
    ] {
        assert_eq!(
            justification.standing(false, vouched),
            Some(said),
            "{justification:?} {vouched:?}"
        );
        assert_eq!(
            justification.standing(true, vouched),
            denied,
            "{justification:?} {vouched:?}"
        );
    }
}
