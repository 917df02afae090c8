//! The head of a set: YAML behind `#`, or in a file of its own.
//!
//! Values are taken as they are written: `1.10` is a version and not a number. What SSSOM forbids in YAML (anchors,
//! aliases, tags) is refused, so that no head grows when it is read.

use passport::record::{Place, Unreadable};
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput};

/// Most bytes of a head.
const LONGEST: usize = 1 << 20;

/// The slots of a head, in its order.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    slots: Vec<Slot>,
}

#[derive(Debug)]
struct Slot {
    name: String,
    value: Value,
    line: u64,
}

/// What a slot holds.
#[derive(Debug, PartialEq)]
pub(super) enum Value {
    /// A text.
    One(String),
    /// A list of texts.
    Many(Vec<String>),
    /// Names with texts.
    Map(Vec<(String, String)>),
    /// Anything deeper.
    Deep,
}

/// Cuts a text into the head behind `#` and the table below it, and counts the lines of the head.
pub(super) fn split(text: &str) -> (String, &str, u64) {
    let (mut head, mut at, mut lines) = (String::new(), 0, 0);
    for line in text.split_inclusive('\n') {
        let Some(rest) = line.strip_prefix('#') else { break };
        // A spreadsheet fills lines with tabs to the width of the table.
        head.push_str(rest.trim_end());
        head.push('\n');
        at += line.len();
        lines += 1;
    }
    (head, text.get(at..).unwrap_or_default(), lines)
}

impl Metadata {
    /// Reads a head.
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Unreadable> {
        if text.len() > LONGEST {
            let reason = format!("the head is longer than {LONGEST} bytes; leave out what is not about the set");
            return Err(Unreadable::new(Place::file(file), "too_large", reason));
        }
        if text.trim().is_empty() {
            return Ok(Metadata::default());
        }
        let mut reader = Reader {
            file,
            parser: Parser::new_from_str(text),
        };
        reader.document()
    }

    /// A slot with one text, or a list of one.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let text = match &self.find(name)?.value {
            Value::One(text) => Some(text),
            Value::Many(texts) => texts.first().filter(|_| texts.len() == 1),
            Value::Map(_) | Value::Deep => None,
        };
        text.map(String::as_str).and_then(crate::text::filled)
    }

    /// A slot with names and texts.
    pub(super) fn map(&self, name: &str) -> Vec<(String, String)> {
        match self.find(name).map(|slot| &slot.value) {
            Some(Value::Map(map)) => map.clone(),
            _ => Vec::new(),
        }
    }

    /// Where a slot stands.
    pub(super) fn line(&self, name: &str) -> Option<u64> {
        self.find(name).map(|slot| slot.line)
    }

    /// The names of all slots, with their lines.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, u64)> {
        self.slots.iter().map(|slot| (slot.name.as_str(), slot.line))
    }

    fn find(&self, name: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.name == name)
    }
}

struct Reader<'t> {
    file: &'t str,
    parser: Parser<'t, StrInput<'t>>,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Result<Metadata, Unreadable> {
        let mut metadata = Metadata::default();
        loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(_), _) => {}
                (Event::MappingStart(..), _) => break,
                (_, span) => return Err(self.fault(&span, "it has to be names with values, such as “license: …”")),
            }
        }
        loop {
            match self.next()? {
                (Event::Scalar(name, ..), span) => {
                    let slot = self.slot(&name, &span)?;
                    if metadata.find(&name).is_some() {
                        return Err(self.fault(&span, &format!("“{name}” stands twice; leave one of the two out")));
                    }
                    metadata.slots.extend(slot);
                }
                (Event::MappingEnd, _) => break,
                (_, span) => return Err(self.fault(&span, "a name has to be a text")),
            }
        }
        loop {
            match self.next()? {
                (Event::DocumentEnd, _) => {}
                (Event::StreamEnd, _) => return Ok(metadata),
                (_, span) => return Err(self.fault(&span, "there is something behind the head's end")),
            }
        }
    }

    fn slot(&mut self, name: &str, at: &Span) -> Result<Option<Slot>, Unreadable> {
        let value = match self.next()? {
            (Event::Scalar(text, ScalarStyle::Plain, ..), _) if matches!(&*text, "" | "~" | "null") => return Ok(None),
            (Event::Scalar(text, ..), _) => Value::One(text.into_owned()),
            (Event::SequenceStart(..), _) => self.list()?,
            (Event::MappingStart(..), _) => self.pairs()?,
            (_, span) => return Err(self.fault(&span, "a value is missing")),
        };
        Ok(Some(Slot {
            name: name.to_owned(),
            value,
            line: at.start.line() as u64,
        }))
    }

    fn list(&mut self) -> Result<Value, Unreadable> {
        let (mut texts, mut deep) = (Vec::new(), false);
        loop {
            match self.next()?.0 {
                Event::Scalar(text, ..) => texts.push(text.into_owned()),
                Event::SequenceEnd => return Ok(if deep { Value::Deep } else { Value::Many(texts) }),
                begun => {
                    self.pass_over(&begun)?;
                    deep = true;
                }
            }
        }
    }

    fn pairs(&mut self) -> Result<Value, Unreadable> {
        let (mut pairs, mut deep) = (Vec::new(), false);
        loop {
            let name = match self.next()?.0 {
                Event::MappingEnd => return Ok(if deep { Value::Deep } else { Value::Map(pairs) }),
                name => name,
            };
            self.pass_over(&name)?;
            let value = self.next()?.0;
            self.pass_over(&value)?;
            match (name, value) {
                (Event::Scalar(name, ..), Event::Scalar(text, ..)) => {
                    pairs.push((name.into_owned(), text.into_owned()));
                }
                _ => deep = true,
            }
        }
    }

    /// Reads to the end of what has begun.
    fn pass_over(&mut self, begun: &Event<'_>) -> Result<(), Unreadable> {
        let change = |event: &Event<'_>| match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => 1,
            Event::SequenceEnd | Event::MappingEnd => -1,
            _ => 0,
        };
        let mut depth = change(begun);
        while depth > 0 {
            depth += change(&self.next()?.0);
        }
        Ok(())
    }

    fn next(&mut self) -> Result<(Event<'t>, Span), Unreadable> {
        match self.parser.next_event() {
            Some(Ok((event, span))) if !is_forbidden(&event) => Ok((event, span)),
            Some(Ok((_, span))) => {
                Err(self.fault(&span, "anchors, aliases and tags may not stand in it; write it out"))
            }
            Some(Err(error)) => Err(self.broken(&error)),
            None => Err(Unreadable::new(
                Place::file(self.file),
                "not_yaml",
                "the head ends early",
            )),
        }
    }

    fn fault(&self, at: &Span, reason: &str) -> Unreadable {
        let place = Place::row(self.file, at.start.line() as u64);
        Unreadable::new(place, "not_yaml", format!("the head of the set: {reason}"))
    }

    fn broken(&self, error: &ScanError) -> Unreadable {
        let place = Place::row(self.file, error.marker().line() as u64);
        let reason = format!(
            "the head of the set is no YAML: {}; check its indents and quotes",
            error.info()
        );
        Unreadable::new(place, "not_yaml", reason)
    }
}

fn is_forbidden(event: &Event<'_>) -> bool {
    match event {
        Event::Alias(_) => true,
        Event::Scalar(_, _, anchor, tag) => *anchor > 0 || tag.is_some(),
        Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) => *anchor > 0 || tag.is_some(),
        _ => false,
    }
}
