//! Who the caller is to the hub.

use super::errors::{closed, store};
use super::load::access;
use super::party::Source;
use super::passport::Passport;
use super::run::source;
use crate::caller::Caller;
use crate::flows::access::Access;
use crate::flows::view_passport::{Closed, view_passport};
use crate::store::reference::Reference;
use async_graphql::{Context, Result, SimpleObject};
use uuid::Uuid;

/// Who the caller is to the hub.
#[derive(SimpleObject)]
pub struct Me {
    /// holder, partner, source, integrator, analyst or steward; a steward is the hub's where no organization is named.
    role: &'static str,
    /// The holder's own passport.
    passport: Option<Passport>,
    /// The partner's or the member's organization, by name.
    organization: Option<String>,
    /// What the partner's token asks for.
    purpose: Option<super::words::Purpose>,
    /// The source itself.
    source: Option<Source>,
}

/// The caller; none for a member whose role was not looked up.
pub async fn me(ctx: &Context<'_>) -> Result<Option<Me>> {
    let access = access(ctx)?;
    let blank = Me {
        role: "",
        passport: None,
        organization: None,
        purpose: None,
        source: None,
    };
    Ok(match &access.caller {
        Caller::Stranger => return Err(closed(Closed::Stranger)),
        Caller::Holder(pass) => {
            let view = view_passport(access, pass.person()).await.map_err(store)?;
            Some(Me {
                role: "holder",
                passport: Some(Passport(view.map_err(closed)?)),
                ..blank
            })
        }
        Caller::Partner(partner) => Some(Me {
            role: "partner",
            organization: organization_name(access, partner.organization).await?,
            purpose: Some(partner.purpose.into()),
            ..blank
        }),
        Caller::Source(pass) => {
            let source = source(access, pass.source()).await?;
            Some(Me {
                role: "source",
                source,
                ..blank
            })
        }
        Caller::Steward(_) => Some(Me {
            role: "steward",
            ..blank
        }),
        Caller::Integrator(_) | Caller::Analyst(_) | Caller::OrganizationSteward(_) | Caller::Member(_) => {
            member(access, blank).await?
        }
    })
}

/// The name of an organization.
async fn organization_name(access: &Access, id: Uuid) -> Result<Option<String>> {
    let name = |reference: &Reference| Some(reference.organizations.get(&id)?.name.clone());
    access.hub.find_reference(name).await.map_err(store)
}

/// Who a member is to the hub.
async fn member(access: &Access, blank: Me) -> Result<Option<Me>> {
    let Some(organization) = access.caller.organization() else {
        return Ok(None);
    };
    Ok(Some(Me {
        role: match access.caller {
            Caller::Integrator(_) => "integrator",
            Caller::Analyst(_) => "analyst",
            _ => "steward",
        },
        organization: organization_name(access, organization).await?,
        ..blank
    }))
}
