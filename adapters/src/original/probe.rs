//! A word is tried: it is changed, and the adapter reads again. What is another then was made of it.

use super::alter;
use super::cut::Cut;
use super::leaves::Leaf;
use super::sheet;
use crate::{Adapter, Delivery, Part, text};
use passport::record::{Body, Fact, Place, Record, Reject, Sink};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How much is read for the words of all records that are shown, in bytes, each having the same share of it.
const MOST: u64 = 96 << 20;
/// The largest share of a record.
const MOST_OF_A_RECORD: u64 = 8 << 20;
/// The longest delivery that is read again as a whole, where a piece of it does not suffice.
const MOST_WHOLE: u64 = 1 << 20;
/// Which part of that may be read of the whole delivery, where a piece tells the most.
const SHARE_OF_ALL: u64 = 8;
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
    /// Whether with another the record is none, or is not told apart from others any more.
    pub(super) is_gone: bool,
    /// Whether something else is rejected then.
    pub(super) rejects: bool,
    /// The other records, by their kinds: whether one of them is another, or is none.
    pub(super) others: BTreeMap<&'static str, bool>,
}

/// A record that can be read again, from a piece of its delivery or from all of it.
pub(super) struct Probe<'d> {
    /// The piece, then the whole of a short delivery, for what rows elsewhere hang on; each with what may still be read.
    begun: Vec<(Begun<'d>, u64)>,
}

impl<'d> Probe<'d> {
    /// Reads the piece that a record stands in, and if it is short, its whole delivery. None where neither gives the same
    /// record again.
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
        let whole = whole(files, &record.place).filter(|whole| files.len() > 1 || whole.bytes() != cut.bytes());
        let trials = [Some(trial(cut.clone(), false)), whole.map(|whole| trial(whole, true))];
        let begun = trials.into_iter().flatten();
        let begun = begun.filter_map(|trial| Begun::with(trial, facts));
        let begun: Vec<_> = begun.zip([share, share / SHARE_OF_ALL]).collect();
        (!begun.is_empty()).then_some(Probe { begun })
    }

    /// How much may be read for each of so many records.
    pub(super) fn share(records: usize) -> u64 {
        MOST_OF_A_RECORD.min(MOST / records.max(1) as u64)
    }

    /// What hangs on this word; none where it could not be tried. Of a word that the record says it is enough to see one
    /// fact change.
    pub(super) fn ask(&mut self, leaf: &Leaf, is_said: bool) -> Option<Answer> {
        let mut answer: Option<Answer> = None;
        for (begun, left) in &mut self.begun {
            let found = begun.ask((leaf, is_said), left);
            answer = match (answer, found) {
                (Some(answer), Some(found)) => Some(answer.and(found)),
                (one, other) => one.or(other),
            };
            if answer.as_ref().is_some_and(|answer| !answer.is_nothing()) {
                break;
            }
        }
        answer
    }
}

/// A record as it was read, to be read with other words.
struct Begun<'d> {
    trial: Trial<'d>,
    before: Seen,
    at: usize,
}

impl<'d> Begun<'d> {
    fn with(trial: Trial<'d>, facts: &[Fact]) -> Option<Self> {
        let before = trial.read(trial.files(trial.cut.bytes()?));
        let at = before.own.iter().position(|own| own.facts == facts)?;
        Some(Begun { trial, before, at })
    }

    /// What hangs on a word where it stands; where nothing does, because others say the same, on all of them together.
    fn ask(&self, (leaf, is_said): (&Leaf, bool), left: &mut u64) -> Option<Answer> {
        let mut answer: Option<Answer> = None;
        let mut is_paid = true;
        for spread in [Spread::Here, Spread::Everywhere] {
            let is_told = answer.as_ref().is_some_and(Answer::tells_of_the_record);
            if !is_told && is_paid && (spread == Spread::Here || self.trial.is_whole) {
                is_paid = self.tries((leaf, is_said), spread, (&mut answer, left));
            }
        }
        // Where it came to nothing only because no more could be tried, it was not tried.
        let answer = answer.filter(|answer| is_paid || !answer.is_nothing())?;
        Some(if is_said { answer } else { self.without(leaf, answer) })
    }

