//! Training: in each batch of pairs, every text must find its partner among the partners of all others.

use super::lessons::{Pair, Texts, pairs, texts, weights};
use super::plain::random_vectors;
use super::vectors::{BLOCK, dot, multiply, shares, step_rows, sum_rows, turned};
use super::{DIMENSIONS, Direction, Encoder};
use crate::skill::link::buckets::{Bucket, WORD_BUCKETS};
use crate::skill::link::concept::Concept;
use crate::skill::link::hash::Dice;

/// How training goes.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// How often each label is seen.
    pub rounds: usize,
    /// Pairs in a batch: each is told apart from all others.
    pub batch: usize,
    /// Of a batch, pairs that come from neighbouring concepts, side by side.
    pub run: usize,
    /// How far one step goes at the start; it falls to nothing by the end.
    pub rate: f32,
    /// The share of stems and pairs of a text that are shown each time.
    pub keep_words: f32,
    /// The share of its n-grams.
    pub keep_grams: f32,
    /// How sharply agreement is told from disagreement.
    pub sharpness: f32,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            rounds: 40,
            batch: 512,
            run: 16,
            rate: 1.0,
            keep_words: 0.75,
            keep_grams: 0.5,
            sharpness: 40.0,
        }
    }
}

impl Encoder {
    /// Learns from the labels and descriptions of a vocabulary. The same concepts, seed and schedule give the same encoder.
    pub fn train(concepts: &[Concept], seed: u64, schedule: Schedule) -> Self {
        Self::train_telling(concepts, seed, schedule, |_| {})
    }

    /// [`Encoder::train`], saying after each round how many are done.
    pub fn train_telling(concepts: &[Concept], seed: u64, schedule: Schedule, mut done: impl FnMut(usize)) -> Self {
        let texts = texts(concepts);
        let mut pupil = Pupil::new(&texts, seed, schedule);
        for round in 0..schedule.rounds {
            pupil.round(&texts, round);
            done(round + 1);
        }
        Self::pack(pupil.table.as_flattened(), true)
    }
}

struct Pupil {
    table: Vec<Direction>,
    moved: Vec<f32>,
    dice: Dice,
    schedule: Schedule,
}

/// The texts of one side of a batch: where they point, and how long their sums were.
struct Side {
    directions: Vec<Direction>,
    lengths: Vec<f32>,
}

impl Pupil {
    fn new(texts: &[Texts], seed: u64, schedule: Schedule) -> Self {
        let table = random_vectors(&weights(texts), seed)
            .as_chunks::<DIMENSIONS>()
            .0
            .to_vec();
        let moved = vec![0.0; table.len()];
        Self {
            table,
            moved,
            dice: Dice::new(seed ^ 1),
            schedule,
        }
    }

