//! How much a term, or an n-gram, tells: the fewer concepts have it, the more (inverse document frequency).

/// Weights by number, learned from how many concepts have each.
#[derive(Debug, Clone, Default)]
pub(super) struct Weighing {
    weights: Vec<f32>,
    unknown: f32,
}

impl Weighing {
    /// The weight of a number; what is not known is rarer than anything known.
    #[inline]
    pub(super) fn of(&self, number: usize) -> f32 {
        self.weights.get(number).copied().unwrap_or(self.unknown)
    }

    /// The sum of squared weights of different numbers.
    pub(super) fn square<T: Copy + PartialEq + Into<u32>>(&self, numbers: &[T]) -> f32 {
        let first = |place: usize| place >= 8 || !numbers[..place].contains(&numbers[place]);
        let told = (0..numbers.len()).filter(|place| first(*place));
        told.map(|place| self.of(numbers[place].into() as usize).powi(2)).sum()
    }
}

/// Counts how many concepts have each thing. Concepts come in their order.
pub(super) struct Tally {
    having: Vec<u32>,
    last: Vec<u32>,
}

impl Tally {
    /// Nothing counted yet.
    pub(super) fn new(things: usize) -> Self {
        Self {
            having: vec![0; things],
            last: vec![u32::MAX; things],
        }
    }

    /// A concept has a thing, however often.
    pub(super) fn count(&mut self, thing: usize, concept: u32) {
        if self.last[thing] != concept {
            self.last[thing] = concept;
            self.having[thing] += 1;
        }
    }

    /// How much each thing tells, among so many concepts.
    pub(super) fn weighing(&self, concepts: usize) -> Weighing {
        let weight = |having: u32| (1.0 + concepts as f32 / (having as f32 + 0.5)).ln();
        Weighing {
            weights: self.having.iter().map(|having| weight(*having)).collect(),
            unknown: weight(0),
        }
    }
}
