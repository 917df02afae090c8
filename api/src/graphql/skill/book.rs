//! The skills of one passport, as far as its view shows them: made once per request, however often they are asked for.

use super::{Look, Skill};
use crate::flows::skill_facts::StoredClaim;
use crate::graphql::load::{access, claims_known_at, loaders, rows};
use crate::graphql::words::{Assertion, Band, Direction, Freshness};
use crate::store::reference::{Concept, Reference};
use crate::store::sections::ClaimRow;
use crate::view::View;
use async_graphql::{Context, Enum, InputObject, Result};
use chrono::NaiveDate;
use passport::hole;
use passport::skill::translate::Said;
use passport::skill::{Aside, ClaimFacts, SkillKey, SkillState, normalise, states};
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::sync::Arc;
use uuid::Uuid;

/// The visible claims of one passport, and the states they add up to.
pub struct SkillBook {
    /// Whose, and how far it may be seen.
    pub(super) view: Arc<View>,
    /// At which day, and as the hub knew them when.
    pub(super) look: Look,
    /// The day that comes to.
    pub(super) day: NaiveDate,
    /// What the rules know of each claim.
    pub(super) facts: Vec<ClaimFacts>,
    claims: Vec<Arc<ClaimRow>>,
    states: Vec<Arc<SkillState>>,
}

/// Which skills.
#[derive(InputObject, Default)]
pub struct SkillFilter {
    /// Only those whose band certainly reaches this: the lower end of the interval counts.
    min_band: Option<Band>,
    /// Only concepts of the vocabulary with this key, such as "esco".
    vocabulary: Option<String>,
    /// Only the concept with this URI.
    concept: Option<String>,
    /// Only those whose strongest statement is of one of these kinds.
    strongest_assertion: Option<Vec<Assertion>>,
    /// Only those stated by at least this many independent sources.
    min_independent_sources: Option<i32>,
    /// Only those last seen so long before the day that is looked at.
    freshness: Option<Vec<Freshness>>,
    /// Only those whose label, in any language, contains this text.
    search: Option<String>,
    /// Only those that met a concept (true), or that stayed untranslated (false).
    translated: Option<bool>,
}

/// In which order.
#[derive(InputObject, Clone, Copy)]
pub struct SkillOrder {
    /// By what.
    field: SkillOrderField,
    /// Which way.
    #[graphql(default_with = "Some(Direction::Desc)")]
    direction: Option<Direction>,
}

/// What skills can be ordered by.
#[derive(Enum, Copy, Clone, Eq, PartialEq)]
pub enum SkillOrderField {
    /// Kind of the strongest statement, then number of independent sources, then band.
    Strength,
    /// The band's lower end.
    Band,
    /// When it was last observed.
    LastObserved,
    /// Its label in English.
    Label,
}

/// The skills that a view shows now.
pub async fn skill_book(ctx: &Context<'_>, view: &Arc<View>) -> Result<Arc<SkillBook>> {
    skills_seen(ctx, view, Look::default()).await
}

/// The skills that a view shows at a day, as the hub knew them at a moment.
pub async fn skills_seen(ctx: &Context<'_>, view: &Arc<View>, look: Look) -> Result<Arc<SkillBook>> {
    let loaders = loaders(ctx)?;
    look.allowed(ctx, view)?;
    let claims = match look.known_at {
        None => rows(&loaders.claims, view.person()).await?,
        Some(moment) => claims_known_at(ctx, view.person(), moment).await?,
    };
    let day = look.day(access(ctx)?.moment());
    hole!(StatesOfHiddenClaims => return unscoped_book(ctx, view).await);
    let make = || SkillBook::new(Arc::clone(view), &claims, (look, day));
    Ok(loaders.books.get_or_make((view.person(), look), make))
}

/// The skills that all claims of a passport add up to, with the claims that the view shows: a hole in the proof.
#[cfg(feature = "holes")]
pub async fn unscoped_book(ctx: &Context<'_>, view: &Arc<View>) -> Result<Arc<SkillBook>> {
    use crate::store::sections::{Claims, unscoped};
    let shown = rows(&loaders(ctx)?.claims, view.person()).await?;
    let access = access(ctx)?;
    let all = unscoped::<Claims>(&access.hub.db, view.person()).await;
    let all = all.map_err(crate::graphql::errors::store)?.into_iter().map(Arc::new);
    let all: Vec<_> = all.collect();
    let mut book = SkillBook::new(Arc::clone(view), &all, (Look::default(), access.moment().date_naive()));
    let is_shown = |at: &usize| {
        book.claims
            .get(*at)
            .is_some_and(|claim| shown.iter().any(|row| row.id == claim.id))
    };
    let states = book.states.iter().map(|state| {
        let mut state = (**state).clone();
        state.claims.retain(is_shown);
        Arc::new(state)
    });
    book.states = states.filter(|state| !state.claims.is_empty()).collect();
    Ok(Arc::new(book))
}

