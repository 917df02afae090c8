//! What things are called that scopes name by their keys.

use super::Reference;
use passport::skill::Concepts;
use passport::words::Names;

impl Names for Reference {
    fn concept(&self, uri: &str, language: &str) -> Option<String> {
        let concept = self.concept(self.vocabularies.by_uri(uri)?)?;
        Some(concept.label(language).to_owned())
    }

    fn vocabulary(&self, key: &str) -> Option<String> {
        let known = self.vocabularies.by_key(key)?;
        Some(known.name.clone())
    }

    fn source(&self, key: &str) -> Option<String> {
        Some(self.source_by_key(key)?.name.clone())
    }
}
