//! Do two names speak against one person? Names never prove who somebody is; two that share nothing cast doubt.

use super::{Names, comparable_name};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether both names are full ones and share no word, case and diacritics aside. A name of one word may be a nickname,
/// a user name or one half of a name, so it contradicts nothing; an initial is no word that two could share.
pub fn names_contradict(one: &Names, other: &Names) -> bool {
    let (one, other) = (words(one), words(other));
    let full = one.len() > 1 && other.len() > 1;
    full && one != other && !one.intersection(&other).any(|word| !is_initial(word))
}

/// Every word of the name, shown or in parts.
fn words(names: &Names) -> BTreeSet<String> {
    let texts = [&names.display, &names.given, &names.family];
    let words = texts.into_iter().flatten().map(|text| folded(text));
    words
        .flat_map(|text| text.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .filter(|word| !word.is_empty())
        .collect()
}

/// A name in comparable form, without what scripts set on their letters: `Zoë Ångström` as `zoe angstrom`.
fn folded(name: &str) -> String {
    let bare: String = name.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    comparable_name(&bare)
        .chars()
        .map(|c| match c {
            'ø' => "o".to_owned(),
            'ł' => "l".to_owned(),
            'đ' => "d".to_owned(),
            'ı' => "i".to_owned(),
            'ß' => "ss".to_owned(),
            'æ' => "ae".to_owned(),
            'œ' => "oe".to_owned(),
            plain => plain.to_string(),
        })
        .collect()
}

/// One letter of a script that has capitals; in others one character may be a whole name.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    letters.next().is_none() && first.is_some_and(|c| c.to_uppercase().ne([c]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `display/given/family`, empty where nothing is said.
    fn names(text: &str) -> Names {
        let mut parts = text.split('/').map(|part| (!part.is_empty()).then(|| part.to_owned()));
        let mut next = || parts.next().flatten();
        Names {
            display: next(),
            given: next(),
            family: next(),
            language: None,
        }
    }

    #[test]
    fn names_contradict_by_the_table() {
        for (one, other, contradict) in [
            ("Amara Okafor", "Luis Ortega", true),
            ("/Amara/Okafor", "Luis Ortega", true),
            ("/Amara/Okafor", "/Luis/Ortega", true),
            ("Amara Okafor", "Amara Okafor", false),
            ("Amara Okafor", "Amara Ortega", false),
            ("Amara Okafor", "Luis Okafor", false),
            ("Okafor, Amara", "amara n. okafor", false),
            ("Ama O./Amara/Okafor", "Amara Okafor", false),
            ("Zoë Müller", "ZOE MULLER-LIND", false),
            ("Søren Łukasz", "Soren Berg", false),
            ("Jürgen Groß", "Anna Gross", false),
            // One word is no full name.
            ("Ama", "Luis Ortega", false),
            ("/Amara/", "/Luis/Ortega", false),
            ("", "Luis Ortega", false),
            ("", "", false),
            ("—", "Luis Ortega", false),
            // Initials are shared by many.
            ("Amara N. Okafor", "Luis N. Ortega", true),
            ("A. Okafor", "Amara Okafor", false),
            ("A. O.", "A. O.", false),
            ("王 小明", "王 大明", false),
            ("王 小明", "李 大明", true),
        ] {
            assert_eq!(
                names_contradict(&names(one), &names(other)),
                contradict,
                "{one}, {other}"
            );
            assert_eq!(
                names_contradict(&names(other), &names(one)),
                contradict,
                "{other}, {one}"
            );
        }
    }
}
