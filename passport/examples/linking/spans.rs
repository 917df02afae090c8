//! Reads labelled spans of job adverts: what was written, and which concept people took it for.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

/// A span of text.
#[derive(Debug, Clone)]
pub struct Span {
    pub text: String,
    /// Which file.
    pub file: usize,
    /// The concept, by its place; none where people found that none fits.
    pub concept: Option<usize>,
}

/// What people wrote where no concept fits.
const NONE: [&str; 2] = ["LABEL NOT PRESENT", "UNDERSPECIFIED"];

/// The spans of one file. Rows whose label is no concept of this version are left out.
pub fn read(path: &Path, file: usize, by_label: &HashMap<String, usize>) -> Result<Vec<Span>, Box<dyn Error>> {
    let mut spans = Vec::new();
    for row in csv::Reader::from_path(path)?.deserialize() {
        let row: HashMap<String, String> = row?;
        let cell = |name: &str| row.get(name).map_or("", |cell| cell.trim());
        let text = if cell("sub_span").is_empty() {
            cell("span")
        } else {
            cell("sub_span")
        };
        let concept = by_label.get(&cell("label").to_lowercase()).copied();
        if concept.is_some() || NONE.contains(&cell("label")) {
            spans.push(Span {
                text: text.to_owned(),
                file,
                concept,
            });
        }
    }
    Ok(spans)
}
