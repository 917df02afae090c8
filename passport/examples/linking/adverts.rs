//! Reads sentences of job adverts in which people marked what is a skill, and which.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::ops::Range;
use std::path::PathBuf;

/// A sentence.
#[derive(Debug, Clone, Default)]
pub struct Advert {
    pub text: String,
    /// Which file.
    pub file: usize,
    pub marks: Vec<Mark>,
}

/// A place that people marked.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Among the marks of all files.
    pub number: usize,
    pub range: Range<usize>,
    /// The concepts that it names; none where people found that none fits.
    pub concepts: HashSet<usize>,
}

/// Each distinct sentence once, each of its marked places once.
pub fn read(paths: &[PathBuf], by_label: &HashMap<String, usize>) -> Result<Vec<Advert>, Box<dyn Error>> {
    let mut adverts: Vec<Advert> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut number = 0;
    for (file, path) in paths.iter().enumerate() {
        for row in csv::Reader::from_path(path)?.deserialize() {
            let row: HashMap<String, String> = row?;
            let cell = |name: &str| row.get(name).map_or("", String::as_str);
            let place = *places.entry(cell("sentence").to_owned()).or_insert(adverts.len());
            if place == adverts.len() {
                adverts.push(Advert {
                    text: cell("sentence").to_owned(),
                    file,
                    marks: Vec::new(),
                });
            }
            number += 1;
            let concept = by_label.get(&cell("label").trim().to_lowercase());
            mark(&mut adverts[place], cell("span"), concept, number);
        }
    }
    Ok(adverts)
}

fn mark(advert: &mut Advert, span: &str, concept: Option<&usize>, number: usize) {
    let Some(start) = whole_word(&advert.text, span) else {
        return;
    };
    let range = start..start + span.len();
    let place = advert
        .marks
        .iter()
        .position(|mark| mark.range == range)
        .unwrap_or_else(|| {
            advert.marks.push(Mark {
                number,
                range,
                concepts: HashSet::new(),
            });
            advert.marks.len() - 1
        });
    advert.marks[place].concepts.extend(concept);
}

/// Where a span stands in a text; where it stands as words of its own, if it does.
fn whole_word(text: &str, span: &str) -> Option<usize> {
    let is_end = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let mut places = text.match_indices(span).map(|(start, _)| start);
    let bytes = text.as_bytes();
    let own = |start: &usize| {
        is_end(start.checked_sub(1).and_then(|before| bytes.get(before))) && is_end(bytes.get(start + span.len()))
    };
    places.clone().find(own).or_else(|| places.next())
}
