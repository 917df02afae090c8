//! Leaving: a copy of everything, and the end of a passport.

use super::consent::holder;
use super::errors::store;
use super::ids::{Kind, expect};
use super::load::access;
use crate::flows::leave;
use async_graphql::{Context, ID, InputObject, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};

/// Everything that the hub holds about a holder.
#[derive(SimpleObject)]
pub struct PassportExport {
    /// One JSON document: `{"format", "exportedAt", "person", "keys", "tables"}`, described in docs/CONSENT.md.
    document: String,
}

/// Everything about the holder who asks; none where they have no passport.
pub async fn export(ctx: &Context<'_>) -> Result<Option<PassportExport>> {
    let pass = holder(ctx).await?;
    let bundle = leave::export_passport(&access(ctx)?.hub, pass).await.map_err(store)?;
    Ok(bundle.map(|bundle| PassportExport {
        document: format!("{bundle:#}"),
    }))
}

/// The end of a passport. There is no way back.
#[derive(InputObject)]
pub struct ErasePassportInput {
    /// The id of your own passport, to say that you mean it.
    passport: ID,
}

/// It is gone.
#[derive(SimpleObject)]
pub struct PassportErased {
    /// When.
    at: DateTime<Utc>,
    /// How many records of sources and entries of your own went with it.
    records: u64,
    /// How many consents it ended.
    consents: usize,
    /// What remains, as proof without a person.
    remains: String,
}

/// Nothing was erased.
#[derive(SimpleObject)]
pub struct PassportNotErased {
    /// Why.
    reason: String,
}

/// What comes of erasing a passport.
#[derive(Union)]
pub enum ErasePassportPayload {
    /// It is gone.
    Erased(PassportErased),
    /// Nothing was erased.
    NotErased(PassportNotErased),
}

/// Erases the passport of the holder who asks.
pub async fn erase(ctx: &Context<'_>, input: ErasePassportInput) -> Result<ErasePassportPayload> {
    let pass = holder(ctx).await?;
    let named = expect(Kind::Passport, &input.passport)?;
    if named != pass.person() {
        return Ok(not_erased(
            "This is not your passport; me { passport { id } } names it.",
        ));
    }
    let erased = leave::erase_passport(&access(ctx)?.hub, pass).await.map_err(store)?;
    Ok(match erased {
        None => not_erased("There is no passport of yours here."),
        Some(erased) => ErasePassportPayload::Erased(PassportErased {
            at: erased.at,
            records: erased.records,
            consents: erased.consents,
            remains:
                "Versions of consents, their receipts and the chain of disclosures, under ids that lead to nobody."
                    .into(),
        }),
    })
}

fn not_erased(reason: &str) -> ErasePassportPayload {
    ErasePassportPayload::NotErased(PassportNotErased { reason: reason.into() })
}
