//! The CSV download of ESCO, in any set of languages, whole or partial.
//!
//! Files are told by their columns, and only the language by the name (`skills_fr.csv`), for nothing else says it. Labels
//! of a concept accumulate over the languages. The collections (`digitalSkillsCollection_fr.csv`) name their skills once
//! more, so they fill in for a language of which the whole list is not there.

use super::contents::Contents;
use super::fault::Spot;
use super::files::{File, Files};
use super::gather::Gatherer;
use super::sheet::Sheet;
use crate::table::Table;
use passport::record::Unreadable;
use std::sync::Arc;

mod concepts;
mod hierarchy;
mod relations;

use concepts::{Names, concepts};
use hierarchy::hierarchy;
use relations::{broader, needed};

/// What a file of the download is about, in the order in which they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Concepts,
    Hierarchy,
    Collection,
    Broader,
    OccupationSkills,
    SkillSkills,
    PassedOver,
}

/// Whether a file that begins like this is of the download.
pub(super) fn begins(head: &str) -> bool {
    role(head).is_some()
}

/// Told by the columns. What the publisher adds in later releases is passed over, if it is about concepts of ESCO.
fn role(head: &str) -> Option<Role> {
    let table = Table::open("", head).ok()?;
    let has = |name| table.column(name).is_some();
    [
        (has("conceptUri") && has("broaderUri"), Role::Broader),
        (has("occupationUri") && has("skillUri"), Role::OccupationSkills),
        (has("originalSkillUri") && has("relatedSkillUri"), Role::SkillSkills),
        (has("Level 0 URI") && has("Level 1 URI"), Role::Hierarchy),
        (has("conceptUri") && has("greenShare"), Role::PassedOver),
        (has("conceptUri") && has("broaderConceptUri"), Role::Collection),
        (has("conceptUri") && has("conceptType"), Role::Concepts),
        (has("conceptSchemeUri"), Role::PassedOver),
        (has("filename") && has("data header"), Role::PassedOver),
    ]
    .into_iter()
    .find_map(|(is, role)| is.then_some(role))
}

/// Reads all files of the download.
pub(super) fn read(files: &Files<'_>) -> Result<Contents, Unreadable> {
    let mut roles = Vec::new();
    for (at, file) in (0..).zip(files.iter()) {
        match role(&files.head(file)) {
            Some(role) => roles.push((role, at, file)),
            None if file.is_named(".csv") => return Err(files.stranger(file, "ESCO")),
            None => {}
        }
    }
    roles.sort_by_key(|(role, at, _)| (*role, *at));
    let relations_come = roles.iter().any(|(role, ..)| *role == Role::Broader);
    let mut gather = Gatherer::new(files.names());
    for (role, at, file) in &roles {
        read_file(files, file, *at, *role, relations_come, &mut gather)?;
    }
    about(files, &mut gather);
    gather.finish(files.name())
}

fn read_file(
    files: &Files<'_>,
    file: &File<'_>,
    at: u32,
    role: Role,
    relations_come: bool,
    gather: &mut Gatherer,
) -> Result<(), Unreadable> {
    let text = files.text(file)?;
    let sheet = Sheet::open(at, &file.name, &text)?.whole(&text)?;
    match role {
        Role::Concepts => concepts(file, &sheet, gather, Names::Whole),
        Role::Hierarchy => hierarchy(file, &sheet.padded(), gather),
        Role::Collection => concepts(file, &sheet, gather, Names::Collection { relations_come }),
        Role::Broader => broader(&sheet, gather),
        Role::OccupationSkills => needed(&sheet, gather, "occupationUri", "skillUri"),
        Role::SkillSkills => needed(&sheet, gather, "originalSkillUri", "relatedSkillUri"),
        Role::PassedOver => {
            let text = "a file is about what is not carried, and was passed over";
            gather.note(sheet.first_row(), "not_carried", text);
            Ok(())
        }
    }
}

/// The language of a file, which only its name says: `skills_fr.csv`, `skills_pt-br.csv`.
fn language(file: &File<'_>, spot: Spot, gather: &mut Gatherer) -> Result<Arc<str>, Unreadable> {
    let stem = file.short_name().rsplit_once('.').map_or("", |(stem, _)| stem);
    let tag = stem.rsplit_once('_').map(|(_, tag)| tag);
    tag.and_then(|tag| gather.language(spot, tag).ok()).ok_or_else(|| {
        let reason = "the file's name does not say its language; name it as ESCO does, such as skills_fr.csv";
        gather.fault(spot, None, "no_language", reason)
    })
}

fn about(files: &Files<'_>, gather: &mut Gatherer) {
    let about = &mut gather.contents().about;
    about.name = Some("ESCO, European Skills, Competences, Qualifications and Occupations".into());
    about.version = files.version();
    about.publisher = Some("European Commission".into());
    about.licence = Some("Free reuse with acknowledgement (Commission Decision 2011/833/EU)".into());
    about.attribution = Some("This service uses the ESCO classification of the European Commission.".into());
    about.url = Some("https://esco.ec.europa.eu/".into());
}
