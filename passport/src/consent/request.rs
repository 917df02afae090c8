//! A partner's request: what may be asked, and what a holder may make of it.

use super::{LONGEST, Purpose, Scope};
use chrono::{DateTime, Duration, Utc};

/// How long a request may be answered; after that it ends by itself.
pub const OPEN_FOR: Duration = Duration::days(30);
/// Most scopes of one request: who is asked should be able to read it.
pub const MOST_SCOPES: usize = 20;
/// Longest reason of a scope, or statement on keeping, in characters.
pub const LONGEST_TEXT: usize = 500;
/// How often one partner may ask at one address within the time that a request is open.
pub const MOST_AT_ONE_ADDRESS: u64 = 5;
/// How often one partner may ask in all within that time.
pub const MOST_IN_ALL: u64 = 10_000;

/// One scope that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedScope {
    /// What.
    pub scope: Scope,
    /// Whether the partner can do nothing without it.
    pub required: bool,
    /// Why it is needed, in the partner's words.
    pub reason: String,
}

/// Until when the consent that is asked for is to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Until a moment.
    At(DateTime<Utc>),
    /// For so many days from when it is given.
    Days(i32),
}

impl Until {
    /// The moment, for a consent that is given now.
    pub fn from(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Until::At(moment) => moment,
            Until::Days(days) => now + Duration::days(i64::from(days)),
        }
    }
}

/// Whether and to whom a partner may pass on what it saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redisclosure {
    /// To nobody.
    None,
    /// To those who process it on the partner's behalf, and to nobody else.
    Processors,
    /// As the partner's notice says.
    Notice,
}

crate::record::words!(Redisclosure { None => "none", Processors => "processors", Notice => "notice" });

/// What a partner asks a holder for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// What for.
    pub purpose: Purpose,
    /// Which scopes.
    pub scopes: Vec<AskedScope>,
    /// Until when.
    pub until: Until,
    /// How often it is to be used.
    pub use_limit: Option<i32>,
}

/// Why something cannot be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAsk {
    /// The token is made out for another purpose.
    #[error("your token asks for another purpose; see me")]
    Purpose,
    /// No scope, or too many to be read.
    #[error("a request names 1 to {MOST_SCOPES} scopes")]
    Scopes,
    /// A scope without a reason.
    #[error("say why you need it, in at most {LONGEST_TEXT} characters")]
    Reason {
        /// Which of the scopes.
        index: usize,
    },
    /// The same scope twice.
    #[error("this scope stands twice")]
    Twice {
        /// Which of the scopes.
        index: usize,
    },
    /// It would end too early or too late.
    #[error("a consent ends in the future, at most twelve months from now")]
    Until,
    /// A use limit below one.
    #[error("a use limit is at least 1")]
    NoUse,
}

/// Checks what a partner whose token is made out for `own` is about to ask.
pub fn check_ask(ask: &Ask, own: Purpose, now: DateTime<Utc>) -> Result<(), BadAsk> {
    if ask.purpose != own {
        return Err(BadAsk::Purpose);
    }
    if ask.scopes.is_empty() || ask.scopes.len() > MOST_SCOPES {
        return Err(BadAsk::Scopes);
    }
    for (index, asked) in ask.scopes.iter().enumerate() {
        if asked.reason.trim().is_empty() || asked.reason.chars().count() > LONGEST_TEXT {
            return Err(BadAsk::Reason { index });
        }
        if ask.scopes[..index].iter().any(|before| before.scope == asked.scope) {
            return Err(BadAsk::Twice { index });
        }
    }
    let ends = match ask.until {
        Until::Days(days) => (1..=LONGEST.num_days()).contains(&i64::from(days)),
        Until::At(moment) => moment > now && moment - now <= LONGEST,
    };
    if !ends {
        return Err(BadAsk::Until);
    }
    if ask.use_limit.is_some_and(|limit| limit < 1) {
        return Err(BadAsk::NoUse);
    }
    Ok(())
}

/// Until when a request may be answered: it is open for thirty days, and not longer than what it asks for would last.
pub fn open_until(ask: &Ask, now: DateTime<Utc>) -> DateTime<Utc> {
    match ask.until {
        Until::At(moment) => moment.min(now + OPEN_FOR),
        Until::Days(_) => now + OPEN_FOR,
    }
}

/// Why a grant does not answer a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAnswer {
    /// It permits what was not asked for.
    Unasked {
        /// Which of the permits.
        index: usize,
    },
    /// Nothing of these required scopes would be seen.
    LeftOut {
        /// Which of the scopes asked for.
        indexes: Vec<usize>,
    },
    /// It would last longer than was asked.
    Longer,
    /// It could be used more often than was asked.
    MoreOften,
}

/// What a holder gives in answer.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// What is permitted.
    pub permits: &'a [Scope],
    /// What is denied.
    pub denies: &'a [Scope],
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// How often it may be used.
    pub use_limit: Option<i32>,
}

