//! Mappings go out as a set: those that stand between two vocabularies, in one or more standings.

use crate::hub::Hub;
use crate::store::reference::{Concept, Vocabularies};
use crate::store::{StoreError, mappings};
use adapters::sssom::{About, Found, Made, Mapping, MappingSet, Met, Named, People, Says};
use entity::mapping::Model;
use passport::record::Place;
use passport::skill::mapping::{Justification, Standing};
use passport::skill::{Relation, mapping};
use std::fmt::Write;
use std::sync::Arc;
use uuid::Uuid;

/// The licence that SSSOM writes where none is known, or several are.
const NO_ONE_LICENCE: &str = "https://w3id.org/sssom/license/unspecified";

/// Which mappings.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The key of the vocabulary that they lead from; any where none is named.
    pub from: Option<String>,
    /// The key of the vocabulary that they lead to.
    pub to: Option<String>,
    /// Where they stand; anywhere where none is named.
    pub standings: Vec<Standing>,
}

impl Wanted {
    /// The standings in their order, each once; none where all are wanted.
    fn narrowed_by_standing(&self) -> Option<Vec<&'static str>> {
        let all = Standing::ALL
            .iter()
            .filter(|standing| self.standings.contains(standing));
        let named: Vec<&str> = all.map(|standing| standing.as_str()).collect();
        (!named.is_empty() && named.len() < Standing::ALL.len()).then_some(named)
    }
}

/// What was asked for is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no vocabulary “{0}”")]
pub struct NoVocabulary(pub String);

/// The mappings asked for, the earliest first.
pub async fn find_mappings(hub: &Hub, wanted: &Wanted) -> Result<Result<Vec<Model>, NoVocabulary>, StoreError> {
    Ok(match which(hub, wanted).await? {
        Ok(which) => Ok(mappings::standing(hub.db.conn(), &which).await?),
        Err(none) => Err(none),
    })
}

