//! From answers to records: row by row, each row once.

use super::answer;
use super::map;
use super::reference::Reference;
use super::wire::{Kind, id_of, no_id};
use crate::json::cells::{Cells, Faults};
use crate::json::each_file;
use crate::json::node::Node;
use crate::json::piece::Piece;
use crate::json::told::Told;
use crate::{Delivery, Sink, Unreadable};
use passport::record::Reject;

/// Reads all answers of a delivery.
pub fn read(delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
    let mut next = 0;
    let answers = delivery.parts().iter().map(|part| answer::open(part, &mut next));
    let answers: Vec<_> = answers.collect();
    let reference = Reference::of(&answers);
    let mut told = Told::default();
    each_file(delivery, &answers, sink, |answer, sink| {
        let answer = answer.as_ref().map_err(Clone::clone)?;
        answer.each(|found| {
            let (place, at) = (found.place(), found.number);
            let read = match found.read() {
                Ok(raw) => row(&Piece { text: raw.get(), place }, at, &reference, &mut told, sink),
                Err(faulty) => Err(faulty.reject(place, "row")),
            };
            read.unwrap_or_else(|reject| sink.reject(reject));
        });
        answer.broken.clone().map_or(Ok(()), Err)
    })
}

fn row(piece: &Piece<'_>, at: u64, reference: &Reference, told: &mut Told, sink: &mut dyn Sink) -> Result<(), Reject> {
    let fields = piece.fields()?;
    let unknown =
        "the row is of no kind that is read: employees, work information, departments, job positions, companies";
    let kind = Kind::of(&fields).ok_or_else(|| Reject::new(piece.place.clone(), "unknown_type", unknown))?;
    let id = id_of(&fields).ok_or_else(|| no_id(piece))?;
    let value = piece.value()?;
    let is_told = reference
        .rows
        .is_told_elsewhere(&(kind, id), at, value.as_object().into_iter().flatten());
    if is_told.map_err(|fault| fault.at(piece.place.clone()))? {
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
