//! A received term meets a concept: by URI, by code, or by a normalised label; else it stays untranslated and visible.

use super::mapping::Relation;
use super::normalise::normalise;
use super::own_names::english_names;
use crate::record::{Term, words};
use uuid::Uuid;

/// The vocabularies at hand, as the rules ask of them.
pub trait Concepts {
    /// The concept with this URI.
    fn by_uri(&self, uri: &str) -> Option<Uuid>;
    /// The concept with this code in this vocabulary.
    fn by_code(&self, vocabulary: &str, code: &str) -> Option<Uuid>;
    /// The concepts that carry this normalised label as preferred (`true`) or other label.
    fn by_label(&self, normalised: &str) -> &[(Uuid, bool)];
    /// Whether a label of the concept is written just so.
    fn is_written(&self, concept: Uuid, label: &str) -> bool;
    /// Whether the concept is what is looked for.
    fn is(&self, concept: Uuid, wanted: Wanted) -> bool;
    /// Whether the concept belongs to the vocabulary that the hub translates into.
    fn is_pivot(&self, concept: Uuid) -> bool;
    /// The strongest reviewed or published mapping from this concept into the pivot vocabulary.
    fn to_pivot(&self, concept: Uuid) -> Option<MappingEdge>;
}

/// What a term is taken for: a job title is no skill of that name, and a heading is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// A skill, knowledge, ability or the like.
    Skill,
    /// An occupation.
    Occupation,
}

/// A mapping between two concepts, as far as the rules need it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MappingEdge {
    /// The mapping's own id.
    pub id: Uuid,
    /// The concept mapped to.
    pub to: Uuid,
    /// How the two relate.
    pub relation: Relation,
    /// How sure the mapping is, 0 to 1.
    pub confidence: f64,
}

/// How a term met its concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// By the concept's URI.
    Uri,
    /// By the concept's code in the framework named.
    Code,
    /// Somebody decided it.
    Reviewed,
    /// By the preferred label.
    PreferredLabel,
    /// By an alternative label.
    AlternativeLabel,
}

words!(Method {
    Uri => "uri", Code => "code", Reviewed => "reviewed", PreferredLabel => "preferred_label", AlternativeLabel => "alternative_label",
});

/// A term and the concept it met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meeting {
    /// The concept.
    pub concept: Uuid,
    /// How they relate.
    pub relation: Relation,
    /// How they met.
    pub method: Method,
    /// How sure, 0 to 1.
    pub confidence: f64,
    /// The mapping that led on into the pivot vocabulary, where one did.
    pub mapping: Option<Uuid>,
}

/// The concept that a term means; none where nothing is certain enough. A label shared by two concepts means neither.
pub fn meet(term: &Term, wanted: Wanted, concepts: &dyn Concepts) -> Option<Meeting> {
    let (concept, method, confidence) = directly(term, wanted, concepts)?;
    let here = Meeting {
        concept,
        relation: Relation::Exact,
        method,
        confidence,
        mapping: None,
    };
    Some(onwards(here, concepts))
}

fn directly(term: &Term, wanted: Wanted, concepts: &dyn Concepts) -> Option<(Uuid, Method, f64)> {
    let (concept, method, confidence) = match by_name(term, concepts) {
        ByName::Met(concept, method) => (concept, method, 1.0),
        ByName::Another => return None,
        ByName::Unknown => by_words(term.label.as_deref()?, wanted, concepts)?,
    };
    concepts.is(concept, wanted).then_some((concept, method, confidence))
}

/// What a term's URI and code come to.
enum ByName {
    /// A concept.
    Met(Uuid, Method),
    /// A thing that no vocabulary holds; no namesake is meant.
    Another,
    /// Nothing: the label is left to be tried.
    Unknown,
}

fn by_name(term: &Term, concepts: &dyn Concepts) -> ByName {
    let framework = term.framework.as_deref().map(framework_key);
    let uri = term
        .uri
        .as_deref()
        .or(term.code.as_deref().filter(|code| code.contains("://")));
    if let Some(concept) = uri.and_then(|uri| concepts.by_uri(uri)) {
        return ByName::Met(concept, Method::Uri);
    }
    let by_code = || concepts.by_code(framework.as_deref()?, term.code.as_deref()?);
    if let Some(concept) = by_code() {
        return ByName::Met(concept, Method::Code);
    }
    // A URI in a framework of its own means that very thing and not a namesake elsewhere. A code there is a local name, as
    // the label is, and leaves the label to be tried.
    if uri.is_some() && framework.as_deref().is_some_and(|key| !matches!(key, "esco" | "onet")) {
        return ByName::Another;
    }
    ByName::Unknown
}

