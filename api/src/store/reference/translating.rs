//! The vocabularies in memory, as translations ask of them.

use super::Vocabularies;
use super::concept::{Rank, RelationKind};
use passport::skill::translate::{self, Label, choose};
use uuid::Uuid;

impl translate::Vocabularies for Vocabularies {
    fn vocabulary(&self, concept: Uuid) -> Option<Uuid> {
        Some(self.concepts.get(&concept)?.row.vocabulary_id)
    }

    fn broader(&self, concept: Uuid) -> Vec<Uuid> {
        let Some(concept) = self.concepts.get(&concept) else {
            return Vec::new();
        };
        let up = concept
            .relations
            .iter()
            .filter(|relation| relation.kind == RelationKind::Broader);
        up.map(|relation| relation.to).collect()
    }

    fn replaced_by(&self, concept: Uuid) -> Option<Uuid> {
        let row = &self.concepts.get(&concept)?.row;
        let unused = row.status == "deprecated" || row.until.is_some();
        row.replaced_by.filter(|_| unused)
    }

    fn label(&self, concept: Uuid, language: &str) -> Option<Label> {
        let concept = self.concepts.get(&concept)?;
        let own = self.by_id.get(&concept.row.vocabulary_id);
        let own = own.map_or("en", |vocabulary| vocabulary.language.as_str());
        let preferred = concept.labels.iter().filter(|label| label.rank == Rank::Preferred);
        choose(preferred.map(|label| (&*label.language, &*label.text)), language, own)
    }
}
