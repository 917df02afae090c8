//! Courses, programmes and their results.

use super::direct::Direct;
use super::experience::skills_of;
use super::ids::{Kind, part_id};
use super::load::access;
use super::page::{Page, Window, cost};
use super::party::{NamedOrganization, Source};
use super::period::Period;
use super::skill::{Provenance, Skill};
use super::words::{LearningKind, LearningStatus};
use crate::store::sections::LearningRow;
use crate::view::View;
use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use passport::record as words;
use std::sync::Arc;

/// A course or programme taken.
#[derive(Description)]
pub struct Learning {
    view: Arc<View>,
    row: Arc<LearningRow>,
}

/// A result on its declared scale. It is a result of the course, not a level of any skill.
#[derive(SimpleObject)]
pub struct LearningResult {
    /// The value in the source's words.
    value: String,
    /// The scale it is on.
    scale: Option<String>,
}

impl Learning {
    /// A piece of learning of a passport.
    pub fn new(view: &Arc<View>, row: Arc<LearningRow>) -> Self {
        Learning {
            view: Arc::clone(view),
            row,
        }
    }
}

#[Object(use_type_description)]
impl Learning {
    /// Global id.
    pub async fn id(&self) -> ID {
        part_id(&self.view, Kind::Learning, self.row.id)
    }

    /// What kind.
    async fn kind(&self) -> Option<LearningKind> {
        words::LearningKind::from_word(&self.row.kind).map(Into::into)
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Its code in the catalogue.
    async fn code(&self) -> Option<&str> {
        self.row.code.as_deref()
    }

    /// Who taught it.
    async fn provider(&self, ctx: &Context<'_>) -> Result<Option<Direct<NamedOrganization>>> {
        NamedOrganization::of(
            ctx,
            self.row.provider_organization_id,
            self.row.provider_name.as_deref(),
        )
    }

    /// How it stands.
    async fn status(&self) -> Option<LearningStatus> {
        words::LearningStatus::from_word(&self.row.status).map(Into::into)
    }

    /// Its result.
    async fn result(&self) -> Option<Direct<LearningResult>> {
        let value = self.row.result_value.clone()?;
        Some(Direct(LearningResult {
            value,
            scale: self.row.result_scale.clone(),
        }))
    }

    /// Credits, in the source's words.
    async fn credits(&self) -> Option<&str> {
        self.row.credits.as_deref()
    }

    /// When.
    async fn period(&self) -> Option<Direct<Period>> {
        Period::direct(
            self.row.period_from,
            self.row.period_to,
            self.row.period_precision.as_deref(),
        )
    }

    /// The skills it speaks of.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn skills(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<Page<Direct<Skill>>>> {
        let window = Window::new(first, after, last, before);
        skills_of(ctx, &self.view, window, |claim| claim.learning_id == Some(self.row.id)).await
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
