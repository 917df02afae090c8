//! A partner asks for consent, and follows what it asked.
//!
//! The partner cannot see whom it asks, and must not learn it: the request is kept by its address, and whether anybody is
//! reached there is not looked up. So a request to nobody takes the same steps, and looks the same ever after, as one
//! that nobody has answered.

use super::acting;
use super::{NOTICE_VERSION, UnknownName, names};
use crate::caller::{Decider, Partner};
use crate::hub::Hub;
use crate::store::StoreError;
use crate::store::consent_requests::{self as store, Answerable};
use entity::consent_request;
use passport::consent::{
    Ask, AskedScope, BadAsk, BadScope, LONGEST_TEXT, MOST_AT_ONE_ADDRESS, MOST_IN_ALL, OPEN_FOR, Purpose, Redisclosure,
    Scope, Until, check_ask, open_until,
};
use uuid::Uuid;

/// Where a holder is asked, as they told the partner.
#[derive(Debug, Clone)]
pub enum Address {
    /// At an e-mail address.
    Email(String),
    /// At the id of a passport.
    Passport(Uuid),
}

/// One scope that is asked for, as it is written.
#[derive(Debug, Clone)]
pub struct AskedText {
    /// In the scope grammar.
    pub scope: String,
    /// Whether the partner can do nothing without it.
    pub required: bool,
    /// Why it is needed.
    pub reason: String,
}

/// What a partner wishes.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Whom it asks.
    pub address: Address,
    /// What for.
    pub purpose: Purpose,
    /// Which scopes.
    pub scopes: Vec<AskedText>,
    /// Until when.
    pub until: Until,
    /// How often it is to be used.
    pub use_limit: Option<i32>,
    /// How long it would keep what it sees, in words.
    pub retention: Option<String>,
    /// Whether it would pass it on.
    pub redisclosure: Redisclosure,
    /// The version of its own notice, where it shows one.
    pub notice_version: Option<String>,
    /// The language it asks in, BCP 47.
    pub language: String,
}

/// Why a partner's wish cannot be asked; says nothing about whom it is for.
#[derive(Debug)]
pub enum NotAsked {
    /// A scope is not one.
    BadScope {
        /// Which, counted from 0.
        index: usize,
        /// Why.
        reason: BadScope,
    },
    /// A scope names something that is not known here.
    UnknownName {
        /// Which, counted from 0.
        index: usize,
        /// What is unknown.
        what: UnknownName,
    },
    /// It cannot be asked for.
    Bad(BadAsk),
    /// No e-mail address.
    Email,
    /// A text is too long to be kept.
    TooLong {
        /// Which field of the wish.
        field: &'static str,
        /// How many characters it may have.
        most: usize,
    },
    /// The partner asked too often at this address.
    TooOftenHere,
    /// The partner asked too often in all.
    TooOften,
}

/// Longest e-mail address there is.
const LONGEST_EMAIL: usize = 254;
/// Longest version of a notice, and language, in characters.
const LONGEST_WORD: usize = 64;

/// A partner asks for consent.
pub async fn ask_for_consent(
    hub: &Hub,
    partner: Partner,
    wish: Wish,
) -> Result<Result<consent_request::Model, NotAsked>, StoreError> {
    let ask = match ask(&wish) {
        Ok(ask) => ask,
        Err(why) => return Ok(Err(why)),
    };
    let now = hub.clock.now();
    if let Err(why) = check_ask(&ask, partner.purpose, now)
        .map_err(NotAsked::Bad)
        .and(bounded(&wish))
    {
        return Ok(Err(why));
    }
    let scopes: Vec<&Scope> = ask.scopes.iter().map(|asked| &asked.scope).collect();
    if let Some((index, what)) = names::unknown(hub, &scopes).await? {
        return Ok(Err(NotAsked::UnknownName { index, what }));
    }
    let row = row(hub, partner, wish, &ask);
    let tx = hub.db.begin().await?;
    let (here, in_all) = store::asked_since(&tx, partner, &row.address_hash, now - OPEN_FOR).await?;
    if here >= MOST_AT_ONE_ADDRESS {
        return Ok(Err(NotAsked::TooOftenHere));
    }
    if in_all >= MOST_IN_ALL {
        return Ok(Err(NotAsked::TooOften));
    }
    store::keep(&tx, row.clone()).await?;
    tx.commit().await?;
    Ok(Ok(row))
}

