//! Skills and the claims behind them.

use super::concept::{Concept, Source};
use super::evidence::{Evidence, evidence_of};
use super::ids::{Kind, part_id};
use super::load::{Rows, access};
use super::page::{Page, Window, cost};
use super::passport::concept;
use super::period::Period;
use super::words::{AsserterKind, Assertion, Band, Direction, MappingMethod, MappingRelation, SkillRole, Trend};
use crate::store::reference::Reference;
use crate::store::sections::ClaimRow;
use crate::view::View;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use passport::level::{Band as RuleBand, Interval};
use passport::record as words;
use passport::skill::{ClaimFacts, SkillKey, SkillState, normalise, states};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

/// The visible claims of one passport, and the states they add up to.
pub struct SkillBook {
    view: Arc<View>,
    claims: Rows<ClaimRow>,
    states: Vec<SkillState>,
}

/// What all visible claims about one skill add up to. Derived anew for each caller from the claims that caller may see.
#[derive(Clone)]
pub struct Skill {
    view: Arc<View>,
    claims: Rows<ClaimRow>,
    state: SkillState,
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
    #[graphql(default_with = "Direction::Desc")]
    direction: Direction,
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

fn interval(low: Option<i16>, high: Option<i16>) -> Option<Interval> {
    Some(Interval::new(RuleBand::from_number(low?), RuleBand::from_number(high?)))
}

impl SkillBook {
    /// The states that these claims add up to today.
    pub fn new(view: Arc<View>, claims: Rows<ClaimRow>, today: NaiveDate) -> Self {
        let facts: Vec<ClaimFacts> = claims.iter().map(|row| facts(row)).collect();
        SkillBook {
            view,
            states: states(&facts, today),
            claims,
        }
    }

    /// The skills that a filter lets through, in order; strongest first unless asked otherwise.
    pub fn skills(self, filter: Option<&SkillFilter>, order: Option<SkillOrder>, reference: &Reference) -> Vec<Skill> {
        let wanted = |state: &SkillState| filter.is_none_or(|filter| filter.passes(state, reference, &self.claims));
        let mut states: Vec<SkillState> = self.states.into_iter().filter(|state| wanted(state)).collect();
        let order = order.unwrap_or(SkillOrder {
            field: SkillOrderField::Strength,
            direction: Direction::Desc,
        });
        order.sort(&mut states, reference);
        let of = |state| Skill {
            view: Arc::clone(&self.view),
            claims: Arc::clone(&self.claims),
            state,
        };
        states.into_iter().map(of).collect()
    }

    /// The skill with this id.
    pub fn find(self, id: Uuid) -> Option<Skill> {
        let state = self.states.into_iter().find(|state| key_id(&state.skill) == id)?;
        Some(Skill {
            view: self.view,
            claims: self.claims,
            state,
        })
    }
}

fn facts(row: &ClaimRow) -> ClaimFacts {
    let raw = || normalise(row.raw_label.as_deref().or(row.raw_code.as_deref()).unwrap_or_default());
    ClaimFacts {
        skill: row.concept_id.map_or_else(|| SkillKey::Term(raw()), SkillKey::Concept),
        band: interval(row.band_low, row.band_high),
        role: words::Role::from_word(&row.role).unwrap_or(words::Role::Taught),
        assertion: words::Assertion::from_word(&row.assertion).unwrap_or(words::Assertion::Inferred),
        source: row.source_id,
        own: row.assertion == words::Assertion::SelfAsserted.as_str(),
        observed: row.observed_to.or(row.observed_from),
        valid_to: row.valid_to,
    }
}

/// A skill's id inside its passport: the concept's, or one made of the term.
fn key_id(key: &SkillKey) -> Uuid {
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
        SkillKey::Concept(id) => reference.concepts.get(id).map_or("", |concept| concept.label("en")),
        SkillKey::Term(term) => term,
    }
}

