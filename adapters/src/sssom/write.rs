//! From a set to a file, in the canonical form of SSSOM/TSV: the same set always gives the same bytes.

use super::curie::Shortener;
use super::set::{About, Mapping, MappingSet, People, Says};
use super::slots::{CARRIED, PROPAGATED, predicate};
use std::fmt::Write;

/// The cells of a row, in the order of [`CARRIED`].
type Row = [String; CARRIED.len()];

/// Writes a set. Rejects and notes are not part of it.
pub fn write(set: &MappingSet) -> String {
    let shortener = Shortener::of(uris(set));
    let mut rows: Vec<Row> = set.mappings.iter().map(|mapping| row(mapping, &shortener)).collect();
    let shared = condense(&mut rows);
    rows.sort_unstable();
    let mut out = String::new();
    head(&mut out, &set.about, &shortener, &shared);
    table(&mut out, &rows);
    out
}

/// Every identifier that is shortened.
fn uris(set: &MappingSet) -> impl Iterator<Item = &str> {
    set.mappings.iter().flat_map(|mapping| {
        let object = match &mapping.says {
            Says::Relates { object, .. } => Some(object.uri.as_str()),
            Says::NoMatch => None,
        };
        let made = &mapping.made;
        let optional = [
            object,
            Some(mapping.justification.as_str()),
            mapping.subject_source.source.as_deref(),
            mapping.object_source.source.as_deref(),
            made.first_told_in.as_deref(),
        ];
        let people = made.authors.ids.iter().chain(&made.reviewers.ids).map(String::as_str);
        let named = optional.into_iter().flatten().filter(|text| is_long(text));
        std::iter::once(mapping.subject.uri.as_str()).chain(named).chain(people)
    })
}

/// Whether an identifier is a URI that wants to be shortened: not so what is short already, or only a name.
fn is_long(text: &str) -> bool {
    !text.starts_with("semapv:") && text.contains(':') && !text.contains(char::is_whitespace)
}

fn row(mapping: &Mapping, shortener: &Shortener) -> Row {
    let short = |text: &str| {
        if is_long(text) {
            shortener.short(text)
        } else {
            text.to_owned()
        }
    };
    let optional = |text: &Option<String>| text.as_deref().map(short).unwrap_or_default();
    let ids = |people: &People| list(people.ids.iter().map(|id| short(id)));
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let plain = |text: &Option<String>| text.clone().unwrap_or_default();
    let (made, met) = (&mapping.made, &mapping.met);
    let (relation, modifier, object, object_label) = match &mapping.says {
        Says::Relates {
            object,
            relation,
            denied,
        } => {
            let modifier = if *denied { "Not" } else { "" };
            (*relation, modifier, shortener.short(&object.uri), plain(&object.label))
        }
        Says::NoMatch => {
            let exact = passport::skill::Relation::Exact;
            (exact, "", "sssom:NoTermFound".to_owned(), String::new())
        }
    };
    [
        shortener.short(&mapping.subject.uri),
        plain(&mapping.subject.label),
        predicate(relation),
        modifier.to_owned(),
        object,
        object_label,
        short(&mapping.justification),
        ids(&made.authors),
        list(made.authors.names.iter().cloned()),
        ids(&made.reviewers),
        list(made.reviewers.names.iter().cloned()),
        optional(&mapping.subject_source.source),
        plain(&mapping.subject_source.version),
        optional(&mapping.object_source.source),
        plain(&mapping.object_source.version),
        optional(&made.first_told_in),
        plain(&made.tool),
        plain(&made.tool_version),
        day(made.on),
        day(made.reviewed_on),
        mapping.confidence.map(number).unwrap_or_default(),
        list(met.subject_fields.iter().cloned()),
        list(met.object_fields.iter().cloned()),
        list(met.strings.iter().cloned()),
        met.score.map(number).unwrap_or_default(),
        plain(&met.measure),
        list(mapping.see_also.iter().cloned()),
        plain(&mapping.comment),
    ]
}

/// A number with up to three digits behind the point.
fn number(number: f64) -> String {
    let text = format!("{:.3}", (number * 1000.0).round() / 1000.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Values with `|` between them. One that ends with the sign that escapes gets a space behind it, which is no part of it.
fn list(values: impl Iterator<Item = String>) -> String {
    let escaped = values.map(|value| {
        let end = if value.ends_with('\\') { " " } else { "" };
        value.replace('|', "\\|") + end
    });
    escaped.collect::<Vec<_>>().join("|")
}

/// Takes what all rows say alike out of them, where it can be said once.
fn condense(rows: &mut [Row]) -> Vec<(&'static str, String)> {
    let mut shared = Vec::new();
    for (at, slot) in CARRIED.into_iter().enumerate() {
        let cell = |row: &Row| row.get(at).cloned().unwrap_or_default();
        let Some(first) = rows.first().map(cell).filter(|first| !first.is_empty()) else {
            continue;
        };
        if !PROPAGATED.contains(&slot) || rows.iter().any(|row| cell(row) != first) {
            continue;
        }
        rows.iter_mut()
            .filter_map(|row| row.get_mut(at))
            .for_each(String::clear);
        shared.push((slot, first));
    }
    shared
}

fn head(out: &mut String, about: &About, shortener: &Shortener, shared: &[(&'static str, String)]) {
    let prefixes = shortener.to_declare();
    if !prefixes.is_empty() {
        out.push_str("#curie_map:\n");
    }
    for (prefix, base) in prefixes {
        let _ = writeln!(out, "#  {prefix}: {}", scalar(base));
    }
    let of_set = [
        ("mapping_set_id", &about.id),
        ("mapping_set_version", &about.version),
        ("mapping_set_title", &about.title),
        ("mapping_set_description", &about.description),
        ("license", &about.licence),
    ];
    let of_set = of_set.iter().filter_map(|(slot, text)| Some((*slot, text.as_deref()?)));
    for (slot, text) in of_set.chain(shared.iter().map(|(slot, text)| (*slot, text.as_str()))) {
        let _ = writeln!(out, "#{slot}: {}", scalar(text));
    }
}

/// A text as YAML writes it: plain where nobody could take it for anything else, else in double quotes, as JSON does.
fn scalar(text: &str) -> String {
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-' | '/' | '#' | ':' | '(' | ')' | ',' | '+');
    let word = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let safe = text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !text.ends_with([' ', ':'])
        && text.chars().all(plain)
        && ![": ", " #"].iter().any(|sign| text.contains(sign))
        && text.parse::<f64>().is_err()
        && !word.contains(&text.to_ascii_lowercase().as_str());
    if safe {
        return text.to_owned();
    }
    serde_json::Value::from(text).to_string()
}

fn table(out: &mut String, rows: &[Row]) {
    let needed = ["subject_id", "predicate_id", "object_id", "mapping_justification"];
    let filled = |at: usize| rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.is_empty()));
    let columns = CARRIED.into_iter().enumerate();
    let columns: Vec<_> = columns
        .filter(|(at, slot)| needed.contains(slot) || filled(*at))
        .collect();
    let names: Vec<_> = columns.iter().map(|(_, slot)| *slot).collect();
    out.push_str(&names.join("\t"));
    out.push('\n');
    for row in rows {
        let cells = columns
            .iter()
            .filter_map(|(at, _)| row.get(*at))
            .map(|cell| quoted(cell));
        out.push_str(&cells.collect::<Vec<_>>().join("\t"));
        out.push('\n');
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', '\t', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}
