//! Skills in another vocabulary: what corresponds, how surely, by which way, and what is lost.

mod passport;

use super::errors::Code;
use super::load::access;
use super::skill::BandInterval;
use super::vocabulary::{Concept, LocalizedText, known_vocabulary};
use super::words::MappingRelation;
use crate::flows::translate::translator;
use crate::store::reference::Vocabularies;
use ::passport::skill::mapping::Step;
use ::passport::skill::translate::{self, Said, TranslatedSaid, Translator};
use async_graphql::{Context, Description, Enum, Object, Result, SimpleObject};
pub use passport::TranslatedPassport;
use std::sync::Arc;
use uuid::Uuid;

/// What came of a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "::passport::skill::translate::Outcome")]
pub enum TranslationOutcome {
    /// It is translated: somebody stands behind each mapping on the way.
    Translated,
    /// A proposal is on the way: it is shown, and nothing rests on it.
    Proposed,
    /// Nothing leads there, or only to what is related.
    NotTranslated,
}

/// Where a mapping stands; the later of these outrank the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "::passport::skill::mapping::Standing")]
pub enum MappingStanding {
    /// Worked out by a program, and nobody stands behind it yet.
    Proposed,
    /// Made by people and published so.
    Published,
    /// A reviewer says that it is right.
    Accepted,
    /// A reviewer put it in the place of one that was not right.
    Corrected,
    /// A reviewer says that it is not right.
    Rejected,
}

/// What leads on within a vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "::passport::skill::mapping::Within")]
pub enum StepWithin {
    /// The second concept is the broader one.
    Broader,
    /// The first is no longer used, and its publisher puts the second in its place.
    Replaced,
}

/// How much of what was said holds in the other vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "::passport::skill::translate::Carried")]
pub enum Carried {
    /// All of it, the level too.
    Whole,
    /// That there is the skill, and not its level.
    Skill,
    /// Nothing: the concept is a hint.
    Hint,
    /// Nothing: it is not translated.
    Nothing,
}

/// What is lost, or why there is no translation.
#[derive(SimpleObject)]
pub struct TranslationLoss {
    /// Its code, such as `broader_than_said`, `level_lost`, `label_in_other_language`, `not_mapped`.
    code: &'static str,
    /// The same for people, in the language asked for where the hub speaks it, else in English.
    in_words: String,
}

/// What a concept is in another vocabulary.
#[derive(Description)]
pub struct Translation {
    told: Arc<translate::Translation>,
    all: Arc<Vocabularies>,
    language: String,
}

/// A concept that mappings lead to.
#[derive(Description)]
pub struct TranslationCandidate {
    told: translate::Candidate,
    all: Arc<Vocabularies>,
}

/// A step on the way.
#[derive(SimpleObject)]
pub struct TranslationStep {
    /// Where it begins.
    from: Option<Concept>,
    /// Where it leads.
    to: Option<Concept>,
    /// What the second is to the first.
    relation: MappingRelation,
    /// How sure that is, 0 to 1.
    confidence: f64,
    /// Where the mapping stands; none for a step within a vocabulary.
    standing: Option<MappingStanding>,
    /// What leads on within a vocabulary; none for a mapping.
    within: Option<StepWithin>,
}

/// What was said of a skill, in another vocabulary: the source's words stay, the level only where it still holds.
#[derive(Description)]
pub struct TranslatedSkill {
    told: TranslatedSaid,
    all: Arc<Vocabularies>,
    language: String,
}

/// Into which vocabulary, and in which language.
pub struct Into<'a> {
    /// The vocabularies.
    pub all: &'a Arc<Vocabularies>,
    /// The key of the vocabulary.
    pub to: &'a str,
    /// The language of labels and words.
    pub language: &'a str,
}

impl<'a> Into<'a> {
    /// Refuses a vocabulary that is not there, and what is no language.
    pub fn checked(ctx: &Context<'_>, all: &'a Arc<Vocabularies>, to: &'a str, language: &'a str) -> Result<Self> {
        known_vocabulary(&access(ctx)?.hub.reference(), Some(to))?;
        if language.is_empty() || language.len() > 35 {
            return Err(Code::BadUserInput.error("Name a language by its BCP 47 tag, such as \"fr\"."));
        }
        Ok(Into { all, to, language })
    }

    fn translator(&self) -> Result<Translator<'_, Vocabularies>> {
        let gone = || Code::BadUserInput.error("There is no vocabulary by this key.");
        translator(self.all, self.to, self.language).ok_or_else(gone)
    }

    /// Translates a concept.
    pub fn concept(&self, concept: Uuid) -> Result<Translation> {
        Ok(Translation {
            told: Arc::new(self.translator()?.concept(concept)),
            all: Arc::clone(self.all),
            language: self.language.to_owned(),
        })
    }

    /// Translates what was said of one skill.
    pub fn said(&self, said: &Said<'_>) -> Result<TranslatedSkill> {
        Ok(self.skill(self.translator()?.said(said)))
    }

    fn skill(&self, told: TranslatedSaid) -> TranslatedSkill {
        TranslatedSkill {
            told,
            all: Arc::clone(self.all),
            language: self.language.to_owned(),
        }
    }
}

