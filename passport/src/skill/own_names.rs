//! What languages call themselves: *Deutsch* is German, *日本語* Japanese. People, and HR systems, list languages so, and
//! vocabularies name them in their own language.
//!
//! The names are those of the crate `isolang`, for the languages that have a code of two letters (ISO 639-1).

use super::normalise::normalise;
use isolang::languages;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Other names that languages go by among those who speak them, by the English name of the crate.
const ALSO: &[(&str, &str)] = &[
    ("Belarusian", "беларуская мова"),
    ("Chinese", "汉语"),
    ("Chinese", "漢語"),
    ("Chinese", "普通话"),
    ("Czech", "český jazyk"),
    ("Hindi", "हिंदी"),
    ("Indonesian", "Bahasa Indonesia"),
    ("Malay", "Bahasa Melayu"),
    ("Polish", "język polski"),
    ("Romanian", "limba română"),
    ("Russian", "русский язык"),
    ("Spanish", "castellano"),
    ("Ukrainian", "українська мова"),
];

/// Other English names, as vocabularies have them.
const CALLED: &[(&str, &str)] = &[
    ("Haitian", "Haitian Creole"),
    ("Kirghiz", "Kyrgyz"),
    ("Modern Greek", "Greek"),
    ("Norwegian Bokmål", "Norwegian"),
    ("Norwegian Nynorsk", "Norwegian"),
    ("Oriya", "Odia"),
    ("Panjabi", "Punjabi"),
    ("Pushto", "Pashto"),
    ("Slovenian", "Slovene"),
    ("Uighur", "Uyghur"),
];

/// Names of a country too: who lists them means that perhaps.
const COUNTRIES: &[&str] = &["Indonesia"];

/// A language's English names, by what it calls itself in comparable form.
static ENGLISH: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut found: HashMap<String, Vec<&'static str>> = HashMap::new();
    for language in languages().filter(|language| language.to_639_1().is_some()) {
        let english = language.to_name();
        let also = ALSO.iter().filter(|(name, _)| *name == english).map(|(_, own)| *own);
        let own = language.to_autonym().into_iter().flat_map(several).chain(also);
        for own in own.filter(|own| !COUNTRIES.contains(own)) {
            let own = normalise(own);
            if !own.is_empty() && own != normalise(english) {
                found.entry(own).or_default().push(english);
            }
        }
    }
    // What two languages call themselves says neither.
    found.retain(|_, english| english.len() == 1);
    for english in found.values_mut() {
        let name = english.first().copied();
        english.extend(
            CALLED
                .iter()
                .filter(|(of, _)| Some(*of) == name)
                .map(|(_, called)| *called),
        );
    }
    found
});

/// The English names of the language that calls itself so; none where no language does, or several do.
pub(super) fn english_names(own: &str) -> &'static [&'static str] {
    /// No language calls itself so at length.
    const LONGEST: usize = 100;
    if own.len() > LONGEST {
        return &[];
    }
    ENGLISH.get(&normalise(own)).map_or(&[], Vec::as_slice)
}

/// The names that the crate gives for one language: with commas between, and each perhaps with its spelling in Latin
/// letters in brackets.
fn several(names: &'static str) -> impl Iterator<Item = &'static str> {
    let bare = |name: &'static str| name.split_once('(').map_or(name, |(before, _)| before).trim();
    names.split(',').map(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_what_they_call_themselves() {
        for (own, english) in [
            ("Deutsch", &["German"] as &[&str]),
            ("DEUTSCH", &["German"]),
            ("français", &["French"]),
            ("Español", &["Spanish"]),
            ("castellano", &["Spanish"]),
            ("日本語", &["Japanese"]),
            ("العربية", &["Arabic"]),
            ("Українська", &["Ukrainian"]),
            ("українська мова", &["Ukrainian"]),
            ("Ελληνικά", &["Modern Greek", "Greek"]),
            ("slovenščina", &["Slovenian", "Slovene"]),
            ("中文", &["Chinese"]),
            ("한국어", &["Korean"]),
            ("Tiếng Việt", &["Vietnamese"]),
            ("हिंदी", &["Hindi"]),
            ("हिन्दी", &["Hindi"]),
            ("polski", &["Polish"]),
            ("isiNdebele", &[]),
            ("Indonesia", &[]),
            ("German", &[]),
            ("Esperanto", &[]),
            ("teamwork", &[]),
            ("", &[]),
        ] {
            assert_eq!(english_names(own), english, "{own}");
        }
        let long = "Deutsch ".repeat(20_000);
        assert!(english_names(&long).is_empty());
        for (name, _) in ALSO.iter().chain(CALLED) {
            assert!(
                languages().any(|language| language.to_name() == *name),
                "{name} is no name of the crate"
            );
        }
    }
}
