//! The groups of skills and what lies below what, from the table of the hierarchy.

use super::language;
use crate::table::Row;
use crate::vocabulary::contents::{Kind, LabelKind, RelationKind, TextKind};
use crate::vocabulary::fault::Spot;
use crate::vocabulary::files::File;
use crate::vocabulary::gather::Gatherer;
use crate::vocabulary::sheet::{Column, Sheet, cell};
use passport::record::Unreadable;
use std::sync::Arc;

/// The levels of the hierarchy, with their columns in a row from the top.
const LEVELS: [[&str; 3]; 4] = [
    ["Level 0 URI", "Level 0 preferred term", "Level 0 code"],
    ["Level 1 URI", "Level 1 preferred term", "Level 1 code"],
    ["Level 2 URI", "Level 2 preferred term", "Level 2 code"],
    ["Level 3 URI", "Level 3 preferred term", "Level 3 code"],
];

/// Each row tells the way from the top to one group, which stands last.
pub(super) fn hierarchy(file: &File<'_>, sheet: &Sheet<'_>, gather: &mut Gatherer) -> Result<(), Unreadable> {
    let language = language(file, sheet.first_row(), gather)?;
    let levels = LEVELS.map(|level| level.map(|name| sheet.column(name)));
    let texts = [
        (TextKind::Description, sheet.column("Description")),
        (TextKind::ScopeNote, sheet.column("Scope note")),
    ];
    for row in sheet.rows() {
        let row = row?;
        let spot = sheet.spot(&row);
        let mut above = None;
        for [uri, term, code] in levels {
            let Some(uri) = cell(&row, uri) else { break };
            let at = gather.enter(spot, uri, Kind::Group)?;
            gather.code(spot, at, cell(&row, code))?;
            if let Some(above) = above {
                gather.relate(spot, at, above, RelationKind::Broader)?;
            }
            if let (false, Some(term)) = (gather.is_named(at, &language), cell(&row, term)) {
                gather.label(spot, at, &language, LabelKind::Preferred, term)?;
            }
            above = Some(at);
        }
        describe(spot, &row, above, &language, texts, gather)?;
    }
    Ok(())
}

/// What the hierarchy says of a group, unless the list of groups said it.
fn describe(
    spot: Spot,
    row: &Row<'_>,
    group: Option<u32>,
    language: &Arc<str>,
    texts: [(TextKind, Option<Column>); 2],
    gather: &mut Gatherer,
) -> Result<(), Unreadable> {
    let Some(at) = group else { return Ok(()) };
    let said = gather
        .concept(at)
        .is_some_and(|concept| concept.texts.iter().any(|text| text.language == *language));
    if said {
        return Ok(());
    }
    for (kind, column) in texts {
        gather.text(spot, at, language, kind, cell(row, column))?;
    }
    Ok(())
}
