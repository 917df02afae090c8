//! Requests for consent: a partner asks (`ask.rs`) and follows what it asked, a holder reads and answers (`answer.rs`).

mod answer;
mod ask;

pub use answer::{
    GrantConsentRequestInput, GrantConsentRequestPayload, RefuseConsentRequestInput, RefuseConsentRequestPayload,
    grant, refuse,
};
pub use ask::{RequestConsentInput, RequestConsentPayload, ask};

use super::words::{words_of_request, words_of_scope};
use super::{Consent, Partner, decider_or_none, partner};
use crate::caller::Caller;
use crate::flows::consent::{self as flow, Onlooker};
use crate::flows::view_passport::Closed;
use crate::graphql::errors::{closed, forbidden, store};
use crate::graphql::ids::{Kind, id};
use crate::graphql::load::access;
use crate::graphql::node::Node;
use crate::graphql::page::{Stretch, Window, cursor, cut};
use crate::graphql::words::{Purpose, Redisclosure};
use crate::store::consent_requests::{Answerable, ask_of};
use async_graphql::{Context, Description, Enum, Error, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use passport::consent::{AskedScope, ConsentState};

/// What a partner asked a holder for.
#[derive(Description)]
pub struct ConsentRequest(Box<Answerable>);

impl From<Answerable> for ConsentRequest {
    fn from(answerable: Answerable) -> Self {
        ConsentRequest(Box::new(answerable))
    }
}

/// One scope that a partner asks for.
#[derive(Description)]
pub struct RequestedScope {
    asked: AskedScope,
    language: String,
}

#[Object(use_type_description)]
impl RequestedScope {
    /// What, in the scope grammar.
    async fn scope(&self) -> String {
        self.asked.scope.to_string()
    }

    /// Whether the partner can do nothing without it.
    async fn required(&self) -> bool {
        self.asked.required
    }

    /// Why the partner needs it, in its own words.
    async fn reason(&self) -> &str {
        &self.asked.reason
    }

    /// What it permits, in plain words.
    async fn in_words(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "BCP 47, such as \"de\"; the request's if left out. English where there are no words in it.")]
        language: Option<String>,
    ) -> Result<String> {
        let reference = access(ctx)?.hub.reference();
        let language = language.as_deref().unwrap_or(&self.language);
        Ok(words_of_scope(&reference, language, &self.asked.scope))
    }
}

/// How a request stands.
#[derive(Enum, Copy, Clone, Eq, PartialEq, PartialOrd, Ord, Debug)]
pub enum ConsentRequestState {
    /// Nobody has answered it. It stays so too where nobody is reached.
    Pending,
    /// The holder gave consent.
    Granted,
    /// The holder suspended the consent.
    Paused,
    /// The holder said no.
    Refused,
    /// Nobody answered in time, or the time of the consent is over.
    Expired,
    /// The holder ended the consent.
    Withdrawn,
}

/// What was granted in answer to a request.
#[derive(SimpleObject)]
pub struct RequestGrant {
    /// What is permitted, in the scope grammar. The holder may hold back parts of it.
    scopes: Vec<String>,
    /// From when.
    starts_at: DateTime<Utc>,
    /// Until when.
    expires_at: DateTime<Utc>,
    /// How often it may be used; none means any number of times within its dates.
    use_limit: Option<i32>,
}

impl ConsentRequest {
    fn state_at(&self, now: DateTime<Utc>) -> ConsentRequestState {
        let answer = self.0.answer.as_ref();
        let over = answer.is_some_and(|answer| answer.expires_at <= now);
        let closed = self.0.request.open_until <= now;
        state_of_answer(answer.map(|answer| answer.state.as_str()), closed, over)
    }
}

/// How a request stands by the state of its answer: `closed` says that the time to answer is over, `over` that the time of
/// the answer is.
pub fn state_of_answer(answer: Option<&str>, closed: bool, over: bool) -> ConsentRequestState {
    let Some(answer) = answer else {
        return if closed {
            ConsentRequestState::Expired
        } else {
            ConsentRequestState::Pending
        };
    };
    match ConsentState::from_word(answer) {
        Some(ConsentState::Refused) => ConsentRequestState::Refused,
        Some(ConsentState::Granted | ConsentState::Paused) if over => ConsentRequestState::Expired,
        Some(ConsentState::Granted) => ConsentRequestState::Granted,
        Some(ConsentState::Paused) => ConsentRequestState::Paused,
        Some(ConsentState::Withdrawn) => ConsentRequestState::Withdrawn,
        Some(ConsentState::Requested) if over => ConsentRequestState::Expired,
        Some(ConsentState::Requested) | None => ConsentRequestState::Pending,
    }
}

#[Object(use_type_description)]
impl ConsentRequest {
    /// Global id.
    pub async fn id(&self) -> ID {
        id(Kind::ConsentRequest, self.0.request.id)
    }

