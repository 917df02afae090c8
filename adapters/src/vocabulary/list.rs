//! A plain table for local lists: one row for each concept and language. Only the label has to be there.

use super::contents::{Contents, Kind, LabelKind, MatchKind, RelationKind, Status, TextKind};
use super::fault::Spot;
use super::files::Files;
use super::gather::Gatherer;
use super::sheet::{Column, Sheet, cell};
use super::{Given, local_uri, shown};
use crate::table::{Row, Table};
use passport::record::Unreadable;
use std::collections::HashMap;
use std::sync::Arc;

/// The columns that are read. `docs/VOCABULARIES.md` says what each means.
const COLUMNS: &[&str] = &[
    "uri",
    "code",
    "label",
    "language",
    "alternative_labels",
    "hidden_labels",
    "description",
    "definition",
    "scope_note",
    "kind",
    "reuse_level",
    "status",
    "replaced_by",
    "broader",
    "related",
    "essential_for",
    "optional_for",
    "exact_match",
    "close_match",
];

const RELATIONS: [(&str, RelationKind); 4] = [
    ("broader", RelationKind::Broader),
    ("related", RelationKind::Related),
    ("essential_for", RelationKind::EssentialFor),
    ("optional_for", RelationKind::OptionalFor),
];
const MATCHES: [(&str, MatchKind); 2] = [("exact_match", MatchKind::Exact), ("close_match", MatchKind::Close)];
const LABELS: [(&str, LabelKind); 2] = [
    ("alternative_labels", LabelKind::Alternative),
    ("hidden_labels", LabelKind::Hidden),
];
const TEXTS: [(&str, TextKind); 3] = [
    ("description", TextKind::Description),
    ("definition", TextKind::Definition),
    ("scope_note", TextKind::ScopeNote),
];

/// Whether a file that begins like this is a list.
pub(super) fn begins(head: &str) -> bool {
    Table::open("", head).is_ok_and(|table| table.column("label").is_some())
}

/// Reads all lists, whose concepts may name each other.
pub(super) fn read(files: &Files<'_>, given: &Given<'_>) -> Result<Contents, Unreadable> {
    let mut list = List {
        gather: Gatherer::new(files.names()),
        by_name: HashMap::new(),
        named: Vec::new(),
    };
    for (at, file) in (0..).zip(files.iter()) {
        if begins(&files.head(file)) {
            let text = files.text(file)?;
            let sheet = Sheet::open(at, &file.name, &text)?.probably_whole(&text, &mut list.gather);
            list.read(&sheet, given)?;
        } else if file.is_named(".csv") {
            return Err(files.stranger(file, "a list with the column label"));
        }
    }
    list.resolve()?;
    list.gather.contents().about.version = files.version();
    list.gather.finish(files.name())
}

struct List {
    gather: Gatherer,
    /// Codes and labels to name a concept by; none where two concepts share one.
    by_name: HashMap<String, Option<u32>>,
    /// What rows name: told apart when all rows are read.
    named: Vec<Named>,
}

/// A concept that a row names in a column.
struct Named {
    spot: Spot,
    from: u32,
    column: &'static str,
    name: String,
    /// How the two relate; none where the other takes the place of this one.
    kind: Option<RelationKind>,
}

/// Where a column stands, with what it is for.
type Columns<K, const N: usize> = [(K, Option<Column>); N];

