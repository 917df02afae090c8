//! How far to trust a credential: separate checks, each with its own outcome. "Could not check" is not "false".

use crate::record::words;
use serde::{Deserialize, Serialize};

/// What can be checked about a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The bytes are those that were signed.
    Integrity,
    /// The key belongs to the issuer.
    IssuerKey,
    /// The issuer is one that the hub's operator trusts.
    IssuerTrust,
    /// It was not revoked.
    Revocation,
    /// Today lies within its dates.
    Validity,
    /// It was issued to this holder.
    HolderBinding,
    /// It has the shape that its format demands.
    Schema,
}

words!(Check {
    Integrity => "integrity", IssuerKey => "issuer_key", IssuerTrust => "issuer_trust", Revocation => "revocation",
    Validity => "validity", HolderBinding => "holder_binding", Schema => "schema",
});

/// What a check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckOutcome {
    /// Checked and right.
    Pass,
    /// Checked and wrong.
    Fail,
    /// Not checked, or could not be.
    Unknown,
    /// Has no meaning for this credential.
    NotApplicable,
}

words!(CheckOutcome { Pass => "pass", Fail => "fail", Unknown => "unknown", NotApplicable => "not_applicable" });

/// One check with its outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// What was checked.
    pub check: Check,
    /// What it came to.
    pub outcome: CheckOutcome,
}

/// The checks of something just received: nothing has been looked at yet, so everything is unknown.
pub fn unchecked() -> Vec<Checked> {
    Check::ALL
        .iter()
        .map(|&check| Checked {
            check,
            outcome: CheckOutcome::Unknown,
        })
        .collect()
}

/// Verified means: intact, signed by the issuer's key, not revoked and in date, each checked and right.
pub fn verified(checks: &[Checked]) -> bool {
    [Check::Integrity, Check::IssuerKey, Check::Revocation, Check::Validity]
        .into_iter()
        .all(|needed| {
            checks
                .iter()
                .any(|c| c.check == needed && matches!(c.outcome, CheckOutcome::Pass | CheckOutcome::NotApplicable))
                && !checks
                    .iter()
                    .any(|c| c.check == needed && c.outcome == CheckOutcome::Fail)
        })
        && checks
            .iter()
            .any(|c| c.check == Check::Integrity && c.outcome == CheckOutcome::Pass)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_checked_is_not_verified() {
        assert!(!verified(&unchecked()));
        assert!(!verified(&[]));
        let mut checks = unchecked();
        checks.iter_mut().for_each(|c| c.outcome = CheckOutcome::Pass);
        assert!(verified(&checks));
        checks[3].outcome = CheckOutcome::Fail;
        assert!(!verified(&checks));
    }
}
