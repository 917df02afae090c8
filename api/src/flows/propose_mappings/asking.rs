//! The linker is asked for each concept, on all cores.

use crate::flows::link_labels::{Ready, kind};
use crate::store::StoreError;
use crate::store::reference::{Concept, Rank};
use passport::skill::Relation;
use passport::skill::link::{self, Kind};
use passport::skill::mapping::{Asked, Heard, MOST_PROPOSED, Proposal, name, only_one_the_same, propose};
use passport::skill::translate::same_language;
use std::collections::{HashMap, HashSet};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use uuid::Uuid;

/// Who watches: hears how many concepts of how many were asked for.
pub type Watched = Arc<dyn Fn(usize, usize) + Send + Sync>;

/// What is asked for, and of whom.
pub(super) struct Asking {
    pub(super) open: Vec<Arc<Concept>>,
    pub(super) ready: Arc<Ready>,
    pub(super) language: String,
    pub(super) least: f64,
    pub(super) names: Names,
}

/// What is called how in the vocabulary that is asked for: the preferred labels in the language asked in. Who was settled
/// already counts, for two of a name are rivals until both are.
pub(super) struct Names(HashMap<(Kind, String), HashSet<Uuid>>);

impl Names {
    /// The names of these concepts.
    pub(super) fn of<'c>(concepts: impl Iterator<Item = &'c Arc<Concept>>, language: &str) -> Self {
        let mut names: HashMap<(Kind, String), HashSet<Uuid>> = HashMap::new();
        for concept in concepts {
            let labels = concept.labels.iter().filter(|label| label.rank == Rank::Preferred);
            for label in labels.filter(|label| same_language(&label.language, language)) {
                let called = (kind(concept), name(&label.text));
                names.entry(called).or_default().insert(concept.row.id);
            }
        }
        Names(names)
    }

    /// Whether no other concept of its kind is called so.
    fn is_the_only(&self, concept: &Concept, label: &str) -> bool {
        let called = self.0.get(&(kind(concept), name(label)));
        called.is_none_or(|so| so.iter().all(|one| *one == concept.row.id))
    }
}

/// What came of it.
#[derive(Default)]
pub(super) struct Answers {
    pub(super) asked: usize,
    pub(super) unnamed: usize,
    pub(super) unsure: usize,
    pub(super) nothing: usize,
    concepts: Vec<Arc<Concept>>,
    proposals: Vec<Proposal>,
}

impl Answers {
    /// The proposals, each with its concept.
    pub(super) fn proposals(self) -> impl Iterator<Item = (Arc<Concept>, Proposal)> {
        self.concepts.into_iter().zip(self.proposals)
    }

    fn take(&mut self, concept: &Arc<Concept>, asked: Option<Asked>) {
        self.asked += usize::from(asked.is_some());
        match asked {
            None => self.unnamed += 1,
            Some(Asked::TooUnsure) => self.unsure += 1,
            Some(Asked::Nothing) => self.nothing += 1,
            Some(Asked::Proposed(all)) => {
                self.concepts.extend(all.iter().map(|_| Arc::clone(concept)));
                self.proposals.extend(all);
            }
        }
    }
}

/// Asks for all of them.
pub(super) async fn ask(asking: Asking, watched: Watched) -> Result<Answers, StoreError> {
    let asked = tokio::task::spawn_blocking(move || asking.all(&watched));
    asked
        .await
        .map_err(|_| StoreError::Corrupt("the linker of a vocabulary"))
}

impl Asking {
    fn all(&self, watched: &Watched) -> Answers {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let share = self.open.len().div_ceil(cores).max(1);
        let done = AtomicUsize::new(0);
        let one = |concept: &Arc<Concept>| {
            let asked = self.one(concept);
            watched(done.fetch_add(1, Ordering::Relaxed) + 1, self.open.len());
            asked
        };
        let all: Vec<Option<Asked>> = thread::scope(|scope| {
            let parts: Vec<_> = self
                .open
                .chunks(share)
                .map(|concepts| scope.spawn(move || concepts.iter().map(one).collect::<Vec<_>>()))
                .collect();
            let joined = parts
                .into_iter()
                .map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic)));
            joined.flatten().collect()
        });
        let mut answers = Answers::default();
        for (concept, asked) in self.open.iter().zip(all) {
            answers.take(concept, asked);
        }
        // Those that are called the same are told by their names, also where one of them is not asked for.
        only_one_the_same(&mut answers.proposals, |one| one.object, |one| name(&one.label));
        for (concept, proposal) in answers.concepts.iter().zip(&mut answers.proposals) {
            if proposal.relation == Relation::Exact && !self.names.is_the_only(concept, &proposal.label) {
                proposal.relation = Relation::Close;
            }
        }
        answers
    }

    /// What may correspond to a concept; none where it has no label in the language.
    fn one(&self, concept: &Concept) -> Option<Asked> {
        let labels = concept.labels.iter();
        let labels: Vec<_> = labels
            .filter(|label| same_language(&label.language, &self.language))
            .collect();
        if labels.is_empty() {
            return None;
        }
        let linked: Vec<_> = labels
            .iter()
            .map(|label| self.ready.linker().link(&label.text, MOST_PROPOSED))
            .collect();
        let heard: Vec<Heard<'_>> = labels
            .iter()
            .zip(&linked)
            .map(|(label, linked)| Heard {
                rank: rank(label.rank),
                label: &label.text,
                linked,
            })
            .collect();
        let like = |object: usize| {
            self.ready
                .concept(object)
                .is_some_and(|other| kind(other) == kind(concept))
        };
        Some(propose(&heard, self.least, like))
    }
}

fn rank(rank: Rank) -> link::Rank {
    match rank {
        Rank::Preferred => link::Rank::Preferred,
        Rank::Alternative => link::Rank::Alternative,
        Rank::Hidden => link::Rank::Hidden,
    }
}