    fn round(&mut self, texts: &[Texts], round: usize) {
        let order = self.neighbours(texts);
        let pairs = pairs(texts, &order, &mut self.dice);
        let mut runs: Vec<&[Pair<'_>]> = pairs.chunks(self.schedule.run.max(1)).collect();
        self.dice.shuffle(&mut runs);
        let batches: Vec<Vec<Pair<'_>>> = runs
            .chunks((self.schedule.batch / self.schedule.run.max(1)).max(1))
            .map(|runs| runs.concat())
            .collect();
        for (number, batch) in batches.iter().enumerate() {
            let done = (round as f32 + number as f32 / batches.len() as f32) / self.schedule.rounds as f32;
            // The last batch is filled up from its own start: a matrix has whole blocks.
            let filled = batch.len().next_multiple_of(BLOCK);
            let batch: Vec<Pair<'_>> = batch.iter().copied().cycle().take(filled).collect();
            self.learn(&batch, self.schedule.rate * (1.0 - done));
        }
    }

    /// Concepts in an order in which like stand near like: by the sides of random planes on which they lie.
    fn neighbours(&mut self, texts: &[Texts]) -> Vec<u32> {
        const PLANES: usize = 16;
        let planes: Vec<Direction> = (0..PLANES)
            .map(|_| std::array::from_fn(|_| self.dice.around_zero()))
            .collect();
        let side = |texts: &Texts| {
            let Some(label) = texts.labels.first() else { return 0 };
            let sum = sum_rows(&self.table, label);
            planes
                .iter()
                .fold(0u32, |sides, plane| sides << 1 | u32::from(dot(plane, &sum) > 0.0))
        };
        let mut order: Vec<(u32, u32)> = texts
            .iter()
            .enumerate()
            .map(|(number, texts)| (side(texts), number as u32))
            .collect();
        order.sort_unstable();
        order.into_iter().map(|(_, number)| number).collect()
    }

    fn learn(&mut self, batch: &[Pair<'_>], rate: f32) {
        let count = batch.len();
        let ones: Vec<Vec<Bucket>> = batch.iter().map(|pair| self.thinned(pair.one)).collect();
        let others: Vec<Vec<Bucket>> = batch.iter().map(|pair| self.thinned(pair.other)).collect();
        let one_side = self.side(&ones);
        let other_side = self.side(&others);
        let mut agreement = vec![0.0; count * count];
        let columns = turned(other_side.directions.as_flattened(), DIMENSIONS);
        multiply(
            one_side.directions.as_flattened(),
            &columns,
            DIMENSIONS,
            count,
            &mut agreement,
        );
        let back = turned(&self.pull(batch, turned(&agreement, count)), count);
        let mut pull = self.pull(batch, agreement);
        pull.iter_mut().zip(back).for_each(|(forth, back)| *forth += back);
        self.step(&ones, &one_side, &other_side, &pull, rate);
        self.step(&others, &other_side, &one_side, &turned(&pull, count), rate);
    }

    /// A text with some of its buckets left out, so that no single one is relied on.
    fn thinned(&mut self, text: &[Bucket]) -> Vec<Bucket> {
        let mut kept = Vec::with_capacity(text.len());
        for bucket in text {
            let keep = if usize::from(*bucket) < WORD_BUCKETS {
                self.schedule.keep_words
            } else {
                self.schedule.keep_grams
            };
            if self.dice.share() < keep {
                kept.push(*bucket);
            }
        }
        if kept.is_empty() { text.to_vec() } else { kept }
    }

    fn side(&self, texts: &[Vec<Bucket>]) -> Side {
        let (directions, lengths) = texts
            .iter()
            .map(|text| {
                let mut sum = sum_rows(&self.table, text);
                let length = dot(&sum, &sum).sqrt().max(1e-6);
                sum.iter_mut().for_each(|value| *value /= length);
                (sum, length)
            })
            .unzip();
        Side { directions, lengths }
    }

    /// The slope of the loss by each agreement: the share that each partner gets, less what it should get.
    fn pull(&self, batch: &[Pair<'_>], agreement: Vec<f32>) -> Vec<f32> {
        let mut pull = agreement;
        let mut left_out = vec![false; batch.len()];
        for (place, row) in pull.chunks_exact_mut(batch.len()).enumerate() {
            for (other, left_out) in left_out.iter_mut().enumerate() {
                *left_out = other != place && batch[other].concept == batch[place].concept;
            }
            shares(row, self.schedule.sharpness, &left_out);
            row[place] -= 1.0;
        }
        pull
    }

    fn step(&mut self, texts: &[Vec<Bucket>], ours: &Side, theirs: &Side, pull: &[f32], rate: f32) {
        let mut slopes = vec![[0.0; DIMENSIONS]; texts.len()];
        multiply(
            pull,
            theirs.directions.as_flattened(),
            texts.len(),
            DIMENSIONS,
            slopes.as_flattened_mut(),
        );
        for (place, text) in texts.iter().enumerate() {
            let slope = across(&slopes[place], &ours.directions[place], ours.lengths[place]);
            step_rows(&mut self.table, &mut self.moved, text, &slope, rate);
        }
    }
}

/// What of a slope turns a direction; lengthening its sum changes nothing.
fn across(slope: &Direction, direction: &Direction, length: f32) -> Direction {
    let along = dot(slope, direction);
    std::array::from_fn(|place| (slope[place] - along * direction[place]) / length)
}
