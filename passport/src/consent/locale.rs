//! Languages: message files that are part of the program, and which of them serves a reader.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_langneg::{NegotiationStrategy, accepted_languages, negotiate_languages};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// The languages there are, each with its messages. The first serves whoever reads none of them.
pub(super) const FILES: [(&str, &str); 2] = [
    ("en", include_str!("../../locales/en.ftl")),
    ("de", include_str!("../../locales/de.ftl")),
];

/// One language and its messages.
pub(super) struct Locale {
    tag: &'static str,
    language: LanguageIdentifier,
    messages: FluentBundle<FluentResource>,
}

static LOCALES: LazyLock<Vec<Locale>> =
    LazyLock::new(|| FILES.iter().map(|(tag, text)| Locale::read(tag, text)).collect());

impl Locale {
    fn read(tag: &'static str, text: &str) -> Self {
        let language: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut messages = FluentBundle::new_concurrent(vec![language.clone()]);
        // The texts are read by people and programs alike: no invisible marks around what is filled in.
        messages.set_use_isolating(false);
        // What cannot be read is left out here; the tests see to it that nothing is.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(readable, _)| readable);
        messages.add_resource_overriding(resource);
        Locale {
            tag,
            language,
            messages,
        }
    }

    /// The one that serves a reader of this language, or of the first of several that there is: `de-CH`, `fr, de;q=0.5`.
    pub(super) fn serving(wanted: Option<&str>) -> &'static Locale {
        let wanted = accepted_languages::parse(wanted.unwrap_or_default());
        let there: Vec<&LanguageIdentifier> = LOCALES.iter().map(|locale| &locale.language).collect();
        let best = negotiate_languages(&wanted, &there, there.first(), NegotiationStrategy::Lookup);
        let found = best
            .first()
            .and_then(|best| LOCALES.iter().find(|locale| locale.language == ***best));
        found.unwrap_or(&LOCALES[0])
    }

    /// Its tag, BCP 47.
    pub(super) fn tag(&self) -> &'static str {
        self.tag
    }

    /// A message, filled in; in the first language where this one lacks it.
    pub(super) fn say(&self, key: &str, args: &FluentArgs<'_>) -> String {
        self.find(key, args)
            .or_else(|| LOCALES[0].find(key, args))
            .unwrap_or_else(|| key.to_owned())
    }

    fn find(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.messages.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.messages.format_pattern(pattern, Some(args), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// The messages of a file, each with the names that are filled in.
    fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut latest = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|_| line.starts_with(char::is_alphabetic)) {
                latest = key.to_owned();
                assert!(
                    found.insert(latest.clone(), BTreeSet::new()).is_none(),
                    "{key} stands twice"
                );
            }
            let of_a_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            for rest in line.split('$').skip(1) {
                let name = rest.split(|c| !of_a_name(c)).next().unwrap_or_default();
                found.get_mut(&latest).unwrap().insert(name.to_owned());
            }
        }
        found
    }

    #[test]
    fn every_language_has_the_same_messages() {
        let first = messages(FILES[0].1);
        assert!(first.len() > 70, "only {} were found", first.len());
        for (tag, text) in FILES {
            assert!(FluentResource::try_new(text.to_owned()).is_ok(), "{tag} cannot be read");
            assert_eq!(messages(text), first, "{tag}");
        }
    }

    #[test]
    fn who_reads_none_of_the_languages_reads_the_first() {
        for (wanted, tag) in [
            (None, "en"),
            (Some("de"), "de"),
            (Some("de-CH"), "de"),
            (Some("DE_at"), "de"),
            (Some("de-Latn-DE-1996"), "de"),
            (Some("en-GB"), "en"),
            (Some("fr"), "en"),
            (Some("fr, de;q=0.5, en;q=0.1"), "de"),
            (Some("x"), "en"),
            (Some("nonsense in many words"), "en"),
            (Some(""), "en"),
        ] {
            assert_eq!(Locale::serving(wanted).tag(), tag, "{wanted:?}");
        }
    }
}
