//! Skills in another vocabulary: the rules translate (`passport/src/skill/translate/`), here they get what they work with.

mod said;

use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::mappings::Mappings;
use crate::store::reference::Reference;
use passport::skill::translate::{Translator, Vocabularies};
pub use said::said;
use std::sync::Arc;

/// What translations work with: one state of the vocabularies and of the mappings between them.
#[derive(Clone)]
pub struct Translating {
    /// The vocabularies.
    pub reference: Arc<Reference>,
    /// The mappings that hold.
    pub mappings: Arc<Mappings>,
}

/// Reads what translations work with.
pub async fn translating(hub: &Hub) -> Result<Translating, StoreError> {
    let reference = hub.fresh_reference().await?;
    let mappings = Mappings::load(&hub.db, |concept| reference.vocabulary(concept)).await?;
    Ok(Translating {
        reference,
        mappings: Arc::new(mappings),
    })
}

impl Translating {
    /// Translates into the vocabulary with this key; none where there is none. Labels are wanted in this language.
    pub fn translator<'t>(&'t self, key: &str, language: &'t str) -> Option<Translator<'t, Reference>> {
        let to = self.reference.vocabularies.values().find(|row| row.key == key)?;
        Some(Translator {
            graph: self.mappings.graph(),
            vocabularies: &*self.reference,
            to: to.id,
            language,
        })
    }
}
