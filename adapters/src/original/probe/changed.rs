//! Which of a record's facts are others once it is read again.

use passport::record::Fact;
use std::collections::BTreeSet;

/// The facts that no longer say what they did: those between which the others stand in the same order. What only stands
/// elsewhere is the same, and so is what only something beside it is another of that it does not say, such as the address of
/// an organization.
pub(super) fn changed(before: &[Fact], now: &[Fact]) -> BTreeSet<usize> {
    let same = |(one, other): &(&Fact, &Fact)| says_the_same(one, other);
    let above = before.iter().zip(now).take_while(same).count();
    let (old, new) = (
        before.get(above..).unwrap_or_default(),
        now.get(above..).unwrap_or_default(),
    );
    let below = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    let old = old.get(..old.len() - below).unwrap_or_default();
    let new = new.get(..new.len() - below).unwrap_or_default();
    let times = |facts: &[Fact], fact: &Fact| facts.iter().filter(|other| says_the_same(other, fact)).count();
    let gone = unmatched(old, new).into_iter();
    let gone = gone.filter(|(_, fact)| times(now, fact) < times(before, fact));
    gone.map(|(at, _)| above + at).collect()
}

fn says_the_same(one: &Fact, other: &Fact) -> bool {
    (one.label, &one.value) == (other.label, &other.value)
}

/// The facts of the one that are not in the longest row that both have.
fn unmatched<'f>(old: &'f [Fact], new: &[Fact]) -> Vec<(usize, &'f Fact)> {
    // How long a row both have from here on.
    let mut rows = vec![vec![0_usize; new.len() + 1]];
    let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or_default();
    for fact in old.iter().rev() {
        let below = rows.last().cloned().unwrap_or_default();
        let mut row = vec![0; new.len() + 1];
        for (column, other) in new.iter().enumerate().rev() {
            let longest = match says_the_same(fact, other) {
                true => at(&below, column + 1) + 1,
                false => at(&below, column).max(at(&row, column + 1)),
            };
            if let Some(cell) = row.get_mut(column) {
                *cell = longest;
            }
        }
        rows.push(row);
    }
    rows.reverse();
    let (mut column, mut gone) = (0, Vec::new());
    for (number, fact) in old.iter().enumerate() {
        let from = |row: usize, column: usize| rows.get(row).map_or(0, |row| at(row, column));
        let is_at = |column: usize| new.get(column).is_some_and(|other| says_the_same(other, fact));
        // What stands only in the other is passed over.
        while column < new.len()
            && !is_at(column)
            && from(number, column) == from(number, column + 1)
            && from(number, column) > from(number + 1, column)
        {
            column += 1;
        }
        match is_at(column) {
            true => column += 1,
            false => gone.push((number, fact)),
        }
    }
    gone
}
