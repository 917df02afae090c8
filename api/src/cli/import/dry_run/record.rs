//! For people: a record beside the source's own words.

use super::super::super::output::{Failure, many, plain, print};
use super::columns::{INDENT, hanging, side_by_side, width};
use super::way::{called, way, ways};
use adapters::original::{Beside, Fate, Word};
use console::style;
use std::collections::BTreeMap;

/// How wide the headings of what is said of a record are.
const HEADING: usize = 13;
/// The facts by which a record is called.
const NAMES: [&str; 4] = ["title", "name", "who", "skill"];

/// Shows a record: its facts beside its words, then what else is said of them.
pub(super) fn record(beside: &Beside) -> Result<(), Failure> {
    let place = plain(&beside.record.place.to_string(), 100);
    let kind = beside.record.body.kind();
    let mut names = beside.facts.iter().filter(|fact| NAMES.contains(&fact.label));
    let name = names
        .next()
        .map_or_else(String::new, |fact| format!(" “{}”", plain(&fact.value, 40)));
    print(format_args!(
        "\n  {}{name}  {}",
        style(kind).bold().cyan(),
        style(place).dim()
    ))?;
    let Some(words) = &beside.words else {
        let told = "the source's own words stand too far in to be shown";
        print(format_args!("{:INDENT$}{}", "", style(told).dim()))?;
        return facts(beside, &[]);
    };
    facts(beside, words)?;
    asides(beside, words)
}

/// Each fact with the words it is made of to its left.
fn facts(beside: &Beside, words: &[Word]) -> Result<(), Failure> {
    let page = width();
    let heading = side_by_side(("the source says", "becomes"), INDENT, page);
    heading.iter().try_for_each(|line| print(style(line).dim()))?;
    for (at, fact) in beside.facts.iter().enumerate() {
        let right = format!("{}: {}", fact.label, fact.value);
        let mut own = words
            .iter()
            .filter(|word| matches!(&word.fate, Fate::Carried(facts) if facts.contains(&at)));
        let first = own.next().map_or_else(|| "–".to_owned(), said);
        let rows = std::iter::once((first, right)).chain(own.map(|word| (said(word), String::new())));
        for (left, right) in rows {
            let lines = side_by_side((&left, &right), INDENT, page);
            lines.iter().try_for_each(print)?;
        }
    }
    Ok(())
}

fn said(word: &Word) -> String {
    let way = way(&word.path);
    match &word.text {
        Some(text) if way.is_empty() => text.clone(),
        Some(text) => format!("{way}: {text}"),
        None => called(way),
    }
}

/// What is said of a record beside its facts.
fn asides(beside: &Beside, words: &[Word]) -> Result<(), Failure> {
    let ways = |chosen: Vec<&Word>| ways(chosen, words);
    let mut left_out: BTreeMap<&str, Vec<&Word>> = BTreeMap::new();
    for word in words {
        if let Fate::LeftOut(reason) = word.fate {
            left_out.entry(reason.unwrap_or_default()).or_default().push(word);
        }
    }
    for (reason, words) in left_out {
        let told = match reason {
            "" => ways(words),
            _ => format!("{}: {reason}", ways(words)),
        };
        aside(style("left out").yellow().to_string().as_str(), "left out", &told)?;
    }
    for (of, words) in decisions(beside, words) {
        let words: Vec<String> = words.into_iter().map(said).collect();
        plain_aside("decides", &format!("{of}: {}", words.join("; ")))?;
    }
    let mut elsewhere: BTreeMap<&str, Vec<&Word>> = BTreeMap::new();
    for word in words {
        if let Fate::Elsewhere(kind) = word.fate {
            elsewhere.entry(kind).or_default().push(word);
        }
    }
    for (kind, words) in elsewhere {
        plain_aside("told by", &format!("another record ({kind}): {}", ways(words)))?;
    }
    for (heading, fate) in [
        ("also carried", Fate::Carried(Vec::new())),
        ("kept aside", Fate::Kept),
        ("can't tell", Fate::Unclear),
    ] {
        let words: Vec<&Word> = words.iter().filter(|word| word.fate == fate).collect();
        if !words.is_empty() {
            plain_aside(heading, &ways(words))?;
        }
    }
    if beside.more > 0 {
        plain_aside("", &format!("… and {}", many(beside.more, "more word")))?;
    }
    Ok(())
}

/// Words that decide something without being said, by what they decide.
fn decisions<'w>(beside: &Beside, words: &'w [Word]) -> BTreeMap<String, Vec<&'w Word>> {
    let mut decisions: BTreeMap<String, Vec<&Word>> = BTreeMap::new();
    for word in words {
        let of = match &word.fate {
            Fate::DecidesRecord => "whether it is read without a fault".to_owned(),
            Fate::Decides(facts) if facts.is_empty() => "what no fact says".to_owned(),
            Fate::Decides(facts) => labels(beside, facts),
            _ => continue,
        };
        decisions.entry(of).or_default().push(word);
    }
    decisions
}

/// What facts are called, each once.
fn labels(beside: &Beside, facts: &[usize]) -> String {
    let mut labels: Vec<&str> = Vec::new();
    for fact in facts.iter().filter_map(|at| beside.facts.get(*at)) {
        if !labels.contains(&fact.label) {
            labels.push(fact.label);
        }
    }
    labels.join(", ")
}

fn plain_aside(heading: &str, text: &str) -> Result<(), Failure> {
    aside(style(heading).dim().to_string().as_str(), heading, text)
}

fn aside(painted: &str, heading: &str, text: &str) -> Result<(), Failure> {
    for (at, line) in hanging(heading, text, (INDENT, HEADING), width())
        .into_iter()
        .enumerate()
    {
        match at {
            0 => print(line.replacen(heading, painted, 1))?,
            _ => print(line)?,
        }
    }
    Ok(())
}
