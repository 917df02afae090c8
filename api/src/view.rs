//! A view: one person's passport as one caller may see it.
//!
//! Every read of a person's data takes a view. A view is made from a pass and from nothing else, so that what a caller
//! may see is settled before the first row is read, and the same code serves holder, partner, source and integrator.

use crate::caller::{Contributor, HolderPass};
use crate::pseudonyms::Pseudonyms;
use chrono::{DateTime, Utc};
use passport::consent::{Grant, Section, SectionScope};
use passport::hole;
use uuid::Uuid;

/// One person's passport as one caller may see it.
#[derive(Debug, Clone)]
pub struct View {
    person: Uuid,
    right: Right,
    pseudonyms: Option<Pseudonyms>,
    past: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone)]
enum Right {
    Own,
    /// What consent lets be seen, of what these sources sent.
    Granted(Box<Grant>, Vec<Uuid>),
    Contributed(Contributor),
}

/// Which rows of a section a view shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rows<'a> {
    /// None: the section is not granted.
    None,
    /// Every row.
    All,
    /// Those that one source sent, or the sources of one organization.
    Of(Contributor),
    /// Those that the scopes let through.
    Scoped(&'a SectionScope),
}

impl View {
    /// The holder's own passport, whole.
    pub fn own(pass: HolderPass) -> Self {
        View {
            person: pass.person(),
            right: Right::Own,
            pseudonyms: None,
            past: None,
        }
    }

    /// What consent lets a partner see of what the sources sent that the holder lets write, with ids that only this partner
    /// knows.
    pub fn granted(grant: Grant, writers: Vec<Uuid>, pseudonyms: Pseudonyms) -> Self {
        View {
            person: grant.holder(),
            right: Right::Granted(Box::new(grant), writers),
            pseudonyms: Some(pseudonyms),
            past: None,
        }
    }

    /// Everything, asked of nobody: to measure what consent costs, in builds of the bench alone.
    #[cfg(feature = "bench")]
    pub fn without_consent(person: Uuid, pseudonyms: Pseudonyms) -> Self {
        View {
            person,
            right: Right::Own,
            pseudonyms: Some(pseudonyms),
            past: None,
        }
    }

    /// What a source itself, or the sources of one organization, contributed about a person.
    pub fn contributed(by: impl Into<Contributor>, person: Uuid) -> Self {
        View {
            person,
            right: Right::Contributed(by.into()),
            pseudonyms: None,
            past: None,
        }
    }

    /// The same passport, whole: a hole in the proof.
    #[cfg(feature = "holes")]
    pub(crate) fn widened(&self) -> Self {
        View {
            right: Right::Own,
            ..self.clone()
        }
    }

    /// The same right, looking at what the hub held at a moment of the past; at what it holds now where there is none.
    pub fn looking_at(self, past: Option<DateTime<Utc>>) -> Self {
        View { past, ..self }
    }

    /// The moment of the past that is looked at instead of now.
    pub fn past(&self) -> Option<DateTime<Utc>> {
        self.past
    }

    /// Whose passport.
    pub fn person(&self) -> Uuid {
        self.person
    }

    /// An id of the passport or of a part of it, as the caller knows it.
    pub fn outside(&self, id: Uuid) -> Uuid {
        let pseudonyms = self.pseudonyms.as_ref().filter(|_| !hole!(IdsOfEverybody));
        pseudonyms.map_or(id, |pseudonyms| pseudonyms.hide(id))
    }

    /// Whether the caller knows this passport by pseudonyms.
    pub fn is_pseudonymous(&self) -> bool {
        self.pseudonyms.is_some() && !hole!(IdsOfEverybody)
    }

    /// The grant it rests on, where it rests on one.
    pub fn grant(&self) -> Option<&Grant> {
        match &self.right {
            Right::Granted(grant, _) => Some(grant),
            Right::Own | Right::Contributed(_) => None,
        }
    }

    /// The sources whose rows it shows beside the holder's own entries, where not all are.
    pub fn writers(&self) -> Option<&[Uuid]> {
        match &self.right {
            Right::Granted(_, writers) => Some(writers),
            Right::Own | Right::Contributed(_) => None,
        }
    }

    /// Whether it is the holder's own.
    pub fn is_own(&self) -> bool {
        matches!(self.right, Right::Own)
    }

    /// Which rows of a section it shows.
    pub fn rows(&self, section: Section) -> Rows<'_> {
        match &self.right {
            Right::Own => Rows::All,
            Right::Contributed(by) => Rows::Of(*by),
            Right::Granted(..) if hole!(EvidenceAlways) && section == Section::Evidence => Rows::All,
            Right::Granted(grant, _) => grant.section(section).map_or(Rows::None, |scope| {
                if scope.is_whole() {
                    Rows::All
                } else {
                    Rows::Scoped(scope)
                }
            }),
        }
    }

    /// Whether it shows a section at all.
    pub fn shows(&self, section: Section) -> bool {
        self.rows(section) != Rows::None
    }
}
