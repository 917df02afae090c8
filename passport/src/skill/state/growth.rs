//! How a skill changed between two looks at it.

use super::SkillState;

/// How a skill changed between two looks, the one that says most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// It was not there before.
    Gained,
    /// Its band lies wholly above the one before.
    Risen,
    /// A stronger kind of statement, more independent sources, or a level where none was known.
    Strengthened,
    /// It was seen again, with nothing else new.
    SeenAgain,
    /// Nothing changed.
    Unchanged,
    /// A weaker kind of statement, fewer independent sources, or its level is no longer known.
    Weakened,
    /// Its band lies wholly below the one before.
    Fallen,
    /// It is no longer there: what stated it ran out or was withdrawn.
    Lapsed,
}

crate::record::words!(Change {
    Gained => "gained", Risen => "risen", Strengthened => "strengthened", SeenAgain => "seen_again",
    Unchanged => "unchanged", Weakened => "weakened", Fallen => "fallen", Lapsed => "lapsed",
});

impl Change {
    /// Between what was and what is; none where there is neither.
    pub fn between(before: Option<&SkillState>, after: Option<&SkillState>) -> Option<Self> {
        match (before, after) {
            (None, None) => None,
            (None, Some(_)) => Some(Change::Gained),
            (Some(_), None) => Some(Change::Lapsed),
            (Some(before), Some(after)) => Some(of_both(before, after)),
        }
    }
}

fn of_both(before: &SkillState, after: &SkillState) -> Change {
    let above = |a: &SkillState, b: &SkillState| a.band.zip(b.band).is_some_and(|(a, b)| a.above(b));
    let backing = |state: &SkillState| (state.strongest, state.independent_sources, state.band.is_some());
    if above(after, before) {
        Change::Risen
    } else if above(before, after) {
        Change::Fallen
    } else if backing(after) > backing(before) {
        Change::Strengthened
    } else if backing(after) < backing(before) {
        Change::Weakened
    } else if after.last_observed > before.last_observed {
        Change::SeenAgain
    } else {
        Change::Unchanged
    }
}
