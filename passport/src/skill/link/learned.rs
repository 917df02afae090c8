//! What was learned from labelled spans: how much each number counts. It stands in `learned.json`, one set for an encoder
//! that was trained on the vocabulary and one for the encoder as it is; `docs/LINKING.md` says how it is made anew.

use super::answer::Decision;
use super::evidence::{EVIDENCE, EVIDENCE_NAMES, Evidence, SHARE};
use super::features::{FEATURES, Features, NAMES};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A first candidate less likely to be right than this is no match, however much the label looks like one of a skill.
const LEAST_RIGHT: f32 = 0.06;

/// The other candidates keep so much of what their scores say is theirs, however sure the first is.
const OTHERS_KEEP: f32 = 0.25;

/// What an answer comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// How likely the first candidate is right; never likelier than that any is.
    pub right: f32,
    /// How likely it is that any concept fits.
    pub matchable: f32,
    /// Whether a concept is meant.
    pub decision: Decision,
}

/// How much each number counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// For the score of a candidate.
    pub candidate: Features,
    /// For the confidence that the first candidate is right.
    pub right: Evidence,
    /// For whether any concept fits.
    pub matchable: Evidence,
    /// A label less matchable than this has no match.
    pub threshold: f32,
}

/// As it is written down: by name, so that a reader sees what counts.
#[derive(Debug, Serialize, Deserialize)]
struct Written {
    candidate: BTreeMap<String, f32>,
    right: BTreeMap<String, f32>,
    matchable: BTreeMap<String, f32>,
    threshold: f32,
}

static KEPT: LazyLock<BTreeMap<String, Written>> =
    LazyLock::new(|| serde_json::from_str(include_str!("learned.json")).unwrap_or_default());

impl Learned {
    /// What the release ships with.
    pub fn shipped(trained: bool) -> Self {
        let set = KEPT.get(if trained { "trained" } else { "plain" });
        set.map_or(Self::nothing(), |written| Self {
            candidate: numbers::<FEATURES>(&NAMES, &written.candidate),
            right: numbers::<EVIDENCE>(&EVIDENCE_NAMES, &written.right),
            matchable: numbers::<EVIDENCE>(&EVIDENCE_NAMES, &written.matchable),
            threshold: written.threshold,
        })
    }

    /// Judges an answer by what speaks for it. The two chances were learned apart, and so the one is held to the other.
    pub fn judge(&self, evidence: &Evidence) -> Judged {
        let matchable = chance(sum(evidence, &self.matchable));
        let right = held(chance(sum(evidence, &self.right)), matchable, evidence[SHARE]);
        let is_match = matchable >= self.threshold && right >= LEAST_RIGHT;
        Judged {
            right,
            matchable,
            decision: if is_match { Decision::Match } else { Decision::NoMatch },
        }
    }

    /// Both sets as `learned.json` holds them.
    pub fn written(trained: &Self, plain: &Self) -> String {
        let sets = BTreeMap::from([("trained", trained.by_name()), ("plain", plain.by_name())]);
        serde_json::to_string_pretty(&sets).unwrap_or_default() + "\n"
    }

    fn nothing() -> Self {
        Self {
            candidate: [0.0; FEATURES],
            right: [0.0; EVIDENCE],
            matchable: [0.0; EVIDENCE],
            threshold: 0.0,
        }
    }

    fn by_name(&self) -> Written {
        Written {
            candidate: names(&NAMES, &self.candidate),
            right: names(&EVIDENCE_NAMES, &self.right),
            matchable: names(&EVIDENCE_NAMES, &self.matchable),
            threshold: rounded(self.threshold),
        }
    }
}

/// A chance of being right held to that of there being something to be right about, less what is left for the others.
fn held(right: f32, matchable: f32, share: f32) -> f32 {
    right.min(matchable * (1.0 - OTHERS_KEEP * (1.0 - share)))
}

/// The sum of numbers, each as much as it counts.
pub fn sum(numbers: &[f32], counts: &[f32]) -> f32 {
    numbers.iter().zip(counts).map(|(number, count)| number * count).sum()
}

/// From any number to a chance between 0 and 1.
pub fn chance(number: f32) -> f32 {
    1.0 / (1.0 + (-number).exp())
}

fn numbers<const N: usize>(names: &[&str; N], written: &BTreeMap<String, f32>) -> [f32; N] {
    names.map(|name| written.get(name).copied().unwrap_or(0.0))
}

fn names(names: &[&str], numbers: &[f32]) -> BTreeMap<String, f32> {
    names
        .iter()
        .zip(numbers)
        .map(|(name, number)| ((*name).to_owned(), rounded(*number)))
        .collect()
}

fn rounded(number: f32) -> f32 {
    (number * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chances as the sums that come to them.
    fn learned(right: f32, matchable: f32, threshold: f32) -> Learned {
        let constant = |chance: f32| {
            std::array::from_fn(|place| {
                if place == 0 {
                    (chance / (1.0 - chance)).ln()
                } else {
                    0.0
                }
            })
        };
        Learned {
            right: constant(right),
            matchable: constant(matchable),
            threshold,
            ..Learned::nothing()
        }
    }

    #[test]
    fn answers_are_judged_by_the_table() {
        use Decision::{Match, NoMatch};
        // right, matchable, share of the first; told right, decision
        for (right, matchable, share, told, decision) in [
            (0.3, 0.8, 0.5, 0.3, Match),
            (0.534, 0.505, 0.6, 0.4545, Match),
            (0.534, 0.505, 1.0, 0.505, Match),
            (0.9, 0.9, 0.2, 0.72, Match),
            (0.3, 0.39, 0.5, 0.3, NoMatch),
            (0.9, 0.39, 1.0, 0.39, NoMatch),
            (0.07, 0.51, 0.1, 0.07, Match),
            (0.05, 0.51, 0.1, 0.05, NoMatch),
        ] {
            let mut evidence = [0.0; EVIDENCE];
            (evidence[0], evidence[SHARE]) = (1.0, share);
            let judged = learned(right, matchable, 0.4).judge(&evidence);
            assert!((judged.right - told).abs() < 1e-4, "{right} {matchable}: {judged:?}");
            assert!((judged.matchable - matchable).abs() < 1e-4, "{judged:?}");
            assert_eq!(judged.decision, decision, "{right} {matchable}");
        }
    }

    #[test]
    fn the_shipped_file_names_every_number_and_no_other() {
        for set in ["trained", "plain"] {
            let written = &KEPT[set];
            let keys = |map: &BTreeMap<String, f32>| map.keys().cloned().collect::<Vec<_>>();
            let sorted = |names: &[&str]| {
                let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
                names.sort();
                names
            };
            assert_eq!(keys(&written.candidate), sorted(&NAMES), "{set}");
            assert_eq!(keys(&written.right), sorted(&EVIDENCE_NAMES), "{set}");
            assert_eq!(keys(&written.matchable), sorted(&EVIDENCE_NAMES), "{set}");
        }
    }
}
