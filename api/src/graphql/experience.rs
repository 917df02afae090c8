//! What a person did, took part in, and aims for.

use super::direct::Direct;
use super::errors::consent_required;
use super::evidence::{Evidence, evidence_of};
use super::ids::{Kind, part_id};
use super::load::access;
use super::page::{Page, Window, cost};
use super::party::{NamedOrganization, Source};
use super::passport::concept;
use super::period::Period;
use super::skill::{Provenance, Skill, skill_book};
use super::vocabulary::Concept;
use super::words::{Band, ExperienceKind};
use crate::store::sections::{ClaimRow, ExperienceRow, GoalRow, ProgrammeRow};
use crate::view::View;
use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use chrono::NaiveDate;
use passport::consent::Section;
use passport::hole;
use passport::record as words;
use serde_json::Value;
use std::sync::Arc;

/// Something the holder did.
#[derive(Description)]
pub struct Experience {
    view: Arc<View>,
    row: Arc<ExperienceRow>,
}

impl Experience {
    /// An experience of a passport.
    pub fn new(view: &Arc<View>, row: Arc<ExperienceRow>) -> Self {
        Experience {
            view: Arc::clone(view),
            row,
        }
    }
}

#[Object(use_type_description)]
impl Experience {
    /// Global id.
    pub async fn id(&self) -> ID {
        part_id(&self.view, Kind::Experience, self.row.id)
    }

    /// What kind.
    async fn kind(&self) -> Option<ExperienceKind> {
        words::ExperienceKind::from_word(&self.row.kind).map(Into::into)
    }

