//! A partner puts a statement about a passport, and is answered yes or no, without a record.

use super::access::Access;
use super::consent::{UnknownName, unknown_name};
use super::view_passport::{Closed, between, limited};
use crate::caller::Partner;
use crate::store::{StoreError, some_rows};
use passport::consent::{Asked, BadScope, Op, Ops, Scope, Section, may_ask};
use thiserror::Error;
use uuid::Uuid;

/// Why a text is no statement that can be put.
#[derive(Debug, Error)]
pub enum NoStatement {
    /// It is no scope.
    #[error(transparent)]
    Form(#[from] BadScope),
    /// It has another letter than `v`.
    #[error("a statement has the letter v alone, for example passport/Skill.v?minBand=competent")]
    Letters,
    /// Profiles have no entries.
    #[error("nothing can be stated of Profile: it has no entries")]
    Profile,
    /// It names something that is not known here.
    #[error("{0}")]
    Unknown(UnknownName),
}

/// Puts a statement: whether the passport has an entry that it names, among those that consent lets it be put about.
/// Refused and unknown passports are the same, by the same steps. Each answer is disclosed, and counts as a use.
pub async fn verify(
    access: &Access,
    partner: Partner,
    holder: Uuid,
    statement: &Scope,
) -> Result<Result<bool, Closed>, StoreError> {
    let hub = &access.hub;
    let held = between(access, partner, &[holder]).await?;
    let Some(question) = may_ask(asked(access, partner, holder), &held.terms, statement) else {
        access.not_answered(holder);
        return Ok(Err(Closed::ConsentRequired));
    };
    let writers = held.writers.of(holder);
    let holds = some_rows::any(&hub.db, (&question, &writers), access.past(), &hub.reference()).await?;
    access.answered(&question, limited(question.consents(), &held.terms));
    Ok(Ok(holds))
}

/// Reads a statement: a scope with the letter `v` that names only what is known here.
pub async fn read_statement(access: &Access, text: &str) -> Result<Result<Scope, NoStatement>, StoreError> {
    let statement = match text.parse::<Scope>() {
        Ok(statement) => statement,
        Err(why) => return Ok(Err(why.into())),
    };
    if statement.ops != Ops::only(Op::Verify) {
        return Ok(Err(NoStatement::Letters));
    }
    if statement.section == Section::Profile {
        return Ok(Err(NoStatement::Profile));
    }
    let unknown = unknown_name(&access.hub, &[&statement]).await?;
    Ok(match unknown {
        Some((_, what)) => Err(NoStatement::Unknown(what)),
        None => Ok(statement),
    })
}

fn asked(access: &Access, partner: Partner, holder: Uuid) -> Asked {
    Asked {
        holder,
        partner: partner.organization,
        client: partner.client,
        purpose: partner.purpose,
        at: access.moment(),
    }
}
