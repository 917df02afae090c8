//! Self-service: what holders add to their own passports.

use super::answer::Shape;
use super::consent::holder;
use super::errors::{closed, store};
use super::experience::{Experience, Goal};
use super::load::{Loaders, access, rows};
use super::skill::Claim;
use super::words::{Band, ExperienceKind};
use crate::flows::add_own::{self, OwnExperience, OwnGoal, OwnSkill};
use crate::flows::save_own::SaveOwnError;
use crate::flows::view_passport::{Closed, view_passport};
use crate::store::sections::{self, SectionTable};
use crate::view::View;
use async_graphql::{Context, Error, InputObject, Result, SimpleObject, Union};
use passport::record::{self, PartialDate, Period};
use passport::skill::Concepts;
use std::sync::Arc;
use uuid::Uuid;

/// What backs an entry.
#[derive(InputObject)]
pub struct EvidenceInput {
    /// What it is: artefact, photo, repository, reference…
    kind: String,
    /// Its title.
    title: Option<String>,
    /// Where it can be seen, http or https.
    url: Option<String>,
    /// What it shows.
    description: Option<String>,
}

/// A skill you have or develop.
#[derive(InputObject)]
pub struct OwnSkillInput {
    /// Its name in your own words; may be left out when the concept is given.
    label: Option<String>,
    /// URI of the concept; see `concepts(search:)`.
    concept: Option<String>,
    /// How well you do it.
    band: Option<Band>,
    /// Whether you are still developing it.
    #[graphql(default_with = "Some(false)")]
    developing: Option<bool>,
    /// What backs it.
    #[graphql(default_with = "Some(vec![])")]
    evidence: Option<Vec<EvidenceInput>>,
}

/// Something you did.
#[derive(InputObject)]
pub struct AddExperienceInput {
    /// What kind; a project is PROJECT.
    kind: ExperienceKind,
    /// What it is called.
    title: String,
    /// Where, by name.
    organization: Option<String>,
    /// In which role.
    role: Option<String>,
    /// When it began: YYYY or YYYY-MM, which mean their first day, or YYYY-MM-DD.
    from: Option<String>,
    /// When it ended: YYYY or YYYY-MM, which mean their last day, or YYYY-MM-DD; left out while it runs.
    to: Option<String>,
    /// In your own words.
    narrative: Option<String>,
    /// The skills it called for.
    #[graphql(default_with = "Some(vec![])")]
    skills: Option<Vec<OwnSkillInput>>,
    /// What backs it.
    #[graphql(default_with = "Some(vec![])")]
    evidence: Option<Vec<EvidenceInput>>,
}

/// What you aim for.
#[derive(InputObject)]
pub struct AddGoalInput {
    /// What it is called.
    title: String,
    /// URI of the skill or occupation aimed for.
    concept: Option<String>,
    /// How well you want to do it, where you aim for a skill.
    band: Option<Band>,
    /// By when: YYYY or YYYY-MM, which mean their last day, or YYYY-MM-DD.
    due_on: Option<String>,
    /// In your own words.
    note: Option<String>,
}

/// The experience was added.
#[derive(SimpleObject)]
pub struct ExperienceAdded {
    /// It.
    experience: Experience,
}

/// The skill was added.
#[derive(SimpleObject)]
pub struct SkillAdded {
    /// The claim that says so.
    claim: Claim,
}

/// The goal was added.
#[derive(SimpleObject)]
pub struct GoalAdded {
    /// It.
    goal: Goal,
}

/// It was not added, because of what was given.
#[derive(SimpleObject)]
pub struct NotAdded {
    /// Which field of the input is at fault.
    field: String,
    /// What is wrong, and what would be right.
    reason: String,
}

/// What comes of adding an experience.
#[derive(Union)]
pub enum AddExperiencePayload {
    /// It was added.
    Added(ExperienceAdded),
    /// It was not.
    NotAdded(NotAdded),
}

/// What comes of adding a skill.
#[derive(Union)]
pub enum AddSkillPayload {
    /// It was added.
    Added(SkillAdded),
    /// It was not.
    NotAdded(NotAdded),
}

/// What comes of adding a goal.
#[derive(Union)]
pub enum AddGoalPayload {
    /// It was added.
    Added(GoalAdded),
    /// It was not.
    NotAdded(NotAdded),
}

