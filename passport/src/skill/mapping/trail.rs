//! What several relations in a row come to.

use super::Relation;

/// The relations of a path, as far as they matter for what they come to.
///
/// *Exact* steps change nothing. Several *broad* steps in a row are one, and so are several *narrow* ones (the transitive
/// reading of SKOS). What is left may be one relation, which then is the path's; or two other than *related*, which come
/// to *related*; or more, which come to nothing. *Close* is not transitive, so that nearness does not creep: twice
/// nearly the same is related, and so is nearly the same as something broader.
///
/// Read from the other end, a path comes to the inverse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trail {
    /// Nothing but exact steps.
    Same,
    /// One relation.
    One(Relation),
    /// Two relations; the last of them.
    Two(Relation),
}

impl Trail {
    /// Where every path begins.
    pub const START: Trail = Trail::Same;

    /// The trail with one more relation; none where it comes to nothing.
    pub fn then(self, next: Relation) -> Option<Trail> {
        let runs_on = |last| last == next && matches!(next, Relation::Broad | Relation::Narrow);
        match self {
            same if next == Relation::Exact => Some(same),
            Trail::Same => Some(Trail::One(next)),
            Trail::One(last) | Trail::Two(last) if runs_on(last) => Some(self),
            Trail::One(last) if last != Relation::Related && next != Relation::Related => Some(Trail::Two(next)),
            Trail::One(_) | Trail::Two(_) => None,
        }
    }

    /// What the relations of a path come to.
    pub fn along(path: impl IntoIterator<Item = Relation>) -> Option<Relation> {
        let mut steps = path.into_iter();
        Some(steps.try_fold(Trail::START, Trail::then)?.relation())
    }

    /// What it comes to.
    pub fn relation(self) -> Relation {
        match self {
            Trail::Same => Relation::Exact,
            Trail::One(relation) => relation,
            Trail::Two(_) => Relation::Related,
        }
    }
}
