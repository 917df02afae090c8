//! Skills with the skills under them, and languages.

use super::{LANGUAGE, SKILL};
use crate::json::cells::Cells;
use crate::json::keep::keep;
use crate::json::resume::{Holder, claim};
use crate::sources::json_resume::wire::Ability;
use passport::record::{Body, Claim, Level, Period, Place, Record, Role, Scale, Term};
use std::sync::Arc;

const FIELDS: &[&str] = &["name", "level", "keywords", "language", "fluency"];

/// A skill. Its keywords ("HTML" under "Web Development") are skills that the holder lists, without a level of their own.
pub fn skill(cells: &Cells<'_, '_>, holder: &Holder) -> Vec<Record> {
    let ability = Ability::skill(cells);
    let level = ability
        .level
        .as_deref()
        .map(|value| level(value, "skill-level", "Skill level"));
    let own = ability.name.clone().map(|name| stated(name, level, cells.place()));
    let keywords = ability.keywords.iter().enumerate();
    let keywords = keywords.map(|(at, word)| stated(word.clone(), None, cells.place().child("keywords").child(at)));
    let claims: Vec<_> = own.into_iter().chain(keywords).collect();
    record(SKILL, "name", ability.name, claims, cells, holder)
}

/// A language.
pub fn language(cells: &Cells<'_, '_>, holder: &Holder) -> Vec<Record> {
    let ability = Ability::language(cells);
    let level = ability.level.as_deref().map(|value| level(value, "fluency", "Fluency"));
    let own = ability.name.clone().map(|name| stated(name, level, cells.place()));
    record(
        LANGUAGE,
        "language",
        ability.name,
        own.into_iter().collect(),
        cells,
        holder,
    )
}

fn record(
    stream: &'static str,
    named_by: &str,
    name: Option<String>,
    claims: Vec<Claim>,
    cells: &Cells<'_, '_>,
    holder: &Holder,
) -> Vec<Record> {
    if claims.is_empty() {
        cells.need_words(named_by);
        return Vec::new();
    }
    let first = claims.first().and_then(|claim| claim.term.label.clone());
    let key = holder.key(stream, &[&name.or(first).unwrap_or_default()]);
    let record = holder.record(stream, key, Body::Skill, cells.place(), keep(cells.node.value, FIELDS));
    vec![Record { claims, ..record }]
}

fn stated(label: String, level: Option<Level>, place: Place) -> Claim {
    let term = Term {
        label: Some(label),
        ..Term::default()
    };
    claim(term, level, Role::Holds, Period::default(), place)
}

/// The level in the holder's words: the schema declares no steps.
fn level(value: &str, key: &str, name: &str) -> Level {
    Level {
        value: value.to_owned(),
        position: None,
        met_requirement: None,
        scale: Arc::new(Scale {
            key: key.to_owned(),
            name: name.to_owned(),
            ..Scale::default()
        }),
    }
}
