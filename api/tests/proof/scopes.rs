//! The scopes of a world as texts, in the grammar of docs/CONSENT.md.

use crate::reference::ConceptFacts;
use crate::world::{ASSERTIONS, BANDS, Filter, SECTIONS, SOURCES, Scope, kind_of};
use chrono::{Days, NaiveDate};

/// The filters that a section knows.
fn filters_of(section: &str) -> &'static [&'static str] {
    match section {
        "Skill" => &[
            "concept",
            "vocabulary",
            "source",
            "assertion",
            "verified",
            "since",
            "minBand",
        ],
        "Credential" => &["source", "kind", "verified", "since"],
        "Experience" | "Learning" | "Evidence" => &["source", "kind", "since"],
        "Programme" | "Endorsement" => &["source", "since"],
        "Goal" => &["concept", "since"],
        _ => &[],
    }
}

/// A scope as text.
pub fn text(scope: &Scope, concepts: &[ConceptFacts], today: NaiveDate) -> String {
    let section = SECTIONS.get(scope.section).copied().unwrap_or("Profile");
    let known = filters_of(section);
    let mut filters: Vec<(&str, String)> = Vec::new();
    for filter in scope.filters.iter().filter(|_| !known.is_empty()) {
        let name = known[filter.which % known.len()];
        if !filters.iter().any(|(taken, _)| *taken == name) {
            filters.push((name, values(name, section, filter, concepts, today)));
        }
    }
    let filters: Vec<String> = filters
        .into_iter()
        .map(|(name, values)| format!("{name}={values}"))
        .collect();
    let mark = if filters.is_empty() { "" } else { "?" };
    format!("passport/{section}.{}{mark}{}", scope.ops, filters.join("&"))
}

fn values(name: &str, section: &str, filter: &Filter, concepts: &[ConceptFacts], today: NaiveDate) -> String {
    let one = |seed: usize| match name {
        "concept" => concepts[seed % concepts.len()].uri.clone(),
        "vocabulary" => concepts[seed % concepts.len()].vocabulary.clone(),
        "source" => SOURCES[seed % SOURCES.len()].to_owned(),
        "kind" => kind_of(section, seed).unwrap_or("Badge").replace(',', "%2C"),
        "assertion" => ASSERTIONS[seed % ASSERTIONS.len()].to_owned(),
        "verified" => seed.is_multiple_of(2).to_string(),
        "since" => since(seed, today).to_string(),
        _ => BANDS[1 + seed % (BANDS.len() - 1)].to_owned(),
    };
    let several = !["verified", "since", "minBand"].contains(&name);
    let second = filter.second.filter(|_| several).map(one);
    let first = one(filter.value);
    match second {
        Some(second) if second != first => format!("{first},{second}"),
        _ => first,
    }
}

/// A day on which rows of the world end, or the one after.
fn since(seed: usize, today: NaiveDate) -> NaiveDate {
    let ago = [900, 400, 120, 30, 3][seed % 5];
    today - Days::new(ago) + Days::new((seed / 5 % 2) as u64)
}
