//! What one version of a consent says, and what a new one must say.

use super::{Purpose, Scope};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// How far ahead a consent may end: twelve months from when it is given.
pub const LONGEST: Duration = Duration::days(366);

/// Where a consent stands. Versions are immutable: each change is a new version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConsentState {
    /// The partner asked and nobody answered; of a version, one of two has said yes.
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

/// Most scopes of one consent, permits and denies together.
pub const MOST_TERMS: usize = 40;

/// Why terms cannot be consented to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTerms {
    /// It permits nothing.
    #[error("a consent names at least one scope")]
    NoScope,
    /// It names too many.
    #[error(
        "a consent has at most {MOST_TERMS} scopes, denies among them; write the values of one filter into one scope"
    )]
    TooMany,
    /// It ends before it is given.
    #[error("a consent must end in the future")]
    Ended,
    /// It begins when it has ended.
    #[error("a consent must begin before it ends")]
    LateStart,
    /// It ends too late.
    #[error("a consent ends at most twelve months from now; renew it then")]
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
    if terms.permits.len() + terms.denies.len() > MOST_TERMS {
        return Err(BadTerms::TooMany);
    }
    if terms.expires_at <= now {
        return Err(BadTerms::Ended);
    }
    // Counted from the giving: a start that lies far ahead must not carry the end along.
    if terms.expires_at - now > LONGEST {
        return Err(BadTerms::TooLong);
    }
    if terms.starts_at >= terms.expires_at {
        return Err(BadTerms::LateStart);
    }
    if terms.use_limit.is_some_and(|limit| limit < 1) {
        return Err(BadTerms::NoUse);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(starts_at: &str, expires_at: &str) -> Terms {
        Terms {
            consent: Uuid::nil(),
            version: 1,
            holder: Uuid::nil(),
            partner: Uuid::nil(),
            client: None,
            purpose: Purpose::Hiring,
            state: ConsentState::Granted,
            permits: vec!["passport/Skill.r".parse().unwrap()],
            denies: vec![],
            starts_at: starts_at.parse().unwrap(),
            expires_at: expires_at.parse().unwrap(),
            use_limit: None,
            uses: 0,
        }
    }

    #[test]
    fn a_consent_ends_within_twelve_months_of_its_giving() {
        let now = "2026-01-15T12:00:00Z";
        for (starts, expires, verdict) in [
            (now, "2026-02-15T12:00:00Z", Ok(())),
            (now, "2027-01-16T12:00:00Z", Ok(())),
            (now, "2027-01-16T12:00:01Z", Err(BadTerms::TooLong)),
            ("2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z", Ok(())),
            ("2026-06-01T00:00:00Z", "2027-05-01T00:00:00Z", Err(BadTerms::TooLong)),
            ("2090-01-01T00:00:00Z", "2090-06-01T00:00:00Z", Err(BadTerms::TooLong)),
            ("2090-01-01T00:00:00Z", "2026-06-01T00:00:00Z", Err(BadTerms::LateStart)),
            ("2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z", Err(BadTerms::LateStart)),
            ("2025-01-01T00:00:00Z", "2026-06-01T00:00:00Z", Ok(())),
            ("2025-01-01T00:00:00Z", now, Err(BadTerms::Ended)),
        ] {
            let given = check_terms(&terms(starts, expires), now.parse().unwrap());
            assert_eq!(given, verdict, "{starts} to {expires}");
        }
    }

    #[test]
    fn a_consent_permits_something_at_least_once() {
        let now = "2026-01-15T12:00:00Z".parse().unwrap();
        let good = || terms("2026-01-15T12:00:00Z", "2026-02-15T12:00:00Z");
        let nothing = Terms {
            permits: vec![],
            ..good()
        };
        assert_eq!(check_terms(&nothing, now), Err(BadTerms::NoScope));
        for (use_limit, verdict) in [(0, Err(BadTerms::NoUse)), (-1, Err(BadTerms::NoUse)), (1, Ok(()))] {
            let limited = Terms {
                use_limit: Some(use_limit),
                ..good()
            };
            assert_eq!(check_terms(&limited, now), verdict, "{use_limit}");
        }
    }
}
