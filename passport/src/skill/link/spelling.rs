//! How near two labels are in spelling.

use std::collections::HashMap;

/// Longer labels are not compared letter by letter: their n-grams tell more. It is the width of a machine word.
const LONGEST: usize = 64;

/// A label whose letters are to be compared with those of many.
#[derive(Debug)]
pub(super) struct Letters {
    count: usize,
    /// For each ASCII letter, where it stands, a bit a place.
    plain: [u64; 128],
    other: HashMap<char, u64>,
}

impl Letters {
    /// The letters of a label.
    pub(super) fn of(label: &str) -> Self {
        let mut letters = Self {
            count: label.chars().count(),
            plain: [0; 128],
            other: HashMap::new(),
        };
        for (place, letter) in label.chars().take(LONGEST).enumerate() {
            match letters.plain.get_mut(letter as usize) {
                Some(places) => *places |= 1 << place,
                None => *letters.other.entry(letter).or_default() |= 1 << place,
            }
        }
        letters
    }

    /// One less the share of letters that would have to be put in, left out, changed, or swapped with a neighbour.
    /// `count` is how many letters the other label has.
    pub(super) fn closeness(&self, label: &str, count: usize) -> f32 {
        let (shorter, longer) = (self.count.min(count), self.count.max(count));
        if longer > LONGEST || shorter * 2 < longer || shorter == 0 {
            return 0.0;
        }
        1.0 - self.distance(label) as f32 / longer as f32
    }

    /// The distance of Damerau and Levenshtein, a whole column of the table at a time (Hyyrö 2003).
    fn distance(&self, label: &str) -> usize {
        let mut rises = u64::MAX;
        let mut falls = 0;
        let mut straight = 0;
        let mut last = 0;
        let mut distance = self.count;
        let end = 1u64 << (self.count - 1);
        for letter in label.chars() {
            let same = self.places(letter);
            let swapped = ((!straight & same) << 1) & last;
            straight = (((same & rises).wrapping_add(rises)) ^ rises) | same | falls | swapped;
            let up = falls | !(straight | rises);
            let down = rises & straight;
            if up & end != 0 {
                distance += 1;
            } else if down & end != 0 {
                distance -= 1;
            }
            let up = (up << 1) | 1;
            rises = (down << 1) | !(straight | up);
            falls = up & straight;
            last = same;
        }
        distance
    }

    fn places(&self, letter: char) -> u64 {
        match self.plain.get(letter as usize) {
            Some(places) => *places,
            None => self.other.get(&letter).copied().unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_what_was_done_to_a_word() {
        for (one, other, distance) in [
            ("welding", "welding", 0),
            ("welding", "weldin", 1),
            ("welding", "wleding", 1),
            ("welding", "wedling", 1),
            ("welding", "walding", 1),
            ("welding", "wellding", 1),
            ("nursing", "nurisng", 1),
            ("patient care", "pateint crae", 2),
            ("kitten", "sitting", 3),
            ("größe", "grösse", 2),
            ("abc", "xyz", 3),
        ] {
            assert_eq!(Letters::of(one).distance(other), distance, "{one} {other}");
            assert_eq!(Letters::of(other).distance(one), distance, "{other} {one}");
        }
    }

    #[test]
    fn very_unlike_lengths_are_not_close() {
        assert_eq!(Letters::of("c").closeness("communication", 13), 0.0);
        assert_eq!(Letters::of("").closeness("communication", 13), 0.0);
        assert_eq!(Letters::of(&"x".repeat(65)).closeness(&"x".repeat(65), 65), 0.0);
        assert_eq!(Letters::of(&"x".repeat(64)).closeness(&"x".repeat(64), 64), 1.0);
    }
}
