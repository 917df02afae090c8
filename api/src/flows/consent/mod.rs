//! Consent, one file an act: a partner requests; a holder gives, answers, previews, changes and ends. Versions are
//! immutable: each change is a new one, and nothing is deleted.

mod acting;
mod alter;
mod answer;
mod approve;
mod change;
mod delegate;
mod guardians;
mod names;
mod preview;
mod receipt;
mod request;

pub use acting::act_for;
pub use alter::{Altered, Narrowing, end_consent, narrow_consent, pause_consent, resume_consent};
pub use answer::{Answered, Declined, GrantAnswer, Unanswerable, grant_request, refuse_request};
pub use approve::approve_consent;
pub use change::end_for_erasure;
pub use delegate::{
    Accepted, Delegating, Ended, Named, NotDelegated, accept_delegation, delegations, end_delegation,
    end_held_for_erasure, give_delegation, one_delegation,
};
pub use guardians::{Guarding, NotRecorded, end_guardianship, record_guardian};
pub use names::{UnknownName, unknown as unknown_name};
pub use preview::{Previewed, preview_grant};
pub use request::{Address, AskedText, NotAsked, Onlooker, Wish, ask_for_consent, one_request, requests};

use crate::caller::{Decider, HolderPass};
use crate::hub::Hub;
use crate::store::StoreError;
use acting::By;
use chrono::{DateTime, Utc};
use entity::consent;
use passport::consent::{
    BadScope, BadTerms, ConsentState, Exceeds, NoSay, Purpose, Redisclosure, Scope, Terms, check_terms,
};
use uuid::Uuid;

/// What a holder consents to.
#[derive(Debug, Clone)]
pub struct Consent {
    /// Which partner organization.
    pub partner: Uuid,
    /// Which client of it; none means any.
    pub client: Option<Uuid>,
    /// What for.
    pub purpose: Purpose,
    /// What is permitted, in the scope grammar.
    pub scopes: Vec<String>,
    /// What is denied whatever else is permitted.
    pub denies: Vec<String>,
    /// From when; now where none is given.
    pub starts_at: Option<DateTime<Utc>>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// How often it may be used.
    pub use_limit: Option<i32>,
    /// How long the partner may keep what it saw, in words.
    pub retention: Option<String>,
    /// Language of the notice that the holder was shown.
    pub language: String,
}

/// The notice that holders are shown; changes with its text.
pub const NOTICE_VERSION: &str = "2026-11";

/// What comes of giving consent.
#[derive(Debug)]
pub enum Given {
    /// It is in force from its start; or, where two have to say yes, it waits for the other's: its state says so.
    Granted(Box<consent::Model>),
    /// A scope is not one.
    BadScope {
        /// Which of the texts, counted from 0; denies follow the scopes.
        index: usize,
        /// Why.
        reason: BadScope,
    },
    /// A scope names something that is not known here.
    UnknownName {
        /// Which of the texts, counted from 0; denies follow the scopes.
        index: usize,
        /// What is unknown.
        what: UnknownName,
    },
    /// The terms cannot be consented to.
    BadTerms(BadTerms),
    /// It goes beyond what was delegated.
    Exceeds(Exceeds),
    /// Their yes is not enough, or not theirs to say.
    NoSay(NoSay),
    /// Nothing lets them act for the holder any more.
    NoMandate,
    /// There is no such partner here.
    NoPartner,
    /// The holder has no passport here.
    NoPassport,
}

/// What comes of withdrawing.
#[derive(Debug)]
pub enum Withdrawn {
    /// It is at an end; the next request sees nothing under it.
    Withdrawn(Box<consent::Model>),
    /// It was at an end already.
    AlreadyEnded(Box<consent::Model>),
    /// There is no such consent of theirs.
    NotFound,
    /// Nothing lets them act for the holder any more.
    NoMandate,
    /// What was said on it is too long to be kept.
    ReasonTooLong,
}

/// A holder consents, or somebody who acts for them.
pub async fn give_consent(hub: &Hub, who: impl Into<Decider>, wish: Consent) -> Result<Given, StoreError> {
    let Some(who) = acting::standing(hub, who.into()).await? else {
        return Ok(Given::NoPassport);
    };
    let (terms, by) = match check(hub, &who, &wish).await? {
        Ok(checked) => checked,
        Err(given) => return Ok(given),
    };
    let state = match acting::worth(hub, &who, by).await? {
        Ok(state) => state,
        Err(why) => return Ok(Given::NoSay(why)),
    };
    let row = row(hub, by, &wish, &Terms { state, ..terms });
    let Some(tx) = acting::begin(hub, &who).await? else {
        return Ok(Given::NoMandate);
    };
    change::commit_version(hub, tx, &row).await?;
    Ok(Given::Granted(Box::new(row)))
}

