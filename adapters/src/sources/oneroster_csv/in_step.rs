//! The learning objectives of results, read beside the results they belong to.
//!
//! There are as many of them as results, and exporters write both in one order. Those that keep to it are read when their
//! result is at hand, and none of them is held; the others are told by [`Turns`] and held by their result.

use super::files::File;
use super::kind::Kind;
use super::objectives::{Told, tied};
use crate::table::{Row, Rows, Stream};
use passport::record::{Place, Unreadable};

/// The objectives that are not in the order of their results, found in the first pass.
#[derive(Default)]
pub struct Turns {
    /// How many objectives there were so far: the number of the next one, through all files.
    met: u64,
    /// The turn of the last objective in step.
    last: u32,
    /// The numbers of those out of step, and of those whose result the delivery lacks.
    out: Vec<u64>,
}

impl Turns {
    /// The number of the next objective.
    pub fn next(&self) -> u64 {
        self.met
    }

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
    /// The file at hand, and those after it.
    rows: Option<Rows<'f>>,
    files: Vec<&'f Stream<'f>>,
    /// How many objectives were read so far, and how many of those out of step.
    read: u64,
    passed: usize,
    /// The objective read last, whose result is still to come, and that result.
    next: Option<(u128, Told)>,
}

impl<'f> InStep<'f> {
    /// Before the first result of these files.
    pub fn of(files: &'f [File<'f>]) -> Self {
        let beside = files
            .iter()
            .filter(|file| file.kind == Kind::ResultLearningObjectiveIds);
        InStep {
            rows: None,
            // They are taken from the end.
            files: beside.rev().map(|file| &file.table).collect(),
            read: 0,
            passed: 0,
            next: None,
        }
    }

    /// Those of the result of this key, which is at hand now.
    pub fn beside(&mut self, result: u128, turns: &Turns) -> Result<Vec<Told>, Unreadable> {
        let mut all = Vec::new();
        while self.peek(turns)? == Some(result) {
            all.extend(self.next.take().map(|(_, told)| told));
        }
        Ok(all)
    }

    /// When every result was read there must have been as many objectives as in the first pass, and none be left.
    pub fn end(&mut self, turns: &Turns) -> Result<(), Unreadable> {
        let is_left = self.peek(turns)?.is_some();
        if !is_left && self.read == turns.met && self.passed == turns.out.len() {
            return Ok(());
        }
        let reason = "the learning objectives of results changed while they were read; send the delivery again";
        Err(Unreadable::new(Place::default(), "io", reason))
    }

    /// The result that the next objective in step belongs to.
    fn peek(&mut self, turns: &Turns) -> Result<Option<u128>, Unreadable> {
        while self.next.is_none() && self.step(turns)? {}
        Ok(self.next.as_ref().map(|(result, _)| *result))
    }

    /// Reads one row more; whether there was one.
    fn step(&mut self, turns: &Turns) -> Result<bool, Unreadable> {
        if self.rows.is_none() {
            self.rows = self.files.pop().map(Stream::rows).transpose()?;
        }
        let Some(rows) = &mut self.rows else {
            return Ok(false);
        };
        let (mut found, number) = (None, self.read);
        let is_row = rows.next(&mut |row| {
            let row = row.as_ref().ok();
            found = row.and_then(|row| tied_to_result(row, number));
        })?;
        if !is_row {
            self.rows = None;
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

fn tied_to_result(row: &Row<'_>, number: u64) -> Option<(u128, Told)> {
    let (result, link) = tied(row).filter(|(_, link)| link.result.is_some())?;
    Some((result, Told::of(row, &link, number)))
}

#[cfg(test)]
mod tests {
    use super::super::Adapter;
    use super::super::files::{opened, unpacked};
    use super::super::kind::Kind;
    use super::super::set::Set;
    use crate::{Delivery, Part, read_all};
    use proptest::prelude::*;
    use std::fmt::Write;

    /// The results of a set, and of each the objectives claimed.
    fn read(results: &[u8], ties: &[(u8, u8)], cut: usize, links_first: bool) -> Vec<(String, Vec<String>)> {
        let mut graded = "sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus\n".to_owned();
        let header = "sourcedId,resultSourcedId,learningObjectiveId\n";
        let mut links = [header.to_owned(), header.to_owned()];
        for result in results {
            writeln!(graded, "r{result},li,s,fully graded").expect("text");
        }
        for (at, (result, objective)) in ties.iter().enumerate() {
            let file = &mut links[usize::from(at >= cut)];
            writeln!(file, "o{at},r{result},LO-{objective}").expect("text");
        }
        let part = |name: &'static str, text: &String| Part {
            name: name.into(),
            bytes: text.as_bytes().to_vec().into(),
        };
        let mut parts = vec![
            part("results.csv", &graded),
            part("a/resultLearningObjectiveIds.csv", &links[0]),
            part("b/resultLearningObjectiveIds.csv", &links[1]),
        ];
        if links_first {
            parts.rotate_left(1);
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
            (cut, in_order, links_first) in (0usize..30, any::<bool>(), any::<bool>()),
        ) {
            if in_order {
                ties.sort_by_key(|(result, _)| results.iter().position(|one| one == result));
            }
            prop_assert_eq!(read(&results, &ties, cut, links_first), expected(&results, &ties));
        }
    }

    #[test]
    fn objectives_that_are_gone_when_their_results_are_read_are_missed() {
        let part = |name: &'static str, text: &'static str| Part {
            name: name.into(),
            bytes: text.as_bytes().into(),
        };
        let results = || {
            part(
                "results.csv",
                "sourcedId,lineItemSourcedId,studentSourcedId\nr1,li,s\nr2,li,s\n",
            )
        };
        let name = "resultLearningObjectiveIds.csv";
        let whole = "sourcedId,resultSourcedId,learningObjectiveId\no1,r1,A\no2,r2,B\n";
        let shrunk = "sourcedId,resultSourcedId,learningObjectiveId\no1,r1,A\n";
        for (then, is_whole) in [(whole, true), (shrunk, false)] {
            let before = Delivery::several("set", vec![results(), part(name, whole)]);
            let after = Delivery::several("set", vec![results(), part(name, then)]);
            let mut sink = passport::record::Batch::default();
            let (before_files, after_files) = (unpacked(&before), unpacked(&after));
            let files = opened(&before, &before_files, &mut sink).expect("files");
            let later = opened(&after, &after_files, &mut sink).expect("files");
            let mut set = Set::gathered(&files).expect("gathered");
            let mut in_step = super::InStep::of(&later);
            let results = later.iter().filter(|file| file.kind == Kind::Results);
            for file in results {
                let mut reach = |row: Result<crate::table::Row<'_>, _>| {
                    set.reach(Kind::Results, &row.expect("a row"), &mut in_step)
                        .expect("read");
                };
                file.table.each(&mut reach).expect("read");
            }
            assert_eq!(set.end(&mut in_step).is_ok(), is_whole);
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
