//! The elements of the layout that may be read, and where a file has them.

use crate::seen::Said;
use crate::table::{Header, Row};
use crate::text::filled;
use passport::record::{PartialDate, Place, Reject, Unreadable};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The allow-list. Every other column is dropped unread.
pub const ELEMENTS: &[u16] = &[
    100, 101, 403, 900, 901, 903, 904, 905, 1300, 1301, 1302, 1303, 1305, 1306, 1307, 1308, 1309, 1310, 1311, 1312,
    1313, 1314, 1315, 1316, 1317, 1318, 1610, 1800, 1801, 1802, 1803, 1804, 1805, 1806, 1807, 1808, 1809, 1810, 1811,
    1813,
];

/// Those of them that are dates.
pub const DATES: &[u16] = &[
    900, 901, 1302, 1308, 1309, 1313, 1314, 1318, 1801, 1803, 1805, 1806, 1807, 1808, 1809, 1810, 1811, 1813,
];

/// What may stand before the number in a header.
const BEFORE: &[&str] = &[
    "pirl", "wioa", "element", "elem", "data", "de", "e", "p", "item", "field", "column", "col", "number", "no", "eta",
    "dol", "x",
];

/// The element that a header names: `PIRL1800`, `1800 Type of Recognized Credential`, `Element 1800`, `WIOA_1800_Type`.
pub fn element(header: &str) -> Option<u16> {
    let start = header.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = header.split_at(start);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let mut words = before
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let number = rest
        .get(..end)
        .filter(|digits| (3..=5).contains(&digits.len()))?
        .parse()
        .ok()?;
    words
        .all(|word| BEFORE.contains(&word.to_lowercase().as_str()))
        .then_some(number)
}

/// Where a file has the elements of the allow-list.
#[derive(Debug)]
pub struct Columns {
    at: BTreeMap<u16, usize>,
    names: BTreeMap<u16, String>,
    twice: Vec<(u16, String)>,
}

impl Columns {
    /// The columns of a table, found by their numbers.
    pub fn of(table: &Header<'_>) -> Self {
        let mut columns = Columns {
            at: BTreeMap::new(),
            names: BTreeMap::new(),
            twice: Vec::new(),
        };
        for (position, header) in table.names().iter().enumerate() {
            let Some(number) = element(header).filter(|number| ELEMENTS.contains(number)) else {
                continue;
            };
            if columns.has(number) {
                columns.twice.push((number, header.clone()));
                continue;
            }
            columns.at.insert(number, position);
            columns.names.insert(number, header.clone());
        }
        columns
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether the element is there.
    pub fn has(&self, element: u16) -> bool {
        self.at.contains_key(&element)
    }

    /// Whether there is what no row can do without.
    pub fn complete(&self, table: &Header<'_>) -> Result<(), Unreadable> {
        if self.len() == 0 {
            let reason = "no column of the header names an element of the layout by its number, such as PIRL900";
            return Err(Unreadable::new(Place::file(table.file()), "wrong_format", reason));
        }
        for (element, what) in [(100, "unique individual identifier"), (900, "date of programme entry")] {
            if !self.has(element) {
                let reason =
                    format!("no column names element {element} ({what}); a header such as PIRL{element} is needed");
                return Err(Unreadable::new(Place::row(table.file(), 1), "missing_column", reason));
            }
        }
        Ok(())
    }

    /// Columns that name an element a second time; they are not read.
    pub fn twice(&self, table: &Header<'_>) -> impl Iterator<Item = Reject> {
        let file = table.file().to_owned();
        self.twice.iter().map(move |(element, header)| {
            let reason = format!("a second column names element {element}; the first one was read");
            Reject::new(Place::row(&file, 1).column(header.as_str()), "duplicate_column", reason)
        })
    }
}

/// One row by its elements.
pub struct Entry<'r> {
    row: &'r Row<'r>,
    columns: &'r Columns,
}

impl<'r> Entry<'r> {
    /// A row with the columns of its file.
    pub fn new(row: &'r Row<'r>, columns: &'r Columns) -> Self {
        Entry { row, columns }
    }

    /// The element's value as received; none when it is blank, or the dot by which statistics packages write blanks.
    pub fn get(&self, element: u16) -> Option<&'r str> {
        self.row
            .at(*self.columns.at.get(&element)?)
            .and_then(filled)
            .filter(|value| *value != ".")
    }

    /// The element's date; none also for those that say "none" (`0`) or "not known" (`9`) and for unreadable ones.
    pub fn date(&self, element: u16) -> Option<PartialDate> {
        self.get(element).and_then(|value| PartialDate::parse(value).ok())
    }

    /// Where the row stands.
    pub fn place(&self) -> Place {
        self.row.place()
    }

    /// Where one of its elements stands.
    pub fn at(&self, element: u16) -> Place {
        let name = self
            .columns
            .names
            .get(&element)
            .cloned()
            .unwrap_or_else(|| format!("PIRL{element}"));
        self.row.cell_place(&name)
    }

    /// The dates that are none and do not say so.
    pub fn bad_dates(&self) -> impl Iterator<Item = u16> {
        let is_bad = |element: &u16| {
            self.get(*element)
                .is_some_and(|value| !says_nothing(value) && PartialDate::parse(value).is_err())
        };
        DATES.iter().copied().filter(is_bad)
    }

    /// A hash of everything the row says in the elements of the allow-list.
    pub fn fingerprint(&self) -> Said {
        let mut hasher = DefaultHasher::new();
        self.columns
            .at
            .values()
            .for_each(|column| self.row.at(*column).hash(&mut hasher));
        // Half of it tells rows of one key apart.
        (hasher.finish() & u64::from(Said::MAX)) as Said
    }

    /// The filled elements of the allow-list, by number, as received; dates that are none are left out, as nobody
    /// knows what they hold.
    pub fn payload(&self, bad: &[u16]) -> serde_json::Value {
        let cells = ELEMENTS.iter().filter(|element| !bad.contains(element));
        cells
            .filter_map(|element| Some((element.to_string(), self.get(*element)?.into())))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }
}

/// `0`, `9` and rows of them: not applicable, not known.
pub fn says_nothing(value: &str) -> bool {
    value.bytes().all(|byte| byte == b'0') || value.bytes().all(|byte| byte == b'9')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_by_their_number() {
        for (header, number) in [
            ("PIRL1800", Some(1800)),
            ("PIRL 1800", Some(1800)),
            ("1800", Some(1800)),
            ("1800 Type of Recognized Credential (WIOA)", Some(1800)),
            ("Element 1800", Some(1800)),
            ("WIOA_1800_Type", Some(1800)),
            ("Data Element No. 1800: Type", Some(1800)),
            ("p1800", Some(1800)),
            ("PIRL0100", Some(100)),
            ("1303 Type of Training Service #1", Some(1303)),
            ("SSN 100", None),
            ("Wages 2nd Quarter", None),
            ("Name", None),
            ("18001800", None),
        ] {
            assert_eq!(element(header), number, "{header}");
        }
    }

    #[test]
    fn every_date_is_on_the_list() {
        assert!(DATES.iter().all(|date| ELEMENTS.contains(date)));
    }
}
