//! Fits what the linker has to learn, and measures it on rows that it was not fitted on.

use crate::chances;
use crate::choice::{self, Question};
use crate::spans::Span;
use passport::skill::link::{Asked, Evidence, FEATURES, Features, Learned, Linker, Weighed, chance, evidence, sum};

/// How strongly large weights are held down. Chosen once, on the loss of rows left out; see `docs/LINKING.md`.
const CANDIDATE_PENALTY: f32 = 5.0;
const CHANCE_PENALTY: f32 = 0.3;

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
pub struct Case {
    pub question: Question,
    asked: Asked,
    part: u64,
    has_concept: bool,
}

/// Weighs every span.
pub fn cases(linker: &Linker, spans: &[Span]) -> Vec<Case> {
    spans.iter().map(|span| case(span, linker.weigh(&span.text))).collect()
}

/// Fits on all cases.
pub fn fit(cases: &[Case]) -> Learned {
    let all: Vec<&Case> = cases.iter().collect();
    let candidate = fit_candidates(&all);
    // Chances are learned from answers to rows that the weights were not fitted on: on its own rows a fit is too sure.
    let answers = answers(cases);
    learned(candidate, cases, &answers, |_| true)
}

/// What comes of each case when everything is fitted on the other parts.
pub fn crossed(cases: &[Case]) -> Vec<Outcome> {
    let answers = answers(cases);
    let by_part: Vec<Learned> = (0..PARTS)
        .map(|part| learned([0.0; FEATURES], cases, &answers, |case| case.part != part))
        .collect();
    cases
        .iter()
        .zip(&answers)
        .map(|(case, (rank, evidence))| outcome(*rank, evidence, &by_part[case.part as usize]))
        .collect()
}

/// The loss of the candidates' weights, fitted on the other parts.
pub fn loss(cases: &[Case]) -> f32 {
    let of_part = |part: u64| {
        let weights = fit_candidates(&cases.iter().filter(|case| case.part != part).collect::<Vec<_>>());
        let left_out = cases.iter().filter(|case| case.part == part && case.has_concept);
        left_out.map(|case| choice::loss(&case.question, &weights)).sum::<f32>()
    };
    (0..PARTS).map(of_part).sum()
}

/// The rank and the evidence of each case, with weights fitted on the other parts.
fn answers(cases: &[Case]) -> Vec<(Option<usize>, Evidence)> {
    let weights: Vec<Features> = (0..PARTS)
        .map(|part| fit_candidates(&cases.iter().filter(|case| case.part != part).collect::<Vec<_>>()))
        .collect();
    cases
        .iter()
        .map(|case| answer(case, &weights[case.part as usize]))
        .collect()
}

fn learned(
    candidate: Features,
    cases: &[Case],
    answers: &[(Option<usize>, Evidence)],
    which: impl Fn(&Case) -> bool,
) -> Learned {
    let told: Vec<_> = cases.iter().zip(answers).filter(|(case, _)| which(case)).collect();
    let right: Vec<_> = told
        .iter()
        .map(|(_, (rank, evidence))| (*evidence, *rank == Some(0)))
        .collect();
    let matchable: Vec<_> = told
        .iter()
        .map(|(case, (_, evidence))| (*evidence, case.has_concept))
        .collect();
    let matchable = chances::fit(&matchable, CHANCE_PENALTY);
    let mut kept: Vec<f32> = told
        .iter()
        .filter(|(case, _)| case.has_concept)
        .map(|(_, (_, evidence))| chance(sum(evidence, &matchable)))
        .collect();
    kept.sort_by(f32::total_cmp);
    let threshold = kept
        .get(((1.0 - KEPT) * kept.len() as f32) as usize)
        .copied()
        .unwrap_or(0.0);
    Learned {
        candidate,
        right: chances::fit(&right, CHANCE_PENALTY),
        matchable,
        threshold,
    }
}

fn outcome(rank: Option<usize>, evidence: &Evidence, learned: &Learned) -> Outcome {
    let matchable = chance(sum(evidence, &learned.matchable));
    Outcome {
        rank,
        confidence: chance(sum(evidence, &learned.right)),
        matchable,
        is_match: matchable >= learned.threshold,
    }
}

fn case(span: &Span, weighed: Weighed) -> Case {
    let right = span.concept.and_then(|concept| {
        weighed
            .candidates
            .iter()
            .position(|candidate| candidate.concept == concept)
    });
    let candidates = weighed.candidates.iter().map(|candidate| candidate.features).collect();
    Case {
        question: Question { candidates, right },
        asked: weighed.asked,
        part: part(&span.text),
        has_concept: span.concept.is_some(),
    }
}

fn answer(case: &Case, weights: &Features) -> (Option<usize>, Evidence) {
    let scores: Vec<f32> = case
        .question
        .candidates
        .iter()
        .map(|features| sum(features, weights))
        .collect();
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|one, other| scores[*other].total_cmp(&scores[*one]));
    let rank = case
        .question
        .right
        .and_then(|right| order.iter().position(|place| *place == right));
    let sorted: Vec<f32> = order.iter().map(|place| scores[*place]).collect();
    let first = order
        .first()
        .map_or([0.0; FEATURES], |place| case.question.candidates[*place]);
    (rank, evidence(case.asked, &sorted, &first))
}

fn fit_candidates(cases: &[&Case]) -> Features {
    let questions: Vec<&Question> = cases.iter().map(|case| &case.question).collect();
    choice::fit(&questions, CANDIDATE_PENALTY)
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
