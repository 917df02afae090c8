//! JSON as several adapters read it: exactly as received, strictly, with the place of every value.

pub mod cells;
pub mod keep;
pub mod node;
pub mod piece;
pub mod repeated;
pub mod resume;
pub mod strict;
pub mod told;

use crate::{Delivery, MOST_IN_MEMORY, Part, elements};
use passport::record::{Place, Reject, Sink, Unreadable};
use piece::Piece;
use std::borrow::Cow;

/// Reads part after part. What cannot be read among others that can is a reject, so that it does not sink the delivery.
pub fn each_part<'a>(
    delivery: &'a Delivery<'_>,
    sink: &mut dyn Sink,
    mut read: impl FnMut(&'a Part<'a>, &mut dyn Sink) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    each_file(delivery, delivery.parts(), sink, |part, sink| read(part, sink))
}

/// The same of files as they were opened, one of each part.
pub fn each_file<T>(
    delivery: &Delivery<'_>,
    files: impl IntoIterator<Item = T>,
    sink: &mut dyn Sink,
    mut read: impl FnMut(T, &mut dyn Sink) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    let count = delivery.parts().len();
    if count == 0 {
        let reason = "the delivery holds no files";
        return Err(Unreadable::new(Place::file(delivery.name()), "empty", reason));
    }
    for file in files {
        match read(file, sink) {
            Err(fault) if count == 1 => return Err(fault),
            Err(Unreadable { place, code, reason }) => sink.reject(Reject { place, code, reason }),
            Ok(()) => {}
        }
    }
    Ok(())
}

/// Why nothing can be read of a delivery, where none of its answers can be opened.
pub fn nothing_in<T>(delivery: &Delivery<'_>, files: &[Result<T, Unreadable>]) -> Option<Unreadable> {
    let reason = match delivery.parts() {
        [] => "the delivery holds no files",
        _ => "the delivery holds no answers",
    };
    let empty = || Unreadable::new(Place::file(delivery.name()), "empty", reason);
    let faults = files.iter().filter_map(|file| file.as_ref().err());
    (!files.iter().any(Result::is_ok)).then(|| faults.clone().next().cloned().unwrap_or_else(empty))
}

/// Reads document after document: those in an array one by one, as they are read, else the one that a file holds. What is
/// wrong with one of several costs no other.
pub fn each_document(
    delivery: &Delivery<'_>,
    sink: &mut dyn Sink,
    mut read: impl FnMut(&Piece<'_>, &mut dyn Sink) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    let mut left = MOST_IN_MEMORY;
    each_part(delivery, sink, |part, sink| {
        if !elements::is_array(&part.bytes) {
            return read(&Piece::of(&in_memory(part, &mut left)?)?, sink);
        }
        let read_one = &mut |place: Place, element: elements::Element<'_>| {
            let read = match element {
                Ok(raw) => read(&Piece { text: raw.get(), place }, sink),
                Err(faulty) => return sink.reject(faulty.reject(place, "document")),
            };
            if let Err(Unreadable { place, code, reason }) = read {
                sink.reject(Reject { place, code, reason });
            }
        };
        elements::each(part, "", read_one).map(drop)
    })
}

/// The same file, all of it in memory, where it is not longer than what is left of it.
pub fn in_memory<'p>(part: &'p Part<'_>, left: &mut u64) -> Result<Part<'p>, Unreadable> {
    Ok(Part {
        name: Cow::Borrowed(&*part.name),
        bytes: part.bytes.in_memory(&part.name, left)?,
    })
}

#[cfg(test)]
mod tests {
    use super::each_document;
    use crate::Delivery;
    use passport::record::{Batch, Unreadable};

    #[test]
    fn one_of_several_documents_costs_no_other_and_what_stands_before_a_cut_is_read() {
        for (text, read, codes, fault) in [
            ("[{\"a\":1},{\"a\":2}]", 2, &[][..], None),
            (
                "[{\"a\":1},{\"a\":},[],{\"a\":2}]",
                2,
                &["not_json", "wrong_format"],
                None,
            ),
            ("[{\"a\":1},{\"a\"", 1, &[], Some("truncated")),
            ("{\"a\":1}", 1, &[], None),
            ("{\"a\":1", 0, &[], Some("truncated")),
            ("7", 0, &[], Some("wrong_format")),
        ] {
            let (mut batch, mut count) = (Batch::default(), 0);
            let outcome = each_document(&Delivery::single("f", text.as_bytes()), &mut batch, |piece, _| {
                let none = || Unreadable::new(piece.place.clone(), "wrong_format", "no object");
                count += usize::from(piece.is_object());
                piece.is_object().then_some(()).ok_or_else(none)
            });
            let found: Vec<_> = batch.rejects.iter().map(|reject| reject.code).collect();
            let said = (count, found.as_slice(), outcome.err().map(|fault| fault.code));
            assert_eq!(said, (read, codes, fault), "{text}");
        }
    }
}
