//! The O*NET database as text files.
//!
//! Files are told by their columns. O*NET gives no URIs: the addresses of O*NET OnLine stand for them. Importance and
//! level stay the numbers that they are, on O*NET's own scales; what O*NET advises to suppress is left out and counted.

use super::contents::{Contents, Kind, Rated, Scale, Step};
use super::fault::Spot;
use super::files::{File, Files};
use super::gather::Gatherer;
use super::sheet::{Column, Sheet};
use crate::table::{Row, Table};
use passport::record::Unreadable;
use std::collections::HashMap;
use std::sync::Arc;

mod model;
mod occupations;
mod ratings;

const OCCUPATION: &str = "https://www.onetonline.org/link/summary/";
const ELEMENT: &str = "https://www.onetonline.org/find/descriptor/result/";

/// The column that names an occupation.
const CODE: &str = "O*NET-SOC Code";

/// The parts of the content model that are about what people can do or know, and the rest that is not carried.
const CARRIED: &[(&str, Kind)] = &[
    ("1.A", Kind::Ability),
    ("1.C", Kind::WorkStyle),
    ("1.D", Kind::WorkStyle),
    ("2.A", Kind::Skill),
    ("2.B", Kind::Skill),
    ("2.C", Kind::Knowledge),
    ("4.A", Kind::Activity),
];

/// What a file of the database is about, in the order in which they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Scales,
    Elements,
    Occupations,
    Titles,
    Tasks,
    Technologies,
    ZoneNames,
    Zones,
    Ratings,
    Anchors,
    PassedOver,
}

/// Whether a file that begins like this is of the database.
pub(super) fn begins(head: &str) -> bool {
    role(head).is_some()
}

fn role(head: &str) -> Option<Role> {
    let table = Table::open_tabbed("", head).ok()?;
    let has = |name| table.column(name).is_some();
    [
        (has("Category"), Role::PassedOver),
        (has(CODE) && has("Element ID") && has("Scale ID"), Role::Ratings),
        (has("Element ID") && has("Anchor Value"), Role::Anchors),
        (has("Scale ID") && has("Minimum"), Role::Scales),
        (
            has("Element ID") && has("Element Name") && has("Description"),
            Role::Elements,
        ),
        (has(CODE) && has("Title") && has("Description"), Role::Occupations),
        (
            has(CODE) && (has("Alternate Title") || has("Reported Job Title")),
            Role::Titles,
        ),
        (has(CODE) && has("Task ID") && has("Task"), Role::Tasks),
        (
            has(CODE) && has("Commodity Code") && has("Example") && has("Hot Technology"),
            Role::Technologies,
        ),
        (has(CODE) && has("Job Zone"), Role::Zones),
        (has("Job Zone") && has("Name"), Role::ZoneNames),
        (has(CODE) || has("Element ID") || has("Scale ID"), Role::PassedOver),
        (
            has("DWA ID") || has("IWA ID") || has("Commodity Code"),
            Role::PassedOver,
        ),
    ]
    .into_iter()
    .find_map(|(is, role)| is.then_some(role))
}

/// Reads all files of the database.
pub(super) fn read(files: &Files<'_>) -> Result<Contents, Unreadable> {
    let mut roles = Vec::new();
    let mut version = files.version();
    for (at, file) in (0..).zip(files.iter()) {
        let head = files.head(file);
        let readme = file.short_name().to_ascii_lowercase().starts_with("read");
        match role(&head) {
            Some(role) => roles.push((role, at, file)),
            None if readme => version = super::version_in(&head).or(version),
            None if file.is_named(".txt") => return Err(files.stranger(file, "the O*NET database")),
            None => {}
        }
    }
    roles.sort_by_key(|(role, at, _)| (*role, *at));
    let mut gather = Gatherer::new(files.names());
    let english = gather.language(Spot::default(), "en")?;
    let mut database = Database {
        gather,
        english,
        product_of: HashMap::new(),
    };
    for (role, at, file) in roles {
        database.read_file(files, file, at, role)?;
    }
    database.about(version);
    database.gather.finish(files.name())
}

