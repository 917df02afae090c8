//! How much a term, or an n-gram, tells: the fewer concepts have it, the more (inverse document frequency).

/// Weights by number, learned from how many concepts have each.
#[derive(Debug, Clone, Default)]
pub(super) struct Weighing {
    weights: Vec<f32>,
    unknown: f32,
}

impl Weighing {
    /// From how many of `all` concepts have each.
    pub(super) fn new(having: &[u32], all: usize) -> Self {
        let weight = |having: u32| (1.0 + all as f32 / (having as f32 + 0.5)).ln();
        Self { weights: having.iter().map(|having| weight(*having)).collect(), unknown: weight(0) }
    }

    /// The weight of a number; what is not known is rarer than anything known.
    pub(super) fn of(&self, number: usize) -> f32 {
        self.weights.get(number).copied().unwrap_or(self.unknown)
    }

    /// The sum of squared weights.
    pub(super) fn square<T: Copy + Into<u32>>(&self, numbers: &[T]) -> f32 {
        numbers.iter().map(|number| self.of((*number).into() as usize).powi(2)).sum()
    }
}