    /// Tries other words of the same form, and where nothing hangs on them a strange one, and none. Whether it could.
    fn tries(
        &self,
        (leaf, is_said): (&Leaf, bool),
        spread: Spread,
        (answer, left): (&mut Option<Answer>, &mut u64),
    ) -> bool {
        let mut others = alter::others(&leaf.text, leaf.is_text);
        // Yes and no stand anywhere.
        let is_answer = !leaf.is_text && ["true", "false"].contains(&&*leaf.text);
        others.retain(|other| is_answer || !self.trial.cut.holds(other));
        others.truncate(TRIES);
        let alike = others.len();
        others.extend(alter::strange(&leaf.text, leaf.is_text));
        others.push(blank(leaf).to_owned());
        for (number, other) in others.iter().enumerate() {
            if number >= alike && answer.as_ref().is_some_and(|answer| !answer.is_nothing()) {
                break;
            }
            let Some(files) = self.trial.with(leaf, other, spread) else {
                return answer.is_some();
            };
            let cost: usize = files.iter().map(|part| part.bytes.len()).sum();
            let Some(rest) = left.checked_sub(cost as u64) else {
                return false;
            };
            *left = rest;
            let found = self.compare(&self.trial.read(files));
            let is_enough = is_said && !found.facts.is_empty();
            *answer = Some(match answer.take() {
                Some(answer) => answer.and(found),
                None => found,
            });
            if is_enough {
                break;
            }
        }
        true
    }

    /// The same without its one fact, if that stands where the word is blank: a code for no says nothing of it.
    fn without(&self, leaf: &Leaf, mut answer: Answer) -> Answer {
        let blank = match answer.facts.len() {
            0 | 2.. => None,
            1 => self.trial.with(leaf, blank(leaf), Spread::Here),
        };
        let found = blank.map(|files| self.compare(&self.trial.read(files)));
        if let Some(found) = found.filter(|found| !found.is_gone) {
            answer.facts.retain(|at| found.facts.contains(at));
            answer.steady.retain(|at| found.facts.contains(at));
        }
        answer
    }

    fn compare(&self, after: &Seen) -> Answer {
        let is_gone = after.own.len() != self.before.own.len();
        let both = self.before.own.get(self.at).zip(after.own.get(self.at));
        let both = both.filter(|_| !is_gone);
        let facts = both.map_or_else(BTreeSet::new, |(before, now)| changed(&before.facts, &now.facts));
        let kinds = self.before.others.keys().chain(after.others.keys());
        let others = kinds.map(|kind| (*kind, self.before.others.get(kind) != after.others.get(kind)));
        Answer {
            steady: facts.clone(),
            facts,
            record: both.is_some_and(|(before, now)| before != now),
            is_gone,
            rejects: self.before.rejects != after.rejects,
            others: others.collect(),
        }
    }
}

/// No word.
fn blank(leaf: &Leaf) -> &'static str {
    if leaf.is_text { "" } else { "null" }
}

impl Answer {
    fn and(mut self, other: Answer) -> Self {
        // Where the record is none, its facts tell nothing.
        self.steady = match (self.is_gone && self.facts.is_empty(), other.is_gone) {
            (true, _) => other.steady,
            (false, true) => self.steady,
            (false, false) => self.steady.intersection(&other.steady).copied().collect(),
        };
        self.facts.extend(other.facts);
        self.record |= other.record;
        self.is_gone |= other.is_gone;
        self.rejects |= other.rejects;
        for (kind, is_another) in other.others {
            *self.others.entry(kind).or_default() |= is_another;
        }
        self
    }

    fn tells_of_the_record(&self) -> bool {
        !self.facts.is_empty() || self.record
    }

    /// Whether nothing at all hangs on it.
    pub(super) fn is_nothing(&self) -> bool {
        !self.tells_of_the_record() && !self.is_gone && !self.rejects && self.another().is_none()
    }

    /// The kind of another record that is another with it.
    pub(super) fn another(&self) -> Option<&'static str> {
        let mut others = self.others.iter();
        others.find(|(_, is_another)| **is_another).map(|(kind, _)| *kind)
    }
}

/// The facts that are no longer there as they were: those between which the others stand in the same order. What only
/// stands elsewhere is the same.
fn changed(before: &[Fact], now: &[Fact]) -> BTreeSet<usize> {
    let same = |(one, other): &(&Fact, &Fact)| one == other;
    let above = before.iter().zip(now).take_while(same).count();
    let (old, new) = (
        before.get(above..).unwrap_or_default(),
        now.get(above..).unwrap_or_default(),
    );
    let below = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    let old = old.get(..old.len() - below).unwrap_or_default();
    let new = new.get(..new.len() - below).unwrap_or_default();
    let times = |facts: &[Fact], fact: &Fact| facts.iter().filter(|other| *other == fact).count();
    let gone = unmatched(old, new).into_iter();
    let gone = gone.filter(|(_, fact)| times(now, fact) < times(before, fact));
    gone.map(|(at, _)| above + at).collect()
}

