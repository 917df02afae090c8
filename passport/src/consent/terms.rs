//! What one version of a consent says, and what a new one must say.

use super::{Purpose, Scope};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// The longest a consent may run: twelve months.
pub const LONGEST: Duration = Duration::days(366);

/// Where a consent stands. Versions are immutable: each change is a new version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConsentState {
    /// The partner asked; nobody answered.
    Requested,
    /// In force within its dates.
    Granted,
    /// The holder said no; kept.
    Refused,
    /// Suspended by the holder.
    Paused,
    /// Ended by the holder; kept.
    Withdrawn,
}

crate::record::words!(ConsentState {
    Requested => "requested", Granted => "granted", Refused => "refused", Paused => "paused", Withdrawn => "withdrawn",
});

/// What the version in force of one consent says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The consent.
    pub consent: Uuid,
    /// Which version of it.
    pub version: i32,
    /// Whose passport.
    pub holder: Uuid,
    /// Which partner organization.
    pub partner: Uuid,
    /// Which client of the partner; none means any.
    pub client: Option<Uuid>,
    /// What for.
    pub purpose: Purpose,
    /// Where it stands.
    pub state: ConsentState,
    /// What is permitted.
    pub permits: Vec<Scope>,
    /// What is denied, whatever is permitted here or elsewhere.
    pub denies: Vec<Scope>,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when; mandatory.
    pub expires_at: DateTime<Utc>,
    /// How often it may be used; none means no limit within its dates.
    pub use_limit: Option<i32>,
    /// How often it has been used.
    pub uses: i64,
}

/// Why terms cannot be consented to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTerms {
    /// It permits nothing.
    #[error("a consent names at least one scope")]
    NoScope,
    /// It ends before it begins.
    #[error("a consent must end after it begins, and in the future")]
    Ended,
    /// It runs too long.
    #[error("a consent runs for at most twelve months; renew it later")]
    TooLong,
    /// A use limit below one.
    #[error("a use limit is at least 1")]
    NoUse,
}

/// Checks what is about to be consented to, at the time of consenting.
pub fn check_terms(terms: &Terms, now: DateTime<Utc>) -> Result<(), BadTerms> {
    if terms.permits.is_empty() {
        return Err(BadTerms::NoScope);
    }
    if terms.expires_at <= terms.starts_at || terms.expires_at <= now {
        return Err(BadTerms::Ended);
    }
    if terms.expires_at - terms.starts_at.max(now) > LONGEST {
        return Err(BadTerms::TooLong);
    }
    if terms.use_limit.is_some_and(|limit| limit < 1) {
        return Err(BadTerms::NoUse);
    }
    Ok(())
}
