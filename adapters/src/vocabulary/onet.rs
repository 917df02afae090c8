//! The O*NET database as text files.
//!
//! Files are told by their columns. O*NET gives no URIs: the addresses of O*NET OnLine stand for them. Importance and
//! level stay the numbers that they are, on O*NET's own scales; what O*NET advises to suppress is left out and counted.

use super::contents::{Contents, Kind, LabelKind, Rated, RelationKind, Scale, Step, TextKind};
use super::fault::Spot;
use super::files::{File, Files};
use super::gather::Gatherer;
use super::sheet::{Column, Sheet, cell};
use crate::table::{Row, Table};
use passport::record::Unreadable;
use std::collections::HashMap;
use std::sync::Arc;

const OCCUPATION: &str = "https://www.onetonline.org/link/summary/";
const ELEMENT: &str = "https://www.onetonline.org/find/descriptor/result/";
const TECHNOLOGY: &str = "https://www.onetonline.org/search/tech/example?e=";
/// The classes of technologies are those of the UNSPSC, by their codes.
const CLASS: &str = "urn:unspsc:";

const CODE: &str = "O*NET-SOC Code";
/// *Important* on the scale `IM`: what is rated so is essential.
const IMPORTANT: f64 = 3.0;
/// *Somewhat important* on the scale `IM`: what is rated lower does not belong to the occupation.
const SOMEWHAT_IMPORTANT: f64 = 2.0;

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
        if role == Role::PassedOver {
            let text = "a file is about what is not carried, and was passed over";
            self.gather.note(Spot::row(at, 1, 1), "not_carried", text);
            return Ok(());
        }
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
            Role::PassedOver => Ok(()),
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

    /// Only the scales of what is carried: importance and level.
    fn scales(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
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
                    steps: Vec::new(),
                };
                self.gather.scale(scale);
            }
        }
        Ok(())
    }

    /// The scale of this key, whether its file came or not.
    fn scale(&mut self, key: &str) -> u32 {
        self.gather.scale(Scale {
            key: key.to_owned(),
            ..Scale::default()
        })
    }

    fn elements(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
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

    fn occupations(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
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

    fn titles(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
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

    fn tasks(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
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
    fn technologies(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
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
            .add(spot, &format!("{TECHNOLOGY}{}", super::escaped(name)), Kind::Technology)?;
        self.gather.label(spot, at, &self.english, LabelKind::Preferred, name)?;
        self.product_of.insert(folded, at);
        Ok(at)
    }

    fn zone_names(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
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
            steps: Vec::new(),
        })
    }

    fn step(&mut self, scale: u32, step: Step) {
        if let Some(scale) = self.gather.contents().scales.get_mut(scale as usize) {
            scale.steps.push(step);
        }
    }

    fn zones(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
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

    /// What the numbers of the levels mean for each element.
    fn anchors(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
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

    /// How important an element is for an occupation and which level it takes, on two rows.
    fn ratings(&mut self, sheet: &Sheet<'_>) -> Result<(), Unreadable> {
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

fn carried(id: &str) -> Option<Kind> {
    let within = |part: &str| {
        id.strip_prefix(part)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    CARRIED.iter().find(|(part, _)| within(part)).map(|(_, kind)| *kind)
}
