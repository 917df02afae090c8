//! Results: which skill each is about, and which level it gives it.

use super::levels;
use crate::sources::open_badges::wire::{Alignment, Award, Outcome};
use passport::record::Level;

/// Kinds of results that are never a level of one skill, whatever their description is aligned with.
const NOT_A_LEVEL: [&str; 4] = ["GPA", "GradePointAverage", "Status", "PredictedScore"];

/// A result with its level and what it is about.
pub struct Graded<'a> {
    outcome: &'a Outcome,
    /// Its level.
    pub level: Option<Level>,
    targets: Vec<&'a Alignment>,
    /// What it has been said of already.
    said: Vec<&'a Alignment>,
}

impl<'a> Graded<'a> {
    /// Its level, if it is about this very skill and has not been said of it.
    pub fn level_for(&mut self, alignment: &'a Alignment) -> Option<Level> {
        let about = |targets: &[&Alignment]| targets.iter().any(|target| target.same(alignment));
        let level = self
            .level
            .clone()
            .filter(|_| about(&self.targets) && !about(&self.said))?;
        self.said.push(alignment);
        Some(level)
    }

    /// Its level, if it is aligned with no skill and describes how well something is done.
    pub fn level_of_the_whole(&self) -> Option<Level> {
        let grades = !NOT_A_LEVEL.contains(&self.level.as_ref()?.scale.kind.as_deref().unwrap_or_default());
        self.level
            .clone()
            .filter(|_| grades && !self.targets.iter().any(|target| target.is_skill()))
    }

    /// Whether it says that its skill is held: not when it failed, is still running, or missed what was required.
    pub fn speaks(&self) -> bool {
        let done = matches!(self.outcome.status.as_deref(), None | Some("Completed" | "Provisional"));
        done && self.level.as_ref().and_then(|level| level.met_requirement) != Some(false)
    }

    /// Skills it speaks of that nothing was said of yet. Without a level only what it is aligned with itself counts.
    pub fn left(&self) -> Vec<&'a Alignment> {
        let mut left: Vec<&Alignment> = Vec::new();
        for target in self.targets.iter().copied().filter(|target| target.is_skill()) {
            let own = self.level.is_some() || self.outcome.alignments.iter().any(|own| own.place == target.place);
            if own && !self.said.iter().chain(&left).any(|other| other.same(target)) {
                left.push(target);
            }
        }
        left
    }
}

/// A result of an award with what it says.
pub fn grade<'a>(award: &'a Award, outcome: &'a Outcome) -> Graded<'a> {
    let (level, targets) = (levels::level(award, outcome), targets(award, outcome));
    Graded {
        outcome,
        level,
        targets,
        said: Vec::new(),
    }
}

/// What a result is about: its own alignments, those of the rubric level reached, those of its description.
fn targets<'a>(award: &'a Award, outcome: &'a Outcome) -> Vec<&'a Alignment> {
    let mut targets: Vec<&Alignment> = outcome.alignments.iter().collect();
    if let Some((_, level)) = levels::reached(award, outcome) {
        targets.extend(&level.alignments);
    }
    let describes = |kind: &Option<String>| !NOT_A_LEVEL.contains(&kind.as_deref().unwrap_or_default());
    if let Some(description) = levels::description(award, outcome).filter(|description| describes(&description.kind)) {
        targets.extend(&description.alignments);
    }
    targets
}
