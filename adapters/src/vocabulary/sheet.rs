//! Tables of a vocabulary: read like those of a delivery, but the first row that cannot be trusted ends the reading.

use super::fault::{Spot, fault};
use super::gather::Gatherer;
use crate::table::{Row, Table};
use passport::record::Unreadable;

/// A table of which every row has to be right.
pub(super) struct Sheet<'t> {
    table: Table<'t>,
    file: u32,
}

/// A column by its position, and its name for messages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    at: usize,
    name: &'static str,
}

impl<'t> Sheet<'t> {
    /// A comma-separated table, in which quotes enclose cells.
    pub(super) fn open(file: u32, name: &'t str, text: &'t str) -> Result<Self, Unreadable> {
        let table = Table::open(name, text)?;
        Ok(Sheet { table, file })
    }

    /// A tab-separated table without quoting.
    pub(super) fn open_tabbed(file: u32, name: &'t str, text: &'t str) -> Result<Self, Unreadable> {
        let table = Table::open_tabbed(name, text)?;
        Ok(Sheet { table, file })
    }

    /// The same, in which a row may leave out cells at its end.
    pub(super) fn padded(self) -> Self {
        let table = self.table.padded();
        Sheet { table, ..self }
    }

    /// The same, if its last row has an end: programs write one, so a file without it was cut off.
    pub(super) fn whole(self, text: &str) -> Result<Self, Unreadable> {
        if text.ends_with(['\n', '\r']) {
            return Ok(self);
        }
        let line = text.bytes().filter(|byte| *byte == b'\n').count() as u64 + 1;
        let reason = "the last row has no end, the file was cut off; download it again";
        Err(fault(self.table.file(), Spot::line(line), None, "truncated", reason))
    }

    /// The same for tables that people write, of which some leave out the last line end: it is noted.
    pub(super) fn probably_whole(self, text: &str, gather: &mut Gatherer) -> Self {
        if !text.ends_with(['\n', '\r']) {
            let note =
                "the last row of a file has no end; compare it with the original, for the file may have been cut off";
            gather.note(self.first_row(), "no_line_end", note);
        }
        self
    }

    /// A column, if the table has it.
    pub(super) fn column(&self, name: &'static str) -> Option<Column> {
        let at = self.table.column(name)?;
        Some(Column { at, name })
    }

    /// A column that the table has to have.
    pub(super) fn need(&self, name: &'static str) -> Result<Column, Unreadable> {
        self.column(name).ok_or_else(|| {
            let reason = format!("the column {name} is missing; download the file again, or check its first row");
            fault(self.table.file(), self.first_row(), None, "missing_column", reason)
        })
    }

    /// The names of its columns.
    pub(super) fn header(&self) -> &[String] {
        self.table.names()
    }

    /// Its rows, up to the first that cannot be trusted.
    pub(super) fn rows(&'t self) -> impl Iterator<Item = Result<Row<'t>, Unreadable>> {
        self.table.lines().map(|row| {
            row.map_err(|(line, reject)| {
                let row = reject.place.row.unwrap_or_default();
                fault(
                    self.table.file(),
                    Spot::row(self.file, row, line),
                    None,
                    reject.code,
                    reject.reason,
                )
            })
        })
    }

    /// Where the header stands.
    pub(super) fn first_row(&self) -> Spot {
        Spot::row(self.file, 1, 1)
    }

    /// Where a row stands.
    pub(super) fn spot(&self, row: &Row<'_>) -> Spot {
        Spot::row(self.file, row.number(), row.line())
    }

    /// The cell in this column, which has to be filled.
    pub(super) fn filled<'r>(&self, row: &'r Row<'_>, column: Column) -> Result<&'r str, Unreadable> {
        row.at(column.at).ok_or_else(|| {
            self.wrong(
                row,
                column,
                "missing_field",
                "the cell is empty; fill it, or leave the row out",
            )
        })
    }

    /// The cell in this column, which has to be a number if it is filled.
    pub(super) fn number(&self, row: &Row<'_>, column: Column) -> Result<Option<f64>, Unreadable> {
        let Some(cell) = row.at(column.at) else {
            return Ok(None);
        };
        match cell.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(self.wrong(row, column, "bad_number", "this is no number; write one such as 4.25")),
        }
    }

    /// The error that a cell is wrong.
    pub(super) fn wrong(
        &self,
        row: &Row<'_>,
        column: Column,
        code: &'static str,
        reason: impl Into<String>,
    ) -> Unreadable {
        fault(self.table.file(), self.spot(row), Some(column.name), code, reason)
    }
}

/// The cell of a column that the table may not have.
pub(super) fn cell<'r>(row: &'r Row<'_>, column: Option<Column>) -> Option<&'r str> {
    row.at(column?.at)
}
