//! The words of a table's rows: each cell under its header.

use super::leaves::Words;
use crate::table::Table;
use crate::text;

/// The words of these rows, each with the number that it was asked for under.
pub(super) fn rows(file: &str, bytes: &[u8], wanted: &[(usize, u64)]) -> Vec<(usize, Words)> {
    let text = text::decode(bytes);
    let Ok(table) = Table::open(file, &text).map(Table::padded) else {
        return Vec::new();
    };
    let last = wanted.iter().map(|(_, row)| *row).max().unwrap_or_default();
    let rows = table.rows().filter_map(Result::ok);
    let mut found = Vec::new();
    for row in rows.take_while(|row| row.number() <= last) {
        for (asked, _) in wanted.iter().filter(|(_, number)| *number == row.number()) {
            let mut words = Words::default();
            for (header, cell) in table.names().iter().zip(row.cells()) {
                words.add((header, ""), cell, true);
            }
            found.push((*asked, words));
        }
    }
    found
}