impl SkillBook {
    /// The states that these claims add up to on a day.
    fn new(view: Arc<View>, claims: &[Arc<ClaimRow>], (look, day): (Look, NaiveDate)) -> Self {
        let known = |row: &Arc<ClaimRow>| Some((Arc::clone(row), seen_by(&view, row).facts()?));
        let (claims, facts): (Vec<_>, Vec<_>) = claims.iter().filter_map(known).unzip();
        SkillBook {
            view,
            look,
            day,
            states: states(&facts, day).into_iter().map(Arc::new).collect(),
            facts,
            claims,
        }
    }

    /// What the claims add up to.
    pub(super) fn states(&self) -> &[Arc<SkillState>] {
        &self.states
    }

    /// The claim at this position.
    pub(super) fn claim(&self, at: usize) -> Option<&Arc<ClaimRow>> {
        self.claims.get(at)
    }

    /// How long before the day that is looked at something was last seen.
    pub(super) fn freshness(&self, last_observed: Option<NaiveDate>) -> passport::skill::Freshness {
        passport::skill::Freshness::of(last_observed, self.day)
    }

    /// The claims that count for nothing, the newest first, each with the reason.
    pub fn aside(&self) -> impl Iterator<Item = (usize, Aside)> {
        let all = self.facts.iter().enumerate();
        all.filter_map(|(at, facts)| Some((at, facts.aside(self.day)?)))
    }

    /// Those of them that are about one skill.
    pub(super) fn aside_of<'a>(&'a self, skill: &'a SkillKey) -> impl Iterator<Item = (usize, Aside)> + 'a {
        let is_of = |at: usize| self.facts.get(at).is_some_and(|facts| facts.skill == *skill);
        self.aside().filter(move |(at, _)| is_of(*at))
    }

    /// These of its skills, strongest first.
    pub(super) fn strongest_first(
        self: &Arc<Self>,
        mut states: Vec<&Arc<SkillState>>,
        reference: &Reference,
    ) -> Vec<Skill> {
        states.sort_by(|a, b| SkillOrder::STRONGEST.compare(a, b, reference));
        states.into_iter().map(|state| self.skill(state)).collect()
    }

    /// The claims that a state adds up from, the newest first.
    pub(super) fn claims_of<'a>(&'a self, state: &'a SkillState) -> impl Iterator<Item = &'a Arc<ClaimRow>> {
        state.claims.iter().filter_map(|index| self.claims.get(*index))
    }

    /// What is said of one skill, as a translation takes it.
    pub(super) fn said<'a>(&'a self, state: &'a SkillState) -> Said<'a> {
        let (concept, term) = match &state.skill {
            SkillKey::Concept(concept) => (Some(*concept), None),
            SkillKey::Term(term) => (None, Some(term.as_str())),
        };
        let first = self.claims_of(state).next();
        Said {
            concept,
            words: first.and_then(|row| row.raw_label.as_deref()),
            code: first.and_then(|row| row.raw_code.as_deref()).or(term),
            band: state.band,
        }
    }

    /// All that is said, the strongest first.
    pub fn all_said<'a>(&'a self, reference: &Reference) -> Vec<Said<'a>> {
        let mut states: Vec<&Arc<SkillState>> = self.states.iter().collect();
        states.sort_by(|a, b| SkillOrder::STRONGEST.compare(a, b, reference));
        states.into_iter().map(|state| self.said(state)).collect()
    }

    /// The skills that a filter lets through, in order; strongest first unless asked otherwise.
    pub fn skills(
        self: &Arc<Self>,
        filter: Option<&SkillFilter>,
        order: Option<SkillOrder>,
        reference: &Reference,
    ) -> Vec<Skill> {
        self.pick(order, reference, |state| {
            filter.is_none_or(|filter| filter.passes(state, reference, self))
        })
    }

    /// The skills that some of these claims speak of, strongest first.
    pub fn skills_in(self: &Arc<Self>, reference: &Reference, belongs: impl Fn(&ClaimRow) -> bool) -> Vec<Skill> {
        self.pick(None, reference, |state| {
            self.claims_of(state).any(|claim| belongs(claim))
        })
    }

    fn pick(
        self: &Arc<Self>,
        order: Option<SkillOrder>,
        reference: &Reference,
        wanted: impl Fn(&SkillState) -> bool,
    ) -> Vec<Skill> {
        let mut picked: Vec<&Arc<SkillState>> = self.states.iter().filter(|state| wanted(state)).collect();
        let order = order.unwrap_or(SkillOrder::STRONGEST);
        picked.sort_by(|a, b| order.compare(a, b, reference));
        picked.into_iter().map(|state| self.skill(state)).collect()
    }

    pub(super) fn skill(self: &Arc<Self>, state: &Arc<SkillState>) -> Skill {
        Skill {
            book: Arc::clone(self),
            state: Arc::clone(state),
        }
    }

    /// The skill with this id.
    pub fn find(self: &Arc<Self>, id: Uuid) -> Option<Skill> {
        let state = self.states.iter().find(|state| key_id(&state.skill) == id)?;
        Some(self.skill(state))
    }
}