impl SkillFilter {
    fn passes(&self, state: &SkillState, reference: &Reference, claims: &[Arc<ClaimRow>]) -> bool {
        let concept = match &state.skill {
            SkillKey::Concept(id) => reference.concepts.get(id),
            SkillKey::Term(_) => None,
        };
        self.min_band
            .is_none_or(|band| state.band.is_some_and(|interval| interval.at_least(band.into())))
            && self
                .vocabulary
                .as_ref()
                .is_none_or(|key| concept.is_some_and(|c| c.vocabulary_key == *key))
            && self
                .concept
                .as_ref()
                .is_none_or(|uri| concept.is_some_and(|c| c.row.uri == *uri))
            && self.translated.is_none_or(|translated| concept.is_some() == translated)
            && self
                .strongest_assertion
                .as_ref()
                .is_none_or(|kinds| kinds.contains(&state.strongest.into()))
            && self
                .min_independent_sources
                .is_none_or(|n| state.independent_sources as i64 >= i64::from(n))
            && self.search.as_ref().is_none_or(|text| {
                let text = normalise(text);
                let labels = concept.into_iter().flat_map(|c| &c.labels);
                labels.map(|l| l.normalised.as_str()).any(|label| label.contains(&text))
                    || matches!(&state.skill, SkillKey::Term(term) if term.contains(&text))
                    || state
                        .claims
                        .iter()
                        .filter_map(|i| claims.get(*i)?.raw_label.as_deref())
                        .any(|l| normalise(l).contains(&text))
            })
    }
}

impl SkillOrder {
    fn sort(self, states: &mut [SkillState], reference: &Reference) {
        states.sort_by(|a, b| {
            let ordering = match self.field {
                SkillOrderField::Strength => a.strength().cmp(&b.strength()),
                SkillOrderField::Band => a.band.map(|band| band.low).cmp(&b.band.map(|band| band.low)),
                SkillOrderField::LastObserved => a.last_observed.cmp(&b.last_observed),
                SkillOrderField::Label => label_of(a, reference).cmp(label_of(b, reference)),
            };
            let ordering = if self.direction == Direction::Desc {
                ordering.reverse()
            } else {
                ordering
            };
            ordering.then_with(|| a.skill.cmp(&b.skill))
        });
    }
}

impl Skill {
    /// Its cursor in lists.
    pub fn cursor(&self) -> String {
        key_id(&self.state.skill).simple().to_string()
    }
}

#[Object]
impl Skill {
    /// Global id.
    pub async fn id(&self) -> ID {
        part_id(Kind::Skill, self.view.person(), key_id(&self.state.skill))
    }

    /// The concept; none where the sources' words met no concept of a vocabulary.
    async fn concept(&self, ctx: &Context<'_>) -> Result<Option<Concept>> {
        match self.state.skill {
            SkillKey::Concept(id) => concept(ctx, Some(id)),
            SkillKey::Term(_) => Ok(None),
        }
    }

    /// The sources' own word for it, where it met no concept.
    async fn term(&self) -> Option<&str> {
        let first = self.state.claims.first().and_then(|index| self.claims.get(*index));
        match &self.state.skill {
            SkillKey::Term(_) => first.and_then(|row| row.raw_label.as_deref().or(row.raw_code.as_deref())),
            SkillKey::Concept(_) => None,
        }
    }

    /// Where the level lies; none where no statement gave one.
    async fn band(&self) -> Option<BandInterval> {
        self.state.band.map(Into::into)
    }

    /// The strongest kind of statement.
    async fn strongest_assertion(&self) -> Assertion {
        self.state.strongest.into()
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

    /// The statements it adds up from, the newest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn claims(
        &self,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<Claim>> {
        let rows: Vec<_> = self
            .state
            .claims
            .iter()
            .filter_map(|index| self.claims.get(*index).cloned())
            .collect();
        let node = |row| Claim {
            view: Arc::clone(&self.view),
            row,
        };
        Window::new(first, after, last, before).page(rows, |row| row.id.simple().to_string(), node)
    }
}

/// One statement of one source about one skill. It never changes; what replaces it supersedes it.
pub struct Claim {
    view: Arc<View>,
    row: Arc<ClaimRow>,
}

impl Claim {
    /// A claim of a passport.
    pub fn new(view: &Arc<View>, row: Arc<ClaimRow>) -> Self {
        Claim {
            view: Arc::clone(view),
            row,
        }
    }
}

/// Who states it.
#[derive(SimpleObject)]
pub struct AssertedBy {
    /// What kind of party.
    kind: AsserterKind,
    /// Its name, where one is given.
    name: Option<String>,
}

/// The source's own words, unchanged.
#[derive(SimpleObject)]
pub struct AsReceived {
    /// The skill's label.
    label: Option<String>,
    /// The skill's code or URI.
    code: Option<String>,
    /// The framework it is from.
    framework: Option<String>,
    /// The level.
    level: Option<String>,
    /// The scale the level is on.
    scale: Option<String>,
}

/// How the words met the concept.
#[derive(SimpleObject)]
pub struct MappingUsed {
    /// How the two relate.
    relation: MappingRelation,
    /// How they met.
    method: MappingMethod,
    /// How sure, from 0 to 1.
    confidence: f64,
}

/// How the level was placed on the bands.
#[derive(SimpleObject)]
pub struct Placement {
    /// Where it lies.
    band: BandInterval,
    /// By which rule.
    basis: String,
    /// What was lost on the way.
    loss: Option<String>,
}

/// Where a statement comes from.
#[derive(SimpleObject)]
pub struct Provenance {
    /// The record of the source it was read from.
    record: Option<Uuid>,
    /// Where in the delivery it stood: a JSON pointer, or row and column.
    pointer: String,
    /// The adapter that read it, with its version.
    adapter: String,
    /// When the hub took it in.
    recorded_at: DateTime<Utc>,
}

impl Provenance {
    /// Where a row comes from.
    pub fn new(record: Option<Uuid>, pointer: &str, adapter: &str, recorded_at: DateTime<Utc>) -> Self {
        Provenance {
            record,
            pointer: pointer.to_owned(),
            adapter: adapter.to_owned(),
            recorded_at,
        }
    }
}

#[Object]
impl Claim {
    /// Global id.
    pub async fn id(&self) -> ID {
        part_id(Kind::Claim, self.view.person(), self.row.id)
    }

