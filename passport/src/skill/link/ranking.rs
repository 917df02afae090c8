//! Which of the concepts that may be meant goes first.

use super::evidence::{Asked, Evidence, evidence};
use super::features::{Features, Sight, place};
use super::learned::sum;
use std::cmp::Ordering;

/// A label and what may be meant by it, in numbers.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// What is known of the label.
    pub asked: Asked,
    /// The candidates, in the order of their concepts.
    pub candidates: Vec<WeighedConcept>,
}

/// A concept that may be meant, with what speaks for it.
#[derive(Debug, Clone, Copy)]
pub struct WeighedConcept {
    /// Its place in the vocabulary.
    pub concept: usize,
    /// What speaks for it.
    pub features: Features,
    pub(super) sight: Sight,
}

/// How a concept is called what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Called {
    /// It only resembles it.
    Unlike,
    /// In the same words, in another form or order.
    Alike,
    /// Just so, by a label that is not the preferred one.
    Otherwise,
    /// Just so, by its preferred label.
    Preferred,
}

impl WeighedConcept {
    fn called(&self) -> Called {
        const PREFERRED: usize = place("exact_preferred");
        const OTHER: usize = place("exact_other");
        const WORDS: usize = place("same_words");
        let is = |feature: usize| self.features[feature] > 0.0;
        match (is(PREFERRED), is(OTHER), is(WORDS)) {
            (true, ..) => Called::Preferred,
            (_, true, _) => Called::Otherwise,
            (_, _, true) => Called::Alike,
            _ => Called::Unlike,
        }
    }
}

/// A candidate with the score that it is lifted to, and its own.
struct Ranked<'w> {
    lifted: f32,
    called: Called,
    score: f32,
    one: &'w WeighedConcept,
}

impl Ranked<'_> {
    fn order(&self, other: &Self) -> Ordering {
        let is = |called: Called, ranked: &Self| ranked.called >= called;
        let first = |called: Called| is(called, other).cmp(&is(called, self));
        first(Called::Preferred)
            .then(other.lifted.total_cmp(&self.lifted))
            .then(first(Called::Otherwise))
            .then(other.score.total_cmp(&self.score))
            .then(self.one.concept.cmp(&other.one.concept))
    }
}

impl Weighed {
    /// The candidates with their scores, best first; what is lifted counts as much as what it is lifted to. A preferred label that is the same goes first, whatever else speaks; any
    /// other label that is the same goes before words that are merely alike. What only resembles is weighed as was learned:
    /// names that publishers give beside the preferred one fit many things.
    pub fn ranked(&self, counts: &Features) -> Vec<(f32, &WeighedConcept)> {
        let scored = self.candidates.iter();
        let scored: Vec<(f32, &WeighedConcept)> = scored
            .map(|candidate| (sum(&candidate.features, counts), candidate))
            .collect();
        let most = |which: &dyn Fn(&WeighedConcept) -> bool| {
            let those = scored.iter().filter(|(_, one)| which(one));
            those.map(|(score, _)| *score).fold(f32::MIN, f32::max)
        };
        let (alike, any) = (most(&|one| one.called() == Called::Alike), most(&|_| true));
        let lifted = |score: f32, called: Called| match called {
            Called::Preferred => any,
            Called::Otherwise => score.max(alike),
            Called::Alike | Called::Unlike => score,
        };
        let mut ranked: Vec<Ranked<'_>> = scored
            .iter()
            .map(|(score, one)| Ranked {
                lifted: lifted(*score, one.called()),
                called: one.called(),
                score: *score,
                one,
            })
            .collect();
        ranked.sort_by(Ranked::order);
        ranked.into_iter().map(|ranked| (ranked.lifted, ranked.one)).collect()
    }

    /// What speaks for the first of the ranked candidates as an answer, where there is one.
    pub fn evidence(&self, ranked: &[(f32, &WeighedConcept)]) -> Option<Evidence> {
        let scores: Vec<f32> = ranked.iter().map(|(score, _)| *score).collect();
        ranked
            .first()
            .map(|(_, first)| evidence(self.asked, &scores, &first.features))
    }
}

#[cfg(test)]
mod tests {
    use super::super::*;

    fn concept(labels: &[(&str, Rank)]) -> Concept {
        let label = |(text, rank): &(&str, Rank)| Label {
            text: (*text).to_owned(),
            language: "en".to_owned(),
            rank: *rank,
        };
        Concept {
            uri: format!("urn:skill:{}", labels[0].0),
            labels: labels.iter().map(label).collect(),
            ..Concept::default()
        }
    }

    fn vocabulary() -> Vec<Concept> {
        use Rank::{Alternative, Hidden, Preferred};
        vec![
            concept(&[("work in teams", Preferred), ("work in a team", Alternative)]),
            concept(&[
                ("cooperate with colleagues", Preferred),
                ("Ability to work in a team", Hidden),
                ("team working", Alternative),
            ]),
            concept(&[("shape corporate culture", Preferred), ("teams work", Hidden)]),
            concept(&[("writing of reports", Preferred), ("report writing", Alternative)]),
            concept(&[("document findings", Preferred), ("write reports", Alternative)]),
            concept(&[("weld metal", Preferred)]),
        ]
    }

    #[test]
    fn a_label_that_is_the_same_goes_before_words_that_are_alike() {
        let all = vocabulary();
        let linker = Linker::build(&all, Options::default());
        for (label, concept, method) in [
            ("work in teams", "work in teams", Method::PreferredLabel),
            (
                "Ability to work in a team",
                "cooperate with colleagues",
                Method::HiddenLabel,
            ),
            ("TEAM-WORKING", "cooperate with colleagues", Method::AlternativeLabel),
            ("teams work", "shape corporate culture", Method::HiddenLabel),
            ("working in teams", "work in teams", Method::SameWords),
            ("write reports", "document findings", Method::AlternativeLabel),
            ("reports, writing", "writing of reports", Method::SameWords),
        ] {
            let linked = linker.link(label, 5);
            let first = &linked.candidates[0];
            let found = (all[first.concept].labels[0].text.as_str(), first.method);
            assert_eq!(found, (concept, method), "{label}");
            assert_eq!(linked.decision, Decision::Match, "{label}");
            assert!(first.confidence > 0.3, "{label}: {}", first.confidence);
            let others: f32 = linked.candidates[1..].iter().map(|one| one.confidence).sum();
            assert!(first.confidence + others <= linked.matchable + 1e-4, "{label}");
        }
    }
}
