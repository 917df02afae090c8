//! Plain words for people, in their language: messages with places to fill, one list for each language.
//!
//! Languages are named as in BCP 47. Of what is not spoken here the nearest is taken (`de` for `de-AT`), else English.

mod disclosure;

pub use disclosure::{Look, Looker, consent_of, joined, look, moment, purpose, section};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource>;

/// Each language, with its messages. The first is the one that is fallen back to.
const SPOKEN: [(&str, &str); 2] = [
    ("en", include_str!("../../locales/en/disclosure.ftl")),
    ("de", include_str!("../../locales/de/disclosure.ftl")),
];

static BUNDLES: LazyLock<Vec<(LanguageIdentifier, Bundle)>> = LazyLock::new(|| {
    let bundle = |(language, text): (&str, &str)| {
        let language: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = Bundle::new_concurrent(vec![language.clone()]);
        // Names from elsewhere are part of the sentence, in the direction of the sentence.
        bundle.set_use_isolating(false);
        // A message that cannot be read is missing, and a test holds that none is.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _)| read);
        let _ = bundle.add_resource(resource);
        (language, bundle)
    };
    SPOKEN.into_iter().map(bundle).collect()
});

/// A language that is spoken here.
#[derive(Clone, Copy)]
pub struct Language(usize);

impl Language {
    /// The spoken language nearest to the one that is asked for.
    pub fn nearest(wanted: &str) -> Self {
        let wanted: Vec<LanguageIdentifier> = wanted.trim().parse().into_iter().collect();
        let spoken: Vec<&LanguageIdentifier> = BUNDLES.iter().map(|(language, _)| language).collect();
        let found = negotiate_languages(&wanted, &spoken, None, NegotiationStrategy::Lookup);
        let at = found
            .first()
            .and_then(|found| spoken.iter().position(|one| one == *found));
        Language(at.unwrap_or(0))
    }

    /// A message with its places filled; its own name where there is none.
    pub fn say(self, message: &str, places: &[(&str, FluentValue<'_>)]) -> String {
        let spoken = [self.0, 0].into_iter().filter_map(|at| BUNDLES.get(at));
        let mut said = spoken.filter_map(|(_, bundle)| say_in(bundle, message, places));
        said.next().unwrap_or_else(|| message.to_owned())
    }
}

fn say_in(bundle: &Bundle, message: &str, places: &[(&str, FluentValue<'_>)]) -> Option<String> {
    let pattern = bundle.get_message(message)?.value()?;
    let mut arguments = FluentArgs::with_capacity(places.len());
    for (name, value) in places {
        arguments.set(*name, value.clone());
    }
    let mut unfilled = Vec::new();
    let said = bundle.format_pattern(pattern, Some(&arguments), &mut unfilled);
    Some(said.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::{Check, Purpose, Section};
    use fluent_bundle::FluentResource;
    use std::collections::BTreeMap;

    /// Each message of a list, with the places in it.
    fn messages(text: &str) -> BTreeMap<String, Vec<String>> {
        FluentResource::try_new(text.to_owned()).expect("every line is read");
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut name = String::new();
        for line in text.lines() {
            if let Some((head, _)) = line
                .split_once(" = ")
                .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                name = head.to_owned();
            }
            for place in line.split('$').skip(1) {
                let place = place.chars().take_while(|c| c.is_alphanumeric()).collect();
                found.entry(name.clone()).or_default().push(place);
            }
            if !name.is_empty() {
                found.entry(name.clone()).or_default();
            }
        }
        for places in found.values_mut() {
            places.sort();
            places.dedup();
        }
        found
    }

    #[test]
    fn every_language_says_the_same() {
        let english = messages(SPOKEN[0].1);
        assert!(english.len() > 50, "{}", english.len());
        for (language, text) in SPOKEN {
            assert_eq!(messages(text), english, "{language}");
        }
    }

    #[test]
    fn every_word_of_the_rules_has_a_message() {
        let english = messages(SPOKEN[0].1);
        let purposes = Purpose::ALL.iter().map(|one| format!("purpose-{}", one.as_str()));
        let checks = Check::ALL.iter().map(|one| format!("check-{}", one.as_str()));
        let sections = Section::ALL
            .iter()
            .flat_map(|one| ["rows", "section"].map(|kind| format!("{kind}-{}", one.as_str())));
        for message in purposes.chain(checks).chain(sections) {
            assert!(english.contains_key(&message), "{message}");
        }
    }

    #[test]
    fn the_nearest_language_is_spoken() {
        for (wanted, spoken) in [
            ("en", "hiring"),
            ("de", "Stellenbesetzung"),
            ("de-AT", "Stellenbesetzung"),
            ("DE-ch-1996", "Stellenbesetzung"),
            ("en-GB", "hiring"),
            ("fr", "hiring"),
            ("", "hiring"),
            ("not a language", "hiring"),
        ] {
            assert_eq!(Language::nearest(wanted).say("purpose-hiring", &[]), spoken, "{wanted}");
        }
        assert_eq!(
            Language::nearest("de").say("nothing-so-called", &[]),
            "nothing-so-called"
        );
    }
}
