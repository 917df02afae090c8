//! What visible claims add up to, by the reference: written from docs/CONSENT.md and docs/ARCHITECTURE.md alone.

use crate::expected::{Listed, Thing, Want, concept, day, interval, named, object, plain, thing, upper};
use crate::reference::{Reference, Sight};
use crate::world::{ASSERTIONS, ROLES, Row, SECTIONS, World, code, label};
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Which skill: concepts by id, terms behind them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Concept(uuid::Uuid),
    Term(String),
}

/// What lists of skills are filtered and ordered by.
#[derive(Debug, Clone)]
pub struct Skill {
    pub key: Key,
    /// Position among the concepts.
    pub concept: Option<usize>,
    /// The vocabulary of its concept.
    pub vocabulary: Option<String>,
    pub strongest: usize,
    pub sources: usize,
    pub band: Option<(i16, i16)>,
    pub last: Option<NaiveDate>,
    /// The same, counted from the day on which the world began.
    seen: Option<i64>,
    /// The label it is ordered by.
    pub label: String,
    /// Every label that a search looks at.
    pub labels: Vec<String>,
}

/// A text in the form in which labels are compared.
pub fn comparable(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '+' && c != '#');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Other days as of which skills are asked for, counted from the one on which the world began.
pub const DAYS: [i64; 2] = [-300, 60];

/// The skills of a passport today, strongest first: all that are seen, or those that claims in one row speak of.
pub fn skills_of(reference: &Reference<'_>, sight: &Sight, within: Option<usize>) -> Vec<Thing> {
    skills_as_of(reference, sight, None, within)
}

/// The same as of another day.
pub fn skills_as_of(reference: &Reference<'_>, sight: &Sight, as_of: Option<i64>, within: Option<usize>) -> Vec<Thing> {
    let world = reference.world;
    let on = as_of.unwrap_or(reference.today);
    let mut by_skill: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (at, row) in world.rows.iter().enumerate() {
        let begins = [row.from, row.to, Some(reference.held_from(sight, row))]
            .into_iter()
            .flatten()
            .min();
        let holds = row.valid_to.is_none_or(|end| end >= on) && ROLES[row.role] != "required";
        let holds = holds && begins.is_some_and(|day| day <= on);
        if SECTIONS[row.section] != "Skill" || !holds || !reference.sees(sight, at) {
            continue;
        }
        if let Some(key) = key(reference, row, at) {
            by_skill.entry(key).or_default().push(at);
        }
    }
    if let Some(within) = within {
        let stands_in = |at: &usize| world.parent(&world.rows[*at], &World::HOLD_CLAIMS) == Some(within);
        by_skill.retain(|_, claims| claims.iter().any(stands_in));
    }
    let mut skills: Vec<Thing> = by_skill
        .into_iter()
        .map(|(key, claims)| skill(reference, sight, (key, claims), as_of))
        .collect();
    skills.sort_by_key(|one| std::cmp::Reverse(strength(one)));
    skills
}

/// Kind of the strongest statement, then independent sources, then band.
pub fn strength(thing: &Thing) -> (usize, usize, Option<i16>) {
    let skill = thing.listed.skill.as_ref().unwrap();
    (skill.strongest, skill.sources, skill.band.map(|(low, _)| low))
}

fn key(reference: &Reference<'_>, row: &Row, at: usize) -> Option<Key> {
    if let Some(concept) = row.concept {
        return Some(Key::Concept(reference.facts.concepts[concept].id));
    }
    let words = label(row).map(str::to_owned).or_else(|| code(row, at))?;
    Some(Key::Term(comparable(&words)))
}

fn skill(reference: &Reference<'_>, sight: &Sight, (key, mut claims): (Key, Vec<usize>), as_of: Option<i64>) -> Thing {
    let on = as_of.unwrap_or(reference.today);
    // The newest first, as everywhere.
    claims.reverse();
    let told = |at: &usize| Told {
        row: &reference.world.rows[*at],
        held: reference.held_from(sight, &reference.world.rows[*at]),
    };
    let rows: Vec<Told<'_>> = claims.iter().map(told).collect();
    let of = summary(reference, &claims, (&rows, on), &key);
    let first = label(&rows[0]).map(str::to_owned).or_else(|| code(&rows[0], claims[0]));
    let term = if of.concept.is_some() { None } else { first };
    let name = match of.concept {
        Some(concept) => format!("concept {concept}"),
        None => format!("term {}", of.label),
    };
    let null = Want::Plain(Value::Null);
    let mut skill = object(
        "Skill",
        [
            ("concept", concept(reference, of.concept)),
            ("term", Want::Plain(serde_json::json!(term))),
            ("band", of.band.map_or(null, |(low, high)| interval(low, high))),
            ("strongestAssertion", upper(ASSERTIONS[of.strongest])),
            ("independentSources", plain(of.sources)),
            ("lastObserved", day(of.last)),
            ("freshness", upper(freshness(of.seen, on))),
            ("trend", trend(&rows, on)),
            (
                "claims",
                Want::Pages(claims.iter().map(|at| thing(reference, sight, *at)).collect()),
            ),
        ],
    );
    // As of another day it is another thing.
    let day = as_of.map_or(String::new(), |day| format!(" on day {day}"));
    skill.name = format!("skill of {}: {name}{day}", sight.person);
    skill.listed = Listed {
        skill: Some(Box::new(of)),
        ..Listed::default()
    };
    named(skill)
}

