//! Consents and disclosures: who may look, and who did.

pub mod alter;
pub mod client;
pub mod delegation;
mod faults;
pub mod grant;
pub mod guardian;
pub mod load;
pub mod preview;
pub mod request;
pub mod withdraw;
mod words;

use super::errors::{closed, forbidden, store};
use super::ids::{Kind, consent_id, id, meant};
use super::load::{access, failed, loaders};
use super::node::Node;
use super::words::{ConsentState, GivenBy, Purpose, Redisclosure};
use crate::caller::{Caller, Decider, HolderPass};
use crate::flows::view_passport::Closed;
use crate::receipts::Signed;
use crate::store::consent_requests::Answerable;
use crate::store::reference::Reference;
use crate::store::{StoreError, consents as rows};
use async_graphql::{Context, Description, Error, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use client::Client;
use passport::consent::{Lifetime, Standing};
use request::ConsentRequest;
use uuid::Uuid;
use words::words_of_consent;

/// What a holder lets a partner see, in its newest version.
#[derive(Description)]
pub struct Consent(pub entity::consent::Model);

/// An organization that consent can be given to.
#[derive(SimpleObject)]
pub struct Partner {
    /// Global id.
    id: ID,
    /// Its name.
    name: String,
    /// Its programs, by key.
    clients: Vec<Client>,
}

impl Partner {
    fn of(reference: &Reference, organization: Uuid) -> Option<Self> {
        let name = reference.organizations.get(&organization)?.name.clone();
        let clients = reference.clients.values();
        let mut clients: Vec<Client> = clients
            .filter(|row| row.organization_id == organization)
            .map(|row| Client::from(&**row))
            .collect();
        clients.sort_by(|a, b| a.key.cmp(&b.key));
        Some(Partner {
            id: id(Kind::Organization, organization),
            name,
            clients,
        })
    }
}

#[Object(use_type_description)]
impl Consent {
    /// Global id; the same for all versions.
    pub async fn id(&self, ctx: &Context<'_>) -> Result<ID> {
        let pseudonyms = access(ctx)?.pseudonyms.as_ref();
        Ok(consent_id(pseudonyms, self.0.person_id, self.0.consent_id))
    }

    /// Which version this is; each change is a new one.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Who may look.
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        partner(ctx, self.0.partner_organization_id).await
    }

    /// Through which program of the partner alone; none means any of them.
    async fn client(&self, ctx: &Context<'_>) -> Result<Option<Client>> {
        client::client(ctx, self.0.client_id).await
    }

    /// What for.
    async fn purpose(&self) -> Option<Purpose> {
        passport::consent::Purpose::from_word(&self.0.purpose).map(Into::into)
    }

    /// Where it stands.
    async fn state(&self) -> Option<ConsentState> {
        passport::consent::ConsentState::from_word(&self.0.state).map(Into::into)
    }

    /// Whether it lets the partner see anything at this moment, by its state, dates and use limit. A version that another
    /// took the place of does not.
    async fn in_force(&self, ctx: &Context<'_>) -> Result<bool> {
        let now = access(ctx)?.hub.clock.now();
        let lifetime = self.lifetime(ctx).await?;
        Ok(self.0.superseded_at.is_none() && lifetime.standing(now) == Standing::InForce)
    }

    /// What is permitted, in the scope grammar.
    async fn scopes(&self) -> Vec<String> {
        texts(&self.0.scopes)
    }

    /// What is denied whatever else is permitted.
    async fn denies(&self) -> Vec<String> {
        texts(&self.0.denies)
    }

    /// From when.
    async fn starts_at(&self) -> DateTime<Utc> {
        self.0.starts_at
    }

    /// Until when.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// How often it may be used; none means any number of times within its dates.
    async fn use_limit(&self) -> Option<i32> {
        self.0.use_limit
    }

    /// How often it may still be used; none without a limit.
    async fn uses_left(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        Ok(self.lifetime(ctx).await?.uses_left())
    }

    /// How long the partner may keep what it saw, in words.
    async fn retention(&self) -> Option<&str> {
        self.0.retention.as_deref()
    }

    /// Whether the partner may pass on what it saw.
    async fn redisclosure(&self) -> Option<Redisclosure> {
        passport::consent::Redisclosure::from_word(self.0.redisclosure.as_deref()?).map(Into::into)
    }

    /// Who made this version.
    async fn given_by(&self) -> GivenBy {
        delegation::given_by(&self.0.given_by_kind)
    }

    /// The delegation under which this version was made; none where the holder made it. See `delegations`.
    async fn delegation(&self) -> Option<ID> {
        Some(id(Kind::Delegation, self.0.delegation_id?))
    }

    /// Why it was refused or withdrawn, in the words of who did it. They and the holder see it; the partner does not.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        let own = access(ctx)?.holder().await.map_err(store)?;
        let theirs = |person: Uuid| person == self.0.person_id || Some(person) == self.0.given_by;
        let shown = own.is_some_and(|pass| theirs(pass.person()));
        Ok(self.0.reason.as_deref().filter(|_| shown))
    }

    /// The request that it answers; none where it was given unasked.
    async fn request(&self, ctx: &Context<'_>) -> Result<Option<ConsentRequest>> {
        let request = loaders(ctx)?.consents.requests.load_one(self.0.consent_id).await;
        Ok(request.map_err(failed)?.map(|request| {
            let answer = Some(self.0.clone());
            Answerable { request, answer }.into()
        }))
    }

    /// Every version, this one and all others, the latest first.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<Consent>> {
        let versions = loaders(ctx)?.consents.versions.load_one(self.0.consent_id).await;
        let versions = versions.map_err(failed)?.unwrap_or_default();
        Ok(versions.into_iter().map(Consent).collect())
    }

    /// The whole consent in plain words, line by line.
    async fn in_words(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "BCP 47, such as \"de\"; that of the notice if left out. English where there are no words in it."
        )]
        language: Option<String>,
    ) -> Result<String> {
        let lifetime = self.lifetime(ctx).await?;
        words_of_consent(ctx, &self.0, lifetime, language.as_deref()).await
    }

    /// When this version was made.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }

    /// As the holder: a signed receipt of every version, the newest first. Keep them: `passport-hub receipt verify` checks one with the
    /// hub's published keys.
    async fn receipts(&self, ctx: &Context<'_>) -> Result<Vec<ConsentReceipt>> {
        // A receipt tells what is denied, which may say what there is to hide. Holders hand them to whom they like.
        if !matches!(access(ctx)?.caller, Caller::Holder(_)) {
            return Ok(vec![]);
        }
        let rows = rows::receipts_of(&access(ctx)?.hub.db, &self.0).await.map_err(store)?;
        rows.into_iter().map(receipt).collect()
    }
}

