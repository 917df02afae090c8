//! How a consent lives: what may be done with it where it stands, and what a change may make of it.
//!
//! | from | may become |
//! |--|--|
//! | nothing | requested by the partner, granted by the holder unasked; of a minor, requested by the first of two |
//! | requested | granted, refused; by the second of two granted, by either withdrawn |
//! | granted | granted with less, paused, withdrawn |
//! | paused | paused with less, granted again, withdrawn |
//! | refused, withdrawn | nothing: it is kept |
//!
//! Time ends a consent by itself: what is over is neither changed, paused nor resumed, and a request that is over is not
//! answered. Whoever wants to go on gives a new consent.

use super::{ConsentState, Terms};
use chrono::{DateTime, Utc};

/// What may be done with a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The partner asks for it.
    Request,
    /// The holder gives it, asked or unasked.
    Grant,
    /// The first of two says yes, asked or unasked: it permits nothing yet.
    Propose,
    /// The second of two says yes.
    Approve,
    /// The holder says no to a request.
    Refuse,
    /// The holder makes it narrower.
    Narrow,
    /// The holder suspends it.
    Pause,
    /// The holder lets it hold again.
    Resume,
    /// The holder ends it.
    Withdraw,
}

/// Why something cannot be done with a consent where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// It stands where this cannot be done.
    #[error("{}", says(*.0))]
    Stands(Option<ConsentState>),
    /// Its time is over.
    #[error("its time is over; give a new consent instead")]
    Over,
    /// One of two said yes.
    #[error("one of two has said yes; the other says it with approveConsent, and either ends it with withdrawConsent")]
    HalfGiven,
}

fn says(state: Option<ConsentState>) -> &'static str {
    match state {
        None => "nobody asked for it",
        Some(ConsentState::Requested) => "it was asked for and not answered yet",
        Some(ConsentState::Granted) => "it is granted and not paused",
        Some(ConsentState::Refused) => "it was refused, and stays so",
        Some(ConsentState::Paused) => "it is paused already",
        Some(ConsentState::Withdrawn) => "it was withdrawn, and stays so; give a new consent instead",
    }
}

/// Where a consent stands after an act. `over` says that its time has passed: of a request the time to answer.
pub fn step(from: Option<ConsentState>, over: bool, act: Act) -> Result<ConsentState, NotNow> {
    use ConsentState::{Granted, Paused, Refused, Requested, Withdrawn};
    let to = match (from, act) {
        (None, Act::Request) => Requested,
        (None | Some(Requested), Act::Grant) => Granted,
        (None | Some(Requested), Act::Propose) => Requested,
        (Some(Requested), Act::Approve) => Granted,
        (Some(Requested), Act::Refuse) => Refused,
        (Some(Granted), Act::Narrow) => Granted,
        (Some(Paused), Act::Narrow) => Paused,
        (Some(Granted), Act::Pause) => Paused,
        (Some(Paused), Act::Resume) => Granted,
        // Also of one whose time is over: the holder's last word may be said at any time.
        (Some(Requested | Granted | Paused), Act::Withdraw) => return Ok(Withdrawn),
        (stands, _) => return Err(NotNow::Stands(stands)),
    };
    if over { Err(NotNow::Over) } else { Ok(to) }
}

/// What would be wider than before. A change only narrows: to permit more, the holder gives another consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wider {
    /// A permit is not inside any that was there.
    #[error("this would permit more than before; a change only narrows: to permit more, give another consent")]
    Permit {
        /// Which of the new permits.
        index: usize,
    },
    /// A deny that was there is not held by the new ones.
    #[error("what was denied stays denied, as it was or wider")]
    Deny {
        /// Which of the denies before.
        index: usize,
    },
    /// It would begin earlier.
    #[error("a change cannot begin it earlier")]
    Start,
    /// It would end later.
    #[error("a change cannot end it later; give another consent")]
    End,
    /// It could be used more often.
    #[error("a change cannot raise the use limit; give another consent")]
    Uses,
}

