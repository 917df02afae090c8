//! What was learned from labelled adverts: how much each number counts. It stands in `learned.json`; `docs/LINKING.md`
//! says how it is made anew.

use super::evidence::{EVIDENCE_NAMES, Evidence};
use super::promise::{PROMISE_NAMES, Promise};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static KEPT: LazyLock<BTreeMap<String, BTreeMap<String, f32>>> =
    LazyLock::new(|| serde_json::from_str(include_str!("learned.json")).unwrap_or_default());

const CHOSEN_NAMES: [&str; 2] = ["constant", "score"];

/// What was learned for finding skills in text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Learned {
    /// How much each number counts for the chance that a find is right.
    pub find: Evidence,
    /// From the score of a find that was chosen to the chance that it is right: a constant, and how much the score counts.
    /// Of those that overlap the best is chosen, and the best promises too much.
    pub chosen: [f32; 2],
    /// How much each number counts for asking the linker about a phrase.
    pub phrase: Promise,
}

impl Learned {
    /// What the release ships with.
    pub fn shipped(trained: bool) -> Self {
        let set = |of: &str| KEPT.get(&format!("{of}_{}", if trained { "trained" } else { "plain" }));
        let count =
            |set: Option<&BTreeMap<String, f32>>, name: &str| set.and_then(|set| set.get(name)).copied().unwrap_or(0.0);
        Self {
            find: EVIDENCE_NAMES.map(|name| count(set("find"), name)),
            chosen: CHOSEN_NAMES.map(|name| count(set("chosen"), name)),
            phrase: PROMISE_NAMES.map(|name| count(set("phrase"), name)),
        }
    }

    /// Both sets as `learned.json` holds them.
    pub fn written(trained: &Self, plain: &Self) -> String {
        let sets = BTreeMap::from([
            ("find_trained", by_name(&EVIDENCE_NAMES, &trained.find)),
            ("find_plain", by_name(&EVIDENCE_NAMES, &plain.find)),
            ("chosen_trained", by_name(&CHOSEN_NAMES, &trained.chosen)),
            ("chosen_plain", by_name(&CHOSEN_NAMES, &plain.chosen)),
            ("phrase_trained", by_name(&PROMISE_NAMES, &trained.phrase)),
            ("phrase_plain", by_name(&PROMISE_NAMES, &plain.phrase)),
        ]);
        serde_json::to_string_pretty(&sets).unwrap_or_default() + "\n"
    }
}

fn by_name(names: &[&'static str], counts: &[f32]) -> BTreeMap<&'static str, f32> {
    let rounded = counts.iter().map(|count| (count * 1000.0).round() / 1000.0);
    names.iter().copied().zip(rounded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_names_every_number_and_no_other() {
        for (set, names) in [
            ("find", EVIDENCE_NAMES.as_slice()),
            ("chosen", CHOSEN_NAMES.as_slice()),
            ("phrase", PROMISE_NAMES.as_slice()),
        ] {
            for encoder in ["trained", "plain"] {
                let mut names: Vec<&str> = names.to_vec();
                names.sort_unstable();
                let written = KEPT[&format!("{set}_{encoder}")].keys().collect::<Vec<_>>();
                assert_eq!(written, names, "{set} {encoder}");
            }
        }
    }
}
