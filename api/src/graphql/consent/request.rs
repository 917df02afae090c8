//! Requests for consent: a partner asks and follows what it asked, a holder reads and answers.

use super::faults::{no_mandate, reason_too_long, terms_field};
use super::grant::{ConsentGranted, ConsentNotGranted, ConsentProposed, not_granted, waits};
use super::words::{words_of_request, words_of_scope};
use super::{Consent, Partner, decider, decider_or_none, partner};
use crate::caller::Caller;
use crate::flows::consent::{
    self as flow, Address, Answered, AskedText, Declined, Given, GrantAnswer, NotAsked, Onlooker, Unanswerable,
};
use crate::flows::view_passport::Closed;
use crate::graphql::errors::{closed, forbidden, store};
use crate::graphql::ids::{GlobalId, Kind, expect, id};
use crate::graphql::load::access;
use crate::graphql::page::{Stretch, Window, stretch};
use crate::graphql::query::{Node, cursor};
use crate::graphql::words::{Purpose, Redisclosure};
use crate::pseudonyms::Pseudonyms;
use crate::store::consent_requests::{Answerable, ask_of};
use async_graphql::{Context, Description, Enum, Error, ID, InputObject, Object, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};
use passport::consent::{AskedScope, BadAsk, ConsentState, NoAnswer, NotNow, Until};

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
    let mut rows = found.map_err(store)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let with_cursor = |row: Answerable| (row.request.id.simple().to_string(), row.into());
    Ok(stretch(
        rows.into_iter().map(with_cursor).collect(),
        start.is_some(),
        more,
    ))
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

/// One scope to ask for.
#[derive(InputObject)]
pub struct RequestedScopeInput {
    /// What, in the scope grammar: `passport/<Section>.<ops>[?filter&filter]`.
    scope: String,
    /// Whether you can do nothing without it. The holder may narrow it, and not leave it out.
    #[graphql(default_with = "Some(false)")]
    required: Option<bool>,
    /// Why you need it: the holder reads this.
    reason: String,
}

/// What you ask a holder for. Give one of `email` and `passport`, and one of `expiresAt` and `forDays`.
#[derive(InputObject)]
pub struct RequestConsentInput {
    /// The holder's e-mail address, as they told you.
    email: Option<String>,
    /// The id of the holder's passport, as they told you.
    passport: Option<ID>,
    /// What for; what your token asks for.
    purpose: Purpose,
    /// Which scopes, at most 20.
    scopes: Vec<RequestedScopeInput>,
    /// Until when the consent is to last; at most twelve months from now.
    expires_at: Option<DateTime<Utc>>,
    /// For how many days, from when it is given, the consent is to last; at most 366.
    for_days: Option<i32>,
    /// How often it is to be used; any number of times if left out.
    use_limit: Option<i32>,
    /// How long you keep what you see, in words.
    retention: Option<String>,
    /// Whether you pass it on.
    #[graphql(default_with = "Some(Redisclosure::None)")]
    redisclosure: Option<Redisclosure>,
    /// The version of the notice that you show, if you show one.
    notice_version: Option<String>,
    /// The language you ask in, BCP 47.
    #[graphql(default_with = "Some(\"en\".to_owned())")]
    language: Option<String>,
}

/// It was asked. Whether anybody is reached is not known to you until they answer.
#[derive(SimpleObject)]
pub struct ConsentRequested {
    /// The request.
    request: ConsentRequest,
}

/// It cannot be asked so.
#[derive(SimpleObject)]
pub struct ConsentNotRequested {
    /// Which field of the input is at fault.
    field: String,
    /// What is wrong, and what would be right.
    reason: String,
}

/// What comes of asking for consent.
#[derive(Union)]
#[allow(clippy::large_enum_variant, reason = "made once per mutation")]
pub enum RequestConsentPayload {
    /// It was asked.
    Requested(ConsentRequested),
    /// It was not.
    NotRequested(ConsentNotRequested),
}

/// A partner asks.
pub async fn ask(ctx: &Context<'_>, input: RequestConsentInput) -> Result<RequestConsentPayload> {
    let access = access(ctx)?;
    let partner = match &access.caller {
        Caller::Partner(partner) => *partner,
        Caller::Stranger => return Err(closed(Closed::Stranger)),
        _ => return Err(forbidden("partners")),
    };
    let not =
        |(field, reason): (String, String)| RequestConsentPayload::NotRequested(ConsentNotRequested { field, reason });
    let until = if input.for_days.is_some() {
        "forDays"
    } else {
        "expiresAt"
    };
    let wish = match wish(input, access.pseudonyms.as_ref()) {
        Ok(wish) => wish,
        Err(fault) => return Ok(not(fault)),
    };
    let asked = flow::ask_for_consent(&access.hub, partner, wish).await.map_err(store)?;
    Ok(match asked {
        Ok(request) => RequestConsentPayload::Requested(ConsentRequested {
            request: Answerable { request, answer: None }.into(),
        }),
        Err(why) => not(fault(why, until)),
    })
}

type Fault = (String, String);

