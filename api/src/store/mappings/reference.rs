//! The vocabularies in memory, as translations ask of them.

use crate::store::reference::Reference;
use passport::skill::translate::{Label, Vocabularies, choose};
use uuid::Uuid;

impl Vocabularies for Reference {
    fn vocabulary(&self, concept: Uuid) -> Option<Uuid> {
        Some(self.concepts.get(&concept)?.row.vocabulary_id)
    }

    fn broader(&self, concept: Uuid) -> Vec<Uuid> {
        let Some(concept) = self.concepts.get(&concept) else {
            return Vec::new();
        };
        let up = concept.relations.iter().filter(|relation| relation.kind == "broader");
        up.map(|relation| relation.to_id).collect()
    }

    fn label(&self, concept: Uuid, language: &str) -> Option<Label> {
        let concept = self.concepts.get(&concept)?;
        let own = self.vocabularies.get(&concept.row.vocabulary_id);
        let own = own.map_or("en", |vocabulary| vocabulary.language.as_str());
        let preferred = concept.labels.iter().filter(|label| label.kind == "preferred");
        choose(preferred.map(|label| (&*label.language, &*label.text)), language, own)
    }
}
