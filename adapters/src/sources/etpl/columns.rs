//! Where a file has the fields of the mapping.

use super::mapping::{Field, Line, MAPPING, TELLING};
use crate::table::Header;
use passport::record::{Place, Reject, Unreadable};
use std::collections::BTreeMap;

/// What may stand before an element's number.
const BEFORE: &[&str] = &[
    "d", "de", "e", "etp", "eta", "element", "elem", "data", "no", "number", "field",
];
/// Elements of the individual records (PIRL) begin to differ from ours here.
const PIRL: u16 = 900;

/// Where a file has the fields of the mapping.
#[derive(Debug)]
pub struct Columns {
    at: BTreeMap<Field, Found>,
    twice: Vec<String>,
    /// Whether any column is known by its name and not by a number alone.
    by_name: bool,
    is_pirl: bool,
}

#[derive(Debug)]
struct Found {
    column: usize,
    header: String,
    /// How far down the line's names it stands; the number alone is the last.
    rank: usize,
}

impl Columns {
    /// The columns of a table, by their names and numbers.
    pub fn of(table: &Header<'_>) -> Self {
        let mut columns = Columns {
            at: BTreeMap::new(),
            twice: Vec::new(),
            by_name: false,
            is_pirl: false,
        };
        for (column, header) in table.names().iter().enumerate() {
            let (number, words) = number_and_words(header);
            columns.is_pirl |= number.as_ref().is_some_and(|number| of_pirl(number));
            if let Some((field, rank)) = meant(number.as_deref(), &words) {
                columns.by_name |= rank < usize::MAX;
                columns.take(field, column, header, rank);
            }
        }
        columns
    }

    fn take(&mut self, field: Field, column: usize, header: &str, rank: usize) {
        let header = header.to_owned();
        match self.at.get(&field) {
            Some(before) if before.rank == rank => self.twice.push(header),
            Some(before) if before.rank < rank => {}
            _ => {
                self.at.insert(field, Found { column, header, rank });
            }
        }
    }

    /// Whether the field has a column.
    pub fn has(&self, field: Field) -> bool {
        self.at.contains_key(&field)
    }

    /// The column of a field, and what it is called.
    pub fn get(&self, field: Field) -> Option<(usize, &str)> {
        self.at.get(&field).map(|found| (found.column, found.header.as_str()))
    }

    /// Whether these are the columns of a list of training providers. Numbers alone must be many, and none of PIRL's.
    pub fn are_of_a_list(&self) -> bool {
        let telling = TELLING.iter().filter(|field| self.has(**field)).count();
        let first = TELLING.iter().take(3).any(|field| self.has(*field));
        let enough = match self.by_name {
            true => first || telling >= 3,
            false => telling >= 3,
        };
        self.has(Field::Provider) && self.has(Field::Program) && enough && !self.is_pirl
    }

    /// Columns that name a field in the very same way as another; they are not read.
    pub fn twice(&self, table: &Header<'_>) -> impl Iterator<Item = Reject> {
        let file = table.file().to_owned();
        self.twice.iter().map(move |header| {
            let reason = "a second column is called the same; the first one was read";
            Reject::new(Place::row(&file, 1).column(header.as_str()), "duplicate_column", reason)
        })
    }
}

/// The fault of a file without a column that every row needs.
pub fn missing(file: &str, needed: Field) -> Unreadable {
    let line = MAPPING.iter().find(|(field, ..)| *field == needed);
    let (number, name) = line.map_or(("", ""), |(_, _, number, names)| {
        (number.unwrap_or_default(), names.first().copied().unwrap_or_default())
    });
    let reason = format!("no column is called `{name}` or the like, or named by element {number}; every row needs it");
    Unreadable::new(Place::row(file, 1), "missing_column", reason)
}

/// The field a header means: by its words, for they outlive renumbering, else by its number. A single word says too
/// little to overrule a number that is known: `d108_program` is element 108.
fn meant(number: Option<&str>, words: &str) -> Option<(Field, usize)> {
    let by_words = MAPPING.iter().find_map(|(field, _, _, names)| {
        let rank = names.iter().position(|name| *name == words)?;
        Some((*field, rank))
    });
    let known = |line: &&Line| line.2.is_some() && line.2 == number;
    let by_number = MAPPING.iter().find(known).map(|line| (line.0, usize::MAX));
    match words.contains(' ') {
        true => by_words.or(by_number),
        false => by_number
            .filter(|(field, _)| by_words.is_none_or(|(word, _)| word != *field))
            .or(by_words),
    }
}

fn of_pirl(number: &str) -> bool {
    number.parse::<u16>().is_ok_and(|number| number >= PIRL)
}

/// `d101_eligible_training_provider` to `101` and `eligible training provider`; `O*NET` is one word.
fn number_and_words(header: &str) -> (Option<String>, String) {
    let plain = header.to_lowercase().replace("o*net", "onet").replace('#', " ");
    let mut words: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.iter().rev().take(1).any(|word| *word == "wioa") {
        words.pop();
    }
    let is_before = |word: &&&str| BEFORE.contains(*word);
    let before = words.iter().take_while(is_before).count();
    let number = words.get(before).and_then(|word| element(word));
    let words = match number {
        Some(_) => words.get(before + 1..).unwrap_or_default().join(" "),
        None => words.join(" "),
    };
    (number, words)
}

/// An element's number with what may be written to it: `101`, `d101`, `103a`, `pirl900`.
fn element(word: &str) -> Option<String> {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let before = word.strip_suffix(digits)?;
    let number = digits.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let known = before.is_empty() || before == "pirl" || BEFORE.contains(&before);
    let sound = number.len() >= 3 && number.len() <= 4 && number.bytes().all(|b| b.is_ascii_digit());
    (known && sound && digits.len() - number.len() <= 1).then(|| digits.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_by_their_words_and_else_by_their_number() {
        for (header, field) in [
            ("d101_eligible_training_provider", Some(Field::Provider)),
            ("101 Name of Eligible Training Provider", Some(Field::Provider)),
            ("100 Name of Eligible Training Provider", Some(Field::Provider)),
            ("Element 105", Some(Field::Program)),
            ("DE105: Program Name (WIOA)", Some(Field::Program)),
            ("PROGRAM_NAME", Some(Field::Program)),
            ("103B Address: City", Some(Field::City)),
            ("O*NET Code #1", Some(Field::Soc1)),
            ("d117_program_soc_occupation_1", Some(Field::Soc1)),
            ("d108_program", Some(Field::PotentialOutcome)),
            ("101 Provider", Some(Field::Provider)),
            ("117", Some(Field::Soc1)),
            ("119 whatever it is called", Some(Field::Soc3)),
            ("Median Earnings", None),
            ("d123_total_employed_q2", None),
            ("reportingstate", None),
            ("FEIN", None),
        ] {
            let (number, words) = number_and_words(header);
            assert_eq!(
                meant(number.as_deref(), &words).map(|(field, _)| field),
                field,
                "{header}"
            );
        }
    }

    #[test]
    fn a_name_means_one_field() {
        let mut seen = std::collections::BTreeSet::new();
        for name in MAPPING.iter().flat_map(|(_, _, _, names)| names.iter()) {
            assert!(seen.insert(name), "{name} stands twice");
            assert_eq!(number_and_words(name).1, *name, "{name} is never met");
        }
    }
}
