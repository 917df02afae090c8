//! The reference decision: who may see which rows, written from docs/CONSENT.md alone.
//!
//! It shares no code with the hub: neither its rules nor its store. It reads scopes by itself, and looks at plain rows.

use crate::world::{ASSERTIONS, BANDS, INSTITUTIONS, PURPOSES, Row, SECTIONS, SOURCES, STATES, Who, World, kind_of};
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
    pub scopes: Vec<Scopes>,
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

/// How many days some statements were held before, in other rows.
const HELD_BEFORE: i64 = 250;

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

    /// Since when what some rows say was held in rows before them.
    pub fn known_since(&self, row: &Row) -> Option<DateTime<Utc>> {
        row.record.then(|| self.recorded(row) - Duration::days(HELD_BEFORE))
    }

    /// An hour of the world.
    pub fn hour(&self, from_beginning: i64) -> DateTime<Utc> {
        self.began + Duration::hours(from_beginning)
    }
}

/// The filters, in the order in which the hub prints them.
const FILTERS: [&str; 8] = [
    "concept",
    "vocabulary",
    "source",
    "kind",
    "assertion",
    "verified",
    "since",
    "minBand",
];

/// A scope as the reference reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub section: String,
    ops: String,
    filters: Vec<(String, Vec<String>)>,
    filters_text: String,
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
            filters_text: text.find('?').map_or(String::new(), |at| text[at..].to_owned()),
        }
    }

    /// Whether it says anything about reading records.
    pub fn reads(&self) -> bool {
        self.ops.contains('r')
    }

    /// Its text as one that is only read by.
    pub fn to_read(&self) -> String {
        format!("passport/{}.r{}", self.section, self.filters_text)
    }

    /// Whether it says anything about yes or no.
    pub fn answers(&self) -> bool {
        self.ops.contains(['r', 'v'])
    }

    /// Its text as a statement, its filters in the order of the grammar.
    pub fn as_statement(&self) -> String {
        let filters: Vec<&str> = self
            .filters_text
            .split(['?', '&'])
            .filter(|text| !text.is_empty())
            .collect();
        let place = |filter: &&str| FILTERS.iter().position(|name| filter.starts_with(name)).unwrap();
        let mut filters = filters;
        filters.sort_by_key(place);
        let mark = if filters.is_empty() { "" } else { "?" };
        format!("passport/{}.v{mark}{}", self.section, filters.join("&"))
    }

    /// Takes over a filter of another rule of the same section, where there is one that this has not.
    pub fn narrowed_by(&mut self, others: &[Rule]) {
        let of = others.iter().filter(|other| other.section == self.section);
        let mut more = of
            .flat_map(|other| other.filters_text.split(['?', '&']))
            .filter(|text| !text.is_empty());
        let taken = |text: &&str| {
            let name = text.split('=').next().unwrap();
            self.filters.iter().all(|(own, _)| own != name)
        };
        if let Some(more) = more.find(taken) {
            let mark = if self.filters.is_empty() { '?' } else { '&' };
            let text = format!(
                "passport/{}.{}{}{mark}{more}",
                self.section, self.ops, self.filters_text
            );
            *self = Rule::read(&text);
        }
    }

    /// Loses its last filter.
    pub fn widened(&mut self) {
        let shorter = self.filters_text.rfind(['?', '&']).unwrap_or_default();
        let text = format!(
            "passport/{}.{}{}",
            self.section,
            self.ops,
            &self.filters_text[..shorter]
        );
        *self = Rule::read(&text);
    }

    /// Whether all that a statement could name lies within this: the same section, and each filter of this is in the
    /// statement too, as narrow or narrower.
    pub fn covers(&self, statement: &Rule) -> bool {
        let narrower = |name: &str, own: &[String], wanted: &[String]| match name {
            "since" => own[0] >= wanted[0],
            "minBand" => {
                let place = |value: &String| BANDS.iter().position(|band| band == value);
                place(&own[0]) >= place(&wanted[0])
            }
            _ => own.iter().all(|value| wanted.contains(value)),
        };
        self.section == statement.section
            && self.filters.iter().all(|(name, wanted)| {
                let own = statement.filters.iter().find(|(own, _)| own == name);
                own.is_some_and(|(_, own)| narrower(name, own, wanted))
            })
    }

    /// Whether it speaks of this row. A filter that cannot be told to hold does not hold.
    pub fn names(&self, row: &Row, facts: &Facts) -> bool {
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

/// Permits and denies, as texts.
pub type Scopes = (Vec<String>, Vec<String>);

/// What a holder would consent to.
#[derive(Debug, Clone)]
pub struct Wish {
    pub partner: usize,
    pub purpose: usize,
    pub scopes: Scopes,
    pub starts: Option<DateTime<Utc>>,
}

/// What has to hold for a consent to count, and whether it does.
pub struct Checks {
    pub each: [(&'static str, bool); 8],
    paused: bool,
}

impl Checks {
    /// Whether what it permits counts: everything holds.
    pub fn permits(&self) -> bool {
        self.each.iter().all(|(_, holds)| *holds)
    }

    /// Whether what it denies counts: the same, but it may be used up or paused.
    pub fn denies(&self) -> bool {
        let spared = |check: &str| check == "uses" || (check == "state" && self.paused);
        self.each.iter().all(|(check, holds)| *holds || spared(check))
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
    /// By these sources, each of which sent something about the person.
    Sent(Vec<usize>),
    Granted(Grant),
    /// One thing may be asked, and nothing seen.
    Asked(Grant),
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
    /// The day on which is asked, counted from the one on which the world began.
    pub today: i64,
    /// How often each consent was used.
    used: BTreeMap<usize, i64>,
}

impl<'a> Reference<'a> {
    /// As the world begins.
    pub fn new(world: &'a World, facts: &'a Facts) -> Self {
        let consents = world.consents.iter().enumerate();
        let used = consents.map(|(at, consent)| (at, consent.used)).collect();
        let today = 0;
        Reference {
            world,
            facts,
            today,
            used,
        }
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
            Who::Source(source) => self.contributed(&[source], person),
            Who::Integrator(institution) => self.contributed(INSTITUTIONS[institution], person),
            Who::Partner(..) => {
                let granted = self.grant_of(who, person, now);
                granted.map_or(Verdict::Closed("CONSENT_REQUIRED"), Verdict::Open)
            }
        }
    }

    /// What these sources sent about a person, where any of them did.
    fn contributed(&self, sources: &[usize], person: usize) -> Verdict {
        let sent = |source: &usize| {
            let mut rows = self.world.rows.iter();
            rows.any(|row| row.holder == person && row.source == *source)
        };
        let sent: Vec<usize> = sources.iter().copied().filter(sent).collect();
        let right = (!sent.is_empty()).then_some((person, Right::Sent(sent)));
        open(right, "NOT_FOUND")
    }

    /// What a partner is granted of a passport.
    pub fn grant_of(&self, who: Who, person: usize, now: DateTime<Utc>) -> Option<Sight> {
        let grant = self.grant_with(who, person, now, &(vec![], vec![]))?;
        let right = Right::Granted(grant);
        Some(Sight { person, right })
    }

    /// The grant, as if these permits and denies counted too.
    fn grant_with(&self, who: Who, person: usize, now: DateTime<Utc>, more: &Scopes) -> Option<Grant> {
        let grant = Grant {
            permits: self
                .permits(who, person, now)
                .chain(&more.0)
                .map(|text| Rule::read(text))
                .filter(Rule::reads)
                .collect(),
            denies: self
                .denies(who, person, now)
                .chain(&more.1)
                .map(|text| Rule::read(text))
                .filter(Rule::reads)
                .collect(),
            rests_on: self.permitting(who, person, now).collect(),
        };
        let any = SECTIONS.iter().chain(&["Profile"]).any(|section| grant.gives(section));
        any.then_some(grant)
    }

    fn permits(&self, who: Who, person: usize, now: DateTime<Utc>) -> impl Iterator<Item = &String> {
        self.permitting(who, person, now)
            .flat_map(|at| &self.facts.scopes[at].0)
    }

    fn denies(&self, who: Who, person: usize, now: DateTime<Utc>) -> impl Iterator<Item = &String> {
        let holding = (0..self.world.consents.len()).filter(move |at| self.checks(*at, who, person, now).denies());
        holding.flat_map(|at| &self.facts.scopes[at].1)
    }

    /// The consents whose permits count.
    pub fn permitting(&self, who: Who, person: usize, now: DateTime<Utc>) -> impl Iterator<Item = usize> {
        (0..self.world.consents.len()).filter(move |at| self.checks(*at, who, person, now).permits())
    }

    /// What holds of a consent for one who asks: the same holder, partner and purpose; the client, where it names one;
    /// granted, begun, not ended, not used up.
    pub fn checks(&self, at: usize, who: Who, person: usize, now: DateTime<Utc>) -> Checks {
        let consent = &self.world.consents[at];
        let asks = |is: &dyn Fn(usize, Option<usize>, usize) -> bool| match who {
            Who::Partner(partner, client, purpose) => is(partner, client, purpose),
            _ => false,
        };
        Checks {
            paused: STATES[consent.state] == "paused",
            each: [
                ("holder", consent.holder == person),
                ("partner", asks(&|partner, _, _| consent.partner == partner)),
                (
                    "client",
                    asks(&|_, client, _| consent.client.is_none_or(|only| client == Some(only))),
                ),
                (
                    "purpose",
                    asks(&|_, _, purpose| PURPOSES[consent.purpose] == PURPOSES[purpose]),
                ),
                ("state", STATES[consent.state] == "granted"),
                ("begun", self.facts.hour(consent.starts) <= now),
                ("ended", now < self.facts.hour(consent.ends)),
                ("uses", self.uses_left(at) != Some(0)),
            ],
        }
    }

    /// Leave to put a statement: one consent permits it whole, and nothing denies the whole section.
    pub fn asked(&self, who: Who, person: usize, statement: &Rule, now: DateTime<Utc>) -> Option<Sight> {
        let read = |texts: &[String]| texts.iter().map(|text| Rule::read(text)).collect::<Vec<_>>();
        let covers = |at: &usize| {
            let mut permits = read(&self.facts.scopes[*at].0).into_iter().filter(Rule::answers);
            permits.any(|permit| permit.covers(statement))
        };
        let rests_on: Vec<usize> = self.permitting(who, person, now).filter(covers).collect();
        let denies = self.denies(who, person, now).map(|text| Rule::read(text));
        let denies: Vec<Rule> = denies
            .filter(|deny| deny.answers() && deny.section == statement.section)
            .collect();
        let refused = rests_on.is_empty() || denies.iter().any(|deny| deny.filters.is_empty());
        let grant = Grant {
            permits: vec![statement.clone()],
            denies,
            rests_on,
        };
        let right = Right::Asked(grant);
        (!refused).then_some(Sight { person, right })
    }

    /// Whether there is an entry that a statement names, among those that it may be put about.
    pub fn holds(&self, sight: &Sight, statement: &Rule) -> bool {
        let Right::Asked(grant) = &sight.right else {
            return false;
        };
        self.world.rows.iter().any(|row| {
            row.holder == sight.person
                && !row.superseded
                && !self.waits(row.holder, row.source)
                && statement.names(row, self.facts)
                && !grant.denies.iter().any(|deny| deny.names(row, self.facts))
        })
    }

    /// How often a consent may still be used; none without a limit.
    pub fn uses_left(&self, at: usize) -> Option<i64> {
        let limit = self.world.consents[at].limit?;
        Some((i64::from(limit) - self.used[&at]).max(0))
    }

    /// A holder's passport as a partner would see it, if they gave this. A consent that begins later is shown as on its
    /// first day; where one in force is for one program of the partner alone, as that program would see it, of several
    /// that of the latest.
    pub fn preview(&self, person: usize, wish: &Wish, now: DateTime<Utc>) -> Option<Sight> {
        let at = wish.starts.map_or(now, |starts| starts.max(now));
        let program = self.program(wish.partner, wish.purpose, person, at);
        let who = Who::Partner(wish.partner, program, wish.purpose);
        let right = Right::Granted(self.grant_with(who, person, at, &wish.scopes)?);
        Some(Sight { person, right })
    }

    /// The program of a partner that the latest consent in force for one alone names.
    pub fn program(&self, partner: usize, purpose: usize, person: usize, at: DateTime<Utc>) -> Option<usize> {
        let in_force = |one: &usize| {
            let program = Who::Partner(partner, self.world.consents[*one].client, purpose);
            self.checks(*one, program, person, at).permits()
        };
        let latest_first = (0..self.world.consents.len()).rev().filter(in_force);
        latest_first.filter_map(|one| self.world.consents[one].client).next()
    }

    /// A request opened this passport: one use of every limited consent that the grant rests on.
    pub fn opened(&mut self, sight: &Sight) {
        if let Right::Granted(grant) | Right::Asked(grant) = &sight.right {
            for at in &grant.rests_on {
                if self.world.consents[*at].limit.is_some() {
                    *self.used.entry(*at).or_default() += 1;
                }
            }
        }
    }

    /// Whether what a source sends about somebody waits for their word.
    pub fn waits(&self, holder: usize, source: usize) -> bool {
        self.world.waiting.contains(&(holder, source))
    }

    /// The day from which a row's statement was held, as far as this is told: not to partners.
    pub fn held_from(&self, sight: &Sight, row: &Row) -> i64 {
        let before = row.record && matches!(sight.right, Right::Whole | Right::Sent(_));
        row.recorded - if before { HELD_BEFORE } else { 0 }
    }

    /// Whether a row is seen.
    pub fn sees(&self, sight: &Sight, at: usize) -> bool {
        let row = &self.world.rows[at];
        let shown = match &sight.right {
            Right::Whole => true,
            Right::Sent(sources) => sources.contains(&row.source),
            Right::Asked(_) => false,
            Right::Granted(_) if self.waits(row.holder, row.source) => false,
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
            Right::Asked(_) => false,
            Right::Granted(grant) => grant.gives(section),
        }
    }

    /// What lets rows of a section through; nothing where the section is not granted.
    pub fn permits(&self, section: &str) -> Vec<&Rule> {
        match &self.right {
            Right::Granted(grant) if grant.gives(section) => {
                grant.permits.iter().filter(|rule| rule.section == section).collect()
            }
            _ => vec![],
        }
    }

    /// Whether it rests on consents.
    pub fn is_granted(&self) -> bool {
        matches!(self.right, Right::Granted(_))
    }

    /// The source whose name for the person is seen, where only what sources sent is: the first that knew them.
    pub fn source(&self) -> Option<usize> {
        match &self.right {
            Right::Sent(sources) => sources.first().copied(),
            Right::Whole | Right::Granted(_) | Right::Asked(_) => None,
        }
    }
}
