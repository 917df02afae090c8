//! Prints made-up WIOA PIRL rows as CSV, as no public file with rows exists.
//!
//! ```text
//! cargo run -p passport-hub-adapters --example generate_pirl -- [ROWS] [HEADER] [SEED] > pirl.csv
//! ```
//! ROWS is 500 unless told; HEADER is `pirl` (`PIRL1800`), `title` (`1800 Type of Recognized Credential #1 (WIOA)`) or
//! `number` (`1800`). The same arguments always print the same bytes. Every code of every element comes up, and columns
//! that an adapter must drop are filled with the word JUNK, so that a trace of them is easy to find.

use std::io::{BufWriter, Write};

/// Number, title, and what stands in it.
type Element = (u16, &'static str, Fill);

/// What a column is filled with.
#[derive(Clone, Copy)]
enum Fill {
    /// The person; about every third row is a further period of the person before.
    Person,
    /// A date so many days after the entry, within a spread of so many, blank in so many of ten rows.
    Days(u64, u64, u64),
    /// One of these.
    Codes(&'static [&'static str]),
    /// What an adapter must drop.
    Junk,
}

use Fill::{Codes, Days, Junk, Person};

const YES_NO: &[&str] = &["1", "0", ""];
const TAKEN_PART: &[&str] = &["1", "0", "2", "3", "", "0", "9"];
const TRAINING: &[&str] = &[
    "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "00", "", "17",
];
const CREDENTIAL: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "8", "0", "", "12"];
const OCCUPATION: &[&str] = &[
    "15125200",
    "31113100",
    "53303200",
    "47211100",
    "29114100",
    "15-2051.00",
    "00000000",
    "99999999",
    "",
];

