//! The reference decision: who may see which rows, written from docs/CONSENT.md alone.
//!
//! It shares no code with the hub: neither its rules nor its store. It reads scopes by itself, and looks at plain rows.

use crate::world::{ASSERTIONS, BANDS, PURPOSES, Row, SECTIONS, SOURCES, STATES, Who, World, kind_of};
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use std::collections::BTreeMap;

/// What there is in a world beside the world: its beginning, and names of reference data.
#[derive(Debug, Clone)]
pub struct Facts {
    /// When it began.
    pub began: DateTime<Utc>,
    /// The concepts that rows may mean.
    pub concepts: Vec<ConceptFacts>,
    /// The texts of the scopes of each consent: permits, denies.
    pub scopes: Vec<(Vec<String>, Vec<String>)>,
}

/// A concept.
#[derive(Debug, Clone)]
pub struct ConceptFacts {
    pub id: uuid::Uuid,
    pub uri: String,
    pub vocabulary: String,
    /// Its preferred English label.
    pub label: String,
    /// All labels, in the form in which they are compared.
    pub labels: Vec<String>,
}

impl Facts {
    /// A day of the world.
    pub fn day(&self, from_today: i64) -> NaiveDate {
        let today = self.began.date_naive();
        let days = Days::new(from_today.unsigned_abs());
        if from_today < 0 { today - days } else { today + days }
    }

    /// When a row was taken in: the first moment of a day, or the last second of it.
    pub fn recorded(&self, row: &Row) -> DateTime<Utc> {
        let seconds = if row.verified { 0 } else { 86_399 };
        self.day(row.recorded).and_time(chrono::NaiveTime::MIN).and_utc() + Duration::seconds(seconds)
    }

    /// An hour of the world.
    pub fn hour(&self, from_beginning: i64) -> DateTime<Utc> {
        self.began + Duration::hours(from_beginning)
    }
}

/// A scope as the reference reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub section: String,
    ops: String,
    filters: Vec<(String, Vec<String>)>,
}

impl Rule {
    /// Reads `passport/<Section>.<ops>[?filter&filter]`.
    pub fn read(text: &str) -> Self {
        let rest = text
            .strip_prefix("passport/")
            .unwrap_or_else(|| panic!("no scope: {text}"));
        let mut halves = rest.splitn(2, '?');
        let (section, ops) = halves.next().and_then(|head| head.split_once('.')).unwrap();
        let filters = halves.next().into_iter().flat_map(|filters| filters.split('&'));
        let filter = |filter: &str| {
            let (name, values) = filter.split_once('=').unwrap();
            (name.to_owned(), values.split(',').map(unescaped).collect())
        };
        Rule {
            section: section.to_owned(),
            ops: ops.to_owned(),
            filters: filters.map(filter).collect(),
        }
    }

    /// Whether it says anything about reading records.
    fn reads(&self) -> bool {
        self.ops.contains('r')
    }

    /// Whether it speaks of this row. A filter that cannot be told to hold does not hold.
    fn names(&self, row: &Row, facts: &Facts) -> bool {
        SECTIONS[row.section] == self.section
            && self
                .filters
                .iter()
                .all(|(name, values)| holds(name, values, row, facts))
    }
}

/// Undoes percent-encoding.
fn unescaped(text: &str) -> String {
    let mut parts = text.split('%');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_at(2);
        out.push(char::from(u8::from_str_radix(code, 16).unwrap()));
        out.push_str(rest);
    }
    out
}

fn holds(filter: &str, values: &[String], row: &Row, facts: &Facts) -> bool {
    let any = |is: &dyn Fn(&str) -> bool| values.iter().any(|value| is(value));
    let section = SECTIONS[row.section];
    let concept = row
        .concept
        .filter(|_| ["Skill", "Goal"].contains(&section))
        .map(|at| &facts.concepts[at]);
    match filter {
        "concept" => concept.is_some_and(|concept| any(&|value| value == concept.uri)),
        "vocabulary" => concept.is_some_and(|concept| any(&|value| value == concept.vocabulary)),
        "source" => any(&|value| value == SOURCES[row.source]),
        "kind" => kind_of(section, row.kind).is_some_and(|kind| any(&|value| value == kind)),
        "assertion" => section == "Skill" && any(&|value| value == ASSERTIONS[row.assertion]),
        "verified" => any(&|value| value == row.verified.to_string()),
        "since" => any(&|value| lasted(row, value.parse().unwrap(), facts)),
        "minBand" => {
            let reached = |value: &str| BANDS.iter().position(|band| *band == value).unwrap();
            row.band
                .is_some_and(|(low, high)| any(&|value| usize::try_from(low.min(high)).unwrap() >= reached(value)))
        }
        other => panic!("no filter {other}"),
    }
}

/// Whether a row was observed, issued, ended or recorded on or after a day, or is still running.
fn lasted(row: &Row, since: NaiveDate, facts: &Facts) -> bool {
    let reaches = |day: i64| facts.day(day) >= since;
    match SECTIONS[row.section] {
        "Credential" | "Endorsement" => row.from.is_some_and(reaches),
        "Goal" | "Evidence" => reaches(row.recorded),
        _ => match (row.from, row.to) {
            (_, Some(ended)) => reaches(ended),
            (Some(_), None) => true,
            (None, None) => false,
        },
    }
}

/// What comes of a decision.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// Not shown, with this code.
    Closed(&'static str),
    /// Shown so far.
    Open(Sight),
}

/// How far somebody sees one passport.
#[derive(Debug, Clone)]
pub struct Sight {
    /// Whose.
    pub person: usize,
    right: Right,
}

