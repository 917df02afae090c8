//! How important an element is for an occupation, and which level it takes.

use super::{CODE, Database, ELEMENT, OCCUPATION, carried};
use crate::table::Row;
use crate::vocabulary::contents::{Rated, RelationKind};
use crate::vocabulary::fault::Spot;
use crate::vocabulary::sheet::{Column, Sheet, cell};
use passport::record::Unreadable;
use std::collections::HashMap;

/// *Important* on the scale `IM`: what is rated so is essential.
const IMPORTANT: f64 = 3.0;
/// *Somewhat important* on the scale `IM`: what is rated lower does not belong to the occupation.
const SOMEWHAT_IMPORTANT: f64 = 2.0;

impl Database {
    /// How important an element is for an occupation and which level it takes, on two rows.
    pub(super) fn ratings(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
        let columns = Ratings::of(sheet)?;
        let mut pairs: Vec<Pair> = Vec::new();
        let mut known: HashMap<(u32, u32), usize> = HashMap::new();
        for row in sheet.rows() {
            let row = row?;
            let Some(rating) = self.rating(sheet, &columns, &row)? else {
                continue;
            };
            let (element, occupation) = (rating.element, rating.occupation);
            let at = *known.entry((element, occupation)).or_insert_with(|| {
                pairs.push(Pair {
                    spot: sheet.spot(&row),
                    element,
                    occupation,
                    rated: [None, None],
                    met: [false, false],
                });
                pairs.len() - 1
            });
            let Some(pair) = pairs.get_mut(at) else { continue };
            if std::mem::replace(&mut pair.met[rating.what], true) {
                let reason = "the element is rated twice for the occupation on this scale; download the file again";
                return Err(sheet.wrong(&row, columns.scale, "duplicate_rating", reason));
            }
            pair.rated[rating.what] = rating.rated;
        }
        pairs.into_iter().try_for_each(|pair| self.relate(pair))
    }

    /// What a row says, if it is of importance or level and about something that is carried.
    fn rating(&mut self, sheet: &Sheet<'_>, columns: &Ratings, row: &Row<'_>) -> Result<Option<Rating>, Unreadable> {
        let key = sheet.filled(row, columns.scale)?;
        let what = match key {
            "IM" => 0,
            "LV" => 1,
            _ => {
                self.gather.note(
                    sheet.spot(row),
                    "not_carried_rating",
                    "a rating is neither of importance nor of level",
                );
                return Ok(None);
            }
        };
        if carried(sheet.filled(row, columns.element)?).is_none() {
            self.gather.note(
                sheet.spot(row),
                "not_carried_rating",
                "a rating is of an element that is not carried",
            );
            return Ok(None);
        }
        let element = self.named(sheet, row, columns.element, ELEMENT)?;
        let occupation = self.named(sheet, row, columns.code, OCCUPATION)?;
        let scale = self.scale(key);
        let rated = self.on_scale(sheet, row, columns.value, scale)?;
        let rated = match (cell(row, columns.suppress), cell(row, columns.irrelevant)) {
            (Some("Y"), _) => self.left_out(
                sheet,
                row,
                "suppressed",
                "a number that O*NET advises to suppress was left out",
            ),
            (_, Some("Y")) => self.left_out(
                sheet,
                row,
                "not_relevant",
                "a level of what is not relevant was left out",
            ),
            _ => rated,
        };
        Ok(Some(Rating {
            element,
            occupation,
            what,
            rated,
        }))
    }

    fn left_out(&mut self, sheet: &Sheet<'_>, row: &Row<'_>, code: &'static str, text: &str) -> Option<Rated> {
        self.gather.note(sheet.spot(row), code, text);
        None
    }

    /// The importance says how they relate, in the words of its scale. Without it nothing is said.
    fn relate(&mut self, pair: Pair) -> Result<(), Unreadable> {
        let kind = match pair.rated[0].map(|importance| importance.value) {
            Some(value) if value >= IMPORTANT => RelationKind::EssentialFor,
            Some(value) if value >= SOMEWHAT_IMPORTANT => RelationKind::OptionalFor,
            Some(_) => {
                let text = "an element is rated less than somewhat important for an occupation; they are not related";
                self.gather.note(pair.spot, "not_important", text);
                return Ok(());
            }
            None => {
                let text = "the importance is not known, so the two are not related";
                self.gather.note(pair.spot, "no_importance", text);
                return Ok(());
            }
        };
        self.gather
            .relate_rated(pair.spot, pair.element, pair.occupation, kind, pair.rated)?;
        Ok(())
    }
}

/// Where the columns of ratings stand.
struct Ratings {
    code: Column,
    element: Column,
    scale: Column,
    value: Column,
    suppress: Option<Column>,
    irrelevant: Option<Column>,
}

impl Ratings {
    fn of(sheet: &Sheet<'_>) -> Result<Self, Unreadable> {
        Ok(Ratings {
            code: sheet.need(CODE)?,
            element: sheet.need("Element ID")?,
            scale: sheet.need("Scale ID")?,
            value: sheet.need("Data Value")?,
            suppress: sheet.column("Recommend Suppress"),
            irrelevant: sheet.column("Not Relevant"),
        })
    }
}

/// One row of ratings.
struct Rating {
    element: u32,
    occupation: u32,
    /// 0 is importance, 1 level.
    what: usize,
    /// None where the number is left out.
    rated: Option<Rated>,
}

/// The ratings of one element for one occupation, importance first.
struct Pair {
    spot: Spot,
    element: u32,
    occupation: u32,
    rated: [Option<Rated>; 2],
    met: [bool; 2],
}
