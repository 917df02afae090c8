//! All labels of all vocabularies, to be looked up whole and searched in part.
//!
//! Normalised labels stand in one text in their order, each once. A whole label is found by halving, a part of one by
//! one pass over the text, which is quick because nothing lies between.

use memchr::memmem;
use std::cmp::Ordering;
use uuid::Uuid;

/// What stands between labels; normalising leaves none in them.
const END: u8 = b'\n';

/// The labels, and which concepts carry them.
#[derive(Debug, Default)]
pub(super) struct LabelIndex {
    /// The labels, each with [`END`] behind it.
    text: String,
    /// Where in the text each begins, and where its carriers do.
    places: Vec<(u32, u32)>,
    /// Concepts, each with whether it is their preferred label.
    carriers: Vec<(Uuid, bool)>,
}

/// How much of a label was asked for, the better first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Share {
    /// All of it.
    Whole,
    /// Its beginning.
    Beginning,
    /// Something in it.
    Part,
}

impl LabelIndex {
    /// An index of normalised labels, the concepts that carry them, and whether as the preferred one.
    pub(super) fn of(mut labels: Vec<(String, Uuid, bool)>) -> Self {
        labels.sort_unstable();
        let mut index = LabelIndex::default();
        let mut last: Option<&str> = None;
        for (label, concept, preferred) in &labels {
            if label.is_empty() || index.text.len() + label.len() >= u32::MAX as usize {
                continue;
            }
            if last != Some(label) {
                index
                    .places
                    .push((index.text.len() as u32, index.carriers.len() as u32));
                index.text.push_str(label);
                index.text.push(char::from(END));
                last = Some(label);
            }
            index.carriers.push((*concept, *preferred));
        }
        index.text.shrink_to_fit();
        index
    }

    /// The concepts that carry this label, and whether as the preferred one.
    pub(super) fn whole(&self, label: &str) -> &[(Uuid, bool)] {
        let at = self.places.binary_search_by(|(start, _)| self.compare(*start, label));
        at.map(|place| self.carriers(place)).unwrap_or_default()
    }

    /// The concepts with a label that holds this text, and how much of the label it is.
    pub(super) fn holding<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Share, &'a [(Uuid, bool)])> {
        memmem::find_iter(self.text.as_bytes(), text.as_bytes()).map(|at| {
            let place = self.places.partition_point(|(start, _)| *start as usize <= at) - 1;
            let begins = self.places.get(place).is_some_and(|(start, _)| *start as usize == at);
            let ends = self.text.as_bytes().get(at + text.len()) == Some(&END);
            let share = match (begins, ends) {
                (true, true) => Share::Whole,
                (true, false) => Share::Beginning,
                (false, _) => Share::Part,
            };
            (share, self.carriers(place))
        })
    }

    fn compare(&self, start: u32, label: &str) -> Ordering {
        let from = self.text.get(start as usize..).unwrap_or_default();
        let end = memchr::memchr(END, from.as_bytes()).unwrap_or(from.len());
        from.get(..end).unwrap_or_default().cmp(label)
    }

    fn carriers(&self, place: usize) -> &[(Uuid, bool)] {
        let start = |place: usize| self.places.get(place).map(|(_, carriers)| *carriers as usize);
        let begin = start(place).unwrap_or(self.carriers.len());
        let end = start(place + 1).unwrap_or(self.carriers.len());
        self.carriers.get(begin..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> LabelIndex {
        let labels = [
            ("nursing", 1, true),
            ("care", 2, false),
            ("patient care", 3, true),
            ("care", 3, false),
        ];
        LabelIndex::of(
            labels
                .map(|(label, id, preferred)| (label.to_owned(), Uuid::from_u128(id), preferred))
                .to_vec(),
        )
    }

    #[test]
    fn whole_labels_are_found_with_all_who_carry_them() {
        let [two, three] = [2, 3].map(Uuid::from_u128);
        assert_eq!(index().whole("care"), [(two, false), (three, false)]);
        assert_eq!(index().whole("patient care"), [(three, true)]);
        for nobodys in ["", "car", "cares", "patient", "zz", "\n"] {
            assert_eq!(index().whole(nobodys), [], "{nobodys:?}");
        }
        assert_eq!(LabelIndex::of(Vec::new()).whole("care"), []);
    }

    #[test]
    fn parts_are_found_and_told_apart() {
        let found = |text: &str| {
            index()
                .holding(text)
                .map(|(share, all)| (share, all.len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("care"), [(Share::Whole, 2), (Share::Part, 1)]);
        assert_eq!(found("nurs"), [(Share::Beginning, 1)]);
        assert_eq!(found("t c"), [(Share::Part, 1)]);
        assert_eq!(
            found("e\nn"),
            [(Share::Part, 2)],
            "callers ask for normalised words, which hold no line end"
        );
        assert_eq!(found("zz"), []);
    }
}
