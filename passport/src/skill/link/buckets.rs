//! A label as a bag of buckets: its stems, pairs of stems, and the character 3-5-grams of its words.

use super::hash::{hash, joined};
use super::lexicon::Reading;

/// The number of a bucket.
pub(super) type Bucket = u16;

/// How many there are.
pub(super) const BUCKETS: usize = 1 << 16;

/// The first of them are for stems and pairs, the rest for n-grams.
pub(super) const WORD_BUCKETS: usize = 24 * 1024;

/// Character n-grams have these lengths.
const GRAM_LENGTHS: std::ops::RangeInclusive<usize> = 3..=5;

const GRAMS: u64 = 2;

/// The buckets of one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bag {
    /// Of stems and of pairs of neighbours, in their order.
    pub(super) words: Vec<Bucket>,
    /// Of character n-grams, ascending, each once.
    pub(super) grams: Vec<Bucket>,
}

impl Bag {
    /// The bag of a label.
    pub(super) fn of(reading: &Reading) -> Self {
        Self::from_parts(&reading.stems, grams(&reading.words))
    }

    /// The bag of stems, by their hashes, and of n-grams.
    pub(super) fn from_parts(stems: &[u64], grams: Vec<Bucket>) -> Self {
        let pairs = stems.windows(2).map(|pair| word_bucket(joined(pair[0], pair[1])));
        Self {
            words: stems.iter().map(|stem| word_bucket(*stem)).chain(pairs).collect(),
            grams,
        }
    }

    /// The bag of one word.
    pub(super) fn of_word(word: &str, stem: u64) -> Self {
        Self {
            words: vec![word_bucket(stem)],
            grams: grams(&[word]),
        }
    }

    /// All buckets.
    pub(super) fn all(&self) -> impl Iterator<Item = Bucket> + '_ {
        self.words.iter().chain(&self.grams).copied()
    }
}

fn word_bucket(hash: u64) -> Bucket {
    within(hash, WORD_BUCKETS) as Bucket
}

fn gram_bucket(hash: u64) -> Bucket {
    (WORD_BUCKETS + within(hash, BUCKETS - WORD_BUCKETS)) as Bucket
}

/// Spreads the upper half of a hash over so many places.
fn within(hash: u64, places: usize) -> usize {
    (((hash >> 32) * places as u64) >> 32) as usize
}

fn grams(words: &[impl AsRef<str>]) -> Vec<Bucket> {
    let mut found = Vec::with_capacity(64);
    let mut bounded = String::new();
    let mut starts = Vec::new();
    for word in words {
        bounded.clear();
        bounded.push('^');
        bounded.push_str(word.as_ref());
        bounded.push('$');
        starts.clear();
        starts.extend(bounded.char_indices().map(|(start, _)| start));
        starts.push(bounded.len());
        for length in GRAM_LENGTHS {
            found.extend(
                starts
                    .windows(length + 1)
                    .map(|ends| gram_bucket(hash(&bounded.as_bytes()[ends[0]..ends[length]], GRAMS))),
            );
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