/// Longest text of one line, in characters.
const LINE: usize = 300;
/// Longest text of several lines, in characters.
const TEXT: usize = 10_000;
/// Most skills or pieces of evidence of one entry.
const MANY: usize = 50;

fn not_added(field: &str, reason: impl Into<String>) -> NotAdded {
    NotAdded {
        field: field.to_owned(),
        reason: reason.into(),
    }
}

fn needed(field: &str, text: &str) -> Result<String, NotAdded> {
    line(field, Some(text))?.ok_or_else(|| not_added(field, "must not be blank"))
}

fn line(field: &str, text: Option<&str>) -> Result<Option<String>, NotAdded> {
    bounded(field, text, LINE)
}

fn bounded(field: &str, text: Option<&str>, most: usize) -> Result<Option<String>, NotAdded> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    match text {
        Some(text) if text.chars().count() > most => Err(not_added(field, format!("is longer than {most} characters"))),
        text => Ok(text.map(str::to_owned)),
    }
}

fn date(field: &str, text: Option<&str>) -> Result<Option<PartialDate>, NotAdded> {
    text.map(|text| PartialDate::parse(text).map_err(|bad| not_added(field, bad.to_string())))
        .transpose()
}

fn few<T>(field: &str, list: &[T]) -> Result<(), NotAdded> {
    if list.len() > MANY {
        Err(not_added(field, format!("has more than {MANY} entries")))
    } else {
        Ok(())
    }
}

fn evidence(field: &str, list: &[EvidenceInput]) -> Result<Vec<record::Evidence>, NotAdded> {
    few(field, list)?;
    let one = |(at, given): (usize, &EvidenceInput)| {
        let field = |name: &str| format!("{field}.{at}.{name}");
        let url = bounded(&field("url"), given.url.as_deref(), 2_000)?;
        if url
            .as_deref()
            .is_some_and(|url| !url.starts_with("https://") && !url.starts_with("http://"))
        {
            return Err(not_added(&field("url"), "must begin with https:// or http://"));
        }
        Ok(record::Evidence {
            kind: needed(&field("kind"), &given.kind)?,
            title: line(&field("title"), given.title.as_deref())?,
            url,
            description: bounded(&field("description"), given.description.as_deref(), TEXT)?,
        })
    };
    list.iter().enumerate().map(one).collect()
}

fn concept(field: &str, uri: Option<&str>, concepts: &dyn Concepts) -> Result<Option<String>, NotAdded> {
    let uri = line(field, uri)?;
    match uri {
        Some(uri) if concepts.by_uri(&uri).is_none() => Err(not_added(
            field,
            "no concept has this URI; look for one with concepts(search:)",
        )),
        uri => Ok(uri),
    }
}

fn skill(prefix: &str, given: &OwnSkillInput, concepts: &dyn Concepts) -> Result<OwnSkill, NotAdded> {
    let field = |name: &str| {
        if prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{prefix}.{name}")
        }
    };
    let label = line(&field("label"), given.label.as_deref())?;
    let concept = concept(&field("concept"), given.concept.as_deref(), concepts)?;
    if label.is_none() && concept.is_none() {
        return Err(not_added(&field("label"), "give a label, a concept, or both"));
    }
    Ok(OwnSkill {
        label,
        concept,
        band: given.band.map(Into::into),
        developing: given.developing.unwrap_or_default(),
        evidence: evidence(&field("evidence"), given.evidence.as_deref().unwrap_or_default())?,
    })
}

fn experience(given: &AddExperienceInput, concepts: &dyn Concepts) -> Result<OwnExperience, NotAdded> {
    let skills = given.skills.as_deref().unwrap_or_default();
    few("skills", skills)?;
    let period = Period::new(date("from", given.from.as_deref())?, date("to", given.to.as_deref())?);
    if period.is_reversed() {
        return Err(not_added("to", "lies before from"));
    }
    let skills = skills
        .iter()
        .enumerate()
        .map(|(at, given)| skill(&format!("skills.{at}"), given, concepts));
    Ok(OwnExperience {
        kind: given.kind.into(),
        title: needed("title", &given.title)?,
        organization: line("organization", given.organization.as_deref())?,
        role: line("role", given.role.as_deref())?,
        period,
        narrative: bounded("narrative", given.narrative.as_deref(), TEXT)?,
        skills: skills.collect::<Result<_, _>>()?,
        evidence: evidence("evidence", given.evidence.as_deref().unwrap_or_default())?,
    })
}

