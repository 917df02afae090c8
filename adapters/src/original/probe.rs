//! A word is tried: it is changed, and the adapter reads again. What is another then was made of it.

use super::alter;
use super::cut::Cut;
use super::leaves::Leaf;
use super::sheet;
use crate::{Adapter, Delivery, Part, text};
use passport::record::{Fact, Place, Record, Reject, Sink, lies_within};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How much is read for the words of all records that are shown, in bytes, each having the same share of it.
const MOST: u64 = 96 << 20;
/// The largest share of a record.
const MOST_OF_A_RECORD: u64 = 8 << 20;
/// The longest delivery that is read again as a whole, where a piece of it does not suffice.
const MOST_WHOLE: u64 = 1 << 20;
/// How many other words are tried in the place of one.
const TRIES: usize = 2;

/// What hangs on a word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// The facts that are others when it is another.
    pub(super) facts: BTreeSet<usize>,
    /// Those of them that were others whatever it was.
    pub(super) steady: BTreeSet<usize>,
    /// Whether something of the record is, if only beside its facts.
    pub(super) record: bool,
    /// The records at the same place, by their kinds: whether one of them is.
    pub(super) others: BTreeMap<&'static str, bool>,
}

/// A record that can be read again from a piece of its delivery.
pub(super) struct Probe<'d> {
    trial: Trial<'d>,
    before: Seen,
    at: usize,
    left: u64,
}

impl<'d> Probe<'d> {
    /// Reads the piece that a record stands in; where that does not suffice, its whole delivery if it is short. None where
    /// neither gives the same record again.
    pub(super) fn of(
        adapter: &'d dyn Adapter,
        files: &'d [Part<'_>],
        cut: &Cut,
        (record, facts): (&Record, &[Fact]),
        share: u64,
    ) -> Option<Self> {
        let trial = |cut: Cut, is_whole: bool| Trial {
            adapter,
            is_whole,
            file: record.place.file.clone().unwrap_or_default(),
            place: cut.place(&record.place),
            of: (record.stream, record.body.kind()),
            beside: if is_whole {
                beside(files, &record.place)
            } else {
                Vec::new()
            },
            cut,
        };
        Self::begin(trial(cut.clone(), false), facts, share)
            .or_else(|| Self::begin(trial(whole(files, &record.place)?, true), facts, share))
    }

    /// How much may be read for each of so many records.
    pub(super) fn share(records: usize) -> u64 {
        MOST_OF_A_RECORD.min(MOST / records.max(1) as u64)
    }

    fn begin(trial: Trial<'d>, facts: &[Fact], left: u64) -> Option<Self> {
        let before = trial.read(trial.files(trial.cut.bytes()?));
        let at = before.own.iter().position(|own| own.facts == facts)?;
        Some(Probe {
            trial,
            before,
            at,
            left,
        })
    }

    /// What hangs on this word; none where it cannot be told, as where the record is no record without it. Of a word that
    /// the record says it is enough to see one fact change.
    pub(super) fn ask(&mut self, leaf: &Leaf, is_said: bool) -> Option<Answer> {
        let mut answer: Option<Answer> = None;
        let others = alter::others(&leaf.text, leaf.is_text);
        let news = others.iter().filter(|other| !self.trial.cut.holds(other));
        for other in news.take(TRIES) {
            let files = self.trial.with(leaf, other)?;
            let cost: usize = files.iter().map(|part| part.bytes.len()).sum();
            self.left = self.left.checked_sub(cost as u64)?;
            let Some(found) = self.compare(&self.trial.read(files)) else {
                continue;
            };
            let is_enough = is_said && !found.facts.is_empty();
            match &mut answer {
                Some(answer) => answer.and(found),
                None => answer = Some(found),
            }
            if is_enough {
                break;
            }
        }
        answer.map(|answer| if is_said { answer } else { self.without(leaf, answer) })
    }

    /// The same without its one fact, if that stands where the word is blank: a code for no says nothing of it.
    fn without(&self, leaf: &Leaf, mut answer: Answer) -> Answer {
        let blank = if leaf.is_text { "" } else { "null" };
        let blank = match answer.facts.len() {
            0 | 2.. => None,
            1 => self.trial.with(leaf, blank).map(|files| self.trial.read(files)),
        };
        if let Some(found) = blank.and_then(|blank| self.compare(&blank)) {
            answer.facts.retain(|at| found.facts.contains(at));
            answer.steady.retain(|at| found.facts.contains(at));
        }
        answer
    }

    fn compare(&self, after: &Seen) -> Option<Answer> {
        if after.own.len() != self.before.own.len() {
            return None;
        }
        let (before, now) = (self.before.own.get(self.at)?, after.own.get(self.at)?);
        let others = self.before.others.iter().filter_map(|(of, before)| {
            let now = after.others.get(of)?;
            Some((of.1, now != before))
        });
        let facts: BTreeSet<usize> = changed(&before.facts, &now.facts).into_iter().collect();
        let mut answer = Answer {
            steady: facts.clone(),
            facts,
            record: before != now,
            others: BTreeMap::new(),
        };
        for (kind, is_another) in others {
            *answer.others.entry(kind).or_default() |= is_another;
        }
        Some(answer)
    }
}

