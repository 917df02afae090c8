//! Languages: message files that are part of the program, and which of them serves a reader.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_langneg::{NegotiationStrategy, accepted_languages, negotiate_languages};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// One language, with its messages about each subject.
pub(super) struct Files {
    /// Its tag, BCP 47.
    pub tag: &'static str,
    /// What consents and requests say; none where that is not said in it yet.
    pub consent: Option<&'static str>,
    /// What looks and reasons say.
    pub disclosure: Option<&'static str>,
    /// What translations of skills and losses of levels say.
    pub skill: Option<&'static str>,
    /// What the states of skills say.
    pub state: Option<&'static str>,
}

/// The languages there are, of each what is said in it. The first, in which everything is, serves whoever reads none of them.
pub(super) const LANGUAGES: [Files; 3] = [
    Files {
        tag: "en",
        consent: Some(include_str!("../../locales/en/consent.ftl")),
        disclosure: Some(include_str!("../../locales/en/disclosure.ftl")),
        skill: Some(include_str!("../../locales/en/skill.ftl")),
        state: Some(include_str!("../../locales/en/state.ftl")),
    },
    Files {
        tag: "de",
        consent: Some(include_str!("../../locales/de/consent.ftl")),
        disclosure: Some(include_str!("../../locales/de/disclosure.ftl")),
        skill: Some(include_str!("../../locales/de/skill.ftl")),
        state: Some(include_str!("../../locales/de/state.ftl")),
    },
    Files {
        tag: "fr",
        consent: None,
        disclosure: None,
        skill: Some(include_str!("../../locales/fr/skill.ftl")),
        state: Some(include_str!("../../locales/fr/state.ftl")),
    },
];

/// Messages about consents and requests.
pub(super) static CONSENT: LazyLock<Book> = LazyLock::new(|| Book::read(|files| files.consent));
/// Messages about looks and reasons.
pub(super) static DISCLOSURE: LazyLock<Book> = LazyLock::new(|| Book::read(|files| files.disclosure));
/// Messages about skills and what becomes of them.
pub(super) static SKILL: LazyLock<Book> = LazyLock::new(|| Book::read(|files| files.skill));

/// Messages about why skills stand where they stand.
pub(super) static STATE: LazyLock<Book> = LazyLock::new(|| Book::read(|files| files.state));

/// The messages about one subject, in every language.
pub(super) struct Book(Vec<Translation>);

struct Translation {
    tag: &'static str,
    language: LanguageIdentifier,
    messages: FluentBundle<FluentResource>,
}

/// The messages of a book in one language.
#[derive(Clone, Copy)]
pub(super) struct Locale {
    book: &'static Book,
    at: usize,
}

impl Book {
    fn read(subject: impl Fn(&Files) -> Option<&'static str>) -> Self {
        let read = |files: &Files| Some(Translation::read(files.tag, subject(files)?));
        Book(LANGUAGES.iter().filter_map(read).collect())
    }

    /// The language that serves a reader of this one, or of the first of several that there is: `de-CH`, `fr, de;q=0.5`.
    pub(super) fn serving(&'static self, wanted: Option<&str>) -> Locale {
        let wanted = accepted_languages::parse(wanted.unwrap_or_default());
        let there: Vec<&LanguageIdentifier> = self.0.iter().map(|one| &one.language).collect();
        let best = negotiate_languages(&wanted, &there, there.first(), NegotiationStrategy::Lookup);
        let found = best.first().and_then(|best| there.iter().position(|one| one == *best));
        Locale {
            book: self,
            at: found.unwrap_or(0),
        }
    }
}

impl Translation {
    fn read(tag: &'static str, text: &str) -> Self {
        let language: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut messages = FluentBundle::new_concurrent(vec![language.clone()]);
        // The texts are read by people and programs alike: no invisible marks around what is filled in.
        messages.set_use_isolating(false);
        // What cannot be read is left out here; the tests see to it that nothing is.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(readable, _)| readable);
        messages.add_resource_overriding(resource);
        Translation {
            tag,
            language,
            messages,
        }
    }

    fn find(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.messages.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.messages.format_pattern(pattern, Some(args), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}

impl Locale {
    /// Its tag, BCP 47.
    pub(super) fn tag(self) -> &'static str {
        self.book.0.get(self.at).map_or("", |one| one.tag)
    }

    /// A message, filled in; in the first language where this one lacks it, and its own name where there is none.
    pub(super) fn say(self, key: &str, args: &FluentArgs<'_>) -> String {
        let in_order = [self.at, 0].into_iter().filter_map(|at| self.book.0.get(at));
        let mut said = in_order.filter_map(|one| one.find(key, args));
        said.next().unwrap_or_else(|| key.to_owned())
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
        let [first, ..] = LANGUAGES;
        for subject in [
            |files: &Files| files.consent,
            |files: &Files| files.disclosure,
            |files: &Files| files.skill,
            |files: &Files| files.state,
        ] {
            let expected = messages(subject(&first).unwrap());
            assert!(expected.len() > 10, "only {} were found", expected.len());
            for files in LANGUAGES {
                let (tag, Some(text)) = (files.tag, subject(&files)) else {
                    continue;
                };
                assert!(FluentResource::try_new(text.to_owned()).is_ok(), "{tag} cannot be read");
                assert_eq!(messages(text), expected, "{tag}");
            }
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
            assert_eq!(CONSENT.serving(wanted).tag(), tag, "{wanted:?}");
        }
    }
}
