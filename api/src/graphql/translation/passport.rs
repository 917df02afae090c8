//! A whole passport in another vocabulary, and what is lost in all.

use super::{Into, TranslatedSkill, TranslationLoss, TranslationOutcome};
use crate::graphql::page::{Page, Window, cost};
use crate::store::reference::Vocabularies;
use ::passport::skill::translate::{Counts, Said, TranslatedPassport as Told};
use async_graphql::{Description, Object, Result, SimpleObject};
use std::sync::Arc;

/// The skills of a passport in another vocabulary, as far as you see them.
#[derive(Description)]
pub struct TranslatedPassport {
    told: Told,
    all: Arc<Vocabularies>,
    language: String,
}

/// How many skills came out in one way.
#[derive(SimpleObject)]
pub struct OutcomeCount {
    /// What came of them.
    outcome: TranslationOutcome,
    /// How many.
    count: usize,
}

/// How often something is lost.
#[derive(SimpleObject)]
pub struct LossCount {
    /// What.
    loss: TranslationLoss,
    /// How often.
    count: usize,
}

impl Into<'_> {
    /// Translates all that is said in a passport.
    pub fn passport<'s>(&self, said: impl IntoIterator<Item = Said<'s>>) -> Result<TranslatedPassport> {
        Ok(TranslatedPassport {
            told: self.translator()?.passport(said),
            all: Arc::clone(self.all),
            language: self.language.to_owned(),
        })
    }
}

impl TranslatedPassport {
    /// How many skills it has.
    pub fn len(&self) -> usize {
        self.told.skills.len()
    }
}

#[Object(use_type_description)]
impl TranslatedPassport {
    /// Each skill, strongest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn skills(
        &self,
        #[graphql(desc = "Only those of which this came.")] outcome: Option<TranslationOutcome>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<TranslatedSkill>> {
        let into = Into {
            all: &self.all,
            to: "",
            language: &self.language,
        };
        let numbered = self.told.skills.iter().enumerate();
        let wanted = numbered.filter(|(_, skill)| outcome.is_none_or(|outcome| outcome == skill.outcome().into()));
        Window::new(first, after, last, before).page(
            wanted.collect(),
            |(place, _)| place.to_string(),
            |(_, skill)| into.skill(skill.clone()),
        )
    }

    /// How many skills came out in which way.
    async fn outcomes(&self) -> Vec<OutcomeCount> {
        let Counts { outcomes, .. } = &self.told.counts;
        let counted = outcomes.iter().map(|(outcome, count)| OutcomeCount {
            outcome: (*outcome).into(),
            count: *count,
        });
        counted.collect()
    }

    /// What is lost how often.
    async fn losses(&self) -> Vec<LossCount> {
        let Counts { losses, .. } = &self.told.counts;
        let counted = losses.iter().map(|(loss, count)| LossCount {
            loss: TranslationLoss {
                code: loss.as_str(),
                in_words: loss.in_words(&self.language),
            },
            count: *count,
        });
        counted.collect()
    }
}
