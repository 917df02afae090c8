//! Whether one scope stays inside another: what a grant may be of a request, and what a change may make of a consent.
//!
//! The answer is sound and not complete: yes means that whatever the one lets through the other lets through too; no may
//! also mean that it cannot be told from the scopes alone, such as whether a concept belongs to a vocabulary.

use super::{Filters, Scope};

impl Scope {
    /// Whether everything that this scope names is also named by `other`.
    pub fn within(&self, other: &Scope) -> bool {
        self.section == other.section && self.ops.within(other.ops) && self.filters.within(&other.filters)
    }

    /// Whether one of `others` alone names everything that this scope names.
    pub fn within_any<'a>(&self, others: impl IntoIterator<Item = &'a Scope>) -> bool {
        others.into_iter().any(|other| self.within(other))
    }
}

impl Filters {
    /// Whether every row that these filters let through passes `other` too.
    pub fn within(&self, other: &Filters) -> bool {
        listed(&self.concept, &other.concept)
            && listed(&self.vocabulary, &other.vocabulary)
            && listed(&self.source, &other.source)
            && listed(&self.kind, &other.kind)
            && listed(&self.assertion, &other.assertion)
            && other.verified.is_none_or(|wanted| self.verified == Some(wanted))
            && other.since.is_none_or(|day| self.since.is_some_and(|own| own >= day))
            && other
                .min_band
                .is_none_or(|band| self.min_band.is_some_and(|own| own >= band))
    }
}

