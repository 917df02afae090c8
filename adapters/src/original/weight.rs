//! How much a word says by itself.

use super::leaves::{Leaf, steps};
use super::likeness::tokens;
use passport::record::PartialDate;

/// Whether a text says so much that it decides nothing unless it is carried: a sentence does not, a code may.
pub(super) fn is_telling(leaf: &Leaf) -> bool {
    const FEWEST: usize = 3;
    let words = leaf
        .text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic));
    leaf.is_text && words.count() >= FEWEST
}

/// Whether a text says enough not to stand in two places by chance: a short number, a letter, yes or no do not.
pub(super) fn is_strong(leaf: &Leaf) -> bool {
    const FEWEST: usize = 4;
    let (letters, digits) = leaf.text.chars().fold((0, 0), |(letters, digits), sign| {
        (
            letters + usize::from(sign.is_alphabetic()),
            digits + usize::from(sign.is_numeric()),
        )
    });
    (leaf.is_text || digits > FEWEST) && letters + digits >= FEWEST && (letters > 1 || digits > FEWEST)
}

/// Whether a word is one of a list that its field chooses from: of those only some can be tried, and another may decide.
pub(super) fn is_choice(leaf: &Leaf) -> bool {
    const CHOICES: [&str; 8] = ["type", "kind", "status", "state", "role", "category", "format", "verb"];
    let is_code = leaf.text.split_whitespace().count() == 1;
    leaf.is_text && is_code && is_named(leaf, &CHOICES)
}

/// Whether something elsewhere may refer to a word: a sentence, yes or no and a date are no names of anything.
pub(super) fn is_reference(leaf: &Leaf) -> bool {
    let is_code = leaf.text.split_whitespace().count() == 1;
    let is_answer = !leaf.is_text && leaf.text.parse::<f64>().is_err();
    is_code && !is_answer && PartialDate::parse(&leaf.text).is_err() && (is_named_id(leaf) || is_strong(leaf))
}

/// Whether a word is the number of something, which says nothing itself.
pub(super) fn is_number_of(leaf: &Leaf) -> bool {
    is_named_id(leaf) && leaf.text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_named_id(leaf: &Leaf) -> bool {
    is_named(leaf, &["id", "ids", "key", "ref", "identifier"])
}

/// Whether the name of its field ends with one of these words.
fn is_named(leaf: &Leaf, names: &[&str]) -> bool {
    let field = steps(&leaf.path).pop().map(tokens).unwrap_or_default();
    field.last().is_some_and(|last| names.contains(&last.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(path: &str, text: &str, is_text: bool) -> Leaf {
        Leaf {
            path: path.to_owned(),
            text: text.to_owned(),
            pointer: String::new(),
            is_text,
        }
    }

    #[test]
    fn a_word_of_a_list_and_a_name_of_something_are_told_by_their_fields() {
        for (path, text, is_text, choice, reference) in [
            ("credentialSubject.type[0]", "AchievementSubject", true, true, true),
            ("alignment[0].targetType", "CFItem", true, true, true),
            (
                "object.definition.type",
                "http://adlnet.gov/expapi/activities/course",
                true,
                true,
                true,
            ),
            ("prototype", "x", true, false, false),
            ("typeOf", "x", true, false, false),
            ("status", "not yet", true, false, false),
            ("classSourcedId", "7", true, false, true),
            ("user_id", "7", false, false, true),
            ("orgSourcedIds", "o-1", true, false, true),
            ("score", "7", false, false, false),
            ("score", "12345", false, false, true),
            ("endDate", "2025-01-10", true, false, false),
            ("primary", "true", false, false, false),
            ("note", "Well done indeed", true, false, false),
        ] {
            let leaf = leaf(path, text, is_text);
            assert_eq!(
                (is_choice(&leaf), is_reference(&leaf)),
                (choice, reference),
                "{path}: {text}"
            );
        }
    }
}
