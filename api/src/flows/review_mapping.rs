//! A steward decides on a mapping: it is right, something else is, or it is not. What they decide on stays as it was, and a
//! statement of their own takes its place.

use crate::caller::StewardPass;
use crate::hub::Hub;
use crate::store::mappings::{self, NO_MATCH, says};
use crate::store::reference::Vocabularies;
use crate::store::{StoreError, Tx};
use chrono::{DateTime, Utc};
use entity::mapping::Model;
use passport::skill::Relation;
use passport::skill::mapping::{Justification, REVIEWED, Says, Standing};
use std::sync::Arc;
use uuid::Uuid;

/// What a reviewer makes of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It is right.
    Accept,
    /// The two belong together in another way, or another concept is meant.
    Correct {
        /// The concept meant.
        object: Uuid,
        /// How it relates: `Broad` says that it is broader.
        relation: Relation,
    },
    /// The two do not belong together.
    Reject,
    /// Nothing in that vocabulary corresponds.
    NoMatch,
}

/// A decision on a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Which mapping.
    pub mapping: Uuid,
    /// What the reviewer makes of it.
    pub verdict: Verdict,
    /// How sure the reviewer is, 0 to 1; nearly certain where it is not said.
    pub confidence: Option<f64>,
    /// What they remark.
    pub comment: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Reviewed {
    /// These statements stand in the place of the one that was decided on. Where another concept is meant they are two:
    /// that the one is not right, and what is.
    Settled(Vec<Model>),
    /// Something has taken its place already.
    Superseded,
    /// The decision does not fit the mapping.
    Unfit(Unfit),
    /// There is no such mapping.
    NotFound,
}

/// Why a decision does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The concept meant is in no loaded vocabulary.
    UnknownConcept,
    /// The concept meant is the one that is mapped.
    SameConcept,
    /// An occupation cannot be a skill, nor a skill an occupation.
    DifferentKinds,
    /// The confidence is no number from 0 to 1.
    Confidence,
    /// There is nothing to correct: it says so already.
    Same,
}

/// Settles a mapping.
pub async fn review_mapping(hub: &Hub, pass: StewardPass, review: &Review) -> Result<Reviewed, StoreError> {
    let reference = Arc::clone(&hub.fresh_reference().await?.vocabularies);
    let now = hub.clock.now();
    let tx = hub.db.begin().await?;
    let Some(row) = mappings::by_id(&tx, review.mapping).await? else {
        return Ok(Reviewed::NotFound);
    };
    if let Some(unfit) = unfit(&reference, &row, review) {
        return Ok(Reviewed::Unfit(unfit));
    }
    let rows = verdict(&reference, &row, review, &ByWhom { pass, now });
    if !replace(&tx, &row, &rows, now).await? {
        return Ok(Reviewed::Superseded);
    }
    tx.commit().await?;
    hub.shelf.refresh(&hub.db).await?;
    Ok(Reviewed::Settled(rows))
}

/// Whether it was still there to be replaced: of two decisions at once the first holds.
async fn replace(tx: &Tx, row: &Model, rows: &[Model], now: DateTime<Utc>) -> Result<bool, StoreError> {
    if mappings::supersede(tx, &[row.id], now).await? == 0 {
        return Ok(false);
    }
    mappings::add(tx, rows.to_vec()).await?;
    Ok(true)
}

fn unfit(reference: &Vocabularies, row: &Model, review: &Review) -> Option<Unfit> {
    if review.confidence.is_some_and(|sure| !(0.0..=1.0).contains(&sure)) {
        return Some(Unfit::Confidence);
    }
    let Verdict::Correct { object, relation } = review.verdict else {
        return None;
    };
    let Some(meant) = reference.concepts.get(&object) else {
        return Some(Unfit::UnknownConcept);
    };
    let is_occupation = |kind: &str| kind.starts_with("occupation");
    let subject = reference.concepts.get(&row.subject_concept_id);
    if object == row.subject_concept_id {
        Some(Unfit::SameConcept)
    } else if subject.is_some_and(|subject| is_occupation(&subject.row.kind) != is_occupation(&meant.row.kind)) {
        Some(Unfit::DifferentKinds)
    } else {
        let said = says(row.object_concept_id, row.object_vocabulary_id, &row.relation);
        let holds = row.standing != Standing::Rejected.as_str();
        (holds && said == Some(Says::Relates(object, relation))).then_some(Unfit::Same)
    }
}

struct ByWhom {
    pass: StewardPass,
    now: DateTime<Utc>,
}

fn verdict(reference: &Vocabularies, row: &Model, review: &Review, by: &ByWhom) -> Vec<Model> {
    let decided = |standing: Standing| reviewed(row, review, standing, by);
    match review.verdict {
        Verdict::Accept => vec![decided(Standing::Accepted)],
        Verdict::Reject => vec![decided(Standing::Rejected)],
        Verdict::NoMatch => vec![Model {
            object_concept_id: None,
            object_vocabulary_id: vocabulary(reference, row),
            relation: NO_MATCH.into(),
            ..decided(Standing::Corrected)
        }],
        Verdict::Correct { object, relation } => {
            let other = row.object_concept_id != Some(object);
            let wrong = other.then(|| decided(Standing::Rejected));
            let right = Model {
                object_concept_id: Some(object),
                object_vocabulary_id: None,
                relation: relation.as_str().into(),
                ..decided(Standing::Corrected)
            };
            wrong.into_iter().chain([right]).collect()
        }
    }
}

/// The vocabulary that a mapping leads to.
fn vocabulary(reference: &Vocabularies, row: &Model) -> Option<Uuid> {
    let object = row.object_concept_id.and_then(|id| reference.concepts.get(&id));
    object
        .map(|object| object.row.vocabulary_id)
        .or(row.object_vocabulary_id)
}

/// The reviewer's own statement about the same two. It is no part of the set any more.
fn reviewed(row: &Model, review: &Review, standing: Standing, by: &ByWhom) -> Model {
    let told_anew = standing == Standing::Corrected;
    let justification = if told_anew {
        Justification::Manual
    } else {
        Justification::Review
    };
    let steward = format!("steward:{}", by.pass.steward());
    Model {
        id: Uuid::now_v7(),
        method: justification.as_str().into(),
        justification: Some(format!("semapv:{}", justification.semapv())),
        confidence: review.confidence.unwrap_or(REVIEWED),
        confidence_stated: review.confidence.is_some(),
        author: if told_anew {
            Some(steward.clone())
        } else {
            row.author.clone()
        },
        reviewer: Some(steward),
        reviewed_at: Some(by.now),
        mapping_set: None,
        mapping_set_version: None,
        recorded_at: by.now,
        superseded_at: None,
        standing: standing.as_str().into(),
        replaces_id: Some(row.id),
        comment: review.comment.clone(),
        ..row.clone()
    }
}
