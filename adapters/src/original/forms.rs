//! The forms in which a word of a source stands in a record: as it is, as a date, as a number, in or around another one.

use crate::html;
use chrono::{DateTime, NaiveDate};
use passport::record::PartialDate;
use std::collections::HashSet;

/// The fewest characters of a word that is looked for inside another one; of a number alone, one more.
const FEWEST: usize = 2;

/// How well a word was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Found {
    /// As a part of something longer, or around something shorter.
    Part,
    /// As the same date or number.
    Same,
    /// As it is; upper and lower case being the same.
    Exact,
}

/// A word of the source, in the forms in which it is looked for.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) folded: String,
    number: Option<f64>,
    date: Option<PartialDate>,
}

impl Form {
    pub(super) fn of(text: &str) -> Self {
        let folded = fold(text);
        Form {
            number: number(&folded),
            date: date(text.trim()),
            folded,
        }
    }
}

/// Words of a record, ready to be searched.
#[derive(Debug, Default)]
pub(super) struct Said {
    words: Vec<String>,
    exact: HashSet<String>,
    numbers: Vec<f64>,
    dates: Vec<PartialDate>,
}

impl Said {
    pub(super) fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut said = Said::default();
        for text in texts {
            let folded = fold(text);
            said.numbers.extend(number(&folded));
            said.dates.extend(PartialDate::parse(text).ok());
            if said.exact.insert(folded.clone()) {
                said.words.push(folded);
            }
        }
        said
    }

    /// All words, folded.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// How well a word is found among these; none where it is not.
    pub(super) fn finds(&self, form: &Form) -> Option<Found> {
        if self.exact.contains(&form.folded) {
            return Some(Found::Exact);
        }
        let is_same_number = form.number.is_some_and(|number| self.numbers.contains(&number));
        let is_same_date = form
            .date
            .is_some_and(|date| self.dates.iter().any(|said| is_within(date, *said)));
        if is_same_number || is_same_date {
            return Some(Found::Same);
        }
        let part = self
            .words
            .iter()
            .any(|said| holds(said, &form.folded) || tells_most_of(said, &form.folded));
        part.then_some(Found::Part)
    }
}

/// Whether a date of the source is what a record says with this precision.
fn is_within(date: PartialDate, said: PartialDate) -> bool {
    date.precision >= said.precision && PartialDate::holding(date.date, said.precision) == said
}

/// Whether a longer text holds a shorter one, in whole words.
fn holds(long: &str, short: &str) -> bool {
    let is_number = short.bytes().all(|byte| byte.is_ascii_digit());
    if short.chars().count() < FEWEST + usize::from(is_number) {
        return false;
    }
    let is_edge = |sign: Option<char>| sign.is_none_or(|sign| !sign.is_alphanumeric());
    long.match_indices(short).any(|(at, found)| {
        let (before, after) = (long.get(..at), long.get(at + found.len()..));
        is_edge(before.and_then(|text| text.chars().next_back())) && is_edge(after.and_then(|text| text.chars().next()))
    })
}

/// Whether a record says the most of a word, or what counts in an address: `mailto:`, a fragment, the last segment.
fn tells_most_of(said: &str, word: &str) -> bool {
    let is_address = !word.contains(' ');
    let counts = match is_address {
        true => word.trim_end_matches('/').ends_with(said.trim_end_matches('/')),
        false => said.len() * 2 >= word.len(),
    };
    counts && holds(word, said.trim_end_matches('/'))
}

fn fold(text: &str) -> String {
    let plain = match text.contains(['<', '&']) {
        true => html::text_of(text).unwrap_or_default(),
        false => text.to_owned(),
    };
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn number(text: &str) -> Option<f64> {
    let is_number = text.starts_with(|sign: char| sign.is_ascii_digit() || "-+.".contains(sign));
    text.parse().ok().filter(|number: &f64| is_number && number.is_finite())
}

/// The dates that adapters read: as the common record has them, as Americans write them, as seconds since 1970.
fn date(text: &str) -> Option<PartialDate> {
    let american = || NaiveDate::parse_from_str(text, "%m/%d/%Y").ok().map(PartialDate::day);
    PartialDate::parse(text)
        .ok()
        .or_else(american)
        .or_else(|| since_1970(text))
}

fn since_1970(text: &str) -> Option<PartialDate> {
    let seconds: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        9 | 10 => seconds,
        12 | 13 => seconds / 1_000,
        _ => return None,
    };
    Some(PartialDate::day(DateTime::from_timestamp(seconds, 0)?.date_naive()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_the_form_that_a_record_has_it_in() {
        use Found::{Exact, Part, Same};
        for (said, word, found) in [
            ("SQL", "sql", Some(Exact)),
            ("Do it.", "<p>Do&nbsp;it.</p>", Some(Exact)),
            ("2025-03-14", "2025-03-14T10:00:00Z", Some(Same)),
            ("2025-03", "2025-03-14", Some(Same)),
            ("2025-03-14", "03/14/2025", Some(Same)),
            ("2025-03-14", "20250314", Some(Same)),
            ("2025-03-14", "1741946400", Some(Same)),
            ("2025-03-14", "1741946400000", Some(Same)),
            ("2025-03-14", "2025-03", Some(Part)),
            ("2025-03-14", "2025-03-15", None),
            ("85", "85.0", Some(Same)),
            ("85", "86", None),
            ("Nia Park", "Park", Some(Part)),
            ("Nia Park", "Parker", None),
            ("nia@example.org", "mailto:nia@example.org", Some(Part)),
            ("completed", "http://adlnet.gov/expapi/verbs/completed", Some(Part)),
            ("course", "https://lms.example.org/course/welding-1", None),
            ("https://example.org", "https://example.org/status/1", None),
            ("https://example.org", "https://example.org/", Some(Part)),
            ("enrollment-1207", "1207", Some(Part)),
            ("job", "It was a job that nobody wanted", None),
            ("Riverside, PA", "PA", Some(Part)),
            ("row 12", "12", None),
            ("a", "b", None),
        ] {
            assert_eq!(Said::of([said]).finds(&Form::of(word)), found, "{word} in {said}");
        }
    }
}