    /// What it is called.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Where.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<Direct<NamedOrganization>>> {
        NamedOrganization::of(ctx, self.row.organization_id, self.row.organization_name.as_deref())
    }

    /// In which role.
    async fn role(&self) -> Option<&str> {
        self.row.role_title.as_deref()
    }

    /// The occupation, where it met a concept.
    async fn occupation(&self, ctx: &Context<'_>) -> Result<Option<Direct<Concept>>> {
        concept(ctx, self.row.occupation_concept_id)
    }

    /// The occupation's code, as received.
    async fn occupation_code(&self) -> Option<&str> {
        self.row.occupation_code.as_deref()
    }

    /// When.
    async fn period(&self) -> Option<Direct<Period>> {
        Period::direct(
            self.row.period_from,
            self.row.period_to,
            self.row.period_precision.as_deref(),
        )
    }

    /// In the holder's or the source's words.
    async fn narrative(&self) -> Option<&str> {
        self.row.narrative.as_deref()
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
        skills_of(ctx, &self.view, window, |claim| {
            claim.experience_id == Some(self.row.id)
        })
        .await
    }

    /// What backs it; `null` where the caller may not see evidence.
    async fn evidence(&self, ctx: &Context<'_>) -> Result<Option<Vec<Direct<Evidence>>>> {
        evidence_of(ctx, &self.view, |row| {
            row.experience_id == Some(self.row.id) && row.claim_id.is_none()
        })
        .await
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

/// A page of the passport's skills that some of these claims speak of.
pub async fn skills_of(
    ctx: &Context<'_>,
    view: &Arc<View>,
    window: Window,
    belongs: impl Fn(&ClaimRow) -> bool,
) -> Result<Option<Page<Direct<Skill>>>> {
    if !view.shows(Section::Skill) {
        return Err(consent_required());
    }
    let access = access(ctx)?;
    let book = hole!(
        SkillsOfRowsUnscoped,
        super::skill::unscoped_book(ctx, view).await?,
        skill_book(ctx, view).await?
    );
    let skills = book.skills_in(&access.hub.reference(), belongs);
    let page = window.page(skills, Skill::cursor, Direct)?;
    access.returned(view.person(), Section::Skill, page.edges.len());
    Ok(Some(page))
}

/// Participation in a workforce programme.
#[derive(Description)]
pub struct Programme {
    view: Arc<View>,
    row: Arc<ProgrammeRow>,
}

/// A service of a programme, such as one training.
#[derive(SimpleObject)]
pub struct ProgrammeService {
    /// In words.
    name: String,
    /// The source's code.
    code: Option<String>,
    /// Who provided it.
    provider: Option<String>,
    /// Code of the occupation trained for.
    occupation_code: Option<String>,
    /// First day, as exact as the source gave it.
    from: Option<String>,
    /// Last day, as exact as the source gave it.
    to: Option<String>,
    /// Whether it was completed; none where the source does not say.
    completed: Option<bool>,
}

/// Something dated that a programme reports: a skill gain, a credential, an outcome.
#[derive(SimpleObject)]
pub struct ProgrammeEvent {
    /// In words.
    name: String,
    /// The source's code or element.
    code: Option<String>,
    /// When, as exact as the source gave it.
    on: Option<String>,
}

impl Programme {
    /// Participation, of a passport.
    pub fn new(view: &Arc<View>, row: Arc<ProgrammeRow>) -> Self {
        Programme {
            view: Arc::clone(view),
            row,
        }
    }
}

fn text(value: &Value, pointer: &str) -> Option<String> {
    match value.pointer(pointer)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn events(list: &Value, name: &str, code: &str) -> Vec<ProgrammeEvent> {
    let event = |value: &Value| ProgrammeEvent {
        name: text(value, name).unwrap_or_default(),
        code: text(value, code),
        on: text(value, "/on"),
    };
    list.as_array().into_iter().flatten().map(event).collect()
}

#[Object(name = "ProgrammeParticipation", use_type_description)]
impl Programme {
    /// Global id.
    pub async fn id(&self) -> ID {
        part_id(&self.view, Kind::Programme, self.row.id)
    }

    /// The programme.
    async fn programme(&self) -> &str {
        &self.row.programme
    }

    /// Who ran it.
    async fn provider(&self, ctx: &Context<'_>) -> Result<Option<Direct<NamedOrganization>>> {
        NamedOrganization::of(
            ctx,
            self.row.provider_organization_id,
            self.row.provider_name.as_deref(),
        )
    }

    /// From entry to exit.
    async fn period(&self) -> Option<Direct<Period>> {
        Period::direct(
            self.row.period_from,
            self.row.period_to,
            self.row.period_precision.as_deref(),
        )
    }

    /// What was done for the participant.
    async fn services(&self) -> Vec<ProgrammeService> {
        let service = |value: &Value| ProgrammeService {
            name: text(value, "/name").unwrap_or_default(),
            code: text(value, "/code"),
            provider: text(value, "/provider"),
            occupation_code: text(value, "/occupation/code"),
            from: text(value, "/period/from"),
            to: text(value, "/period/to"),
            completed: value.pointer("/completed").and_then(Value::as_bool),
        };
        self.row
            .services
            .as_array()
            .into_iter()
            .flatten()
            .map(service)
            .collect()
    }

    /// Measurable skill gains.
    async fn skill_gains(&self) -> Vec<ProgrammeEvent> {
        events(&self.row.skill_gains, "/kind", "/element")
    }

    /// Credentials attained, by type.
    async fn credentials_attained(&self) -> Vec<ProgrammeEvent> {
        events(&self.row.credentials_attained, "/kind", "/code")
    }

    /// What came of it.
    async fn outcomes(&self) -> Vec<ProgrammeEvent> {
        events(&self.row.outcomes, "/name", "/occupation/code")
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

/// What the holder aims for.
#[derive(Description)]
pub struct Goal {
    view: Arc<View>,
    row: Arc<GoalRow>,
}

impl Goal {
    /// A goal of a passport.
    pub fn new(view: &Arc<View>, row: Arc<GoalRow>) -> Self {
        Goal {
            view: Arc::clone(view),
            row,
        }
    }
}

#[Object(use_type_description)]
impl Goal {
    /// Global id.
    pub async fn id(&self) -> ID {
        part_id(&self.view, Kind::Goal, self.row.id)
    }

    /// What it is called.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// The skill or occupation aimed for, where it met a concept.
    async fn concept(&self, ctx: &Context<'_>) -> Result<Option<Direct<Concept>>> {
        concept(ctx, self.row.concept_id)
    }

    /// The band aimed for.
    async fn target_band(&self) -> Option<Band> {
        self.row
            .target_band
            .map(|number| passport::level::Band::from_number(number).into())
    }

    /// By when.
    async fn due_on(&self) -> Option<NaiveDate> {
        self.row.due_on
    }

    /// In the holder's words.
    async fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }
}
