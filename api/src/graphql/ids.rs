//! Global ids: opaque to clients, and for parts of a passport they name whose it is, so that finding one again takes
//! the same way in as everything else.

use super::errors::Code;
use super::skill::{LOOK, Look};
use crate::pseudonyms::Pseudonyms;
use crate::view::View;
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
    /// A delegation.
    Delegation,
    /// A term of a source.
    Term,
    /// A mapping between concepts.
    Mapping,
}

const KINDS: [Kind; 23] = [
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
    Kind::Delegation,
    Kind::Term,
    Kind::Mapping,
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
            Kind::Delegation => "a delegation",
            Kind::Term => "a term of a source",
            Kind::Mapping => "a mapping",
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
    /// At which day and as known when, for a skill that was not looked at now.
    pub look: Look,
}

/// Set in the first byte of an id that is a partner's own.
const PSEUDONYMOUS: u8 = 0x80;

/// The id of something that belongs to nobody, or of a passport as its holder knows it.
pub fn id(kind: Kind, id: Uuid) -> ID {
    let whole = GlobalId::whole(kind, id);
    whole.encode(0)
}

/// The id of something of a holder's that nobody else is shown.
pub fn holders_id(kind: Kind, person: Uuid, id: Uuid) -> ID {
    GlobalId::part(kind, id, person).encode(0)
}

/// The id of a consent, as its holder or the partner with these pseudonyms knows it.
pub fn consent_id(pseudonyms: Option<&Pseudonyms>, person: Uuid, consent: Uuid) -> ID {
    let hide = |id| pseudonyms.map_or(id, |pseudonyms| pseudonyms.hide(id));
    let part = GlobalId::part(Kind::Consent, hide(consent), hide(person));
    part.encode(if pseudonyms.is_some() { PSEUDONYMOUS } else { 0 })
}

/// Which id of this kind a caller means. One of another kind, or none at all, is nobody's: it is answered like an unknown
/// one, by the same steps.
pub fn meant(kind: Kind, text: &str, pseudonyms: Option<&Pseudonyms>) -> Uuid {
    let wanted = GlobalId::read(text, pseudonyms).filter(|wanted| wanted.kind == kind);
    wanted.map_or(Uuid::nil(), |wanted| wanted.id)
}

/// The id of a passport, as the caller knows it.
pub fn passport_id(view: &View) -> ID {
    let whole = GlobalId::whole(Kind::Passport, view.outside(view.person()));
    whole.encode(marks(view))
}

/// The id of a passport, as the partner with these pseudonyms knows it.
pub fn partners_passport_id(pseudonyms: &Pseudonyms, person: Uuid) -> ID {
    let whole = GlobalId::whole(Kind::Passport, pseudonyms.hide(person));
    whole.encode(PSEUDONYMOUS)
}

/// The id of a part of a passport, as the caller knows it.
pub fn part_id(view: &View, kind: Kind, id: Uuid) -> ID {
    part_seen(view, kind, id).encode(marks(view))
}

/// The id of a skill of a passport at a look, as the caller knows it.
pub fn skill_id(view: &View, id: Uuid, look: Look) -> ID {
    let part = GlobalId {
        look,
        ..part_seen(view, Kind::Skill, id)
    };
    part.encode(marks(view))
}

fn part_seen(view: &View, kind: Kind, id: Uuid) -> GlobalId {
    GlobalId::part(kind, view.outside(id), view.outside(view.person()))
}

fn marks(view: &View) -> u8 {
    if view.is_pseudonymous() { PSEUDONYMOUS } else { 0 }
}

/// A row's place in a list, as the caller knows it.
pub fn cursor_of(view: &View, id: Uuid) -> String {
    view.outside(id).simple().to_string()
}

impl GlobalId {
    fn whole(kind: Kind, id: Uuid) -> Self {
        GlobalId {
            kind,
            id,
            person: None,
            look: Look::default(),
        }
    }

    fn part(kind: Kind, id: Uuid, person: Uuid) -> Self {
        GlobalId {
            person: Some(person),
            ..GlobalId::whole(kind, id)
        }
    }

