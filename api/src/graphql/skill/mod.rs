//! Skills and the claims behind them.

mod area;
mod book;
mod claim;
mod explanation;
mod growth;
mod look;

pub use area::{Areas, SkillArea};
#[cfg(feature = "holes")]
pub use book::unscoped_book;
pub use book::{SkillBook, SkillFilter, SkillOrder, claims_behind, skill_book, skills_seen};
pub use claim::{Claim, Provenance};
pub use explanation::{SetAsideClaim, SkillContribution, SkillExplanation};
pub use growth::{Between, SkillChange, growth};
pub use look::{LOOK, Look};

use super::direct::Direct;
use super::ids::{cursor_of, skill_id};
use super::load::access;
use super::page::{Page, Window, cost};
use super::passport::concept;
use super::translation::{self, TranslatedSkill};
use super::vocabulary::Concept;
use super::words::{Assertion, Band, Freshness, Trend};
use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use book::key_id;
use chrono::NaiveDate;
use passport::level::Interval;
use passport::skill::{SkillKey, SkillState};
use std::sync::Arc;

/// What all visible claims about one skill add up to. Derived anew for each caller from the claims that caller may see.
#[derive(Clone, Description)]
pub struct Skill {
    book: Arc<SkillBook>,
    state: Arc<SkillState>,
}

/// A level as an interval of bands: certainly at least `low`, at most `high`.
#[derive(SimpleObject, Clone, Copy)]
pub struct BandInterval {
    /// At least this.
    low: Band,
    /// At most this.
    high: Band,
}

impl From<Interval> for BandInterval {
    fn from(interval: Interval) -> Self {
        BandInterval {
            low: interval.low.into(),
            high: interval.high.into(),
        }
    }
}

impl Skill {
    /// Its cursor in lists.
    pub fn cursor(&self) -> String {
        cursor_of(&self.book.view, key_id(&self.state.skill))
    }
}

#[Object(use_type_description)]
impl Skill {
    /// Global id. At another day, or as known at another time, it is another thing with another id.
    pub async fn id(&self) -> ID {
        skill_id(&self.book.view, key_id(&self.state.skill), self.book.look)
    }

    /// The concept; none where the sources' words met no concept of a vocabulary.
    async fn concept(&self, ctx: &Context<'_>) -> Result<Option<Direct<Concept>>> {
        match self.state.skill {
            SkillKey::Concept(id) => concept(ctx, Some(id)),
            SkillKey::Term(_) => Ok(None),
        }
    }

    /// The sources' own word for it, where it met no concept.
    async fn term(&self) -> Option<&str> {
        let first = self.book.claims_of(&self.state).next();
        match &self.state.skill {
            SkillKey::Term(_) => first.and_then(|row| row.raw_label.as_deref().or(row.raw_code.as_deref())),
            SkillKey::Concept(_) => None,
        }
    }

    /// Where the level lies; none where no statement gave one.
    async fn band(&self) -> Option<Direct<BandInterval>> {
        self.state.band.map(|band| Direct(band.into()))
    }

    /// The strongest kind of statement.
    async fn strongest_assertion(&self) -> Assertion {
        self.state.strongest.into()
    }

    /// It in another vocabulary: the concept that comes nearest, how much of what is said holds there, and what is lost.
    #[graphql(complexity = "10 + child_complexity")]
    async fn translation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Key of the vocabulary.")] to: String,
        #[graphql(
            desc = "Language of labels and words, BCP 47.",
            default_with = "Some(\"en\".to_owned())"
        )]
        language: Option<String>,
    ) -> Result<Option<TranslatedSkill>> {
        let reference = access(ctx)?.hub.reference();
        let language = language.as_deref().unwrap_or("en");
        let into = translation::Into::checked(ctx, &reference.vocabularies, &to, language)?;
        into.said(&self.book.said(&self.state)).map(Some)
    }

    /// How many sources other than the holder state it.
    async fn independent_sources(&self) -> usize {
        self.state.independent_sources
    }

    /// How the level moved.
    async fn trend(&self) -> Trend {
        self.state.trend.into()
    }

    /// When it was last observed.
    async fn last_observed(&self) -> Option<NaiveDate> {
        self.state.last_observed
    }

    /// How long before the day that is looked at that was.
    async fn freshness(&self) -> Freshness {
        self.book.freshness(self.state.last_observed).into()
    }

    /// Why it stands where it stands: which statements decide what, and which count for nothing.
    async fn explanation(
        &self,
        #[graphql(
            desc = "In which language to say it, BCP 47: the nearest of those spoken here is taken.",
            default_with = "Some(\"en\".to_owned())"
        )]
        language: Option<String>,
    ) -> Direct<SkillExplanation> {
        let language = language.unwrap_or_else(|| "en".to_owned());
        Direct(SkillExplanation::new(&self.book, &self.state, language))
    }

    /// The statements it adds up from, the newest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn claims(
        &self,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<Direct<Claim>>> {
        let rows: Vec<_> = self.book.claims_of(&self.state).cloned().collect();
        let node = |row| Direct(Claim::new(&self.book.view, row));
        Window::new(first, after, last, before).page(rows, |row| cursor_of(&self.book.view, row.id), node)
    }
}
