//! What was decided on terms goes out as a mapping set: the words of sources, and the concepts that they mean.
//!
//! It is about words and nobody: who decided is told by their role alone, what they noted is left out, and so are terms that
//! too few people have, for these may be words about somebody.

use crate::caller::Whose;
use crate::flows::export_mappings::{named, set_of, source};
use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::reference::{Reference, Vocabularies};
use crate::store::terms::decided::{DecidedTerm, decided};
use adapters::sssom::{About, Found, Made, Mapping, MappingSet, Met, Named, People, Says};
use adapters::vocabulary::local_uri;
use entity::term;
use passport::counts::ENOUGH;
use passport::record::Place;
use passport::skill::{Concepts, Relation, normalise};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Decisions as a set.
#[derive(Debug, Clone)]
pub struct ExportedTerms {
    /// The set.
    pub set: MappingSet,
    /// Decisions left out because too few people have what the term names.
    pub rare: usize,
    /// Decisions left out because others say something else of terms that go by the same name.
    pub contradicted: usize,
    /// Decisions left out because what they speak of is not there: the concept, the source, or a vocabulary that the hub
    /// translates into.
    pub lost: usize,
}

/// The decisions that hold on terms, of one source or all.
pub async fn export_terms(hub: &Hub, whose: Whose, of: Option<Uuid>) -> Result<ExportedTerms, StoreError> {
    let reference = hub.fresh_reference().await?;
    let all = decided(&hub.db, whose, of).await?;
    let (common, rare): (Vec<_>, Vec<_>) = all.into_iter().partition(|term| term.people >= ENOUGH);
    let told: Vec<Mapping> = common.iter().filter_map(|term| mapping(&reference, term)).collect();
    let lost = common.len() - told.len();
    let (mappings, contradicted) = agreed(told);
    let set = MappingSet {
        about: About {
            id: Some(set_of(hub, "terms")),
            title: Some("What sources of a Passport Hub call skills, and what that means".into()),
            licence: Some("https://w3id.org/sssom/license/unspecified".into()),
            ..About::default()
        },
        mappings,
        ..MappingSet::default()
    };
    Ok(ExportedTerms {
        set,
        rare: rare.len(),
        contradicted,
        lost,
    })
}

/// Those of whose subject one thing is said, each once; and how many contradict each other.
fn agreed(mut all: Vec<Mapping>) -> (Vec<Mapping>, usize) {
    let before = all.len();
    let mut said: HashMap<String, Option<Says>> = HashMap::new();
    for mapping in &all {
        let says = said
            .entry(mapping.subject.uri.clone())
            .or_insert_with(|| Some(mapping.says.clone()));
        if says.as_ref().is_some_and(|says| *says != mapping.says) {
            *says = None;
        }
    }
    all.retain(|mapping| said.get(&mapping.subject.uri).is_some_and(Option::is_some));
    let contradicted = before - all.len();
    let mut seen = HashSet::new();
    all.retain(|mapping| seen.insert(mapping.subject.uri.clone()));
    (all, contradicted)
}

fn mapping(reference: &Reference, decided: &DecidedTerm) -> Option<Mapping> {
    let DecidedTerm { term, decision, .. } = decided;
    let key = &reference.sources.get(&term.source_id)?.key;
    let (says, vocabulary) = match decision.concept_id {
        Some(concept) => {
            let concept = reference
                .concept(concept)
                .filter(|concept| concept.row.until.is_none())?;
            let says = Says::Relates {
                object: named(concept),
                relation: Relation::from_word(&decision.relation)?,
                denied: false,
            };
            (says, concept.row.vocabulary_id)
        }
        None => (Says::NoMatch, pivot(reference)?),
    };
    Some(Mapping {
        place: Place::default(),
        subject: subject(&reference.vocabularies, key, term)?,
        says,
        justification: "semapv:ManualMappingCuration".into(),
        made: Made {
            reviewers: People {
                ids: Vec::new(),
                names: role(&decision.decided_by).into_iter().collect(),
            },
            reviewed_on: Some(decision.recorded_at.date_naive()),
            ..Made::default()
        },
        subject_source: Found {
            source: Some(format!("local:{key}")),
            version: None,
        },
        object_source: source(&reference.vocabularies, Some(vocabulary)),
        confidence: None,
        met: Met::default(),
        see_also: Vec::new(),
        comment: None,
    })
}