/// The terms that are wished for, if they can be consented to, and who gives them.
async fn check(hub: &Hub, who: &Decider, wish: &Consent) -> Result<Result<(Terms, By), Given>, StoreError> {
    let terms = match terms(hub, who, wish) {
        Ok(terms) => terms,
        Err(given) => return Ok(Err(given)),
    };
    if let Err(reason) = check_terms(&terms, hub.clock.now()) {
        return Ok(Err(Given::BadTerms(reason)));
    }
    let scopes: Vec<&Scope> = terms.permits.iter().chain(&terms.denies).collect();
    if let Some((index, what)) = names::unknown(hub, &scopes).await? {
        return Ok(Err(Given::UnknownName { index, what }));
    }
    if !partner_is_known(hub, wish).await? {
        return Ok(Err(Given::NoPartner));
    }
    let by = By::giving(who, &terms).map_err(Given::Exceeds);
    Ok(by.map(|by| (terms, by)))
}

/// A holder withdraws a consent without saying why; it bites on the next request.
pub async fn withdraw_consent(hub: &Hub, holder: HolderPass, consent_id: Uuid) -> Result<Withdrawn, StoreError> {
    end_consent(hub, holder, consent_id, None).await
}

fn terms(hub: &Hub, who: &Decider, wish: &Consent) -> Result<Terms, Given> {
    let (permits, denies) =
        read_scopes(&wish.scopes, &wish.denies).map_err(|(index, reason)| Given::BadScope { index, reason })?;
    Ok(Terms {
        consent: Uuid::now_v7(),
        version: 1,
        holder: who.person(),
        partner: wish.partner,
        client: wish.client,
        purpose: wish.purpose,
        state: ConsentState::Granted,
        permits,
        denies,
        starts_at: wish.starts_at.unwrap_or_else(|| hub.clock.now()),
        expires_at: wish.expires_at,
        use_limit: wish.use_limit,
        uses: 0,
    })
}

/// Permits and denies as they are written; else which of them is none, counted from 0, denies after permits.
fn read_scopes(permits: &[String], denies: &[String]) -> Result<(Vec<Scope>, Vec<Scope>), (usize, BadScope)> {
    let mut scopes = Vec::new();
    for (index, text) in permits.iter().chain(denies).enumerate() {
        scopes.push(text.parse::<Scope>().map_err(|reason| (index, reason))?);
    }
    let denies = scopes.split_off(permits.len());
    Ok((scopes, denies))
}

/// Scopes as they are stored.
fn texts(scopes: &[Scope]) -> serde_json::Value {
    scopes.iter().map(ToString::to_string).collect()
}

/// Whether the partner and its client are known; what another replica added is looked for once.
async fn partner_is_known(hub: &Hub, wish: &Consent) -> Result<bool, StoreError> {
    let known = || {
        let reference = hub.reference();
        let partner = reference
            .organizations
            .get(&wish.partner)
            .is_some_and(|row| row.kind == "partner");
        let of_partner = |client: Uuid| {
            reference
                .clients
                .get(&client)
                .is_some_and(|c| c.organization_id == wish.partner)
        };
        partner && wish.client.is_none_or(of_partner)
    };
    if known() {
        return Ok(true);
    }
    hub.shelf.refresh(&hub.db).await?;
    Ok(known())
}

fn row(hub: &Hub, by: By, wish: &Consent, terms: &Terms) -> consent::Model {
    consent::Model {
        id: Uuid::now_v7(),
        consent_id: terms.consent,
        version: terms.version,
        person_id: terms.holder,
        partner_organization_id: terms.partner,
        client_id: terms.client,
        purpose: terms.purpose.as_str().into(),
        state: terms.state.as_str().into(),
        scopes: texts(&terms.permits),
        denies: texts(&terms.denies),
        starts_at: terms.starts_at,
        expires_at: terms.expires_at,
        use_limit: terms.use_limit,
        retention: wish.retention.clone(),
        redisclosure: Some(Redisclosure::None.as_str().into()),
        notice_version: NOTICE_VERSION.into(),
        notice_language: wish.language.clone(),
        given_by_kind: by.kind.as_str().into(),
        given_by: Some(by.person),
        delegation_id: by.delegation,
        reason: None,
        recorded_at: hub.clock.now(),
        superseded_at: None,
    }
}