/// The facts of the one that are not in the longest row that both have.
fn unmatched<'f>(old: &'f [Fact], new: &[Fact]) -> Vec<(usize, &'f Fact)> {
    // How long a row both have from here on.
    let mut rows = vec![vec![0_usize; new.len() + 1]];
    let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or_default();
    for fact in old.iter().rev() {
        let below = rows.last().cloned().unwrap_or_default();
        let mut row = vec![0; new.len() + 1];
        for (column, other) in new.iter().enumerate().rev() {
            let longest = match fact == other {
                true => at(&below, column + 1) + 1,
                false => at(&below, column).max(at(&row, column + 1)),
            };
            if let Some(cell) = row.get_mut(column) {
                *cell = longest;
            }
        }
        rows.push(row);
    }
    rows.reverse();
    let (mut column, mut gone) = (0, Vec::new());
    for (number, fact) in old.iter().enumerate() {
        let from = |row: usize, column: usize| rows.get(row).map_or(0, |row| at(row, column));
        // What stands only in the other is passed over.
        while column < new.len()
            && new.get(column) != Some(fact)
            && from(number, column) == from(number, column + 1)
            && from(number, column) > from(number + 1, column)
        {
            column += 1;
        }
        match new.get(column) == Some(fact) {
            true => column += 1,
            false => gone.push((number, fact)),
        }
    }
    gone
}

/// Where a word is changed.
#[derive(Clone, Copy, PartialEq)]
enum Spread {
    /// Where it stands.
    Here,
    /// In the same field of all documents, wherever it is the same.
    Everywhere,
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
            rejects: BTreeSet::new(),
        };
        // What was read before a fault was read.
        if let Err(fault) = crate::read(self.adapter, &Delivery::several(&*self.file, files), &mut seen) {
            seen.rejects.insert((fault.place.to_string(), fault.code));
        }
        seen
    }

    fn files(&self, piece: Vec<u8>) -> Vec<Part<'_>> {
        let piece = Part {
            name: Cow::Borrowed(&*self.file),
            bytes: piece.into(),
        };
        self.beside.iter().map(lent).chain([piece]).collect()
    }

    /// The files with another word: where it stands, or what documents repeat in the same field everywhere, for any of them
    /// may be what the record is made of.
    fn with(&self, leaf: &Leaf, other: &str, spread: Spread) -> Option<Vec<Part<'_>>> {
        if spread == Spread::Here {
            return Some(self.files(self.cut.with(leaf, other)?));
        }
        let field = self.cut.field(leaf)?;
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

/// What was read, as seen from a place.
struct Seen {
    place: Place,
    of: (&'static str, &'static str),
    own: Vec<Told>,
    /// All other records by their kinds.
    others: BTreeMap<&'static str, BTreeSet<u64>>,
    rejects: BTreeSet<(String, &'static str)>,
}

/// What a record tells, but for what is kept as received.
#[derive(PartialEq)]
struct Told {
    facts: Vec<Fact>,
    all: Value,
}

impl Sink for Seen {
    fn record(&mut self, record: Record) {
        let of = (record.stream, record.body.kind());
        let is_own = record.place == self.place && of == self.of;
        let facts = if is_own { record.facts() } else { Vec::new() };
        let all = told(record);
        if is_own {
            self.own.push(Told { facts, all });
        } else {
            let mut hasher = DefaultHasher::new();
            all.to_string().hash(&mut hasher);
            self.others.entry(of.1).or_default().insert(hasher.finish());
        }
    }

    fn reject(&mut self, reject: Reject) {
        self.rejects.insert((reject.place.to_string(), reject.code));
    }
}

/// A record without what is kept as received, and without a key that is made of that.
fn told(mut record: Record) -> Value {
    record.payload = Value::Null;
    if record.key.starts_with("sha256:") {
        record.key.clear();
    }
    match &mut record.body {
        Body::Credential(credential) => credential.signed = None,
        Body::Endorsement(endorsement) => endorsement.signed = None,
        _ => {}
    }
    serde_json::to_value(&record).unwrap_or_default()
}
