//! Tables, read whole and in pieces.

use super::cells::WIDEST;
use super::scan::LONGEST;
use super::*;
use crate::Part;
use crate::delivery::few::Few;

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
            let width = table.names().len();
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

/// All that a table says: its header, and of each row number, line and cells, or place and code.
type Said = Result<(Vec<String>, Vec<Result<(u64, u64, Vec<String>), Reject>>), Unreadable>;

fn said(row: Result<Row<'_>, Reject>) -> Result<(u64, u64, Vec<String>), Reject> {
    row.map(|row| {
        (
            row.number(),
            row.line(),
            row.cells().iter().map(|cell| cell.to_string()).collect(),
        )
    })
}

fn whole(text: &str) -> Said {
    let table = Table::open("t.csv", text)?;
    Ok((table.names().to_vec(), table.rows().map(said).collect()))
}

fn in_pieces(bytes: Vec<u8>, at_a_time: usize) -> Said {
    let bytes = Few(bytes, at_a_time).content();
    let name = "t.csv".into();
    let part = Part { name, bytes };
    let stream = Stream::open(&part)?;
    let mut rows = Vec::new();
    stream.each(&mut |row| rows.push(said(row)))?;
    // Of a text in memory nobody asks whether its header is whole.
    rows.retain(|row| !matches!(row, Err(reject) if is_cut_header(reject)));
    Ok((stream.header().names().to_vec(), rows))
}

fn is_cut_header(reject: &Reject) -> bool {
    reject.code == "truncated" && reject.place.row == Some(1)
}

#[test]
fn a_file_that_ends_within_its_header_is_cut_off_and_a_table_without_rows_is_not() {
    for (text, is_cut) in [
        ("a,b", true),
        ("\n\n a,b", true),
        ("a", true),
        ("a,b\n", false),
        ("a,b\r", false),
        ("a,b\n1,2", false),
        ("a,b\n\n", false),
    ] {
        for at_a_time in [1, 100] {
            let bytes = Few(text.as_bytes().to_vec(), at_a_time).content();
            let name = "t.csv".into();
            let part = Part { name, bytes };
            let mut cuts = 0;
            let table = Stream::open(&part).unwrap();
            table
                .each(&mut |row| cuts += usize::from(matches!(row, Err(reject) if is_cut_header(&reject))))
                .unwrap();
            assert_eq!(cuts, usize::from(is_cut), "{text:?}");
        }
    }
}

#[test]
fn a_long_row_costs_itself_however_it_is_cut() {
    let long = "x".repeat(2 * LONGEST);
    for (text, codes) in [
        (format!("a,b\n1,{long}\n3,4\n"), vec!["too_large", "row 3"]),
        (format!("a,b\n1,\"{long}\"\n3,4\n"), vec!["too_large", "row 3"]),
        (format!("a,b\n1,\"{long}\n3,4\n"), vec!["too_large", "row 3"]),
        (
            format!("a,b\n1,\"\n2,{long}\n3,4\n"),
            vec!["too_large", "too_large", "row 4"],
        ),
        (format!("{long}\n"), vec!["too_large"]),
    ] {
        let codes_of = |said: Said| match said {
            Err(fault) => vec![fault.code.to_owned()],
            Ok((_, rows)) => {
                let code = |row: Result<(u64, _, _), Reject>| {
                    row.map_or_else(|r| r.code.to_owned(), |r| format!("row {}", r.0))
                };
                rows.into_iter().map(code).collect()
            }
        };
        assert_eq!(codes_of(whole(&text)), codes);
        assert_eq!(codes_of(in_pieces(text.into_bytes(), 100_000)), codes);
    }
}

#[test]
fn a_table_cut_within_a_character_tells_its_last_row_and_keeps_the_names_before() {
    let told = |number, codes: &str| Err((number, codes.to_owned()));
    let named = |number, name: &str| Ok((number, name.to_owned()));
    for (bytes, rows) in [
        (
            &b"a,b\n1,Zo\xC3\xAB\n2,Jos\xC3"[..],
            vec![named(2, "Zoë"), told(3, "truncated")],
        ),
        (
            b"a,b\n1,Zo\xC3\xAB\n2,\xF0\x9F\x98",
            vec![named(2, "Zoë"), told(3, "truncated")],
        ),
        // With nothing before it that is UTF-8, two bytes of a character tell.
        (b"a,b\n1,Ann\n2,\xE6\x97", vec![named(2, "Ann"), told(3, "truncated")]),
        (
            b"\xEF\xBB\xBFa,b\n1,Ann\n2,Jos\xC3",
            vec![named(2, "Ann"), told(3, "truncated")],
        ),
        // Latin-1 may end with a letter.
        (b"a,b\n1,Ann\n2,Andr\xE9", vec![named(2, "Ann"), named(3, "André")]),
        (b"a,b\n1,Zo\xEB\n2,Andr\xE9", vec![named(2, "Zoë"), named(3, "André")]),
        (
            b"a,b\n1,Zo\xC3\xAB\n2,Jos\xC3\n",
            vec![named(2, "ZoÃ«"), named(3, "JosÃ")],
        ),
    ] {
        let (_, found) = in_pieces(bytes.to_vec(), 3).expect("a header");
        let found: Vec<_> = found
            .into_iter()
            .map(|row| match row {
                Ok((number, _, cells)) => Ok((number, cells[1].clone())),
                Err(reject) => Err((reject.place.row.unwrap_or_default(), reject.code.to_owned())),
            })
            .collect();
        assert_eq!(found, rows, "{bytes:?}");
        assert_eq!(in_pieces(bytes.to_vec(), 3), whole(&crate::text::decode(bytes)));
    }
}

proptest::proptest! {
    #[test]
    fn a_table_in_pieces_is_the_same_table(text in "[ab\"\n\r,;\té🙂 ]{0,120}", at_a_time in 1_usize..9) {
        let bytes = text.clone().into_bytes();
        proptest::prop_assert_eq!(in_pieces(bytes, at_a_time), whole(&text));
    }

    #[test]
    fn in_any_encoding_too(
        bytes in proptest::collection::vec(proptest::sample::select(b"ab\"\n\r,;\xE9\xC3\xA9\xFF\xFE\0".to_vec()), 0..80),
        at_a_time in 1_usize..9,
    ) {
        let text = crate::text::decode(&bytes);
        proptest::prop_assert_eq!(in_pieces(bytes.clone(), at_a_time), whole(&text));
    }
}
