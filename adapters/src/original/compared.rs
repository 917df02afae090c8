//! A record that is compared with its source: its words are tried, and laid beside its facts.

use super::beside::{Beside, Word};
use super::cut::Cut;
use super::document::within;
use super::fate::{Carrying, Fate, Rivals};
use super::forms::{Form, Found};
use super::leaves::Leaf;
use super::probe::{Answer, Budget, Probe};
use super::reason;
use super::weight::{is_strong, is_telling};
use crate::{Adapter, Part, Profile};
use passport::record::{Fact, Place, Record};
use std::cmp::Reverse;

/// How many words of one record are shown.
const SHOWN: usize = 120;

/// A record, its facts, and its words as far as they are judged.
pub(super) struct Compared {
    record: Record,
    facts: Vec<Fact>,
    carrying: Carrying,
    is_found: bool,
    more: usize,
    pub(super) words: Vec<Judged>,
}

/// A word of it.
pub(super) struct Judged {
    pub(super) leaf: Leaf,
    pub(super) form: Form,
    /// What hangs on it, where it could be tried.
    answer: Option<Answer>,
    /// What became of it, as soon as that is known.
    pub(super) fate: Option<Fate>,
    /// Whether it stands at the place of a record further in, which tells of it.
    is_others: bool,
}

impl Compared {
    /// Tries the words of the piece that it stands in.
    pub(super) fn of(
        (adapter, files, budget): (&dyn Adapter, &[Part<'_>], Budget<'_>),
        record: Record,
        cut: Option<Cut>,
    ) -> Self {
        let facts = record.facts();
        let mut carrying = Carrying::of(&record, &facts);
        let words = cut.as_ref().map(Cut::words).unwrap_or_default();
        let mut judged: Vec<Judged> = words.leaves.into_iter().map(Judged::of).collect();
        let mut order: Vec<(Option<Found>, usize)> = Vec::with_capacity(judged.len());
        for (at, word) in judged.iter().enumerate() {
            order.push((carrying.carries(&word.form), at));
        }
        // What is said best, and stands highest, comes first.
        order.sort_by_key(|(found, at)| (Reverse(*found), judged.get(*at).map(|word| depth(&word.leaf)), *at));
        if let Some(cut) = &cut
            && let Some(probe) = Probe::of(adapter, files, cut, (&record, &facts), budget)
        {
            let is_left_out = |leaf: &Leaf| reason::named(adapter.profile(), &record.place, leaf).is_some();
            ask(probe, &order, &mut judged, is_left_out);
        }
        place(&mut carrying, &order, &mut judged);
        Compared {
            words: judged,
            record,
            facts,
            carrying,
            is_found: cut.is_some(),
            more: words.more,
        }
    }

    /// Whether it is this record.
    pub(super) fn is(&self, record: &Record) -> bool {
        (self.record.stream, &self.record.key, &self.record.place) == (record.stream, &record.key, &record.place)
    }

    /// Where another record stands as seen from this one, if the two are made of the same words: below it, or at the same
    /// place or around it (the empty pointer).
    pub(super) fn meets<'o>(&self, other: &'o Place) -> Option<&'o str> {
        let own = &self.record.place;
        if own.file != other.file || own.row != other.row {
            return None;
        }
        match (&own.pointer, &other.pointer) {
            (Some(own), Some(other)) => within(other, own).or_else(|| within(own, other).map(|_| "")),
            _ => Some(""),
        }
    }

    /// Leaves the words at a place further in to the record that stands there.
    pub(super) fn leave_to(&mut self, inside: &str) {
        if inside.is_empty() {
            return;
        }
        for word in &mut self.words {
            word.is_others |= within(&word.leaf.pointer, inside).is_some();
        }
    }

    /// What came of it.
    pub(super) fn finish(self, profile: &Profile) -> Beside {
        let place = &self.record.place;
        let (carrying, words) = (&self.carrying, self.words.into_iter().filter(|word| !word.is_others));
        let mut words: Vec<Word> = words.map(|word| word.finish(carrying, (profile, place))).collect();
        let more = self.more + words.len().saturating_sub(SHOWN);
        shorten(&mut words);
        Beside {
            words: self.is_found.then_some(words),
            record: self.record,
            facts: self.facts,
            more,
        }
    }
}

