//! What the names in a JSON-LD document stand for.

use serde_json::{Map, Value};
use std::collections::HashMap;

/// The vocabularies whose names are understood, with the prefixes that they are known by here.
const KNOWN: [(&str, &str); 6] = [
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
];

/// Names that documents use without prefix, and what they usually stand for.
const USUAL: &[(&str, &str)] = &[
    ("id", "@id"),
    ("type", "@type"),
    ("Concept", "skos:Concept"),
    ("ConceptScheme", "skos:ConceptScheme"),
    ("prefLabel", "skos:prefLabel"),
    ("altLabel", "skos:altLabel"),
    ("hiddenLabel", "skos:hiddenLabel"),
    ("definition", "skos:definition"),
    ("scopeNote", "skos:scopeNote"),
    ("note", "skos:note"),
    ("notation", "skos:notation"),
    ("broader", "skos:broader"),
    ("narrower", "skos:narrower"),
    ("related", "skos:related"),
    ("exactMatch", "skos:exactMatch"),
    ("closeMatch", "skos:closeMatch"),
    ("broadMatch", "skos:broadMatch"),
    ("narrowMatch", "skos:narrowMatch"),
    ("relatedMatch", "skos:relatedMatch"),
    ("description", "dct:description"),
    ("title", "dct:title"),
    ("license", "dct:license"),
    ("publisher", "dct:publisher"),
    ("isReplacedBy", "dct:isReplacedBy"),
    ("deprecated", "owl:deprecated"),
    ("versionInfo", "owl:versionInfo"),
];

/// Names and prefixes of one document.
#[derive(Debug, Default)]
pub(super) struct Context {
    terms: HashMap<String, String>,
    /// The language of texts that say none.
    pub(super) language: Option<String>,
    /// Whether a part of it is only named by its address.
    pub(super) is_elsewhere: bool,
}

impl Context {
    /// From the `@context` of a document.
    pub(super) fn of(value: Option<&Value>) -> Self {
        let mut context = Context::default();
        for part in super::each(value) {
            match part {
                Value::String(_) => context.is_elsewhere = true,
                Value::Object(terms) => context.learn(terms),
                _ => {}
            }
        }
        context
    }

    fn learn(&mut self, terms: &Map<String, Value>) {
        for (term, meaning) in terms {
            match meaning.as_str().or_else(|| meaning.get("@id")?.as_str()) {
                Some(language) if term == "@language" => self.language = Some(language.to_owned()),
                Some(meaning) => drop(self.terms.insert(term.clone(), meaning.to_owned())),
                None => {}
            }
        }
    }

    /// An address in full: prefixes of the document are written out, those of the known vocabularies in their usual form.
    pub(super) fn expanded(&self, name: &str) -> String {
        let full = self.full(name, 0);
        for (prefix, base) in KNOWN {
            if let Some(local) = full.strip_prefix(base) {
                return format!("{prefix}:{local}");
            }
        }
        let usual = USUAL.iter().find(|(term, _)| *term == full);
        usual.map_or(full, |(_, meaning)| (*meaning).to_owned())
    }

    /// Terms may stand for terms; a chain of them ends somewhere.
    fn full(&self, name: &str, depth: usize) -> String {
        if depth > 4 {
            return name.to_owned();
        }
        if let Some(meaning) = self.terms.get(name).filter(|meaning| *meaning != name) {
            return self.full(meaning, depth + 1);
        }
        match name.split_once(':') {
            Some((prefix, local)) if !local.starts_with("//") => match self.terms.get(prefix) {
                Some(base) => self.full(base, depth + 1) + local,
                None => name.to_owned(),
            },
            _ => name.to_owned(),
        }
    }

    /// A node with its names in their usual form.
    pub(super) fn named(&self, node: Map<String, Value>) -> Map<String, Value> {
        node.into_iter()
            .map(|(name, value)| (self.expanded(&name), value))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Context;
    use serde_json::json;

    #[test]
    fn names_are_understood_in_all_usual_forms() {
        let context = Context::of(Some(&json!([
            "https://example.org/context.jsonld",
            {"core": "http://www.w3.org/2004/02/skos/core#", "label": "core:prefLabel", "wider": {"@id": "core:broader"},
             "ex": "https://example.org/", "@language": "de", "loop": "loop2", "loop2": "loop"}
        ])));
        assert!(context.is_elsewhere);
        assert_eq!(context.language.as_deref(), Some("de"));
        for (name, usual) in [
            ("http://www.w3.org/2004/02/skos/core#prefLabel", "skos:prefLabel"),
            ("core:altLabel", "skos:altLabel"),
            ("label", "skos:prefLabel"),
            ("wider", "skos:broader"),
            ("prefLabel", "skos:prefLabel"),
            ("skos:notation", "skos:notation"),
            ("ex:welding", "https://example.org/welding"),
            ("https://example.org/x", "https://example.org/x"),
            ("id", "@id"),
            ("@type", "@type"),
            ("other", "other"),
        ] {
            assert_eq!(context.expanded(name), usual, "{name}");
        }
        assert!(context.expanded("loop").starts_with("loop"));
    }
}
