//! The learning objectives of results, read beside the results they belong to.
//!
//! There are as many of them as results, and exporters write both in one order. Those that keep to it are read when their
//! result is at hand, and none of them is held; the others are told by [`Turns`] and held by their result.

use super::files::File;
use super::kind::Kind;
use super::objectives::{Told, tied};
use crate::table::{Row, Rows};
use passport::record::{Place, Unreadable};

/// The objectives that are not in the order of their results, found in the first pass.
#[derive(Default)]
pub struct Turns {
    /// How many objectives there were so far.
    met: u64,
    /// The turn of the last objective in step.
    last: u32,
    /// Those out of step, by how many stood before them.
    out: Vec<u64>,
}

impl Turns {
    /// Whether the next objective stands in the order of the results: not before the one that the last in step belongs
    /// to. None where the delivery lacks its result.
    pub fn keeps(&mut self, turn: Option<u32>) -> bool {
        let keeps = turn.is_some_and(|turn| turn >= self.last);
        match turn.filter(|_| keeps) {
            Some(turn) => self.last = turn,
            None => self.out.push(self.met),
        }
        self.met += 1;
        keeps
    }
}

/// The objectives in step, in the second pass.
pub struct InStep<'f> {
    files: Vec<Rows<'f>>,
    /// How many objectives were read so far, and how many of those out of step.
    read: u64,
    passed: usize,
    /// The objective read last, whose result is still to come, and that result.
    next: Option<(u128, Told)>,
}

impl<'f> InStep<'f> {
    /// Before the first result of these files.
    pub fn of(files: &'f [File<'_>]) -> Result<Self, Unreadable> {
        let beside = files
            .iter()
            .filter(|file| file.kind == Kind::ResultLearningObjectiveIds);
        // The last one is read first, as it is taken from the end.
        let files = beside.rev().map(|file| file.table.rows());
        Ok(InStep {
            files: files.collect::<Result<_, _>>()?,
            read: 0,
            passed: 0,
            next: None,
        })
    }

    /// Those of the result of this key, which is at hand now.
    pub fn beside(&mut self, result: u128, turns: &Turns) -> Result<Vec<Told>, Unreadable> {
        let mut all = Vec::new();
        while self.peek(turns)? == Some(result) {
            all.extend(self.next.take().map(|(_, told)| told));
        }
        Ok(all)
    }

    /// Nothing may be left when every result was read.
    pub fn end(&mut self, turns: &Turns) -> Result<(), Unreadable> {
        let Some((_, told)) = self.peek(turns)?.and_then(|_| self.next.take()) else {
            return Ok(());
        };
        let reason = "the file changed while it was read; send the delivery again";
        Err(Unreadable::new(
            Place::file(told.place.file.as_deref().unwrap_or_default()),
            "io",
            reason,
        ))
    }

    /// The result that the next objective in step belongs to.
    fn peek(&mut self, turns: &Turns) -> Result<Option<u128>, Unreadable> {
        while self.next.is_none() && self.step(turns)? {}
        Ok(self.next.as_ref().map(|(result, _)| *result))
    }

    /// Reads one row more; whether there was one.
    fn step(&mut self, turns: &Turns) -> Result<bool, Unreadable> {
        let Some(file) = self.files.last_mut() else {
            return Ok(false);
        };
        let mut found = None;
        let is_row = file.next(&mut |row| {
            let row = row.as_ref().ok();
            found = row.and_then(tied_to_result);
        })?;
        if !is_row {
            self.files.pop();
        }
        if let Some(found) = found {
            let is_out = turns.out.get(self.passed) == Some(&self.read);
            self.read += 1;
            match is_out {
                true => self.passed += 1,
                false => self.next = Some(found),
            }
        }
        Ok(true)
    }
}

fn tied_to_result(row: &Row<'_>) -> Option<(u128, Told)> {
    let (result, link) = tied(row).filter(|(_, link)| link.result.is_some())?;
    Some((result, Told::of(row, &link)))
}

#[cfg(test)]
mod tests {
    use super::super::Adapter;
    use crate::{Delivery, Part, read_all};
    use proptest::prelude::*;
    use std::fmt::Write;

    /// The results of a set, and of each the objectives claimed.
    fn read(results: &[u8], ties: &[(u8, u8)], links_first: bool) -> Vec<(String, Vec<String>)> {
        let mut graded = "sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus\n".to_owned();
        let mut links = "sourcedId,resultSourcedId,learningObjectiveId\n".to_owned();
        for result in results {
            writeln!(graded, "r{result},li,s,fully graded").expect("text");
        }
        for (at, (result, objective)) in ties.iter().enumerate() {
            writeln!(links, "o{at},r{result},LO-{objective}").expect("text");
        }
        let part = |name: &'static str, text: &String| Part {
            name: name.into(),
            bytes: text.as_bytes().to_vec().into(),
        };
        let mut parts = vec![
            part("results.csv", &graded),
            part("resultLearningObjectiveIds.csv", &links),
        ];
        if links_first {
            parts.reverse();
        }
        let batch = read_all(&Adapter, &Delivery::several("set", parts)).expect("readable");
        let claimed = |record: &passport::record::Record| {
            record
                .claims
                .iter()
                .filter_map(|claim| claim.term.code.clone())
                .collect()
        };
        batch
            .records
            .iter()
            .map(|record| (record.key.clone(), claimed(record)))
            .collect()
    }

    /// The same without files: a result once, its objectives in the order of their rows, each once.
    fn expected(results: &[u8], ties: &[(u8, u8)]) -> Vec<(String, Vec<String>)> {
        let mut all: Vec<(String, Vec<String>)> = Vec::new();
        for result in results {
            let key = format!("r{result}");
            if all.iter().any(|(before, _)| *before == key) {
                continue;
            }
            let mut claimed: Vec<String> = Vec::new();
            for (_, objective) in ties.iter().filter(|(of, _)| of == result) {
                let code = format!("LO-{objective}");
                if !claimed.contains(&code) {
                    claimed.push(code);
                }
            }
            all.push((key, claimed));
        }
        all
    }

    proptest! {
        #[test]
        fn in_any_order_a_result_has_its_objectives(
            results in prop::collection::vec(0u8..8, 1..12),
            mut ties in prop::collection::vec((0u8..10, 0u8..4), 0..24),
            (in_order, links_first) in any::<(bool, bool)>(),
        ) {
            if in_order {
                ties.sort_by_key(|(result, _)| results.iter().position(|one| one == result));
            }
            prop_assert_eq!(read(&results, &ties, links_first), expected(&results, &ties));
        }
    }

    #[test]
    fn what_keeps_to_the_order_of_its_results_is_not_held() {
        let mut turns = super::Turns::default();
        let keeps: Vec<_> = [Some(1), Some(1), Some(3), Some(2), None, Some(3), Some(4)]
            .into_iter()
            .map(|turn| turns.keeps(turn))
            .collect();
        assert_eq!(keeps, [true, true, true, false, false, true, true]);
        assert_eq!(turns.out, [3, 4]);
    }
}
