//! A whole passport in another vocabulary, and what is lost in all.

use super::{Loss, Outcome, Said, TranslatedSaid, Translation, Translator, Vocabularies};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// A passport's skills in another vocabulary.
#[derive(Debug, Clone, PartialEq)]
pub struct TranslatedPassport {
    /// Each, in the order given.
    pub skills: Vec<TranslatedSaid>,
    /// How many came out in which way, and what was lost how often.
    pub counts: Counts,
}

/// The loss report in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many there are of each outcome.
    pub outcomes: BTreeMap<Outcome, usize>,
    /// How often each loss occurs.
    pub losses: BTreeMap<Loss, usize>,
}

impl TranslatedPassport {
    /// Those that are not translated, in the words of their sources.
    pub fn untranslated(&self) -> impl Iterator<Item = &TranslatedSaid> {
        self.skills
            .iter()
            .filter(|skill| skill.outcome() == Outcome::NotTranslated)
    }
}

impl TranslatedSaid {
    /// What came of it.
    pub fn outcome(&self) -> Outcome {
        let outcome = self.translation.as_ref().map(|translation| translation.outcome);
        outcome.unwrap_or(Outcome::NotTranslated)
    }

    fn target(&self) -> Option<Uuid> {
        Some(self.translation.as_ref()?.best.as_ref()?.concept)
    }
}

impl<V: Vocabularies> Translator<'_, V> {
    /// Translates everything that is said in a passport. Each concept is translated once.
    pub fn passport<'s>(&self, said: impl IntoIterator<Item = Said<'s>>) -> TranslatedPassport {
        let mut known: HashMap<Uuid, Arc<Translation>> = HashMap::new();
        let mut translate = |concept: Uuid| {
            let translation = known.entry(concept).or_insert_with(|| Arc::new(self.concept(concept)));
            Arc::clone(translation)
        };
        let translated = said
            .into_iter()
            .map(|one| one.translated(self.words(&one), one.concept.map(&mut translate)));
        let mut skills: Vec<TranslatedSaid> = translated.collect();
        mark_merged(&mut skills);
        let counts = count(&skills);
        TranslatedPassport { skills, counts }
    }
}

/// Marks what several concepts were translated to.
fn mark_merged(skills: &mut [TranslatedSaid]) {
    let mut sources: HashMap<Uuid, HashSet<Uuid>> = HashMap::new();
    for skill in skills.iter() {
        if let (Some(target), Some(translation)) = (skill.target(), &skill.translation) {
            sources.entry(target).or_default().insert(translation.from);
        }
    }
    for skill in skills {
        let merged = skill.target().and_then(|target| sources.get(&target));
        if merged.is_some_and(|sources| sources.len() > 1) {
            skill.losses.push(Loss::MergedWithAnother);
        }
    }
}

fn count(skills: &[TranslatedSaid]) -> Counts {
    let mut counts = Counts::default();
    for skill in skills {
        *counts.outcomes.entry(skill.outcome()).or_default() += 1;
        for loss in &skill.losses {
            *counts.losses.entry(*loss).or_default() += 1;
        }
    }
    counts
}
