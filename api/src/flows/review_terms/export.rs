//! What was decided on terms goes out as a mapping set: the words of sources, and the concepts that they mean.
//!
//! It is about words and nobody: who decided is told by their role alone, what they noted is left out, and so are terms that
//! too few people have, for these may be words about somebody.

use crate::caller::Whose;
use crate::flows::export_mappings::{named, source};
use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::reference::Reference;
use crate::store::terms::decided::{DecidedTerm, decided};
use adapters::sssom::{About, Found, Made, Mapping, MappingSet, Met, Named, People, Says};
use adapters::vocabulary::local_uri;
use entity::term;
use passport::counts::ENOUGH;
use passport::record::Place;
use passport::skill::Relation;
use uuid::Uuid;

/// Decisions as a set.
#[derive(Debug, Clone)]
pub struct ExportedTerms {
    /// The set.
    pub set: MappingSet,
    /// Decisions left out because too few people have what the term names.
    pub rare: usize,
}

/// The decisions that hold on terms, of one source or all.
pub async fn export_terms(hub: &Hub, whose: Whose, of: Option<Uuid>) -> Result<ExportedTerms, StoreError> {
    let reference = hub.fresh_reference().await?;
    let all = decided(&hub.db, whose, of).await?;
    let (common, rare): (Vec<_>, Vec<_>) = all.into_iter().partition(|term| term.people >= ENOUGH);
    let set = MappingSet {
        about: About {
            id: Some("urn:passport-hub:terms".into()),
            title: Some("What sources of a Passport Hub call skills, and what that means".into()),
            licence: Some("https://w3id.org/sssom/license/unspecified".into()),
            ..About::default()
        },
        mappings: common.iter().filter_map(|term| mapping(&reference, term)).collect(),
        ..MappingSet::default()
    };
    Ok(ExportedTerms { set, rare: rare.len() })
}

fn mapping(reference: &Reference, decided: &DecidedTerm) -> Option<Mapping> {
    let DecidedTerm { term, decision, .. } = decided;
    let key = &reference.sources.get(&term.source_id)?.key;
    let (says, vocabulary) = match decision.concept_id {
        Some(concept) => {
            let concept = reference.concept(concept)?;
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
        subject: subject(key, term)?,
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

/// A term by its own URI; else by its code, else its label, as a list of the source's that is loaded under its key calls it.
fn subject(source: &str, term: &term::Model) -> Option<Named> {
    let own = [&term.uri, &term.code]
        .into_iter()
        .flatten()
        .find(|text| text.contains("://"));
    let uri = match own {
        Some(uri) => uri.clone(),
        None => local_uri(source, term.code.as_deref().or(term.label.as_deref())?),
    };
    Some(Named {
        uri,
        label: term.label.clone(),
    })
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
