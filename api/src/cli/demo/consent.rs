//! What Amara consents to in the demo, and the sources that she lets write, given by the flows that the graph's own mutation uses.

use super::super::open;
use super::super::output::{Failure, SURPRISE};
use crate::caller::{HolderPass, Partner};
use crate::flows::connections::{accept_connection, connections};
use crate::flows::consent::{Consent, Given, give_consent};
use crate::hub::Hub;
use crate::store::consents;
use crate::store::sources::{ensure_client, ensure_partner};
use chrono::Duration;
use passport::consent::{ConsentState, Purpose};
use uuid::Uuid;

/// What the partner may see. Learning and experiences are not among it: the demo shows what a partner does not see.
const SCOPES: [&str; 3] = [
    "passport/Profile.r",
    "passport/Skill.r?minBand=competent",
    "passport/Credential.r",
];

/// Registers the partner and gives it Amara's consent, once; what she changed since is left as it is.
pub async fn give(hub: &Hub, holder: Uuid) -> Result<Partner, Failure> {
    let now = hub.clock.now();
    let organization = ensure_partner(&hub.db, "Northwind Staffing", now).await?;
    let client = ensure_client(&hub.db, organization, "northwind-hiring", now).await?;
    hub.shelf.reload_parties(&hub.db).await?;
    let partner = Partner {
        organization,
        client: Some(client),
        purpose: Purpose::Hiring,
    };
    let holder = open::holder(hub, holder)?;
    if !decided_already(hub, holder, partner).await? {
        consent(hub, holder, partner).await?;
    }
    Ok(partner)
}

/// Whether a consent is in force, or the holder ended one; one that ran out is given again.
async fn decided_already(hub: &Hub, holder: HolderPass, partner: Partner) -> Result<bool, Failure> {
    let now = hub.clock.now();
    let held = consents::of_decider(&hub.db, &holder.into()).await?;
    let with_partner = held
        .iter()
        .filter(|row| row.partner_organization_id == partner.organization);
    let counts = |row: &entity::consent::Model| row.expires_at > now || row.state != ConsentState::Granted.as_str();
    Ok(with_partner.filter(|row| row.superseded_at.is_none()).any(counts))
}

async fn consent(hub: &Hub, holder: HolderPass, partner: Partner) -> Result<(), Failure> {
    for known in connections(hub, holder).await? {
        accept_connection(hub, holder, known.source).await?;
    }
    let wish = Consent {
        partner: partner.organization,
        client: partner.client,
        purpose: partner.purpose,
        scopes: SCOPES.map(str::to_owned).to_vec(),
        denies: Vec::new(),
        starts_at: None,
        expires_at: hub.clock.now() + Duration::days(180),
        use_limit: None,
        retention: Some("until the position is filled".into()),
        language: "en".into(),
    };
    match give_consent(hub, holder, wish).await? {
        Given::Granted(_) => Ok(()),
        refused => Err(Failure::new(
            SURPRISE,
            format_args!("the demo's consent was not accepted: {refused:?}"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::SCOPES;

    #[test]
    fn the_scopes_are_in_the_grammar() {
        for scope in SCOPES {
            assert!(scope.parse::<passport::consent::Scope>().is_ok(), "{scope}");
        }
    }
}
