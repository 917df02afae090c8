//! The rows of tables that records stand in.

use super::cut::{Cut, line};
use crate::table::{Stream, Table};
use crate::{Part, text};
use std::collections::HashMap;

/// These rows, each alone below its header, with the number that it was asked for under. No more than a row at a time is in
/// memory.
pub(super) fn cuts(part: &Part<'_>, wanted: &[(usize, u64)]) -> Vec<(usize, Cut)> {
    let mut by_number: HashMap<u64, Vec<usize>> = HashMap::new();
    for (asked, number) in wanted {
        by_number.entry(*number).or_default().push(*asked);
    }
    let mut found = Vec::new();
    let Ok(table) = Stream::open(part) else { return found };
    // What stands before a fault was read.
    let _ = table.each(&mut |row| {
        let Ok(row) = row else { return };
        for asked in by_number.get(&row.number()).into_iter().flatten() {
            let cells = row.cells().iter().map(|cell| cell.to_string()).collect();
            found.push((*asked, Cut::row(table.header().names(), cells)));
        }
    });
    found
}

/// A row among all others of its file.
pub(super) fn whole(part: &Part<'_>, number: u64) -> Option<Cut> {
    let text = text::decode(&part.bytes);
    let table = Table::open(&part.name, &text).ok()?;
    let mut above = line(table.names())?;
    let (mut below, mut found) = (String::new(), None);
    for (before, row) in (1..).zip(table.rows().filter_map(Result::ok)) {
        let cells = row.cells().iter().map(|cell| cell.to_string());
        if row.number() == number {
            found = Some((cells.collect(), before + 1));
        } else {
            let line = line(cells)?;
            match found.is_some() {
                true => below.push_str(&line),
                false => above.push_str(&line),
            }
        }
    }
    let (cells, number) = found?;
    Some(Cut::Row {
        names: table.names().to_vec(),
        cells,
        number,
        above,
        below,
    })
}
