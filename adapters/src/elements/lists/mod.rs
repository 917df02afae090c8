//! Documents that hold lists: the elements one by one, and what stands around them as one short text.

mod walk;

#[cfg(test)]
mod tests;

use super::Element;
use super::read::element;
use super::split::{Broken, Taken};
use crate::{Part, row};
use passport::record::{Place, Unreadable};
use std::collections::BTreeMap;
use walk::Walk;

/// The ways to a format's lists, name by name; `*` stands for any name.
pub type Ways = &'static [&'static [&'static str]];

/// An element of a list, or an object that stands in a list's place, without the lists that are read in it. It is lent for the
/// call.
pub struct Found<'e> {
    /// Where the list or the object stands.
    way: &'e Place,
    /// Its number in the list, from 0; none of an object in a list's place.
    at: Option<u64>,
    /// Its number among all elements of the delivery.
    pub number: u64,
    value: Taken<'e>,
}

/// A document without the elements of its lists.
#[derive(Debug)]
pub struct Frame {
    /// Its text, with empty lists. Where the document breaks off, what stood whole before that.
    pub text: String,
    /// Why it could not be read to its end.
    pub fault: Option<Unreadable>,
}

/// A document with the beginnings of its lists, to tell what it is.
#[derive(Debug)]
pub struct Outline {
    /// The document without their elements.
    pub frame: Frame,
    /// What is known of each list, by its pointer.
    pub heads: BTreeMap<String, Head>,
}

/// The beginning of a list.
#[derive(Debug, Default)]
pub struct Head {
    /// How many elements it has.
    pub length: u64,
    /// The names of fields of its first objects: those among the first elements, and one at least if there is one. Of several
    /// alike in a row there is one.
    pub names: Vec<Vec<String>>,
}

/// How many elements of a list are looked at to tell what it holds.
const LOOKED_AT: u64 = 20;

/// A file whose lists are read several times.
#[derive(Debug)]
pub struct Document<'p> {
    part: &'p Part<'p>,
    ways: Ways,
    /// The number of its first element among all elements of the delivery.
    first: u64,
}

impl<'p> Document<'p> {
    /// Opens a file: what stands in it, without the elements of its lists. `next` counts the elements of a delivery.
    pub fn open(part: &'p Part<'_>, ways: Ways, next: &mut u64) -> Result<(Self, Outline), Unreadable> {
        let document = Document {
            part,
            ways,
            first: *next,
        };
        let mut heads: BTreeMap<String, Head> = BTreeMap::new();
        let frame = document.each(|found| {
            *next = found.number + 1;
            match heads.get_mut(found.pointer()) {
                Some(head) => head.see(&found),
                None => heads.entry(found.pointer().to_owned()).or_default().see(&found),
            }
        })?;
        Ok((document, Outline { frame, heads }))
    }

    /// Gives the elements of its lists, as they are read, and objects that stand in a list's place. What was given before an error
    /// stands; the error is the frame's. No more than one element is in memory, and what stands around the lists.
    pub fn each(&self, mut give: impl FnMut(Found<'_>)) -> Result<Frame, Unreadable> {
        let told = |broken: Broken| broken.of(&self.part.name);
        let bytes = self.part.bytes.open().map_err(|error| told(error.into()))?;
        let walk = Walk::new(bytes, self.ways, self.first, &mut give);
        let (text, fault) = walk.document(&self.place());
        let fault = fault.map(told);
        match fault {
            Some(fault) if text.is_empty() => Err(fault),
            fault => Ok(Frame { text, fault }),
        }
    }

    /// The same of the list at this pointer alone.
    pub fn each_of(&self, pointer: &str, mut give: impl FnMut(Found<'_>)) {
        // What is wrong with the document is known since it was opened.
        let _ = self.each(|found| {
            if found.pointer() == pointer {
                give(found);
            }
        });
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        Place::pointer(&self.part.name, "")
    }
}

impl Head {
    fn see(&mut self, found: &Found<'_>) {
        self.length += 1;
        if self.names.is_empty() || found.at.is_none_or(|at| at < LOOKED_AT) {
            let names = found.read().ok().and_then(row::names);
            self.names
                .extend(names.filter(|names| self.names.last() != Some(names)));
        }
    }
}

impl<'e> Found<'e> {
    /// Where it stands.
    pub fn place(&self) -> Place {
        self.at.map_or_else(|| self.way.clone(), |at| self.way.child(at))
    }

    /// The pointer to its list, or to the object.
    pub fn pointer(&self) -> &str {
        self.way.pointer.as_deref().unwrap_or_default()
    }

    /// Its text, as it is written, or why it is none.
    pub fn read(&self) -> Element<'e> {
        element(self.value)
    }
}