fn ask(wish: &Wish) -> Result<Ask, NotAsked> {
    let mut scopes = Vec::new();
    for (index, asked) in wish.scopes.iter().enumerate() {
        let bad = |reason| NotAsked::BadScope { index, reason };
        scopes.push(AskedScope {
            scope: asked.scope.parse().map_err(bad)?,
            required: asked.required,
            reason: asked.reason.trim().to_owned(),
        });
    }
    Ok(Ask {
        purpose: wish.purpose,
        scopes,
        until: wish.until,
        use_limit: wish.use_limit,
    })
}

fn bounded(wish: &Wish) -> Result<(), NotAsked> {
    let within = |field, text: Option<&String>, most| match text {
        Some(text) if text.chars().count() > most => Err(NotAsked::TooLong { field, most }),
        _ => Ok(()),
    };
    within("retention", wish.retention.as_ref(), LONGEST_TEXT)?;
    within("noticeVersion", wish.notice_version.as_ref(), LONGEST_WORD)?;
    within("language", Some(&wish.language), LONGEST_WORD)?;
    match &wish.address {
        Address::Email(email) if !is_email(email.trim()) => Err(NotAsked::Email),
        _ => Ok(()),
    }
}

/// Whether a text has the outer form of an e-mail address.
pub(super) fn is_email(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    text.len() <= LONGEST_EMAIL
        && text
            .rsplit_once('@')
            .is_some_and(|(name, host)| plain(name) && plain(host))
}

fn row(hub: &Hub, partner: Partner, wish: Wish, ask: &Ask) -> consent_request::Model {
    let (kind, hash) = match &wish.address {
        Address::Email(email) => ("email", store::email_hash(&hub.keys, email)),
        Address::Passport(person) => ("passport", store::passport_hash(&hub.keys, *person)),
    };
    let now = hub.clock.now();
    let (until_at, for_days) = match ask.until {
        Until::At(moment) => (Some(moment), None),
        Until::Days(days) => (None, Some(days)),
    };
    consent_request::Model {
        id: Uuid::now_v7(),
        partner_organization_id: partner.organization,
        client_id: partner.client,
        address_kind: kind.into(),
        address_hash: hash,
        purpose: ask.purpose.as_str().into(),
        scopes: store::stored(&ask.scopes),
        until_at,
        for_days,
        use_limit: ask.use_limit,
        retention: wish.retention,
        redisclosure: wish.redisclosure.as_str().into(),
        notice_version: wish.notice_version.unwrap_or_else(|| NOTICE_VERSION.into()),
        language: wish.language,
        asked_at: now,
        open_until: open_until(ask, now),
    }
}

/// Who looks at requests.
#[derive(Debug, Clone)]
pub enum Onlooker {
    /// Whom they are for, or somebody who acts for them.
    Decider(Decider),
    /// Who made them.
    Partner(Partner),
}

/// A page of requests, the newest first: those for a holder, or those of a partner.
pub async fn requests(
    hub: &Hub,
    who: Onlooker,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Answerable>, StoreError> {
    match who {
        Onlooker::Partner(partner) => store::of_partner(&hub.db, partner, before, limit).await,
        Onlooker::Decider(who) => match acting::standing(hub, who).await? {
            None => Ok(vec![]),
            Some(who) => {
                let addresses = store::addresses(&hub.db, &hub.keys, &who).await?;
                page_for(hub, &who, &addresses, before, limit).await
            }
        },
    }
}

/// A page of the requests that they may answer; those that lie outside a delegation are passed over.
async fn page_for(
    hub: &Hub,
    who: &Decider,
    addresses: &store::Addresses,
    mut before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Answerable>, StoreError> {
    let mut page = Vec::new();
    loop {
        let found = store::at(&hub.db, addresses, before, limit).await?;
        let more = found.len() as u64 == limit && limit > 0;
        before = found.last().map(|last| last.request.id);
        for one in found {
            if acting::may_see(who, &one)? {
                page.push(one);
            }
        }
        if !more || page.len() as u64 >= limit {
            page.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            return Ok(page);
        }
    }
}

/// One request: for a holder, or of a partner.
pub async fn one_request(hub: &Hub, who: Onlooker, id: Uuid) -> Result<Option<Answerable>, StoreError> {
    match who {
        Onlooker::Partner(partner) => store::one_of_partner(&hub.db, partner, id).await,
        Onlooker::Decider(who) => match acting::standing(hub, who).await? {
            None => Ok(None),
            Some(who) => {
                let addresses = store::addresses(&hub.db, &hub.keys, &who).await?;
                let Some(found) = store::one_at(&hub.db, &addresses, id).await? else {
                    return Ok(None);
                };
                Ok(acting::may_see(&who, &found)?.then_some(found))
            }
        },
    }
}