/// Whether this grant stays inside what was asked, and leaves nothing required out. Of a required scope something must
/// be given; how much is the holder's to say, and the partner sees which scopes were granted.
pub fn check_answer(ask: &Ask, answer: Answer<'_>, now: DateTime<Utc>) -> Result<(), NoAnswer> {
    let asked = || ask.scopes.iter().map(|asked| &asked.scope);
    if let Some(index) = answer.permits.iter().position(|permit| !permit.within_any(asked())) {
        return Err(NoAnswer::Unasked { index });
    }
    let gives = |required: &Scope| {
        let of_it = |permit: &&Scope| permit.within(required) || required.within(permit);
        let seen = |permit: &Scope| !permit.within_any(answer.denies) && !required.within_any(answer.denies);
        answer.permits.iter().filter(of_it).any(seen)
    };
    let left_out = |(index, asked): (usize, &AskedScope)| (asked.required && !gives(&asked.scope)).then_some(index);
    let indexes: Vec<usize> = ask.scopes.iter().enumerate().filter_map(left_out).collect();
    if !indexes.is_empty() {
        return Err(NoAnswer::LeftOut { indexes });
    }
    if answer.expires_at > ask.until.from(now) {
        return Err(NoAnswer::Longer);
    }
    match (ask.use_limit, answer.use_limit) {
        (Some(_), None) => Err(NoAnswer::MoreOften),
        (Some(asked), Some(given)) if given > asked => Err(NoAnswer::MoreOften),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-01-15T12:00:00Z".parse().unwrap()
    }

    fn scopes(texts: &[&str]) -> Vec<Scope> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    /// Skills certainly competent, required; goals, not.
    fn ask() -> Ask {
        let asked = |text: &str, required| AskedScope {
            scope: text.parse().unwrap(),
            required,
            reason: "To match you with open positions.".into(),
        };
        Ask {
            purpose: Purpose::Hiring,
            scopes: vec![
                asked("passport/Skill.r?minBand=competent", true),
                asked("passport/Goal.r", false),
            ],
            until: Until::Days(90),
            use_limit: Some(10),
        }
    }

    #[test]
    fn what_may_be_asked_by_the_table() {
        type Spoil = (&'static str, fn(&mut Ask), Result<(), BadAsk>);
        let table: [Spoil; 13] = [
            ("as it is", |_| {}, Ok(())),
            (
                "another purpose",
                |a| a.purpose = Purpose::Advising,
                Err(BadAsk::Purpose),
            ),
            ("no scope", |a| a.scopes.clear(), Err(BadAsk::Scopes)),
            (
                "too many",
                |a| a.scopes = vec![a.scopes[0].clone(); 21],
                Err(BadAsk::Scopes),
            ),
            (
                "no reason",
                |a| a.scopes[1].reason = " ".into(),
                Err(BadAsk::Reason { index: 1 }),
            ),
            (
                "a long reason",
                |a| a.scopes[0].reason = "x".repeat(501),
                Err(BadAsk::Reason { index: 0 }),
            ),
            (
                "twice",
                |a| a.scopes[1] = a.scopes[0].clone(),
                Err(BadAsk::Twice { index: 1 }),
            ),
            ("no day", |a| a.until = Until::Days(0), Err(BadAsk::Until)),
            ("a year", |a| a.until = Until::Days(366), Ok(())),
            ("more than a year", |a| a.until = Until::Days(367), Err(BadAsk::Until)),
            ("over", |a| a.until = Until::At(now()), Err(BadAsk::Until)),
            (
                "years ahead",
                |a| a.until = Until::At(now() + Duration::days(367)),
                Err(BadAsk::Until),
            ),
            ("no use", |a| a.use_limit = Some(0), Err(BadAsk::NoUse)),
        ];
        for (name, spoil, verdict) in table {
            let mut asked = ask();
            spoil(&mut asked);
            assert_eq!(check_ask(&asked, Purpose::Hiring, now()), verdict, "{name}");
        }
    }

    #[test]
    fn a_grant_answers_a_request_by_the_table() {
        let whole = "passport/Skill.r?minBand=competent";
        let left_out = || Err(NoAnswer::LeftOut { indexes: vec![0] });
        for (permits, denies, days, uses, verdict) in [
            (vec![whole, "passport/Goal.r"], vec![], 90, Some(10), Ok(())),
            (vec![whole], vec![], 30, Some(1), Ok(())),
            (vec!["passport/Skill.r?minBand=expert"], vec![], 90, Some(10), Ok(())),
            (vec![whole], vec!["passport/Skill.r?source=hr"], 90, Some(10), Ok(())),
            (vec!["passport/Goal.r"], vec![], 90, Some(10), left_out()),
            (
                vec![whole, "passport/Goal.r"],
                vec!["passport/Skill.r"],
                90,
                Some(10),
                left_out(),
            ),
            (vec![], vec![], 90, Some(10), left_out()),
            (
                vec!["passport/Skill.r"],
                vec![],
                90,
                Some(10),
                Err(NoAnswer::Unasked { index: 0 }),
            ),
            (
                vec![whole, "passport/Profile.r"],
                vec![],
                90,
                Some(10),
                Err(NoAnswer::Unasked { index: 1 }),
            ),
            (vec![whole], vec![], 91, Some(10), Err(NoAnswer::Longer)),
            (vec![whole], vec![], 90, None, Err(NoAnswer::MoreOften)),
            (vec![whole], vec![], 90, Some(11), Err(NoAnswer::MoreOften)),
        ] {
            let (given, held) = (scopes(&permits), scopes(&denies));
            let answer = Answer {
                permits: &given,
                denies: &held,
                expires_at: now() + Duration::days(days),
                use_limit: uses,
            };
            let verdict_given = check_answer(&ask(), answer, now());
            assert_eq!(
                verdict_given, verdict,
                "{permits:?} but {denies:?}, {days} days, {uses:?} uses"
            );
        }
    }

    #[test]
    fn a_request_is_open_for_thirty_days_or_as_long_as_it_makes_sense() {
        assert_eq!(open_until(&ask(), now()), now() + OPEN_FOR);
        let soon = Ask {
            until: Until::At(now() + Duration::days(7)),
            ..ask()
        };
        assert_eq!(open_until(&soon, now()), now() + Duration::days(7));
    }
}
