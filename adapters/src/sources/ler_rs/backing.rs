//! What backs an entry (`verifications`): addresses, organizations that can be asked, and credentials, which keep their
//! bytes exactly as received.

use super::map::{self, Who, credential};
use super::recognise::PROVISIONAL;
use super::wire::{Envelope, organization};
use crate::json::cells::Cells;
use crate::json::piece::Piece;
use crate::json::told::made_key;
use crate::sources::open_badges;
use passport::record::{Batch, Body, Evidence, OrganizationKind, Record, Reject, Signed};

/// The media type of credentials.
const MEDIA_TYPE: &str = "application/vc+ld+json";
/// How deep a verification may stand in wrappings (`Verification`, `otherW3CVerifiableCredential`).
const WRAPPINGS: usize = 3;

/// What backs one entry, apart from credentials.
#[derive(Debug, Default)]
pub struct Backings {
    /// Addresses and organizations.
    pub evidence: Vec<Evidence>,
    /// Whether credentials back it too, so that it may say nothing itself.
    pub by_credentials: bool,
}

/// A credential with its exact text.
pub type Held<'p, 'a, 'f> = (Piece<'p>, Cells<'a, 'f>);

/// What backs the entry, and the credentials among it.
pub fn of<'p, 'a, 'f>(piece: &Piece<'p>, cells: &Cells<'a, 'f>) -> (Backings, Vec<Held<'p, 'a, 'f>>) {
    let (mut backings, mut held) = (Backings::default(), Vec::new());
    let mut found = cells.children("verifications").into_iter().peekable();
    let list = piece.fields().ok().and_then(|fields| fields.get("verifications"));
    for piece in list.into_iter().flat_map(|list| elements(&list)) {
        // Elements that are no objects were told, and are no cells.
        let same = found.next_if(|cells| cells.node.place == piece.place);
        if let Some(cells) = same {
            sort(piece, cells, WRAPPINGS, &mut backings, &mut held);
        }
    }
    backings.by_credentials = !held.is_empty();
    (backings, held)
}

fn elements<'p>(list: &Piece<'p>) -> Vec<Piece<'p>> {
    let mut found = Vec::new();
    list.each(|piece| found.push(piece));
    found
}

fn sort<'p, 'a, 'f>(
    piece: Piece<'p>,
    cells: Cells<'a, 'f>,
    wrappings: usize,
    backings: &mut Backings,
    held: &mut Vec<Held<'p, 'a, 'f>>,
) {
    for key in ["Verification", "otherW3CVerifiableCredential"] {
        let inner = piece.fields().ok().and_then(|fields| fields.get(key));
        if let (Some(piece), Some(cells)) = (inner, cells.node.get(key).and_then(|_| cells.child(key))) {
            if wrappings > 0 {
                sort(piece, cells, wrappings - 1, backings, held);
            }
            return;
        }
    }
    if cells.node.get("credentialSubject").is_some() {
        return held.push((piece, cells));
    }
    match evidence(&cells) {
        Some(evidence) => backings.evidence.push(evidence),
        None => cells.faults.tell(Reject::new(
            cells.place(),
            "missing_field",
            "a verification must give a `reference`, a `verifyingOrganization` or a credential",
        )),
    }
}

fn evidence(cells: &Cells<'_, '_>) -> Option<Evidence> {
    let kind = "verification".to_owned();
    if let Some(url) = cells.words("reference") {
        return Some(Evidence {
            kind,
            url: Some(url),
            ..Evidence::default()
        });
    }
    let asked = organization(&cells.child("verifyingOrganization")?, OrganizationKind::Issuer)?;
    Some(Evidence {
        kind,
        title: Some(asked.name),
        url: asked.url,
        ..Evidence::default()
    })
}

/// The credential's text as it is kept.
pub fn signed(piece: &Piece<'_>) -> Signed {
    Signed {
        media_type: MEDIA_TYPE,
        bytes: piece.text.as_bytes().to_vec(),
    }
}

/// What a credential says of the person: one of HR Open what its subject holds, a badge what a badge does, any other
/// only that it was issued.
pub fn records(piece: &Piece<'_>, cells: &Cells<'_, '_>, who: &Who) -> Vec<Record> {
    let subject = cells.node.get("credentialSubject");
    let about = subject.and_then(|subject| PROVISIONAL.iter().find(|key| subject.get(key).is_some()));
    match about {
        Some(key) => of_hr_open(key, piece, cells, who),
        None => of_others(piece, cells, who),
    }
}

fn of_hr_open(key: &str, piece: &Piece<'_>, cells: &Cells<'_, '_>, who: &Who) -> Vec<Record> {
    let envelope = Envelope::read(cells);
    let Some(inner) = cells.child("credentialSubject").and_then(|subject| subject.child(key)) else {
        return Vec::new();
    };
    match key {
        "educationAndLearning" => map::education::backed(&inner, &envelope, who, signed(piece)),
        "employmentHistory" => map::employment::backed(&inner, &envelope, who, signed(piece)),
        key => credential::backed(&inner, key == "license", &envelope, who, signed(piece)),
    }
}

/// A badge is read as badges are. Whose it is was said by where it stands; whether it was issued to this person is for
/// verification to say. What cannot be read as a badge is kept by its frame.
fn of_others(piece: &Piece<'_>, cells: &Cells<'_, '_>, who: &Who) -> Vec<Record> {
    let read = open_badges::embedded(piece.text, piece.place.clone());
    let Batch { records, rejects } = read.unwrap_or_default();
    let faults = rejects
        .into_iter()
        .filter(|_| !records.is_empty() || speaks_of_skills(cells));
    faults.for_each(|reject| cells.faults.tell(reject));
    if records.is_empty() {
        return vec![credential::of_others(&Envelope::read(cells), who, signed(piece))];
    }
    records
        .into_iter()
        .filter_map(|record| taken_over(record, who))
        .collect()
}

/// Whether something is lost of a badge that is kept by its frame alone: an alignment, a result.
fn speaks_of_skills(cells: &Cells<'_, '_>) -> bool {
    let Some(subject) = cells.node.get("credentialSubject") else {
        return false;
    };
    let achievement = subject.get("achievement");
    achievement.is_some_and(|found| found.get("alignment").is_some()) || subject.get("result").is_some()
}

/// The record as the résumé's person's. Anybody can put a badge into a résumé: issued to somebody else, or to nobody
/// named, it is no more than the holder's word until it is verified.
fn taken_over(record: Record, who: &Who) -> Option<Record> {
    let stream = match record.body {
        Body::Credential(_) => map::CREDENTIAL,
        Body::Endorsement(_) => map::ENDORSEMENT,
        _ => return None,
    };
    let is_theirs = record.subject.as_ref().is_some_and(|subject| who.is(subject));
    let claims = record.claims.into_iter();
    let claims = claims.map(|claim| if is_theirs { claim } else { map::weakened(claim) });
    Some(Record {
        stream,
        key: made_key([who.holder.0.as_str(), stream, &record.key]),
        subject: Some(who.holder.subject()),
        claims: claims.collect(),
        ..record
    })
}
