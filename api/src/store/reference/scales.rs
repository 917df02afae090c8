//! The scales that vocabularies declare, in memory: levels of concepts stand on them, and claims may name them.

use crate::store::scales::ENDS;
use crate::store::{Db, StoreError};
use entity::{scale, scale_level};
use passport::level::PublishedScales;
use passport::record::{Direction, Scale, ScaleStep};
use passport::skill::comparable_uri;
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait};
use serde_json::Value;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use uuid::Uuid;

/// The longest name that is looked for.
const LONGEST: usize = 2_000;

/// A scale of a vocabulary with its levels, the lowest first.
#[derive(Debug)]
pub struct VocabularyScale {
    /// Its row.
    pub row: scale::Model,
    /// Its levels.
    pub levels: Vec<scale_level::Model>,
}

/// The scales of all vocabularies.
#[derive(Debug, Default)]
pub(super) struct Scales {
    by_key: HashMap<(Uuid, String), Arc<VocabularyScale>>,
    /// By URI and identifier; none where several are called so, and are not the same.
    published: HashMap<String, Option<Arc<Scale>>>,
}

impl Scales {
    /// Reads them; two statements.
    pub(super) async fn load(db: &Db) -> Result<Self, StoreError> {
        let mut levels: HashMap<Uuid, Vec<scale_level::Model>> = HashMap::new();
        let rows = scale_level::Entity::find()
            .join(JoinType::InnerJoin, scale_level::Relation::Scale.def())
            .filter(scale::Column::VocabularyId.is_not_null())
            .order_by_asc(scale_level::Column::Rank);
        for row in rows.all(db.conn()).await? {
            levels.entry(row.scale_id).or_default().push(row);
        }
        let mut all = Scales::default();
        let rows = scale::Entity::find().filter(scale::Column::VocabularyId.is_not_null());
        for row in rows.all(db.conn()).await? {
            let levels = levels.remove(&row.id).unwrap_or_default();
            all.add(VocabularyScale { row, levels });
        }
        Ok(all)
    }

    fn add(&mut self, scale: VocabularyScale) {
        let Some(vocabulary) = scale.row.vocabulary_id else {
            return;
        };
        let published = Arc::new(scale.as_declared());
        let names = [scale.row.uri.as_deref(), Some(&*scale.row.key)];
        for name in names.into_iter().flatten().filter_map(unmistakable) {
            match self.published.entry(name) {
                Entry::Vacant(free) => {
                    free.insert(Some(Arc::clone(&published)));
                }
                Entry::Occupied(mut taken) => {
                    if taken.get().as_ref().is_none_or(|other| **other != *published) {
                        taken.insert(None);
                    }
                }
            }
        }
        self.by_key.insert((vocabulary, scale.row.key.clone()), Arc::new(scale));
    }

    /// The scale that the vocabulary calls so.
    pub(super) fn of(&self, vocabulary: Uuid, key: &str) -> Option<&Arc<VocabularyScale>> {
        self.by_key.get(&(vocabulary, key.to_owned()))
    }
}

impl PublishedScales for Scales {
    fn scale(&self, name: &str) -> Option<&Arc<Scale>> {
        self.published.get(&unmistakable(name)?)?.as_ref()
    }
}

/// A name that means one scale wherever it stands, in comparable form: a URI or a UUID. Keys such as *IM* do not.
fn unmistakable(name: &str) -> Option<String> {
    let name = Some(name.trim()).filter(|name| name.len() <= LONGEST)?;
    if let Ok(id) = Uuid::parse_str(name) {
        return Some(id.hyphenated().to_string());
    }
    let uri = name.contains("://") || name.starts_with("urn:");
    uri.then(|| comparable_uri(name).to_owned())
}

impl VocabularyScale {
    /// The scale as a source might declare it.
    fn as_declared(&self) -> Scale {
        let ends = self.ends();
        Scale {
            key: self.row.key.clone(),
            name: self.row.name.clone(),
            published: self.row.uri.clone(),
            direction: match self.row.direction.as_str() {
                "descending" => Direction::Descending,
                _ => Direction::Ascending,
            },
            min: ends.and_then(|ends| ends.value_min),
            max: ends.and_then(|ends| ends.value_max),
            steps: self.steps().map(step).collect(),
            ..Scale::default()
        }
    }

    /// What a number on it is called in a language, in English, or in any; none where it is no step.
    pub fn label(&self, value: f64, language: &str) -> Option<&str> {
        let step = self.steps().find(|step| step.value_min == Some(value))?;
        word(&step.labels, language)
    }

    fn ends(&self) -> Option<&scale_level::Model> {
        self.levels.iter().find(|level| is_ends(level))
    }

    fn steps(&self) -> impl Iterator<Item = &scale_level::Model> {
        self.levels.iter().filter(|level| !is_ends(level))
    }
}

fn is_ends(level: &scale_level::Model) -> bool {
    level.code == ENDS && level.labels.as_object().is_none_or(serde_json::Map::is_empty)
}

fn step(level: &scale_level::Model) -> ScaleStep {
    ScaleStep {
        code: level.code.clone(),
        label: word(&level.labels, "en").unwrap_or(&level.code).to_owned(),
        position: None,
        min: level.value_min,
        max: level.value_max,
    }
}

fn word<'w>(labels: &'w Value, language: &str) -> Option<&'w str> {
    let labels = labels.as_object()?;
    let in_language = |language: &str| labels.get(language)?.as_str();
    in_language(language)
        .or_else(|| in_language("en"))
        .or_else(|| labels.values().find_map(Value::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(vocabulary: u128, key: &str, uri: Option<&str>, name: &str) -> VocabularyScale {
        let row = scale::Model {
            id: Uuid::from_u128(vocabulary),
            source_id: None,
            vocabulary_id: Some(Uuid::from_u128(vocabulary)),
            key: key.into(),
            uri: uri.map(Into::into),
            name: name.into(),
            direction: "ascending".into(),
            kind: "steps".into(),
            created_at: chrono::DateTime::UNIX_EPOCH,
        };
        VocabularyScale { row, levels: vec![] }
    }

    #[test]
    fn scales_are_found_by_what_means_no_other() {
        let id = "0f8fad5b-d9cb-469f-a165-70867728950e";
        let mut all = Scales::default();
        all.add(scale(1, id, Some("https://case.example/criteria/1"), "Hygiene"));
        all.add(scale(1, "IM", None, "Importance"));
        let found = |name: &str| all.scale(name).map(|scale| scale.name.clone());
        for name in [
            id,
            &id.to_uppercase(),
            &format!("urn:uuid:{id}"),
            "https://case.example/criteria/1",
            "http://case.example/criteria/1/",
        ] {
            assert_eq!(found(name).as_deref(), Some("Hygiene"), "{name}");
        }
        for name in ["IM", "", "Hygiene", "https://case.example/criteria/2"] {
            assert_eq!(found(name), None, "{name}");
        }
        all.add(scale(2, id, None, "Another"));
        assert_eq!(all.scale(id), None, "two that differ are none");
        assert!(all.scale("https://case.example/criteria/1").is_some());
    }
}
