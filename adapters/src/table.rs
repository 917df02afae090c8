//! Tables: delimited text read row by row, with rows counted as a spreadsheet shows them.
//!
//! Files in the wild come with commas, semicolons or tabs, with line breaks inside quoted cells, with rows that are too
//! short, and cut off in the middle of a cell. A row that cannot be trusted becomes a [`Reject`] with its place, and
//! reading goes on with the next.

use passport::record::{Place, Reject, Unreadable};
use std::borrow::Cow;

mod scan;

use scan::{Fault, Found, Scanner, WIDEST};

/// A table with its header read.
#[derive(Debug)]
pub struct Table<'t> {
    file: &'t str,
    header: Vec<String>,
    padded: bool,
    rest: Scanner<'t>,
}

/// One row, as wide as the header.
#[derive(Debug)]
pub struct Row<'t> {
    table: &'t Table<'t>,
    number: u64,
    line: u64,
    cells: Vec<Cow<'t, str>>,
}

impl<'t> Table<'t> {
    /// Reads the header, which is the first row that is not blank. The delimiter is the one the header has most of.
    pub fn open(file: &'t str, text: &'t str) -> Result<Self, Unreadable> {
        Self::begin(file, Scanner::new(text, delimiter(text)))
    }

    /// The same for text with tabs between its cells, in which quotes are signs like any other.
    pub fn open_tabbed(file: &'t str, text: &'t str) -> Result<Self, Unreadable> {
        Self::begin(file, Scanner::new(text, b'\t').unquoted())
    }

    fn begin(file: &'t str, mut rest: Scanner<'t>) -> Result<Self, Unreadable> {
        let fail = |code, reason| Unreadable::new(Place::row(file, 1), code, reason);
        let header = match rest
            .by_ref()
            .find(|found| !matches!(found, Ok(found) if blank(&found.cells)))
        {
            Some(Ok(found)) if found.cells.len() == WIDEST => {
                let reason = format!("the header has {WIDEST} columns or more; check its delimiters");
                return Err(Unreadable::new(Place::row(file, 1), "wrong_column_count", reason));
            }
            Some(Ok(found)) => found.cells.iter().map(|name| name.trim().to_owned()).collect(),
            Some(Err(_)) => {
                return Err(fail(
                    "bad_quoting",
                    "the header row has a quoted cell that does not end",
                ));
            }
            None => return Err(fail("empty", "the file holds no header row")),
        };
        Ok(Table {
            file,
            header,
            padded: false,
            rest,
        })
    }

    /// The same, in which a row may leave out cells at its end.
    pub fn padded(self) -> Self {
        Table { padded: true, ..self }
    }

    /// The file it was read from.
    pub fn file(&self) -> &'t str {
        self.file
    }

    /// The names of its columns, trimmed.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Where the column of this name stands, upper and lower case being the same.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column.eq_ignore_ascii_case(name))
    }

    /// Its rows below the header, blank ones left out.
    pub fn rows(&'t self) -> impl Iterator<Item = Result<Row<'t>, Reject>> {
        self.lines().map(|row| row.map_err(|(_, reject)| reject))
    }

    /// Whether its last row has fewer cells than the header: so it is where a file was cut off.
    pub fn last_is_short(&self) -> bool {
        matches!(self.filled().last(), Some(Ok(last)) if last.cells.len() < self.header.len())
    }

    /// The same, a row that cannot be read with the line of the text that it begins on.
    pub fn lines(&'t self) -> impl Iterator<Item = Result<Row<'t>, (u64, Reject)>> {
        self.filled().map(|found| match found {
            Ok(found) => {
                let line = found.line;
                self.fitted(found).map_err(|reject| (line, reject))
            }
            Err(fault) => Err((fault.line, self.unquotable(&fault))),
        })
    }

    /// What is not blank below the header.
    fn filled(&self) -> impl Iterator<Item = Result<Found<'t>, Fault>> + use<'t> {
        let all = self.rest.clone();
        all.filter(|found| !matches!(found, Ok(found) if blank(&found.cells)))
    }

    fn unquotable(&self, fault: &Fault) -> Reject {
        Reject::new(
            Place::row(self.file, fault.row),
            "bad_quoting",
            "a quoted cell does not end, or goes on after its closing quote; double the quotes inside it",
        )
    }

    /// The row if it is as wide as the header; blank cells past the header's end are a spreadsheet's habit, no fault.
    fn fitted(&'t self, found: Found<'t>) -> Result<Row<'t>, Reject> {
        let Found {
            row: number,
            line,
            mut cells,
        } = found;
        let wide = self.header.len();
        if self.padded && cells.len() < wide {
            cells.resize(wide, Cow::Borrowed(""));
        }
        let got = cells.len();
        if got < wide || cells.iter().skip(wide).any(|cell| !cell.trim().is_empty()) {
            let reason = format!("the row has {got} cells, the header {wide}; check its delimiters and quotes");
            return Err(Reject::new(Place::row(self.file, number), "wrong_column_count", reason));
        }
        cells.truncate(wide);
        Ok(Row {
            table: self,
            number,
            line,
            cells,
        })
    }
}

