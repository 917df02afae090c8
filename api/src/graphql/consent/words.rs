//! Consents and requests in plain words, with the names that the hub knows.

use super::client::client;
use super::partner_name;
use crate::flows::consent::Named;
use crate::graphql::errors::store;
use crate::graphql::load::access;
use crate::store::consent_requests::ask_of;
use crate::store::consents::terms_of;
use crate::store::delegations::of_rules;
use crate::store::reference::Reference;
use async_graphql::{Context, Result};
use entity::{consent, consent_request};
use passport::consent::{GivenBy, Lifetime, Redisclosure, Scope};
use passport::words::{Told, ToldRequest, Words};

/// What a scope permits.
pub fn words_of_scope(reference: &Reference, language: &str, scope: &Scope) -> String {
    Words::new(Some(language), reference).scope(scope)
}

/// What a request asks for, in this language or its own.
pub async fn words_of_request(
    ctx: &Context<'_>,
    row: &consent_request::Model,
    language: Option<&str>,
) -> Result<String> {
    let partner = partner_name(ctx, row.partner_organization_id).await?;
    let ask = ask_of(row).map_err(store)?;
    let reference = access(ctx)?.hub.reference();
    let words = Words::new(language.or(Some(&row.language)), &*reference);
    Ok(words.request(&ToldRequest {
        partner: partner.as_deref(),
        purpose: ask.purpose,
        scopes: &ask.scopes,
        until: ask.until,
        use_limit: ask.use_limit,
        retention: row.retention.as_deref(),
        redisclosure: Redisclosure::from_word(&row.redisclosure),
        open_until: row.open_until,
    }))
}

/// What a version of a consent says, in this language or that of its notice.
pub async fn words_of_consent(
    ctx: &Context<'_>,
    row: &consent::Model,
    lifetime: Lifetime,
    language: Option<&str>,
) -> Result<String> {
    let partner = partner_name(ctx, row.partner_organization_id).await?;
    let program = client(ctx, row.client_id).await?;
    let terms = terms_of(row).map_err(store)?;
    let hub = &access(ctx)?.hub;
    let reference = hub.reference();
    let words = Words::new(language.or(Some(&row.notice_language)), &*reference);
    Ok(words.consent(&Told {
        partner: partner.as_deref(),
        program: program.as_ref().map(|program| program.name.as_str()),
        purpose: terms.purpose,
        permits: &terms.permits,
        denies: &terms.denies,
        starts_at: terms.starts_at,
        expires_at: terms.expires_at,
        uses: terms.use_limit.zip(lifetime.uses_left()),
        retention: row.retention.as_deref(),
        redisclosure: row.redisclosure.as_deref().and_then(Redisclosure::from_word),
        standing: lifetime.standing(hub.clock.now()),
        given_by: GivenBy::from_word(&row.given_by_kind).unwrap_or(GivenBy::Holder),
    }))
}

/// What a delegation says, in this language or English.
pub fn words_of_delegation(ctx: &Context<'_>, named: &Named, language: Option<&str>) -> Result<String> {
    let hub = &access(ctx)?.hub;
    let reference = hub.reference();
    let rules = of_rules(&named.row).map_err(store)?;
    let words = Words::new(language, &*reference);
    Ok(words.delegation(&rules, named.delegate.as_deref(), hub.clock.now()))
}
