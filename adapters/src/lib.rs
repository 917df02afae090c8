//! Adapters: code that reads one kind of source, one folder each, under one contract.
//!
//! An adapter translates **shape** only: the same bytes always give the same records, with no network, clock, database
//! or state. What a record *means* is for the rules (crate `passport`). Start at [`sources::all`], the explicit list.

pub mod archive;
pub mod baked;
mod bounded;
pub mod delivery;
pub mod elements;
pub mod fullest;
mod html;
mod json;
mod linked;
pub mod once;
pub mod original;
pub mod profile;
pub mod row;
pub mod seen;
pub mod sources;
pub mod sssom;
pub mod table;
pub mod text;
pub mod token;
pub mod vocabulary;

pub use delivery::{Delivery, Part};
pub use passport::record::{Batch, Record, Reject, Sink, Unreadable};
pub use profile::{Family, Profile, Stream};

use bounded::Bounded;
use passport::record::Place;

/// Code that reads one kind of source.
pub trait Adapter: Send + Sync {
    /// What it is and what it can send, as data.
    fn profile(&self) -> &'static Profile;

    /// Whether this delivery is in its format, told from the content alone and cheaply. A damaged delivery of this
    /// format should still be recognised, so that [`Adapter::read`] can say what is wrong with it.
    fn recognises(&self, delivery: &Delivery<'_>) -> bool;

    /// Whether [`Adapter::read`] reads files by [`delivery::Content::open`], so that they need not be in memory.
    fn streams(&self) -> bool {
        false
    }

    /// Whether [`Adapter::read`] unpacks zip archives by [`archive::unpacked`]. To others an archive is a file that cannot
    /// be read, and they do not see it.
    fn unpacks(&self) -> bool {
        false
    }

    /// Whether [`Adapter::read`] never brings two records of one stream and key, because it remembers the keys of its rows
    /// itself: then nobody else need do so for a million of them.
    fn tells_keys_apart(&self) -> bool {
        false
    }

    /// Reads the delivery from front to back into `sink`. One bad row becomes a reject with place and reason and does
    /// not sink the rest; `Unreadable` is for deliveries in which nothing can be read.
    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable>;
}

/// Most bytes of a delivery that are held in memory for an adapter that reads it as a whole.
const MOST_IN_MEMORY: u64 = 1 << 30;

/// Reads a delivery with an adapter, from files or from memory as the adapter can. Texts in UTF-16 or UTF-32 come to it in
/// UTF-8, archives only if it unpacks them. A file that changed meanwhile is unreadable, whatever else was found of it.
pub fn read(adapter: &dyn Adapter, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
    let ended = read_as_it_stands(adapter, delivery, &mut Bounded(sink));
    delivery.changed_while_read().map_or(ended, Err)
}

fn read_as_it_stands(adapter: &dyn Adapter, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
    let mut delivery = delivery.in_utf8();
    let archives = match adapter.unpacks() {
        true => Vec::new(),
        false => delivery.leave_out(archive::unread),
    };
    if let (Some(archive), []) = (archives.first(), delivery.parts()) {
        return Err(archive.clone());
    }
    archives.into_iter().for_each(|fault| sink.reject(fault.into()));
    match adapter.streams() || !delivery.is_in_files() {
        true => adapter.read(&delivery, sink),
        false => adapter.read(&delivery.in_memory(MOST_IN_MEMORY)?, sink),
    }
}

/// The adapter with this key, for example `open_badges`.
pub fn by_key(key: &str) -> Option<&'static dyn Adapter> {
    sources::all()
        .iter()
        .copied()
        .find(|adapter| adapter.profile().key == key)
}