/// By the label; where nothing is called so, and a language calls itself so, by what that is called in English. It has to
/// be written so: *polski* is *Polish*, and not to polish.
fn by_words(label: &str, wanted: Wanted, concepts: &dyn Concepts) -> Option<(Uuid, Method, f64)> {
    let in_english = |name: &&str| {
        let met = by_label(&normalise(name), wanted, concepts)?;
        concepts.is_written(met.0, name).then(|| by_another_name(met.0))
    };
    let normalised = normalise(label);
    let names = || english_names(label).iter().find_map(in_english);
    by_label(&normalised, wanted, concepts).or_else(|| {
        let nobodys = concepts.by_label(&normalised).is_empty();
        nobodys.then(names).flatten()
    })
}

fn by_label(label: &str, wanted: Wanted, concepts: &dyn Concepts) -> Option<(Uuid, Method, f64)> {
    if label.is_empty() {
        return None;
    }
    let found = concepts.by_label(label);
    let pick = |preferred: bool, pivot: bool| {
        let mut hits = found
            .iter()
            .filter(|(c, p)| *p == preferred && concepts.is_pivot(*c) == pivot && concepts.is(*c, wanted))
            .map(|(c, _)| *c);
        let first = hits.next()?;
        hits.all(|other| other == first).then_some(first)
    };
    let preferred = |c| (c, Method::PreferredLabel, 0.95);
    pick(true, true)
        .map(preferred)
        .or_else(|| pick(false, true).map(by_another_name))
        .or_else(|| pick(true, false).map(preferred))
        .or_else(|| pick(false, false).map(by_another_name))
}

/// A concept met by a name that is not its preferred one, as is what a language calls itself.
fn by_another_name(concept: Uuid) -> (Uuid, Method, f64) {
    (concept, Method::AlternativeLabel, 0.85)
}

/// Follows an exact mapping into the pivot vocabulary, so that one skill is one concept whatever its source speaks.
/// Anything weaker than exact stays where it is: certainty is never raised in transit.
pub(super) fn onwards(here: Meeting, concepts: &dyn Concepts) -> Meeting {
    match concepts.to_pivot(here.concept) {
        Some(edge) if edge.relation == Relation::Exact => Meeting {
            concept: edge.to,
            relation: edge.relation,
            confidence: here.confidence * edge.confidence,
            mapping: Some(edge.id),
            ..here
        },
        _ => here,
    }
}

