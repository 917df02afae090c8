//! What is told in plain words: rows of the log as the rules' words for them.

use chrono::{DateTime, Utc};
use entity::disclosure;
use passport::consent::{Purpose, Section};
use passport::words::{self, Language, Look, Looker};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A disclosure in plain words.
pub fn look(row: &disclosure::Model, who: Option<&str>, program: Option<&str>, language: &str) -> String {
    let counts = row.types.as_object().into_iter().flatten();
    let counts: Vec<_> = counts
        .filter_map(|(key, count)| Some((key.as_str(), count.as_i64()?)))
        .collect();
    let (mut rows, mut questions) = (Vec::new(), Vec::new());
    for (key, count) in counts {
        let (section, to) = match key.strip_suffix(".v") {
            Some(section) => (section, &mut questions),
            None => (key, &mut rows),
        };
        to.extend(Section::from_word(section).map(|section| (section, count)));
    }
    let consents = row.consents.as_array().into_iter().flatten();
    // Named once for each use, and said once.
    let consents: BTreeSet<&str> = consents.filter_map(serde_json::Value::as_str).collect();
    let consents: Vec<_> = consents
        .into_iter()
        .filter_map(|text| text.split_once('@'))
        .filter_map(|(consent, version)| Some((given(consent.parse().ok()?), version.parse().ok()?)))
        .collect();
    let purpose = row.purpose.as_deref().and_then(Purpose::from_word);
    let look = Look {
        looker: match row.caller_kind.as_str() {
            "steward" if row.organization_id.is_some() => Looker::StewardOf,
            "steward" => Looker::Steward,
            "source" | "integrator" => Looker::Source,
            _ => Looker::Partner(purpose),
        },
        who,
        program,
        at: row.occurred_at,
        granted: row.decision == "granted",
        rows: &rows,
        questions: &questions,
        consents: &consents,
    };
    words::look(Language::nearest(language), &look)
}

/// When a consent was given first: its id says so, for it was made then.
pub fn given(consent: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanoseconds) = consent.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
}
