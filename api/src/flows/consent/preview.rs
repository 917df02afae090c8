//! A holder previews a consent: their passport as the partner would see it. It is decided and read by what decides and
//! reads for the partner itself.

use super::{Consent, Given, check};
use crate::caller::{HolderPass, Partner};
use crate::flows::access::Access;
use crate::store::{StoreError, connections, consents};
use crate::view::View;
use passport::consent::{Asked, Decision, decide, program};
use passport::hole;
use std::sync::Arc;

/// What comes of a preview.
#[derive(Debug)]
pub enum Previewed {
    /// The passport as the partner would see it.
    Open(Arc<View>),
    /// The partner would see nothing at all.
    Nothing,
    /// It cannot be consented to.
    Not(Given),
    /// Something else was opened in this request.
    NotAlone,
}

/// Opens a holder's own passport as the partner would see it under this consent and those that it has. A consent that
/// begins later is shown as on its first day.
pub async fn preview_grant(access: &Access, holder: HolderPass, wish: &Consent) -> Result<Previewed, StoreError> {
    let hub = &access.hub;
    let would_be = match check(hub, &holder.into(), wish).await? {
        Ok((terms, _)) => terms,
        Err(given) => return Ok(Previewed::Not(given)),
    };
    let at = hub.clock.now().max(would_be.starts_at);
    let partner = Partner {
        organization: wish.partner,
        client: wish.client,
        purpose: wish.purpose,
    };
    let mut all = consents::between(&hub.db, partner, &[holder.person()], None)
        .await?
        .terms;
    let writers = connections::writers(&hub.db, &[holder.person()], None).await?;
    let asked = Asked {
        holder: holder.person(),
        partner: partner.organization,
        client: partner.client,
        purpose: partner.purpose,
        at,
    };
    let asked = Asked {
        client: asked.client.or_else(|| program(&asked, &all)),
        ..asked
    };
    hole!(PreviewForgetsHeld => all.clear());
    all.push(would_be);
    Ok(match decide(asked, &all) {
        Decision::Refused(_) => Previewed::Nothing,
        Decision::Granted(grant) => access
            .preview(View::granted(
                grant,
                writers.of(holder.person()),
                hub.keys.pseudonyms(partner.organization),
            ))
            .map_or(Previewed::NotAlone, Previewed::Open),
    })
}
