//! How much is read for the words of records.

use crate::Part;

/// How much is read for the words of all records that are shown, in bytes, each having the same share of it.
const MOST: u64 = 96 << 20;
/// The largest share of a record.
const MOST_OF_A_RECORD: u64 = 8 << 20;
/// Which part of that may be read of the whole delivery, where a piece tells the most.
const SHARE_OF_ALL: u64 = 8;

/// How many bytes may still be read for the words of a record, as long as somebody waits for them.
#[derive(Clone, Copy, Default)]
pub(in super::super) struct Budget<'d> {
    left: u64,
    files: &'d [Part<'d>],
}

impl<'d> Budget<'d> {
    /// That of each of so many records of these files.
    pub(in super::super) fn of(files: &'d [Part<'d>], records: usize) -> Self {
        let left = MOST_OF_A_RECORD.min(MOST / records.max(1) as u64);
        Budget { left, files }
    }

    /// That for a piece of the delivery, and that for the whole beside it.
    pub(super) fn split(self) -> (Self, Self) {
        let beside = self.left / SHARE_OF_ALL;
        let part = |left| Budget { left, ..self };
        (part(self.left - beside), part(beside))
    }

    /// What is left of both.
    pub(super) fn and(self, other: Self) -> Self {
        Budget {
            left: self.left + other.left,
            ..self
        }
    }

    /// Takes what it costs to read these files; whether that may be read.
    pub(super) fn pays(&mut self, files: &[Part<'_>]) -> bool {
        let cost: u64 = files.iter().map(|part| part.bytes.len() as u64).sum();
        let left = self.left.checked_sub(cost);
        self.left = left.unwrap_or(self.left);
        left.is_some() && !self.files.iter().any(|part| part.bytes.is_halted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: usize) -> Part<'static> {
        Part {
            name: "f.json".into(),
            bytes: vec![b' '; bytes].into(),
        }
    }

    #[test]
    fn all_shares_together_are_no_more_than_may_be_read() {
        for records in [0, 1, 5, 12, 13, 50] {
            let budget = Budget::of(&[], records);
            assert!(
                budget.left <= MOST_OF_A_RECORD && budget.left * records as u64 <= MOST,
                "{records}"
            );
            let (piece, whole) = budget.split();
            assert_eq!((piece.and(whole).left, whole.left), (budget.left, budget.left / 8));
        }
    }

    #[test]
    fn what_costs_more_than_is_left_is_not_read_and_nothing_is_when_nobody_waits() {
        let files = [file(1)];
        let mut budget = Budget {
            left: 10,
            files: &files,
        };
        for (bytes, is_paid, left) in [(4, true, 6), (7, false, 6), (6, true, 0), (1, false, 0), (0, true, 0)] {
            assert_eq!((budget.pays(&[file(bytes)]), budget.left), (is_paid, left), "{bytes}");
        }
        files[0].bytes.halt();
        assert!(!budget.pays(&[]));
    }
}
