//! Measures the linker as it is shipped: on spans, and on labels of the vocabulary that were changed as people change them.

use crate::fitting::Outcome;
use crate::spans::Span;
use passport::skill::link::{Concept, Decision, Linker, Reuse};

/// One in so many concepts is tried.
const STRIDE: usize = 7;

/// What people do to a label.
type Change = fn(&str) -> String;

/// The vocabulary as a local list would be: labels and nothing else.
pub fn plain(concepts: &[Concept]) -> Vec<Concept> {
    let bare = |concept: &Concept| Concept {
        uri: concept.uri.clone(),
        labels: concept.labels.clone(),
        kind: concept.kind,
        reuse: Reuse::Unsaid,
        ..Concept::default()
    };
    concepts.iter().map(bare).collect()
}

/// What comes of each span.
pub fn shipped(linker: &Linker, spans: &[Span]) -> Vec<Outcome> {
    spans
        .iter()
        .map(|span| {
            let linked = linker.link(&span.text, 40);
            let first = linked.candidates.first().map_or(0.0, |candidate| candidate.confidence);
            let is_match = linked.decision == Decision::Match;
            let rank = linked
                .candidates
                .iter()
                .position(|candidate| Some(candidate.concept) == span.concept);
            Outcome {
                rank,
                confidence: first,
                matchable: linked.matchable,
                is_match,
            }
        })
        .collect()
}

/// How often the concept comes first when its preferred label was changed.
pub fn changed(linker: &Linker, concepts: &[Concept]) {
    println!("preferred labels, changed:              first   in five");
    let changes: [(&str, Change); 6] = [
        ("as they are", str::to_owned),
        ("in capitals", str::to_uppercase),
        ("words turned round", |label| {
            label.split(' ').rev().collect::<Vec<_>>().join(" ")
        }),
        ("two letters swapped", |label| swapped(label)),
        ("one letter left out", |label| {
            label
                .char_indices()
                .filter(|(place, _)| *place != label.len() / 2)
                .map(|(_, letter)| letter)
                .collect()
        }),
        ("in a frame", |label| format!("strong ability to {label}")),
    ];
    for (name, change) in changes {
        let tried: Vec<usize> = (0..concepts.len())
            .step_by(STRIDE)
            .filter(|place| !concepts[*place].labels.is_empty())
            .collect();
        let ranks = tried.iter().map(|place| {
            let linked = linker.link(&change(&concepts[*place].labels[0].text), 5);
            linked
                .candidates
                .iter()
                .position(|candidate| candidate.concept == *place)
        });
        let ranks: Vec<Option<usize>> = ranks.collect();
        let within =
            |places: usize| ranks.iter().flatten().filter(|rank| **rank < places).count() as f32 / tried.len() as f32;
        println!("  {name:<36}  {:.3}   {:.3}", within(1), within(5));
    }
}

fn swapped(label: &str) -> String {
    let mut letters: Vec<char> = label.chars().collect();
    let middle = letters.len() / 2;
    if middle > 0 {
        letters.swap(middle - 1, middle);
    }
    letters.into_iter().collect()
}