/// The one adapter that recognises the delivery by its content; several or none is an error that says what to do.
pub fn detect(delivery: &Delivery<'_>) -> Result<&'static dyn Adapter, Unreadable> {
    let delivery = &delivery.in_utf8();
    let mut found = recognising(delivery);
    // The beginning of a long file may not tell what the whole does.
    if found.is_empty()
        && delivery.is_in_files()
        && let Ok(whole) = delivery.in_memory(MOST_IN_MEMORY)
    {
        found = recognising(&whole);
    }
    match found.as_slice() {
        [adapter] => Ok(*adapter),
        [] => Err(fault_inside(delivery).unwrap_or_else(|| unrecognised(delivery))),
        several => Err(Unreadable::new(
            Place::file(delivery.name()),
            "ambiguous_format",
            format!(
                "several adapters recognise this content; name the adapter to read it with ({})",
                keys(several)
            ),
        )),
    }
}

fn recognising(delivery: &Delivery<'_>) -> Vec<&'static dyn Adapter> {
    let all = sources::all().iter().copied();
    all.filter(|adapter| adapter.recognises(delivery)).collect()
}

/// The keys of all adapters, as messages list them: `odoo, oneroster_csv, …`.
pub fn all_keys() -> String {
    keys(sources::all())
}

fn keys(adapters: &[&'static dyn Adapter]) -> String {
    let keys: Vec<_> = adapters.iter().map(|adapter| adapter.profile().key).collect();
    keys.join(", ")
}

/// The first thing in its archives that cannot be unpacked: it may be what would be recognised.
fn fault_inside(delivery: &Delivery<'_>) -> Option<Unreadable> {
    let unpacked = archive::unpacked(delivery, MOST_IN_MEMORY);
    unpacked.faults.into_iter().next()
}

/// How much of a file is looked at to say why nobody recognises it.
const LOOKED_AT: usize = 1 << 20;

/// Why no adapter recognises a delivery: there is nothing in it, it is of a kind that none reads, or it is anything else.
fn unrecognised(delivery: &Delivery<'_>) -> Unreadable {
    let head = |part: &Part<'_>| part.bytes.iter().copied().take(LOOKED_AT).collect::<Vec<u8>>();
    let heads: Vec<_> = delivery.parts().iter().map(head).collect();
    let texts: Vec<_> = heads.iter().map(|head| text::decode(head)).collect();
    let (code, reason) = if texts.iter().all(|text| text.trim().is_empty()) {
        ("empty", "there is nothing in it; send the file again whole".to_owned())
    } else if texts.iter().any(|text| text::is_jwt(text)) {
        ("unsupported", text::NO_CREDENTIAL_IN_TOKEN.to_owned())
    } else if delivery.parts().len() == 1 && delivery.parts().iter().any(|part| baked::is_picture(&part.bytes)) {
        ("not_baked", baked::NOT_BAKED.to_owned())
    } else if delivery.parts().iter().any(is_json_of_another_encoding) {
        (
            "bad_encoding",
            "it looks like JSON and is not UTF-8, as JSON must be; save it as UTF-8".to_owned(),
        )
    } else if delivery.parts().iter().all(|part| archive::is_zip(&part.bytes)) {
        let unpacking: Vec<_> = sources::all()
            .iter()
            .copied()
            .filter(|adapter| adapter.unpacks())
            .collect();
        let keys = keys(&unpacking);
        let reason = format!(
            "no adapter recognises what is in it, and of archives only {keys} reads any; {}",
            archive::UNPACK_IT
        );
        ("unknown_format", reason)
    } else {
        let keys = all_keys();
        let reason = format!("no adapter recognises this content; name the adapter to read it with ({keys})");
        ("unknown_format", reason)
    };
    Unreadable::new(Place::file(delivery.name()), code, reason)
}

fn is_json_of_another_encoding(part: &Part<'_>) -> bool {
    let first = part.bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    first.is_some_and(|first| b"{[".contains(first)) && !text::is_utf8(&part.bytes)
}

/// Reads a whole delivery into memory; for previews and tests.
pub fn read_all(adapter: &dyn Adapter, delivery: &Delivery<'_>) -> Result<Batch, Unreadable> {
    let mut batch = Batch::default();
    read(adapter, delivery, &mut batch)?;
    Ok(batch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Text(String);

    impl delivery::Opens for Text {
        fn open(&self) -> std::io::Result<Box<dyn std::io::Read + Send>> {
            Ok(Box::new(std::io::Cursor::new(self.0.clone().into_bytes())))
        }
    }

    #[test]
    fn what_is_called_by_a_book_is_rejected_and_what_stands_beside_it_is_read() {
        let resume = |job: &str| {
            format!(r#"{{"basics":{{"name":"Nia"}},"work":[{{"position":"{job}"}},{{"position":"Nurse"}}]}}"#)
        };
        for (length, records, codes) in [(10_000, 3, vec![]), (10_001, 2, vec!["too_large"])] {
            let delivery = Delivery::single("r.json", resume(&"x".repeat(length)).into_bytes());
            let batch = read_all(by_key("json_resume").unwrap(), &delivery).unwrap();
            let found: Vec<_> = batch.rejects.iter().map(|reject| reject.code).collect();
            assert_eq!((batch.records.len(), found), (records, codes), "{length}");
        }
    }

    #[test]
    fn a_long_file_is_recognised_whatever_its_beginning_cuts_through() {
        let posting = |before: &str, title: &str| {
            format!(
                r#"{before}{{"@context":"https://schema.org","@type":"JobPosting","identifier":"1","title":"{title}"}}"#
            )
        };
        let long = "é".repeat(delivery::HEAD);
        let deliveries = [
            posting("", &long),
            posting(" ", &long),
            posting(&" ".repeat(delivery::HEAD + 10), "Nurse"),
        ];
        for text in deliveries {
            let length = text.len() as u64;
            let bytes = delivery::Content::elsewhere(std::sync::Arc::new(Text(text)), length).expect("readable");
            assert!(!bytes.is_whole());
            let name = "posting.json".into();
            let delivery = Delivery::several("posting.json", vec![Part { name, bytes }]);
            assert_eq!(
                detect(&delivery).map(|adapter| adapter.profile().key).ok(),
                Some("job_posting")
            );
        }
    }

    #[test]
    fn what_nobody_recognises_says_why() {
        const JWT: &str = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl\n";
        for (files, code, says) in [
            (&[""][..], "empty", "nothing"),
            (&[" \n", "\u{feff}\r\n"], "empty", "nothing"),
            (&[], "empty", "nothing"),
            (&[JWT], "unsupported", "token"),
            (&["", JWT], "unsupported", "token"),
            (
                &["\u{feff}<svg xmlns='http://www.w3.org/2000/svg'/>"],
                "not_baked",
                "no badge",
            ),
            (&["hello"], "unknown_format", "oneroster_csv, open_badges, pirl"),
            (&["[]"], "unknown_format", "odoo"),
        ] {
            let part = |(at, text): (usize, &&'static str)| Part {
                name: format!("{at}.txt").into(),
                bytes: text.as_bytes().into(),
            };
            let delivery = Delivery::several("files", files.iter().enumerate().map(part).collect());
            let fault = detect(&delivery).err().expect("unrecognised");
            assert_eq!(fault.code, code, "{files:?}");
            assert!(fault.reason.contains(says), "{fault}");
        }
    }
}
