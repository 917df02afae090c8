//! Claims: what one source says about one skill.

use crate::flows::skill_facts::interval;
use crate::graphql::direct::Direct;
use crate::graphql::evidence::{Evidence, evidence_of};
use crate::graphql::ids::{Kind, part_id};
use crate::graphql::load::access;
use crate::graphql::party::Source;
use crate::graphql::passport::concept;
use crate::graphql::period::Period;
use crate::graphql::translation::{self, TranslatedSkill};
use crate::graphql::vocabulary::Concept;
use crate::graphql::words::{AsserterKind, Assertion, LevelLoss, MappingMethod, MappingRelation, SkillRole};
use crate::store::sections::ClaimRow;
use crate::view::View;
use async_graphql::{ComplexObject, Context, Description, ID, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use passport::level::loss::{codes, in_words};
use passport::record as words;
use passport::skill::translate::Said;
use std::sync::Arc;
use uuid::Uuid;

use super::BandInterval;

/// One statement of one source about one skill. It never changes; what replaces it supersedes it.
#[derive(Description)]
pub struct Claim {
    view: Arc<View>,
    row: Arc<ClaimRow>,
}

impl Claim {
    /// What was lost with the level, or why it gives no band, in words.
    fn lost(&self, language: Option<&str>) -> Option<String> {
        let language = language.unwrap_or("en");
        Some(in_words(self.row.band_loss.as_deref()?, language).into_owned())
    }

    /// What it says, as a translation takes it.
    fn said(&self) -> Said<'_> {
        let row = &self.row;
        Said {
            concept: row.concept_id,
            words: row.raw_label.as_deref(),
            code: row.raw_code.as_deref(),
            band: interval(row.band_low, row.band_high),
        }
    }

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
#[graphql(complex)]
pub struct Placement {
    /// Where it lies.
    band: BandInterval,
    /// By which rule.
    basis: String,
    /// What was lost on the way as codes; empty for what was placed before there were codes.
    losses: Vec<LevelLoss>,
    /// The same as they are stored.
    #[graphql(skip)]
    stored: Option<String>,
}

#[ComplexObject]
impl Placement {
    /// What was lost on the way, in words.
    async fn loss(
        &self,
        #[graphql(desc = "BCP 47, such as \"de\". English where there are no words in it.")] language: Option<String>,
    ) -> Option<String> {
        let language = language.as_deref().unwrap_or("en");
        Some(in_words(self.stored.as_deref()?, language).into_owned())
    }
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
    pub fn new(view: &View, record: Option<Uuid>, pointer: &str, adapter: &str, recorded_at: DateTime<Utc>) -> Self {
        Provenance {
            record: record.map(|record| view.outside(record)),
            pointer: pointer.to_owned(),
            adapter: adapter.to_owned(),
            recorded_at,
        }
    }
}

#[Object(use_type_description)]
impl Claim {
    /// Global id.
    pub async fn id(&self) -> ID {
        part_id(&self.view, Kind::Claim, self.row.id)
    }

    /// The concept it means, where one was met.
    async fn concept(&self, ctx: &Context<'_>) -> Result<Option<Direct<Concept>>> {
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
    async fn asserted_by(&self) -> Direct<AssertedBy> {
        let kind = words::AsserterKind::from_word(&self.row.asserted_by_kind).unwrap_or(words::AsserterKind::Unknown);
        Direct(AssertedBy {
            kind: kind.into(),
            name: self.row.asserted_by_name.clone(),
        })
    }

    /// When the skill was seen or taught.
    async fn observed(&self) -> Option<Direct<Period>> {
        Period::direct(
            self.row.observed_from,
            self.row.observed_to,
            self.row.observed_precision.as_deref(),
        )
    }

    /// First day it holds, where it is limited; the first of the month or year where no more is known.
    async fn valid_from(&self) -> Option<NaiveDate> {
        self.row.valid_from
    }

    /// Last day it holds, where it is limited; the last of the month or year where no more is known.
    async fn valid_until(&self) -> Option<NaiveDate> {
        self.row.valid_to
    }

    /// The source's own words.
    async fn as_received(&self) -> Direct<AsReceived> {
        let row = &self.row;
        Direct(AsReceived {
            label: row.raw_label.clone(),
            code: row.raw_code.clone(),
            framework: row.raw_framework.clone(),
            level: row.raw_level.clone(),
            scale: row.raw_scale.clone(),
        })
    }

    /// How the words met the concept; none where they met none.
    async fn mapping(&self) -> Option<Direct<MappingUsed>> {
        Some(Direct(MappingUsed {
            relation: passport::skill::Relation::from_word(self.row.mapping_relation.as_deref()?)?.into(),
            method: passport::skill::Method::from_word(self.row.mapping_method.as_deref()?)?.into(),
            confidence: self.row.mapping_confidence?,
        }))
    }

    /// How the level was placed on the bands; none where the source gave none that can be.
    async fn placement(&self) -> Option<Direct<Placement>> {
        Some(Direct(Placement {
            band: interval(self.row.band_low, self.row.band_high)?.into(),
            basis: self.row.band_basis.clone().unwrap_or_default(),
            stored: self.row.band_loss.clone(),
            losses: codes(self.row.band_loss.as_deref().unwrap_or_default())
                .into_iter()
                .map(Into::into)
                .collect(),
        }))
    }

    /// Why the level as received gives no band, in words; none where it gives one, or where none was received.
    async fn no_band(
        &self,
        #[graphql(desc = "BCP 47, such as \"de\". English where there are no words in it.")] language: Option<String>,
    ) -> Option<String> {
        self.lost(language.as_deref()).filter(|_| self.row.band_low.is_none())
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
        into.said(&self.said()).map(Some)
    }

    /// Whether what it rests on was verified.
    async fn verified(&self) -> bool {
        self.row.verified
    }

    /// The source that sent it.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Direct<Source>>> {
        let reference = access(ctx)?.hub.reference();
        Ok(reference
            .sources
            .get(&self.row.source_id)
            .cloned()
            .map(Source)
            .map(Direct))
    }

    /// What backs it; `null` where the caller may not see evidence.
    async fn evidence(&self, ctx: &Context<'_>) -> Result<Option<Vec<Direct<Evidence>>>> {
        evidence_of(ctx, &self.view, |row| row.claim_id == Some(self.row.id)).await
    }

    /// Where it comes from.
    async fn provenance(&self) -> Direct<Provenance> {
        let row = &self.row;
        Direct(Provenance::new(
            &self.view,
            row.source_record_id,
            &row.pointer,
            &row.adapter,
            row.recorded_at,
        ))
    }
}
