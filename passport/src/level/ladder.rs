//! A scale ready to be read: its levels with the bands they come to, and how a received value finds its own.

use super::known::KnownScale;
use super::loss::{Loss, Losses};
use super::number::{LONGEST, number, percent, share, spans};
use super::{Band, Interval};
use unicode_normalization::UnicodeNormalization;

/// What a value comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) interval: Interval,
    pub(super) losses: Losses,
}

/// A reading, or why the value gives no band; none where the value is none of this scale's.
pub(super) type Answer = Option<Result<Reading, Loss>>;

/// The levels of a scale. Where they have numbers, these rise or fall with the levels.
pub(super) struct Ladder<'a> {
    pub(super) rungs: Vec<Rung<'a>>,
    /// Whether numbers between two levels are as usual as those on them.
    pub(super) continuous: bool,
    /// The well-known scale that it is, rung by rung: its levels have more names.
    pub(super) known: Option<&'static KnownScale>,
}

/// One level of a scale.
pub(super) struct Rung<'a> {
    pub(super) code: &'a str,
    pub(super) label: &'a str,
    /// The numbers it covers, both ends included.
    pub(super) span: Option<(f64, f64)>,
    /// The bands it comes to; none where it says that nothing was seen.
    pub(super) interval: Option<Interval>,
}

impl Ladder<'_> {
    /// What a value comes to: a level by its name or number, a value between two, or several at once.
    pub(super) fn read(&self, value: &str) -> Answer {
        let value = value.trim();
        if value.is_empty() || value.len() > LONGEST {
            return None;
        }
        self.named(value)
            .or_else(|| self.numbered(value))
            .or_else(|| self.shared(value))
            .or_else(|| self.spanned(value))
    }

    /// The level of this code, else of this label, else of this name in comparable form.
    fn named(&self, value: &str) -> Answer {
        let with = |same: &dyn Fn(&Rung<'_>) -> bool| -> Answer {
            let found: Vec<_> = self.rungs.iter().filter(|rung| same(rung)).collect();
            (!found.is_empty()).then(|| all_of(&found))
        };
        with(&|rung| rung.code == value)
            .or_else(|| with(&|rung| rung.label == value))
            .or_else(|| self.called(&fold(value)))
    }

    fn called(&self, folded: &str) -> Answer {
        let found: Vec<_> = match self.known {
            Some(known) => known
                .place_of(folded)
                .and_then(|at| self.rungs.get(at))
                .into_iter()
                .collect(),
            None => self.rungs.iter().filter(|rung| rung.is_called(folded)).collect(),
        };
        (!found.is_empty()).then(|| all_of(&found))
    }

    fn numbered(&self, value: &str) -> Answer {
        let hundredth = || percent(value).filter(|_| self.top() == Some(100.0));
        self.at(number(value).or_else(hundredth)?)
    }

    fn at(&self, value: f64) -> Answer {
        let spans = || self.rungs.iter().filter_map(|rung| Some((rung, rung.span?)));
        if spans().count() < 2 {
            return None;
        }
        let on: Vec<_> = spans()
            .filter(|(_, (low, high))| (*low..=*high).contains(&value))
            .collect();
        if !on.is_empty() {
            return Some(all_of(&on.into_iter().map(|(rung, _)| rung).collect::<Vec<_>>()));
        }
        let below = spans()
            .filter(|(_, span)| span.1 < value)
            .max_by(|a, b| a.1.1.total_cmp(&b.1.1));
        let above = spans()
            .filter(|(_, span)| span.0 > value)
            .min_by(|a, b| a.1.0.total_cmp(&b.1.0));
        let (Some((below, _)), Some((above, _))) = (below, above) else {
            return Some(Err(Loss::OutOfRange));
        };
        Some(self.between(below, above))
    }

    fn between(&self, below: &Rung<'_>, above: &Rung<'_>) -> Result<Reading, Loss> {
        let loss = if self.continuous {
            Loss::RoundedOutwards
        } else {
            Loss::BetweenSteps
        };
        // Above a level at which nothing was seen, the least that can be seen.
        let least = Interval::new(Band::Aware, Band::Aware);
        let interval = below.interval.unwrap_or(least).hull(above.interval.unwrap_or(least));
        Ok(Reading {
            interval,
            losses: Losses::from([loss]),
        })
    }

    /// A share of this scale's best. A slash between two levels may also mean either, unless numbers between are usual.
    fn shared(&self, value: &str) -> Answer {
        let (reached, most) = share(value, self.continuous)?;
        self.at(reached).filter(|_| self.top() == Some(most))
    }

    fn spanned(&self, value: &str) -> Answer {
        if self.continuous && value.contains('/') {
            return None;
        }
        let one = |part: &str| self.named(part).or_else(|| self.numbered(part))?.ok();
        let (low, high) = spans(value).find_map(|(low, high)| Some((one(low)?, one(high)?)))?;
        let mut losses: Losses = low.losses.union(&high.losses).copied().collect();
        losses.insert(Loss::SeveralLevels);
        Some(Ok(Reading {
            interval: low.interval.hull(high.interval),
            losses,
        }))
    }

    /// The highest number of the scale.
    fn top(&self) -> Option<f64> {
        self.rungs.iter().filter_map(|rung| Some(rung.span?.1)).reduce(f64::max)
    }
}

impl Rung<'_> {
    fn is_called(&self, folded: &str) -> bool {
        !folded.is_empty() && (fold(self.code) == folded || fold(self.label) == folded)
    }
}

fn all_of(rungs: &[&Rung<'_>]) -> Result<Reading, Loss> {
    let all = rungs.iter().filter_map(|rung| rung.interval).reduce(Interval::hull);
    let several = (rungs.len() > 1).then_some(Loss::SeveralLevels);
    Ok(Reading {
        interval: all.ok_or(Loss::NoEvidence)?,
        losses: several.into_iter().collect(),
    })
}

/// A level's name in comparable form: NFKC, lower case, spaces as one, dashes within words as spaces. Signs at the end
/// stay: they tell `A-` and `B1+` apart.
pub(super) fn fold(name: &str) -> String {
    let name: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let name = name.trim().trim_end_matches(['.', ':', ';']);
    let inner = name.trim_end_matches(['-', '−', '–']);
    let minus = if inner.len() < name.len() { "-" } else { "" };
    let words: Vec<_> = inner
        .split([' ', '\t', '\n', '\r', '\u{a0}', '_', '-', '–', '−'])
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ") + minus
}
