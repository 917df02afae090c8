//! The rules of states, by table and by property.

use super::*;
use crate::level::Band::{self, *};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days(from: &str, to: &str) -> Days {
    let day = |text: &str| (!text.is_empty()).then(|| day(text));
    Days {
        from: day(from),
        to: day(to),
    }
}

/// Known since the first of 2026; seen on one day, or on no known day.
fn claim(source: u128, assertion: Assertion, band: Option<(Band, Band)>, observed: &str) -> ClaimFacts {
    ClaimFacts {
        skill: SkillKey::Term("python".into()),
        band: band.map(|(a, b)| Interval::new(a, b)),
        role: Role::Holds,
        assertion,
        source: Uuid::from_u128(source),
        own: source == 0,
        observed: days(observed, observed),
        valid: Days::default(),
        known: day("2026-01-01"),
        level_known: day("2026-01-01"),
    }
}

#[test]
fn three_systems_make_one_state() {
    let claims = [
        claim(1, Assertion::Certified, Some((Competent, Proficient)), "2024-01-01"),
        claim(2, Assertion::Endorsed, Some((Expert, Expert)), "2025-01-01"),
        claim(3, Assertion::Assessed, None, "2025-06-01"),
        claim(0, Assertion::SelfAsserted, Some((Expert, Expert)), ""),
    ];
    let [state] = states(&claims, day("2026-01-01")).try_into().unwrap();
    assert_eq!(
        state.band,
        Some(Interval::new(Competent, Proficient)),
        "the strongest statement decides"
    );
    assert_eq!(state.strongest, Assertion::Certified);
    assert_eq!(state.independent_sources, 3, "the holder is not independent");
    assert_eq!(state.trend, Trend::Rising);
    assert_eq!(state.last_observed, Some(day("2025-06-01")));
    assert_eq!(state.claims.len(), 4);
}

/// When a claim counts, its level, and when it was last seen: on which days, known since the first of 2026.
#[test]
fn a_claim_counts_from_what_it_speaks_of() {
    for (observed, valid, looked_at, counts, level, seen) in [
        // A day.
        (("2024-05-01", "2024-05-01"), ("", ""), "2024-04-30", false, false, ""),
        (
            ("2024-05-01", "2024-05-01"),
            ("", ""),
            "2024-05-01",
            true,
            true,
            "2024-05-01",
        ),
        // A course, of which the level is told at its end.
        (
            ("2023-09-01", "2024-06-30"),
            ("", ""),
            "2024-01-15",
            true,
            false,
            "2024-01-15",
        ),
        (
            ("2023-09-01", "2024-06-30"),
            ("", ""),
            "2024-06-30",
            true,
            true,
            "2024-06-30",
        ),
        // Something that still runs was seen when the hub was told.
        (("2020-01-01", ""), ("", ""), "2019-12-31", false, false, ""),
        (("2020-01-01", ""), ("", ""), "2021-01-01", true, true, "2021-01-01"),
        (("2020-01-01", ""), ("", ""), "2027-01-01", true, true, "2026-01-01"),
        // What nobody dated counts from when the hub held it.
        (("", ""), ("", ""), "2025-12-31", false, false, ""),
        (("", ""), ("", ""), "2026-01-01", true, true, ""),
        // What holds for a time.
        (("", ""), ("2024-01-01", "2025-01-01"), "2023-12-31", false, false, ""),
        (("", ""), ("2024-01-01", "2025-01-01"), "2025-01-01", true, true, ""),
        (("", ""), ("2024-01-01", "2025-01-01"), "2025-01-02", false, true, ""),
        // What the hub already holds counts, though it speaks of days to come; it was not seen yet.
        (("2026-09-01", "2027-06-30"), ("", ""), "2026-02-01", true, true, ""),
        (
            ("2025-09-01", "2026-06-30"),
            ("", ""),
            "2026-02-01",
            true,
            true,
            "2026-02-01",
        ),
    ] {
        let claim = ClaimFacts {
            observed: days(observed.0, observed.1),
            valid: days(valid.0, valid.1),
            ..claim(1, Assertion::Assessed, Some((Expert, Expert)), "")
        };
        let at = day(looked_at);
        let found = (
            claim.aside(at).is_none(),
            claim.band_by(at).is_some(),
            claim.seen_by(at),
        );
        let expected = (counts, level, days(seen, "").from);
        assert_eq!(found, expected, "{observed:?} {valid:?} on {looked_at}");
    }
}

