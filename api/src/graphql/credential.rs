//! Credentials and endorsements.

use super::direct::Direct;
use super::evidence::{Evidence, evidence_of};
use super::ids::{Kind, part_id};
use super::load::access;
use super::party::{NamedOrganization, Source};
use super::skill::Provenance;
use super::words::{Check, CheckOutcome, CredentialStatus};
use crate::store::sections::{CredentialRow, EndorsementRow};
use crate::view::View;
use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use chrono::NaiveDate;
use passport::record as words;
use passport::trust::Checked;
use std::sync::Arc;

/// A credential awarded to the holder.
#[derive(Description)]
pub struct Credential {
    view: Arc<View>,
    row: Arc<CredentialRow>,
}

/// One check of a credential.
#[derive(SimpleObject)]
pub struct CredentialCheck {
    /// What was checked.
    check: Check,
    /// What it came to.
    outcome: CheckOutcome,
}

impl Credential {
    /// A credential of a passport.
    pub fn new(view: &Arc<View>, row: Arc<CredentialRow>) -> Self {
        Credential {
            view: Arc::clone(view),
            row,
        }
    }
}

#[Object(use_type_description)]
impl Credential {
    /// Global id.
    pub async fn id(&self) -> ID {
        part_id(&self.view, Kind::Credential, self.row.id)
    }

    /// What it is called.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// What it stands for.
    async fn description(&self) -> Option<&str> {
        self.row.description.as_deref()
    }

    /// Kind in the source's words: Badge, Degree, License.
    async fn achievement_type(&self) -> Option<&str> {
        self.row.achievement_type.as_deref()
    }

    /// Who issued it; none where the delivery did not say.
    async fn issuer(&self, ctx: &Context<'_>) -> Result<Option<Direct<NamedOrganization>>> {
        NamedOrganization::of(ctx, self.row.issuer_organization_id, self.row.issuer_name.as_deref())
    }

    /// When it was issued.
    async fn issued_on(&self) -> Option<NaiveDate> {
        self.row.issued_on
    }

    /// Last day it is good for; the last of the month or year where no more is known.
    async fn expires_on(&self) -> Option<NaiveDate> {
        self.row.expires_on
    }

    /// Its standing as the source says; `checks` tell what the hub found.
    async fn status(&self) -> Option<CredentialStatus> {
        words::CredentialStatus::from_word(&self.row.status).map(Into::into)
    }

    /// Every check with its outcome.
    async fn checks(&self) -> Vec<Direct<CredentialCheck>> {
        let checks: Vec<Checked> = serde_json::from_value(self.row.checks.clone()).unwrap_or_default();
        checks
            .into_iter()
            .map(|c| {
                Direct(CredentialCheck {
                    check: c.check.into(),
                    outcome: c.outcome.into(),
                })
            })
            .collect()
    }

    /// Whether it is intact, signed by its issuer, not revoked and in date, each checked.
    async fn verified(&self) -> bool {
        self.row.verified
    }

    /// Its format and version.
    async fn format(&self) -> &str {
        &self.row.format
    }

    /// Picture of it, a URL.
    async fn image(&self) -> Option<&str> {
        self.row.image.as_deref()
    }

    /// What backs it; `null` where the caller may not see evidence.
    async fn evidence(&self, ctx: &Context<'_>) -> Result<Option<Vec<Direct<Evidence>>>> {
        evidence_of(ctx, &self.view, |row| {
            row.credential_id == Some(self.row.id) && row.claim_id.is_none()
        })
        .await
    }

    /// The source that sent it.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Direct<Source>>> {
        let reference = access(ctx)?.hub.reference();
        Ok(reference
            .sources
            .get(&self.row.source_id)
            .cloned()
            .map(Source)
            .map(Direct))
    }

    /// Where it comes from.
    async fn provenance(&self) -> Direct<Provenance> {
        let row = &self.row;
        Direct(Provenance::new(
            &self.view,
            row.source_record_id,
            &row.pointer,
            &row.adapter,
            row.recorded_at,
        ))
    }
}

/// A person or organization vouching for something.
#[derive(Description)]
pub struct Endorsement {
    view: Arc<View>,
    row: Arc<EndorsementRow>,
}

impl Endorsement {
    /// An endorsement of a passport.
    pub fn new(view: &Arc<View>, row: Arc<EndorsementRow>) -> Self {
        Endorsement {
            view: Arc::clone(view),
            row,
        }
    }
}

#[Object(use_type_description)]
impl Endorsement {
    /// Global id.
    pub async fn id(&self) -> ID {
        part_id(&self.view, Kind::Endorsement, self.row.id)
    }

    /// Who vouches.
    async fn endorser(&self, ctx: &Context<'_>) -> Result<Option<Direct<NamedOrganization>>> {
        NamedOrganization::of(
            ctx,
            self.row.endorser_organization_id,
            self.row.endorser_name.as_deref(),
        )
    }

    /// In which words.
    async fn text(&self) -> Option<&str> {
        self.row.text.as_deref()
    }

    /// When.
    async fn issued_on(&self) -> Option<NaiveDate> {
        self.row.issued_on
    }
}
