//! A record as it was read, and what becomes of it with other words.

use super::super::alter;
use super::super::leaves::Leaf;
use super::answer::Answer;
use super::budget::Budget;
use super::seen::{Seen, Told};
use super::trial::{Spread, Trial};
use passport::record::{Fact, Record};

/// How many other words are tried in the place of one.
const TRIES: usize = 2;

/// A record as it was read, to be read with other words.
pub(super) struct Begun<'d> {
    trial: Trial<'d>,
    before: Seen,
    at: usize,
    /// Whether all of the record is as it was, and not its facts alone: what stands in other files may tell of it too.
    pub(super) is_same: bool,
}

/// A word to be tried, and whether the record says it: then it is enough to see one fact change.
type Asked<'l> = (&'l Leaf, bool);

impl<'d> Begun<'d> {
    /// None where the same record does not come of it, or too much would have to be read.
    pub(super) fn with(trial: Trial<'d>, (record, facts): (&Record, &[Fact]), budget: &mut Budget<'_>) -> Option<Self> {
        let before = trial.read(trial.as_it_was()?, budget)?;
        let at = before.own.iter().position(|own| own.facts == facts)?;
        let is_same = before.own.get(at) == Some(&Told::of(record.clone()));
        Some(Begun {
            trial,
            before,
            at,
            is_same,
        })
    }

    /// Whether it is read from the whole delivery.
    pub(super) fn is_whole(&self) -> bool {
        self.trial.is_whole
    }

    /// What hangs on a word where it stands; where nothing does, because others say the same, on all of them together and
    /// not on the others alone. None where it could not be tried, or not enough to say that nothing does.
    pub(super) fn ask(&self, (leaf, is_said): Asked<'_>, budget: &mut Budget<'_>) -> Option<Answer> {
        let mut answer: Option<Answer> = None;
        let mut is_paid = self.tries((leaf, is_said), Spread::Here, (&mut answer, budget));
        let is_told = answer.as_ref().is_some_and(Answer::tells_of_the_record);
        if !is_told && is_paid && self.trial.is_whole && self.trial.cut.field(leaf).is_some() {
            let (mut together, mut others) = (None, None);
            is_paid = self.tries((leaf, is_said), Spread::Everywhere, (&mut together, budget));
            if together
                .as_ref()
                .is_some_and(|together: &Answer| !together.is_nothing())
            {
                is_paid &= self.tries((leaf, is_said), Spread::Elsewhere, (&mut others, budget));
            }
            let together = together.map(|together| together.but(&others.unwrap_or_default()));
            answer = match (answer, together) {
                (Some(answer), Some(together)) => Some(answer.and(together)),
                (one, other) => one.or(other),
            };
        }
        let mut answer = answer.filter(|answer| is_paid || !answer.is_nothing())?;
        if answer.is_gone && answer.facts.is_empty() && is_paid {
            answer = self.as_another(leaf, answer, budget);
        }
        match is_said {
            true => Some(answer),
            false => self.without(leaf, answer, budget),
        }
    }

    /// Tries other words of the same form; where no fact is another with them a strange one, for a step of a scale may only
    /// be another if it is far away; and where nothing is, none. Whether it could.
    fn tries(
        &self,
        (leaf, is_said): Asked<'_>,
        spread: Spread,
        (answer, budget): (&mut Option<Answer>, &mut Budget<'_>),
    ) -> bool {
        let mut others = alter::others(&leaf.text, leaf.is_text);
        // Yes and no stand anywhere.
        let opposite = alter::opposite(&leaf.text);
        others.retain(|other| opposite == Some(other) || !self.trial.cut.holds(other));
        others.truncate(TRIES);
        let alike = others.len();
        others.extend(alter::strange(&leaf.text, leaf.is_text));
        let far = others.len();
        others.push(blank(leaf).to_owned());
        for (number, other) in others.iter().enumerate() {
            let is_enough = answer.as_ref().is_some_and(|answer| match number {
                _ if number < alike => false,
                _ if number < far => !answer.facts.is_empty(),
                _ => !answer.is_nothing(),
            });
            if is_enough {
                break;
            }
            let Some(files) = self.trial.with(leaf, other, spread) else {
                return answer.is_some();
            };
            let Some(seen) = self.trial.read(files, budget) else {
                return false;
            };
            let found = self.before.compare(&seen, self.at);
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

    /// What hangs on a word without which the record is none, such as a reference: with one that stands in the same column of
    /// another row it may be one, and say something else, or the same.
    fn as_another(&self, leaf: &Leaf, mut answer: Answer, budget: &mut Budget<'_>) -> Answer {
        for other in self.trial.cut.in_other_rows(leaf) {
            let files = self.trial.with(leaf, &other, Spread::Here);
            let Some(seen) = files.and_then(|files| self.trial.read(files, budget)) else {
                break;
            };
            let found = self.before.compare(&seen, self.at);
            if found.tells_of_the_record() {
                return answer.and(found);
            }
            answer.is_spared |= !found.is_gone;
        }
        answer
    }

    /// The same, and whether its one fact stands where the word is blank: a code for no does not say it, while of a longer
    /// word another may say the same, such as a list to which the record refers. None where that could not be tried.
    fn without(&self, leaf: &Leaf, mut answer: Answer, budget: &mut Budget<'_>) -> Option<Answer> {
        if answer.facts.len() != 1 || !is_code(leaf) {
            return Some(answer);
        }
        let Some(files) = self.trial.with(leaf, blank(leaf), Spread::Here) else {
            return Some(answer);
        };
        let found = self.before.compare(&self.trial.read(files, budget)?, self.at);
        answer.is_bare = !found.is_gone && found.facts.is_disjoint(&answer.facts);
        Some(answer)
    }
}

/// Whether a word may be a code for no.
fn is_code(leaf: &Leaf) -> bool {
    const LONGEST: usize = 5;
    let is_long_number = leaf.text.parse::<f64>().is_ok_and(|number| number > 9.0);
    leaf.text.chars().count() <= LONGEST && !is_long_number
}

/// No word.
fn blank(leaf: &Leaf) -> &'static str {
    if leaf.is_text { "" } else { "null" }
}