/// A term by its own URI; else as a list of the source's calls it that is loaded under its key; else by its code, else its
/// label, as such a list would. A framework goes before, for the same code is another thing in each.
fn subject(vocabularies: &Vocabularies, source: &str, term: &term::Model) -> Option<Named> {
    let own = [&term.uri, &term.code]
        .into_iter()
        .flatten()
        .find(|text| text.contains("://"));
    let uri = match own.cloned().or_else(|| listed(vocabularies, source, term)) {
        Some(uri) => uri,
        None => {
            let name = term.code.as_deref().or(term.label.as_deref())?;
            match term.framework.as_deref() {
                Some(framework) => local_uri(source, &format!("{framework} {name}")),
                None => local_uri(source, name),
            }
        }
    };
    Some(Named {
        uri,
        label: term.label.clone(),
    })
}

/// The URI of the one concept of the source's own list that has the term's code, else its label. A term of a framework is of
/// no such list.
fn listed(vocabularies: &Vocabularies, source: &str, term: &term::Model) -> Option<String> {
    let list = vocabularies.by_key(source)?;
    let of_list = |id: &Uuid| {
        let concept = vocabularies.concepts.get(id)?;
        (concept.row.vocabulary_id == list.id && concept.row.until.is_none()).then_some(concept)
    };
    let found = match (&term.framework, &term.code, &term.label) {
        (Some(_), ..) => None,
        (None, Some(code), _) => of_list(&vocabularies.by_code(source, code)?),
        (None, None, label) => {
            let carriers = vocabularies.by_label(&normalise(label.as_deref()?));
            let called = |preferred: bool| {
                let mut those = carriers.iter().filter(|(_, rank)| *rank == preferred);
                let mut those = those.by_ref().filter_map(|(id, _)| of_list(id));
                those.next().filter(|_| those.next().is_none())
            };
            called(true).or_else(|| called(false))
        }
    };
    found.map(|concept| concept.row.uri.clone())
}

/// In which vocabulary a term that means nothing has no match: that which the hub translates into.
fn pivot(reference: &Reference) -> Option<Uuid> {
    let pivot = reference.vocabularies.by_id.values().find(|row| row.pivot);
    pivot.map(|row| row.id)
}

/// The role of whoever decided, as in `steward:…`.
fn role(decided_by: &str) -> Option<String> {
    let (role, _) = decided_by.split_once(':')?;
    Some(role.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(framework: Option<&str>, code: Option<&str>, label: &str) -> term::Model {
        term::Model {
            id: Uuid::nil(),
            source_id: Uuid::nil(),
            key: String::new(),
            label: Some(label.to_owned()),
            code: code.map(str::to_owned),
            uri: None,
            framework: framework.map(str::to_owned),
            language: None,
            concept_id: None,
            relation: None,
            method: None,
            confidence: None,
            mapping_id: None,
            first_seen_at: chrono::DateTime::UNIX_EPOCH,
        }
    }

    fn mapping(subject: &str, object: &str) -> Mapping {
        let named = |uri: &str| Named {
            uri: uri.to_owned(),
            label: None,
        };
        Mapping {
            place: Place::default(),
            subject: named(subject),
            says: Says::Relates {
                object: named(object),
                relation: Relation::Exact,
                denied: false,
            },
            justification: "semapv:ManualMappingCuration".into(),
            made: Made::default(),
            subject_source: Found::default(),
            object_source: Found::default(),
            confidence: None,
            met: Met::default(),
            see_also: Vec::new(),
            comment: None,
        }
    }

    #[test]
    fn the_same_code_of_two_frameworks_names_two_terms() {
        for (term, uri) in [
            (term(None, Some("1"), "Listening"), "local:hr/1"),
            (term(Some("Care"), Some("1"), "Listening"), "local:hr/care-1"),
            (term(Some("IT"), Some("1"), "Coding"), "local:hr/it-1"),
            (term(Some("IT"), None, "Coding"), "local:hr/it-coding"),
            (term(None, None, "Coding"), "local:hr/coding"),
        ] {
            assert_eq!(subject(&Vocabularies::default(), "hr", &term).unwrap().uri, uri);
        }
    }

    #[test]
    fn of_one_subject_one_thing_is_said_or_nothing() {
        let all = vec![
            mapping("a", "x"),
            mapping("b", "x"),
            mapping("a", "y"),
            mapping("a", "x"),
            mapping("c", "z"),
            mapping("c", "z"),
        ];
        let (left, contradicted) = agreed(all);
        assert_eq!((left, contradicted), (vec![mapping("b", "x"), mapping("c", "z")], 3));
    }
}
