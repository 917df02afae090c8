//! Reading the documents of a delivery: envelopes are opened, each document in them is one statement at most.

use super::document::{Document, each_document};
use super::kind::{self, Kind};
use super::map;
use super::node::Node;
use super::once::{Once, Withdrawn};
use super::shelf::Shelf;
use super::strict::Fault;
use super::wire::{self, Statement};
use crate::json::each_part;
use crate::text::{NO_CREDENTIAL_IN_TOKEN, is_web};
use crate::{Delivery, Part};
use passport::record::{Place, Record, Reject, Signed, Sink, Unreadable};
use serde_json::Value;

/// How a learner record is read; the credentials in it come back to the reader.
pub type ReadLearnerRecord = fn(&Reader, &Node<'_>, &Document<'_>, &mut dyn Sink) -> Result<(), Unreadable>;

/// What of a credential may carry endorsements: itself, its achievement and who made that, its issuer.
const ENDORSED: [&[&str]; 4] = [
    &[],
    &["credentialSubject", "achievement"],
    &["credentialSubject", "achievement", "creator"],
    &["issuer"],
];

/// Reads documents, with those delivered beside them at hand.
pub struct Reader {
    shelf: Shelf,
    learner_records: Option<ReadLearnerRecord>,
}

impl Reader {
    /// A reader of this delivery. Without a way to read them, learner records are of another format.
    pub fn of(delivery: &Delivery<'_>, learner_records: Option<ReadLearnerRecord>) -> Self {
        Reader {
            shelf: Shelf::of(delivery),
            learner_records,
        }
    }

    /// Reads every part. A part that cannot be read among others is a reject.
    pub fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let mut sink = Once::before(sink, self.withdrawn(delivery));
        each_part(delivery, &mut sink, |part, sink| self.part(part, sink))
    }

    /// What the delivery withdraws. Hardly any document says so, and no other is looked into.
    fn withdrawn(&self, delivery: &Delivery<'_>) -> Withdrawn {
        let mut withdrawn = Withdrawn::default();
        let word = memchr::memmem::Finder::new(b"\"revoked\"");
        for part in delivery.parts() {
            let look = &mut |document: Result<Document<'_>, Reject>| match document {
                Ok(document) if word.find(document.text.as_bytes()).is_some() => {
                    self.document(&document, &mut withdrawn)
                }
                _ => Ok(()),
            };
            // What cannot be read is told when it is read in its turn.
            each_document(part, look).unwrap_or_default();
        }
        withdrawn
    }

    fn part(&self, part: &Part<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        each_document(part, &mut |document| match document {
            Ok(document) => self.document(&document, sink),
            Err(reject) => {
                sink.reject(reject);
                Ok(())
            }
        })
    }

    /// Reads one document. What is wrong with one among several costs no other.
    pub fn document(&self, document: &Document<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let read = match document.check_depth() {
            Ok(()) => self.sealed_or_open(document, sink),
            Err(reject) => Err(Fault::Record(reject)),
        };
        match read {
            Ok(()) => {}
            Err(Fault::Record(reject)) => sink.reject(reject),
            Err(Fault::Whole(fault)) if document.whole => return Err(fault),
            Err(Fault::Whole(Unreadable { place, code, reason })) => sink.reject(Reject { place, code, reason }),
        }
        Ok(())
    }

    fn sealed_or_open(&self, document: &Document<'_>, sink: &mut dyn Sink) -> Result<(), Fault> {
        match document.opened()? {
            Some(opened) => self.open(&opened, sink),
            None => self.open(document, sink),
        }
    }

    fn open(&self, document: &Document<'_>, sink: &mut dyn Sink) -> Result<(), Fault> {
        let value = document.value()?;
        let node = Node {
            value: &value,
            place: document.place.clone(),
        };
        match (kind::kind(&value), self.learner_records) {
            (None, _) | (Some(Kind::Clr), None) => Err(Fault::Whole(unknown(document, &value))),
            (Some(Kind::Clr), Some(read)) => read(self, &node, document, sink).map_err(Fault::Whole),
            (Some(Kind::Presentation), _) => self.all(&document.within(&["verifiableCredential"]), sink),
            (Some(Kind::Enveloped), _) => self.all(&document.within(&["id"]), sink),
            (Some(Kind::Wrapped), _) => {
                self.all(&document.within(&["credential"]), sink)?;
                self.all(&document.within(&["compactJwsString"]), sink)
            }
            (Some(kind), _) => {
                let records = statement(kind, &node, document, &self.shelf, sink).map_err(Fault::Record)?;
                records.into_iter().for_each(|record| sink.record(record));
                match kind {
                    Kind::Credential => self.endorsements(document, sink).map_err(Fault::Whole),
                    _ => Ok(()),
                }
            }
        }
    }

    /// Reads the endorsements that stand inside a credential: each is a credential of its own, with its own signature.
    pub fn endorsements(&self, document: &Document<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        if !document.text.contains("\"endorsement") {
            return Ok(());
        }
        for holder in ENDORSED {
            for key in ["endorsement", "endorsementJwt"] {
                let path: Vec<&str> = holder.iter().copied().chain([key]).collect();
                let found = document.within(&path);
                let mut written_out = found.iter().filter(|endorsement| endorsement.is_written_out());
                written_out.try_for_each(|endorsement| self.document(endorsement, sink))?;
            }
        }
        Ok(())
    }

    fn all(&self, documents: &[Document<'_>], sink: &mut dyn Sink) -> Result<(), Fault> {
        let mut documents = documents.iter();
        documents.try_for_each(|document| self.document(document, sink).map_err(Fault::Whole))
    }
}

