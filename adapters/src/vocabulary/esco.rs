//! The CSV download of ESCO, in any set of languages, whole or partial.
//!
//! Files are told by their columns, and only the language by the name (`skills_fr.csv`), for nothing else says it. Labels
//! of a concept accumulate over the languages. The collections (`digitalSkillsCollection_fr.csv`) name their skills once
//! more, so they fill in for a language of which the whole list is not there.

use super::contents::{Contents, Kind, LabelKind, RelationKind, Status, TextKind};
use super::fault::Spot;
use super::files::{File, Files};
use super::gather::Gatherer;
use super::sheet::{Column, Sheet, cell};
use crate::table::{Row, Table};
use passport::record::Unreadable;
use std::sync::Arc;

/// The group under which ESCO files the languages themselves.
const LANGUAGES: &str = "http://data.europa.eu/esco/skill/43f425aa-f45d-4bb4-a200-6f82fa211b66";
/// Of so many relations, one may name a concept that no file holds: releases have such. More, and a file is missing.
const LOOSE_ENDS: u64 = 100;

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
    if role == Role::PassedOver {
        gather.note(
            Spot::row(at, 1, 1),
            "not_carried",
            "a file is about what is not carried, and was passed over",
        );
        return Ok(());
    }
    let text = files.text(file)?;
    let sheet = Sheet::open(at, &file.name, &text)?.whole(&text)?;
    match role {
        Role::Concepts => concepts(file, &sheet, gather, Names::Whole),
        Role::Hierarchy => hierarchy(file, &sheet.padded(), gather),
        Role::Collection => concepts(file, &sheet, gather, Names::Collection { relations_come }),
        Role::Broader => broader(&sheet, gather),
        Role::OccupationSkills => needed(&sheet, gather, "occupationUri", "skillUri"),
        Role::SkillSkills => needed(&sheet, gather, "originalSkillUri", "relatedSkillUri"),
        Role::PassedOver => Ok(()),
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

/// Whether a file holds the whole of its concepts, or names some of them once more.
#[derive(Clone, Copy, PartialEq)]
enum Names {
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

fn concepts(file: &File<'_>, sheet: &Sheet<'_>, gather: &mut Gatherer, names: Names) -> Result<(), Unreadable> {
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

/// Puts a concept below another. A field of knowledge directly below the languages is a language: a record that says
/// *French* means the language and a level in it.
fn place_under(spot: Spot, from: u32, to: u32, gather: &mut Gatherer) -> Result<(), Unreadable> {
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

/// The levels of the hierarchy, with their columns in a row from the top.
const LEVELS: [[&str; 3]; 4] = [
    ["Level 0 URI", "Level 0 preferred term", "Level 0 code"],
    ["Level 1 URI", "Level 1 preferred term", "Level 1 code"],
    ["Level 2 URI", "Level 2 preferred term", "Level 2 code"],
    ["Level 3 URI", "Level 3 preferred term", "Level 3 code"],
];

/// Each row tells the way from the top to one group, which stands last.
fn hierarchy(file: &File<'_>, sheet: &Sheet<'_>, gather: &mut Gatherer) -> Result<(), Unreadable> {
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

fn broader(sheet: &Sheet<'_>, gather: &mut Gatherer) -> Result<(), Unreadable> {
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
fn needed(
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

const LOOSE_END: &str = "a relation names a concept that no file holds, and was left out";

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
                    let reason = format!("no file holds the concept {}", super::shown(uri));
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

fn about(files: &Files<'_>, gather: &mut Gatherer) {
    let about = &mut gather.contents().about;
    about.name = Some("ESCO, European Skills, Competences, Qualifications and Occupations".into());
    about.version = files.version();
    about.publisher = Some("European Commission".into());
    about.licence = Some("Free reuse with acknowledgement (Commission Decision 2011/833/EU)".into());
    about.attribution = Some("This service uses the ESCO classification of the European Commission.".into());
    about.url = Some("https://esco.ec.europa.eu/".into());
}