#[test]
fn what_ran_out_or_was_only_required_is_set_aside() {
    let mut expired = claim(1, Assertion::Certified, None, "2020-01-01");
    expired.valid.to = Some(day("2021-01-01"));
    let mut required = claim(2, Assertion::Observed, None, "2020-01-01");
    required.role = Role::Required;
    let today = day("2026-01-01");
    assert_eq!(expired.aside(today), Some(Aside::RanOut));
    assert_eq!(required.aside(today), Some(Aside::Required));
    assert!(states(&[expired.clone(), required], today).is_empty());
    assert_eq!(states(&[expired], day("2020-06-01")).len(), 1, "it held then");
}

#[test]
fn being_taught_gives_no_level() {
    let taught = |observed| ClaimFacts {
        role: Role::Taught,
        ..claim(1, Assertion::Assessed, Some((Expert, Expert)), observed)
    };
    let held = |observed| claim(2, Assertion::Assessed, Some((Beginner, Beginner)), observed);
    let beginner = Some(Interval::new(Beginner, Beginner));
    for (claims, band, trend) in [
        (vec![taught("2024-01-01")], None, Trend::Unknown),
        (vec![taught("2024-01-01"), taught("2025-01-01")], None, Trend::Unknown),
        (vec![held("2024-01-01"), taught("2025-01-01")], beginner, Trend::Unknown),
        (
            vec![held("2023-01-01"), taught("2024-01-01"), held("2025-01-01")],
            beginner,
            Trend::Steady,
        ),
        (
            vec![taught("2023-01-01"), held("2024-01-01"), held("2025-01-01")],
            beginner,
            Trend::Steady,
        ),
    ] {
        let state = &states(&claims, day("2026-01-01"))[0];
        assert_eq!((state.band, state.trend), (band, trend), "{claims:?}");
    }
}

#[test]
fn every_claim_says_what_it_decides() {
    let mut taught = claim(4, Assertion::Certified, Some((Expert, Expert)), "2025-12-01");
    taught.role = Role::Taught;
    let claims = [
        claim(1, Assertion::Assessed, Some((Beginner, Beginner)), "2022-01-01"),
        claim(1, Assertion::Assessed, Some((Competent, Competent)), "2025-01-01"),
        claim(0, Assertion::SelfAsserted, Some((Expert, Expert)), "2023-01-01"),
        taught,
        claim(2, Assertion::Endorsed, None, ""),
    ];
    let today = day("2026-01-01");
    let state = &states(&claims, today)[0];
    let told: Vec<_> = state
        .explain(&claims, today)
        .into_iter()
        .map(|c| (c.decides, c.unused))
        .collect();
    use Part::*;
    assert_eq!(
        told,
        [
            (vec![Sources, Part::Trend], Some(Unused::Earlier)),
            (vec![Part::Band, Sources, Part::Trend], None),
            (vec![], Some(Unused::WeakerKind)),
            (vec![Kind, Sources, LastSeen], Some(Unused::Taught)),
            (vec![Sources], None),
        ]
    );
}

