//! Somebody decides what a term means, and the claims behind it are told anew.

use super::meaning::{Meaning, as_received};
use super::retranslate::{recompute, tell_anew};
use crate::caller::Whose;
use crate::hub::Hub;
use crate::store::reference::Vocabularies;
use crate::store::{StoreError, imports, terms};
use entity::term_decision;
use passport::skill::{Relation, Wanted};
use std::sync::Arc;
use uuid::Uuid;

/// Longest note, in characters.
pub const LONGEST_NOTE: usize = 500;

/// What is decided of a term.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// It means this concept, which is to it as the relation says.
    Means(Uuid, Relation),
    /// It means no concept.
    Nothing,
    /// What was decided before holds no longer; it means what it meets.
    TakenBack,
}

/// What deciding came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecideOutcome {
    /// It is decided.
    Decided {
        /// How many claims mean something else now.
        claims: u64,
    },
    /// There is no such term, or it is not theirs to decide.
    NotFound,
    /// The note is too long.
    NoteTooLong,
    /// There is no such concept, or it is an occupation or a heading.
    NoSkill,
    /// The newest version of its vocabulary holds the concept no longer; what took its place, where the publisher says so.
    Gone(Option<Uuid>),
    /// Nothing was decided that could be taken back.
    NothingToTakeBack,
}

/// Decides what a term means; `by` is who does.
pub async fn decide(
    hub: &Hub,
    whose: Whose,
    by: String,
    term: Uuid,
    decision: Decision,
    note: Option<String>,
) -> Result<DecideOutcome, StoreError> {
    if note.as_deref().is_some_and(|note| note.chars().count() > LONGEST_NOTE) {
        return Ok(DecideOutcome::NoteTooLong);
    }
    let vocabularies = Arc::clone(&hub.fresh_reference().await?.vocabularies);
    if let Decision::Means(concept, _) = decision
        && let Some(refused) = unfit(&vocabularies, concept)
    {
        return Ok(refused);
    }
    let tx = imports::begin_turn(&hub.db).await?;
    let Some(term) = terms::held(&tx, whose, term).await? else {
        return Ok(DecideOutcome::NotFound);
    };
    let row = row(hub, term.id, by, decision, note);
    let meaning = Meaning::of(&as_received(&term), row.as_ref(), &vocabularies);
    let takes_back = row.is_none();
    let ended = terms::decide(&tx, term.id, row, hub.clock.now()).await?;
    if takes_back && ended == 0 {
        return Ok(DecideOutcome::NothingToTakeBack);
    }
    let told = tell_anew(&tx, term, meaning, hub.clock.now()).await?;
    recompute(&tx, hub, told.persons).await?;
    tx.commit().await?;
    Ok(DecideOutcome::Decided { claims: told.claims })
}

/// Why a concept cannot be what a term means; none where it can.
fn unfit(vocabularies: &Vocabularies, concept: Uuid) -> Option<DecideOutcome> {
    let held = vocabularies.concepts.get(&concept);
    match held.filter(|held| held.is(Wanted::Skill)) {
        None => Some(DecideOutcome::NoSkill),
        Some(held) => held.row.until.map(|_| DecideOutcome::Gone(held.row.replaced_by)),
    }
}

fn row(hub: &Hub, term: Uuid, by: String, decision: Decision, note: Option<String>) -> Option<term_decision::Model> {
    let (concept, relation) = match decision {
        Decision::Means(concept, relation) => (Some(concept), relation.as_str()),
        Decision::Nothing => (None, "none"),
        Decision::TakenBack => return None,
    };
    Some(term_decision::Model {
        id: Uuid::now_v7(),
        term_id: term,
        concept_id: concept,
        relation: relation.to_owned(),
        decided_by: by,
        note,
        recorded_at: hub.clock.now(),
        superseded_at: None,
    })
}
