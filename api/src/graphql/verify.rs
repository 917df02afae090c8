//! Statements about a passport, answered yes or no.

use super::errors::{closed, forbidden, store};
use super::ids::{Kind, meant};
use super::load::access;
use crate::caller::Caller;
use crate::flows::verify as flow;
use crate::flows::view_passport::Closed;
use async_graphql::{Context, ID, InputObject, Result, SimpleObject, Union};

/// What is to be verified, of whom.
#[derive(InputObject)]
pub struct VerifyInput {
    /// Whose passport.
    passport: ID,
    /// A scope with the letter `v`: is there an entry that it names? For example
    /// `passport/Skill.v?concept=http://data.europa.eu/esco/skill/…&minBand=competent`, or `passport/Credential.v?since=2024-01-01`.
    statement: String,
}

/// The answer: yes or no, and nothing else.
#[derive(SimpleObject)]
pub struct Verified {
    /// Whether the passport has an entry that the statement names, among what consent lets it be asked about.
    holds: bool,
    /// The statement as it was understood.
    statement: String,
}

/// It is no statement that can be put.
#[derive(SimpleObject)]
pub struct NotVerified {
    /// Which field of the input is at fault.
    field: String,
    /// What is wrong, and what would be right.
    reason: String,
}

/// What comes of putting a statement.
#[derive(Union)]
pub enum VerifyPayload {
    /// It was answered.
    Verified(Verified),
    /// It was not.
    Not(NotVerified),
}

/// Puts a statement, as a partner.
pub async fn verify(ctx: &Context<'_>, input: VerifyInput) -> Result<VerifyPayload> {
    let access = access(ctx)?;
    let partner = match &access.caller {
        Caller::Partner(partner) => *partner,
        Caller::Stranger => return Err(closed(Closed::Stranger)),
        _ => return Err(forbidden("partners")),
    };
    let statement = match flow::read_statement(access, &input.statement).await.map_err(store)? {
        Ok(statement) => statement,
        Err(why) => {
            let (field, reason) = ("statement".to_owned(), why.to_string());
            return Ok(VerifyPayload::Not(NotVerified { field, reason }));
        }
    };
    let holder = meant(Kind::Passport, &input.passport, access.pseudonyms.as_ref());
    let answer = flow::verify(access, partner, holder, &statement).await.map_err(store)?;
    Ok(VerifyPayload::Verified(Verified {
        holds: answer.map_err(closed)?,
        statement: statement.to_string(),
    }))
}
