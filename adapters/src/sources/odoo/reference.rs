//! What other rows refer to: skill types, skills and levels, where they are delivered beside.

use super::answer::Answer;
use super::model::Model;
use super::row::Row;
use super::wire::{Named, Referred, SkillLevel};
use passport::record::{Direction, Scale, ScaleStep};
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
    progress: Option<f64>,
}

impl Reference {
    /// Gathers the lists of all answers; their rows are checked, and rejected, when they are read in their turn.
    pub fn of<'a>(answers: impl Iterator<Item = &'a Answer<'a>>) -> Self {
        let mut reference = Reference::default();
        for answer in answers {
            for row in answer.rows.iter().filter_map(|raw| Row::open(answer.place.clone(), raw).ok()) {
                reference.take(answer.model, &row);
            }
        }
        reference.scales = reference.levels.values().map(|level| level.type_id).map(|id| (id, reference.scale_of(id))).collect();
        reference
    }

    fn take(&mut self, model: Option<Model>, row: &Row) {
        match model {
            Some(Model::SkillType) => self.take_type(row),
            Some(Model::Skill) => self.take_skill(row),
            Some(Model::SkillLevel) => self.take_level(row),
            _ => {}
        }
    }

    fn take_type(&mut self, row: &Row) {
        if let Ok(Named { name, is_certification, .. }) = row.shape() {
            let is_certification = is_certification.0.unwrap_or_default();
            self.types.insert(row.id, Type { name: name.0, is_certification });
        }
    }

    fn take_skill(&mut self, row: &Row) {
        if let Ok(Named { name, skill_type_id, .. }) = row.shape() {
            self.skills.insert(row.id, Skill { name: name.0, type_id: skill_type_id.get().map(|of| of.id) });
        }
    }

    fn take_level(&mut self, row: &Row) {
        if let Ok(SkillLevel { name: super::wire::Text(Some(name)), skill_type_id, level_progress }) = row.shape() {
            let Some(Referred { id: type_id, name: type_name }) = skill_type_id.0 else { return };
            self.levels.insert(row.id, Level { name, type_id, progress: position(level_progress.0) });
            let is_certification = false;
            self.types.entry(type_id).or_insert(Type { name: type_name, is_certification });
        }
    }
}
