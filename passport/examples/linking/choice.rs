//! Fits weights so that of all candidates the right one scores highest: a softmax over the candidates of each span.

use passport::skill::link::{FEATURES, Features, sum};

const STEPS: i32 = 200;

/// One span with its candidates.
#[derive(Debug, Clone)]
pub struct Question {
    pub candidates: Vec<Features>,
    /// The place of the right one, if it is among them.
    pub right: Option<usize>,
}

/// Weights fitted with a penalty on large ones, counted on features brought to one spread (Adam).
pub fn fit(questions: &[&Question], penalty: f32) -> Features {
    let spread = spread(questions);
    let scaled: Vec<(Vec<Features>, usize)> = questions
        .iter()
        .filter_map(|question| scaled(question, &spread))
        .collect();
    let mut weights = [0.0f32; FEATURES];
    let mut speed = [0.0f32; FEATURES];
    let mut size = [0.0f32; FEATURES];
    for step in 1..=STEPS {
        let slope = slope(&scaled, &weights, penalty);
        let rate = 0.1 * (1.0 - step as f32 / STEPS as f32);
        for place in 0..FEATURES {
            speed[place] = 0.9 * speed[place] + 0.1 * slope[place];
            size[place] = 0.99 * size[place] + 0.01 * slope[place] * slope[place];
            let sure = speed[place] / (1.0 - 0.9f32.powi(step));
            let scale = (size[place] / (1.0 - 0.99f32.powi(step))).sqrt() + 1e-8;
            weights[place] -= rate * sure / scale;
        }
    }
    std::array::from_fn(|place| weights[place] / spread[place])
}

/// The loss of one question: less the logarithm of the share that the right candidate gets.
pub fn loss(question: &Question, weights: &Features) -> f32 {
    const LOST: f32 = 6.0;
    let scores: Vec<f32> = question
        .candidates
        .iter()
        .map(|features| sum(features, weights))
        .collect();
    question
        .right
        .map_or(LOST, |right| -shares(&scores)[right].max(0.0025).ln())
}

fn spread(questions: &[&Question]) -> Features {
    let all: Vec<&Features> = questions.iter().flat_map(|question| &question.candidates).collect();
    let count = all.len().max(1) as f32;
    std::array::from_fn(|place| {
        let mean = all.iter().map(|features| features[place]).sum::<f32>() / count;
        let square = all.iter().map(|features| (features[place] - mean).powi(2)).sum::<f32>() / count;
        square.sqrt().max(0.02)
    })
}

fn scaled(question: &Question, spread: &Features) -> Option<(Vec<Features>, usize)> {
    let scale = |features: &Features| std::array::from_fn(|place| features[place] / spread[place]);
    question
        .right
        .map(|right| (question.candidates.iter().map(scale).collect(), right))
}

fn slope(questions: &[(Vec<Features>, usize)], weights: &Features, penalty: f32) -> Features {
    let mut slope = weights.map(|weight| weight * penalty);
    for (candidates, right) in questions {
        let scores: Vec<f32> = candidates.iter().map(|features| sum(features, weights)).collect();
        for (place, share) in shares(&scores).into_iter().enumerate() {
            let pull = share - f32::from(u8::from(place == *right));
            slope
                .iter_mut()
                .zip(&candidates[place])
                .for_each(|(slope, feature)| *slope += pull * feature);
        }
    }
    slope
}

/// The share of each candidate if one of them must be right.
fn shares(scores: &[f32]) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}