/// Whether `after` permits nothing that `before` did not, at any time.
pub fn narrows(before: &Terms, after: &Terms) -> Result<(), Wider> {
    let outside = |scope: &super::Scope| !scope.within_any(&before.permits);
    if let Some(index) = after.permits.iter().position(outside) {
        return Err(Wider::Permit { index });
    }
    let lifted = |scope: &super::Scope| !scope.within_any(&after.denies);
    if let Some(index) = before.denies.iter().position(lifted) {
        return Err(Wider::Deny { index });
    }
    if after.starts_at < before.starts_at {
        return Err(Wider::Start);
    }
    if after.expires_at > before.expires_at {
        return Err(Wider::End);
    }
    match (before.use_limit, after.use_limit) {
        (Some(_), None) => Err(Wider::Uses),
        (Some(before), Some(after)) if after > before => Err(Wider::Uses),
        _ => Ok(()),
    }
}

/// Where a consent stands at a moment: its state, and what time and use have made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Asked for, or given by one of two, and may still be answered.
    Pending,
    /// Asked for, and not answered in time.
    Unanswered,
    /// Granted, and not begun.
    NotBegun,
    /// Lets the partner see what it permits.
    InForce,
    /// Granted, and used as often as it may be.
    UsedUp,
    /// Granted or paused, and its time is over.
    Over,
    /// Refused.
    Refused,
    /// Suspended.
    Paused,
    /// Ended by the holder.
    Withdrawn,
}

crate::record::words!(Standing {
    Pending => "pending", Unanswered => "unanswered", NotBegun => "not-begun", InForce => "in-force",
    UsedUp => "used-up", Over => "over", Refused => "refused", Paused => "paused", Withdrawn => "withdrawn",
});

/// What of a consent decides where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// Its state.
    pub state: ConsentState,
    /// From when it holds.
    pub starts_at: DateTime<Utc>,
    /// Until when it holds; of a request until when it may be answered.
    pub expires_at: DateTime<Utc>,
    /// How often it may be used.
    pub use_limit: Option<i32>,
    /// How often it was used.
    pub uses: i64,
}

impl Lifetime {
    /// Where it stands at this moment.
    pub fn standing(&self, now: DateTime<Utc>) -> Standing {
        let over = self.expires_at <= now;
        match self.state {
            ConsentState::Requested if over => Standing::Unanswered,
            ConsentState::Requested => Standing::Pending,
            ConsentState::Refused => Standing::Refused,
            ConsentState::Withdrawn => Standing::Withdrawn,
            ConsentState::Granted | ConsentState::Paused if over => Standing::Over,
            ConsentState::Paused => Standing::Paused,
            ConsentState::Granted if self.uses_left() == Some(0) => Standing::UsedUp,
            ConsentState::Granted if now < self.starts_at => Standing::NotBegun,
            ConsentState::Granted => Standing::InForce,
        }
    }