/// What was read so far.
struct Database {
    gather: Gatherer,
    english: Arc<str>,
    /// The technologies by their names, which differ in case here and there.
    product_of: HashMap<String, u32>,
}

impl Database {
    fn read_file(&mut self, files: &Files<'_>, file: &File<'_>, at: u32, role: Role) -> Result<(), Unreadable> {
        let text = files.text(file)?;
        let sheet = Sheet::open_tabbed(at, &file.name, &text)?.whole(&text)?;
        match role {
            Role::Scales => self.scales(&sheet),
            Role::Elements => self.elements(&sheet),
            Role::Occupations => self.occupations(&sheet),
            Role::Titles => self.titles(&sheet),
            Role::Tasks => self.tasks(&sheet),
            Role::Technologies => self.technologies(&sheet),
            Role::ZoneNames => self.zone_names(&sheet),
            Role::Zones => self.zones(&sheet),
            Role::Ratings => self.ratings(&sheet),
            Role::Anchors => self.anchors(&sheet),
            Role::PassedOver => {
                let text = "a file is about what is not carried, and was passed over";
                self.gather.note(sheet.first_row(), "not_carried", text);
                Ok(())
            }
        }
    }

    fn about(&mut self, version: Option<String>) {
        let about = &mut self.gather.contents().about;
        let shown = version
            .as_deref()
            .map(|version| format!("{version} "))
            .unwrap_or_default();
        about.name = Some("O*NET Database".into());
        about.publisher = Some("U.S. Department of Labor, Employment and Training Administration".into());
        about.licence = Some("CC BY 4.0".into());
        about.attribution = Some(format!(
            "This page includes information from the O*NET {shown}Database by the U.S. Department of Labor, Employment and \
             Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA."
        ));
        about.url = Some("https://www.onetcenter.org/database.html".into());
        about.version = version;
        about.language = Some(self.english.clone());
    }

    /// The scale of this key, whether its file came or not.
    fn scale(&mut self, key: &str) -> u32 {
        self.gather.scale(Scale {
            key: key.to_owned(),
            ..Scale::default()
        })
    }

    /// The concept that a row names by the code of an occupation or the id of an element.
    fn named(&self, sheet: &Sheet<'_>, row: &Row<'_>, column: Column, base: &str) -> Result<u32, Unreadable> {
        let key = sheet.filled(row, column)?;
        self.gather.find(&format!("{base}{key}")).ok_or_else(|| {
            let file = if base == OCCUPATION {
                "Occupation Data"
            } else {
                "Content Model Reference"
            };
            let reason = format!(
                "no file holds {}; add {file}.txt of the same release",
                super::shown(key)
            );
            sheet.wrong(row, column, "missing_concept", reason)
        })
    }

    fn step(&mut self, scale: u32, step: Step) {
        if let Some(scale) = self.gather.contents().scales.get_mut(scale as usize) {
            scale.steps.push(step);
        }
    }

    /// A number that has to lie on its scale.
    fn on_scale(
        &mut self,
        sheet: &Sheet<'_>,
        row: &Row<'_>,
        column: Column,
        scale: u32,
    ) -> Result<Option<Rated>, Unreadable> {
        let Some(value) = sheet.number(row, column)? else {
            return Ok(None);
        };
        let ends = self.gather.contents().scales.get(scale as usize);
        let (lowest, highest) = ends.map_or((None, None), |scale| (scale.lowest, scale.highest));
        if lowest.is_some_and(|lowest| value < lowest) || highest.is_some_and(|highest| value > highest) {
            return Err(sheet.wrong(
                row,
                column,
                "bad_number",
                "the number is not on its scale; download the file again",
            ));
        }
        Ok(Some(Rated { scale, value }))
    }
}

fn carried(id: &str) -> Option<Kind> {
    let within = |part: &str| {
        id.strip_prefix(part)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    CARRIED.iter().find(|(part, _)| within(part)).map(|(_, kind)| *kind)
}