#[test]
fn a_state_is_explained_in_words() {
    let mut expired = claim(3, Assertion::Certified, Some((Expert, Expert)), "2015-01-01");
    expired.valid.to = Some(day("2020-01-01"));
    let claims = [
        claim(1, Assertion::Assessed, Some((Competent, Proficient)), "2025-03-01"),
        claim(0, Assertion::SelfAsserted, Some((Expert, Expert)), ""),
        expired,
    ];
    let today = day("2026-01-01");
    let state = &states(&claims, today)[0];
    let explained = crate::words::Explained {
        state,
        contributions: &state.explain(&claims, today),
        aside: &claims.iter().filter_map(|claim| claim.aside(today)).collect::<Vec<_>>(),
        day: today,
    };
    assert_eq!(
        explained.in_words("en"),
        [
            "Level “competent” to “proficient”, by assessments.",
            "Another statement gives a level that does not decide.",
            "Strongest kind of statement: assessments.",
            "One source beside the holder states it.",
            "Last seen on 2025-03-01, within two years.",
            "How the level moved is not known.",
            "One statement does not count: it has run out.",
        ]
    );
    assert_eq!(
        explained.in_words("de-CH")[4],
        "Zuletzt gesehen am 01.03.2025, vor höchstens zwei Jahren."
    );
    assert_eq!(explained.in_words("fr")[3], "Une source le dit, outre la personne.");
}

#[test]
fn a_skill_goes_stale() {
    for (seen, looked_at, freshness) in [
        ("2024-01-01", "2024-01-01", Freshness::Recent),
        ("2024-01-01", "2026-01-01", Freshness::Recent),
        ("2024-01-01", "2026-01-02", Freshness::Ageing),
        ("2024-01-01", "2029-01-01", Freshness::Ageing),
        ("2024-01-01", "2029-01-02", Freshness::Old),
        ("", "2029-01-02", Freshness::Undated),
    ] {
        assert_eq!(
            Freshness::of(days(seen, "").from, day(looked_at)),
            freshness,
            "{seen} {looked_at}"
        );
    }
}

#[test]
fn growth_says_what_says_most() {
    use Assertion::*;
    let of = |claims: &[ClaimFacts]| states(claims, day("2026-01-01")).into_iter().next();
    let tested = |band, observed| claim(1, Assessed, Some((band, band)), observed);
    for (before, after, change) in [
        (vec![], vec![tested(Beginner, "")], Some(Change::Gained)),
        (
            vec![tested(Beginner, "")],
            vec![tested(Competent, "")],
            Some(Change::Risen),
        ),
        (
            vec![tested(Expert, "")],
            vec![tested(Competent, "")],
            Some(Change::Fallen),
        ),
        (
            vec![claim(1, Assessed, None, "")],
            vec![claim(1, Certified, None, "")],
            Some(Change::Strengthened),
        ),
        (
            vec![claim(1, Assessed, None, "")],
            vec![claim(1, Assessed, None, ""), claim(2, Endorsed, None, "")],
            Some(Change::Strengthened),
        ),
        (
            vec![claim(1, Assessed, None, "")],
            vec![tested(Expert, "")],
            Some(Change::Strengthened),
        ),
        (
            vec![claim(1, Assessed, None, "")],
            vec![claim(0, SelfAsserted, None, "")],
            Some(Change::Weakened),
        ),
        (
            vec![tested(Expert, "2024-01-01")],
            vec![tested(Expert, "2025-01-01")],
            Some(Change::SeenAgain),
        ),
        (
            vec![tested(Expert, "")],
            vec![tested(Expert, "")],
            Some(Change::Unchanged),
        ),
        (vec![tested(Expert, "")], vec![], Some(Change::Lapsed)),
        (vec![], vec![], None),
    ] {
        let found = Change::between(of(&before).as_ref(), of(&after).as_ref());
        assert_eq!(found, change, "{before:?} {after:?}");
    }
}

