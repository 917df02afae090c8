//! The piece that a record stands in, wherever it is: in a file, in a file of an archive, in a token or in a picture.

use super::cut::Cut;
use super::leaves::Words;
use super::{document, sheet};
use crate::{Delivery, Part, archive};
use passport::record::Place;

/// How many bytes of archives are unpacked.
const MOST_BYTES: u64 = 64 << 20;

/// The source's own words at each of these places, in their order; none where nothing is found there.
pub fn find(delivery: &Delivery<'_>, places: &[Place]) -> Vec<Option<Words>> {
    let cuts = cuts(&files(&delivery.in_utf8()), places).into_iter();
    cuts.map(|cut| cut.map(|cut| cut.words())).collect()
}

/// The files of a delivery, those of its archives among them, each by the name that places have.
pub(super) fn files<'d>(delivery: &'d Delivery<'_>) -> Vec<Part<'d>> {
    archive::unpacked(delivery, MOST_BYTES).files
}

/// The piece that stands at each of these places, in their order.
pub(super) fn cuts(files: &[Part<'_>], places: &[Place]) -> Vec<Option<Cut>> {
    let mut found = Found {
        places,
        cuts: vec![None; places.len()],
    };
    files.iter().for_each(|file| found.look_into(file));
    found.cuts
}

struct Found<'p> {
    places: &'p [Place],
    cuts: Vec<Option<Cut>>,
}

impl Found<'_> {
    fn look_into(&mut self, part: &Part<'_>) {
        let places = self.places.iter().enumerate();
        let here = |(at, _): &(usize, &Place)| self.cuts.get(*at).is_some_and(Option::is_none);
        let wanted: Vec<_> = places
            .filter(|(_, place)| place.file.as_deref().unwrap_or_default() == part.name)
            .filter(here)
            .collect();
        let rows: Vec<(usize, u64)> = wanted
            .iter()
            .filter_map(|(at, place)| Some((*at, place.row?)))
            .collect();
        let pointers = wanted
            .iter()
            .filter_map(|(at, place)| Some((*at, place.pointer.as_deref()?)));
        let pointers: Vec<(usize, &str)> = pointers.collect();
        let found = match (rows.is_empty(), pointers.is_empty()) {
            (false, _) => sheet::cuts(part, &rows),
            (true, false) => document::cuts(part, &pointers),
            (true, true) => return,
        };
        for (at, cut) in found {
            if let Some(place) = self.cuts.get_mut(at) {
                *place = Some(cut);
            }
        }
    }
}