    /// Who asks.
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        partner(ctx, self.0.request.partner_organization_id).await
    }

    /// What for.
    async fn purpose(&self) -> Option<Purpose> {
        passport::consent::Purpose::from_word(&self.0.request.purpose).map(Into::into)
    }

    /// What is asked for.
    async fn scopes(&self) -> Result<Vec<RequestedScope>> {
        let ask = ask_of(&self.0.request).map_err(store)?;
        Ok(requested(ask.scopes, &self.0.request.language))
    }

    /// Until when the consent is to last; none where a number of days is asked for.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.request.until_at
    }

    /// For how many days, from when it is given, the consent is to last; none where an end is asked for.
    async fn for_days(&self) -> Option<i32> {
        self.0.request.for_days
    }

    /// How often it is to be used; none means any number of times.
    async fn use_limit(&self) -> Option<i32> {
        self.0.request.use_limit
    }

    /// How long the partner would keep what it sees, in its own words.
    async fn retention(&self) -> Option<&str> {
        self.0.request.retention.as_deref()
    }

    /// Whether the partner would pass on what it sees.
    async fn redisclosure(&self) -> Option<Redisclosure> {
        passport::consent::Redisclosure::from_word(&self.0.request.redisclosure).map(Into::into)
    }

    /// The version of the partner's notice; the hub's own where it shows none.
    async fn notice_version(&self) -> &str {
        &self.0.request.notice_version
    }

    /// The language it was asked in.
    async fn language(&self) -> &str {
        &self.0.request.language
    }

    /// When it was asked.
    async fn asked_at(&self) -> DateTime<Utc> {
        self.0.request.asked_at
    }

    /// Until when it may be answered.
    async fn answer_by(&self) -> DateTime<Utc> {
        self.0.request.open_until
    }

    /// How it stands.
    async fn state(&self, ctx: &Context<'_>) -> Result<ConsentRequestState> {
        Ok(self.state_at(access(ctx)?.hub.clock.now()))
    }

    /// What was granted, as long as it is.
    async fn granted(&self, ctx: &Context<'_>) -> Result<Option<RequestGrant>> {
        let granted = self.state_at(access(ctx)?.hub.clock.now()) == ConsentRequestState::Granted;
        Ok(self.0.answer.as_ref().filter(|_| granted).map(|answer| RequestGrant {
            scopes: super::texts(&answer.scopes),
            starts_at: answer.starts_at,
            expires_at: answer.expires_at,
            use_limit: answer.use_limit,
        }))
    }

    /// The consent or refusal that answers it, for its holder, or for whoever gave it for them.
    async fn consent(&self, ctx: &Context<'_>) -> Result<Option<Consent>> {
        let deciders = access(ctx)?.deciders().await.map_err(store)?;
        let theirs = |row: &&entity::consent::Model| deciders.iter().any(|who| who.decides_on(row));
        Ok(self.0.answer.as_ref().filter(theirs).cloned().map(Consent))
    }

    /// The whole request in plain words, line by line.
    async fn in_words(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "BCP 47, such as \"de\"; the request's if left out. English where there are no words in it.")]
        language: Option<String>,
    ) -> Result<String> {
        words_of_request(ctx, &self.0.request, language.as_deref()).await
    }
}

fn requested(scopes: Vec<AskedScope>, language: &str) -> Vec<RequestedScope> {
    let one = |asked| RequestedScope {
        asked,
        language: language.to_owned(),
    };
    scopes.into_iter().map(one).collect()
}

async fn onlooker(ctx: &Context<'_>, on_behalf_of: Option<&ID>) -> Result<Onlooker, Error> {
    match &access(ctx)?.caller {
        Caller::Holder(_) if on_behalf_of.is_some() => Ok(Onlooker::Decider(decider_or_none(ctx, on_behalf_of).await?)),
        Caller::Holder(pass) => Ok(Onlooker::Decider((*pass).into())),
        Caller::Partner(partner) => Ok(Onlooker::Partner(*partner)),
        Caller::Stranger => Err(closed(Closed::Stranger)),
        _ => Err(forbidden("holders and partners")),
    }
}

/// A page of requests: those for the holder, or those of the partner.
pub async fn requests(
    ctx: &Context<'_>,
    first: Option<i32>,
    after: Option<String>,
    on_behalf_of: Option<ID>,
) -> Result<Stretch<ConsentRequest>> {
    let who = onlooker(ctx, on_behalf_of.as_ref()).await?;
    let window = Window::new(first, after, None, None);
    let (limit, _) = window.size()?;
    let start = cursor(window.after())?;
    let found = flow::requests(&access(ctx)?.hub, who, start, limit as u64 + 1).await;
    let with_cursor = |row: Answerable| (row.request.id.simple().to_string(), row.into());
    Ok(cut(found.map_err(store)?, limit, start.is_some(), with_cursor))
}

/// One request: for the holder, or of the partner.
pub async fn request(
    ctx: &Context<'_>,
    wanted: uuid::Uuid,
    on_behalf_of: Option<ID>,
) -> Result<Option<ConsentRequest>> {
    let who = onlooker(ctx, on_behalf_of.as_ref()).await?;
    let found = flow::one_request(&access(ctx)?.hub, who, wanted).await;
    Ok(found.map_err(store)?.map(Into::into))
}

/// A request by its id.
pub async fn request_node(ctx: &Context<'_>, wanted: uuid::Uuid) -> Result<Option<Node>> {
    match onlooker(ctx, None).await {
        Ok(_) => Ok(request(ctx, wanted, None).await?.map(Node::ConsentRequest)),
        Err(_) => Ok(None),
    }
}