/// So many of them after one.
pub async fn page_of_mappings(
    hub: &Hub,
    wanted: &Wanted,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Result<Vec<Model>, NoVocabulary>, StoreError> {
    Ok(match which(hub, wanted).await? {
        Ok(which) => Ok(mappings::page(hub.db.conn(), &which, after, limit).await?),
        Err(none) => Err(none),
    })
}

async fn which(hub: &Hub, wanted: &Wanted) -> Result<Result<mappings::Which, NoVocabulary>, StoreError> {
    let reference = Arc::clone(&hub.fresh_reference().await?.vocabularies);
    let (from, to) = match (by_key(&reference, &wanted.from), by_key(&reference, &wanted.to)) {
        (Ok(from), Ok(to)) => (from, to),
        (Err(none), _) | (_, Err(none)) => return Ok(Err(none)),
    };
    let standings = wanted.standings.iter().map(|standing| standing.as_str()).collect();
    Ok(Ok(mappings::Which { from, to, standings }))
}

fn by_key(reference: &Vocabularies, key: &Option<String>) -> Result<Option<Uuid>, NoVocabulary> {
    let Some(key) = key else { return Ok(None) };
    let found = reference.by_id.values().find(|row| row.key == *key);
    found.map(|row| Some(row.id)).ok_or_else(|| NoVocabulary(key.clone()))
}

/// The mappings as a set. One that says that a *no match* is not right has no form in SSSOM, and is left out.
pub fn as_set(hub: &Hub, wanted: &Wanted, rows: &[Model]) -> MappingSet {
    let reference = &hub.reference().vocabularies;
    let mut licences: Vec<&str> = rows
        .iter()
        .map(|row| row.licence.as_deref().unwrap_or(NO_ONE_LICENCE))
        .collect();
    licences.dedup();
    let one = licences.first().copied().filter(|_| licences.len() == 1);
    MappingSet {
        about: About {
            licence: Some(one.unwrap_or(NO_ONE_LICENCE).into()),
            ..about(hub, reference, wanted)
        },
        mappings: rows.iter().filter_map(|row| mapping_of(reference, row)).collect(),
        ..MappingSet::default()
    }
}

/// What the set is: of which hub, from where and to where, and which standings where not all. The versions stand beside its name and not in it, so that it is
/// the same set when a vocabulary goes on.
fn about(hub: &Hub, reference: &Vocabularies, wanted: &Wanted) -> About {
    let (mut id, mut title) = (set_of(hub, "mappings"), "Mappings".to_owned());
    let mut versions = Vec::new();
    for (end, key) in [("from", &wanted.from), ("to", &wanted.to)] {
        let Some(row) = key.as_deref().and_then(|key| reference.by_key(key)) else {
            continue;
        };
        let (key, version) = (&row.key, &row.version);
        let _ = write!(id, ":{end}:{key}");
        let _ = write!(title, " {end} {key} {version}");
        versions.push(format!("{key} {version}"));
    }
    if let Some(narrowed) = wanted.narrowed_by_standing() {
        let _ = write!(id, ":standing:{}", narrowed.join(":"));
        let _ = write!(title, ", {}", narrowed.join(", "));
    }
    About {
        id: Some(id),
        version: Some(versions.join(", ")).filter(|all| !all.is_empty()),
        title: Some(title + " of a Passport Hub"),
        ..About::default()
    }
}

/// What a set of this hub is called. The id of its key, which all replicas share, tells it from every other hub.
pub(super) fn set_of(hub: &Hub, what: &str) -> String {
    format!("urn:passport-hub:{}:{what}", hub.keys.kid())
}

/// A statement as a set tells it; none where SSSOM has no form for it, or its concepts are not there.
pub(super) fn mapping_of(reference: &Vocabularies, row: &Model) -> Option<Mapping> {
    let subject = reference.concepts.get(&row.subject_concept_id)?;
    let denied = row.standing == Standing::Rejected.as_str();
    let said = mappings::says(row.object_concept_id, row.object_vocabulary_id, &row.relation)?;
    let (says, vocabulary) = match said {
        mapping::Says::Relates(object, relation) => relates(reference, object, relation, denied)?,
        mapping::Says::NoMatch(_) if denied => return None,
        mapping::Says::NoMatch(vocabulary) => (Says::NoMatch, vocabulary),
    };
    Some(Mapping {
        place: Place::default(),
        subject: named(subject),
        says,
        justification: row.justification.clone().unwrap_or_else(|| justification(&row.method)),
        made: made(row),
        subject_source: source(reference, Some(subject.row.vocabulary_id)),
        object_source: source(reference, vocabulary),
        confidence: row.confidence_stated.then_some(row.confidence),
        met: met(row),
        see_also: texts(row.see_also.as_ref()),
        comment: row.comment.clone(),
    })
}

fn justification(method: &str) -> String {
    let method = Justification::from_word(method).unwrap_or(Justification::Unspecified);
    format!("semapv:{}", method.semapv())
}

fn met(row: &Model) -> Met {
    let fields = |all: &Option<String>| {
        let all = all.as_deref().unwrap_or_default().split('|');
        all.filter(|one| !one.is_empty()).map(str::to_owned).collect()
    };
    Met {
        subject_fields: fields(&row.subject_match_field),
        object_fields: fields(&row.object_match_field),
        strings: texts(row.match_string.as_ref()),
        score: row.similarity_score,
        measure: row.similarity_measure.clone(),
    }
}

fn texts(list: Option<&serde_json::Value>) -> Vec<String> {
    let list = list.and_then(|list| serde_json::from_value(list.clone()).ok());
    list.unwrap_or_default()
}

fn relates(reference: &Vocabularies, object: Uuid, relation: Relation, denied: bool) -> Option<(Says, Option<Uuid>)> {
    let concept = reference.concepts.get(&object)?;
    let object = named(concept);
    Some((
        Says::Relates {
            object,
            relation,
            denied,
        },
        Some(concept.row.vocabulary_id),
    ))
}

/// A concept as a set names it.
pub(super) fn named(concept: &Concept) -> Named {
    Named {
        uri: concept.row.uri.clone(),
        label: concept.preferred("en").map(str::to_owned),
    }
}

/// A vocabulary as a set names it.
pub(super) fn source(reference: &Vocabularies, vocabulary: Option<Uuid>) -> Found {
    let Some(row) = vocabulary.and_then(|id| reference.by_id.get(&id)) else {
        return Found::default();
    };
    Found {
        source: Some(row.url.clone().unwrap_or_else(|| format!("local:{}", row.key))),
        version: Some(row.version.clone()),
    }
}

fn made(row: &Model) -> Made {
    Made {
        authors: people(row.author.as_deref()),
        reviewers: people(row.reviewer.as_deref()),
        tool: row.tool.clone(),
        tool_version: row.tool_version.clone(),
        first_told_in: row.mapping_set.clone(),
        on: row.made_on,
        reviewed_on: row.reviewed_at.map(|at| at.date_naive()),
    }
}

/// What has a scheme and no blanks is an identifier, anything else a name.
fn people(all: Option<&str>) -> People {
    let all = all.unwrap_or_default().split('|').filter(|one| !one.is_empty());
    let is_id = |one: &&str| one.contains(':') && !one.contains(char::is_whitespace);
    let (ids, names): (Vec<&str>, Vec<&str>) = all.partition(is_id);
    let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect();
    People {
        ids: owned(ids),
        names: owned(names),
    }
}
