//! From answers to records: row by row, each row once.

use super::answer;
use super::map;
use super::reference::Reference;
use super::wire::{Kind, id_of, no_id};
use crate::json::cells::{Cells, Faults};
use crate::json::each_part;
use crate::json::node::Node;
use crate::json::piece::Piece;
use crate::json::told::Told;
use crate::{Delivery, Sink, Unreadable};
use passport::record::Reject;

/// Reads all answers of a delivery.
pub fn read(delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
    let reference = Reference::of(delivery);
    let mut told = Told::default();
    each_part(delivery, sink, |part, sink| {
        answer::rows(part, |piece| {
            if let Err(reject) = row(&piece, &reference, &mut told, sink) {
                sink.reject(reject);
            }
        })
    })
}

fn row(piece: &Piece<'_>, reference: &Reference<'_>, told: &mut Told, sink: &mut dyn Sink) -> Result<(), Reject> {
    let fields = piece.fields()?;
    let unknown =
        "the row is of no kind that is read: employees, work information, departments, job positions, companies";
    let kind = Kind::of(&fields).ok_or_else(|| Reject::new(piece.place.clone(), "unknown_type", unknown))?;
    let id = id_of(&fields).ok_or_else(|| no_id(piece))?;
    let value = piece.value()?;
    if reference.fullest.is_told_elsewhere(&(kind, id), piece, &value)? {
        return Ok(());
    }
    let faults = Faults::default();
    let node = Node {
        value: &value,
        place: piece.place.clone(),
    };
    let cells = Cells { node, faults: &faults };
    let records = match kind {
        Kind::Employee => map::employee::records(id, &cells, reference),
        Kind::Work => map::employment::records(id, &cells, reference),
        Kind::Department | Kind::Company => map::organization(kind, id, &cells),
        Kind::Position => {
            cells.need_words(kind.name());
            Vec::new()
        }
    };
    records.into_iter().for_each(|record| told.give(record, sink));
    faults.pour(sink);
    Ok(())
}
