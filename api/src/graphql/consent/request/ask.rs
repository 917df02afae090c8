//! A partner asks for consent.

use super::ConsentRequest;
use crate::caller::Caller;
use crate::flows::consent::{self as flow, Address, AskedText, NotAsked};
use crate::flows::view_passport::Closed;
use crate::graphql::errors::{closed, forbidden, store};
use crate::graphql::ids::{GlobalId, Kind};
use crate::graphql::load::access;
use crate::graphql::words::{Purpose, Redisclosure};
use crate::pseudonyms::Pseudonyms;
use crate::store::consent_requests::Answerable;
use async_graphql::{Context, ID, InputObject, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};
use passport::consent::{BadAsk, Until};

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
