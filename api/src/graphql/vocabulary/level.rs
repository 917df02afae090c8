//! Where a concept stands as a whole, such as the job zone of an occupation.

use crate::store::reference::VocabularyScale;
use async_graphql::{Description, Object};
use std::sync::Arc;

/// A place on a scale of a vocabulary.
#[derive(Description)]
pub struct ConceptLevel {
    scale: Arc<VocabularyScale>,
    value: f64,
}

impl ConceptLevel {
    /// A number on a scale.
    pub fn new(scale: &Arc<VocabularyScale>, value: f64) -> Self {
        ConceptLevel {
            scale: Arc::clone(scale),
            value,
        }
    }
}

#[Object(use_type_description)]
impl ConceptLevel {
    /// The scale's short name in its vocabulary; O*NET: `JZ` for job zones.
    async fn key(&self) -> &str {
        &self.scale.row.key
    }

    /// The scale's name.
    async fn scale(&self) -> &str {
        &self.scale.row.name
    }

    /// The number on it.
    async fn value(&self) -> f64 {
        self.value
    }

    /// What the number is called in a language; in English, or any, where that has no name for it.
    async fn label(
        &self,
        #[graphql(desc = "BCP 47, such as \"fr\".", default_with = "Some(\"en\".to_owned())")] language: Option<String>,
    ) -> Option<&str> {
        self.scale.label(self.value, language.as_deref().unwrap_or("en"))
    }
}