fn wish(input: RequestConsentInput, pseudonyms: Option<&Pseudonyms>) -> Result<flow::Wish, Fault> {
    let fault = |field: &str, reason: &str| (field.to_owned(), reason.to_owned());
    let address = match (input.email, input.passport) {
        (Some(email), None) => Address::Email(email.trim().to_owned()),
        (None, Some(passport)) => {
            let meant = GlobalId::read(&passport, pseudonyms).filter(|meant| meant.kind == Kind::Passport);
            let bad = || ("passport".to_owned(), "This is not the id of a passport.".to_owned());
            Address::Passport(meant.ok_or_else(bad)?.id)
        }
        _ => return Err(fault("email", "give one of email and passport, as the holder told you")),
    };
    let until = match (input.expires_at, input.for_days) {
        (Some(moment), None) => Until::At(moment),
        (None, Some(days)) => Until::Days(days),
        _ => return Err(fault("expiresAt", "give one of expiresAt and forDays")),
    };
    let text = |scope: RequestedScopeInput| AskedText {
        scope: scope.scope,
        required: scope.required.unwrap_or(false),
        reason: scope.reason,
    };
    let filled = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    Ok(flow::Wish {
        address,
        purpose: input.purpose.into(),
        scopes: input.scopes.into_iter().map(text).collect(),
        until,
        use_limit: input.use_limit,
        retention: filled(input.retention),
        redisclosure: input.redisclosure.unwrap_or(Redisclosure::None).into(),
        notice_version: filled(input.notice_version),
        language: filled(input.language).unwrap_or_else(|| "en".to_owned()),
    })
}

/// Which field of the input is at fault; `until` is the one by which the end was asked for.
fn fault(why: NotAsked, until: &str) -> Fault {
    let often = "you asked as often as one may within thirty days; wait for answers";
    match why {
        NotAsked::BadScope { index, reason } => (format!("scopes.{index}.scope"), reason.to_string()),
        NotAsked::UnknownName { index, what } => (format!("scopes.{index}.scope"), what.to_string()),
        NotAsked::Bad(bad) => (ask_field(bad, until), bad.to_string()),
        NotAsked::Email => ("email".into(), "this is not an e-mail address".into()),
        NotAsked::TooLong { field, most } => (field.into(), format!("is longer than {most} characters")),
        NotAsked::TooOftenHere => ("email".into(), format!("at this address {often}")),
        NotAsked::TooOften => ("scopes".into(), often.into()),
    }
}

fn ask_field(bad: BadAsk, until: &str) -> String {
    match bad {
        BadAsk::Purpose => "purpose".into(),
        BadAsk::Scopes => "scopes".into(),
        BadAsk::Reason { index } => format!("scopes.{index}.reason"),
        BadAsk::Twice { index } => format!("scopes.{index}.scope"),
        BadAsk::Until => until.into(),
        BadAsk::NoUse => "useLimit".into(),
    }
}

/// Your yes to a request. What you leave out is given as it was asked for.
#[derive(InputObject)]
pub struct GrantConsentRequestInput {
    /// The request; see `consentRequests`.
    request: ID,
    /// What you permit: scopes of the request, or narrower ones. Of every required scope something must be among them.
    scopes: Option<Vec<String>>,
    /// What you deny whatever you permit.
    #[graphql(default_with = "Some(vec![])")]
    denies: Option<Vec<String>>,
    /// From when; now where none is given.
    starts_at: Option<DateTime<Utc>>,
    /// Until when; not later than was asked for.
    expires_at: Option<DateTime<Utc>>,
    /// How often it may be used; not more often than was asked for.
    use_limit: Option<i32>,
    /// Language of the notice you were shown; the request's if left out.
    language: Option<String>,
    /// The passport that you decide for, where a delegation lets you; your own if left out. See `delegations`.
    on_behalf_of: Option<ID>,
}

/// Your no to a request.
#[derive(InputObject)]
pub struct RefuseConsentRequestInput {
    /// The request; see `consentRequests`.
    request: ID,
    /// Why, if you like. It is kept for you; the partner does not see it.
    reason: Option<String>,
    /// The passport that you decide for, where a delegation lets you; your own if left out. See `delegations`.
    on_behalf_of: Option<ID>,
}

/// Nothing of scopes that the partner cannot do without would be given: give something of them, or refuse.
#[derive(SimpleObject)]
pub struct RequiredScopesLeftOut {
    /// Which scopes.
    scopes: Vec<RequestedScope>,
    /// What to do.
    reason: String,
}

/// The refusal is kept.
#[derive(SimpleObject)]
pub struct ConsentRefused {
    /// The refusal.
    consent: Consent,
}

/// It cannot be refused so.
#[derive(SimpleObject)]
pub struct ConsentNotRefused {
    /// Which field of the input is at fault.
    field: String,
    /// What is wrong, and what would be right.
    reason: String,
}

/// The request can no longer be answered.
#[derive(SimpleObject)]
pub struct ConsentRequestClosed {
    /// Why.
    reason: String,
}

/// There is no such request for you.
#[derive(SimpleObject)]
pub struct ConsentRequestNotFound {
    /// What to do.
    reason: String,
}

