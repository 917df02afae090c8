//! A holder previews a consent: what the partner would see.

use super::grant::{ConsentNotGranted, GrantConsentInput, not_granted, wish};
use super::holder;
use crate::flows::consent::{Previewed, preview_grant};
use crate::graphql::errors::{Code, store};
use crate::graphql::load::{access, loaders};
use crate::graphql::passport::Passport;
use async_graphql::{Context, Error, Result, SimpleObject, Union};
use passport::consent::{Op, Scope};

/// What the partner would see.
#[derive(SimpleObject)]
pub struct GrantPreview {
    /// Your passport, as the partner would see it.
    passport: Passport,
}

/// The partner would see nothing at all; `reason` says why.
#[derive(SimpleObject)]
pub struct NothingShown {
    /// Why.
    reason: String,
}

/// What comes of a preview.
#[derive(Union)]
pub enum PreviewGrantPayload {
    /// The partner would see something.
    Shown(GrantPreview),
    /// The partner would see nothing.
    Nothing(NothingShown),
    /// It cannot be consented to.
    NotGranted(ConsentNotGranted),
}

/// A preview shows the passport, and a delegation lets nobody see one.
fn only_ones_own() -> ConsentNotGranted {
    ConsentNotGranted {
        field: "onBehalfOf".into(),
        reason: "A preview shows the passport, which is its holder's alone to see; leave this out.".into(),
    }
}

/// Why nothing would be shown under these scopes, which can be read.
fn nothing_shown(scopes: &[String]) -> String {
    let scopes: Vec<Scope> = scopes.iter().filter_map(|text| text.parse().ok()).collect();
    let with = |op: Op| scopes.iter().filter(move |scope| scope.ops.allow(op));
    if with(Op::Read).next().is_some() {
        return "Everything that would be permitted is denied, here or by another consent.".into();
    }
    let mut reason =
        "No record would be shown: a scope shows records by the letter r, and none of these has it.".to_owned();
    let verified: Vec<String> = with(Op::Verify).map(ToString::to_string).collect();
    if !verified.is_empty() {
        reason.push_str(" The partner could put statements, answered yes or no, within ");
        reason.push_str(&verified.join(", "));
        reason.push('.');
    }
    reason
}

fn not_alone() -> Error {
    Code::BadUserInput.error("previewGrant stands alone in its operation: ask for the rest in another one.")
}

/// Shows a holder's passport as a partner would see it.
pub async fn preview(ctx: &Context<'_>, input: GrantConsentInput) -> Result<PreviewGrantPayload> {
    let pass = holder(ctx).await?;
    if input.on_behalf_of.is_some() {
        return Ok(PreviewGrantPayload::NotGranted(only_ones_own()));
    }
    let loaders = loaders(ctx)?;
    if !loaders.one_thing {
        return Err(not_alone());
    }
    let (permits, scopes) = (input.scopes.len(), input.scopes.clone());
    let previewed = preview_grant(access(ctx)?, pass, &wish(input)?).await.map_err(store)?;
    Ok(match previewed {
        Previewed::Open(view) => {
            loaders.read_ahead(&view).await;
            PreviewGrantPayload::Shown(GrantPreview {
                passport: Passport(view),
            })
        }
        Previewed::Nothing => PreviewGrantPayload::Nothing(NothingShown {
            reason: nothing_shown(&scopes),
        }),
        Previewed::Not(given) => PreviewGrantPayload::NotGranted(not_granted(given, permits)?),
        Previewed::NotAlone => return Err(not_alone()),
    })
}
