//! The documents in a delivery's parts, with the exact text of each.

use super::registered::Registered;
use super::strict::{self, Fault, unreadable};
use crate::json::in_memory;
use crate::text::{is_web, utf8};
use crate::{MOST_IN_MEMORY, Part, baked, elements as listed, token};
use passport::record::{Place, Reject, Signed, Unreadable};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How many envelopes may stand in each other: presentations, learner records, tokens.
const DEEPEST: u8 = 16;

/// One JSON document: a part of the delivery, a piece of it, or what a token holds.
#[derive(Debug)]
pub struct Document<'a> {
    /// Its text; of one that came as it is, exactly as received.
    pub text: Cow<'a, str>,
    /// Where it stands. What a token holds stands where the token stands.
    pub place: Place,
    /// Whether it is all that its part holds.
    pub whole: bool,
    depth: u8,
    sealed: Option<Sealed>,
}

/// The token that a document was opened from.
#[derive(Debug)]
struct Sealed {
    token: String,
    selective: bool,
    registered: Registered,
}

type Fields<'a> = BTreeMap<Cow<'a, str>, &'a RawValue>;

impl<'a> Document<'a> {
    /// A document as it came.
    pub fn new(text: impl Into<Cow<'a, str>>, place: Place, whole: bool) -> Self {
        Document {
            text: text.into(),
            place,
            whole,
            depth: 0,
            sealed: None,
        }
    }

    /// Whether it came as a token.
    pub fn is_sealed(&self) -> bool {
        self.sealed.is_some()
    }

    /// Whether it is a document and not only the address of one.
    pub fn is_written_out(&self) -> bool {
        self.text.trim_start().starts_with('{') || token::find(&self.text).is_some()
    }

    /// What the issuer signed, exactly as received: the token it was opened from, else its own text of this media type.
    pub fn signed(&self, media_type: &'static str) -> Signed {
        match &self.sealed {
            None => Signed {
                media_type,
                bytes: self.text.as_bytes().to_vec(),
            },
            Some(sealed) => Signed {
                media_type: match (sealed.selective, media_type) {
                    (true, _) => "application/vc+sd-jwt",
                    (_, "application/vc+ld+json") => "application/vc+jwt",
                    _ => "application/jose",
                },
                bytes: sealed.token.as_bytes().to_vec(),
            },
        }
    }

    /// Reads it strictly. Of one that came as a token, fields that stand among the token's claims are filled in.
    pub fn value(&self) -> Result<Value, Fault> {
        let mut value = strict::parse(&self.text, &self.place)?;
        if let Some(sealed) = &self.sealed {
            sealed.registered.fill(&mut value, &self.place).map_err(Fault::Record)?;
        }
        Ok(value)
    }

    /// The documents at a path of keys: one, or the elements of an array.
    pub fn within(&self, path: &[&str]) -> Vec<Document<'_>> {
        let mut found = (&*self.text, self.place.clone());
        for key in path {
            let fields: Fields<'_> = serde_json::from_str(found.0).unwrap_or_default();
            let Some(raw) = fields.get(*key) else { return Vec::new() };
            found = (raw.get(), found.1.child(key));
        }
        let (text, place) = found;
        if text == "null" {
            return Vec::new();
        }
        let inner = elements(text, &place).unwrap_or_else(|_| vec![Document::new(text, place, false)]);
        let deeper = |document| Document {
            depth: self.depth.saturating_add(1),
            ..document
        };
        inner.into_iter().map(deeper).collect()
    }

    /// A reject where it stands too deep in envelopes.
    pub fn check_depth(&self) -> Result<(), Reject> {
        if self.depth <= DEEPEST {
            return Ok(());
        }
        let reason = format!("credentials stand in more than {DEEPEST} envelopes; send them unpacked");
        Err(Reject::new(self.place.clone(), "too_deep", reason))
    }

    /// What it holds where it is a token; none where it is not.
    pub fn opened(&self) -> Result<Option<Document<'static>>, Fault> {
        let Some(found) = token::find(&self.text) else {
            return Ok(None);
        };
        let fault = |fault: token::Fault| Fault::Whole(Unreadable::new(self.place.clone(), fault.code, fault.reason));
        let token = token::open(found).map_err(fault)?;
        let payload = strict::parse(&token.payload, &self.place)?;
        let registered = Registered::of(&payload, &self.place);
        let text = if token.selective {
            token.disclose(payload).map_err(fault)?.to_string()
        } else {
            token.payload
        };
        let (text, place) = claimed(text, &self.place);
        Ok(Some(Document {
            text: text.into(),
            place,
            whole: self.whole,
            depth: self.depth.saturating_add(1),
            sealed: Some(Sealed {
                token: found.to_owned(),
                selective: token.selective,
                registered,
            }),
        }))
    }
}