/// The signed proof of one version of a consent.
#[derive(SimpleObject)]
pub struct ConsentReceipt {
    /// The version it is the proof of.
    version: i32,
    /// When it was signed.
    issued_at: DateTime<Utc>,
    /// The receipt and its signature as one JSON document, to be kept as it is.
    document: String,
}

fn receipt(row: entity::consent_receipt::Model) -> Result<ConsentReceipt> {
    let unreadable = |_| store(StoreError::Corrupt("a consent's receipt"));
    let signed = Signed {
        receipt: serde_json::from_value(row.body).map_err(unreadable)?,
        jws: row.signature,
    };
    Ok(ConsentReceipt {
        version: row.version,
        issued_at: row.issued_at,
        document: serde_json::to_string_pretty(&signed).map_err(unreadable)?,
    })
}

impl Consent {
    /// What of it decides where it stands; uses are only looked up where they are limited.
    async fn lifetime(&self, ctx: &Context<'_>) -> Result<Lifetime> {
        let row = &self.0;
        let uses = match row.use_limit {
            None => None,
            Some(_) => {
                let uses = loaders(ctx)?.consents.uses.load_one(row.consent_id).await;
                uses.map_err(failed)?
            }
        };
        let state = passport::consent::ConsentState::from_word(&row.state);
        Ok(Lifetime {
            state: state.ok_or_else(|| store(StoreError::Corrupt("a consent's state")))?,
            starts_at: row.starts_at,
            expires_at: row.expires_at,
            use_limit: row.use_limit,
            uses: uses.unwrap_or(0),
        })
    }
}

