//! The graph's error codes, as clients see them in `extensions.code`; `docs/API.md` explains each.

use crate::flows::standing::Ended;
use crate::flows::view_passport::Closed;
use crate::store::StoreError;
use crate::store::disclosures::NotRecorded;
use async_graphql::{Error, ErrorExtensions};

/// A stable error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// No token, and one is needed.
    Unauthenticated,
    /// This role may not do this.
    Forbidden,
    /// Not consented to, or not there.
    ConsentRequired,
    /// Not there, or not the caller's.
    NotFound,
    /// An argument is wrong.
    BadUserInput,
    /// A page is larger than allowed.
    PageTooLarge,
    /// The access could not be recorded, so it was not answered.
    DisclosureFailed,
    /// There is no room for this now.
    Overloaded,
    /// What the token was made out for has ended: a member's role, a source's connection, or a partner's client.
    StandingEnded,
}

impl Code {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::Unauthenticated => "UNAUTHENTICATED",
            Code::Forbidden => "FORBIDDEN",
            Code::ConsentRequired => "CONSENT_REQUIRED",
            Code::NotFound => "NOT_FOUND",
            Code::BadUserInput => "BAD_USER_INPUT",
            Code::PageTooLarge => "PAGE_TOO_LARGE",
            Code::DisclosureFailed => "DISCLOSURE_FAILED",
            Code::Overloaded => "OVERLOADED",
            Code::StandingEnded => "STANDING_ENDED",
        }
    }

    /// An error with this code.
    pub fn error(self, message: impl Into<String>) -> Error {
        Error::new(message.into()).extend_with(|_, extensions| extensions.set("code", self.as_str()))
    }
}

/// The error of a part of a passport that is not granted.
pub fn consent_required() -> Error {
    Code::ConsentRequired.error("The holder's consent does not cover this for your purpose, or there is nothing here.")
}

/// The error of a passport that is not shown.
pub fn closed(why: Closed) -> Error {
    match why {
        Closed::Stranger => Code::Unauthenticated.error("Send a token: Authorization: Bearer <token>."),
        Closed::NotFound => Code::NotFound.error("There is no passport with this id for you."),
        Closed::ConsentRequired => consent_required(),
        Closed::Steward => Code::Forbidden.error("Stewards run the hub without reading passports."),
        Closed::Analyst => Code::Forbidden.error("Analysts count, and read no passport: see organizationReport."),
    }
}

/// The error of an access that could not be recorded: nothing of it leaves.
pub fn unrecorded(why: NotRecorded) -> Error {
    match why {
        NotRecorded::UsedUp => Code::ConsentRequired.error("The holder's consent was used up."),
        NotRecorded::Failed => {
            Code::DisclosureFailed.error("This access could not be recorded, so it is not answered. Try again.")
        }
    }
}

/// The error of a token whose role, source or client has ended since it was made.
pub fn ended(what: Ended) -> Error {
    Code::StandingEnded.error(match what {
        Ended::Role => "The role that this token was made out for has ended, or is not there.",
        Ended::Client => "The client that this token was made out for is switched off.",
        Ended::Source => "The source that this token was made out for is switched off, or is not connected.",
    })
}

/// The error of a role that may not do this.
pub fn forbidden(who: &str) -> Error {
    Code::Forbidden.error(format!("Only {who} may do this."))
}

/// A failed store. It has no code of ours, so the transport masks it and logs the text under the request's id.
pub fn store(error: StoreError) -> Error {
    Error::new(error.to_string())
}