fn summary(reference: &Reference<'_>, claims: &[usize], (rows, on): (&[Told<'_>], i64), key: &Key) -> Skill {
    let seen = rows.iter().filter_map(|row| observed(row, on)).max();
    let concepts = &reference.facts.concepts;
    let concept = concepts.iter().position(|concept| *key == Key::Concept(concept.id));
    let own = |row: &Row| row.own || ASSERTIONS[row.assertion] == "self";
    let sources: BTreeSet<usize> = rows.iter().filter(|row| !own(row)).map(|row| row.source).collect();
    let words = claims.iter().filter_map(|at| label(&reference.world.rows[*at]));
    let mut labels: Vec<String> = words.map(comparable).collect();
    let label = match key {
        Key::Concept(_) => {
            let concept = &concepts[concept.unwrap()];
            labels.extend(concept.labels.iter().cloned());
            concept.label.clone()
        }
        Key::Term(term) => {
            labels.push(term.clone());
            term.clone()
        }
    };
    Skill {
        key: key.clone(),
        concept,
        vocabulary: concept.map(|at| concepts[at].vocabulary.clone()),
        strongest: rows.iter().map(|row| row.assertion).max().unwrap(),
        sources: sources.len(),
        band: band(rows, on),
        last: seen.map(|day| reference.facts.day(day)),
        seen,
        label,
        labels,
    }
}

/// A row, and from which day its statement was held as far as this is told.
struct Told<'a> {
    row: &'a Row,
    held: i64,
}

impl std::ops::Deref for Told<'_> {
    type Target = Row;

    fn deref(&self) -> &Row {
        self.row
    }
}

/// The last day up to this one on which it was seen; what still runs was seen when it was taken in.
fn observed(row: &Told<'_>, on: i64) -> Option<i64> {
    let last = row.to.or(row.from.map(|from| from.max(row.held)))?;
    let first = row.from.unwrap_or(last).min(last);
    (first <= on).then_some(last.min(on))
}

fn freshness(seen: Option<i64>, on: i64) -> &'static str {
    match seen.map(|seen| on - seen) {
        None => "undated",
        Some(0..=731) => "recent",
        Some(732..=1827) => "ageing",
        Some(_) => "old",
    }
}

/// Being taught a skill says nothing of its level, and a level is told at the end, or when it was taken in.
fn level(row: &Told<'_>, on: i64) -> Option<(i16, i16)> {
    let told = row.to.or(row.from).map_or(row.held, |told| told.min(row.held));
    if told > on {
        return None;
    }
    let (low, high) = row.band.filter(|_| ROLES[row.role] != "taught")?;
    Some((low.min(high), low.max(high)))
}

/// The hull of the levels of the strongest kind of statement that gave any, the latest of each source; of several on one
/// day, the one that was taken in last.
fn band(newest_first: &[Told<'_>], on: i64) -> Option<(i16, i16)> {
    let levelled: Vec<&Told<'_>> = newest_first.iter().filter(|row| level(row, on).is_some()).collect();
    let strongest = levelled.iter().map(|row| row.assertion).max()?;
    let mut latest: BTreeMap<usize, &Told<'_>> = BTreeMap::new();
    for row in levelled.into_iter().rev().filter(|row| row.assertion == strongest) {
        let held = latest.entry(row.source).or_insert(row);
        if observed(row, on) >= observed(held, on) {
            *held = row;
        }
    }
    let levels = latest.values().filter_map(|row| level(row, on));
    levels.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// The first dated level against the last; where several stand on such a day, nothing is expected.
fn trend(rows: &[Told<'_>], on: i64) -> Want {
    let mut dated: Vec<(i64, (i16, i16))> = rows
        .iter()
        .filter_map(|row| Some((observed(row, on)?, level(row, on)?)))
        .collect();
    dated.sort_unstable();
    let (Some(first), Some(last)) = (dated.first(), dated.last()) else {
        return plain("UNKNOWN");
    };
    if first.0 == last.0 {
        return plain("UNKNOWN");
    }
    let alone = |day: i64| dated.iter().filter(|(one, _)| *one == day).count() == 1;
    if !alone(first.0) || !alone(last.0) {
        return Want::Any;
    }
    let word = if last.1.0 > first.1.1 {
        "RISING"
    } else if last.1.1 < first.1.0 {
        "FALLING"
    } else {
        "STEADY"
    };
    plain(word)
}