fn concept_of(all: &Arc<Vocabularies>, id: Uuid) -> Option<Concept> {
    let held = all.concepts.get(&id)?;
    Some(Concept::in_newest(Arc::clone(held), all))
}

fn losses(all: &[translate::Loss], language: &str) -> Vec<TranslationLoss> {
    let told = |loss: &translate::Loss| TranslationLoss {
        code: loss.as_str(),
        in_words: loss.in_words(language),
    };
    all.iter().map(told).collect()
}

fn steps(path: &[Step], all: &Arc<Vocabularies>) -> Vec<TranslationStep> {
    let step = |step: &Step| TranslationStep {
        from: concept_of(all, step.from),
        to: concept_of(all, step.to),
        relation: step.relation.into(),
        confidence: step.confidence,
        standing: step.mapping.map(|_| step.standing.into()),
        within: step.within().map(StepWithin::from),
    };
    path.iter().map(step).collect()
}

#[Object(use_type_description)]
impl Translation {
    /// What came of it.
    async fn outcome(&self) -> TranslationOutcome {
        self.told.outcome.into()
    }

    /// The concept found; none where it is not translated.
    async fn concept(&self) -> Option<Concept> {
        concept_of(&self.all, self.told.best.as_ref()?.concept)
    }

    /// What the concept found is called, and in which language.
    async fn label(&self) -> Option<LocalizedText> {
        let label = self.told.label.as_ref()?;
        Some(LocalizedText::in_place_of(&label.text, &label.language, &self.language))
    }

    /// What the concept found is to the one translated.
    async fn relation(&self) -> Option<MappingRelation> {
        Some(self.told.best.as_ref()?.relation.into())
    }

    /// How sure, 0 to 1: the product of the mappings on the way.
    async fn confidence(&self) -> Option<f64> {
        Some(self.told.best.as_ref()?.confidence)
    }

    /// The steps that lead there; none where it is there already.
    async fn path(&self) -> Vec<TranslationStep> {
        let best = self.told.best.as_ref();
        best.map(|best| steps(&best.path, &self.all)).unwrap_or_default()
    }

    /// Other concepts that mappings lead to, the best first; at most nine.
    async fn others(&self) -> Vec<TranslationCandidate> {
        let other = |told: &translate::Candidate| TranslationCandidate {
            told: told.clone(),
            all: Arc::clone(&self.all),
        };
        self.told.others.iter().map(other).collect()
    }

    /// What is lost, or why there is no translation.
    async fn losses(&self) -> Vec<TranslationLoss> {
        losses(&self.told.losses, &self.language)
    }
}

#[Object(use_type_description)]
impl TranslationCandidate {
    /// The concept.
    async fn concept(&self) -> Option<Concept> {
        concept_of(&self.all, self.told.concept)
    }

    /// What it is to the concept translated.
    async fn relation(&self) -> MappingRelation {
        self.told.relation.into()
    }

    /// How sure, 0 to 1.
    async fn confidence(&self) -> f64 {
        self.told.confidence
    }

    /// Whether a proposal is on the way.
    async fn proposed(&self) -> bool {
        self.told.proposed
    }

    /// The steps that lead there.
    async fn path(&self) -> Vec<TranslationStep> {
        steps(&self.told.path, &self.all)
    }
}

#[Object(use_type_description)]
impl TranslatedSkill {
    /// The skill as its source writes it; where that names it by URI or code alone, its concept's label.
    async fn words(&self) -> &str {
        &self.told.words
    }

    /// What came of it.
    async fn outcome(&self) -> TranslationOutcome {
        self.told.outcome().into()
    }

    /// What its concept is in the other vocabulary; none where it met no concept.
    async fn translation(&self) -> Option<Translation> {
        Some(Translation {
            told: Arc::clone(self.told.translation.as_ref()?),
            all: Arc::clone(&self.all),
            language: self.language.clone(),
        })
    }

    /// How much of what was said holds there.
    async fn carried(&self) -> Carried {
        self.told.carried.into()
    }

    /// The level, where it holds there too.
    async fn band(&self) -> Option<BandInterval> {
        self.told.band.map(std::convert::Into::into)
    }

    /// Everything that is lost.
    async fn losses(&self) -> Vec<TranslationLoss> {
        losses(&self.told.losses, &self.language)
    }
}