/// What comes of granting what was asked for.
#[derive(Union)]
#[allow(clippy::large_enum_variant, reason = "made once per mutation")]
pub enum GrantConsentRequestPayload {
    /// Consent is given.
    Granted(ConsentGranted),
    /// It waits for a second yes.
    Proposed(ConsentProposed),
    /// It cannot be given so.
    NotGranted(ConsentNotGranted),
    /// A required scope is missing.
    LeftOut(RequiredScopesLeftOut),
    /// It was answered before, or its time is over.
    Closed(ConsentRequestClosed),
    /// It is not there.
    NotFound(ConsentRequestNotFound),
}

/// What comes of refusing what was asked for.
#[derive(Union)]
#[allow(clippy::large_enum_variant, reason = "made once per mutation")]
pub enum RefuseConsentRequestPayload {
    /// It is refused.
    Refused(ConsentRefused),
    /// It cannot be refused so.
    NotRefused(ConsentNotRefused),
    /// It was answered before, or its time is over.
    Closed(ConsentRequestClosed),
    /// It is not there.
    NotFound(ConsentRequestNotFound),
}

/// A holder says yes.
pub async fn grant(ctx: &Context<'_>, input: GrantConsentRequestInput) -> Result<GrantConsentRequestPayload> {
    use GrantConsentRequestPayload as Payload;
    let wanted = expect(Kind::ConsentRequest, &input.request)?;
    let Some(who) = decider(ctx, input.on_behalf_of.as_ref()).await? else {
        return Ok(Payload::NotGranted(not_granted(Given::NoMandate, 0)?));
    };
    let answer = GrantAnswer {
        scopes: input.scopes,
        denies: input.denies.unwrap_or_default(),
        starts_at: input.starts_at,
        expires_at: input.expires_at,
        use_limit: input.use_limit,
        language: input.language,
    };
    let answered = flow::grant_request(&access(ctx)?.hub, who, wanted, answer).await;
    Ok(match answered.map_err(store)? {
        Answered::Granted(row) if waits(&row) => Payload::Proposed(ConsentProposed { consent: Consent(*row) }),
        Answered::Granted(row) => Payload::Granted(ConsentGranted { consent: Consent(*row) }),
        Answered::Not { given, permits } => Payload::NotGranted(not_granted(given, permits)?),
        Answered::Beyond(beyond) => Payload::NotGranted(beyond_request(&beyond)),
        Answered::LeftOut(scopes) => Payload::LeftOut(RequiredScopesLeftOut {
            scopes: requested(scopes, "en"),
            reason: "the partner can do nothing without these: give something of each, or refuse the request".into(),
        }),
        Answered::Unanswerable(Unanswerable::Closed(why)) => Payload::Closed(no_longer(why)),
        Answered::Unanswerable(Unanswerable::NoMandate) => Payload::NotGranted(not_granted(Given::NoMandate, 0)?),
        Answered::Unanswerable(Unanswerable::NotFound) => Payload::NotFound(no_request()),
    })
}

/// A holder says no.
pub async fn refuse(ctx: &Context<'_>, input: RefuseConsentRequestInput) -> Result<RefuseConsentRequestPayload> {
    use RefuseConsentRequestPayload as Payload;
    let wanted = expect(Kind::ConsentRequest, &input.request)?;
    let not = |(field, reason): (String, String)| Payload::NotRefused(ConsentNotRefused { field, reason });
    let Some(who) = decider(ctx, input.on_behalf_of.as_ref()).await? else {
        return Ok(not(no_mandate()));
    };
    let answered = flow::refuse_request(&access(ctx)?.hub, who, wanted, input.reason).await;
    Ok(match answered.map_err(store)? {
        Declined::Refused(row) => Payload::Refused(ConsentRefused { consent: Consent(*row) }),
        Declined::ReasonTooLong => not(("reason".into(), reason_too_long())),
        Declined::Unanswerable(Unanswerable::NoMandate) => not(no_mandate()),
        Declined::Unanswerable(Unanswerable::Closed(why)) => Payload::Closed(no_longer(why)),
        Declined::Unanswerable(Unanswerable::NotFound) => Payload::NotFound(no_request()),
    })
}

fn no_longer(why: NotNow) -> ConsentRequestClosed {
    ConsentRequestClosed {
        reason: why.to_string(),
    }
}

fn no_request() -> ConsentRequestNotFound {
    ConsentRequestNotFound {
        reason: "There is no request with this id for you; see consentRequests.".into(),
    }
}

fn beyond_request(beyond: &NoAnswer) -> ConsentNotGranted {
    let more = "goes beyond what was asked for; to give more, use grantConsent";
    let field = match beyond {
        NoAnswer::Unasked { index } => format!("scopes.{index}"),
        NoAnswer::LeftOut { .. } => "scopes".into(),
        NoAnswer::Longer => terms_field(passport::consent::BadTerms::TooLong).into(),
        NoAnswer::MoreOften => terms_field(passport::consent::BadTerms::NoUse).into(),
    };
    ConsentNotGranted {
        field,
        reason: more.into(),
    }
}