/// A framework's name as sources write it, as a vocabulary key: `O*NET-SOC` and `onetonline` are `onet`.
pub fn framework_key(name: &str) -> String {
    let letters: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    match letters.as_str() {
        key if key.starts_with("onet") => "onet".into(),
        key if key.starts_with("esco") => "esco".into(),
        _ => letters,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Shelf;
    const PYTHON: Uuid = Uuid::from_u128(1);
    const PROGRAMMING: Uuid = Uuid::from_u128(2);
    const ONET_PROGRAMMING: Uuid = Uuid::from_u128(3);
    const WELDER: Uuid = Uuid::from_u128(4);
    const WELDING: Uuid = Uuid::from_u128(5);
    const WELDING_GROUP: Uuid = Uuid::from_u128(6);
    const GERMAN: Uuid = Uuid::from_u128(7);
    const POLISHING: Uuid = Uuid::from_u128(8);

    impl Concepts for Shelf {
        fn by_uri(&self, uri: &str) -> Option<Uuid> {
            (uri == "http://esco/python").then_some(PYTHON)
        }
        fn by_code(&self, vocabulary: &str, code: &str) -> Option<Uuid> {
            (vocabulary == "onet" && code == "2.B.3.e").then_some(ONET_PROGRAMMING)
        }
        fn by_label(&self, label: &str) -> &[(Uuid, bool)] {
            match label {
                "python" => &[(PYTHON, false)],
                "python computer programming" => &[(PYTHON, true)],
                "coding" => &[(PYTHON, false), (PROGRAMMING, false)],
                "programming" => &[(ONET_PROGRAMMING, true)],
                "german" => &[(GERMAN, true)],
                "polish" => &[(POLISHING, false)],
                "français" => &[(PYTHON, false), (PROGRAMMING, false)],
                "welding" => &[(WELDER, true), (WELDING, true), (WELDING_GROUP, true)],
                _ => &[],
            }
        }
        fn is_written(&self, concept: Uuid, label: &str) -> bool {
            (concept == GERMAN && label == "German") || (concept == POLISHING && label == "polish")
        }
        fn is(&self, concept: Uuid, wanted: Wanted) -> bool {
            match wanted {
                Wanted::Occupation => concept == WELDER,
                Wanted::Skill => concept != WELDER && concept != WELDING_GROUP,
            }
        }
        fn is_pivot(&self, concept: Uuid) -> bool {
            concept != ONET_PROGRAMMING
        }
        fn to_pivot(&self, concept: Uuid) -> Option<MappingEdge> {
            let exact = MappingEdge {
                id: Uuid::nil(),
                to: PROGRAMMING,
                relation: Relation::Exact,
                confidence: 0.9,
            };
            (concept == ONET_PROGRAMMING).then_some(exact)
        }
    }

    #[test]
    fn terms_meet_concepts_by_the_table() {
        let term = |label: &str, uri: &str, code: &str, framework: &str| {
            let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
            Term {
                label: some(label),
                uri: some(uri),
                code: some(code),
                framework: some(framework),
                language: None,
            }
        };
        for (term, expected) in [
            (
                term("anything", "http://esco/python", "", ""),
                Some((PYTHON, Method::Uri, 1.0)),
            ),
            (
                term("", "", "http://esco/python", "case"),
                Some((PYTHON, Method::Uri, 1.0)),
            ),
            (
                term("", "", "2.B.3.e", "O*NET-SOC"),
                Some((PROGRAMMING, Method::Code, 0.9)),
            ),
            (
                term("PYTHON", "", "", ""),
                Some((PYTHON, Method::AlternativeLabel, 0.85)),
            ),
            (
                term("Python (computer programming)", "", "", ""),
                Some((PYTHON, Method::PreferredLabel, 0.95)),
            ),
            (term("Python", "https://other.example/x", "", "College List"), None),
            (term("Python", "", "https://other.example/x", "College List"), None),
            (
                term("Python", "", "CL-17", "College List"),
                Some((PYTHON, Method::AlternativeLabel, 0.85)),
            ),
            (
                term("Python", "https://other.example/x", "", "ESCO"),
                Some((PYTHON, Method::AlternativeLabel, 0.85)),
            ),
            (
                term("Python", "https://other.example/x", "", ""),
                Some((PYTHON, Method::AlternativeLabel, 0.85)),
            ),
            (
                term("Python", "", "9.Z.9", "O*NET-SOC"),
                Some((PYTHON, Method::AlternativeLabel, 0.85)),
            ),
            (
                term("DEUTSCH", "", "", ""),
                Some((GERMAN, Method::AlternativeLabel, 0.85)),
            ),
            (term("polski", "", "", ""), None),
            (term("français", "", "", ""), None),
            (term("coding", "", "", ""), None),
            (term("kiosk repair", "", "", ""), None),
            (term("—", "", "", ""), None),
        ] {
            let met = meet(&term, Wanted::Skill, &Shelf).map(|m| (m.concept, m.method, m.confidence));
            assert_eq!(met, expected, "{term:?}");
        }
    }

    #[test]
    fn a_job_a_skill_and_a_heading_of_one_name_are_three_things() {
        let term = Term {
            label: Some("Welding".into()),
            ..Term::default()
        };
        for (wanted, expected) in [(Wanted::Skill, WELDING), (Wanted::Occupation, WELDER)] {
            assert_eq!(meet(&term, wanted, &Shelf).map(|met| met.concept), Some(expected));
        }
        let named = Term {
            uri: Some("http://esco/python".into()),
            ..term
        };
        assert_eq!(
            meet(&named, Wanted::Occupation, &Shelf),
            None,
            "a skill's URI is no occupation"
        );
    }
}