/// What was just added, read back the way everything is read.
async fn added<S>(
    ctx: &Context<'_>,
    id: Option<Uuid>,
    pick: impl Fn(&Loaders) -> &async_graphql::dataloader::DataLoader<super::load::SectionLoader<S>>,
    is: impl Fn(&S::Row, Uuid) -> bool,
) -> Result<(Arc<View>, Arc<S::Row>)>
where
    S: SectionTable + 'static,
    <S::Table as sea_orm::EntityTrait>::Column: sea_orm::Iterable,
{
    let access = access(ctx)?;
    let view = view_passport(access, holder(ctx).await?.person())
        .await
        .map_err(store)?
        .map_err(closed)?;
    let fresh = Loaders::start(access, &Shape::default());
    let rows = rows(pick(&fresh), view.person()).await?;
    let row = id.and_then(|id| rows.iter().find(|row| is(row, id)).cloned());
    row.map(|row| (view, row))
        .ok_or_else(|| Error::new("what was just added is not there"))
}

fn unfit(error: SaveOwnError) -> Result<NotAdded> {
    match error {
        SaveOwnError::Unfit(reject) => Ok(not_added("input", reject.reason)),
        SaveOwnError::NoPassport => Err(closed(Closed::NotFound)),
        SaveOwnError::Store(error) => Err(store(error)),
    }
}

/// Adds an experience.
pub async fn add_experience(ctx: &Context<'_>, input: AddExperienceInput) -> Result<AddExperiencePayload> {
    let (pass, hub) = (holder(ctx).await?, &access(ctx)?.hub);
    let own = match experience(&input, &*hub.reference().vocabularies) {
        Ok(own) => own,
        Err(not) => return Ok(AddExperiencePayload::NotAdded(not)),
    };
    match add_own::add_experience(hub, pass, own).await {
        Ok(id) => {
            let (view, row) =
                added::<sections::Experiences>(ctx, id, |l| &l.experiences, |row, id| row.id == id).await?;
            Ok(AddExperiencePayload::Added(ExperienceAdded {
                experience: Experience::new(&view, row),
            }))
        }
        Err(error) => unfit(error).map(AddExperiencePayload::NotAdded),
    }
}

/// Adds a skill.
pub async fn add_skill(ctx: &Context<'_>, input: OwnSkillInput) -> Result<AddSkillPayload> {
    let (pass, hub) = (holder(ctx).await?, &access(ctx)?.hub);
    let own = match skill("", &input, &*hub.reference().vocabularies) {
        Ok(own) => own,
        Err(not) => return Ok(AddSkillPayload::NotAdded(not)),
    };
    match add_own::add_skill(hub, pass, own).await {
        Ok(id) => {
            let (view, row) = added::<sections::Claims>(ctx, id, |l| &l.claims, |row, id| row.id == id).await?;
            Ok(AddSkillPayload::Added(SkillAdded {
                claim: Claim::new(&view, row),
            }))
        }
        Err(error) => unfit(error).map(AddSkillPayload::NotAdded),
    }
}

/// Adds a goal.
pub async fn add_goal(ctx: &Context<'_>, input: AddGoalInput) -> Result<AddGoalPayload> {
    let (pass, hub) = (holder(ctx).await?, &access(ctx)?.hub);
    let own = match goal(&input, &*hub.reference().vocabularies) {
        Ok(own) => own,
        Err(not) => return Ok(AddGoalPayload::NotAdded(not)),
    };
    match add_own::add_goal(hub, pass, own).await {
        Ok(id) => {
            let (view, row) = added::<sections::Goals>(ctx, id, |l| &l.goals, |row, id| row.id == id).await?;
            Ok(AddGoalPayload::Added(GoalAdded {
                goal: Goal::new(&view, row),
            }))
        }
        Err(error) => unfit(error).map(AddGoalPayload::NotAdded),
    }
}

fn goal(given: &AddGoalInput, concepts: &dyn Concepts) -> Result<OwnGoal, NotAdded> {
    Ok(OwnGoal {
        title: needed("title", &given.title)?,
        concept: concept("concept", given.concept.as_deref(), concepts)?,
        band: given.band.map(Into::into),
        due: date("dueOn", given.due_on.as_deref())?,
        note: bounded("note", given.note.as_deref(), TEXT)?,
    })
}
