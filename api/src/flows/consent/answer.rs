//! A holder answers a partner's request: with a consent that has the request's id, or with a refusal that is kept.

use super::acting::{self, By};
use super::alter::own_words;
use super::{Consent, Given, change, check, row};
use crate::caller::Decider;
use crate::hub::Hub;
use crate::store::consent_requests::{self as store, Answerable};
use crate::store::{StoreError, Tx};
use chrono::{DateTime, Utc};
use entity::{consent, consent_request};
use passport::consent::{Act, Answer, Ask, AskedScope, ConsentState, NoAnswer, NotNow, Terms, check_answer, step};
use uuid::Uuid;

/// What a holder gives in answer; what is left out is given as it was asked for.
#[derive(Debug, Clone, Default)]
pub struct GrantAnswer {
    /// What is permitted, inside what was asked for.
    pub scopes: Option<Vec<String>>,
    /// What is denied whatever is permitted.
    pub denies: Vec<String>,
    /// From when; now where none is given.
    pub starts_at: Option<DateTime<Utc>>,
    /// Until when.
    pub expires_at: Option<DateTime<Utc>>,
    /// How often it may be used.
    pub use_limit: Option<i32>,
    /// Language of the notice that the holder was shown; the request's where none is given.
    pub language: Option<String>,
}

/// What comes of saying yes.
#[derive(Debug)]
pub enum Answered {
    /// The consent is given.
    Granted(Box<consent::Model>),
    /// It cannot be consented to; so many of the texts that this counts are scopes, the rest denies.
    Not {
        /// Why.
        given: Given,
        /// How many scopes there are.
        permits: usize,
    },
    /// It goes beyond what was asked.
    Beyond(NoAnswer),
    /// Nothing of these required scopes would be given.
    LeftOut(Vec<AskedScope>),
    /// It cannot be answered.
    Unanswerable(Unanswerable),
}

/// What comes of saying no.
#[derive(Debug)]
pub enum Declined {
    /// The refusal is kept.
    Refused(Box<consent::Model>),
    /// What was said on it is too long to be kept.
    ReasonTooLong,
    /// It cannot be answered.
    Unanswerable(Unanswerable),
}

/// Why a request cannot be answered.
#[derive(Debug, Clone, Copy)]
pub enum Unanswerable {
    /// It was answered before, or its time is over.
    Closed(NotNow),
    /// There is no such request for this holder, or not within what was delegated.
    NotFound,
    /// Nothing lets them act for the holder any more.
    NoMandate,
}

/// A request that can be answered now, and the transaction that holds it.
struct Open {
    tx: Tx,
    request: consent_request::Model,
    ask: Ask,
}

/// A holder grants what was asked for, or less.
pub async fn grant_request(
    hub: &Hub,
    who: impl Into<Decider>,
    id: Uuid,
    answer: GrantAnswer,
) -> Result<Answered, StoreError> {
    // Checked before the transaction, which nothing is to wait in, with a request that cannot change meanwhile.
    let Some((who, found)) = find(hub, who.into(), id).await? else {
        return Ok(Answered::Unanswerable(Unanswerable::NotFound));
    };
    let ask = store::ask_of(&found.request)?;
    let wish = wish(hub, &who, &found.request, &ask, answer);
    let (terms, by) = match check(hub, &who, &wish).await? {
        Ok((terms, by)) => (Terms { consent: id, ..terms }, by),
        Err(given) => {
            let permits = wish.scopes.len();
            return Ok(Answered::Not { given, permits });
        }
    };
    if let Err(why) = stays_inside(hub, &ask, &terms) {
        return Ok(why);
    }
    let terms = match acting::worth(hub, &who, by).await? {
        Ok(state) => Terms { state, ..terms },
        Err(why) => {
            let (given, permits) = (Given::NoSay(why), wish.scopes.len());
            return Ok(Answered::Not { given, permits });
        }
    };
    let open = match open(hub, &who, id, yes(terms.state)).await? {
        Ok(open) => open,
        Err(why) => return Ok(Answered::Unanswerable(why)),
    };
    let granted = consent::Model {
        redisclosure: Some(open.request.redisclosure),
        notice_version: open.request.notice_version,
        ..row(hub, by, &wish, &terms)
    };
    change::commit_version(hub, open.tx, &granted).await?;
    Ok(Answered::Granted(Box::new(granted)))
}

/// A holder says no, and may say why. Kept: the partner learns that it was refused, and not the reason.
pub async fn refuse_request(
    hub: &Hub,
    who: impl Into<Decider>,
    id: Uuid,
    reason: Option<String>,
) -> Result<Declined, StoreError> {
    let Ok(reason) = own_words(reason) else {
        return Ok(Declined::ReasonTooLong);
    };
    let Some(who) = acting::standing(hub, who.into()).await? else {
        return Ok(Declined::Unanswerable(Unanswerable::NotFound));
    };
    let open = match open(hub, &who, id, Act::Refuse).await? {
        Ok(open) => open,
        Err(why) => return Ok(Declined::Unanswerable(why)),
    };
    let Some(by) = By::answering(&who, &open.ask) else {
        return Ok(Declined::Unanswerable(Unanswerable::NotFound));
    };
    let refused = refusal(hub, who.person(), by, &open, reason);
    change::commit_version(hub, open.tx, &refused).await?;
    Ok(Declined::Refused(Box::new(refused)))
}

