//! The skills that one offer asks for, each once.

use passport::record::{Place, Reject, Sink, Term};
use std::collections::HashSet;

/// Most skills of one offer.
const MOST: usize = 1_000;

/// Skills in the order they stand in; far too many are a fault, and the first of them are kept.
#[derive(Debug, Default)]
pub struct Asked {
    terms: Vec<Term>,
    seen: HashSet<Term>,
}

impl Asked {
    /// Takes a skill that stands at `place`. False once there are too many, which is told once.
    pub fn add(&mut self, term: Term, place: &Place, sink: &mut dyn Sink) -> bool {
        if self.seen.contains(&term) {
            return true;
        }
        if self.terms.len() == MOST {
            let reason = format!("one offer asks for more than {MOST} skills; the first {MOST} were read");
            sink.reject(Reject::new(place.clone(), "too_many", reason));
            return false;
        }
        self.seen.insert(term.clone());
        self.terms.push(term);
        true
    }

    /// The skills.
    pub fn into_terms(self) -> Vec<Term> {
        self.terms
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, MOST};
    use passport::record::{Batch, Place, Term};

    #[test]
    fn each_skill_stands_once_and_far_too_many_are_told_once() {
        let (mut asked, mut batch) = (Asked::default(), Batch::default());
        let named = |at: usize| Term {
            label: Some(at.to_string()),
            ..Term::default()
        };
        let all = (0..=MOST).chain(0..2).map(named);
        let taken = all
            .take_while(|term| asked.add(term.clone(), &Place::default(), &mut batch))
            .count();
        assert_eq!((taken, asked.terms.len(), batch.rejects.len()), (MOST, MOST, 1));
        assert!(asked.add(named(1), &Place::default(), &mut batch));
    }
}