impl<'t> Row<'t> {
    /// Its number, the header's being 1, as a spreadsheet shows it.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The line of the text that it begins on, from 1; cells may hold line breaks, so it is the row's number or beyond.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The cell at this position of the header, trimmed; none when it is blank.
    pub fn at(&self, column: usize) -> Option<&str> {
        self.cells.get(column).and_then(|cell| crate::text::filled(cell))
    }

    /// The cell in the column of this name, trimmed; none when it is blank or there is no such column.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.at(self.table.column(name)?)
    }

    /// Its cells as they stand.
    pub fn cells(&self) -> &[Cow<'t, str>] {
        &self.cells
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        Place::row(self.table.file, self.number)
    }

    /// Where one of its cells stands.
    pub fn cell_place(&self, column: &str) -> Place {
        self.place().column(column)
    }
}

/// The delimiter that the first filled line has most of outside quotes; a comma where it has none.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!quoted && byte == *delimiter);
        }
    }
    // `max_by_key` takes the last of equals, so the comma goes last.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(delimiter, _)| *delimiter)
}

fn blank(cells: &[Cow<'_, str>]) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Number and cells of a row, or number and code of a reject.
    type Read = Result<(u64, Vec<String>), (u64, &'static str)>;

    fn read(text: &str) -> Vec<Read> {
        let table = Table::open("t.csv", text).expect("a header");
        table
            .rows()
            .map(|row| match row {
                Ok(row) => Ok((row.number(), row.cells().iter().map(|cell| cell.to_string()).collect())),
                Err(reject) => Err((reject.place.row.unwrap_or_default(), reject.code)),
            })
            .collect()
    }

    fn row(number: u64, cells: &[&str]) -> Read {
        Ok((number, cells.iter().map(|cell| (*cell).to_owned()).collect()))
    }

    #[test]
    fn rows_are_read_and_counted_as_a_spreadsheet_shows_them() {
        for (what, text, rows) in [
            ("plain", "a,b\n1,2\n3,4", vec![row(2, &["1", "2"]), row(3, &["3", "4"])]),
            ("carriage returns", "a,b\r\n1,2\r\n", vec![row(2, &["1", "2"])]),
            (
                "old line ends",
                "a,b\r1,2\r3,4",
                vec![row(2, &["1", "2"]), row(3, &["3", "4"])],
            ),
            ("semicolons", "a;b\n1,5;2", vec![row(2, &["1,5", "2"])]),
            ("tabs", "a\tb\n\t2", vec![row(2, &["", "2"])]),
            ("quotes", "a,b\n\"x,\"\"y\"\"\",2", vec![row(2, &["x,\"y\"", "2"])]),
            (
                "line break in a cell",
                "a,b\n\"1\n1\",2\n3,4",
                vec![row(2, &["1\n1", "2"]), row(3, &["3", "4"])],
            ),
            ("blank rows", "\na,b\n\n,\n1,2", vec![row(5, &["1", "2"])]),
            ("blank cells past the end", "a,b\n1,2,,", vec![row(2, &["1", "2"])]),
            (
                "short and long",
                "a,b\n1\n1,2,3\n1,2",
                vec![
                    Err((2, "wrong_column_count")),
                    Err((3, "wrong_column_count")),
                    row(4, &["1", "2"]),
                ],
            ),
            (
                "open quote",
                "a,b\n1,\"2\n3,4",
                vec![Err((2, "bad_quoting")), row(3, &["3", "4"])],
            ),
            (
                "text after quote",
                "a,b\n\"1\"x,2\n3,4",
                vec![Err((2, "bad_quoting")), row(3, &["3", "4"])],
            ),
            (
                "quote within a cell",
                "a,b\n5\" pipe,2",
                vec![row(2, &["5\" pipe", "2"])],
            ),
        ] {
            assert_eq!(read(text), rows, "{what}");
        }
    }

    #[test]
    fn a_last_row_that_ends_early_is_told() {
        for (text, short) in [
            ("a,b\n1,2\n3", true),
            ("a,b\n1,2\n3,", false),
            ("a,b\n1\n2,3", false),
            ("a,b\n1,2\n3,\"4", false),
            ("a,b\n1,2\n\n", false),
            ("a,b", false),
        ] {
            assert_eq!(
                Table::open("t.csv", text).expect("a header").last_is_short(),
                short,
                "{text:?}"
            );
        }
    }

    #[test]
    fn rows_know_their_line() {
        let table = Table::open("t.csv", "a,b\n\"1\n\n1\",2\n\n3,\"4\nx").expect("a header");
        let lines: Vec<_> = table
            .lines()
            .map(|row| row.map(|row| (row.number(), row.line())).map_err(|(line, _)| line))
            .collect();
        assert_eq!(lines, [Ok((2, 2)), Err(6), Err(7)]);
    }

    #[test]
    fn padded_rows_may_end_early() {
        let table = Table::open("t.csv", "a,b,c\n1\n1,2,3,4\n").expect("a header").padded();
        let rows: Vec<_> = table.rows().map(|row| row.map(|row| row.cells().len()).ok()).collect();
        assert_eq!(rows, [Some(3), None]);
    }

    #[test]
    fn in_tabbed_text_quotes_are_signs() {
        let table = Table::open_tabbed("t.txt", "a\tb\n\"please\"\t5\" pipe, long\n").expect("a header");
        let rows: Vec<_> = table.rows().map(|row| row.map(|row| row.cells().concat())).collect();
        assert_eq!(rows, [Ok("\"please\"5\" pipe, long".to_owned())]);
    }

    #[test]
    fn a_row_without_end_is_a_reject_and_not_kept_whole() {
        let commas = ",".repeat(3 * WIDEST);
        for (text, rows) in [
            (format!("a,b\n1,2{commas}\n"), vec![row(2, &["1", "2"])]),
            (
                format!("a,b\n1,2{commas}x\n3,4"),
                vec![Err((2, "wrong_column_count")), row(3, &["3", "4"])],
            ),
        ] {
            assert_eq!(read(&text), rows);
        }
        let header = format!("a{commas}");
        assert_eq!(Table::open("t.csv", &header).unwrap_err().code, "wrong_column_count");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_table_or_an_error(text in "[\\PC\"\n\r,;\t]{0,200}") {
            if let Ok(table) = Table::open("t.csv", &text) {
                let width = table.header().len();
                for row in table.rows().flatten() {
                    proptest::prop_assert_eq!(row.cells().len(), width);
                }
            }
        }

        #[test]
        fn what_is_written_is_read_back(rows in proptest::collection::vec(("[a-z,\"\n ;]{1,8}x", "\\PC{1,5}x"), 0..8)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["one", "two"])?;
            for (one, two) in &rows {
                writer.write_record([one, two])?;
            }
            let text = String::from_utf8(writer.into_inner()?)?;
            let expected: Vec<_> = (2..).zip(&rows).map(|(n, (one, two))| row(n, &[one, two])).collect();
            proptest::prop_assert_eq!(read(&text), expected);
        }
    }
}
