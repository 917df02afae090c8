//! Coded values in words. Lists differ a little between programme years: a code that is not on ours is shown as it is.

use super::wire::says_nothing;

/// Elements 1303, 1310 and 1315.
const TRAINING: &[(&str, &str)] = &[
    ("1", "on-the-job training"),
    ("2", "skill upgrading"),
    ("3", "entrepreneurial training"),
    (
        "4",
        "adult basic education or English as a second language, with training",
    ),
    ("5", "customized training"),
    ("6", "other occupational skills training"),
    ("7", "prerequisite or other training"),
    ("8", "prerequisite training"),
    ("9", "registered apprenticeship"),
    ("10", "youth occupational skills training"),
    ("11", "other non-occupational skills training"),
    ("12", "job readiness training with other training"),
];

/// Elements 1800, 1802 and 1804.
const CREDENTIALS: &[(&str, &str)] = &[
    ("1", "secondary school diploma or equivalent"),
    ("2", "associate's degree (AA or AS)"),
    ("3", "bachelor's degree (BA or BS)"),
    ("4", "graduate degree"),
    ("5", "occupational licensure"),
    ("6", "occupational certificate"),
    ("7", "occupational certification"),
    ("8", "other recognized credential"),
];

/// The programmes and the elements that say by a code whether somebody took part in them. What the codes beside `0` (no)
/// and `9` (not known) tell apart is not on any list we have: they name the programme and no more, and stay as they are
/// in the payload.
const PROGRAMMES: &[(u16, &str)] = &[
    (903, "WIOA Adult"),
    (904, "WIOA Dislocated Worker"),
    (905, "WIOA Youth"),
];

/// The kinds of measurable skill gains and the elements that date them.
pub const SKILL_GAINS: &[(u16, &str)] = &[
    (1806, "educational functioning level"),
    (1807, "postsecondary transcript or report card"),
    (1808, "secondary transcript or report card"),
    (1809, "training milestone"),
    (1810, "skills progression"),
];

/// A type of training in words.
pub fn training(code: &str) -> String {
    words(TRAINING, code)
}

/// A type of credential in words.
pub fn credential(code: &str) -> String {
    words(CREDENTIALS, code)
}

/// The programmes of a row in words; `value` gives an element's value.
pub fn programme<'v>(value: impl Fn(u16) -> Option<&'v str>) -> String {
    let took_part = |element| value(element).is_some_and(|code| !says_nothing(code));
    let taken = PROGRAMMES.iter().filter(|(element, _)| took_part(*element));
    let names: Vec<&str> = taken.map(|(_, name)| *name).collect();
    if names.is_empty() {
        "WIOA, programme not given".to_owned()
    } else {
        names.join("; ")
    }
}

/// Whether the code says that there is nothing: `0`, `00`.
pub fn is_none(code: &str) -> bool {
    code.bytes().all(|byte| byte == b'0')
}

/// The words of a code, with or without leading zeros.
fn words(list: &[(&str, &str)], code: &str) -> String {
    let plain = code.trim_start_matches('0');
    list.iter()
        .find(|(listed, _)| *listed == plain)
        .map_or_else(|| unlisted(code), |(_, words)| (*words).to_owned())
}

/// Codes are short; anything longer is no code, and may be anything.
fn unlisted(code: &str) -> String {
    match code.len() {
        0..=4 => format!("code {code} (not in the list)"),
        _ => "code that is not in the list".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_words_or_stay_codes() {
        assert_eq!(training("06"), "other occupational skills training");
        assert_eq!(training("6"), training("06"));
        assert_eq!(training("17"), "code 17 (not in the list)");
        assert_eq!(credential("5"), "occupational licensure");
    }

    #[test]
    fn programmes_are_joined() {
        for (codes, name) in [
            ([Some("1"), None, None], "WIOA Adult"),
            ([Some("1"), Some("0"), Some("2")], "WIOA Adult; WIOA Youth"),
            ([Some("8"), None, Some("9")], "WIOA Adult"),
            ([None, Some("1"), Some("00")], "WIOA Dislocated Worker"),
            ([None, Some("0"), None], "WIOA, programme not given"),
            ([Some("9"), Some("99"), Some("0")], "WIOA, programme not given"),
        ] {
            assert_eq!(programme(|element| codes[usize::from(element - 903)]), name);
        }
    }
}
