//! The sections of a résumé, each a list whose entries are read one by one.

use super::backing::{self, Backings};
use super::map::{self, Who};
use crate::json::cells::{Cells, Faults};
use crate::json::node::Node;
use crate::json::piece::Piece;
use crate::json::told::Told;
use passport::record::{Record, Reject, Sink};

/// What one entry gives.
type Read = fn(&Cells<'_, '_>, &Backings, &Who) -> Vec<Record>;

/// One section.
pub struct Section {
    /// Its name in the document.
    pub name: &'static str,
    read: Read,
    /// Whether it is one object instead of a list.
    single: bool,
}

const fn list(name: &'static str, read: Read) -> Section {
    Section {
        name,
        read,
        single: false,
    }
}

/// Every section that is read.
pub const ALL: &[Section] = &[
    list("skills", map::skill::records),
    list("qualifications", map::skill::records),
    list("educationAndLearnings", map::education::records),
    list("employmentHistories", map::employment::records),
    list("certifications", map::credential::certification),
    list("licenses", map::credential::license),
    list("militaryService", map::military::records),
    list("references", map::endorsement::reference),
    list("positionPreferences", map::position::goals),
    Section {
        name: "job",
        read: map::position::openings,
        single: true,
    },
];

impl Section {
    /// Reads its entries.
    pub fn read(&self, found: &Piece<'_>, who: &Who, told: &mut Told, sink: &mut dyn Sink) {
        if self.single {
            return self.entry(found, who, told, sink);
        }
        if !found.is_array() {
            let reason = format!("`{}` must be a list", self.name);
            return sink.reject(Reject::new(found.place.clone(), "wrong_type", reason));
        }
        found.each(|piece| self.entry(&piece, who, told, sink));
    }

    fn entry(&self, piece: &Piece<'_>, who: &Who, told: &mut Told, sink: &mut dyn Sink) {
        let value = match piece.value() {
            Ok(value) => value,
            Err(reject) => return sink.reject(reject),
        };
        let faults = Faults::default();
        let node = Node {
            value: &value,
            place: piece.place.clone(),
        };
        if let Some(cells) = Cells::of(node, &faults) {
            let (backings, held) = backing::of(piece, &cells);
            let own = (self.read)(&cells, &backings, who);
            own.into_iter().for_each(|record| told.give_made(record, sink));
            for (piece, cells) in &held {
                let records = backing::records(piece, cells, who);
                records.into_iter().for_each(|record| told.give_made(record, sink));
            }
        }
        faults.pour(sink);
    }
}
