//! The sections of a résumé, each a list whose entries are read one by one.

use super::map;
use crate::json::cells::{Cells, Faults};
use crate::json::node::Node;
use crate::json::piece::Piece;
use crate::json::resume::Holder;
use crate::json::told::Told;
use passport::record::{Record, Reject, Sink};

/// What one entry gives.
type Read = fn(&Cells<'_, '_>, &Holder) -> Vec<Record>;

/// One section.
pub struct Section {
    /// Its name in the document.
    pub name: &'static str,
    read: Read,
}

const fn section(name: &'static str, read: Read) -> Section {
    Section { name, read }
}

/// Every section that is read.
pub const ALL: &[Section] = &[
    section("work", map::activity::work),
    section("volunteer", map::activity::volunteer),
    section("education", map::education::records),
    section("awards", map::credential::award),
    section("certificates", map::credential::certificate),
    section("publications", map::activity::publication),
    section("skills", map::skill::skill),
    section("languages", map::skill::language),
    section("references", map::reference),
    section("projects", map::activity::project),
];

impl Section {
    /// Reads its entries.
    pub fn read(&self, list: &Piece<'_>, holder: &Holder, told: &mut Told, sink: &mut dyn Sink) {
        if !list.is_array() {
            let reason = format!("`{}` must be a list", self.name);
            return sink.reject(Reject::new(list.place.clone(), "wrong_type", reason));
        }
        list.each(|piece| {
            let value = match piece.value() {
                Ok(value) => value,
                Err(reject) => return sink.reject(reject),
            };
            let faults = Faults::default();
            let node = Node {
                value: &value,
                place: piece.place,
            };
            if let Some(cells) = Cells::of(node, &faults) {
                let records = (self.read)(&cells, holder);
                records.into_iter().for_each(|record| told.give_made(record, sink));
            }
            faults.pour(sink);
        });
    }
}
