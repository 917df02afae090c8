//! From the files to the set: the head first, then the table row by row.

use super::curie::Prefixes;
use super::metadata::{Metadata, split};
use super::row::Rows;
use super::set::{About, MappingSet, Note};
use super::slots::{CARRIED, NOT_CARRIED, OF_SET, PROPAGATED};
use crate::delivery::{Delivery, Part};
use crate::table::Table;
use passport::record::{Place, Unreadable};
use std::collections::HashMap;

/// Most bytes of a set.
const LARGEST: usize = 256 << 20;

/// Columns without which nothing can be read.
const NEEDED: [&str; 3] = ["subject_id", "predicate_id", "object_id"];

/// Reads a mapping set: a table with its head behind `#`, or a table and a `.yml` file that is its head.
pub fn read(delivery: &Delivery<'_>) -> Result<MappingSet, Unreadable> {
    let (heads, tables): (Vec<&Part<'_>>, Vec<_>) = delivery.parts().iter().partition(|part| is_head(part));
    let (table, head) = match (&tables[..], &heads[..]) {
        ([table], []) => (table, None),
        ([table], [head]) => (table, Some(head)),
        _ => {
            let reason = "a mapping set is one table, and a .yml file with its head where the table has none; read several sets one after the other";
            return Err(Unreadable::new(Place::file(delivery.name()), "several_files", reason));
        }
    };
    let text = text(table)?;
    let (own, body, lines) = split(text);
    let metadata = match head {
        None => Metadata::read(&table.name, &own)?,
        Some(head) if lines == 0 => Metadata::read(&head.name, self::text(head)?)?,
        Some(head) => {
            let reason = format!("{} has a head of its own; leave out one of the two", table.name);
            return Err(Unreadable::new(Place::file(&head.name), "second_head", reason));
        }
    };
    let ended = body.is_empty() || body.ends_with(['\n', '\r']);
    let (name, last) = (&table.name, lines + body.lines().map(|_| 1).sum::<u64>());
    let table = Table::open(&table.name, body).map_err(|fault| below(fault, lines))?;
    let cut = !ended && table.last_is_short();
    let mut reading = Reading::begin(table, &metadata, lines);
    if !ended && !cut {
        let text = "the last line has no end: the file may have been cut off there";
        reading
            .notes
            .add("no_line_end", text.to_owned(), Place::row(name, last));
    }
    let mut set = reading.read()?;
    if let Some(last) = set.rejects.last_mut().filter(|_| cut) {
        last.code = "cut_off";
        last.reason = "the file ends in the middle of this row; fetch it again, and import all of it".to_owned();
    }
    Ok(set)
}

fn is_head(part: &Part<'_>) -> bool {
    let name = part.name.to_ascii_lowercase();
    name.ends_with(".yml") || name.ends_with(".yaml")
}

fn text<'p>(part: &'p Part<'_>) -> Result<&'p str, Unreadable> {
    let fail = |code, reason: &str| Err(Unreadable::new(Place::file(&part.name), code, reason));
    if part.bytes.len() > LARGEST {
        return fail("too_large", "a mapping set may hold 256 MiB; cut it into several");
    }
    match std::str::from_utf8(&part.bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(_) => fail("not_utf8", "SSSOM is text in UTF-8; save it as that"),
    }
}

/// The fault of the table below a head of so many lines.
fn below(fault: Unreadable, lines: u64) -> Unreadable {
    let row = fault.place.row.map(|row| row + lines);
    Unreadable {
        place: Place { row, ..fault.place },
        ..fault
    }
}

/// A set that is being read.
struct Reading<'t, 'm> {
    table: Table<'t>,
    metadata: &'m Metadata,
    lines: u64,
    notes: Notes,
}

impl<'t, 'm> Reading<'t, 'm> {
    fn begin(table: Table<'t>, metadata: &'m Metadata, lines: u64) -> Self {
        Reading {
            table,
            metadata,
            lines,
            notes: Notes::default(),
        }
    }

    fn read(mut self) -> Result<MappingSet, Unreadable> {
        self.check_header()?;
        let (prefixes, wrong) = Prefixes::declared(self.metadata.map("curie_map"));
        for prefix in wrong {
            let place = self.slot_place("curie_map");
            let text = format!("the prefix “{prefix}” means what SSSOM says, and not what the head says");
            self.notes.add("prefix_redefined", text, place);
        }
        self.note_slots();
        self.note_columns();
        let propagated = self.propagated();
        let rows = Rows::new(&self.table, &prefixes, self.lines, propagated)?;
        let mut set = MappingSet {
            about: about(self.metadata, &prefixes),
            ..MappingSet::default()
        };
        for row in self.table.rows() {
            let read = row.map_err(|reject| rows.moved(reject));
            match read.and_then(|row| rows.mapping(&row, &mut self.notes)) {
                Ok(mapping) => set.mappings.push(mapping),
                Err(reject) => set.rejects.push(reject),
            }
        }
        set.notes = self.notes.all;
        Ok(set)
    }

    fn check_header(&self) -> Result<(), Unreadable> {
        let place = Place::row(self.table.file(), self.lines + 1);
        let fail = |code, reason: String| Err(Unreadable::new(place.clone(), code, reason));
        let header = self.table.names();
        let missing = NEEDED.iter().find(|name| self.table.column(name).is_none());
        if let Some(missing) = missing {
            return fail(
                "missing_column",
                format!("there is no column “{missing}”; SSSOM needs it"),
            );
        }
        if self
            .table
            .column("mapping_justification")
            .or(self.table.column("match_type"))
            .is_none()
        {
            let reason = "there is no column “mapping_justification”; SSSOM needs to know why a mapping holds";
            return fail("missing_column", reason.to_owned());
        }
        let twice = |name: &&String| header.iter().filter(|other| other.eq_ignore_ascii_case(name)).count() > 1;
        match header.iter().filter(|name| !name.is_empty()).find(twice) {
            Some(name) => fail(
                "second_column",
                format!("there are two columns “{name}”; leave one out"),
            ),
            None => Ok(()),
        }
    }

    fn slot_place(&self, slot: &str) -> Place {
        Place::row(self.table.file(), self.metadata.line(slot).unwrap_or(1)).column(slot)
    }

    fn note_slots(&mut self) {
        for (name, line) in self.metadata.names() {
            let place = Place::row(self.table.file(), line).column(name);
            if !OF_SET.contains(&name) && !PROPAGATED.contains(&name) {
                self.notes.left_out(name, place);
            }
        }
    }

    fn note_columns(&mut self) {
        for name in self.table.names().iter().filter(|name| !name.is_empty()) {
            let place = Place::row(self.table.file(), self.lines + 1).column(name);
            let lower = name.to_ascii_lowercase();
            if !CARRIED.contains(&&*lower) && lower != "match_type" {
                self.notes.left_out(&lower, place);
            }
        }
    }

    /// What the head says once for all mappings; of each slot only where no mapping has it itself.
    fn propagated(&self) -> HashMap<&'static str, String> {
        let mut slots = HashMap::new();
        for slot in PROPAGATED {
            let of_set = self.metadata.text(slot);
            let column = self.table.column(slot);
            let in_rows = || column.is_some_and(|at| self.table.rows().flatten().any(|row| row.at(at).is_some()));
            if let Some(text) = of_set.filter(|_| !in_rows()) {
                slots.insert(slot, text.to_owned());
            }
        }
        slots
    }
}

