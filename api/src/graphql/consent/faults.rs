//! Which field of an input is at fault, and what is wrong with it.

use super::withdraw::ConsentNotFound;
use passport::consent::{BadTerms, Exceeds, LONGEST_TEXT};

/// The field that names for whom somebody acts, and what is wrong with it.
pub(super) fn no_mandate() -> (String, String) {
    (
        "onBehalfOf".into(),
        "No delegation in force lets you decide for this passport; see delegations.".into(),
    )
}

/// Which field goes beyond a delegation.
pub(super) fn exceeds_field(exceeds: Exceeds) -> String {
    match exceeds {
        Exceeds::Purpose => "purpose".into(),
        Exceeds::Permit { index } => format!("scopes.{index}"),
        Exceeds::Deny { index } => format!("denies.{index}"),
        Exceeds::End => terms_field(BadTerms::TooLong).into(),
    }
}

/// Why a reason is not taken.
pub(super) fn reason_too_long() -> String {
    format!("is longer than {LONGEST_TEXT} characters")
}

/// That there is no such consent.
pub(super) fn no_consent() -> ConsentNotFound {
    ConsentNotFound {
        reason: "You gave no consent with this id; see consents.".into(),
    }
}

/// Where a scope stands in the input: denies are counted after the permits.
pub(super) fn scope_field(index: usize, permits: usize) -> String {
    match index.checked_sub(permits) {
        None => format!("scopes.{index}"),
        Some(index) => format!("denies.{index}"),
    }
}

/// Which field of the input is at fault.
pub(super) fn terms_field(reason: BadTerms) -> &'static str {
    match reason {
        BadTerms::NoScope | BadTerms::TooMany => "scopes",
        BadTerms::LateStart => "startsAt",
        BadTerms::Ended | BadTerms::TooLong => "expiresAt",
        BadTerms::NoUse => "useLimit",
    }
}
