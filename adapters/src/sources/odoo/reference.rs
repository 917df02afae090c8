//! What other rows refer to: skill types, skills and levels, where they are delivered beside.

use super::answer::Answer;
use super::model::Model;
use super::row::Row;
use super::wire::{EmployeeSkill, Named, Referred, SkillLevel, Text};
use passport::record::{Direction, Place, Scale, ScaleStep};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The lists of a delivery.
#[derive(Default)]
pub struct Reference {
    types: BTreeMap<i64, Type>,
    skills: BTreeMap<i64, Skill>,
    levels: BTreeMap<i64, Level>,
    scales: BTreeMap<i64, Arc<Scale>>,
}

struct Type {
    name: Option<String>,
    is_certification: bool,
}

struct Skill {
    name: Option<String>,
    type_id: Option<i64>,
}

struct Level {
    name: String,
    type_id: i64,
    position: Option<f64>,
}

impl Reference {
    /// Gathers the lists of all answers; their rows are checked, and rejected, when they are read in their turn.
    pub fn of<'a, 'p: 'a>(answers: impl Iterator<Item = &'a Answer<'p>>) -> Self {
        let mut reference = Reference::default();
        for answer in answers {
            let take = match answer.model {
                Some(Model::SkillType) => Self::take_type,
                Some(Model::Skill) => Self::take_skill,
                Some(Model::SkillLevel) => Self::take_level,
                _ => continue,
            };
            answer.each(|found| {
                let row = found.read().ok().and_then(|raw| Row::open(Place::default(), raw).ok());
                row.iter().for_each(|row| take(&mut reference, row));
            });
        }
        reference.scales = reference.scales_with_steps();
        reference
    }

    /// The name of a skill: as the row gives it, else as the list of skills does.
    pub fn skill_name<'a>(&'a self, skill: &'a Referred) -> Option<&'a str> {
        let listed = || self.skills.get(&skill.id)?.name.as_deref();
        skill.name.as_deref().or_else(listed)
    }

    /// Whether the skill is of a type for certifications.
    pub fn is_certification(&self, row: &EmployeeSkill) -> bool {
        let by_type = || Some(self.types.get(&self.type_of(row)?.id)?.is_certification);
        row.is_certification.0.or_else(by_type).unwrap_or_default()
    }

    /// The level of an employee's skill, where the row gives one.
    pub fn level(&self, row: &EmployeeSkill) -> Option<passport::record::Level> {
        let level = row.skill_level_id.get()?;
        let listed = self.levels.get(&level.id);
        Some(passport::record::Level {
            value: level.name.clone().or_else(|| Some(listed?.name.clone()))?,
            position: position(row.level_progress.0).or_else(|| listed?.position),
            met_requirement: None,
            scale: self.scale(self.type_of(row)),
        })
    }

    /// The type of an employee's skill: as the row gives it, else by its skill or level.
    fn type_of(&self, row: &EmployeeSkill) -> Option<Referred> {
        let by_skill = || self.skills.get(&row.skill_id.get()?.id)?.type_id;
        let by_level = || Some(self.levels.get(&row.skill_level_id.get()?.id)?.type_id);
        let nameless = |id| Referred { id, name: None };
        row.skill_type_id
            .get()
            .cloned()
            .or_else(|| by_skill().or_else(by_level).map(nameless))
    }

    /// The scale of a skill type: with its steps where levels are delivered beside, else by name alone.
    fn scale(&self, of: Option<Referred>) -> Arc<Scale> {
        let Some(Referred { id, name }) = of else {
            return Arc::new(scale("skill-type".into(), String::new()));
        };
        let bare = || Arc::new(scale(scale_key(id), name.unwrap_or_else(|| self.type_name(id))));
        self.scales.get(&id).cloned().unwrap_or_else(bare)
    }

    fn scales_with_steps(&self) -> BTreeMap<i64, Arc<Scale>> {
        let mut levels: Vec<_> = self.levels.iter().collect();
        levels.sort_by(|(a_id, a), (b_id, b)| {
            let place = |level: &Level| level.position.unwrap_or(f64::INFINITY);
            place(a).total_cmp(&place(b)).then(a_id.cmp(b_id))
        });
        let mut scales: BTreeMap<i64, Scale> = BTreeMap::new();
        for (
            _,
            Level {
                name,
                type_id,
                position,
            },
        ) in levels
        {
            let scale = scales
                .entry(*type_id)
                .or_insert_with(|| scale(scale_key(*type_id), self.type_name(*type_id)));
            scale.steps.push(ScaleStep {
                code: name.clone(),
                label: name.clone(),
                position: *position,
                ..ScaleStep::default()
            });
        }
        scales.into_iter().map(|(id, scale)| (id, Arc::new(scale))).collect()
    }

    fn type_name(&self, id: i64) -> String {
        self.types.get(&id).and_then(|of| of.name.clone()).unwrap_or_default()
    }

    fn take_type(&mut self, row: &Row) {
        if let Ok(Named {
            name, is_certification, ..
        }) = row.shape()
        {
            let is_certification = is_certification.0.unwrap_or_default();
            self.types.insert(
                row.id,
                Type {
                    name: name.0,
                    is_certification,
                },
            );
        }
    }

    fn take_skill(&mut self, row: &Row) {
        if let Ok(Named {
            name, skill_type_id, ..
        }) = row.shape()
        {
            self.skills.insert(
                row.id,
                Skill {
                    name: name.0,
                    type_id: skill_type_id.get().map(|of| of.id),
                },
            );
        }
    }

    fn take_level(&mut self, row: &Row) {
        if let Ok(SkillLevel {
            name: Text(Some(name)),
            skill_type_id,
            level_progress,
        }) = row.shape()
        {
            let Some(Referred {
                id: type_id,
                name: type_name,
            }) = skill_type_id.0
            else {
                return;
            };
            self.levels.insert(
                row.id,
                Level {
                    name,
                    type_id,
                    position: position(level_progress.0),
                },
            );
            let is_certification = false;
            self.types.entry(type_id).or_insert(Type {
                name: type_name,
                is_certification,
            });
        }
    }
}

fn scale_key(type_id: i64) -> String {
    format!("skill-type-{type_id}")
}

fn scale(key: String, name: String) -> Scale {
    Scale {
        key,
        name,
        direction: Direction::Ascending,
        ..Scale::default()
    }
}

/// Odoo's progress in percent as a position from 0 to 1.
fn position(progress: Option<f64>) -> Option<f64> {
    progress
        .filter(|percent| (0.0..=100.0).contains(percent))
        .map(|percent| percent / 100.0)
}