fn about(metadata: &Metadata, prefixes: &Prefixes) -> About {
    let text = |slot: &str| metadata.text(slot).map(str::to_owned);
    let whole = |slot: &str| text(slot).map(|text| prefixes.whole(&text).unwrap_or(text));
    About {
        id: whole("mapping_set_id"),
        version: text("mapping_set_version"),
        title: text("mapping_set_title"),
        description: text("mapping_set_description"),
        licence: whole("license"),
    }
}

/// What was met, counted.
#[derive(Debug, Default)]
pub(super) struct Notes {
    all: Vec<Note>,
}

impl Notes {
    /// Notes that a slot or column is not carried, or not one of SSSOM's.
    fn left_out(&mut self, name: &str, place: Place) {
        if CARRIED.contains(&name) || NOT_CARRIED.contains(&name) {
            self.add("not_carried", format!("“{name}” is not carried"), place);
        } else {
            let text = format!("SSSOM knows no “{name}”; it is left out");
            self.add("unknown_column", text, place);
        }
    }

    /// Counts one more of the same text.
    pub(super) fn add(&mut self, code: &'static str, text: String, place: Place) {
        match self.all.iter_mut().find(|note| note.code == code && note.text == text) {
            Some(note) => note.count += 1,
            None => self.all.push(Note {
                code,
                text,
                count: 1,
                first: place,
            }),
        }
    }
}
