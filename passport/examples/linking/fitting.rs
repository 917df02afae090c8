//! Fits what the linker has to learn, and measures it on rows that it was not fitted on.

use crate::chances;
use crate::choice::{self, Question};
use crate::spans::Span;
use passport::skill::link::{Decision, EVIDENCE, Evidence, FEATURES, Features, Learned, Linker, Weighed, chance, sum};

/// How strongly large weights are held down. Chosen once, on the loss of rows left out; see `docs/LINKING.md`.
const CANDIDATE_PENALTY: f32 = 5.0;
const CHANCE_PENALTY: f32 = 0.2;

/// Rows are split in so many parts; rows with the same words are in the same one.
const PARTS: u64 = 10;

/// Of labels that have a concept, so many are to be kept.
const KEPT: f32 = 0.9;

/// What came of one span.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    /// The place of the right concept among the candidates, from 0.
    pub rank: Option<usize>,
    pub confidence: f32,
    pub matchable: f32,
    /// Whether it was said that a concept is meant.
    pub is_match: bool,
}

/// One span, ready for fitting.
#[derive(Debug, Clone)]
pub struct Case {
    pub question: Question,
    weighed: Weighed,
    part: u64,
    concept: Option<usize>,
}

/// Weighs every span.
pub fn cases(linker: &Linker, spans: &[Span]) -> Vec<Case> {
    spans.iter().map(|span| case(span, linker.weigh(&span.text))).collect()
}

/// Cases of one or several encoders. A span that several saw says no more than one that one saw, so large weights are held
/// down as much more strongly.
pub struct Cases {
    all: Vec<Case>,
    encoders: usize,
}

impl Cases {
    /// What each encoder made of the same spans.
    pub fn of(encoders: &[Vec<Case>]) -> Self {
        Self {
            all: encoders.concat(),
            encoders: encoders.len(),
        }
    }

    /// Fits on all of them.
    pub fn fit(&self) -> Learned {
        // Chances are learned from answers to rows that the weights were not fitted on: on its own rows a fit is too sure.
        Learned {
            candidate: self.candidate_weights(|_| true),
            ..self.chances(&self.answers(), |_| true)
        }
    }

    /// What comes of each when everything is fitted on the other parts.
    pub fn crossed(&self) -> Vec<Outcome> {
        let answers = self.answers();
        let by_part: Vec<Learned> = (0..PARTS)
            .map(|part| self.chances(&answers, |case| case.part != part))
            .collect();
        let told = self.all.iter().zip(&answers);
        told.map(|(case, (rank, evidence))| outcome(*rank, evidence, &by_part[case.part as usize]))
            .collect()
    }

    /// The loss of the candidates' weights on rows left out, for one encoder.
    pub fn loss(&self) -> f32 {
        let weights = self.crossed_weights();
        let matchable = self.all.iter().filter(|case| case.concept.is_some());
        let loss = matchable
            .map(|case| choice::loss(&case.question, &weights[case.part as usize]))
            .sum::<f32>();
        loss / self.encoders as f32
    }

    /// The rank and the evidence of each case, with weights fitted on the other parts.
    fn answers(&self) -> Vec<(Option<usize>, Evidence)> {
        let weights = self.crossed_weights();
        self.all
            .iter()
            .map(|case| answer(case, &weights[case.part as usize]))
            .collect()
    }

    fn crossed_weights(&self) -> Vec<Features> {
        (0..PARTS)
            .map(|part| self.candidate_weights(|case| case.part != part))
            .collect()
    }

    fn candidate_weights(&self, which: impl Fn(&Case) -> bool) -> Features {
        let questions = self.all.iter().filter(|case| which(case)).map(|case| &case.question);
        choice::fit(&questions.collect::<Vec<_>>(), CANDIDATE_PENALTY * self.encoders as f32)
    }

    fn chances(&self, answers: &[(Option<usize>, Evidence)], which: impl Fn(&Case) -> bool) -> Learned {
        let penalty = CHANCE_PENALTY * self.encoders as f32;
        let told: Vec<_> = self.all.iter().zip(answers).filter(|(case, _)| which(case)).collect();
        let right: Vec<_> = told
            .iter()
            .map(|(_, (rank, evidence))| (*evidence, *rank == Some(0)))
            .collect();
        let has_concept: Vec<_> = told
            .iter()
            .map(|(case, (_, evidence))| (*evidence, case.concept.is_some()))
            .collect();
        let matchable = chances::fit(&has_concept, penalty);
        let threshold = threshold(&has_concept, &matchable);
        Learned {
            candidate: [0.0; FEATURES],
            right: chances::fit(&right, penalty),
            matchable,
            threshold,
        }
    }
}

/// The chance that nine in ten labels with a concept reach.
fn threshold(has_concept: &[(Evidence, bool)], matchable: &Evidence) -> f32 {
    let with = has_concept.iter().filter(|(_, has_concept)| *has_concept);
    let mut chances: Vec<f32> = with.map(|(evidence, _)| chance(sum(evidence, matchable))).collect();
    chances.sort_by(f32::total_cmp);
    chances
        .get(((1.0 - KEPT) * chances.len() as f32) as usize)
        .copied()
        .unwrap_or(0.0)
}

fn outcome(rank: Option<usize>, evidence: &Evidence, learned: &Learned) -> Outcome {
    let judged = learned.judge(evidence);
    Outcome {
        rank,
        confidence: judged.right,
        matchable: judged.matchable,
        is_match: judged.decision == Decision::Match,
    }
}

fn case(span: &Span, weighed: Weighed) -> Case {
    let place = |concept| {
        weighed
            .candidates
            .iter()
            .position(|candidate| candidate.concept == concept)
    };
    let right = span.concept.and_then(place);
    let candidates = weighed.candidates.iter().map(|candidate| candidate.features).collect();
    let question = Question { candidates, right };
    Case {
        question,
        weighed,
        part: part(&span.text),
        concept: span.concept,
    }
}

fn answer(case: &Case, weights: &Features) -> (Option<usize>, Evidence) {
    let ranked = case.weighed.ranked(weights);
    let rank = ranked
        .iter()
        .position(|(_, candidate)| Some(candidate.concept) == case.concept);
    (rank, case.weighed.evidence(&ranked).unwrap_or([0.0; EVIDENCE]))
}

/// By the letters of a span, so that one written twice is in one part.
fn part(text: &str) -> u64 {
    let letters = text
        .to_lowercase()
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .collect::<Vec<_>>();
    let hash = letters.iter().fold(17u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 20) % PARTS
}
