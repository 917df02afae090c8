//! A word is tried: it is changed, and the adapter reads again. What is another then was made of it.

mod answer;
mod begun;
mod budget;
mod changed;
mod seen;
mod trial;

pub(super) use answer::Answer;
pub(super) use budget::Budget;

use super::cut::Cut;
use super::leaves::Leaf;
use crate::{Adapter, Part};
use begun::Begun;
use passport::record::{Fact, Record};
use trial::Trial;

/// A record that can be read again, from a piece of its delivery or from all of it.
pub(super) struct Probe<'d> {
    /// From the piece that it stands in; then from the whole of a short delivery, for what rows elsewhere hang on. Each with
    /// what may still be read.
    begun: Vec<(Begun<'d>, Budget<'d>)>,
    /// Whether the piece is all that there is.
    is_alone: bool,
}

impl<'d> Probe<'d> {
    /// Reads the piece that a record stands in, and if it is short, its whole delivery. None where neither gives the same
    /// record again.
    pub(super) fn of(
        adapter: &'d dyn Adapter,
        files: &'d [Part<'_>],
        cut: &Cut,
        (record, facts): (&Record, &[Fact]),
        budget: Budget<'d>,
    ) -> Option<Self> {
        let whole = trial::whole(files, &record.place);
        let is_alone = files.len() == 1 && whole.as_ref().is_some_and(|whole| whole.bytes() == cut.bytes());
        let whole = whole.filter(|_| !is_alone);
        let (mut own, mut beside) = match &whole {
            Some(_) => budget.split(),
            None => (budget, Budget::default()),
        };
        let mut begun = Vec::new();
        match Begun::with(Trial::of_piece(adapter, record, cut.clone()), (record, facts), &mut own) {
            Some(piece) => begun.push((piece, own)),
            None => beside = beside.and(own),
        }
        if let Some(whole) = whole
            && let Some(whole) = Begun::with(
                Trial::of_all(adapter, record, (whole, files)),
                (record, facts),
                &mut beside,
            )
        {
            begun.push((whole, beside));
        }
        (!begun.is_empty()).then_some(Probe { begun, is_alone })
    }

    /// What hangs on this word; none where it could not be tried. Of a word that the record says it is enough to see one
    /// fact change.
    pub(super) fn ask(&mut self, leaf: &Leaf, is_said: bool) -> Option<Answer> {
        let (mut answer, mut is_doubted) = (None::<Answer>, false);
        for (begun, budget) in &mut self.begun {
            let mut found = begun.ask((leaf, is_said), budget);
            if let Some(found) = &mut found {
                found.is_of_all = self.is_alone || begun.is_whole();
            }
            answer = match (answer, found) {
                // What a piece shows that is not all of the record, the whole knows better.
                (Some(_), Some(found)) if is_doubted => Some(found),
                (Some(answer), Some(found)) => Some(answer.and(found)),
                (one, other) => one.or(other),
            };
            is_doubted = !begun.is_same;
            if !is_doubted && answer.as_ref().is_some_and(|answer| !answer.is_nothing()) {
                break;
            }
        }
        answer
    }
}