#[derive(Debug, Clone)]
enum Right {
    Whole,
    Sent(usize),
    Granted(Grant),
}

#[derive(Debug, Clone)]
struct Grant {
    permits: Vec<Rule>,
    denies: Vec<Rule>,
    rests_on: Vec<usize>,
}

/// The reference decision in one world, with what was used up so far.
pub struct Reference<'a> {
    pub world: &'a World,
    pub facts: &'a Facts,
    /// How often each consent was used.
    used: BTreeMap<usize, i64>,
}

impl<'a> Reference<'a> {
    /// As the world begins.
    pub fn new(world: &'a World, facts: &'a Facts) -> Self {
        let consents = world.consents.iter().enumerate();
        let used = consents.map(|(at, consent)| (at, consent.used)).collect();
        Reference { world, facts, used }
    }

    /// May they see this passport?
    pub fn decide(&self, who: Who, person: usize, now: DateTime<Utc>) -> Verdict {
        match who {
            Who::Stranger => Verdict::Closed("UNAUTHENTICATED"),
            Who::Steward => Verdict::Closed("FORBIDDEN"),
            Who::Holder(me) => {
                // By their own id, or by the one that their token still names.
                let own = self
                    .world
                    .standing(me)
                    .filter(|standing| [*standing, me].contains(&person));
                open(own.map(|person| (person, Right::Whole)), "NOT_FOUND")
            }
            Who::Source(source) => {
                let sent = self
                    .world
                    .rows
                    .iter()
                    .any(|row| row.holder == person && row.source == source);
                open(sent.then_some((person, Right::Sent(source))), "NOT_FOUND")
            }
            Who::Partner(..) => {
                let grant = self.grant(who, person, now).map(Right::Granted);
                open(grant.map(|right| (person, right)), "CONSENT_REQUIRED")
            }
        }
    }

    fn grant(&self, who: Who, person: usize, now: DateTime<Utc>) -> Option<Grant> {
        let holding: Vec<usize> = (0..self.world.consents.len())
            .filter(|at| self.holds(*at, who, person, now))
            .collect();
        let rests_on: Vec<usize> = holding.iter().copied().filter(|at| !self.used_up(*at)).collect();
        let read =
            |texts: &[String]| -> Vec<Rule> { texts.iter().map(|text| Rule::read(text)).filter(Rule::reads).collect() };
        let grant = Grant {
            permits: rests_on.iter().flat_map(|at| read(&self.facts.scopes[*at].0)).collect(),
            denies: holding.iter().flat_map(|at| read(&self.facts.scopes[*at].1)).collect(),
            rests_on,
        };
        let any = SECTIONS.iter().chain(&["Profile"]).any(|section| grant.gives(section));
        any.then_some(grant)
    }

    /// Whether a consent holds: the same holder, partner and purpose; the client, where it names one; begun, not ended.
    fn holds(&self, at: usize, who: Who, person: usize, now: DateTime<Utc>) -> bool {
        let consent = &self.world.consents[at];
        let Who::Partner(partner, client, purpose) = who else {
            return false;
        };
        consent.holder == person
            && consent.partner == partner
            && consent.client.is_none_or(|only| client == Some(only))
            && PURPOSES[consent.purpose] == PURPOSES[purpose]
            && STATES[consent.state] == "granted"
            && self.facts.hour(consent.starts) <= now
            && now < self.facts.hour(consent.ends)
    }

    fn used_up(&self, at: usize) -> bool {
        let limit = self.world.consents[at].limit;
        limit.is_some_and(|limit| self.used[&at] >= i64::from(limit))
    }

    /// A request opened this passport: one use of every limited consent that the grant rests on.
    pub fn opened(&mut self, sight: &Sight) {
        if let Right::Granted(grant) = &sight.right {
            for at in &grant.rests_on {
                if self.world.consents[*at].limit.is_some() {
                    *self.used.entry(*at).or_default() += 1;
                }
            }
        }
    }

    /// Whether a row is seen.
    pub fn sees(&self, sight: &Sight, at: usize) -> bool {
        let row = &self.world.rows[at];
        let shown = match &sight.right {
            Right::Whole => true,
            Right::Sent(source) => row.source == *source,
            Right::Granted(grant) => {
                let names = |rule: &Rule| rule.names(row, self.facts);
                grant.gives(SECTIONS[row.section]) && grant.permits.iter().any(names) && !grant.denies.iter().any(names)
            }
        };
        shown && row.holder == sight.person && !row.superseded
    }
}

fn open(seen: Option<(usize, Right)>, code: &'static str) -> Verdict {
    match seen {
        Some((person, right)) => Verdict::Open(Sight { person, right }),
        None => Verdict::Closed(code),
    }
}

impl Grant {
    /// Whether a section is granted: it has a permit, and no deny without a filter.
    fn gives(&self, section: &str) -> bool {
        let of = |rule: &&Rule| rule.section == section;
        self.permits.iter().any(|rule| of(&rule)) && !self.denies.iter().filter(of).any(|rule| rule.filters.is_empty())
    }
}

impl Sight {
    /// Whether a section is shown at all.
    pub fn shows(&self, section: &str) -> bool {
        match &self.right {
            Right::Whole | Right::Sent(_) => true,
            Right::Granted(grant) => grant.gives(section),
        }
    }

    /// Whether it rests on consents.
    pub fn is_granted(&self) -> bool {
        matches!(self.right, Right::Granted(_))
    }

    /// The source that sees what it sent, where it is one.
    pub fn source(&self) -> Option<usize> {
        match self.right {
            Right::Sent(source) => Some(source),
            Right::Whole | Right::Granted(_) => None,
        }
    }
}