/// A list narrows to its members; an empty one does not narrow.
fn listed<T: PartialEq>(own: &[T], other: &[T]) -> bool {
    other.is_empty() || (!own.is_empty() && own.iter().all(|value| other.contains(value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::Band;
    use crate::record::Assertion;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn scope(text: &str) -> Scope {
        text.parse().unwrap()
    }

    #[test]
    fn a_scope_lies_within_another_by_the_table() {
        for (one, other, inside) in [
            ("passport/Skill.r", "passport/Skill.r", true),
            ("passport/Skill.r", "passport/Goal.r", false),
            ("passport/Skill.r", "passport/Skill.rs", true),
            ("passport/Skill.rs", "passport/Skill.r", false),
            ("passport/Skill.r?source=hr", "passport/Skill.r", true),
            ("passport/Skill.r", "passport/Skill.r?source=hr", false),
            ("passport/Skill.r?source=hr", "passport/Skill.r?source=lms,hr", true),
            ("passport/Skill.r?source=lms,hr", "passport/Skill.r?source=hr", false),
            (
                "passport/Skill.r?source=hr&minBand=expert",
                "passport/Skill.r?minBand=competent",
                true,
            ),
            (
                "passport/Skill.r?minBand=aware",
                "passport/Skill.r?minBand=competent",
                false,
            ),
            (
                "passport/Goal.r?since=2024-06-01",
                "passport/Goal.r?since=2024-01-01",
                true,
            ),
            (
                "passport/Goal.r?since=2023-12-31",
                "passport/Goal.r?since=2024-01-01",
                false,
            ),
            ("passport/Skill.r?verified=true", "passport/Skill.r?verified=true", true),
            (
                "passport/Skill.r?verified=true",
                "passport/Skill.r?verified=false",
                false,
            ),
            (
                "passport/Experience.r?kind=job",
                "passport/Experience.r?kind=job,project",
                true,
            ),
            (
                "passport/Skill.r?assertion=self",
                "passport/Skill.r?assertion=assessed",
                false,
            ),
            // It may well be an ESCO concept: the scopes alone cannot tell.
            (
                "passport/Skill.r?concept=http://esco/a",
                "passport/Skill.r?vocabulary=esco",
                false,
            ),
        ] {
            assert_eq!(scope(one).within(&scope(other)), inside, "{one} in {other}");
        }
        let both = [scope("passport/Goal.r"), scope("passport/Skill.r?source=hr")];
        assert!(scope("passport/Skill.r?source=hr&minBand=expert").within_any(&both));
        assert!(!scope("passport/Skill.r").within_any(&both));
    }

    /// A row as far as filters look at it. What it does not have is none.
    #[derive(Debug, Clone)]
    struct Row {
        concept: Option<&'static str>,
        vocabulary: Option<&'static str>,
        source: &'static str,
        kind: Option<&'static str>,
        assertion: Option<Assertion>,
        verified: Option<bool>,
        band: Option<Band>,
        ended: Option<NaiveDate>,
        begun: bool,
    }

    /// The meaning of filters, as the store writes it into its conditions.
    fn lets_through(filters: &Filters, row: &Row) -> bool {
        let named = |list: &[String], value: Option<&str>| {
            list.is_empty() || value.is_some_and(|value| list.iter().any(|one| one == value))
        };
        let since = |day: NaiveDate| row.ended.map_or(row.begun, |ended| ended >= day);
        named(&filters.concept, row.concept)
            && named(&filters.vocabulary, row.vocabulary)
            && named(&filters.source, Some(row.source))
            && named(&filters.kind, row.kind)
            && (filters.assertion.is_empty() || row.assertion.is_some_and(|one| filters.assertion.contains(&one)))
            && filters.verified.is_none_or(|wanted| row.verified == Some(wanted))
            && filters
                .min_band
                .is_none_or(|band| row.band.is_some_and(|own| own >= band))
            && filters.since.is_none_or(since)
    }

    fn words() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec(prop::sample::select(vec!["a", "b", "c"]).prop_map(str::to_owned), 0..3)
    }

    fn word() -> impl Strategy<Value = Option<&'static str>> {
        prop::option::of(prop::sample::select(vec!["a", "b", "c"]))
    }

    fn day() -> impl Strategy<Value = NaiveDate> {
        (1u32..5).prop_map(|day| NaiveDate::from_ymd_opt(2026, 1, day).unwrap())
    }

    fn assertion() -> impl Strategy<Value = Assertion> {
        prop::sample::select(vec![Assertion::SelfAsserted, Assertion::Assessed, Assertion::Certified])
    }

    fn band() -> impl Strategy<Value = Band> {
        prop::sample::select(vec![Band::Aware, Band::Competent, Band::Expert])
    }

    fn filters() -> impl Strategy<Value = Filters> {
        let lists = (
            words(),
            words(),
            words(),
            words(),
            prop::collection::vec(assertion(), 0..3),
        );
        let rest = (any::<Option<bool>>(), prop::option::of(day()), prop::option::of(band()));
        (lists, rest).prop_map(
            |((concept, vocabulary, source, kind, assertion), (verified, since, min_band))| Filters {
                concept,
                vocabulary,
                source,
                kind,
                assertion,
                verified,
                since,
                min_band,
            },
        )
    }

    /// `one` with the filters of `other` that the bits name.
    fn sharing(mut one: Filters, other: &Filters, bits: u8) -> Filters {
        let of = other.clone();
        let shares = |bit: u8| bits & (1 << bit) != 0;
        if shares(0) {
            one.concept = of.concept;
        }
        if shares(1) {
            one.vocabulary = of.vocabulary;
        }
        if shares(2) {
            one.source = of.source;
        }
        if shares(3) {
            one.kind = of.kind;
        }
        if shares(4) {
            one.assertion = of.assertion;
        }
        if shares(5) {
            one.verified = of.verified;
        }
        if shares(6) {
            one.since = of.since;
        }
        if shares(7) {
            one.min_band = of.min_band;
        }
        one
    }

    fn row() -> impl Strategy<Value = Row> {
        let words = (word(), word(), prop::sample::select(vec!["a", "b", "c"]), word());
        let rest = (
            prop::option::of(assertion()),
            any::<Option<bool>>(),
            prop::option::of(band()),
        );
        let time = (prop::option::of(day()), any::<bool>());
        (words, rest, time).prop_map(
            |((concept, vocabulary, source, kind), (assertion, verified, band), (ended, begun))| Row {
                concept,
                vocabulary,
                source,
                kind,
                assertion,
                verified,
                band,
                ended,
                begun,
            },
        )
    }

    proptest! {
        /// Pairs that share most of their filters, so that many of them lie within each other.
        #[test]
        fn within_is_never_said_wrongly(one in filters(), other in filters(), shared in any::<u8>(), rows in prop::collection::vec(row(), 30)) {
            let one = sharing(one, &other, shared);
            if one.within(&other) {
                for row in rows {
                    prop_assert!(!lets_through(&one, &row) || lets_through(&other, &row), "{row:?}");
                }
            }
        }

        /// Narrowing one filter more always stays within, so that the rule says yes where it plainly can.
        #[test]
        fn narrowing_stays_within(whole in filters(), which in 0usize..4) {
            let mut narrow = whole.clone();
            match which {
                0 if narrow.source.is_empty() => narrow.source = vec!["a".into()],
                0 => narrow.source.truncate(1),
                1 => narrow.min_band = Some(Band::Expert),
                2 => narrow.since = NaiveDate::from_ymd_opt(2026, 2, 1),
                _ => narrow.verified = whole.verified.or(Some(true)),
            }
            prop_assert!(narrow.within(&whole));
        }
    }
}
