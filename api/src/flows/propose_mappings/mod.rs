//! A program proposes mappings between two vocabularies: the linker of the one is asked for each skill of the other.
//!
//! What it proposes in a language is a set of its own, said whole each time: a second run adds what is new and ends what is proposed no
//! longer. What people published or reviewed stays, and is not proposed again. Nothing rests on a proposal.

mod asking;
mod rows;

use super::keep_set::{Changes, Kept, compare};
use super::link_labels::Ready;
use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::mappings::{self, Mappings, Rows};
use crate::store::reference::{Concept, Vocabularies};
use asking::{Answers, Asking, Names, ask};
use chrono::{DateTime, Utc};
use passport::skill::Wanted;
use passport::skill::mapping::Graph;
use rows::Between;
use std::sync::Arc;
use uuid::Uuid;

pub use asking::Watched;

/// What is to be proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct Propose {
    /// The key of the vocabulary whose concepts are asked for.
    pub from: String,
    /// The key of the vocabulary that may have them.
    pub to: String,
    /// What is less sure is not proposed.
    pub least: f64,
    /// The language of the labels that are asked for, BCP 47; the vocabulary's own where none is named.
    pub language: Option<String>,
    /// Whether it is only told what would be proposed.
    pub dry_run: bool,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The set.
    pub set: String,
    /// The language that was asked in.
    pub language: String,
    /// Concepts that were asked for.
    pub asked: usize,
    /// Concepts for which somebody has settled already what they are there.
    pub settled: usize,
    /// Concepts without a label in the language.
    pub unnamed: usize,
    /// Concepts for which none is proposed that was sure enough.
    pub unsure: usize,
    /// Concepts that have no counterpart, by what the linker says.
    pub nothing: usize,
    /// What became of the proposals.
    pub kept: Kept,
    /// The proposals as statements, the surest first.
    pub proposals: Vec<entity::mapping::Model>,
}

/// Why nothing is proposed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotProposed {
    /// There is no such vocabulary.
    #[error("there is no vocabulary “{0}”")]
    NoVocabulary(String),
    /// A vocabulary is not mapped to itself.
    #[error("a vocabulary is mapped to another; name two")]
    Same,
    /// It holds no skills.
    #[error("{0} holds no skills")]
    NoSkills(String),
    /// The least confidence is none.
    #[error("a confidence is between 0 and 1")]
    Confidence,
}

/// Proposes mappings, and lets the hub see them. `watched` hears how many concepts were asked for.
pub async fn propose_mappings(
    hub: &Hub,
    propose: &Propose,
    watched: Watched,
) -> Result<Result<Proposed, NotProposed>, StoreError> {
    let all = Arc::clone(&hub.fresh_reference().await?.vocabularies);
    if let Some(why) = refused(&all, propose) {
        return Ok(Err(why));
    }
    let no_vocabulary = |key: &str| Ok(Err(NotProposed::NoVocabulary(key.to_owned())));
    let (Some(from), Some(to)) = (all.by_key(&propose.from), all.by_key(&propose.to)) else {
        return no_vocabulary(&propose.from);
    };
    let Some(ready) = hub.linkers.ready(hub, &propose.to).await? else {
        return no_vocabulary(&propose.to);
    };
    let language = propose.language.as_deref().unwrap_or(&from.language).to_owned();
    let skills = in_use(&all, from.id);
    let names = Names::of(skills.iter(), &language);
    let (open, settled) = open(&all, skills, to.id);
    let asking = Asking {
        open,
        names,
        ready: Arc::clone(&ready),
        language: language.clone(),
        least: propose.least,
    };
    let answers = ask(asking, watched).await?;
    let between = Between {
        from: Arc::clone(from),
        to: Arc::clone(to),
        language: language.clone(),
        today: hub.clock.now().date_naive(),
    };
    let mut proposed = Proposed {
        set: between.set(),
        language,
        asked: answers.asked,
        settled,
        unnamed: answers.unnamed,
        unsure: answers.unsure,
        nothing: answers.nothing,
        kept: Kept::default(),
        proposals: statements(&between, answers, &ready),
    };
    keep(hub, &between, &mut proposed, propose.dry_run).await?;
    Ok(Ok(proposed))
}

