//! Counts of people as they may be told to somebody who may see none of them: a few are too few to hide among.

/// From how many people on a count is told.
pub const ENOUGH: u64 = 5;

/// A count of people, as far as it may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// This many: none, or enough.
    Exact(u64),
    /// One or more, and fewer than enough.
    Few,
    /// Not told at all: with its parts beside it, it would tell how many the few are.
    Withheld,
}

/// A count that stands alone.
pub fn count(people: u64) -> Count {
    match people {
        1..ENOUGH => Count::Few,
        people => Count::Exact(people),
    }
}

/// The sum of parts that are told beside it.
pub fn total(parts: &[u64]) -> Count {
    let few = parts.iter().any(|part| count(*part) == Count::Few);
    let several = parts.iter().filter(|part| **part > 0).count() > 1;
    if few && several {
        return Count::Withheld;
    }
    count(parts.iter().sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_are_never_told() {
        for (people, told) in [
            (0, Count::Exact(0)),
            (1, Count::Few),
            (4, Count::Few),
            (5, Count::Exact(5)),
            (1_000, Count::Exact(1_000)),
        ] {
            assert_eq!(count(people), told, "{people}");
        }
    }

    #[test]
    fn nor_can_they_be_reckoned_from_a_total() {
        for (parts, told) in [
            (&[0, 0, 0][..], Count::Exact(0)),
            (&[3, 0, 0], Count::Few),
            (&[10, 2, 0], Count::Withheld),
            (&[1, 1, 1], Count::Withheld),
            (&[4, 4, 4], Count::Withheld),
            (&[10, 0, 5], Count::Exact(15)),
            (&[], Count::Exact(0)),
        ] {
            assert_eq!(total(parts), told, "{parts:?}");
        }
    }
}
