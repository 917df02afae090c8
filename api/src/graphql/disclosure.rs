//! Disclosures: who looked at the holder's passport.

use super::consent::client::{Client, client};
use super::consent::{holder, texts};
use super::errors::{Code, store};
use super::ids::{Kind, holders_id};
use super::load::access;
use super::node::Node;
use super::page::{Stretch, Window, cut};
use super::words::Purpose;
use crate::store::disclosures as log;
use crate::store::reference::Reference;
use async_graphql::{Context, Description, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use uuid::Uuid;

/// One look at the holder's passport.
#[derive(Description)]
pub struct Disclosure(pub entity::disclosure::Model);

/// Rows of one section that were returned.
#[derive(SimpleObject)]
pub struct DisclosedSection {
    /// Which section.
    section: String,
    /// How many rows.
    rows: i64,
}

/// A consent under which something was shown.
#[derive(SimpleObject, Debug, PartialEq)]
pub struct DisclosedConsent {
    /// Global id of the consent, the same as `Consent.id`.
    id: ID,
    /// The version that was in force.
    version: i32,
}

impl DisclosedConsent {
    /// Reads `id@version`, as a disclosure keeps it.
    fn read(holder: Uuid, text: &str) -> Option<Self> {
        let (consent, version) = text.split_once('@')?;
        Some(DisclosedConsent {
            id: holders_id(Kind::Consent, holder, consent.parse().ok()?),
            version: version.parse().ok()?,
        })
    }
}

/// What was decided.
#[derive(Enum, Copy, Clone, Eq, PartialEq)]
pub enum DisclosureDecision {
    /// Something was shown.
    Granted,
    /// Nothing was shown.
    Refused,
}

#[Object(use_type_description)]
impl Disclosure {
    /// Global id.
    pub async fn id(&self) -> ID {
        holders_id(Kind::Disclosure, self.0.person_id, self.0.id)
    }

    /// Its number in the chain of this passport's disclosures.
    async fn number(&self) -> i64 {
        self.0.seq
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.occurred_at
    }

    /// partner, source, integrator or steward; the last two of an organization where `who` names one.
    async fn caller(&self) -> &str {
        &self.0.caller_kind
    }

    /// Which organization or source, by name.
    async fn who(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let (organization, source) = (self.0.organization_id, self.0.source_id);
        let name = |reference: &Reference| {
            let organization = organization.and_then(|id| Some(reference.organizations.get(&id)?.name.clone()));
            organization.or_else(|| Some(reference.sources.get(&source?)?.name.clone()))
        };
        if organization.or(source).is_none() {
            return Ok(None);
        }
        access(ctx)?.hub.find_reference(name).await.map_err(store)
    }

    /// Through which program of the partner; none where its token named none, and where no partner looked.
    async fn client(&self, ctx: &Context<'_>) -> Result<Option<Client>> {
        client(ctx, self.0.client_id).await
    }

    /// What for.
    async fn purpose(&self) -> Option<Purpose> {
        passport::consent::Purpose::from_word(self.0.purpose.as_deref()?).map(Into::into)
    }

    /// Under which consents; see `consents` for what each permits.
    async fn consents(&self) -> Vec<DisclosedConsent> {
        // Named once for each use, and shown once.
        let under: BTreeSet<String> = texts(&self.0.consents).into_iter().collect();
        under
            .iter()
            .filter_map(|text| DisclosedConsent::read(self.0.person_id, text))
            .collect()
    }

    /// What was decided.
    async fn decision(&self) -> DisclosureDecision {
        if self.0.decision == "granted" {
            DisclosureDecision::Granted
        } else {
            DisclosureDecision::Refused
        }
    }

    /// What was returned, by section.
    async fn sections(&self) -> Vec<DisclosedSection> {
        let counts = self.0.types.as_object().into_iter().flatten();
        counts
            .map(|(name, n)| DisclosedSection {
                section: name.clone(),
                rows: n.as_i64().unwrap_or(0),
            })
            .collect()
    }

    /// The look in plain words: who, through which program, what for, what was shown, when, and under which consent.
    async fn in_words(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "In which language, BCP 47: en or de; the nearest of them is taken.",
            default_with = "Some(\"en\".to_owned())"
        )]
        language: Option<String>,
    ) -> Result<String> {
        let (who, program) = (self.who(ctx).await?, self.client(ctx).await?);
        Ok(super::told::look(
            &self.0,
            who.as_deref(),
            program.as_ref().map(|program| program.name.as_str()),
            language.as_deref().unwrap_or("en"),
        ))
    }

    /// The hash of the answer as it left, in hex: `docs/CONSENT.md` says how it is made, so that whoever kept an answer can
    /// compare. None for looks from before it was kept.
    async fn answer_hash(&self) -> Option<&str> {
        self.0.answer_hash.as_deref()
    }

    /// Its link in the hash chain, in hex: HMAC-SHA-256 under a key of the hub's.
    async fn hash(&self) -> &str {
        &self.0.hash
    }

    /// The link before; none for the first.
    async fn previous_hash(&self) -> Option<&str> {
        self.0.previous_hash.as_deref()
    }
}

/// A page of the holder's disclosures.
pub async fn disclosures(ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<Stretch<Disclosure>> {
    let pass = holder(ctx).await?;
    let window = Window::new(first, after, None, None);
    let (limit, _) = window.size()?;
    let bad = || Code::BadUserInput.error("This cursor does not belong to this list.");
    let start = window
        .after()
        .map(|text| text.parse::<log::Place>().map_err(|_| bad()))
        .transpose()?;
    let begun = start.is_some();
    let rows = log::of_holder(&access(ctx)?.hub.db, pass, start, limit as u64 + 1)
        .await
        .map_err(store)?;
    let rows = rows.ok_or_else(bad)?;
    Ok(cut(rows, limit, begun, |(place, row)| {
        (place.to_string(), Disclosure(row))
    }))
}

/// A disclosure by its id, for its holder.
pub async fn disclosure_node(ctx: &Context<'_>, person: Uuid, disclosure: Uuid) -> Result<Option<Node>> {
    let own = access(ctx)?.holder().await.map_err(store)?;
    let Some(pass) = own else {
        return Ok(None);
    };
    let row = log::one_of_holder(&access(ctx)?.hub.db, pass, person, disclosure)
        .await
        .map_err(store)?;
    Ok(row.map(|row| Node::Disclosure(Disclosure(row))))
}
