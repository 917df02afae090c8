//! Why a partner sees something of a passport, or does not: the reasons of the decision itself, and for rows what each
//! scope names, by the conditions that reads take.

use crate::caller::HolderPass;
use crate::hub::Hub;
use crate::store::some_rows::{self, SomeRows, Which};
use crate::store::{StoreError, connections, consents};
use crate::view::View;
use chrono::{DateTime, Utc};
use passport::consent::{
    Asked, Check, Decision, Purpose, Reasons, Ruling, Scope, Section, Terms, decide, explain, program,
};
use uuid::Uuid;

/// What is to be explained.
#[derive(Debug, Clone)]
pub struct Question {
    /// Which partner.
    pub partner: Uuid,
    /// Through which client; where none is given, the one that the latest consent in force names.
    pub client: Option<Uuid>,
    /// What for.
    pub purpose: Purpose,
    /// The moment of the past that is meant; now where there is none.
    pub past: Option<DateTime<Utc>>,
    /// What of the passport.
    pub about: About,
}

/// What of a passport is meant.
#[derive(Debug, Clone)]
pub enum About {
    /// All of it.
    Whole,
    /// One section.
    Section(Section),
    /// Rows of a section: one, or the claims of a skill.
    Rows(Section, Vec<Uuid>),
}

/// Why it is so.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The moment that is explained.
    pub at: DateTime<Utc>,
    /// The client through which the partner is taken to ask; none where none is given, and none named by a consent.
    pub client: Option<Uuid>,
    /// Every consent between the two, and what of it holds.
    pub consents: Vec<Consented>,
    /// The sections that are meant.
    pub sections: Vec<OfSection>,
    /// The rows that are meant; none where whole sections are.
    pub rows: Option<OfRows>,
}

/// A consent that was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Consented {
    /// The consent and its version.
    pub consent: (Uuid, i32),
    /// Whether what it permits counts.
    pub permits: bool,
    /// Whether what it denies counts.
    pub denies: bool,
    /// The client that it is for alone; none means any.
    pub client: Option<Uuid>,
    /// Each check, and whether it holds.
    pub checks: Vec<(Check, bool)>,
}

/// What is said of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct OfSection {
    /// Which.
    pub section: Section,
    /// Whether it is granted.
    pub granted: bool,
    /// What permits.
    pub permits: Vec<Applied>,
    /// What denies.
    pub denies: Vec<Applied>,
}

/// A scope of a consent that holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The consent and its version.
    pub consent: (Uuid, i32),
    /// The scope.
    pub scope: Scope,
    /// How many of the rows that are meant it names; none where whole sections are meant.
    pub names: Option<usize>,
}

/// The rows that are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfRows {
    /// How many of them the passport has at that moment.
    pub there: usize,
    /// How many of those the partner sees.
    pub shown: usize,
    /// How many come from sources that the holder does not let write.
    pub waiting: usize,
}

/// Explains it to the holder.
pub async fn explain_access(hub: &Hub, pass: HolderPass, question: &Question) -> Result<Explained, StoreError> {
    let asked = Asked {
        holder: pass.person(),
        partner: question.partner,
        client: question.client,
        purpose: question.purpose,
        at: question.past.unwrap_or_else(|| hub.clock.now()),
    };
    let terms = consents::all_between(&hub.db, pass, question.partner, question.past)
        .await?
        .terms;
    let asked = Asked {
        client: asked.client.or_else(|| program(&asked, &terms)),
        ..asked
    };
    let reasons = explain(&asked, &terms);
    let own = View::own(pass).looking_at(question.past);
    let mut sections = Vec::new();
    for ruling in reasons
        .rulings
        .iter()
        .filter(|ruling| question.about.means(ruling.section))
    {
        sections.push(of_section(hub, ruling, &own, &question.about).await?);
    }
    let rows = match &question.about {
        About::Whole | About::Section(_) => None,
        About::Rows(section, ids) => {
            let rows = SomeRows { section: *section, ids };
            Some(of_rows(hub, asked, &terms, &own, rows).await?)
        }
    };
    Ok(Explained {
        at: asked.at,
        client: asked.client,
        consents: considered(&reasons),
        sections,
        rows,
    })
}

impl About {
    fn means(&self, section: Section) -> bool {
        match self {
            About::Whole => true,
            About::Section(meant) | About::Rows(meant, _) => *meant == section,
        }
    }
}

fn considered(reasons: &Reasons<'_>) -> Vec<Consented> {
    let consented = |one: &passport::consent::Considered<'_>| Consented {
        consent: (one.terms.consent, one.terms.version),
        permits: one.permits(),
        denies: one.denies(),
        client: one.terms.client,
        checks: one.checks.to_vec(),
    };
    reasons.considered.iter().map(consented).collect()
}

async fn of_section(hub: &Hub, ruling: &Ruling<'_>, own: &View, about: &About) -> Result<OfSection, StoreError> {
    Ok(OfSection {
        section: ruling.section,
        granted: ruling.grants(),
        permits: applied(hub, &ruling.permits, own, about).await?,
        denies: applied(hub, &ruling.denies, own, about).await?,
    })
}

async fn applied(
    hub: &Hub,
    scopes: &[(&Terms, &Scope)],
    own: &View,
    about: &About,
) -> Result<Vec<Applied>, StoreError> {
    let mut applied = Vec::with_capacity(scopes.len());
    for (terms, scope) in scopes {
        let names = match about {
            About::Rows(section, ids) => Some(
                rows_in(
                    hub,
                    SomeRows { section: *section, ids },
                    own,
                    Which::Named(&scope.filters),
                )
                .await?,
            ),
            About::Whole | About::Section(_) => None,
        };
        applied.push(Applied {
            consent: (terms.consent, terms.version),
            scope: (*scope).clone(),
            names,
        });
    }
    Ok(applied)
}

/// How many of the rows are there, and how many the decision lets the partner see.
async fn of_rows(
    hub: &Hub,
    asked: Asked,
    terms: &[Terms],
    own: &View,
    rows: SomeRows<'_>,
) -> Result<OfRows, StoreError> {
    let there = rows_in(hub, rows, own, Which::Shown).await?;
    let writers = connections::writers(&hub.db, &[own.person()], own.past())
        .await?
        .of(own.person());
    let accepted = rows_in(hub, rows, own, Which::From(&writers)).await?;
    let shown = match decide(asked, terms) {
        Decision::Refused(_) => 0,
        Decision::Granted(grant) => {
            let pseudonyms = hub.keys.pseudonyms(asked.partner);
            let view = View::granted(grant, writers, pseudonyms).looking_at(own.past());
            rows_in(hub, rows, &view, Which::Shown).await?
        }
    };
    Ok(OfRows {
        there,
        shown,
        waiting: there.saturating_sub(accepted),
    })
}

async fn rows_in(hub: &Hub, rows: SomeRows<'_>, view: &View, which: Which<'_>) -> Result<usize, StoreError> {
    some_rows::count(&hub.db, rows, view, which, &hub.reference()).await
}
