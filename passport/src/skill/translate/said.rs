//! A claim or a skill state in another vocabulary: the source's words stay, and the level only where it still holds.

use super::{LIKELY, Loss, Translation, Translator, Vocabularies};
use crate::level::Interval;
use crate::skill::Relation;
use std::sync::Arc;
use uuid::Uuid;

/// What was said of one skill: a claim, or what several add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<'s> {
    /// The concept that it means; none where it met none.
    pub concept: Option<Uuid>,
    /// The skill as its source writes it; none where that names it by URI or code alone.
    pub words: Option<&'s str>,
    /// That URI or code.
    pub code: Option<&'s str>,
    /// The level; none where none was given.
    pub band: Option<Interval>,
}

/// The same in another vocabulary.
#[derive(Debug, Clone, PartialEq)]
pub struct TranslatedSaid {
    /// The skill as its source writes it, unchanged; where that names it by URI or code alone, what its concept is called.
    pub words: String,
    /// What its concept is there; none where it met none.
    pub translation: Option<Arc<Translation>>,
    /// How much of it holds there.
    pub carried: Carried,
    /// The level, where it holds there too.
    pub band: Option<Interval>,
    /// Everything that is lost.
    pub losses: Vec<Loss>,
}

/// How much of what was said holds of the concept found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Carried {
    /// All of it, the level too.
    Whole,
    /// That there is the skill, and not its level: whoever can do a thing well need not do all that is like it well.
    Skill,
    /// Nothing: the concept is narrower than what was said, only proposed or more likely wrong than right, and so no more
    /// than a hint.
    Hint,
    /// Nothing: it is not translated.
    Nothing,
}

crate::record::words!(Carried { Whole => "whole", Skill => "skill", Hint => "hint", Nothing => "nothing" });

impl Carried {
    /// How much holds by a translation.
    pub fn by(translation: &Translation) -> Self {
        let Some(best) = &translation.best else {
            return Carried::Nothing;
        };
        if best.proposed || best.confidence < LIKELY {
            return Carried::Hint;
        }
        match best.relation {
            Relation::Exact | Relation::Close => Carried::Whole,
            Relation::Broad => Carried::Skill,
            Relation::Narrow | Relation::Related => Carried::Hint,
        }
    }
}

impl<V: Vocabularies> Translator<'_, V> {
    /// Translates what was said of one skill.
    pub fn said(&self, said: &Said<'_>) -> TranslatedSaid {
        let translation = said.concept.map(|concept| Arc::new(self.concept(concept)));
        said.translated(self.words(said), translation)
    }

    /// What was said in words, in the language asked for where they are not the source's.
    pub(super) fn words(&self, said: &Said<'_>) -> String {
        let label = || Some(self.vocabularies.label(said.concept?, self.language)?.text);
        let words = said.words.map(str::to_owned).or_else(label);
        words.or_else(|| said.code.map(str::to_owned)).unwrap_or_default()
    }
}

impl Said<'_> {
    /// The same in the terms of a translation of its concept.
    pub(super) fn translated(&self, words: String, translation: Option<Arc<Translation>>) -> TranslatedSaid {
        let carried = translation.as_deref().map_or(Carried::Nothing, Carried::by);
        let band = self.band.filter(|_| carried == Carried::Whole);
        let mut losses = match &translation {
            Some(translation) => translation.losses.clone(),
            None => vec![Loss::NoConcept],
        };
        if self.band.is_some() && matches!(carried, Carried::Skill | Carried::Hint) {
            losses.push(Loss::LevelLost);
        }
        TranslatedSaid {
            words,
            translation,
            carried,
            band,
            losses,
        }
    }
}