    fn encode(self, marks: u8) -> ID {
        let mut bytes = Vec::with_capacity(33 + LOOK);
        bytes.push(self.kind as u8 | marks);
        bytes.extend_from_slice(self.id.as_bytes());
        if let Some(person) = self.person {
            bytes.extend_from_slice(person.as_bytes());
            bytes.extend(self.look.to_bytes().into_iter().flatten());
        }
        ID(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What an id says that is the same for everybody; none when it is not one of ours, or a partner's own.
    pub fn decode(text: &str) -> Option<Self> {
        Self::read(text, None)
    }

    /// What an id says to a caller who may have pseudonyms. Such a caller may also use an id that a holder told them;
    /// another partner's id leads nowhere.
    pub fn read(text: &str, pseudonyms: Option<&Pseudonyms>) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (marked, rest) = bytes.split_first()?;
        let kind = *KINDS.iter().find(|known| **known as u8 == marked & !PSEUDONYMOUS)?;
        let shown: &dyn Fn(Uuid) -> Uuid = match (marked & PSEUDONYMOUS != 0, pseudonyms) {
            (false, _) => &|id| id,
            (true, Some(pseudonyms)) => &|id| pseudonyms.show(id),
            (true, None) => return None,
        };
        let (id, rest) = rest.split_at_checked(16)?;
        let id = shown(Uuid::from_slice(id).ok()?);
        if rest.is_empty() {
            return Some(GlobalId::whole(kind, id));
        }
        let (person, look) = rest.split_at_checked(16)?;
        let part = GlobalId::part(kind, id, shown(Uuid::from_slice(person).ok()?));
        match look.len() {
            0 => Some(part),
            LOOK if kind == Kind::Skill => Some(GlobalId {
                look: Look::from_bytes(look)?,
                ..part
            }),
            _ => None,
        }
    }
}

/// The id of a run or a reject in either form: as the graph tells it, or as the console does.
pub fn told(kind: Kind, text: &str) -> Option<Uuid> {
    let found = GlobalId::decode(text).filter(|found| found.kind == kind && found.person.is_none());
    let by_console = || matches!(kind, Kind::ImportRun | Kind::Reject).then(|| Uuid::try_parse(text).ok())?;
    found.map(|found| found.id).or_else(by_console)
}

/// The id inside an argument, which must name this kind.
pub fn expect(kind: Kind, argument: &ID) -> Result<Uuid, Error> {
    let found = GlobalId::decode(argument).filter(|found| found.kind == kind);
    found
        .map(|found| found.id)
        .or_else(|| told(kind, argument))
        .ok_or_else(|| Code::BadUserInput.error(format!("This is not the id of {}.", kind.words())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Keys;

    #[test]
    fn ids_come_back_as_they_went() {
        let (person, thing) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for kind in KINDS {
            let whole = GlobalId::part(kind, thing, person);
            assert_eq!(GlobalId::decode(&holders_id(kind, person, thing)), Some(whole));
            let partner = Keys::derive(&[1; 32]).pseudonyms(Uuid::from_u128(3));
            let hidden = GlobalId::part(kind, partner.hide(thing), partner.hide(person));
            let text = hidden.encode(PSEUDONYMOUS);
            assert_eq!(GlobalId::read(&text, Some(&partner)), Some(whole));
            assert_eq!(GlobalId::decode(&text), None, "it is the partner's own");
            assert_eq!(expect(kind, &id(kind, thing)).unwrap(), thing);
            let is_told = matches!(kind, Kind::ImportRun | Kind::Reject);
            assert_eq!(
                expect(kind, &ID(thing.to_string())).is_ok(),
                is_told,
                "as consoles tell it"
            );
        }
        let wrong = expect(Kind::Organization, &id(Kind::Passport, thing)).unwrap_err();
        assert_eq!(wrong.message, "This is not the id of an organization.");
        for nonsense in ["", "x", "AQ", "ÿ", "AAAA", &"A".repeat(100)] {
            assert_eq!(GlobalId::decode(nonsense), None, "{nonsense}");
        }
    }
}
