//! Rich Skill Descriptors of the Open Skills Network: the table and the JSON that OSMT exports.

use super::contents::{Contents, Kind, LabelKind, MatchKind, Status, TextKind};
use super::document::{Document, Raw};
use super::fault::Spot;
use super::files::Files;
use super::gather::Gatherer;
use super::sheet::{Column, Sheet, cell};
use super::{Given, local_uri};
use crate::table::{Row, Table};
use passport::record::Unreadable;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;

/// Whether a file that begins like this holds descriptors.
pub(super) fn begins(head: &str) -> bool {
    is_json(head) || is_table(head)
}

fn is_json(head: &str) -> bool {
    head.trim_start().starts_with(['{', '[']) && head.contains("\"skillStatement\"")
}

fn is_table(head: &str) -> bool {
    Table::open("", head)
        .is_ok_and(|table| table.column("RSD Name").is_some() && table.column("Skill Statement").is_some())
}

/// Reads all tables and documents.
pub(super) fn read(files: &Files<'_>, given: &Given<'_>) -> Result<Contents, Unreadable> {
    let mut gather = Gatherer::new(files.names());
    let language = gather.language(Spot::default(), given.language)?;
    let mut reader = Reader {
        gather,
        language,
        key: given.key,
    };
    for (at, file) in (0..).zip(files.iter()) {
        let head = files.head(file);
        match (is_json(&head), is_table(&head)) {
            (true, _) => reader.document(&Document::new(at, &file.name, &files.text(file)?))?,
            (_, true) => {
                let text = files.text(file)?;
                let sheet = Sheet::open(at, &file.name, &text)?.probably_whole(&text, &mut reader.gather);
                reader.table(&sheet)?;
            }
            _ if file.is_named(".csv") || file.is_named(".json") => {
                return Err(files.stranger(file, "Rich Skill Descriptors"));
            }
            _ => {}
        }
    }
    reader.gather.finish(files.name())
}

/// A descriptor as both shapes have it.
#[derive(Default)]
struct Descriptor<'d> {
    uri: Option<&'d str>,
    name: &'d str,
    statement: Option<&'d str>,
    keywords: Vec<&'d str>,
    alignments: Vec<&'d str>,
    retired: bool,
}

struct Reader<'g> {
    gather: Gatherer,
    language: Arc<str>,
    key: &'g str,
}

