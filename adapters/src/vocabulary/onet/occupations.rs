//! Occupations: their titles, tasks, technologies and job zones.

use super::{CODE, Database, OCCUPATION};
use crate::vocabulary::contents::{Kind, LabelKind, RelationKind, Scale, Step, TextKind};
use crate::vocabulary::escaped;
use crate::vocabulary::fault::Spot;
use crate::vocabulary::sheet::{Sheet, cell};
use passport::record::Unreadable;

const TECHNOLOGY: &str = "https://www.onetonline.org/search/tech/example?e=";
/// The classes of technologies are those of the UNSPSC, by their codes.
const CLASS: &str = "urn:unspsc:";

impl Database {
    pub(super) fn occupations(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
        let (code, title) = (sheet.need(CODE)?, sheet.need("Title")?);
        let description = sheet.need("Description")?;
        for row in sheet.rows() {
            let row = row?;
            let spot = sheet.spot(&row);
            let code = sheet.filled(&row, code)?;
            let at = self
                .gather
                .add(spot, &format!("{OCCUPATION}{code}"), Kind::Occupation)?;
            self.gather.code(spot, at, Some(code))?;
            let title = sheet.filled(&row, title)?;
            self.gather
                .label(spot, at, &self.english, LabelKind::Preferred, title)?;
            let description = cell(&row, Some(description));
            self.gather
                .text(spot, at, &self.english, TextKind::Description, description)?;
        }
        Ok(())
    }

    pub(super) fn titles(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
        let code = sheet.need(CODE)?;
        let columns = [
            sheet.column("Alternate Title"),
            sheet.column("Short Title"),
            sheet.column("Reported Job Title"),
        ];
        for row in sheet.rows() {
            let row = row?;
            let at = self.named(sheet, &row, code, OCCUPATION)?;
            for title in columns.into_iter().filter_map(|column| cell(&row, column)) {
                if title != "n/a" {
                    let spot = sheet.spot(&row);
                    self.gather
                        .label(spot, at, &self.english, LabelKind::Alternative, title)?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn tasks(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
        let (code, task) = (sheet.need(CODE)?, sheet.need("Task")?);
        for row in sheet.rows() {
            let row = row?;
            let at = self.named(sheet, &row, code, OCCUPATION)?;
            let task = sheet.filled(&row, task)?;
            self.gather
                .text(sheet.spot(&row), at, &self.english, TextKind::Task, Some(task))?;
        }
        Ok(())
    }

    /// Products that an occupation uses, each under the classes that the file puts it in.
    pub(super) fn technologies(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
        let (code, product) = (sheet.need(CODE)?, sheet.need("Example")?);
        let (class, class_name) = (sheet.need("Commodity Code")?, sheet.need("Commodity Title")?);
        for row in sheet.rows() {
            let row = row?;
            let spot = sheet.spot(&row);
            let occupation = self.named(sheet, &row, code, OCCUPATION)?;
            let class = self.class(spot, sheet.filled(&row, class)?, sheet.filled(&row, class_name)?)?;
            let product = self.product(spot, sheet.filled(&row, product)?)?;
            self.gather.relate(spot, product, class, RelationKind::Broader)?;
            self.gather
                .relate(spot, product, occupation, RelationKind::OptionalFor)?;
        }
        Ok(())
    }

    fn class(&mut self, spot: Spot, code: &str, name: &str) -> Result<u32, Unreadable> {
        let uri = format!("{CLASS}{code}");
        if let Some(known) = self.gather.find(&uri) {
            return Ok(known);
        }
        let at = self.gather.add(spot, &uri, Kind::Group)?;
        self.gather.code(spot, at, Some(code))?;
        self.gather.label(spot, at, &self.english, LabelKind::Preferred, name)?;
        Ok(at)
    }

    fn product(&mut self, spot: Spot, name: &str) -> Result<u32, Unreadable> {
        let folded = name.to_lowercase();
        if let Some(known) = self.product_of.get(&folded) {
            return Ok(*known);
        }
        let at = self
            .gather
            .add(spot, &format!("{TECHNOLOGY}{}", escaped(name)), Kind::Technology)?;
        self.gather.label(spot, at, &self.english, LabelKind::Preferred, name)?;
        self.product_of.insert(folded, at);
        Ok(at)
    }

    pub(super) fn zone_names(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
        let (zone, name) = (sheet.need("Job Zone")?, sheet.need("Name")?);
        let experience = sheet.column("Experience");
        let scale = self.zone_scale();
        for row in sheet.rows() {
            let row = row?;
            let step = Step {
                value: sheet.number(&row, zone)?,
                label: Some(sheet.filled(&row, name)?.to_owned()),
                text: cell(&row, experience).map(str::to_owned),
                language: self.english.clone(),
                concept: None,
            };
            self.step(scale, step);
        }
        Ok(())
    }

    fn zone_scale(&mut self) -> u32 {
        self.gather.scale(Scale {
            key: "JZ".into(),
            name: Some("Job Zone".into()),
            lowest: Some(1.0),
            highest: Some(5.0),
            ..Scale::default()
        })
    }

    pub(super) fn zones(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
        let (code, zone) = (sheet.need(CODE)?, sheet.need("Job Zone")?);
        let scale = self.zone_scale();
        for row in sheet.rows() {
            let row = row?;
            let at = self.named(sheet, &row, code, OCCUPATION)?;
            let level = self.on_scale(sheet, &row, zone, scale)?;
            if let Some(concept) = self.gather.concept(at) {
                concept.level = level;
            }
        }
        Ok(())
    }
}
