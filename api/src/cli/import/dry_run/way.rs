//! The ways to words, as short as people read them.

use adapters::original::{Word, steps};
use std::collections::BTreeSet;

/// The longest way to a word that is shown whole.
const LONGEST: usize = 26;

/// The way to a word, or what is said of an element that is one itself.
pub(super) fn called(way: String) -> String {
    if way.is_empty() {
        "the element itself".to_owned()
    } else {
        way
    }
}

/// The way to a word; of a long one its last steps, at least two.
pub(super) fn way(path: &str) -> String {
    let steps = steps(path);
    let ends = |from: usize| steps.get(from..).unwrap_or_default().concat();
    let last = steps.len().saturating_sub(2);
    let short = (0..last).map(ends).find(|end| end.chars().count() <= LONGEST);
    match short.unwrap_or_else(|| ends(last)) {
        short if short.len() < path.len() => format!("…{}", short.trim_start_matches('.')),
        whole => whole,
    }
}

/// The ways to words, those of a list once; with their numbers where others of the list among all words have another fate.
pub(super) fn ways(chosen: Vec<&Word>, all: &[Word]) -> String {
    let mut seen = BTreeSet::new();
    let is_one = |word: &Word| {
        let list = without_numbers(&word.path);
        let fate = |other: &Word| std::mem::discriminant(&other.fate) == std::mem::discriminant(&word.fate);
        all.iter()
            .all(|other| fate(other) || without_numbers(&other.path) != list)
    };
    let way_of = |word: &Word| match is_one(word) {
        true => way(&without_numbers(&word.path)),
        false => way(&word.path),
    };
    let ways = chosen.into_iter().map(|word| called(way_of(word)));
    ways.filter(|way| seen.insert(way.clone()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// `alignment[0].targetName` as `alignment[].targetName`.
fn without_numbers(path: &str) -> String {
    let mut pieces = path.split('[');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |kept, piece| {
        format!(
            "{kept}[{}",
            piece.trim_start_matches(|sign: char| sign.is_ascii_digit())
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_way_is_told_by_its_last_steps() {
        for (path, told) in [
            ("name", "name"),
            ("credentialSubject.achievement", "credentialSubject.achievement"),
            ("credentialSubject.achievement.name", "…achievement.name"),
            (
                "resultDescription[0].rubricCriterionLevel[1].name",
                "…rubricCriterionLevel[1].name",
            ),
            (
                r#"result.extensions["http://example.org/a.b"].cmi"#,
                r#"…["http://example.org/a.b"].cmi"#,
            ),
        ] {
            assert_eq!(way(path), told, "{path}");
        }
    }

    #[test]
    fn words_of_a_list_have_one_way() {
        for (path, told) in [
            ("alignment[12].targetName", "alignment[].targetName"),
            (r#"a["3.b"][0]"#, r#"a["3.b"][]"#),
            ("plain", "plain"),
        ] {
            assert_eq!(without_numbers(path), told, "{path}");
        }
    }
}
