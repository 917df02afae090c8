//! Plain words for people, in their language: messages with places to fill, one list for each language.
//!
//! Languages are named as in BCP 47. Of what is not spoken here the nearest is taken (`de` for `de-AT`), else English.

mod consent;
mod disclosure;
mod locale;
mod skill;
mod state;

pub use consent::{Names, Told, ToldRequest, Words};
pub use disclosure::{Look, Looker, consents_of, joined, look, moment, purpose, section};
pub use skill::{level_loss, loss};
pub use state::Explained;

use fluent_bundle::{FluentArgs, FluentValue};
use locale::{DISCLOSURE, Locale};

/// A language that is spoken here.
#[derive(Clone, Copy)]
pub struct Language(Locale);

impl Language {
    /// The spoken language nearest to the one that is asked for.
    pub fn nearest(wanted: &str) -> Self {
        Language(DISCLOSURE.serving(Some(wanted)))
    }

    /// A message with its places filled; its own name where there is none.
    pub fn say(self, message: &str, places: &[(&str, FluentValue<'_>)]) -> String {
        let mut arguments = FluentArgs::with_capacity(places.len());
        for (name, value) in places {
            arguments.set(*name, value.clone());
        }
        self.0.say(message, &arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::locale::LANGUAGES;
    use super::*;
    use crate::consent::{Check, Purpose, Section};
    use crate::skill::translate::Loss;

    #[test]
    fn every_word_of_the_rules_has_a_message() {
        let english = LANGUAGES[0].disclosure.unwrap();
        let purposes = Purpose::ALL.iter().map(|one| format!("purpose-{}", one.as_str()));
        let checks = Check::ALL.iter().map(|one| format!("check-{}", one.as_str()));
        let sections = Section::ALL
            .iter()
            .flat_map(|one| ["rows", "section"].map(|kind| format!("{kind}-{}", one.as_str())));
        for message in purposes.chain(checks).chain(sections) {
            assert!(english.contains(&format!("\n{message} = ")), "{message}");
        }
        for loss in Loss::ALL {
            assert!(!loss.in_words("en").starts_with("loss-"), "{loss:?}");
        }
        for loss in crate::level::loss::Loss::ALL {
            assert!(!loss.in_words("en").starts_with("level-"), "{loss:?}");
        }
        for (wanted, said) in [
            ("de-AT", "nur annähernd dasselbe"),
            ("fr-CA", "presque la même seulement"),
            ("pt", "nearly the same only"),
        ] {
            assert_eq!(Loss::NotTheSame.in_words(wanted), said);
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
