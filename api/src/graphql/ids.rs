//! Global ids: opaque to clients, and for parts of a passport they name whose it is, so that finding one again takes
//! the same way in as everything else.

use super::errors::Code;
use async_graphql::{Error, ID};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A passport, by person.
    Passport = 1,
    /// A skill of a passport.
    Skill,
    /// A claim of a passport.
    Claim,
    /// A credential of a passport.
    Credential,
    /// An experience of a passport.
    Experience,
    /// A piece of learning of a passport.
    Learning,
    /// Participation in a programme, of a passport.
    Programme,
    /// A goal of a passport.
    Goal,
    /// An endorsement of a passport.
    Endorsement,
    /// A consent, by holder.
    Consent,
    /// A disclosure, by holder.
    Disclosure,
    /// A source.
    Source,
    /// An import run.
    ImportRun,
    /// A reject.
    Reject,
    /// A concept.
    Concept,
    /// A vocabulary.
    Vocabulary,
    /// A link that waits for a steward, or was settled.
    Link,
    /// An organization.
    Organization,
    /// A client of a partner.
    Client,
    /// A request for consent.
    ConsentRequest,
}

const KINDS: [Kind; 20] = [
    Kind::Passport,
    Kind::Skill,
    Kind::Claim,
    Kind::Credential,
    Kind::Experience,
    Kind::Learning,
    Kind::Programme,
    Kind::Goal,
    Kind::Endorsement,
    Kind::Consent,
    Kind::Disclosure,
    Kind::Source,
    Kind::ImportRun,
    Kind::Reject,
    Kind::Concept,
    Kind::Vocabulary,
    Kind::Link,
    Kind::Organization,
    Kind::Client,
    Kind::ConsentRequest,
];

impl Kind {
    /// One of this kind, in a message.
    fn words(self) -> &'static str {
        match self {
            Kind::Passport => "a passport",
            Kind::Skill => "a skill",
            Kind::Claim => "a claim",
            Kind::Credential => "a credential",
            Kind::Experience => "an experience",
            Kind::Learning => "a piece of learning",
            Kind::Programme => "participation in a programme",
            Kind::Goal => "a goal",
            Kind::Endorsement => "an endorsement",
            Kind::Consent => "a consent",
            Kind::Disclosure => "a disclosure",
            Kind::Source => "a source",
            Kind::ImportRun => "an import run",
            Kind::Reject => "a reject",
            Kind::Concept => "a concept",
            Kind::Vocabulary => "a vocabulary",
            Kind::Link => "a possible match",
            Kind::Organization => "an organization",
            Kind::Client => "a client",
            Kind::ConsentRequest => "a request for consent",
        }
    }
}

/// What an id says: the kind, the id of the thing, and for a part of a passport whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GlobalId {
    /// What it names.
    pub kind: Kind,
    /// Its own id.
    pub id: Uuid,
    /// Whose part it is; none for what belongs to nobody.
    pub person: Option<Uuid>,
}

/// The id of a passport or of something that belongs to nobody.
pub fn id(kind: Kind, id: Uuid) -> ID {
    GlobalId { kind, id, person: None }.encode()
}

/// The id of a part of a passport.
pub fn part_id(kind: Kind, person: Uuid, id: Uuid) -> ID {
    GlobalId {
        kind,
        id,
        person: Some(person),
    }
    .encode()
}

impl GlobalId {
    fn encode(self) -> ID {
        let mut bytes = Vec::with_capacity(33);
        bytes.push(self.kind as u8);
        bytes.extend_from_slice(self.id.as_bytes());
        if let Some(person) = self.person {
            bytes.extend_from_slice(person.as_bytes());
        }
        ID(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What an id says; none when it is not one of ours.
    pub fn decode(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (kind, rest) = bytes.split_first()?;
        let kind = *KINDS.iter().find(|known| **known as u8 == *kind)?;
        let (id, rest) = rest.split_at_checked(16)?;
        let person = if rest.is_empty() {
            None
        } else {
            Some(Uuid::from_slice(rest).ok()?)
        };
        Some(GlobalId {
            kind,
            id: Uuid::from_slice(id).ok()?,
            person,
        })
    }
}

/// The id inside an argument, which must name this kind.
pub fn expect(kind: Kind, argument: &ID) -> Result<Uuid, Error> {
    let found = GlobalId::decode(argument).filter(|found| found.kind == kind);
    found
        .map(|found| found.id)
        .ok_or_else(|| Code::BadUserInput.error(format!("This is not the id of {}.", kind.words())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back_as_they_went() {
        let (person, thing) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for kind in KINDS {
            let whole = GlobalId {
                kind,
                id: thing,
                person: Some(person),
            };
            assert_eq!(GlobalId::decode(&part_id(kind, person, thing)), Some(whole));
            assert_eq!(expect(kind, &id(kind, thing)).unwrap(), thing);
        }
        let wrong = expect(Kind::Organization, &id(Kind::Passport, thing)).unwrap_err();
        assert_eq!(wrong.message, "This is not the id of an organization.");
        for nonsense in ["", "x", "AQ", "ÿ", "AAAA", &"A".repeat(100)] {
            assert_eq!(GlobalId::decode(nonsense), None, "{nonsense}");
        }
    }
}
