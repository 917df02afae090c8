//! What a skill is called in another vocabulary: the concept that comes nearest, how it relates, by which mappings, how
//! sure that is, and what is lost on the way.
//!
//! A translation is computed from mappings that hold and stored nowhere. It never says more than the mappings do.

mod label;
mod loss;
mod passport;
mod said;
mod search;

pub use label::{Label, choose, language_alone, same_language};
pub use loss::Loss;
pub use passport::{Counts, TranslatedPassport};
pub use said::{Carried, Said, TranslatedSaid};

use super::mapping::{Graph, Relation, Step};
use search::Search;
use uuid::Uuid;

/// Most mappings that one translation follows in a row.
pub const MOST_STEPS: usize = 3;
/// Most levels that a translation goes up within the vocabulary it begins in.
pub const MOST_LEVELS: usize = 4;
/// From this confidence on a translation is more likely right than wrong.
pub const LIKELY: f64 = 0.5;
/// Most concepts that are told beside the best.
pub const MOST_OTHERS: usize = 9;

/// The vocabularies at hand, as a translation asks of them.
pub trait Vocabularies {
    /// The vocabulary that a concept is of; none where the concept is not known.
    fn vocabulary(&self, concept: Uuid) -> Option<Uuid>;
    /// The concepts directly above it in its own vocabulary.
    fn broader(&self, concept: Uuid) -> Vec<Uuid>;
    /// The concept of its own vocabulary that is to be used in its place; none while it is in use, or where none is named.
    fn replaced_by(&self, concept: Uuid) -> Option<Uuid>;
    /// What it is called in a language, else in another; none where it has no label at all.
    fn label(&self, concept: Uuid, language: &str) -> Option<Label>;
}

/// Translates into one vocabulary and language.
#[derive(Clone, Copy)]
pub struct Translator<'a, V> {
    /// The mappings that hold.
    pub graph: &'a Graph,
    /// The vocabularies.
    pub vocabularies: &'a V,
    /// The vocabulary that is translated into.
    pub to: Uuid,
    /// The language that labels are wanted in, BCP 47.
    pub language: &'a str,
}

/// What a concept is in another vocabulary.
#[derive(Debug, Clone, PartialEq)]
pub struct Translation {
    /// The concept that was translated.
    pub from: Uuid,
    /// What came of it.
    pub outcome: Outcome,
    /// The concept it is translated to; none where it is not translated.
    pub best: Option<Candidate>,
    /// What the best is called in the language asked for, or else.
    pub label: Option<Label>,
    /// Other concepts that mappings lead to, the best first.
    pub others: Vec<Candidate>,
    /// What is lost, or why there is no translation.
    pub losses: Vec<Loss>,
}

/// What came of a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It is translated.
    Translated,
    /// Proposals lead to a concept, and nobody vouches for one of them.
    Proposed,
    /// It is not translated.
    NotTranslated,
}

crate::record::words!(Outcome {
    Translated => "translated", Proposed => "proposed", NotTranslated => "not_translated",
});

/// A concept that mappings lead to, by the best path.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The concept.
    pub concept: Uuid,
    /// How it relates to the one that is translated: `Broad` says that it is broader.
    pub relation: Relation,
    /// How sure, 0 to 1: the product over the path.
    pub confidence: f64,
    /// Whether a mapping on the path is only a proposal.
    pub proposed: bool,
    /// The steps that lead to it; none where it is the concept itself.
    pub path: Vec<Step>,
}

impl Candidate {
    /// Whether it can stand for what was said. What is merely related cannot.
    fn translates(&self) -> bool {
        self.relation != Relation::Related
    }

    /// Whether it rests on what somebody vouches for.
    fn settles(&self) -> bool {
        self.translates() && !self.proposed
    }
}

impl<V: Vocabularies> Translator<'_, V> {
    /// Translates a concept.
    pub fn concept(&self, from: Uuid) -> Translation {
        let stopped = self.graph.has_no_match(from, self.to);
        let mut found = self.search().from(from, stopped);
        if !stopped && !found.iter().any(Candidate::settles) {
            found.extend(self.upwards(from));
            found.sort_by(search::better_first);
            let mut seen = Vec::new();
            found.retain(|candidate| {
                let new = !seen.contains(&candidate.concept);
                seen.push(candidate.concept);
                new
            });
        }
        self.told(from, found, stopped)
    }

    fn search(&self) -> Search<'_, V> {
        Search {
            graph: self.graph,
            vocabularies: self.vocabularies,
            to: self.to,
        }
    }

    /// What the nearest broader concepts that lead anywhere lead to. All of it is broader than what is translated.
    fn upwards(&self, from: Uuid) -> Vec<Candidate> {
        let mut level = self.where_it_stands(from);
        let mut seen: Vec<Uuid> = level
            .iter()
            .map(|path| path.last().map_or(from, |step| step.to))
            .collect();
        for _ in 0..MOST_LEVELS {
            level = self.one_level_up(from, &level, &mut seen);
            let mut found = self.search().along(from, &level);
            found.retain(|candidate| candidate.relation == Relation::Broad);
            if level.is_empty() || !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The path that stays where it is, and those to what took its place, and the place of that.
    fn where_it_stands(&self, from: Uuid) -> Vec<Vec<Step>> {
        let mut paths: Vec<Vec<Step>> = vec![Vec::new()];
        let mut passed = vec![from];
        let mut at = from;
        while paths.len() <= search::MOST_REPLACED
            && let Some(to) = self.vocabularies.replaced_by(at).filter(|to| !passed.contains(to))
        {
            let before = paths.last().map(Vec::as_slice).unwrap_or_default();
            paths.push(before.iter().copied().chain([Step::replaced(at, to)]).collect());
            passed.push(to);
            at = to;
        }
        paths
    }

    fn one_level_up(&self, from: Uuid, level: &[Vec<Step>], seen: &mut Vec<Uuid>) -> Vec<Vec<Step>> {
        let mut next = Vec::new();
        for path in level {
            let top = path.last().map_or(from, |step| step.to);
            for broader in self.vocabularies.broader(top) {
                if !seen.contains(&broader) && next.len() < search::MOST_STARTS {
                    seen.push(broader);
                    next.push(path.iter().copied().chain([Step::up(top, broader)]).collect());
                }
            }
        }
        next
    }

    fn told(&self, from: Uuid, mut found: Vec<Candidate>, stopped: bool) -> Translation {
        let best = (found.first().is_some_and(Candidate::translates)).then(|| found.remove(0));
        found.truncate(MOST_OTHERS);
        let outcome = match &best {
            Some(best) if best.settles() => Outcome::Translated,
            Some(_) => Outcome::Proposed,
            None => Outcome::NotTranslated,
        };
        let label = best
            .as_ref()
            .and_then(|best| self.vocabularies.label(best.concept, self.language));
        let mut losses = loss::of_relation(best.as_ref(), &found);
        losses.extend(match &best {
            Some(_) => loss::of_label(label.as_ref(), self.language),
            None => Some(self.why_not(from, &found, stopped)),
        });
        Translation {
            from,
            outcome,
            best,
            label,
            others: found,
            losses,
        }
    }

    fn why_not(&self, from: Uuid, found: &[Candidate], stopped: bool) -> Loss {
        if self.vocabularies.vocabulary(from).is_none() {
            Loss::UnknownConcept
        } else if stopped {
            Loss::NoMatch
        } else if found.is_empty() {
            Loss::NotMapped
        } else {
            Loss::OnlyRelated
        }
    }
}

#[cfg(test)]
mod tests;
