//! Concepts with their labels, from the lists and from the collections.

use super::language;
use super::relations::{LOOSE_END, place_under};
use crate::table::Row;
use crate::vocabulary::contents::{Kind, LabelKind, Status, TextKind};
use crate::vocabulary::fault::Spot;
use crate::vocabulary::files::File;
use crate::vocabulary::gather::Gatherer;
use crate::vocabulary::sheet::{Column, Sheet, cell};
use passport::record::Unreadable;
use std::sync::Arc;

/// Whether a file holds the whole of its concepts, or names some of them once more.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Names {
    Whole,
    /// Whether files with the relations came too, which say more than a collection does.
    Collection {
        relations_come: bool,
    },
}

/// Where the columns stand that describe a concept.
struct Columns {
    uri: Column,
    concept_type: Column,
    preferred: Column,
    skill_type: Option<Column>,
    reuse_level: Option<Column>,
    code: Option<Column>,
    status: Option<Column>,
    alternative: Option<Column>,
    hidden: Option<Column>,
    broader: Option<Column>,
    texts: [(TextKind, Option<Column>); 3],
}

impl Columns {
    fn of(sheet: &Sheet<'_>) -> Result<Self, Unreadable> {
        Ok(Columns {
            uri: sheet.need("conceptUri")?,
            concept_type: sheet.need("conceptType")?,
            preferred: sheet.need("preferredLabel")?,
            skill_type: sheet.column("skillType"),
            reuse_level: sheet.column("reuseLevel"),
            code: sheet.column("code"),
            status: sheet.column("status"),
            alternative: sheet.column("altLabels"),
            hidden: sheet.column("hiddenLabels"),
            broader: sheet.column("broaderConceptUri"),
            texts: [
                (TextKind::Description, sheet.column("description")),
                (TextKind::Definition, sheet.column("definition")),
                (TextKind::ScopeNote, sheet.column("scopeNote")),
            ],
        })
    }
}

/// The concepts of a file, and what it says of them in its language.
pub(super) fn concepts(
    file: &File<'_>,
    sheet: &Sheet<'_>,
    gather: &mut Gatherer,
    names: Names,
) -> Result<(), Unreadable> {
    let columns = Columns::of(sheet)?;
    let language = language(file, sheet.first_row(), gather)?;
    for row in sheet.rows() {
        let row = row?;
        let spot = sheet.spot(&row);
        let uri = sheet.filled(&row, columns.uri)?;
        let at = gather.enter(spot, uri, kind(sheet, &columns, &row)?)?;
        facts(sheet, &columns, &row, at, gather)?;
        if let Names::Collection { relations_come: false } = names {
            collected_under(spot, cell(&row, columns.broader), at, gather)?;
        }
        match (gather.is_named(at, &language), names) {
            (false, _) => words(&columns, &row, spot, at, &language, names, gather)?,
            (true, Names::Whole) => return Err(gather.twice(spot, at)),
            (true, Names::Collection { .. }) => {}
        }
    }
    Ok(())
}

fn kind(sheet: &Sheet<'_>, columns: &Columns, row: &Row<'_>) -> Result<Kind, Unreadable> {
    let kind = match sheet.filled(row, columns.concept_type)? {
        "KnowledgeSkillCompetence" => match cell(row, columns.skill_type) {
            Some("knowledge") => Kind::Knowledge,
            _ => Kind::Skill,
        },
        "Occupation" => Kind::Occupation,
        "SkillGroup" => Kind::Group,
        "ISCOGroup" => Kind::OccupationGroup,
        _ => {
            let known = "KnowledgeSkillCompetence, Occupation, SkillGroup and ISCOGroup";
            let reason = format!("no such type of concept is known; {known} are");
            return Err(sheet.wrong(row, columns.concept_type, "unknown_kind", reason));
        }
    };
    Ok(kind)
}

/// What holds in every language.
fn facts(
    sheet: &Sheet<'_>,
    columns: &Columns,
    row: &Row<'_>,
    at: u32,
    gather: &mut Gatherer,
) -> Result<(), Unreadable> {
    gather.code(sheet.spot(row), at, cell(row, columns.code))?;
    let deprecated = match cell(row, columns.status) {
        None | Some("released") => false,
        Some("deprecated" | "obsolete") => true,
        Some(_) => {
            let column = columns.status.unwrap_or(columns.uri);
            let reason = "no such status is known; released, deprecated and obsolete are";
            return Err(sheet.wrong(row, column, "unknown_code", reason));
        }
    };
    let reuse_level = cell(row, columns.reuse_level);
    if let Some(concept) = gather.concept(at) {
        if deprecated {
            concept.status = Status::Deprecated;
        }
        if let (None, Some(level)) = (&concept.reuse_level, reuse_level) {
            concept.reuse_level = Some(level.to_owned());
        }
    }
    Ok(())
}

/// Labels and texts in the language of the file.
fn words(
    columns: &Columns,
    row: &Row<'_>,
    spot: Spot,
    at: u32,
    language: &Arc<str>,
    names: Names,
    gather: &mut Gatherer,
) -> Result<(), Unreadable> {
    let Some(preferred) = cell(row, Some(columns.preferred)) else {
        gather.note(
            spot,
            "untranslated",
            "a concept has no preferred label in the language of its file",
        );
        return Ok(());
    };
    gather.label(spot, at, language, LabelKind::Preferred, preferred)?;
    // The collections put ` | ` between labels where the lists put line breaks.
    let between = if names == Names::Whole { "\n" } else { " | " };
    for (kind, column) in [
        (LabelKind::Alternative, columns.alternative),
        (LabelKind::Hidden, columns.hidden),
    ] {
        for label in cell(row, column).unwrap_or_default().split(between) {
            gather.label(spot, at, language, kind, label)?;
        }
    }
    for (kind, column) in columns.texts {
        gather.text(spot, at, language, kind, cell(row, column))?;
    }
    Ok(())
}

/// A collection names the broader concepts too. It is taken at its word where the relations did not come and both are here.
fn collected_under(spot: Spot, broader: Option<&str>, at: u32, gather: &mut Gatherer) -> Result<(), Unreadable> {
    for uri in broader.unwrap_or_default().split(" | ").filter(|uri| !uri.is_empty()) {
        match gather.find(uri) {
            Some(to) => place_under(spot, at, to, gather)?,
            None => gather.note(spot, "loose_end", LOOSE_END),
        }
    }
    Ok(())
}
