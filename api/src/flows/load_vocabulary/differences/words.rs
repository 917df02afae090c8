//! Labels and texts: which are new in a version, and which it no longer holds.

use super::Comparing;
use adapters::vocabulary::Concept;
use entity::{concept_label, concept_text};
use passport::skill::normalise;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A word as it is compared: its language, its kind, and the word.
type Word = (String, String, String);

impl Comparing {
    /// Labels and texts of one concept, compared in these languages.
    pub(super) fn words(
        &mut self,
        concept: &Concept,
        id: Uuid,
        (labels, texts): (Vec<concept_label::Model>, Vec<concept_text::Model>),
        languages: &BTreeSet<String>,
    ) -> Said {
        let before = self.differences.words();
        let labels = labels
            .into_iter()
            .map(|row| ((row.language, row.kind, row.text), row.id));
        let said = concept.labels.iter().map(|label| {
            let (language, kind) = (label.language.to_string(), label.kind.as_str().to_owned());
            (language, kind, label.text.clone())
        });
        let labels = compared(labels.collect(), said, languages);
        let texts = texts
            .into_iter()
            .map(|row| ((row.language, row.kind, row.text), row.id));
        let said = concept.texts.iter().map(|text| {
            let (language, kind) = (text.language.to_string(), text.kind.as_str().to_owned());
            (language, kind, text.text.clone())
        });
        let texts = compared(texts.collect(), said, languages);
        let otherwise = labels.otherwise || texts.otherwise;
        let since = self.number;
        let label = |(language, kind, text): Word| concept_label::Model {
            id: Uuid::now_v7(),
            concept_id: id,
            normalised: normalise(&text),
            language,
            kind,
            text,
            since,
            until: None,
        };
        let text = |(language, kind, text)| concept_text::Model {
            id: Uuid::now_v7(),
            concept_id: id,
            language,
            kind,
            text,
            since,
            until: None,
        };
        let differences = &mut self.differences;
        differences.labels.extend(labels.new.into_iter().map(label));
        differences.texts.extend(texts.new.into_iter().map(text));
        differences.ended_labels.extend(labels.ended);
        differences.ended_texts.extend(texts.ended);
        Said {
            changed: differences.words() > before,
            otherwise,
        }
    }
}

/// What became of the words of one concept.
pub(super) struct Said {
    /// Whether any is new or gone.
    pub(super) changed: bool,
    /// Whether something is said in a language that is not compared, and is not held.
    pub(super) otherwise: bool,
}

/// What files say of a concept beside what is held, in the languages that are compared.
fn compared(mut held: HashMap<Word, Uuid>, said: impl Iterator<Item = Word>, languages: &BTreeSet<String>) -> Compared {
    let mut compared = Compared::default();
    for word in said {
        if held.remove(&word).is_some() {
            continue;
        }
        if languages.contains(&word.0) {
            compared.new.push(word);
        } else {
            compared.otherwise = true;
        }
    }
    let gone = held
        .into_iter()
        .filter(|((language, ..), _)| languages.contains(language));
    compared.ended = gone.map(|(_, id)| id).collect();
    compared
}

/// Words of one concept.
#[derive(Default)]
struct Compared {
    new: Vec<Word>,
    ended: Vec<Uuid>,
    /// Whether something is said in a language that is not compared, and is not held.
    otherwise: bool,
}