    /// The concept it means, where one was met.
    async fn concept(&self, ctx: &Context<'_>) -> Result<Option<Concept>> {
        concept(ctx, self.row.concept_id)
    }

    /// What the holder has to do with the skill.
    async fn role(&self) -> Option<SkillRole> {
        words::Role::from_word(&self.row.role).map(Into::into)
    }

    /// What kind of statement it is.
    async fn assertion(&self) -> Option<Assertion> {
        words::Assertion::from_word(&self.row.assertion).map(Into::into)
    }

    /// Who states it.
    async fn asserted_by(&self) -> AssertedBy {
        let kind = words::AsserterKind::from_word(&self.row.asserted_by_kind).unwrap_or(words::AsserterKind::Unknown);
        AssertedBy {
            kind: kind.into(),
            name: self.row.asserted_by_name.clone(),
        }
    }

    /// When the skill was seen or taught.
    async fn observed(&self) -> Option<Period> {
        Period::of(
            self.row.observed_from,
            self.row.observed_to,
            self.row.observed_precision.as_deref(),
        )
    }

    /// Until when it holds, where it is limited.
    async fn valid_until(&self) -> Option<NaiveDate> {
        self.row.valid_to
    }

    /// The source's own words.
    async fn as_received(&self) -> AsReceived {
        let row = &self.row;
        AsReceived {
            label: row.raw_label.clone(),
            code: row.raw_code.clone(),
            framework: row.raw_framework.clone(),
            level: row.raw_level.clone(),
            scale: row.raw_scale.clone(),
        }
    }

    /// How the words met the concept; none where they met none.
    async fn mapping(&self) -> Option<MappingUsed> {
        Some(MappingUsed {
            relation: passport::skill::Relation::from_word(self.row.mapping_relation.as_deref()?)?.into(),
            method: passport::skill::Method::from_word(self.row.mapping_method.as_deref()?)?.into(),
            confidence: self.row.mapping_confidence?,
        })
    }

    /// How the level was placed on the bands; none where the source gave none that can be.
    async fn placement(&self) -> Option<Placement> {
        Some(Placement {
            band: interval(self.row.band_low, self.row.band_high)?.into(),
            basis: self.row.band_basis.clone().unwrap_or_default(),
            loss: self.row.band_loss.clone(),
        })
    }

    /// Whether what it rests on was verified.
    async fn verified(&self) -> bool {
        self.row.verified
    }

    /// The source that sent it.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        let reference = access(ctx)?.hub.reference();
        Ok(reference.sources.get(&self.row.source_id).cloned().map(Source))
    }

    /// What backs it; `null` where the caller may not see evidence.
    async fn evidence(&self, ctx: &Context<'_>) -> Result<Option<Vec<Evidence>>> {
        evidence_of(ctx, &self.view, |row| row.claim_id == Some(self.row.id)).await
    }

    /// Where it comes from.
    async fn provenance(&self) -> Provenance {
        let row = &self.row;
        Provenance::new(row.source_record_id, &row.pointer, &row.adapter, row.recorded_at)
    }
}
