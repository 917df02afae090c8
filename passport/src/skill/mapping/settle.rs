//! Which of several statements holds: a review outranks what was published, which outranks a proposal. Of reviews the
//! newest holds, of the others the surest.

use super::{Edge, Says, Standing};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use uuid::Uuid;

/// Two concepts, whichever way round.
pub(super) type Pair = (Uuid, Uuid);

/// The pair of two concepts.
pub(super) fn pair(a: Uuid, b: Uuid) -> Pair {
    if a <= b { (a, b) } else { (b, a) }
}

/// What holds, by what it is about.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// Of two concepts.
    pub(super) pairs: HashMap<Pair, Edge>,
    /// That a concept has no match in a vocabulary, or in none.
    pub(super) nothing: HashMap<(Uuid, Option<Uuid>), Edge>,
}

impl Settled {
    /// Settles what these statements say.
    pub(super) fn of(edges: impl IntoIterator<Item = Edge>) -> Self {
        let mut settled = Settled::default();
        for edge in edges {
            match edge.says {
                Says::Relates(object, _) if object == edge.subject => {}
                Says::Relates(object, _) => keep(settled.pairs.entry(pair(edge.subject, object)), edge),
                Says::NoMatch(vocabulary) => keep(settled.nothing.entry((edge.subject, vocabulary)), edge),
            }
        }
        settled
    }

    /// Whether *no match* stops a statement: one that ranks higher does, and of two reviews the newer.
    pub(super) fn stops(&self, subject: Uuid, vocabulary: Option<Uuid>, edge: &Edge) -> bool {
        let stopping = |nothing: &Edge| {
            let (stops, stopped) = (nothing.standing, edge.standing);
            stops.rank() > stopped.rank()
                || (stops.is_reviewed() && stopped.is_reviewed() && newer(nothing, edge).is_gt())
        };
        self.no_match(subject, vocabulary).any(stopping)
    }

    /// The *no match* that hold of a concept in a vocabulary.
    pub(super) fn no_match(&self, subject: Uuid, vocabulary: Option<Uuid>) -> impl Iterator<Item = &Edge> {
        let everywhere = vocabulary.map(|_| None);
        let places = [Some(vocabulary), everywhere].into_iter().flatten();
        let held = places.filter_map(move |place| self.nothing.get(&(subject, place)));
        held.filter(|edge| edge.standing != Standing::Rejected)
    }
}

fn keep<K>(entry: Entry<'_, K, Edge>, edge: Edge) {
    match entry {
        Entry::Vacant(free) => {
            free.insert(edge);
        }
        Entry::Occupied(mut held) if outranks(&edge, held.get()).is_gt() => {
            held.insert(edge);
        }
        Entry::Occupied(_) => {}
    }
}

fn outranks(a: &Edge, b: &Edge) -> Ordering {
    let ranks = a.standing.rank().cmp(&b.standing.rank());
    let among_equals = || {
        if a.standing.is_reviewed() {
            newer(a, b)
        } else {
            a.confidence.total_cmp(&b.confidence).then(a.id.cmp(&b.id))
        }
    };
    ranks.then_with(among_equals)
}

fn newer(a: &Edge, b: &Edge) -> Ordering {
    a.reviewed_at.cmp(&b.reviewed_at).then(a.id.cmp(&b.id))
}