impl Answer {
    fn and(&mut self, other: Answer) {
        self.steady.retain(|at| other.facts.contains(at));
        self.facts.extend(other.facts);
        self.record |= other.record;
        for (kind, is_another) in other.others {
            *self.others.entry(kind).or_default() |= is_another;
        }
    }
}

/// The facts that are no longer there as they were.
fn changed(before: &[Fact], now: &[Fact]) -> Vec<usize> {
    let labels = |facts: &[Fact]| facts.iter().map(|fact| fact.label).collect::<Vec<_>>();
    if labels(before) == labels(now) {
        let pairs = before.iter().zip(now).enumerate();
        return pairs
            .filter(|(_, (before, now))| before != now)
            .map(|(at, _)| at)
            .collect();
    }
    let mut left: Vec<&Fact> = now.iter().collect();
    let is_gone = |(at, fact): (usize, &Fact)| match left.iter().position(|now| *now == fact) {
        Some(same) => {
            left.remove(same);
            None
        }
        None => Some(at),
    };
    before.iter().enumerate().filter_map(is_gone).collect()
}

/// A piece of a delivery, and what is read with it.
struct Trial<'d> {
    adapter: &'d dyn Adapter,
    file: String,
    cut: Cut,
    beside: Vec<Part<'d>>,
    /// Whether it is the whole delivery.
    is_whole: bool,
    place: Place,
    of: (&'static str, &'static str),
}

impl Trial<'_> {
    fn read(&self, files: Vec<Part<'_>>) -> Seen {
        let mut seen = Seen {
            place: self.place.clone(),
            of: self.of,
            own: Vec::new(),
            others: BTreeMap::new(),
        };
        // What was read before a fault was read.
        let _ = crate::read(self.adapter, &Delivery::several(&*self.file, files), &mut seen);
        seen
    }

    fn files(&self, piece: Vec<u8>) -> Vec<Part<'_>> {
        let piece = Part {
            name: Cow::Borrowed(&*self.file),
            bytes: piece.into(),
        };
        self.beside.iter().map(lent).chain([piece]).collect()
    }

    /// The files with another word. What a whole document repeats in the same field is another everywhere: any of them may
    /// be what the record is made of.
    fn with(&self, leaf: &Leaf, other: &str) -> Option<Vec<Part<'_>>> {
        let field = self.is_whole.then(|| self.cut.field(leaf)).flatten();
        let Some(field) = field else {
            return Some(self.files(self.cut.with(leaf, other)?));
        };
        let mut files = self.files(self.cut.bytes()?);
        for file in &mut files {
            if let Some(document) = text::utf8(&file.bytes) {
                file.bytes = field.with(document, leaf, other).into_bytes().into();
            }
        }
        Some(files)
    }
}

fn lent<'p>(part: &'p Part<'_>) -> Part<'p> {
    Part {
        name: Cow::Borrowed(&*part.name),
        bytes: part.bytes.borrowed(),
    }
}

/// The files beside the one of a place.
fn beside<'d>(files: &'d [Part<'_>], place: &Place) -> Vec<Part<'d>> {
    let beside = files.iter().filter(|part| Some(&*part.name) != place.file.as_deref());
    beside.map(lent).collect()
}

/// The whole file of a place as a piece, where all files together are short.
fn whole(files: &[Part<'_>], place: &Place) -> Option<Cut> {
    let bytes: u64 = files.iter().map(|part| part.bytes.whole_len()).sum();
    if bytes > MOST_WHOLE || !files.iter().all(|part| part.bytes.is_whole()) {
        return None;
    }
    let part = files
        .iter()
        .find(|part| part.name == place.file.as_deref().unwrap_or_default())?;
    match place.row {
        Some(row) => sheet::whole(part, row),
        None => Some(Cut::Json {
            text: text::utf8(&part.bytes)?.to_owned(),
            pointer: place.pointer.clone()?,
        }),
    }
}

/// Whether one place is in the other.
fn touch(one: &Place, other: &Place) -> bool {
    let (inside, other_inside) = (one.inside(), other.inside());
    one.file == other.file && (lies_within(&inside, &other_inside) || lies_within(&other_inside, &inside))
}

/// What was read at a place.
struct Seen {
    place: Place,
    of: (&'static str, &'static str),
    own: Vec<Told>,
    /// By stream and kind, and where in the place.
    others: BTreeMap<(&'static str, &'static str, String), Vec<Fact>>,
}

/// What a record tells, but for what is kept as received.
#[derive(PartialEq)]
struct Told {
    facts: Vec<Fact>,
    all: Value,
}

impl Sink for Seen {
    fn record(&mut self, mut record: Record) {
        let of = (record.stream, record.body.kind());
        if record.place == self.place && of == self.of {
            record.payload = Value::Null;
            self.own.push(Told {
                facts: record.facts(),
                all: serde_json::to_value(&record).unwrap_or_default(),
            });
        } else if touch(&self.place, &record.place) {
            let facts = record.facts();
            self.others.insert((of.0, of.1, record.place.inside()), facts);
        }
    }

    fn reject(&mut self, _: Reject) {}
}