/// Two languages beneath programming, which lies beneath computing; a circle hurts nobody.
#[test]
fn skills_lie_in_areas() {
    let concept = Uuid::from_u128;
    let [python, java, programming, computing, first_aid] = [1, 2, 3, 4, 5].map(concept);
    let above = [
        (python, vec![programming]),
        (java, vec![programming]),
        (programming, vec![computing]),
        (computing, vec![programming]),
    ];
    let broader = |id: Uuid| {
        above
            .iter()
            .filter(move |(one, _)| *one == id)
            .flat_map(|(_, above)| above.clone())
    };
    let of = |skill, source, band, observed| ClaimFacts {
        skill: SkillKey::Concept(skill),
        ..claim(source, Assertion::Assessed, Some((band, band)), observed)
    };
    let claims = [
        of(python, 1, Expert, "2025-01-01"),
        of(java, 1, Beginner, "2024-01-01"),
        of(java, 2, Competent, "2025-06-01"),
        of(programming, 3, Competent, ""),
        of(first_aid, 1, Aware, ""),
        claim(1, Assertion::Assessed, None, ""),
    ];
    let states = states(&claims, day("2026-01-01"));
    let found = areas(&states.iter().collect::<Vec<_>>(), &claims, broader);
    let [a, b] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!([a.concept, b.concept], [programming, computing]);
    for area in [a, b] {
        assert_eq!(area.skills.len(), 3);
        assert_eq!(area.bands, Some(Interval::new(Beginner, Expert)));
        assert_eq!((area.independent_sources, area.trend), (3, Trend::Rising));
        assert_eq!(area.last_observed, Some(day("2025-06-01")));
    }
}

fn some_day() -> impl Strategy<Value = NaiveDate> {
    (0i32..4_000).prop_map(|ago| day("2030-01-01") - chrono::Days::new(ago as u64))
}

fn some_days() -> impl Strategy<Value = Days> {
    (proptest::option::of(some_day()), proptest::option::of(0u64..900)).prop_map(|(from, long)| Days {
        from,
        to: from.zip(long).map(|(from, long)| from + chrono::Days::new(long)),
    })
}

prop_compose! {
    fn some_claim()(
        skill in 0u128..3, source in 0u128..3, band in proptest::option::of((0i16..6, 0i16..6)), role in 0usize..4,
        assertion in 0usize..7, observed in some_days(), valid in some_days(), known in some_day(),
    ) -> ClaimFacts {
        ClaimFacts {
            skill: SkillKey::Concept(Uuid::from_u128(skill)),
            band: band.map(|(a, b)| Interval::new(Band::from_number(a), Band::from_number(b))),
            role: Role::ALL[role],
            assertion: Assertion::ALL[assertion],
            source: Uuid::from_u128(source),
            own: source == 0,
            observed, valid, known, level_known: known,
        }
    }
}

proptest! {
    /// Whatever claims there are: every claim counts once or is set aside, nothing is seen later than the day looked at, what
    /// the hub learns later changes nothing but by what it speaks of, and the explanation accounts for the state.
    #[test]
    fn states_account_for_every_claim(claims in proptest::collection::vec(some_claim(), 0..12), at in some_day()) {
        let states = states(&claims, at);
        let mut counted: Vec<usize> = states.iter().flat_map(|state| state.claims.clone()).collect();
        counted.sort_unstable();
        let expected: Vec<usize> = (0..claims.len()).filter(|&i| claims[i].aside(at).is_none()).collect();
        prop_assert_eq!(counted, expected);
        for state in &states {
            prop_assert!(state.last_observed.is_none_or(|seen| seen <= at));
            let told = state.explain(&claims, at);
            let deciding = |part: Part| told.iter().filter(move |c| c.decides.contains(&part));
            let band = deciding(Part::Band).filter_map(|c| claims[c.claim].band).reduce(Interval::hull);
            prop_assert_eq!(band, state.band);
            prop_assert!(deciding(Part::Kind).all(|c| claims[c.claim].assertion == state.strongest));
            prop_assert!(deciding(Part::Kind).count() > 0);
            let sources: std::collections::BTreeSet<Uuid> = deciding(Part::Sources).map(|c| claims[c.claim].source).collect();
            prop_assert_eq!(sources.len(), state.independent_sources);
            prop_assert_eq!(deciding(Part::LastSeen).count() > 0, state.last_observed.is_some());
            prop_assert_eq!(deciding(Part::Trend).count() == 2, state.trend != Trend::Unknown);
            for one in &told {
                let levelled = claims[one.claim].band.is_some();
                prop_assert_eq!(one.unused.is_some(), levelled && !one.decides.contains(&Part::Band));
            }
        }
    }
}
