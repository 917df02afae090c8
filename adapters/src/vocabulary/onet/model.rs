//! The content model: elements, the scales they are rated on, and what a level means for each.

use super::{Database, ELEMENT, carried};
use crate::table::Row;
use crate::vocabulary::contents::{Kind, LabelKind, RelationKind, Scale, Step, TextKind};
use crate::vocabulary::sheet::{Sheet, cell};
use passport::record::Unreadable;

impl Database {
    /// Only the scales of what is carried: importance and level.
    pub(super) fn scales(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
        let (key, name) = (sheet.need("Scale ID")?, sheet.need("Scale Name")?);
        let (lowest, highest) = (sheet.need("Minimum")?, sheet.need("Maximum")?);
        for row in sheet.rows() {
            let row = row?;
            let key = sheet.filled(&row, key)?;
            if matches!(key, "IM" | "LV") {
                let scale = Scale {
                    key: key.into(),
                    name: Some(sheet.filled(&row, name)?.to_owned()),
                    lowest: sheet.number(&row, lowest)?,
                    highest: sheet.number(&row, highest)?,
                    ..Scale::default()
                };
                self.gather.scale(scale);
            }
        }
        Ok(())
    }

    pub(super) fn elements(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
        let (id, name) = (sheet.need("Element ID")?, sheet.need("Element Name")?);
        let description = sheet.need("Description")?;
        for row in sheet.rows() {
            let row = row?;
            let spot = sheet.spot(&row);
            let id = sheet.filled(&row, id)?;
            let Some(kind) = carried(id) else {
                self.gather.note(
                    spot,
                    "not_carried_element",
                    "an element of the content model is no skill or the like",
                );
                continue;
            };
            let at = self.gather.add(spot, &format!("{ELEMENT}{id}"), kind)?;
            self.gather.code(spot, at, Some(id))?;
            let name = sheet.filled(&row, name)?;
            self.gather.label(spot, at, &self.english, LabelKind::Preferred, name)?;
            let description = cell(&row, Some(description));
            self.gather
                .text(spot, at, &self.english, TextKind::Description, description)?;
            self.under(sheet, &row, id, at)?;
        }
        Ok(())
    }

    /// The element above is named by the id: `2.A.1.a` lies under `2.A.1`, which comes before and is a heading then.
    fn under(&mut self, sheet: &Sheet<'_>, row: &Row<'_>, id: &str, at: u32) -> Result<(), Unreadable> {
        let Some(above) = id
            .rsplit_once('.')
            .map(|(above, _)| above)
            .filter(|above| carried(above).is_some())
        else {
            return Ok(());
        };
        let Some(above_at) = self.gather.find(&format!("{ELEMENT}{above}")) else {
            let reason = format!("the element above it, {above}, does not come before it; download the file again");
            return Err(self.gather.fault(sheet.spot(row), None, "missing_concept", reason));
        };
        if let Some(concept) = self.gather.concept(above_at) {
            concept.kind = Kind::Group;
        }
        self.gather
            .relate(sheet.spot(row), at, above_at, RelationKind::Broader)?;
        Ok(())
    }

    /// What the numbers of the levels mean for each element.
    pub(super) fn anchors(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
        let (id, scale) = (sheet.need("Element ID")?, sheet.need("Scale ID")?);
        let (value, text) = (sheet.need("Anchor Value")?, sheet.need("Anchor Description")?);
        for row in sheet.rows() {
            let row = row?;
            let key = sheet.filled(&row, scale)?;
            if !matches!(key, "IM" | "LV") || carried(sheet.filled(&row, id)?).is_none() {
                self.gather.note(
                    sheet.spot(&row),
                    "not_carried_anchor",
                    "an anchor is of a scale or element not carried",
                );
                continue;
            }
            let concept = self.named(sheet, &row, id, ELEMENT)?;
            let scale = self.scale(key);
            let step = Step {
                value: self.on_scale(sheet, &row, value, scale)?.map(|rated| rated.value),
                label: None,
                text: Some(sheet.filled(&row, text)?.to_owned()),
                language: self.english.clone(),
                concept: Some(concept),
            };
            self.step(scale, step);
        }
        Ok(())
    }
}
