//! Other words of the same form, to see what hangs on a word.

use chrono::{Datelike, NaiveDate};
use passport::record::PartialDate;
use std::collections::HashSet;

/// How far a date is moved: from one leap year to another.
const YEARS: i32 = 4;
/// The same in seconds.
const SECONDS: i64 = 1_461 * 86_400;

/// Other words to try in the place of this one, one after the other: a date is another date, a number another number.
pub(super) fn others(text: &str, is_text: bool) -> Vec<String> {
    let opposite = opposite(text).map(str::to_owned);
    if let (Some(opposite), false) = (&opposite, is_text)
        && text.parse::<f64>().is_err()
    {
        return vec![opposite.clone()];
    }
    let mut others: Vec<String> = [-1, 1, -2, 2]
        .into_iter()
        .filter_map(|by| other_date(text, by))
        .collect();
    if others.is_empty() {
        let is_number = text.parse::<f64>().is_ok();
        let one = |by| match is_number {
            true => vec![other_number(text, by), other_number(text, 10 - by)],
            false => vec![other_text(text, true, by), other_text(text, false, by)],
        };
        others = (1..=4).flat_map(one).collect();
    }
    others.retain(|other| other != text);
    others.splice(0..0, opposite);
    let mut seen = HashSet::new();
    others.retain(|other| seen.insert(other.clone()));
    others
}

/// No for yes, in the words and numbers that stand for them.
pub(super) fn opposite(text: &str) -> Option<&'static str> {
    const ANSWERS: [(&str, &str); 6] = [
        ("false", "true"),
        ("no", "yes"),
        ("n", "y"),
        ("No", "Yes"),
        ("N", "Y"),
        ("0", "1"),
    ];
    let mut answers = ANSWERS.iter();
    let found = answers.find(|(no, yes)| [*no, *yes].contains(&text));
    found.map(|(no, yes)| if *no == text { *yes } else { *no })
}

/// A word of another form to try where nothing hangs on those of the same: a text in which each sign is another, a number
/// far from it.
pub(super) fn strange(text: &str, is_text: bool) -> Option<String> {
    let strange: String = match is_text {
        true => text
            .chars()
            .map(|sign| if sign.is_alphanumeric() { moved(sign, 1) } else { sign })
            .collect(),
        false => text
            .parse::<f64>()
            .ok()
            .map(|number| if number == 0.0 { "1000" } else { "0" }.to_owned())?,
    };
    (strange != text).then_some(strange)
}

fn other_date(text: &str, by: i32) -> Option<String> {
    let seconds = text.bytes().all(|byte| byte.is_ascii_digit()) && (9..=13).contains(&text.len());
    if seconds && let Ok(number) = text.parse::<i64>() {
        let unit = if text.len() > 10 { 1_000 } else { 1 };
        return Some((number + i64::from(by) * SECONDS * unit).to_string());
    }
    let american = || NaiveDate::parse_from_str(text, "%m/%d/%Y").ok().map(PartialDate::day);
    let year = PartialDate::parse(text).ok().or_else(american)?.date.year();
    let written = year.to_string();
    // Of a year in two digits nobody can tell which others an adapter would read.
    let is_whole = written.len() == 4 && text.contains(&written);
    is_whole.then(|| text.replacen(&written, &(year + by * YEARS).to_string(), 1))
}

/// The last digit, moved on by so many; after nine comes zero.
fn other_number(text: &str, by: u8) -> String {
    let last = text.bytes().rposition(|byte| byte.is_ascii_digit());
    let signs = text.char_indices();
    signs
        .map(|(at, sign)| if Some(at) == last { moved(sign, by) } else { sign })
        .collect()
}

/// A letter or digit moved on in its row.
fn moved(sign: char, by: u8) -> char {
    let (first, count) = match sign {
        '0'..='9' => (b'0', 10),
        'a'..='z' => (b'a', 26),
        'A'..='Z' => (b'A', 26),
        'é' => return 'e',
        _ => return 'é',
    };
    u8::try_from(sign).map_or(sign, |sign| char::from(first + (sign - first + by) % count))
}

/// A letter or digit of it moved on: the last one, or the first one. Marks of HTML stay.
fn other_text(text: &str, is_last: bool, by: u8) -> String {
    let mut inside = None;
    let counts = text.char_indices().filter(|(_, sign)| {
        match (inside, sign) {
            (None, '<') => inside = Some('>'),
            (None, '&') => inside = Some(';'),
            (Some(end), sign) if *sign == end || (end == ';' && *sign == ' ') => inside = None,
            _ => {}
        }
        inside.is_none() && sign.is_alphanumeric()
    });
    let counts: Vec<(usize, char)> = counts.collect();
    let chosen = if is_last { counts.last() } else { counts.first() };
    let Some((at, sign)) = chosen else {
        return format!("{text}x");
    };
    let (before, after) = (
        text.get(..*at).unwrap_or_default(),
        text.get(at + sign.len_utf8()..).unwrap_or_default(),
    );
    format!("{before}{}{after}", moved(*sign, by))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_word_has_the_same_form() {
        for (text, is_text, expected) in [
            ("Nia", true, &["Nib", "Oia"][..]),
            ("王", true, &["é"]),
            (
                "<p>Do it&nbsp;</p>",
                true,
                &["<p>Do iu&nbsp;</p>", "<p>Eo it&nbsp;</p>"],
            ),
            ("R&D", true, &["S&D"]),
            (
                "2024-02-29T10:00:00Z",
                true,
                &["2020-02-29T10:00:00Z", "2028-02-29T10:00:00Z"],
            ),
            ("03/14/2025", true, &["03/14/2021", "03/14/2029"]),
            ("2025", true, &["2021", "2029"]),
            // A year in two digits is read by some as one, and by others not.
            ("3/14/24", true, &["3/14/25"]),
            ("1741946400", false, &["1615716000", "1868176800"]),
            ("17.50", true, &["17.51"]),
            ("85", false, &["86", "84"]),
            ("0", false, &["1", "9"]),
            ("9", false, &["0", "8"]),
            ("true", false, &["false"]),
            ("true", true, &["false", "truf", "urue"]),
            ("no", true, &["yes"]),
            ("--", true, &["--x"]),
        ] {
            let found = others(text, is_text);
            assert!(
                expected.iter().all(|other| found.iter().any(|found| found == other)),
                "{text}: {found:?}"
            );
            assert!(
                !found.is_empty() && found.iter().all(|other| other != text),
                "{text}: {found:?}"
            );
        }
    }
}
