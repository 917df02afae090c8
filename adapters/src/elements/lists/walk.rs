//! The way through a document, into its lists.

use super::{Found, Ways};
use crate::elements::Faulty;
use crate::elements::read::{array, element};
use crate::elements::split::{Broken, LONGEST, Split, Taken};
use passport::record::Place;
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::io::Read;

/// Reads a document from front to back.
pub(super) struct Walk<'w, R> {
    text: Split<R>,
    ways: Ways,
    give: &'w mut dyn FnMut(Found<'_>),
    frame: String,
    next: u64,
}

impl<'w, R: Read> Walk<'w, R> {
    pub(super) fn new(bytes: R, ways: Ways, first: u64, give: &'w mut dyn FnMut(Found<'_>)) -> Self {
        Walk {
            text: Split::new(bytes),
            ways,
            give,
            frame: String::new(),
            next: first,
        }
    }

    /// What stands around the lists, and why it is not all.
    pub(super) fn document(mut self, place: &Place) -> (String, Option<Broken>) {
        let fault = self.whole(place).err();
        (self.frame, fault)
    }

    fn whole(&mut self, place: &Place) -> Result<(), Broken> {
        self.text.pass_mark()?;
        if self.text.peek()?.is_none() {
            return Err(Broken::Empty);
        }
        self.value(place, &mut Vec::new())?;
        match self.text.peek()? {
            None => Ok(()),
            Some(_) => Err(self.text.not_json()),
        }
    }

    fn value(&mut self, place: &Place, way: &mut Vec<String>) -> Result<(), Broken> {
        let (is_list, begins) = (self.is_list(way), self.frame.len());
        let first = self.text.peek()?;
        match first {
            Some(b'[') if is_list => return self.list(place),
            Some(b'{') if self.leads_on(way) => self.object(place, way)?,
            _ => self.plain()?,
        }
        if is_list && first == Some(b'{') {
            let number = self.number();
            (self.give)(Found {
                way: place,
                at: None,
                number,
                value: Taken::Whole(self.frame.get(begins..).unwrap_or_default().as_bytes()),
            });
        }
        Ok(())
    }

    fn number(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        number
    }

    fn is_list(&self, way: &[String]) -> bool {
        self.ways.iter().any(|to| to.len() == way.len() && begins(to, way))
    }

    fn leads_on(&self, way: &[String]) -> bool {
        self.ways.iter().any(|to| to.len() > way.len() && begins(to, way))
    }

    fn list(&mut self, place: &Place) -> Result<(), Broken> {
        self.frame.push_str("[]");
        let (give, next) = (&mut self.give, &mut self.next);
        array(&mut self.text, &mut |at, value| {
            let number = *next;
            *next += 1;
            give(Found {
                way: place,
                at: Some(at),
                number,
                value,
            });
        })
    }

    /// An object is closed in the frame wherever it breaks off.
    fn object(&mut self, place: &Place, way: &mut Vec<String>) -> Result<(), Broken> {
        self.text.pass_if(b'{')?;
        self.frame.push('{');
        let read = self.fields(place, way);
        self.frame.push('}');
        read
    }

    fn fields(&mut self, place: &Place, way: &mut Vec<String>) -> Result<(), Broken> {
        let (mut first, mut names) = (true, BTreeSet::new());
        while !self.text.pass_if(b'}')? {
            if !first && !self.text.pass_if(b',')? {
                return Err(self.text.not_json());
            }
            if self.text.peek()? != Some(b'"') {
                return Err(self.text.not_json());
            }
            let before = self.frame.len();
            if !first {
                self.frame.push(',');
            }
            let name = self.frame.len();
            let read = self.field(place, way, (name, &mut names));
            if read.is_err() && !self.frame.ends_with(['}', ']']) {
                self.frame.truncate(before);
            }
            read?;
            first = false;
        }
        Ok(())
    }

    /// A field whose name begins here in the frame, beside those of these names.
    fn field(
        &mut self,
        place: &Place,
        way: &mut Vec<String>,
        (name, names): (usize, &mut BTreeSet<String>),
    ) -> Result<(), Broken> {
        self.plain()?;
        if !self.text.pass_if(b':')? {
            return Err(self.text.not_json());
        }
        let name: String = serde_json::from_str(self.frame.get(name..).unwrap_or_default()).unwrap_or_default();
        self.frame.push(':');
        let place = place.child(&name);
        if !names.insert(name.clone()) {
            return Err(Broken::Twice(place));
        }
        way.push(name);
        let read = self.value(&place, way);
        way.pop();
        read
    }

    /// A value that is kept as it is.
    fn plain(&mut self) -> Result<(), Broken> {
        let Some(bytes) = self.text.value()? else {
            return Err(self.text.not_json());
        };
        let (length, read) = (bytes.len(), element(Taken::Whole(bytes)).map(RawValue::get));
        if self.frame.len() + length > LONGEST {
            return Err(self.text.too_large());
        }
        match read {
            Ok(text) => self.frame.push_str(text),
            Err(Faulty::Encoding) => return Err(Broken::Encoding),
            Err(Faulty::Truncated) => return Err(self.text.not_json()),
            Err(_) => return Err(self.text.no_value()),
        }
        Ok(())
    }
}

fn begins(to: &[&str], way: &[String]) -> bool {
    to.iter()
        .zip(way)
        .all(|(wanted, name)| *wanted == "*" || wanted == name)
}
