//! The broader concepts that a passport's skills lie in, as a tree to go down in.

use super::{BandInterval, Skill, SkillBook};
use crate::graphql::direct::Direct;
use crate::graphql::errors::Code;
use crate::graphql::load::{Loaders, access};
use crate::graphql::page::{Page, Window, cost};
use crate::graphql::passport::concept;
use crate::graphql::vocabulary::Concept;
use crate::graphql::words::{Assertion, Freshness, Trend};
use crate::store::reference::{Reference, RelationKind};
use async_graphql::{Context, Description, Object, Result};
use chrono::NaiveDate;
use passport::skill::{AreaState, Nesting, SkillKey, SkillState, areas};
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// A broader concept, with what the skills beneath it add up to. It says nothing of how well the broader thing itself is
/// mastered: nobody stated that.
#[derive(Clone, Description)]
pub struct SkillArea {
    all: Arc<Areas>,
    at: usize,
}

/// The areas of one passport, and which lies directly in which.
pub struct Areas {
    book: Arc<SkillBook>,
    states: Vec<Arc<SkillState>>,
    areas: Vec<AreaState>,
    nesting: Nesting,
}

impl Areas {
    /// The areas of the skills of a book, of one vocabulary or of all; made once a request.
    pub fn once(
        loaders: &Loaders,
        book: &Arc<SkillBook>,
        vocabulary: Option<&str>,
        reference: &Reference,
    ) -> Arc<Self> {
        let of = (book.view.person(), book.look, vocabulary.map(str::to_owned));
        loaders.areas.get_or_make(of, || Areas::of(book, vocabulary, reference))
    }

    fn of(book: &Arc<SkillBook>, vocabulary: Option<&str>, reference: &Reference) -> Self {
        let wanted = |state: &&Arc<SkillState>| match (&state.skill, vocabulary) {
            (SkillKey::Term(_), _) => false,
            (SkillKey::Concept(_), None) => true,
            (SkillKey::Concept(id), Some(key)) => reference.concept(*id).is_some_and(|c| *c.vocabulary_key == *key),
        };
        let states: Vec<Arc<SkillState>> = book.states().iter().filter(wanted).cloned().collect();
        let refs: Vec<&SkillState> = states.iter().map(|state| &**state).collect();
        let above = |concept| broader(reference, concept);
        let areas = areas(&refs, &book.facts, above);
        Areas {
            book: Arc::clone(book),
            states,
            nesting: Nesting::of(&areas, above),
            areas,
        }
    }

    /// The areas directly beneath the concept with this URI, or those that lie in no other.
    pub fn directly(&self, beneath: Option<&str>, reference: &Reference) -> Result<Vec<usize>> {
        let Some(uri) = beneath else {
            return Ok(self.nesting.top().to_vec());
        };
        let concepts = reference.concepts_of(&[], &[uri.to_owned()]);
        let [concept] = concepts.as_slice() else {
            return Err(Code::BadUserInput.error("beneath: there is no concept with this URI here."));
        };
        Ok(self.nesting.beneath(*concept).to_vec())
    }

    /// How many different skills lie in these.
    pub fn skills_in(&self, areas: &[usize]) -> usize {
        let of = areas.iter().filter_map(|&at| self.areas.get(at));
        of.flat_map(|area| &area.skills).collect::<BTreeSet<_>>().len()
    }

    /// A page of these.
    pub fn page(self: &Arc<Self>, at: Vec<usize>, window: Window) -> Result<Page<SkillArea>> {
        let area = |at| SkillArea {
            all: Arc::clone(self),
            at,
        };
        let concept = |at: &usize| self.areas.get(*at).map(|area| area.concept.simple().to_string());
        window.page(at, |at| concept(at).unwrap_or_default(), area)
    }
}

/// The concepts directly above one.
fn broader(reference: &Reference, concept: Uuid) -> impl Iterator<Item = Uuid> {
    let relations = reference
        .concept(concept)
        .into_iter()
        .flat_map(|concept| &concept.relations);
    relations
        .filter(|relation| relation.kind == RelationKind::Broader)
        .map(|relation| relation.to)
}

impl SkillArea {
    fn state(&self) -> Result<&AreaState> {
        let area = self.all.areas.get(self.at);
        area.ok_or_else(|| async_graphql::Error::new("an area that is not there"))
    }
}

#[Object(use_type_description)]
impl SkillArea {
    /// The broader concept.
    async fn concept(&self, ctx: &Context<'_>) -> Result<Option<Direct<Concept>>> {
        concept(ctx, Some(self.state()?.concept))
    }

    /// How many skills lie in it.
    async fn skill_count(&self) -> Result<usize> {
        Ok(self.state()?.skills.len())
    }

    /// From the lowest to the highest band of its skills; none where none of them has a band.
    async fn bands(&self) -> Result<Option<Direct<BandInterval>>> {
        Ok(self.state()?.bands.map(|bands| Direct(bands.into())))
    }

    /// The strongest kind of statement about any of its skills.
    async fn strongest_assertion(&self) -> Result<Assertion> {
        Ok(self.state()?.strongest.into())
    }

    /// How many sources other than the holder state any of its skills.
    async fn independent_sources(&self) -> Result<usize> {
        Ok(self.state()?.independent_sources)
    }

    /// Rising where some of its skills rise and none falls, falling where some fall and none rises.
    async fn trend(&self) -> Result<Trend> {
        Ok(self.state()?.trend.into())
    }

    /// When any of its skills was last observed.
    async fn last_observed(&self) -> Result<Option<NaiveDate>> {
        Ok(self.state()?.last_observed)
    }

    /// How long before the day that is looked at that was.
    async fn freshness(&self) -> Result<Freshness> {
        Ok(self.all.book.freshness(self.state()?.last_observed).into())
    }

    /// Its skills, strongest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn skills(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<Direct<Skill>>> {
        let reference = access(ctx)?.hub.reference();
        let of = self.state()?.skills.iter().filter_map(|&at| self.all.states.get(at));
        let skills = self.all.book.strongest_first(of.collect(), &reference);
        Window::new(first, after, last, before).page(skills, Skill::cursor, Direct)
    }

    /// The areas that lie directly in it, those with the most skills first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn areas(
        &self,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<SkillArea>> {
        let beneath = self.all.nesting.beneath(self.state()?.concept).to_vec();
        self.all.page(beneath, Window::new(first, after, last, before))
    }
}