fn refused(all: &Vocabularies, propose: &Propose) -> Option<NotProposed> {
    if !(0.0..=1.0).contains(&propose.least) {
        return Some(NotProposed::Confidence);
    }
    if propose.from == propose.to {
        return Some(NotProposed::Same);
    }
    [&propose.from, &propose.to]
        .into_iter()
        .find_map(|key| match all.by_key(key) {
            None => Some(NotProposed::NoVocabulary(key.clone())),
            Some(row) if all.skills(row.id) == 0 => Some(NotProposed::NoSkills(key.clone())),
            Some(_) => None,
        })
}

/// The skills of a vocabulary that are in use.
fn in_use(all: &Vocabularies, from: Uuid) -> Vec<Arc<Concept>> {
    let in_use = |concept: &&&Arc<Concept>| concept.is(Wanted::Skill) && concept.row.status != "deprecated";
    let concepts = all.of(from);
    concepts.iter().filter(in_use).map(|one| Arc::clone(one)).collect()
}

/// Those for which nobody said yet what they are in another vocabulary; and how many there are for which somebody did.
fn open(all: &Vocabularies, mut open: Vec<Arc<Concept>>, to: Uuid) -> (Vec<Arc<Concept>>, usize) {
    let skills = open.len();
    let graph = all.mappings.graph();
    let there = |concept: Uuid| {
        all.concepts
            .get(&concept)
            .is_some_and(|one| one.row.vocabulary_id == to)
    };
    open.retain(|concept| !graph.is_settled(concept.row.id, to, there));
    let settled = skills - open.len();
    (open, settled)
}

fn statements(between: &Between, answers: Answers, ready: &Ready) -> Vec<entity::mapping::Model> {
    let mut rows: Vec<_> = answers
        .proposals()
        .filter_map(|(concept, proposal)| Some(between.row(concept, &proposal, ready.concept(proposal.object)?)))
        .collect();
    rows.sort_by(|a, b| {
        let surest = b.confidence.total_cmp(&a.confidence);
        surest
            .then_with(|| (a.subject_concept_id, a.object_concept_id).cmp(&(b.subject_concept_id, b.object_concept_id)))
    });
    rows
}

/// Writes what is new and ends what is proposed no longer. What was decided meanwhile is not proposed: that is asked for
/// last, in the turn in which it is written. Who only asks what would be waits for nobody.
async fn keep(hub: &Hub, between: &Between, proposed: &mut Proposed, dry_run: bool) -> Result<(), StoreError> {
    let now = hub.clock.now();
    let all = Arc::clone(&hub.fresh_reference().await?.vocabularies);
    let vocabulary = |concept| Some(all.concepts.get(&concept)?.row.vocabulary_id);
    let (set, before) = (between.set(), between.set_before());
    let sets: Vec<&str> = [Some(set.as_str()), before.as_deref()].into_iter().flatten().collect();
    if dry_run {
        let stands = mappings::beside_sets(hub.db.conn(), &sets, vocabulary).await?;
        proposed.kept = changes(stands, between, proposed, now).kept;
        return Ok(());
    }
    let tx = hub.db.begin().await?;
    mappings::begin_turn(&tx).await?;
    let stands = mappings::beside_sets(tx.conn(), &sets, vocabulary).await?;
    proposed.kept = changes(stands, between, proposed, now).write(&tx, now).await?;
    tx.commit().await?;
    hub.shelf.refresh(&hub.db).await
}

/// What is to be written, by all that stands and what stands of the set.
fn changes((all, held): (Mappings, Rows), between: &Between, proposed: &mut Proposed, now: DateTime<Utc>) -> Changes {
    may_still_be_proposed(all.graph(), between.to.id, &mut proposed.proposals);
    compare(proposed.proposals.clone(), held, now)
}

fn may_still_be_proposed(graph: &Graph, to: Uuid, rows: &mut Vec<entity::mapping::Model>) {
    rows.retain(|row| {
        let open = |object| graph.may_propose(row.subject_concept_id, object, to);
        row.object_concept_id.is_some_and(open)
    });
}
