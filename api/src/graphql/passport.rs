//! A passport: its sections, each already cut to what the caller may see.

use super::credential::{Credential, Endorsement};
use super::direct::Direct;
use super::errors::consent_required;
use super::experience::{Experience, Goal, Programme};
use super::ids::passport_id;
use super::learning::Learning;
use super::list::{Asked, CredentialFilter, ExperienceFilter, LearningFilter, ListFilter, ListOrder, page_of};
use super::load::{access, loaders, profile};
use super::page::{Page, Window, cost};
use super::skill::{
    Areas, Between, Look, SetAsideClaim, Skill, SkillArea, SkillChange, SkillFilter, SkillOrder, growth, skill_book,
    skills_seen,
};
use super::translation::{self, TranslatedPassport};
use super::vocabulary::{Concept, known_vocabulary};
use super::words::SkillChangeKind;
use crate::view::View;
use async_graphql::{Context, Description, Error, ID, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use passport::consent::Section;
use std::sync::Arc;

/// One person's talent passport, as far as the caller may see it. A section that the caller may not see is `null`, with
/// an error whose code is CONSENT_REQUIRED.
#[derive(Clone, Description)]
pub struct Passport(pub Arc<View>);

/// Whose passport it is.
#[derive(SimpleObject)]
pub struct Holder {
    /// Name as shown.
    display_name: Option<String>,
    /// Given name.
    given_name: Option<String>,
    /// Family name.
    family_name: Option<String>,
    /// Preferred language, BCP 47.
    language: Option<String>,
}

impl Passport {
    /// Refuses a section that the view does not show.
    fn open(&self, section: Section) -> Result<(), Error> {
        if self.0.shows(section) {
            Ok(())
        } else {
            Err(consent_required())
        }
    }
}

#[Object(use_type_description)]
impl Passport {
    /// Global id.
    pub async fn id(&self) -> ID {
        passport_id(&self.0)
    }

    /// As a partner: how receipts name the holder. No other partner knows them by it.
    async fn pseudonym(&self) -> Option<String> {
        let view = &self.0;
        view.is_pseudonymous().then(|| view.outside(view.person()).to_string())
    }

    /// Whose passport it is.
    async fn holder(&self, ctx: &Context<'_>) -> Result<Option<Direct<Holder>>> {
        self.open(Section::Profile)?;
        let row = profile(&loaders(ctx)?.profiles, self.0.person()).await?;
        access(ctx)?.returned(self.0.person(), Section::Profile, usize::from(row.is_some()));
        Ok(row.map(|row| {
            Direct(Holder {
                display_name: row.display_name.clone(),
                given_name: row.given_name.clone(),
                family_name: row.family_name.clone(),
                language: row.language.clone(),
            })
        }))
    }

    /// Skills, each with what all its visible claims add up to. Strongest first unless ordered otherwise.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn skills(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which skills.")] filter: Option<SkillFilter>,
        #[graphql(desc = "In which order.")] order_by: Option<SkillOrder>,
        #[graphql(desc = "As of which day, past or to come; today where none is given.")] as_of: Option<NaiveDate>,
        #[graphql(
            desc = "As the hub knew it at which moment of the past; as it knows it now where none is given. For holders and those who sent it."
        )]
        known_at: Option<DateTime<Utc>>,
    ) -> Result<Option<Page<Direct<Skill>>>> {
        self.open(Section::Skill)?;
        let reference = access(ctx)?.hub.reference();
        known_vocabulary(&reference, filter.as_ref().and_then(SkillFilter::vocabulary))?;
        let book = skills_seen(ctx, &self.0, Look::new(as_of, known_at)).await?;
        let skills = book.skills(filter.as_ref(), order_by, &reference);
        let page = Window::new(first, after, last, before).page(skills, |skill| skill.cursor(), Direct)?;
        access(ctx)?.returned(self.0.person(), Section::Skill, page.edges.len());
        Ok(Some(page))
    }

    /// The broader concepts that the skills lie in, each with what its skills add up to; those with the most skills first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn skill_areas(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(
            desc = "Those that lie directly in the concept with this URI; those that lie in no other where none is given."
        )]
        beneath: Option<String>,
        #[graphql(desc = "Only skills of the vocabulary with this key, such as \"esco\".")] vocabulary: Option<String>,
        #[graphql(desc = "As of which day, past or to come; today where none is given.")] as_of: Option<NaiveDate>,
        #[graphql(
            desc = "As the hub knew it at which moment of the past; as it knows it now where none is given. For holders and those who sent it."
        )]
        known_at: Option<DateTime<Utc>>,
    ) -> Result<Option<Page<SkillArea>>> {
        self.open(Section::Skill)?;
        let reference = access(ctx)?.hub.reference();
        known_vocabulary(&reference, vocabulary.as_deref())?;
        let book = skills_seen(ctx, &self.0, Look::new(as_of, known_at)).await?;
        let areas = Areas::once(loaders(ctx)?, &book, vocabulary.as_deref(), &reference);
        let directly = areas.directly(beneath.as_deref(), &reference)?;
        access(ctx)?.returned(self.0.person(), Section::Skill, areas.skills_in(&directly));
        areas.page(directly, Window::new(first, after, last, before)).map(Some)
    }

    /// How skills changed from one day to another: the best news first, and without what did not change unless asked for.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn growth(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "From which day.")] since: NaiveDate,
        #[graphql(desc = "To which day; today where none is given.")] until: Option<NaiveDate>,
        #[graphql(
            desc = "Whether each day is looked at as the hub knew it at its end, instead of by what is known now. For holders and those who sent it.",
            default_with = "Some(false)"
        )]
        as_known_then: Option<bool>,
        #[graphql(desc = "Only what changed in one of these ways.")] changes: Option<Vec<SkillChangeKind>>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<Page<SkillChange>>> {
        self.open(Section::Skill)?;
        let between = Between {
            since,
            until,
            as_known_then: as_known_then.unwrap_or(false),
        };
        let changed = growth(ctx, &self.0, between, changes.as_deref()).await?;
        let page = Window::new(first, after, last, before).page(changed, SkillChange::cursor, |change| change)?;
        access(ctx)?.returned(self.0.person(), Section::Skill, page.edges.len());
        Ok(Some(page))
    }

    /// The statements about skills that count for nothing, the newest first, each with the reason.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn claims_set_aside(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "As of which day, past or to come; today where none is given.")] as_of: Option<NaiveDate>,
        #[graphql(
            desc = "As the hub knew it at which moment of the past; as it knows it now where none is given. For holders and those who sent it."
        )]
        known_at: Option<DateTime<Utc>>,
    ) -> Result<Option<Page<SetAsideClaim>>> {
        self.open(Section::Skill)?;
        let book = skills_seen(ctx, &self.0, Look::new(as_of, known_at)).await?;
        let page = SetAsideClaim::page(&book, book.aside().collect(), Window::new(first, after, last, before))?;
        access(ctx)?.returned(self.0.person(), Section::Skill, page.edges.len());
        Ok(Some(page))
    }

    /// Skills in another vocabulary, as far as you see them, and what is lost in all.
    #[graphql(complexity = "100 + child_complexity")]
    async fn translation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Key of the vocabulary.")] to: String,
        #[graphql(
            desc = "Language of labels and words, BCP 47.",
            default_with = "Some(\"en\".to_owned())"
        )]
        language: Option<String>,
    ) -> Result<Option<TranslatedPassport>> {
        self.open(Section::Skill)?;
        let reference = access(ctx)?.hub.reference();
        let language = language.as_deref().unwrap_or("en");
        let into = translation::Into::checked(ctx, &reference.vocabularies, &to, language)?;
        let book = skill_book(ctx, &self.0).await?;
        let translated = into.passport(book.all_said(&reference))?;
        access(ctx)?.returned(self.0.person(), Section::Skill, translated.len());
        Ok(Some(translated))
    }

    /// Credentials, the newest first unless ordered otherwise.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn credentials(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which credentials.")] filter: Option<CredentialFilter>,
        #[graphql(desc = "In which order.")] order_by: Option<ListOrder>,
    ) -> Result<Option<Page<Direct<Credential>>>> {
        self.open(Section::Credential)?;
        let asked = asked(filter, order_by, Window::new(first, after, last, before));
        page_of(ctx, &self.0, &loaders(ctx)?.credentials, asked, Credential::new).await
    }

    /// Experiences, the newest first unless ordered otherwise.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn experiences(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which experiences.")] filter: Option<ExperienceFilter>,
        #[graphql(desc = "In which order.")] order_by: Option<ListOrder>,
    ) -> Result<Option<Page<Direct<Experience>>>> {
        self.open(Section::Experience)?;
        let asked = asked(filter, order_by, Window::new(first, after, last, before));
        page_of(ctx, &self.0, &loaders(ctx)?.experiences, asked, Experience::new).await
    }

    /// Courses, programmes and results, the newest first unless ordered otherwise.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn learning(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which learning.")] filter: Option<LearningFilter>,
        #[graphql(desc = "In which order.")] order_by: Option<ListOrder>,
    ) -> Result<Option<Page<Direct<Learning>>>> {
        self.open(Section::Learning)?;
        let asked = asked(filter, order_by, Window::new(first, after, last, before));
        page_of(ctx, &self.0, &loaders(ctx)?.learning, asked, Learning::new).await
    }

    /// Participation in workforce programmes, the newest first unless ordered otherwise.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn programmes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which of them.")] filter: Option<ListFilter>,
        #[graphql(desc = "In which order.")] order_by: Option<ListOrder>,
    ) -> Result<Option<Page<Direct<Programme>>>> {
        self.open(Section::Programme)?;
        let asked = asked(filter, order_by, Window::new(first, after, last, before));
        page_of(ctx, &self.0, &loaders(ctx)?.programmes, asked, Programme::new).await
    }

    /// What the holder aims for, the newest first unless ordered otherwise.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn goals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which of them.")] filter: Option<ListFilter>,
        #[graphql(desc = "In which order.")] order_by: Option<ListOrder>,
    ) -> Result<Option<Page<Direct<Goal>>>> {
        self.open(Section::Goal)?;
        let asked = asked(filter, order_by, Window::new(first, after, last, before));
        page_of(ctx, &self.0, &loaders(ctx)?.goals, asked, Goal::new).await
    }

    /// Others vouching for the holder, the newest first unless ordered otherwise.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn endorsements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which of them.")] filter: Option<ListFilter>,
        #[graphql(desc = "In which order.")] order_by: Option<ListOrder>,
    ) -> Result<Option<Page<Direct<Endorsement>>>> {
        self.open(Section::Endorsement)?;
        let asked = asked(filter, order_by, Window::new(first, after, last, before));
        page_of(ctx, &self.0, &loaders(ctx)?.endorsements, asked, Endorsement::new).await
    }
}

fn asked<C>(filter: Option<C>, order: Option<ListOrder>, window: Window) -> Asked<C> {
    Asked { filter, order, window }
}

/// The concept with this id, from the reference data.
pub fn concept(ctx: &Context<'_>, id: Option<uuid::Uuid>) -> Result<Option<Direct<Concept>>> {
    let reference = access(ctx)?.hub.reference();
    Ok(id.and_then(|id| Concept::of(&reference, id)).map(Direct))
}
