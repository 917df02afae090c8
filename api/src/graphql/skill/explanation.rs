//! Why a skill stands where it stands.

use super::{Claim, SkillBook};
use crate::graphql::direct::Direct;
use crate::graphql::ids::cursor_of;
use crate::graphql::load::access;
use crate::graphql::page::{Page, Window, cost};
use crate::graphql::words::{LevelUnused, SetAside, SkillPart};
use async_graphql::{Context, Description, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use passport::skill::{Aside, Contribution, SkillState};
use passport::words::Explained;
use std::sync::Arc;

/// Why a skill stands where it stands: which statements decide what, and which count for nothing.
#[derive(Description)]
pub struct SkillExplanation {
    book: Arc<SkillBook>,
    state: Arc<SkillState>,
    language: String,
}

/// What one statement does for a skill.
#[derive(SimpleObject)]
pub struct SkillContribution {
    /// The statement.
    claim: Direct<Claim>,
    /// What it decides, alone or with others.
    decides: Vec<SkillPart>,
    /// Why its level does not decide the band; none where it does, or where it gives none.
    level_unused: Option<LevelUnused>,
}

/// A statement that counts for nothing on the day that is looked at.
#[derive(SimpleObject)]
pub struct SetAsideClaim {
    /// The statement.
    claim: Direct<Claim>,
    /// Why.
    reason: SetAside,
}

impl SetAsideClaim {
    /// A page of these claims of a passport.
    pub fn page(book: &SkillBook, aside: Vec<(usize, Aside)>, window: Window) -> Result<Page<Self>> {
        let aside = aside.into_iter();
        let rows: Vec<_> = aside.filter_map(|(at, why)| Some((book.claim(at)?, why))).collect();
        window.page(
            rows,
            |(row, _)| cursor_of(&book.view, row.id),
            |(row, reason)| SetAsideClaim {
                claim: Direct(Claim::new(&book.view, Arc::clone(row))),
                reason: reason.into(),
            },
        )
    }
}

impl SkillExplanation {
    /// Of one skill.
    pub fn new(book: &Arc<SkillBook>, state: &Arc<SkillState>, language: String) -> Self {
        SkillExplanation {
            book: Arc::clone(book),
            state: Arc::clone(state),
            language,
        }
    }

    fn contributions_made(&self) -> Vec<Contribution> {
        self.state.explain(&self.book.facts, self.book.day)
    }
}

#[Object(use_type_description)]
impl SkillExplanation {
    /// The day that is looked at.
    async fn as_of(&self) -> NaiveDate {
        self.book.day
    }

    /// The moment of which the hub's knowledge counts.
    async fn known_at(&self, ctx: &Context<'_>) -> Result<DateTime<Utc>> {
        let known = self.book.look.known_at;
        Ok(known.unwrap_or(access(ctx)?.moment()))
    }

    /// The whole in plain words, sentence by sentence.
    async fn in_words(&self) -> Vec<String> {
        let aside: Vec<Aside> = self.book.aside_of(&self.state.skill).map(|(_, why)| why).collect();
        let explained = Explained {
            state: &self.state,
            contributions: &self.contributions_made(),
            aside: &aside,
            day: self.book.day,
        };
        explained.in_words(&self.language)
    }

    /// The statements that count, the newest first, each with what it decides.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn contributions(
        &self,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<SkillContribution>> {
        let made = self.contributions_made().into_iter();
        let made: Vec<_> = made
            .filter_map(|one| Some((self.book.claim(one.claim)?, one)))
            .collect();
        let view = &self.book.view;
        Window::new(first, after, last, before).page(
            made,
            |(row, _)| cursor_of(view, row.id),
            |(row, one)| SkillContribution {
                claim: Direct(Claim::new(view, Arc::clone(row))),
                decides: one.decides.into_iter().map(Into::into).collect(),
                level_unused: one.unused.map(Into::into),
            },
        )
    }

    /// The statements about this skill that count for nothing, the newest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn set_aside(
        &self,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<SetAsideClaim>> {
        let aside = self.book.aside_of(&self.state.skill).collect();
        SetAsideClaim::page(&self.book, aside, Window::new(first, after, last, before))
    }
}