struct Layout {
    label: Column,
    uri: Option<Column>,
    code: Option<Column>,
    language: Option<Column>,
    kind: Option<Column>,
    reuse_level: Option<Column>,
    status: Option<Column>,
    replaced_by: Option<Column>,
    labels: Columns<LabelKind, 2>,
    texts: Columns<TextKind, 3>,
    relations: [(&'static str, RelationKind, Option<Column>); 4],
    matches: Columns<MatchKind, 2>,
}

impl Layout {
    fn of(sheet: &Sheet<'_>) -> Result<Self, Unreadable> {
        Ok(Layout {
            label: sheet.need("label")?,
            uri: sheet.column("uri"),
            code: sheet.column("code"),
            language: sheet.column("language"),
            kind: sheet.column("kind"),
            reuse_level: sheet.column("reuse_level"),
            status: sheet.column("status"),
            replaced_by: sheet.column("replaced_by"),
            labels: LABELS.map(|(name, kind)| (kind, sheet.column(name))),
            texts: TEXTS.map(|(name, kind)| (kind, sheet.column(name))),
            relations: RELATIONS.map(|(name, kind)| (name, kind, sheet.column(name))),
            matches: MATCHES.map(|(name, kind)| (kind, sheet.column(name))),
        })
    }
}

impl List {
    fn read(&mut self, sheet: &Sheet<'_>, given: &Given<'_>) -> Result<(), Unreadable> {
        let layout = Layout::of(sheet)?;
        let unknown =
            |name: &&String| !name.is_empty() && !COLUMNS.iter().any(|known| known.eq_ignore_ascii_case(name));
        for _ in sheet.header().iter().filter(unknown) {
            self.gather.note(
                sheet.first_row(),
                "unknown_column",
                "a column is of no known name and was passed over",
            );
        }
        for row in sheet.rows() {
            self.row(sheet, &layout, &row?, given)?;
        }
        Ok(())
    }

    fn row(&mut self, sheet: &Sheet<'_>, layout: &Layout, row: &Row<'_>, given: &Given<'_>) -> Result<(), Unreadable> {
        let spot = sheet.spot(row);
        let label = sheet.filled(row, layout.label)?;
        let code = cell(row, layout.code);
        let made = || local_uri(given.key, code.unwrap_or(label));
        let uri = cell(row, layout.uri).map_or_else(made, str::to_owned);
        let language = self
            .gather
            .language(spot, cell(row, layout.language).unwrap_or(given.language))?;
        let at = match self.gather.find(&uri) {
            Some(known) if self.gather.is_named(known, &language) => return Err(self.gather.twice(spot, known)),
            Some(known) => known,
            None => self.concept(sheet, layout, row, &uri)?,
        };
        self.words(layout, row, spot, at, &language)?;
        for name in [code, Some(label)].into_iter().flatten() {
            let known = self.by_name.entry(name.to_owned()).or_insert(Some(at));
            *known = known.filter(|known| *known == at);
        }
        self.names(layout, row, spot, at)
    }

    /// What holds in every language is said by the first row of a concept.
    fn concept(&mut self, sheet: &Sheet<'_>, layout: &Layout, row: &Row<'_>, uri: &str) -> Result<u32, Unreadable> {
        let spot = sheet.spot(row);
        let at = self.gather.add(spot, uri, kind(sheet, layout, row)?)?;
        self.gather.code(spot, at, cell(row, layout.code))?;
        let status = status(sheet, layout, row)?;
        let [reuse_level, replaced_by] = [layout.reuse_level, layout.replaced_by].map(|column| cell(row, column));
        for text in [reuse_level, replaced_by].into_iter().flatten() {
            self.gather.sound(spot, text, super::gather::LONGEST_LABEL)?;
        }
        if let Some(concept) = self.gather.concept(at) {
            concept.status = status;
            concept.reuse_level = reuse_level.map(str::to_owned);
        }
        self.named.extend(replaced_by.map(|name| Named {
            spot,
            from: at,
            column: "replaced_by",
            name: name.to_owned(),
            kind: None,
        }));
        Ok(at)
    }

    fn words(
        &mut self,
        layout: &Layout,
        row: &Row<'_>,
        spot: Spot,
        at: u32,
        language: &Arc<str>,
    ) -> Result<(), Unreadable> {
        let label = cell(row, Some(layout.label)).unwrap_or_default();
        self.gather.label(spot, at, language, LabelKind::Preferred, label)?;
        for (kind, column) in layout.labels {
            for label in several(cell(row, column)) {
                self.gather.label(spot, at, language, kind, label)?;
            }
        }
        for (kind, column) in layout.texts {
            self.gather.text(spot, at, language, kind, cell(row, column))?;
        }
        Ok(())
    }

    fn names(&mut self, layout: &Layout, row: &Row<'_>, spot: Spot, from: u32) -> Result<(), Unreadable> {
        for (column, kind, at) in layout.relations {
            self.named.extend(several(cell(row, at)).map(|name| Named {
                spot,
                from,
                column,
                name: name.to_owned(),
                kind: Some(kind),
            }));
        }
        for (kind, column) in layout.matches {
            for uri in several(cell(row, column)) {
                self.gather.set_beside(spot, from, uri, kind)?;
            }
        }
        Ok(())
    }

    /// A row names others by URI, code or label, wherever they stand.
    fn resolve(&mut self) -> Result<(), Unreadable> {
        for named in std::mem::take(&mut self.named) {
            match (self.meant(&named)?, named.kind) {
                (Some(to), Some(kind)) => {
                    self.gather.relate(named.spot, named.from, to, kind)?;
                }
                (Some(to), None) => {
                    let uri = self.gather.concept(to).map(|concept| concept.uri.clone());
                    self.replace(named.from, uri);
                }
                // What takes the place of a concept may have come with another list, or be of another vocabulary.
                (None, None) if is_uri(&named.name) => self.replace(named.from, Some(named.name)),
                (None, _) => return Err(self.unknown(&named)),
            }
        }
        Ok(())
    }

    /// The concept that is meant; none where the list holds no such.
    fn meant(&self, named: &Named) -> Result<Option<u32>, Unreadable> {
        let by_name = self.by_name.get(&named.name);
        match self.gather.find(&named.name).map(Some).or(by_name.copied()) {
            Some(None) => {
                let reason = format!(
                    "several concepts are called {}; name the one by its uri",
                    shown(&named.name)
                );
                Err(self
                    .gather
                    .fault(named.spot, Some(named.column), "ambiguous_concept", reason))
            }
            found => Ok(found.flatten()),
        }
    }

    fn replace(&mut self, at: u32, by: Option<String>) {
        if let Some(concept) = self.gather.concept(at) {
            concept.replaced_by = by;
        }
    }

    fn unknown(&self, named: &Named) -> Unreadable {
        let name = shown(&named.name);
        let (code, reason) = match named.kind {
            Some(_) => (
                "missing_concept",
                format!("the list holds no {name}; add a row for it, or take it out"),
            ),
            None if name.contains("://") => ("bad_uri", format!("{name} is no URI; write one without spaces")),
            None => (
                "missing_concept",
                format!("the list holds no {name}; add a row for it, write its uri, or take it out"),
            ),
        };
        self.gather.fault(named.spot, Some(named.column), code, reason)
    }
}

/// Whether a name can be the URI of a concept elsewhere.
fn is_uri(name: &str) -> bool {
    name.contains(':') && !name.contains(char::is_whitespace)
}

fn kind(sheet: &Sheet<'_>, layout: &Layout, row: &Row<'_>) -> Result<Kind, Unreadable> {
    let (Some(word), Some(column)) = (cell(row, layout.kind), layout.kind) else {
        return Ok(Kind::Skill);
    };
    Kind::named(word).ok_or_else(|| {
        let known = Kind::ALL.map(Kind::as_str).join(", ");
        sheet.wrong(
            row,
            column,
            "unknown_kind",
            format!("no such kind is known; {known} are"),
        )
    })
}

fn status(sheet: &Sheet<'_>, layout: &Layout, row: &Row<'_>) -> Result<Status, Unreadable> {
    let known = [Status::Released, Status::Deprecated];
    let (Some(word), Some(column)) = (cell(row, layout.status), layout.status) else {
        return Ok(Status::Released);
    };
    known
        .into_iter()
        .find(|status| status.as_str().eq_ignore_ascii_case(word))
        .ok_or_else(|| {
            sheet.wrong(
                row,
                column,
                "unknown_code",
                "no such status is known; released and deprecated are",
            )
        })
}

/// Several texts in one cell, with `|` or line breaks between them.
fn several(cell: Option<&str>) -> impl Iterator<Item = &str> {
    let pieces = cell.unwrap_or_default().split(['|', '\n', '\r']);
    pieces.map(str::trim).filter(|piece| !piece.is_empty())
}