    /// How often it may still be used; none without a limit.
    pub fn uses_left(&self) -> Option<i64> {
        self.use_limit.map(|limit| (i64::from(limit) - self.uses).max(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::Purpose;
    use uuid::Uuid;

    const ACTS: [Act; 9] = [
        Act::Propose,
        Act::Approve,
        Act::Request,
        Act::Grant,
        Act::Refuse,
        Act::Narrow,
        Act::Pause,
        Act::Resume,
        Act::Withdraw,
    ];

    #[test]
    fn a_consent_lives_by_the_table() {
        use ConsentState::{Granted, Paused, Refused, Requested, Withdrawn};
        let no = None;
        // One column an act, in the order above.
        for (from, becomes) in [
            (
                None,
                [Some(Requested), no, Some(Requested), Some(Granted), no, no, no, no, no],
            ),
            (
                Some(Requested),
                [
                    Some(Requested),
                    Some(Granted),
                    no,
                    Some(Granted),
                    Some(Refused),
                    no,
                    no,
                    no,
                    Some(Withdrawn),
                ],
            ),
            (
                Some(Granted),
                [no, no, no, no, no, Some(Granted), Some(Paused), no, Some(Withdrawn)],
            ),
            (
                Some(Paused),
                [no, no, no, no, no, Some(Paused), no, Some(Granted), Some(Withdrawn)],
            ),
            (Some(Refused), [no; 9]),
            (Some(Withdrawn), [no; 9]),
        ] {
            for (act, to) in ACTS.into_iter().zip(becomes) {
                assert_eq!(step(from, false, act).ok(), to, "{act:?} where {from:?}");
                let late = step(from, true, act);
                assert_eq!(
                    late.ok(),
                    to.filter(|to| *to == Withdrawn),
                    "{act:?} too late where {from:?}"
                );
                assert!(to.is_none() || late.is_ok() || late == Err(NotNow::Over));
            }
        }
    }

    fn time(day: u32) -> DateTime<Utc> {
        format!("2026-01-{day:02}T12:00:00Z").parse().unwrap()
    }

    fn terms(permits: &[&str], denies: &[&str]) -> Terms {
        let scopes = |list: &[&str]| list.iter().map(|scope| scope.parse().unwrap()).collect();
        Terms {
            consent: Uuid::nil(),
            version: 1,
            holder: Uuid::nil(),
            partner: Uuid::nil(),
            client: None,
            purpose: Purpose::Hiring,
            state: ConsentState::Granted,
            permits: scopes(permits),
            denies: scopes(denies),
            starts_at: time(1),
            expires_at: time(20),
            use_limit: Some(5),
            uses: 0,
        }
    }

    #[test]
    fn a_change_only_narrows() {
        let before = || {
            terms(
                &["passport/Skill.r?source=hr,lms", "passport/Goal.r"],
                &["passport/Skill.r?source=lms"],
            )
        };
        type Change = (&'static str, fn(&mut Terms), Result<(), Wider>);
        let changes: [Change; 11] = [
            ("nothing", |_| {}, Ok(())),
            ("a scope left out", |t| t.permits.truncate(1), Ok(())),
            (
                "a narrower scope",
                |t| t.permits = vec!["passport/Skill.r?source=hr".parse().unwrap()],
                Ok(()),
            ),
            (
                "a wider scope",
                |t| t.permits = vec!["passport/Skill.r".parse().unwrap()],
                Err(Wider::Permit { index: 0 }),
            ),
            (
                "one deny more",
                |t| t.denies.push("passport/Goal.r".parse().unwrap()),
                Ok(()),
            ),
            (
                "a wider deny",
                |t| t.denies = vec!["passport/Skill.r".parse().unwrap()],
                Ok(()),
            ),
            ("a deny lifted", |t| t.denies.clear(), Err(Wider::Deny { index: 0 })),
            ("an earlier end", |t| t.expires_at = time(10), Ok(())),
            ("a later end", |t| t.expires_at = time(21), Err(Wider::End)),
            (
                "an earlier start",
                |t| t.starts_at = time(1) - chrono::Duration::days(1),
                Err(Wider::Start),
            ),
            ("no limit", |t| t.use_limit = None, Err(Wider::Uses)),
        ];
        for (name, change, verdict) in changes {
            let mut after = before();
            change(&mut after);
            assert_eq!(narrows(&before(), &after), verdict, "{name}");
        }
        let mut after = before();
        after.use_limit = Some(6);
        assert_eq!(narrows(&before(), &after), Err(Wider::Uses));
        after.use_limit = Some(4);
        assert_eq!(narrows(&before(), &after), Ok(()));
    }

    #[test]
    fn time_and_use_say_where_it_stands() {
        use ConsentState::{Granted, Paused, Refused, Requested, Withdrawn};
        for (state, day, uses, standing) in [
            (Requested, 15, 0, Standing::Pending),
            (Requested, 20, 0, Standing::Unanswered),
            (Granted, 9, 0, Standing::NotBegun),
            (Granted, 10, 4, Standing::InForce),
            (Granted, 10, 5, Standing::UsedUp),
            (Granted, 20, 5, Standing::Over),
            (Paused, 15, 0, Standing::Paused),
            (Paused, 20, 0, Standing::Over),
            (Refused, 25, 0, Standing::Refused),
            (Withdrawn, 25, 0, Standing::Withdrawn),
        ] {
            let lifetime = Lifetime {
                state,
                starts_at: time(10),
                expires_at: time(20),
                use_limit: Some(5),
                uses,
            };
            assert_eq!(lifetime.standing(time(day)), standing, "{state:?} on day {day}");
        }
    }
}