/// The act that brings a request to where it stands by a yes.
fn yes(state: ConsentState) -> Act {
    if state == ConsentState::Granted {
        Act::Grant
    } else {
        Act::Propose
    }
}

async fn find(hub: &Hub, who: Decider, id: Uuid) -> Result<Option<(Decider, Answerable)>, StoreError> {
    let Some(who) = acting::standing(hub, who).await? else {
        return Ok(None);
    };
    let addresses = store::addresses(&hub.db, &hub.keys, &who).await?;
    let Some(found) = store::one_at(&hub.db, &addresses, id).await? else {
        return Ok(None);
    };
    Ok(acting::may_see(&who, &found)?.then_some((who, found)))
}

/// Holds a request for the answer, if it is for this holder and nobody has answered it.
async fn open(hub: &Hub, who: &Decider, id: Uuid, act: Act) -> Result<Result<Open, Unanswerable>, StoreError> {
    let addresses = store::addresses(&hub.db, &hub.keys, who).await?;
    let Some(tx) = acting::begin(hub, who).await? else {
        return Ok(Err(Unanswerable::NoMandate));
    };
    let Some(Answerable { request, answer }) = store::hold(&tx, &addresses, id).await? else {
        return Ok(Err(Unanswerable::NotFound));
    };
    if answer
        .as_ref()
        .is_some_and(|row| row.state == ConsentState::Requested.as_str())
    {
        return Ok(Err(Unanswerable::Closed(NotNow::HalfGiven)));
    }
    let stands = answer.map_or(Some(ConsentState::Requested), |row| ConsentState::from_word(&row.state));
    let over = request.open_until <= hub.clock.now();
    if let Err(why) = step(stands, over, act) {
        return Ok(Err(Unanswerable::Closed(why)));
    }
    let ask = store::ask_of(&request)?;
    Ok(Ok(Open { tx, request, ask }))
}

fn wish(hub: &Hub, who: &Decider, request: &consent_request::Model, ask: &Ask, answer: GrantAnswer) -> Consent {
    // What is left out is given as it was asked for, or as far as the delegation goes.
    let as_long = || {
        let asked = ask.until.from(hub.clock.now());
        let under = who.mandate().and_then(|mandate| mandate.may_answer(ask));
        under.map_or(asked, |under| asked.min(under.expires_at))
    };
    let as_asked = || ask.scopes.iter().map(|asked| asked.scope.to_string()).collect();
    Consent {
        partner: request.partner_organization_id,
        client: request.client_id,
        purpose: ask.purpose,
        scopes: answer.scopes.unwrap_or_else(as_asked),
        denies: answer.denies,
        starts_at: answer.starts_at,
        expires_at: answer.expires_at.unwrap_or_else(as_long),
        use_limit: answer.use_limit.or(ask.use_limit),
        retention: request.retention.clone(),
        language: answer.language.unwrap_or_else(|| request.language.clone()),
    }
}

fn stays_inside(hub: &Hub, ask: &Ask, terms: &Terms) -> Result<(), Answered> {
    let answer = Answer {
        permits: &terms.permits,
        denies: &terms.denies,
        expires_at: terms.expires_at,
        use_limit: terms.use_limit,
    };
    check_answer(ask, answer, hub.clock.now()).map_err(|why| match why {
        NoAnswer::LeftOut { indexes } => {
            Answered::LeftOut(indexes.into_iter().map(|index| ask.scopes[index].clone()).collect())
        }
        beyond => Answered::Beyond(beyond),
    })
}

/// The version that keeps a refusal: what was refused, of whom, and when.
fn refusal(hub: &Hub, person: Uuid, by: By, open: &Open, reason: Option<String>) -> consent::Model {
    let (now, request) = (hub.clock.now(), &open.request);
    consent::Model {
        id: Uuid::now_v7(),
        consent_id: request.id,
        version: 1,
        person_id: person,
        partner_organization_id: request.partner_organization_id,
        client_id: request.client_id,
        purpose: request.purpose.clone(),
        state: ConsentState::Refused.as_str().into(),
        scopes: open.ask.scopes.iter().map(|asked| asked.scope.to_string()).collect(),
        denies: serde_json::json!([]),
        starts_at: now,
        expires_at: open.ask.until.from(now),
        use_limit: request.use_limit,
        retention: request.retention.clone(),
        redisclosure: Some(request.redisclosure.clone()),
        notice_version: request.notice_version.clone(),
        notice_language: request.language.clone(),
        given_by_kind: by.kind.as_str().into(),
        given_by: Some(by.person),
        delegation_id: by.delegation,
        reason,
        recorded_at: now,
        superseded_at: None,
    }
}
