//! All labels by the set of their words, whatever their form and order.

use crate::skill::link::{Linker, Name, mixed};

/// Labels of more telling words are not looked for by their words.
pub(super) const LONGEST: usize = 8;

/// What a term adds to the key of a set. Keys are sums, so that the order does not matter and a word is added or taken
/// away at once.
pub(super) fn key(term: u32) -> u64 {
    mixed(u64::from(term) + 1)
}

/// Labels by their words.
#[derive(Debug)]
pub(super) struct Names {
    /// Ascending by key; labels by their places among all.
    rows: Vec<(u64, u32)>,
    /// Where the rows begin whose keys have the same upper bits.
    starts: Vec<u32>,
    shift: u32,
    /// A bit for each pair of words of a label, by the sum of their keys.
    pairs: Vec<u64>,
}

/// So many bits tell which words stand together, as a power of two.
const PAIR_BITS: u32 = 22;

impl Names {
    /// From all labels.
    pub(super) fn build(linker: &Linker) -> Self {
        let named = (0..linker.names()).filter_map(|place| {
            let terms = linker.name(place).terms;
            (1..=LONGEST).contains(&terms.len()).then(|| (set(terms), place as u32))
        });
        let mut rows: Vec<(u64, u32)> = named.collect();
        rows.sort_unstable();
        let bits = (rows.len() * 4).max(2).ilog2();
        let shift = 64 - bits;
        let mut starts = vec![0u32; (1 << bits) + 1];
        for (key, _) in &rows {
            starts[(key >> shift) as usize + 1] += 1;
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        Self {
            rows,
            starts,
            shift,
            pairs: pairs(linker),
        }
    }

    /// Whether some label has both words; of others, one pair in ten is taken for such.
    pub(super) fn together(&self, one: u32, other: u32) -> bool {
        let (place, bit) = pair(one, other);
        self.pairs[place] & bit != 0
    }

    /// The labels that have these words and no others.
    #[inline]
    pub(super) fn having(&self, key: u64) -> &[(u64, u32)] {
        let block = (key >> self.shift) as usize;
        let rows = &self.rows[self.starts[block] as usize..self.starts[block + 1] as usize];
        let Some(first) = rows.iter().position(|(held, _)| *held == key) else {
            return &[];
        };
        let rows = &rows[first..];
        let end = rows.iter().position(|(held, _)| *held != key).unwrap_or(rows.len());
        &rows[..end]
    }
}

fn pairs(linker: &Linker) -> Vec<u64> {
    let mut bits = vec![0u64; 1 << (PAIR_BITS - 6)];
    for place in 0..linker.names() {
        let terms = linker.name(place).terms;
        let terms = &terms[..terms.len().min(LONGEST)];
        for (place, one) in terms.iter().enumerate() {
            for other in &terms[place + 1..] {
                let (place, bit) = pair(*one, *other);
                bits[place] |= bit;
            }
        }
    }
    bits
}

fn pair(one: u32, other: u32) -> (usize, u64) {
    let sum = key(one).wrapping_add(key(other)) >> (64 - PAIR_BITS);
    ((sum >> 6) as usize, 1 << (sum & 63))
}

/// The key of a label's words, each once.
fn set(terms: &[u32]) -> u64 {
    let once = terms
        .iter()
        .enumerate()
        .filter(|(place, term)| !terms[..*place].contains(term));
    once.fold(0, |sum, (_, term)| sum.wrapping_add(key(*term)))
}

/// Whether a label has to be written in its own capitals: *R*, *IT*, *Go*.
pub(super) fn is_short(name: &Name<'_>) -> bool {
    name.whole.len() <= 2
}

/// Whether a label is an abbreviation in capitals.
pub(super) fn is_capitals(name: &Name<'_>) -> bool {
    name.text.len() <= 6
        && !name.text.contains(' ')
        && name.text.chars().any(char::is_uppercase)
        && !name.text.chars().any(char::is_lowercase)
}
