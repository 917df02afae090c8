//! A label that is what a language calls itself is read as what the vocabulary calls the language.

use super::linker::Linker;
use crate::skill::normalise;
use crate::skill::own_names::english_names;

impl Linker {
    /// The label as it is to be read: where nothing is called so, and a language calls itself so, the English name that a
    /// concept has. It has to be written so: *polski* is *Polish*, and not to polish.
    pub(super) fn read_as<'l>(&self, label: &'l str) -> &'l str {
        let names = english_names(label);
        if names.is_empty() || !self.called(label).is_empty() {
            return label;
        }
        let written = |name: &str| self.called(name).iter().any(|entry| self.is_written(*entry, name));
        names.iter().copied().find(|name| written(name)).unwrap_or(label)
    }

    fn called(&self, label: &str) -> &[u32] {
        self.finding.exact(&normalise(label))
    }

    fn is_written(&self, entry: u32, name: &str) -> bool {
        let entry = self.index.entries.get(entry as usize);
        entry.is_some_and(|entry| *entry.text == *name)
    }
}

#[cfg(test)]
mod tests {
    use crate::skill::link::{Concept, Label, Linker, Method, Options, Rank};

    fn concept(name: &str, also: &[&str]) -> Concept {
        let label = |text: &str, rank| Label {
            text: text.to_owned(),
            language: "en".to_owned(),
            rank,
        };
        let mut labels = vec![label(name, Rank::Preferred)];
        labels.extend(also.iter().map(|text| label(text, Rank::Alternative)));
        Concept {
            uri: format!("urn:skill:{name}"),
            labels,
            ..Concept::default()
        }
    }

    #[test]
    fn a_language_is_linked_by_what_it_calls_itself_and_nothing_else_changes() {
        let mut concepts = vec![
            concept("German", &[]),
            concept("write German", &[]),
            concept("Greek", &[]),
            concept("Japanese", &["日本語"]),
            concept("Ukrainian cuisine", &["українська"]),
            concept("polish surfaces", &["polish"]),
            concept("teamwork", &[]),
        ];
        concepts.extend((0..20).map(|number| concept(&format!("skill number {number}"), &[])));
        let linker = Linker::build(&concepts, Options::default());
        let best = |label: &str| {
            let candidate = linker.link(label, 1).candidates.remove(0);
            let uri = concepts[candidate.concept].uri.trim_start_matches("urn:skill:");
            (uri.to_owned(), candidate.method, candidate.matched.to_string())
        };
        for (label, uri, method, matched) in [
            ("Deutsch", "German", Method::AlternativeLabel, "German"),
            ("DEUTSCH.", "German", Method::AlternativeLabel, "German"),
            ("German", "German", Method::PreferredLabel, "German"),
            ("Ελληνικά", "Greek", Method::AlternativeLabel, "Greek"),
            ("日本語", "Japanese", Method::AlternativeLabel, "日本語"),
            // What the vocabulary says itself goes before what a language calls itself.
            (
                "українська",
                "Ukrainian cuisine",
                Method::AlternativeLabel,
                "українська",
            ),
        ] {
            let expected = (uri.to_owned(), method, matched.to_owned());
            assert_eq!(best(label), expected, "{label}");
        }
        assert_eq!(linker.read_as("polski"), "polski", "nobody polishes by being Polish");
        for concept in &concepts {
            for label in &concept.labels {
                assert_eq!(linker.read_as(&label.text), label.text);
            }
        }
    }
}