impl Reader<'_> {
    /// An alignment does not say how the two relate, so they are no more than related.
    fn keep(&mut self, spot: Spot, descriptor: &Descriptor<'_>) -> Result<(), Unreadable> {
        let made = || local_uri(self.key, descriptor.name);
        let uri = descriptor.uri.map_or_else(made, str::to_owned);
        let at = self.gather.add(spot, &uri, Kind::Skill)?;
        let language = self.language.clone();
        self.gather
            .label(spot, at, &language, LabelKind::Preferred, descriptor.name)?;
        self.gather
            .text(spot, at, &language, TextKind::Description, descriptor.statement)?;
        let keywords = descriptor.keywords.join("; ");
        self.gather
            .text(spot, at, &language, TextKind::Keywords, Some(&keywords))?;
        for uri in &descriptor.alignments {
            self.gather.set_beside(spot, at, uri, MatchKind::Related)?;
        }
        if let Some(concept) = self.gather.concept(at).filter(|_| descriptor.retired) {
            concept.status = Status::Deprecated;
        }
        Ok(())
    }

    fn table(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
        let name = sheet.need("RSD Name")?;
        let columns = Columns::of(sheet);
        for row in sheet.rows() {
            let row = row?;
            let descriptor = Descriptor {
                uri: cell(&row, columns.uri),
                name: sheet.filled(&row, name)?,
                statement: cell(&row, columns.statement),
                keywords: columns
                    .keywords
                    .into_iter()
                    .flat_map(|column| several(&row, column))
                    .collect(),
                alignments: columns
                    .alignments
                    .into_iter()
                    .flat_map(|column| several(&row, column))
                    .collect(),
                retired: false,
            };
            self.keep(sheet.spot(&row), &descriptor)?;
        }
        Ok(())
    }

    /// One descriptor, a list of them, or a collection with its skills.
    fn document(&mut self, document: &Document<'_>) -> Result<(), Unreadable> {
        let whole: &RawValue = document.read()?;
        if whole.get().starts_with('[') {
            return self.skills(document, "", &document.read()?);
        }
        let collection: Collection<'_> = document.read()?;
        match collection.skills {
            Some(skills) => {
                self.gather.contents().about.name = collection.name;
                self.skills(document, "/skills", &skills)
            }
            None => self.skill(document, document.whole(), whole),
        }
    }

    fn skills(&mut self, document: &Document<'_>, list: &'static str, skills: &Raw<'_>) -> Result<(), Unreadable> {
        for (spot, raw) in document.list(list, skills) {
            self.skill(document, spot, raw)?;
        }
        Ok(())
    }

    fn skill(&mut self, document: &Document<'_>, spot: Spot, raw: &RawValue) -> Result<(), Unreadable> {
        if raw.get().starts_with('"') {
            let reason = "the skill is only named; export the collection with its skills";
            return Err(document.wrong(spot, "unsupported", reason));
        }
        let skill: Skill = document.element(spot, raw)?;
        let archived = matches!(
            skill.status.as_deref(),
            Some("archived" | "Archived" | "deleted" | "Deleted")
        );
        let texts = |texts: &Option<Vec<String>>| texts.iter().flatten().cloned().collect::<Vec<_>>();
        let category = skill.category.clone().into_iter().chain(texts(&skill.categories));
        let keywords: Vec<_> = category.chain(texts(&skill.keywords)).collect();
        let descriptor = Descriptor {
            uri: filled(skill.id.as_deref()).or(filled(skill.uri.as_deref())),
            name: &skill.skill_name,
            statement: Some(&skill.skill_statement),
            keywords: keywords.iter().map(String::as_str).collect(),
            alignments: skill
                .alignments
                .iter()
                .flatten()
                .filter_map(|other| filled(other.id.as_deref()))
                .collect(),
            retired: archived || filled(skill.archive_date.as_deref()).is_some(),
        };
        if descriptor.name.trim().is_empty() {
            return Err(document.wrong(spot, "missing_field", "the skill has no name; give it a skillName"));
        }
        self.keep(spot, &descriptor)
    }
}

/// Where the columns of the table stand; tools that write it differ in `Category` and `Categories`.
struct Columns {
    uri: Option<Column>,
    statement: Option<Column>,
    keywords: [Option<Column>; 3],
    alignments: [Option<Column>; 3],
}

impl Columns {
    fn of(sheet: &Sheet<'_>) -> Self {
        Columns {
            uri: sheet.column("Canonical URL"),
            statement: sheet.column("Skill Statement"),
            keywords: ["Category", "Categories", "Keywords"].map(|name| sheet.column(name)),
            alignments: ["Alignment URL", "Alignment 2 URL", "Alignment 3 URL"].map(|name| sheet.column(name)),
        }
    }
}

/// OSMT puts `; ` between the entries of a cell.
fn several<'r>(row: &'r Row<'_>, column: Option<Column>) -> impl Iterator<Item = &'r str> {
    let pieces = cell(row, column).unwrap_or_default().split(';');
    pieces.map(str::trim).filter(|piece| !piece.is_empty())
}

#[derive(Deserialize)]
struct Collection<'t> {
    name: Option<String>,
    #[serde(borrow)]
    skills: Option<Raw<'t>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Skill {
    id: Option<String>,
    uri: Option<String>,
    skill_name: String,
    skill_statement: String,
    category: Option<String>,
    categories: Option<Vec<String>>,
    keywords: Option<Vec<String>>,
    alignments: Option<Vec<Alignment>>,
    status: Option<String>,
    archive_date: Option<String>,
}

#[derive(Deserialize)]
struct Alignment {
    id: Option<String>,
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.and_then(crate::text::filled)
}
