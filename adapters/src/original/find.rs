//! The words at a place, wherever it is: in a file, in a file of an archive, in a token or in a picture.

use super::document;
use super::leaves::Words;
use super::sheet;
use crate::delivery::end_with_a_character;
use crate::{Delivery, Part, archive};
use passport::record::Place;
use std::borrow::Cow;
use std::io::Read;

/// How much of a file that is not in memory is looked through.
const MOST_BYTES: u64 = 64 << 20;

/// The source's own words at each of these places, in their order; none where nothing is found there, or where it stands
/// further on in a long file than is looked.
pub fn find(delivery: &Delivery<'_>, places: &[Place]) -> Vec<Option<Words>> {
    let mut found = Found {
        places,
        words: vec![None; places.len()],
    };
    for part in delivery.parts() {
        if archive::is_zip(&part.bytes) {
            let files = held(part).and_then(|bytes| archive::unpack(&part.name, &bytes).ok());
            for file in files.unwrap_or_default() {
                found.look_into(&file);
            }
        } else {
            found.look_into(part);
        }
    }
    found.words
}

struct Found<'p> {
    places: &'p [Place],
    words: Vec<Option<Words>>,
}

impl Found<'_> {
    fn look_into(&mut self, part: &Part<'_>) {
        let places = self.places.iter().enumerate();
        let here = |(at, _): &(usize, &Place)| self.words.get(*at).is_some_and(Option::is_none);
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
            (false, _) => held(part)
                .map(|bytes| sheet::rows(&part.name, &bytes, &rows))
                .unwrap_or_default(),
            (true, false) => document::values(part, &pointers),
            (true, true) => return,
        };
        for (at, words) in found {
            if let Some(place) = self.words.get_mut(at) {
                *place = Some(words);
            }
        }
    }
}

/// The bytes of a file; of a long one that is not in memory the beginning.
fn held<'p>(part: &'p Part<'_>) -> Option<Cow<'p, [u8]>> {
    if part.bytes.is_whole() {
        return Some(Cow::Borrowed(&part.bytes));
    }
    let mut bytes = Vec::new();
    part.bytes.open().ok()?.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
    if part.bytes.whole_len() > MOST_BYTES {
        end_with_a_character(&mut bytes);
    }
    Some(Cow::Owned(bytes))
}
