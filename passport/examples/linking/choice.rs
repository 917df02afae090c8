//! Fits weights so that of all candidates the right one scores highest: a softmax over the candidates of each span.

/// One question with its candidates; `right` is the place of the right one, if it is among them.
pub struct Question {
    pub candidates: Vec<Vec<f32>>,
    pub right: Option<usize>,
    pub weight: f32,
}

/// Weights for features as they are, fitted with a penalty on large ones (on features brought to one spread).
pub fn fit(questions: &[&Question], penalty: f32) -> Vec<f32> {
    let Some(width) = questions.iter().find_map(|question| question.candidates.first()).map(Vec::len) else { return Vec::new() };
    let spread = spread(questions, width);
    let mut weights = vec![0.0f32; width];
    let mut speed = vec![0.0f32; width];
    let mut size = vec![0.0f32; width];
    for step in 1..=400 {
        let slope = slope(questions, &weights, &spread, penalty);
        for place in 0..width {
            speed[place] = 0.9 * speed[place] + 0.1 * slope[place];
            size[place] = 0.99 * size[place] + 0.01 * slope[place] * slope[place];
            let sure = speed[place] / (1.0 - 0.9f32.powi(step));
            let scale = (size[place] / (1.0 - 0.99f32.powi(step))).sqrt() + 1e-8;
            weights[place] -= 0.05 * sure / scale * (1.0 - step as f32 / 420.0);
        }
    }
    weights.iter().zip(&spread).map(|(weight, spread)| weight / spread).collect()
}

fn spread(questions: &[&Question], width: usize) -> Vec<f32> {
    let all: Vec<&Vec<f32>> = questions.iter().flat_map(|question| &question.candidates).collect();
    (0..width)
        .map(|place| {
            let mean = all.iter().map(|features| features[place]).sum::<f32>() / all.len() as f32;
            let square = all.iter().map(|features| (features[place] - mean).powi(2)).sum::<f32>() / all.len() as f32;
            square.sqrt().max(0.02)
        })
        .collect()
}

fn slope(questions: &[&Question], weights: &[f32], spread: &[f32], penalty: f32) -> Vec<f32> {
    let mut slope: Vec<f32> = weights.iter().map(|weight| weight * penalty).collect();
    for question in questions {
        let Some(right) = question.right else { continue };
        let scores: Vec<f32> = question.candidates.iter().map(|features| {
            features.iter().zip(weights).zip(spread).map(|((feature, weight), spread)| feature * weight / spread).sum()
        }).collect();
        for (place, share) in shares(&scores).into_iter().enumerate() {
            let pull = question.weight * (share - f32::from(u8::from(place == right)));
            for ((slope, feature), spread) in slope.iter_mut().zip(&question.candidates[place]).zip(spread) {
                *slope += pull * feature / spread;
            }
        }
    }
    slope
}

/// Softmax.
pub fn shares(scores: &[f32]) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}