/// What a payload claims: of version 1.1 under `vc` or `vp`, else the payload itself.
fn claimed(payload: String, place: &Place) -> (String, Place) {
    let fields: Fields<'_> = serde_json::from_str(&payload).unwrap_or_default();
    let object = |key: &str| fields.get(key).filter(|raw| raw.get().starts_with('{'));
    let inner = ["vc", "vp"]
        .iter()
        .find_map(|key| Some((object(key)?.get().to_owned(), place.child(key))));
    inner.unwrap_or_else(|| (payload, place.clone()))
}

/// The elements of an array, or why the text is none.
fn elements<'a>(text: &'a str, place: &Place) -> Result<Vec<Document<'a>>, serde_json::Error> {
    let items: Vec<&'a RawValue> = serde_json::from_str(text)?;
    let element = |(at, raw): (usize, &&'a RawValue)| Document::new(raw.get(), place.child(at), false);
    Ok(items.iter().enumerate().map(element).collect())
}

/// Receives each document, or why it is none. It is lent for the call.
pub type Each<'f> = &'f mut dyn FnMut(Result<Document<'_>, Reject>) -> Result<(), Unreadable>;

/// Gives the documents of one part: those in an array one by one, as they are read.
pub fn each_document(part: &Part<'_>, give: Each<'_>) -> Result<(), Unreadable> {
    if !listed::is_array(&part.bytes) {
        let part = in_memory(part, &mut MOST_IN_MEMORY.clone())?;
        return documents(&part)?.into_iter().map(Ok).try_for_each(give);
    }
    let mut given = Ok(());
    let give_one = &mut |place: Place, element: listed::Element<'_>| {
        let document = match element {
            Ok(raw) => Ok(Document::new(raw.get(), place, false)),
            Err(faulty) => Err(faulty.reject(place, "document")),
        };
        let outcome = give(document);
        if given.is_ok() {
            given = outcome;
        }
    };
    listed::each(part, "", give_one)?;
    given
}

/// The documents of one part: those baked into a picture, the elements of an array, else the part itself.
pub fn documents<'a>(part: &'a Part<'_>) -> Result<Vec<Document<'a>>, Unreadable> {
    let fault = |code, reason: &str| Unreadable::new(Place::file(&part.name), code, reason);
    if let Some(texts) = baked::texts(part)? {
        return from_picture(texts, part);
    }
    let text = utf8(&part.bytes).ok_or_else(|| fault("bad_encoding", "the text is not UTF-8, as JSON must be"))?;
    if text.trim().is_empty() {
        return Err(fault("empty", "the document is empty"));
    }
    let place = Place::pointer(&part.name, "");
    if text.trim_start().starts_with('[') {
        return elements(text, &place).map_err(|error| unreadable(&error, &Place::file(&part.name)));
    }
    Ok(vec![Document::new(text, place, true)])
}

/// The badges of a picture. One that is only an address has to be fetched, and that is not done here.
fn from_picture<'a>(texts: Vec<String>, part: &Part<'_>) -> Result<Vec<Document<'a>>, Unreadable> {
    let badges: Vec<String> = texts.into_iter().filter(|text| !is_web(text.trim())).collect();
    let place = Place::pointer(&part.name, "");
    let one = badges.len() == 1;
    if badges.is_empty() {
        let reason = "the picture carries only the address of its badge; fetch the badge there and send it as JSON";
        return Err(Unreadable::new(Place::file(&part.name), "unsupported", reason));
    }
    let document = |(at, text): (usize, String)| {
        let place = if one { place.clone() } else { place.child(at) };
        Document::new(text, place, one)
    };
    Ok(badges.into_iter().enumerate().map(document).collect())
}
