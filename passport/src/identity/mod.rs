//! Whose record is it? The same person as one already known, possibly the same, or somebody new.
//!
//! The rules are a table, tried from top to bottom. *Possible* never merges by itself: a steward settles it. Every link
//! can be undone, because every record keeps its source.

mod link;
mod names;
mod resemblance;
mod rules;

pub use link::{Decision, LinkState};
pub use names::{Called, Names, person_names};
pub use resemblance::names_contradict;
pub use rules::{Agreement, Naming, RULES, Rule, SAME_SOURCE_ID, Verdict};

use crate::record::IdentifierSystem;
use uuid::Uuid;

/// A person already known, with what they have in common with the subject at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The known person.
    pub person: Uuid,
    /// What agrees.
    pub agreements: Vec<Agreement>,
    /// Whether both have a full name, and the two share nothing ([`names_contradict`]).
    pub names_contradict: bool,
}

/// Whose record it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// The same person.
    Same {
        /// Who.
        person: Uuid,
        /// By which rule.
        rule: &'static str,
    },
    /// Possibly one of these; a steward decides, meanwhile the subject stands alone.
    Possible(Vec<Possibility>),
    /// Nobody known.
    New,
}

/// Somebody whom the subject may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Possibility {
    /// Who.
    pub person: Uuid,
    /// By which rule.
    pub rule: &'static str,
    /// Which fields agreed.
    pub agreed: Vec<Agreement>,
}

/// Settles whose a record is. Two different persons who are both *the same* contradict each other, and become possible.
pub fn settle(candidates: &[Candidate]) -> Settled {
    let mut same: Vec<Possibility> = Vec::new();
    let mut possible: Vec<Possibility> = Vec::new();
    for candidate in candidates {
        let Some(rule) = RULES.iter().find(|rule| rule.holds(candidate)) else {
            continue;
        };
        let found = Possibility {
            person: candidate.person,
            rule: rule.name,
            agreed: candidate.agreements.clone(),
        };
        match rule.verdict {
            Verdict::Same => same.push(found),
            Verdict::Possible => possible.push(found),
        }
    }
    match same.as_slice() {
        [one] => Settled::Same {
            person: one.person,
            rule: one.rule,
        },
        [] if possible.is_empty() => Settled::New,
        [] => Settled::Possible(possible),
        _ => Settled::Possible(same),
    }
}

/// Names in the form in which two are compared: NFKC, lower case, letters and digits only, words in order.
pub fn comparable_name(name: &str) -> String {
    crate::skill::normalise(name)
}

/// Whether an identifier can carry a person over from one source to another at all.
pub fn is_strong(system: IdentifierSystem) -> bool {
    use IdentifierSystem::*;
    matches!(system, Email | Did | PirlId)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Agreement::*;
    use IdentifierSystem::*;

    fn person(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn settled(candidates: &[(u128, &[Agreement])], names_contradict: bool) -> (&'static str, Vec<u128>) {
        let candidates: Vec<_> = candidates
            .iter()
            .map(|(n, a)| Candidate {
                person: person(*n),
                agreements: a.to_vec(),
                names_contradict,
            })
            .collect();
        match settle(&candidates) {
            Settled::Same { person, rule } => (rule, vec![person.as_u128()]),
            Settled::Possible(list) => ("possible", list.iter().map(|p| p.person.as_u128()).collect()),
            Settled::New => ("new", vec![]),
        }
    }

    #[test]
    fn contradicting_names_settle_nothing_but_a_did() {
        for (agreements, expected) in [
            (&[Verified(Did)][..], ("verified-did", vec![1])),
            (&[Verified(Email)], ("possible", vec![1])),
            (&[Verified(PirlId)], ("possible", vec![1])),
            (&[Verified(Email), Verified(PirlId)], ("possible", vec![1])),
            (&[Verified(Email), Verified(Did)], ("verified-did", vec![1])),
            (&[Shared(Email)], ("possible", vec![1])),
            (&[Verified(Official)], ("new", vec![])),
        ] {
            assert_eq!(settled(&[(1, agreements)], true), expected, "{agreements:?}");
        }
    }

    #[test]
    fn identity_is_settled_by_the_table() {
        for (candidates, expected) in [
            (&[][..], ("new", vec![])),
            (&[(1, &[Name][..])], ("new", vec![])),
            (&[(1, &[Verified(Email), Name])], ("verified-email", vec![1])),
            (&[(1, &[Verified(PirlId)])], ("verified-pirl-id", vec![1])),
            (
                &[(1, &[Verified(Email)]), (2, &[Verified(Did)])],
                ("possible", vec![1, 2]),
            ),
            (&[(1, &[Shared(Email)])], ("possible", vec![1])),
            (&[(1, &[Shared(Phone)])], ("new", vec![])),
            (&[(1, &[Shared(Phone), Name])], ("possible", vec![1])),
            (&[(1, &[Verified(Phone), Name])], ("possible", vec![1])),
            (&[(1, &[Verified(Official)])], ("new", vec![])),
        ] {
            assert_eq!(settled(candidates, false), expected, "{candidates:?}");
        }
    }

    #[test]
    fn each_rule_settles_what_it_needs() {
        for rule in RULES {
            let needs = Candidate {
                person: person(1),
                agreements: rule.needs.to_vec(),
                names_contradict: rule.naming == Naming::Contradicts,
            };
            let by = match settle(&[needs]) {
                Settled::Same { rule, .. } => (Verdict::Same, rule),
                Settled::Possible(list) => (Verdict::Possible, list[0].rule),
                Settled::New => panic!("{} never applies", rule.name),
            };
            assert_eq!(by, (rule.verdict, rule.name));
        }
    }
}