pub(super) fn texts(value: &serde_json::Value) -> Vec<String> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

async fn partner_name(ctx: &Context<'_>, organization: Uuid) -> Result<Option<String>> {
    let name = |reference: &Reference| Some(reference.organizations.get(&organization)?.name.clone());
    access(ctx)?.hub.find_reference(name).await.map_err(store)
}

async fn partner(ctx: &Context<'_>, organization: Uuid) -> Result<Option<Partner>> {
    let known = |reference: &Reference| Partner::of(reference, organization);
    access(ctx)?.hub.find_reference(known).await.map_err(store)
}

/// The caller as a holder, by the person who stands for them now.
pub async fn holder(ctx: &Context<'_>) -> Result<HolderPass, Error> {
    let access = access(ctx)?;
    match &access.caller {
        Caller::Holder(_) => {
            let standing = access.holder().await.map_err(store)?;
            standing.ok_or_else(|| closed(Closed::NotFound))
        }
        Caller::Stranger => Err(closed(Closed::Stranger)),
        _ => Err(forbidden("holders")),
    }
}

/// Who decides: the holder who asks, or they for the passport that they name, where a delegation lets them. None where
/// nothing does; whether there is such a passport makes no difference.
pub async fn decider(ctx: &Context<'_>, on_behalf_of: Option<&ID>) -> Result<Option<Decider>, Error> {
    let own = holder(ctx).await?;
    let Some(passport) = on_behalf_of else {
        return Ok(Some(own.into()));
    };
    let person = meant(Kind::Passport, passport, None);
    access(ctx)?.decider(person).await.map_err(store)
}

/// The same, where nothing can be answered without it.
pub async fn decider_or_none(ctx: &Context<'_>, on_behalf_of: Option<&ID>) -> Result<Decider, Error> {
    decider(ctx, on_behalf_of)
        .await?
        .ok_or_else(|| closed(Closed::NotFound))
}

/// The holder's consents, or those that the caller gave for a holder.
pub async fn consents(ctx: &Context<'_>, on_behalf_of: Option<ID>) -> Result<Vec<Consent>> {
    let who = decider_or_none(ctx, on_behalf_of.as_ref()).await?;
    let rows = rows::of_decider(&access(ctx)?.hub.db, &who).await.map_err(store)?;
    Ok(rows.into_iter().map(Consent).collect())
}

/// A consent by its id, for its holder.
pub async fn consent_node(ctx: &Context<'_>, person: Uuid, consent: Uuid) -> Result<Option<Node>> {
    let own = access(ctx)?.holder().await.map_err(store)?;
    let Some(pass) = own.filter(|pass| pass.person() == person) else {
        return Ok(None);
    };
    let rows = rows::of_decider(&access(ctx)?.hub.db, &pass.into())
        .await
        .map_err(store)?;
    Ok(rows
        .into_iter()
        .find(|row| row.consent_id == consent)
        .map(|row| Node::Consent(Consent(row))))
}

/// The partners, for a holder who is about to consent.
pub async fn partners(ctx: &Context<'_>) -> Result<Vec<Partner>> {
    let access = access(ctx)?;
    match access.caller {
        Caller::Holder(_) | Caller::Steward(_) => {}
        Caller::Stranger => return Err(closed(Closed::Stranger)),
        _ => return Err(forbidden("holders and the hub's stewards")),
    }
    let reference = access.hub.fresh_reference().await.map_err(store)?;
    let of_kind = reference.organizations.values().filter(|row| row.kind == "partner");
    let mut partners: Vec<Partner> = of_kind.filter_map(|row| Partner::of(&reference, row.id)).collect();
    partners.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(partners)
}
