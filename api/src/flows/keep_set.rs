//! Mapping sets that the hub itself says whole each time: what one says anew is written, and what it no longer says ends.
//!
//! What a reviewer decided on is no part of a set any more, and stays.

use crate::store::{StoreError, Tx, mappings};
use chrono::{DateTime, Utc};
use entity::mapping::Model;
use passport::skill::Relation;
use passport::skill::mapping::{Justification, Standing, unsaid_confidence};
use std::collections::HashMap;
use uuid::Uuid;

/// What became of the statements of a set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// New ones.
    pub added: usize,
    /// Those that stand as they did.
    pub unchanged: usize,
    /// Those that say something else of the same two concepts.
    pub changed: usize,
    /// Those that the set no longer makes.
    pub ended: usize,
}

impl Kept {
    /// Both together.
    pub fn and(self, other: Kept) -> Kept {
        Kept {
            added: self.added + other.added,
            unchanged: self.unchanged + other.unchanged,
            changed: self.changed + other.changed,
            ended: self.ended + other.ended,
        }
    }
}

/// What is to be written.
#[derive(Debug, Default)]
pub struct Changes {
    /// Statements that are new or say something else.
    new: Vec<Model>,
    /// Statements that end.
    ended: Vec<Uuid>,
    /// How many there are of what.
    pub kept: Kept,
}

/// Two concepts as a set speaks of them.
type Pair = (Uuid, Option<Uuid>);

/// Compares what a set says now, each two concepts once, with what stands of it.
pub fn compare(said: Vec<Model>, held: Vec<Model>, now: DateTime<Utc>) -> Changes {
    let pair = |row: &Model| -> Pair { (row.subject_concept_id, row.object_concept_id) };
    let mut held: HashMap<Pair, Model> = held.into_iter().map(|row| (pair(&row), row)).collect();
    let mut changes = Changes::default();
    for row in said {
        let before = held.remove(&pair(&row));
        match &before {
            Some(before) if says_the_same(before, &row) => {
                changes.kept.unchanged += 1;
                continue;
            }
            Some(before) => {
                changes.kept.changed += 1;
                changes.ended.push(before.id);
            }
            None => changes.kept.added += 1,
        }
        changes.new.push(Model {
            recorded_at: now,
            replaces_id: before.map(|before| before.id),
            ..row
        });
    }
    changes.kept.ended = held.len();
    changes.ended.extend(held.into_values().map(|row| row.id));
    changes
}

/// Whether two rows say the same, whenever and by whichever version of the set or program they were said, and whatever the
/// set was called then.
fn says_the_same(held: &Model, row: &Model) -> bool {
    let row = Model {
        id: held.id,
        recorded_at: held.recorded_at,
        replaces_id: held.replaces_id,
        mapping_set: held.mapping_set.clone(),
        mapping_set_version: held.mapping_set_version.clone(),
        tool_version: held.tool_version.clone(),
        made_on: held.made_on,
        ..row.clone()
    };
    *held == row
}

impl Changes {
    /// Writes them.
    pub async fn write(self, tx: &Tx, now: DateTime<Utc>) -> Result<Kept, StoreError> {
        mappings::supersede(tx, &self.ended, now).await?;
        mappings::add(tx, self.new).await?;
        Ok(self.kept)
    }
}

/// A statement of a set about two concepts that says nothing more.
pub fn statement(set: &str, standing: Standing, (subject, relation, object): (Uuid, Relation, Uuid)) -> Model {
    let method = Justification::Unspecified;
    Model {
        id: Uuid::now_v7(),
        subject_concept_id: subject,
        object_concept_id: Some(object),
        relation: relation.as_str().into(),
        method: method.as_str().into(),
        confidence: unsaid_confidence(standing),
        author: None,
        reviewer: None,
        reviewed_at: None,
        justification: Some(format!("semapv:{}", method.semapv())),
        mapping_set: Some(set.into()),
        recorded_at: DateTime::UNIX_EPOCH,
        superseded_at: None,
        standing: standing.as_str().into(),
        confidence_stated: false,
        object_vocabulary_id: None,
        replaces_id: None,
        mapping_set_version: None,
        licence: None,
        tool: None,
        tool_version: None,
        made_on: None,
        see_also: None,
        comment: None,
        subject_match_field: None,
        object_match_field: None,
        match_string: None,
        similarity_score: None,
        similarity_measure: None,
    }
}