const ELEMENTS: &[Element] = &[
    (100, "Unique Individual Identifier (WIOA)", Person),
    (101, "State Code of Residence (WIOA)", Codes(&["OH", "MI", "77", ""])),
    (200, "Date of Birth (WIOA)", Junk),
    (201, "Sex (WIOA)", Junk),
    (202, "Individual with a Disability (WIOA)", Junk),
    (210, "Ethnicity Hispanic / Latino (WIOA)", Junk),
    (
        403,
        "Most Recent Occupational Code of Prior Employment",
        Codes(OCCUPATION),
    ),
    (801, "Homeless participant (WIOA)", Junk),
    (802, "Ex-Offender Status at Program Entry (WIOA)", Junk),
    (900, "Date of Program Entry (WIOA)", Days(0, 1, 0)),
    (901, "Date of Program Exit (WIOA)", Days(200, 300, 4)),
    (903, "Adult (WIOA)", Codes(TAKEN_PART)),
    (904, "Dislocated Worker (WIOA)", Codes(TAKEN_PART)),
    (905, "Youth (WIOA)", Codes(TAKEN_PART)),
    (1300, "Received Training (WIOA)", Codes(YES_NO)),
    (
        1301,
        "Eligible Training Provider - Name (WIOA)",
        Codes(&["Riverside College", "Harbour \"Skills\" Centre, Inc.", ""]),
    ),
    (1302, "Date Entered Training #1 (WIOA)", Days(10, 30, 4)),
    (1303, "Type of Training Service #1 (WIOA)", Codes(TRAINING)),
    (
        1305,
        "Eligible Training Provider CIP Code (WIOA)",
        Codes(&["110201", "513902", "", "000000"]),
    ),
    (1306, "Occupational Skills Training Code #1", Codes(OCCUPATION)),
    (1307, "Training Completed #1", Codes(YES_NO)),
    (1308, "Date Completed, or Withdrew from, Training #1", Days(60, 90, 5)),
    (1309, "Date Entered Training #2", Days(90, 30, 8)),
    (1310, "Type of Training Service #2 (WIOA)", Codes(TRAINING)),
    (1311, "Occupational Skills Training Code #2", Codes(OCCUPATION)),
    (1312, "Training Completed #2", Codes(YES_NO)),
    (1313, "Date Completed, or Withdrew from, Training #2", Days(130, 30, 8)),
    (1314, "Date Entered Training #3", Days(140, 10, 9)),
    (1315, "Type of Training Service #3", Codes(TRAINING)),
    (1316, "Occupational Skills Training Code #3", Codes(OCCUPATION)),
    (1317, "Training Completed #3", Codes(YES_NO)),
    (1318, "Date Completed, or Withdrew from, Training #3", Days(160, 30, 9)),
    (
        1610,
        "Occupational Code of Employment 2nd Quarter After Exit",
        Codes(OCCUPATION),
    ),
    (1703, "Wages 1st Quarter After Exit (WIOA)", Junk),
    (1704, "Wages 2nd Quarter After Exit (WIOA)", Junk),
    (1800, "Type of Recognized Credential #1 (WIOA)", Codes(CREDENTIAL)),
    (1801, "Date Attained Recognized Credential #1 (WIOA)", Days(150, 60, 5)),
    (1802, "Type of Recognized Credential #2 (WIOA)", Codes(CREDENTIAL)),
    (1803, "Date Attained Recognized Credential #2 (WIOA)", Days(160, 60, 8)),
    (1804, "Type of Recognized Credential #3 (WIOA)", Codes(CREDENTIAL)),
    (1805, "Date Attained Recognized Credential #3 (WIOA)", Days(170, 60, 9)),
    (
        1806,
        "Date of Most Recent Measurable Skill Gain: Educational Functioning Level (WIOA)",
        Days(50, 60, 7),
    ),
    (
        1807,
        "Date of Most Recent Measurable Skill Gain: Postsecondary Transcript (WIOA)",
        Days(60, 60, 7),
    ),
    (
        1808,
        "Date of Most Recent Measurable Skill Gain: Secondary Transcript (WIOA)",
        Days(70, 60, 7),
    ),
    (
        1809,
        "Date of Most Recent Measurable Skill Gain: Training Milestone (WIOA)",
        Days(80, 60, 7),
    ),
    (
        1810,
        "Date of Most Recent Measurable Skill Gain: Skills Progression (WIOA)",
        Days(90, 60, 7),
    ),
    (
        1811,
        "Date Enrolled in an Education or Training Program Leading to a Credential (WIOA)",
        Days(5, 30, 6),
    ),
    (
        1813,
        "Date Completed an Education or Training Program Leading to a Credential (WIOA)",
        Days(180, 60, 7),
    ),
];

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default: u64| arguments.get(at).and_then(|text| text.parse().ok()).unwrap_or(default);
    let spelling = arguments.get(1).map_or("pirl", String::as_str);
    let mut chance = Chance(number(2, 1));
    let mut out = BufWriter::new(std::io::stdout().lock());
    let header: Vec<_> = ELEMENTS
        .iter()
        .map(|element| quoted(&spelt(element, spelling)))
        .collect();
    writeln!(out, "{},SSN", header.join(","))?;
    for row in 0..number(0, 500) {
        let (person, entry) = (row - row.min(u64::from(chance.tenths(3))), row * 7 % 1500);
        let cells: Vec<_> = ELEMENTS
            .iter()
            .map(|(_, _, fill)| quoted(&cell(*fill, row, person, entry, &mut chance)))
            .collect();
        writeln!(out, "{},JUNK", cells.join(","))?;
    }
    out.flush()
}

fn spelt((number, title, _): &Element, spelling: &str) -> String {
    match spelling {
        "number" => number.to_string(),
        "title" => format!("{number} {title}"),
        _ => format!("PIRL{number}"),
    }
}

fn cell(fill: Fill, row: u64, person: u64, entry: u64, chance: &mut Chance) -> String {
    match fill {
        Person => format!("GP{person:010}"),
        Junk => "JUNK".to_owned(),
        Days(_, _, blank) if chance.tenths(blank) => String::new(),
        Days(after, spread, _) => day(entry + after + chance.below(spread)),
        // The first rows go through the codes in order, so that each comes up.
        Codes(codes) => {
            let at = if row < codes.len() as u64 {
                row
            } else {
                chance.below(codes.len() as u64)
            };
            codes.get(at as usize).copied().unwrap_or_default().to_owned()
        }
    }
}

/// The day that lies so many days after the first of January 2019, in months of 28 days.
fn day(days: u64) -> String {
    let (year, month, day) = (2019 + days / 336, days / 28 % 12 + 1, days % 28 + 1);
    format!("{year}{month:02}{day:02}")
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// A linear congruential generator: enough for made-up rows, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }

    fn tenths(&mut self, tenths: u64) -> bool {
        self.below(10) < tenths
    }
}
