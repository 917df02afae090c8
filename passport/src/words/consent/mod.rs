//! Consent in plain words: what a scope (`scope.rs`), a request, a delegation or a whole consent (`whole.rs`) says, in the
//! reader's language.

mod scope;
mod whole;

pub use whole::{Told, ToldRequest};

use super::locale::{CONSENT, Locale};
use crate::consent::{Purpose, Standing};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use fluent_bundle::FluentArgs;

/// What is called by a key in a scope has a name; where nothing is known by the key, the key stands for itself.
pub trait Names {
    /// The concept with this URI, in this language.
    fn concept(&self, uri: &str, language: &str) -> Option<String>;
    /// The vocabulary with this key.
    fn vocabulary(&self, key: &str) -> Option<String>;
    /// The source with this key.
    fn source(&self, key: &str) -> Option<String>;
}

/// Says things in one language.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    locale: Locale,
    names: &'a dyn Names,
}

impl<'a> Words<'a> {
    /// Words of this language (BCP 47), else of English.
    pub fn new(language: Option<&str>, names: &'a dyn Names) -> Self {
        Words {
            locale: CONSENT.serving(language),
            names,
        }
    }

    /// Which language it has become.
    pub fn language(&self) -> &'static str {
        self.locale.tag()
    }

    /// What a partner asks for.
    pub fn purpose(&self, purpose: Purpose) -> String {
        self.word("purpose", purpose.as_str())
    }

    /// Where a consent stands.
    pub fn standing(&self, standing: Standing) -> String {
        self.word("standing", standing.as_str())
    }

    fn list(&self, key: &str, mut items: Vec<String>) -> String {
        match (items.pop(), items.is_empty()) {
            (None, _) => String::new(),
            (Some(only), true) => only,
            (Some(last), false) => self.say(key, &[("before", &items.join(", ")), ("last", &last)]),
        }
    }

    fn day(&self, moment: DateTime<Utc>) -> String {
        self.date(moment.date_naive())
    }

    fn date(&self, day: NaiveDate) -> String {
        let (number, month, year) = (
            day.day().to_string(),
            format!("m{}", day.month()),
            day.year().to_string(),
        );
        self.say("date", &[("day", &number), ("month", &month), ("year", &year)])
    }

    fn word(&self, kind: &str, word: &str) -> String {
        self.say(&format!("{kind}-{word}"), &[])
    }

    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.locale.say(key, &args.iter().copied().collect::<FluentArgs<'_>>())
    }

    fn count(&self, key: &str, numbers: &[(&str, i64)]) -> String {
        self.locale
            .say(key, &numbers.iter().copied().collect::<FluentArgs<'_>>())
    }
}

/// What the tests of these words share.
#[cfg(test)]
mod samples {
    use super::super::locale::LANGUAGES;
    use super::Names;
    use crate::consent::Scope;

    /// Knows a few things by name.
    pub(super) struct Few;

    impl Names for Few {
        fn concept(&self, uri: &str, language: &str) -> Option<String> {
            (uri == "http://esco/python").then(|| {
                if language == "de" {
                    "Python programmieren"
                } else {
                    "use Python"
                }
                .into()
            })
        }

        fn vocabulary(&self, key: &str) -> Option<String> {
            (key == "esco").then(|| "ESCO".into())
        }

        fn source(&self, key: &str) -> Option<String> {
            (key == "hr").then(|| "Harbour Works".into())
        }
    }

    pub(super) fn scope(text: &str) -> Scope {
        text.parse().unwrap()
    }

    /// Nothing in a text is the name of a message, or a place that was not filled.
    pub(super) fn complete(text: &str) {
        let keys = LANGUAGES[0]
            .consent
            .unwrap()
            .lines()
            .filter_map(|line| line.split_once(" ="));
        let missing = keys
            .map(|(key, _)| key)
            .find(|key| key.contains('-') && text.contains(*key));
        assert!(missing.is_none() && !text.contains(['{', '$']), "{text}");
    }
}
