//! Relations: what lies below what, and which skills something needs.

use crate::table::Row;
use crate::vocabulary::contents::{Kind, RelationKind};
use crate::vocabulary::fault::Spot;
use crate::vocabulary::gather::Gatherer;
use crate::vocabulary::sheet::{Column, Sheet};
use crate::vocabulary::shown;
use passport::record::Unreadable;

/// The group under which ESCO files the languages themselves.
const LANGUAGES: &str = "http://data.europa.eu/esco/skill/43f425aa-f45d-4bb4-a200-6f82fa211b66";
/// Of so many relations, one may name a concept that no file holds: releases have such. More, and a file is missing.
const LOOSE_ENDS: u64 = 100;

/// Puts a concept below another. A field of knowledge directly below the languages is a language: a record that says
/// *French* means the language and a level in it.
pub(super) fn place_under(spot: Spot, from: u32, to: u32, gather: &mut Gatherer) -> Result<(), Unreadable> {
    gather.relate(spot, from, to, RelationKind::Broader)?;
    let languages = gather.find(LANGUAGES) == Some(to);
    if let Some(concept) = gather
        .concept(from)
        .filter(|concept| languages && concept.kind == Kind::Knowledge)
    {
        concept.kind = Kind::Language;
    }
    Ok(())
}

/// What lies below what.
pub(super) fn broader(sheet: &Sheet<'_>, gather: &mut Gatherer) -> Result<(), Unreadable> {
    let (narrower, broader) = (sheet.need("conceptUri")?, sheet.need("broaderUri")?);
    let mut ends = Ends::default();
    for row in sheet.rows() {
        let row = row?;
        if let Some([from, to]) = ends.both(sheet, &row, [narrower, broader], gather)? {
            place_under(sheet.spot(&row), from, to, gather)?;
        }
    }
    ends.tied()
}

/// Which skills an occupation, or a skill, needs.
pub(super) fn needed(
    sheet: &Sheet<'_>,
    gather: &mut Gatherer,
    whole: &'static str,
    skill: &'static str,
) -> Result<(), Unreadable> {
    let (to, from) = (sheet.need(whole)?, sheet.need(skill)?);
    let how = sheet.need("relationType")?;
    let mut ends = Ends::default();
    for row in sheet.rows() {
        let row = row?;
        let kind = match sheet.filled(&row, how)? {
            "essential" => RelationKind::EssentialFor,
            "optional" => RelationKind::OptionalFor,
            _ => {
                let reason = "a relation is either essential or optional";
                return Err(sheet.wrong(&row, how, "unknown_code", reason));
            }
        };
        if let Some([from, to]) = ends.both(sheet, &row, [from, to], gather)? {
            gather.relate(sheet.spot(&row), from, to, kind)?;
        }
    }
    ends.tied()
}

/// What is noted of a loose end.
pub(super) const LOOSE_END: &str = "a relation names a concept that no file holds, and was left out";

/// The ends of the relations of one file.
#[derive(Default)]
struct Ends {
    rows: u64,
    loose: u64,
    first: Option<Unreadable>,
}

impl Ends {
    /// Both concepts of a row; none when one of them is not here.
    fn both(
        &mut self,
        sheet: &Sheet<'_>,
        row: &Row<'_>,
        columns: [Column; 2],
        gather: &mut Gatherer,
    ) -> Result<Option<[u32; 2]>, Unreadable> {
        self.rows += 1;
        let mut found = [0; 2];
        for (end, column) in found.iter_mut().zip(columns) {
            let uri = sheet.filled(row, column)?;
            let Some(at) = gather.find(uri) else {
                self.loose += 1;
                gather.note(sheet.spot(row), "loose_end", LOOSE_END);
                if self.first.is_none() {
                    let reason = format!("no file holds the concept {}", shown(uri));
                    self.first = Some(sheet.wrong(row, column, "missing_concept", reason));
                }
                return Ok(None);
            };
            *end = at;
        }
        Ok(Some(found))
    }

    /// Whether the relations fit the concepts: a few loose ends are the publisher's, many mean that a file is missing or cut.
    fn tied(self) -> Result<(), Unreadable> {
        let (loose, rows) = (self.loose, self.rows);
        match self.first {
            Some(mut first) if loose * LOOSE_ENDS > rows => {
                first.reason += &format!(
                    ", nor those of {loose} of {rows} relations in all; add the file with the concepts, or download it again"
                );
                Err(first)
            }
            _ => Ok(()),
        }
    }
}