/// Tries words: those that the record says, and those that may have decided something.
fn ask(
    mut probe: Probe<'_>,
    order: &[(Option<Found>, usize)],
    judged: &mut [Judged],
    is_left_out: impl Fn(&Leaf) -> bool,
) {
    // What decides something is seldom a sentence, and comes last if it is one that no record says.
    for is_last in [false, true] {
        for (found, at) in order {
            if let Some(word) = judged.get_mut(*at)
                && (found.is_some() || !is_left_out(&word.leaf))
                && is_last == (found.is_none() && is_telling(&word.leaf))
            {
                word.answer = probe.ask(&word.leaf, found.is_some());
            }
        }
    }
}

/// Lays words beside the facts that are made of them: first those of which that is known.
fn place(carrying: &mut Carrying, order: &[(Option<Found>, usize)], judged: &mut [Judged]) {
    let mut rivals = Rivals::default();
    judged.iter().for_each(|word| rivals.add((&word.leaf, &word.form)));
    for (_, at) in order {
        if let Some(word) = judged.get_mut(*at)
            && let Some(answer) = &word.answer
        {
            word.fate = carrying.proved((&word.leaf, &word.form), answer);
        }
    }
    for (found, at) in order {
        if let (Some(found), Some(word)) = (found, judged.get_mut(*at))
            && word.fate.is_none()
            && word
                .answer
                .as_ref()
                .is_none_or(|answer| answer.is_gone && !answer.is_spared)
        {
            let is_gone = word.answer.is_some();
            word.fate = carrying.likely((&word.leaf, &word.form), *found, &rivals);
            word.fate.take_if(|fate| is_gone && *fate == Fate::Carried(Vec::new()));
        }
        if let Some(word) = judged.get_mut(*at)
            && word.fate.is_none()
            && word.answer.as_ref().is_some_and(|answer| answer.is_gone)
        {
            word.fate = Some(Fate::DecidesRecord);
        }
    }
}

/// Leaves as many words as are shown: first those that facts are made of, and those that are left out.
fn shorten(words: &mut Vec<Word>) {
    let matters = |word: &Word| match &word.fate {
        Fate::Carried(facts) => !facts.is_empty(),
        fate => matches!(fate, Fate::Decides(_) | Fate::DecidesRecord | Fate::LeftOut(_)),
    };
    let mut room = SHOWN.saturating_sub(words.iter().filter(|word| matters(word)).count());
    words.retain(|word| {
        let fits = matters(word) || room > 0;
        room -= usize::from(fits && !matters(word));
        fits
    });
    words.truncate(SHOWN);
}

/// How many steps it is to a word.
fn depth(leaf: &Leaf) -> usize {
    leaf.pointer.matches('/').count()
}

impl Judged {
    fn of(leaf: Leaf) -> Self {
        Judged {
            form: Form::of(&leaf.text),
            leaf,
            answer: None,
            fate: None,
            is_others: false,
        }
    }

    /// Whether a record of this kind at the same place may be what became of it: as it was tried, or if it says so much that
    /// it stands there by no chance.
    pub(super) fn may_be_of(&self, kind: &str) -> bool {
        let known = self.answer.as_ref().and_then(|answer| answer.others.get(kind));
        known.copied().unwrap_or_else(|| is_strong(&self.leaf))
    }

    fn finish(self, carrying: &Carrying, of: (&Profile, &Place)) -> Word {
        let is_said = self.fate.is_some();
        let fate = self
            .fate
            .unwrap_or_else(|| carrying.otherwise(of, (&self.leaf, &self.form), self.answer.as_ref()));
        // What becomes no part of a passport is not shown either, and what the profile leaves out not even where another
        // word says the same: it may be a secret, or somebody's number. What is not said is shown if the record keeps it.
        let becomes = match &fate {
            Fate::LeftOut(_) | Fate::Unclear => false,
            Fate::Decides(_) | Fate::DecidesRecord => carrying.keeps(&self.form),
            _ => is_said || carrying.keeps(&self.form),
        };
        let is_shown = becomes && reason::named(of.0, of.1, &self.leaf).is_none();
        Word {
            path: self.leaf.path,
            text: is_shown.then_some(self.leaf.text),
            fate,
        }
    }
}