/// Why a document is not read: it is of another format, or only the address of a document.
fn unknown(document: &Document<'_>, value: &Value) -> Unreadable {
    let (code, reason) = match value.as_str() {
        _ if document.is_sealed() => ("unsupported", NO_CREDENTIAL_IN_TOKEN),
        Some(text) if is_web(text) => (
            "unsupported",
            "here stands only the address of a document; fetch it there and send it written out",
        ),
        _ if kind::kind(value) == Some(Kind::Clr) => (
            "wrong_format",
            "this is a Comprehensive Learner Record; read it with the adapter `clr`",
        ),
        _ => (
            "wrong_format",
            "this is no Open Badges document; its `@context` and `type` say nothing that is known",
        ),
    };
    Unreadable::new(document.place.clone(), code, reason)
}

/// The records of one document.
fn statement(
    kind: Kind,
    node: &Node<'_>,
    document: &Document<'_>,
    shelf: &Shelf,
    sink: &mut dyn Sink,
) -> Result<Vec<Record>, Reject> {
    let signed = |media_type| document.signed(media_type);
    match kind {
        Kind::Credential => Ok(match wire::credential(node)? {
            Statement::Awards(found) => awards(&found, &signed("application/vc+ld+json"), sink),
            Statement::Endorsement(endorsement) => {
                vec![map::endorsement(*endorsement, signed("application/vc+ld+json"))]
            }
            Statement::Nothing => Vec::new(),
        }),
        Kind::Assertion => assertion(node, signed("application/ld+json"), shelf, sink).map(|record| vec![record]),
        Kind::Endorsement => {
            let endorsement = wire::endorsement_two(node, shelf)?;
            Ok(vec![map::endorsement(endorsement, signed("application/ld+json"))])
        }
        Kind::Issuer => wire::hosted_issuer(node).map(|profile| vec![issuer(&profile, node)]),
        Kind::BadgeClass => badge_class(node, shelf),
        Kind::Criteria => node.need("narrative").map(|_| Vec::new()),
        Kind::Unknown => Err(unknown_type(node)),
        Kind::Support | Kind::Wrapped | Kind::Presentation | Kind::Enveloped | Kind::Clr => Ok(Vec::new()),
    }
}

/// The record of each person a credential is about.
fn awards(found: &[wire::Award], signed: &Signed, sink: &mut dyn Sink) -> Vec<Record> {
    let unread = found.iter().flat_map(|award| map::unread(&award.holder));
    unread.for_each(|reject| sink.reject(reject));
    let records = found.iter().map(|award| map::award(award, signed.clone()));
    match found.len() {
        0 | 1 => records.collect(),
        _ => (0..).zip(records).map(|(at, record)| numbered(record, at)).collect(),
    }
}

fn assertion(node: &Node<'_>, signed: Signed, shelf: &Shelf, sink: &mut dyn Sink) -> Result<Record, Reject> {
    match wire::assertion(node, shelf)? {
        Some(award) => {
            map::unread(&award.holder).for_each(|reject| sink.reject(reject));
            Ok(map::award(&award, signed))
        }
        None => Ok(map::withdrawn(
            &node.need_words("id")?,
            node.place.clone(),
            wire::award_payload(node),
        )),
    }
}

/// A badge class alone says nothing of a person; an issuer written out in it is one all the same.
fn badge_class(node: &Node<'_>, shelf: &Shelf) -> Result<Vec<Record>, Reject> {
    wire::check_context_two(node)?;
    let (_, profile) = wire::badge_class(node, shelf)?;
    let embedded = node.need("issuer")?;
    Ok(if embedded.value.is_object() {
        vec![issuer(&profile, &embedded)]
    } else {
        Vec::new()
    })
}

fn issuer(profile: &wire::Profile, node: &Node<'_>) -> Record {
    map::issuer(profile, node.place.clone(), wire::party_payload(node))
}

fn unknown_type(node: &Node<'_>) -> Reject {
    let place: Place = node.place.child("type");
    Reject::new(
        place,
        "unknown_type",
        "`type` names nothing of Open Badges 2.0; an assertion's must contain `Assertion`",
    )
}

/// A credential about several persons becomes one record for each.
fn numbered(record: Record, at: usize) -> Record {
    Record {
        key: format!("{}#{at}", record.key),
        ..record
    }
}
