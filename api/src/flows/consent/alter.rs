//! A holder changes what they gave: narrows, pauses, resumes, ends it. Each is a new version.

use super::acting::{self, By};
use super::{UnknownName, Withdrawn, change, names, read_scopes, texts};
use crate::caller::Decider;
use crate::hub::Hub;
use crate::store::{StoreError, consents};
use chrono::{DateTime, Utc};
use entity::consent;
use passport::consent::{
    Act, BadScope, BadTerms, ConsentState, GivenBy, LONGEST_TEXT, NoSay, NotNow, Scope, Terms, Wider, check_terms,
    narrows, step,
};
use uuid::Uuid;

/// What becomes narrower; what is left out stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Narrowing {
    /// What is permitted from now on.
    pub scopes: Option<Vec<String>>,
    /// What is denied from now on: what was denied, or wider, and more.
    pub denies: Option<Vec<String>>,
    /// Until when.
    pub expires_at: Option<DateTime<Utc>>,
    /// How often it may be used in all, from its first version on.
    pub use_limit: Option<i32>,
}

/// What comes of a change.
#[derive(Debug)]
pub enum Altered {
    /// It was made.
    Made(Box<consent::Model>),
    /// It cannot be made where the consent stands.
    NotNow(NotNow),
    /// It would permit more than before.
    Wider(Wider),
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
    /// There is no such consent of theirs.
    NotFound,
    /// It is not theirs to say.
    NoSay(NoSay),
    /// Nothing lets them act for the holder any more.
    NoMandate,
}

/// A holder suspends a consent: it permits nothing until it is resumed, and what it denies stays denied.
pub async fn pause_consent(hub: &Hub, who: impl Into<Decider>, consent_id: Uuid) -> Result<Altered, StoreError> {
    alter(hub, who.into(), consent_id, Act::Pause, Ok).await
}

/// A holder lets a paused consent hold again.
pub async fn resume_consent(hub: &Hub, who: impl Into<Decider>, consent_id: Uuid) -> Result<Altered, StoreError> {
    alter(hub, who.into(), consent_id, Act::Resume, Ok).await
}

/// A holder makes a consent narrower.
pub async fn narrow_consent(
    hub: &Hub,
    who: impl Into<Decider>,
    consent_id: Uuid,
    narrowing: Narrowing,
) -> Result<Altered, StoreError> {
    let written = |texts: &Option<Vec<String>>| texts.clone().unwrap_or_default();
    let (permits, denies) = match read_scopes(&written(&narrowing.scopes), &written(&narrowing.denies)) {
        Ok(read) => read,
        Err((index, reason)) => return Ok(Altered::BadScope { index, reason }),
    };
    let named: Vec<&Scope> = permits.iter().chain(&denies).collect();
    if let Some((index, what)) = names::unknown(hub, &named).await? {
        return Ok(Altered::UnknownName { index, what });
    }
    let narrow = |before: Terms| {
        let after = Terms {
            permits: narrowing.scopes.as_ref().map_or(before.permits.clone(), |_| permits),
            denies: narrowing.denies.as_ref().map_or(before.denies.clone(), |_| denies),
            expires_at: narrowing.expires_at.unwrap_or(before.expires_at),
            use_limit: narrowing.use_limit.or(before.use_limit),
            ..before
        };
        narrows(&before, &after).map_err(Altered::Wider)?;
        check_terms(&after, hub.clock.now()).map_err(Altered::BadTerms)?;
        Ok(after)
    };
    alter(hub, who.into(), consent_id, Act::Narrow, narrow).await
}

/// A holder ends a consent, and may say why; it bites on the next request.
pub async fn end_consent(
    hub: &Hub,
    who: impl Into<Decider>,
    consent_id: Uuid,
    reason: Option<String>,
) -> Result<Withdrawn, StoreError> {
    let Ok(reason) = own_words(reason) else {
        return Ok(Withdrawn::ReasonTooLong);
    };
    let Some(who) = acting::standing(hub, who.into()).await? else {
        return Ok(Withdrawn::NotFound);
    };
    let Some(tx) = acting::begin(hub, &who).await? else {
        return Ok(Withdrawn::NoMandate);
    };
    let Some(held) = consents::newest(&tx, &who, consent_id).await? else {
        return Ok(Withdrawn::NotFound);
    };
    let Ok(state) = step(Some(state_of(&held)?), false, Act::Withdraw) else {
        return Ok(Withdrawn::AlreadyEnded(Box::new(held)));
    };
    let ended = consent::Model {
        reason,
        ..change::next(hub, By::altering(&who, &held), held, state)
    };
    change::commit_version(hub, tx, &ended).await?;
    Ok(Withdrawn::Withdrawn(Box::new(ended)))
}

/// Makes the next version of a consent, whose terms `make` may narrow.
async fn alter(
    hub: &Hub,
    who: Decider,
    consent_id: Uuid,
    act: Act,
    make: impl FnOnce(Terms) -> Result<Terms, Altered>,
) -> Result<Altered, StoreError> {
    let Some(who) = acting::standing(hub, who).await? else {
        return Ok(Altered::NotFound);
    };
    let everybody = acting::consenters(hub, who.person()).await?;
    let Some(tx) = acting::begin(hub, &who).await? else {
        return Ok(Altered::NoMandate);
    };
    let Some(held) = consents::newest(&tx, &who, consent_id).await? else {
        return Ok(Altered::NotFound);
    };
    let by = By::altering(&who, &held);
    if act == Act::Resume
        && let Err(why) = everybody.resume(given_by(&held)?, by.kind)
    {
        return Ok(Altered::NoSay(why));
    }
    let state = match stepped(hub, &held, act)? {
        Ok(state) => state,
        Err(why) => return Ok(Altered::NotNow(why)),
    };
    let terms = match make(consents::terms_of(&held)?) {
        Ok(terms) => terms,
        Err(why) => return Ok(why),
    };
    let made = consent::Model {
        scopes: texts(&terms.permits),
        denies: texts(&terms.denies),
        expires_at: by
            .until(&who)
            .map_or(terms.expires_at, |until| until.min(terms.expires_at)),
        use_limit: terms.use_limit,
        ..change::next(hub, by, held, state)
    };
    change::commit_version(hub, tx, &made).await?;
    Ok(Altered::Made(Box::new(made)))
}

/// Where a consent stands after an act.
pub(super) fn stepped(hub: &Hub, held: &consent::Model, act: Act) -> Result<Result<ConsentState, NotNow>, StoreError> {
    let over = held.expires_at <= hub.clock.now();
    Ok(step(Some(state_of(held)?), over, act))
}

/// Who made a version.
pub(super) fn given_by(row: &consent::Model) -> Result<GivenBy, StoreError> {
    GivenBy::from_word(&row.given_by_kind).ok_or(StoreError::Corrupt("who gave a consent"))
}

fn state_of(row: &consent::Model) -> Result<ConsentState, StoreError> {
    ConsentState::from_word(&row.state).ok_or(StoreError::Corrupt("a consent's state"))
}

/// What a holder says on it, trimmed; an error where it is too long to be kept.
pub(super) fn own_words(reason: Option<String>) -> Result<Option<String>, ()> {
    let reason = reason
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    match reason {
        Some(text) if text.chars().count() > LONGEST_TEXT => Err(()),
        reason => Ok(reason),
    }
}
