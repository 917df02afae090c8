//! Reads ESCO's CSV download, as far as measuring needs it. The hub's own loader is elsewhere.

use passport::skill::link::{Concept, Kind, Label, Rank, Reuse};
use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::path::Path;

type Rows = Vec<HashMap<String, String>>;

/// The skills of a folder in one language, in the order of the file.
pub fn read(folder: &Path, language: &str) -> Result<Vec<Concept>, Box<dyn Error>> {
    let occupations = occupations(folder)?;
    let rows = rows(folder, &format!("skills_{language}.csv"))?;
    Ok(rows.iter().map(|row| concept(row, language, &occupations)).collect())
}

/// The concepts by their preferred labels in lower case.
pub fn by_preferred_label(concepts: &[Concept]) -> HashMap<String, usize> {
    let mut by_label = HashMap::new();
    for (place, concept) in concepts.iter().enumerate() {
        if let Some(label) = concept.labels.first() {
            by_label.entry(label.text.to_lowercase()).or_insert(place);
        }
    }
    by_label
}

fn concept(row: &HashMap<String, String>, language: &str, occupations: &HashMap<String, u32>) -> Concept {
    let uri = text(row, "conceptUri").to_owned();
    Concept {
        labels: labels(row, language),
        descriptions: vec![text(row, "description").to_owned()],
        kind: if text(row, "skillType") == "knowledge" {
            Kind::Knowledge
        } else {
            Kind::Skill
        },
        reuse: reuse(text(row, "reuseLevel")),
        occupations: occupations.get(&uri).copied().unwrap_or(0),
        uri,
    }
}

/// Every label of a row.
pub fn labels(row: &HashMap<String, String>, language: &str) -> Vec<Label> {
    let ranks = [
        ("preferredLabel", Rank::Preferred),
        ("altLabels", Rank::Alternative),
        ("hiddenLabels", Rank::Hidden),
    ];
    let cells = ranks
        .iter()
        .flat_map(|(column, rank)| text(row, column).lines().map(|line| (line.trim(), *rank)));
    let named = cells.filter(|(line, _)| !line.is_empty());
    named
        .map(|(line, rank)| Label {
            text: line.to_owned(),
            language: language.to_owned(),
            rank,
        })
        .collect()
}

fn reuse(level: &str) -> Reuse {
    match level {
        "occupation-specific" => Reuse::Occupation,
        "sector-specific" => Reuse::Sector,
        "cross-sector" => Reuse::CrossSector,
        "transversal" => Reuse::Transversal,
        _ => Reuse::Unsaid,
    }
}

fn occupations(folder: &Path) -> Result<HashMap<String, u32>, Box<dyn Error>> {
    let mut count = HashMap::new();
    for row in rows(folder, "occupationSkillRelations.csv")? {
        *count.entry(text(&row, "skillUri").to_owned()).or_insert(0) += 1;
    }
    Ok(count)
}

/// The rows of a file, packed or not, by the names of their columns.
pub fn rows(folder: &Path, name: &str) -> Result<Rows, Box<dyn Error>> {
    let packed = folder.join(format!("{name}.xz"));
    let source: Box<dyn Read> = if packed.exists() {
        Box::new(lzma_rust2::XzReader::new(File::open(packed)?, true))
    } else {
        Box::new(File::open(folder.join(name))?)
    };
    Ok(csv::Reader::from_reader(source)
        .deserialize()
        .collect::<Result<_, _>>()?)
}

fn text<'a>(row: &'a HashMap<String, String>, column: &str) -> &'a str {
    row.get(column).map_or("", |cell| cell.trim())
}