/// The claims behind the skill with this id, among these.
pub fn claims_behind(rows: &[ClaimRow], skill: Uuid) -> Vec<Uuid> {
    let behind = |row: &&ClaimRow| {
        StoredClaim::from(*row)
            .facts()
            .is_some_and(|facts| key_id(&facts.skill) == skill)
    };
    rows.iter().filter(behind).map(|row| row.id).collect()
}

/// A claim as a view may know it. Since when its statement is held in rows before it tells of those rows, which are no part of
/// what a consent shares.
fn seen_by<'a>(view: &View, row: &'a ClaimRow) -> StoredClaim<'a> {
    let held_since = match view.grant() {
        Some(_) => (None, None),
        None => (row.known_since, row.level_since),
    };
    StoredClaim {
        held_since,
        ..StoredClaim::from(row)
    }
}

/// A skill's id inside its passport: the concept's, or one made of the term.
pub(super) fn key_id(key: &SkillKey) -> Uuid {
    match key {
        SkillKey::Concept(concept) => *concept,
        SkillKey::Term(term) => {
            let digest = Sha256::digest(term.as_bytes());
            uuid::Builder::from_slice(&digest[..16])
                .map(uuid::Builder::into_uuid)
                .unwrap_or_default()
        }
    }
}

fn label_of<'a>(state: &'a SkillState, reference: &'a Reference) -> &'a str {
    match &state.skill {
        SkillKey::Concept(id) => reference.concept(*id).map_or("", |concept| concept.label("en")),
        SkillKey::Term(term) => term,
    }
}

impl SkillFilter {
    /// The vocabulary that is asked for.
    pub fn vocabulary(&self) -> Option<&str> {
        self.vocabulary.as_deref()
    }

    fn passes(&self, state: &SkillState, reference: &Reference, book: &SkillBook) -> bool {
        let concept = match &state.skill {
            SkillKey::Concept(id) => reference.concept(*id).map(|concept| &**concept),
            SkillKey::Term(_) => None,
        };
        let kinds = |kinds: &Vec<Assertion>| kinds.contains(&state.strongest.into());
        let reaches = |band: Band| state.band.is_some_and(|interval| interval.at_least(band.into()));
        self.min_band.is_none_or(reaches)
            && self
                .vocabulary
                .as_ref()
                .is_none_or(|key| concept.is_some_and(|c| *c.vocabulary_key == **key))
            && self
                .concept
                .as_ref()
                .is_none_or(|uri| concept.is_some_and(|c| c.row.uri == *uri))
            && self
                .freshness
                .as_ref()
                .is_none_or(|wanted| wanted.contains(&book.freshness(state.last_observed).into()))
            && self.translated.is_none_or(|translated| concept.is_some() == translated)
            && self.strongest_assertion.as_ref().is_none_or(kinds)
            && self
                .min_independent_sources
                .is_none_or(|n| state.independent_sources as i64 >= i64::from(n))
            && self
                .search
                .as_ref()
                .is_none_or(|text| is_called(&normalise(text), state, concept, book))
    }
}

/// Whether a label of its concept, its term, or a source's own word for it contains this text.
fn is_called(text: &str, state: &SkillState, concept: Option<&Concept>, book: &SkillBook) -> bool {
    let mut labels = concept
        .into_iter()
        .flat_map(|c| &c.labels)
        .map(|label| normalise(&label.text));
    labels.any(|label| label.contains(text))
        || matches!(&state.skill, SkillKey::Term(term) if term.contains(text))
        || book
            .claims_of(state)
            .filter_map(|claim| claim.raw_label.as_deref())
            .any(|label| normalise(label).contains(text))
}

/// As people list words: capitals do not come first.
fn alphabetical(a: &str, b: &str) -> Ordering {
    normalise(a).cmp(&normalise(b)).then_with(|| a.cmp(b))
}

impl SkillOrder {
    pub(super) const STRONGEST: SkillOrder = SkillOrder {
        field: SkillOrderField::Strength,
        direction: Some(Direction::Desc),
    };

    pub(super) fn compare(self, a: &SkillState, b: &SkillState, reference: &Reference) -> Ordering {
        let ordering = match self.field {
            SkillOrderField::Strength => a.strength().cmp(&b.strength()),
            SkillOrderField::Band => a.band.map(|band| band.low).cmp(&b.band.map(|band| band.low)),
            SkillOrderField::LastObserved => a.last_observed.cmp(&b.last_observed),
            SkillOrderField::Label => alphabetical(label_of(a, reference), label_of(b, reference)),
        };
        let ordering = match self.direction.unwrap_or(Direction::Desc) {
            Direction::Desc => ordering.reverse(),
            Direction::Asc => ordering,
        };
        ordering.then_with(|| a.skill.cmp(&b.skill))
    }
}
