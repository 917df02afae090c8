//! Who may decide for a holder, and how far. A holder names a delegate; what a delegate gives stays inside what the
//! holder said: scopes, purposes and time. A delegate sees no passport by it, and cannot pass it on.
//!
//! | asked for | within a delegation when |
//! |--|--|
//! | purpose | it names the purpose, or none |
//! | permits | each lies within one of its scopes |
//! | denies | each is of a section that it names |
//! | end | it is not later than the delegation's |

use super::{Ask, LONGEST, Purpose, Scope, Section, Terms};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// How many scopes a delegation may name.
pub const MOST_DELEGATED: usize = 20;
/// How many delegations of one holder may be open at a time.
pub const MOST_OPEN: u64 = 20;

/// Who decided on a version of a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenBy {
    /// The holder.
    Holder,
    /// Whom the holder named.
    Delegate,
    /// Who stands for a minor.
    Guardian,
}

crate::record::words!(GivenBy { Holder => "holder", Delegate => "delegate", Guardian => "guardian" });

/// A delegation, as far as the rules look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Which.
    pub id: Uuid,
    /// Who is acted for.
    pub holder: Uuid,
    /// Who may act; none while nobody has accepted it.
    pub delegate: Option<Uuid>,
    /// As what they act: as a delegate or as a guardian.
    pub kind: GivenBy,
    /// The most that may be given.
    pub scopes: Vec<Scope>,
    /// What for; none for any purpose.
    pub purposes: Option<Vec<Purpose>>,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when; mandatory.
    pub expires_at: DateTime<Utc>,
    /// Whether it was ended before its time.
    pub ended: bool,
}

/// Where a delegation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DelegationStanding {
    /// Nobody has accepted it.
    Pending,
    /// Nobody accepted it in time.
    Lapsed,
    /// Accepted, and not begun.
    NotBegun,
    /// The delegate may act.
    InForce,
    /// Its time is over.
    Over,
    /// Ended before its time.
    Ended,
}

crate::record::words!(DelegationStanding {
    Pending => "pending", Lapsed => "lapsed", NotBegun => "not-begun", InForce => "in-force", Over => "over",
    Ended => "ended",
});

impl Delegation {
    /// What a guardian may give: everything there is.
    pub fn everything() -> Vec<Scope> {
        let whole = |section: &Section| format!("passport/{}.rswv", section.as_str()).parse();
        Section::ALL.iter().filter_map(|section| whole(section).ok()).collect()
    }

    /// Where it stands at this moment.
    pub fn standing(&self, now: DateTime<Utc>) -> DelegationStanding {
        let over = self.expires_at <= now;
        match self.delegate {
            _ if self.ended => DelegationStanding::Ended,
            None if over => DelegationStanding::Lapsed,
            None => DelegationStanding::Pending,
            Some(_) if over => DelegationStanding::Over,
            Some(_) if now < self.starts_at => DelegationStanding::NotBegun,
            Some(_) => DelegationStanding::InForce,
        }
    }

    fn names(&self, purpose: Purpose) -> bool {
        self.purposes.as_ref().is_none_or(|named| named.contains(&purpose))
    }

    fn touches(&self, section: Section) -> bool {
        self.scopes.iter().any(|scope| scope.section == section)
    }

    /// Whether these terms stay inside it.
    fn covers(&self, terms: &Terms) -> Result<(), Exceeds> {
        if !self.names(terms.purpose) {
            return Err(Exceeds::Purpose);
        }
        let outside = |scope: &Scope| !scope.within_any(&self.scopes);
        if let Some(index) = terms.permits.iter().position(outside) {
            return Err(Exceeds::Permit { index });
        }
        // A deny holds against what the holder gave too: elsewhere it is not the delegate's to say.
        let elsewhere = |scope: &Scope| !self.touches(scope.section);
        if let Some(index) = terms.denies.iter().position(elsewhere) {
            return Err(Exceeds::Deny { index });
        }
        if terms.expires_at > self.expires_at {
            return Err(Exceeds::End);
        }
        Ok(())
    }
}

/// Why a delegation cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDelegation {
    /// It names no scope, or too many.
    #[error("a delegation names 1 to {MOST_DELEGATED} scopes")]
    Scopes,
    /// It names no purpose at all.
    #[error("name at least one purpose, or leave purposes out for any")]
    Purposes,
    /// It ends before it is given.
    #[error("a delegation must end in the future")]
    Ended,
    /// It ends too late.
    #[error("a delegation ends at most twelve months from now; give it anew then")]
    TooLong,
    /// It begins when it has ended.
    #[error("a delegation must begin before it ends")]
    LateStart,
}

/// Checks a delegation that is about to be given.
pub fn check_delegation(given: &Delegation, now: DateTime<Utc>) -> Result<(), BadDelegation> {
    if given.scopes.is_empty() || given.scopes.len() > MOST_DELEGATED {
        return Err(BadDelegation::Scopes);
    }
    if given.purposes.as_ref().is_some_and(Vec::is_empty) {
        return Err(BadDelegation::Purposes);
    }
    if given.expires_at <= now {
        return Err(BadDelegation::Ended);
    }
    if given.expires_at - now > LONGEST {
        return Err(BadDelegation::TooLong);
    }
    if given.starts_at >= given.expires_at {
        return Err(BadDelegation::LateStart);
    }
    Ok(())
}

/// What goes beyond a delegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Exceeds {
    /// It is for a purpose that was not delegated.
    #[error("your delegation is not for this purpose; see delegations")]
    Purpose,
    /// It permits more than was delegated.
    #[error("this goes beyond the scopes of your delegation; see delegations")]
    Permit {
        /// Which of the permits.
        index: usize,
    },
    /// It denies in a section that was not delegated.
    #[error("you can deny only in the sections of your delegation; see delegations")]
    Deny {
        /// Which of the denies.
        index: usize,
    },
    /// It would outlast the delegation.
    #[error("what you give ends with your delegation at the latest; see delegations")]
    End,
}

/// The right to decide on consents of another holder. Only [`mandate`] makes one. It is no right to see their passport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    holder: Uuid,
    delegate: Uuid,
    held: Vec<Delegation>,
}

/// What lets this person act for this holder now: their delegations in force. None refuses.
pub fn mandate(holder: Uuid, delegate: Uuid, delegations: &[Delegation], now: DateTime<Utc>) -> Option<Mandate> {
    let theirs = |one: &&Delegation| {
        one.holder == holder && one.delegate == Some(delegate) && one.standing(now) == DelegationStanding::InForce
    };
    let held: Vec<Delegation> = delegations.iter().filter(theirs).cloned().collect();
    let acts = holder != delegate && !held.is_empty();
    acts.then_some(Mandate { holder, delegate, held })
}

impl Mandate {
    /// Who is acted for.
    pub fn holder(&self) -> Uuid {
        self.holder
    }

    /// Who acts.
    pub fn delegate(&self) -> Uuid {
        self.delegate
    }

    /// The delegations it rests on.
    pub fn delegations(&self) -> Vec<Uuid> {
        self.held.iter().map(|one| one.id).collect()
    }

    /// The delegation with this id, where it rests on it.
    pub fn delegation(&self, id: Uuid) -> Option<&Delegation> {
        self.held.iter().find(|one| one.id == id)
    }

    /// The guardianship that lasts longest, where it rests on one: a guardian decides on all that is the holder's.
    pub fn guardianship(&self) -> Option<&Delegation> {
        let guards = self.held.iter().filter(|one| one.kind == GivenBy::Guardian);
        guards.max_by_key(|one| one.expires_at)
    }

    /// When the first of the delegations it rests on is over: by then it is another, or none.
    pub fn holds_until(&self) -> Option<DateTime<Utc>> {
        self.held.iter().map(|one| one.expires_at).min()
    }

    /// The delegation under which these terms can be given: one alone must cover them. Of several that do not, the
    /// answer is of the one that comes nearest.
    pub fn covers(&self, terms: &Terms) -> Result<&Delegation, Exceeds> {
        let mut nearest = Exceeds::Purpose;
        for one in &self.held {
            match one.covers(terms) {
                Ok(()) => return Ok(one),
                Err(why) => nearest = nearest.max(why),
            }
        }
        Err(nearest)
    }

    /// The delegation under which this request may be seen and answered: everything that it asks for lies within it. Of
    /// several it is the one that lasts longest.
    pub fn may_answer(&self, ask: &Ask) -> Option<&Delegation> {
        let inside = |one: &&Delegation| {
            one.names(ask.purpose) && ask.scopes.iter().all(|asked| asked.scope.within_any(&one.scopes))
        };
        self.held.iter().filter(inside).max_by_key(|one| one.expires_at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Asked, AskedScope, ConsentState, Decision, Until, decide};
    use super::*;
    use chrono::Duration;
    use proptest::prelude::*;

    fn now() -> DateTime<Utc> {
        "2026-01-15T12:00:00Z".parse().unwrap()
    }

    fn scopes(texts: &[&str]) -> Vec<Scope> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    const HOLDER: Uuid = Uuid::from_u128(1);
    const DELEGATE: Uuid = Uuid::from_u128(2);

    /// Skills certainly competent and credentials, for hiring, for ninety days.
    fn delegation() -> Delegation {
        Delegation {
            id: Uuid::from_u128(7),
            holder: HOLDER,
            delegate: Some(DELEGATE),
            kind: GivenBy::Delegate,
            scopes: scopes(&["passport/Skill.r?minBand=competent", "passport/Credential.r"]),
            purposes: Some(vec![Purpose::Hiring]),
            starts_at: now(),
            expires_at: now() + Duration::days(90),
            ended: false,
        }
    }

    fn terms(permits: &[&str]) -> Terms {
        Terms {
            consent: Uuid::from_u128(9),
            version: 1,
            holder: HOLDER,
            partner: Uuid::from_u128(3),
            client: None,
            purpose: Purpose::Hiring,
            state: ConsentState::Granted,
            permits: scopes(permits),
            denies: vec![],
            starts_at: now(),
            expires_at: now() + Duration::days(30),
            use_limit: None,
            uses: 0,
        }
    }

    fn held() -> Mandate {
        mandate(HOLDER, DELEGATE, &[delegation()], now()).unwrap()
    }

    #[test]
    fn what_may_be_delegated_by_the_table() {
        type Spoil = (&'static str, fn(&mut Delegation), Result<(), BadDelegation>);
        let table: [Spoil; 9] = [
            ("as it is", |_| {}, Ok(())),
            ("no scope", |d| d.scopes.clear(), Err(BadDelegation::Scopes)),
            (
                "too many",
                |d| d.scopes = vec![d.scopes[0].clone(); 21],
                Err(BadDelegation::Scopes),
            ),
            (
                "no purpose",
                |d| d.purposes = Some(vec![]),
                Err(BadDelegation::Purposes),
            ),
            ("any purpose", |d| d.purposes = None, Ok(())),
            ("over", |d| d.expires_at = now(), Err(BadDelegation::Ended)),
            ("a year", |d| d.expires_at = now() + LONGEST, Ok(())),
            (
                "more than a year",
                |d| d.expires_at = now() + LONGEST + Duration::seconds(1),
                Err(BadDelegation::TooLong),
            ),
            (
                "begins when it has ended",
                |d| d.starts_at = d.expires_at,
                Err(BadDelegation::LateStart),
            ),
        ];
        for (name, spoil, verdict) in table {
            let mut given = delegation();
            spoil(&mut given);
            assert_eq!(check_delegation(&given, now()), verdict, "{name}");
        }
    }

    #[test]
    fn time_and_acceptance_say_where_a_delegation_stands() {
        type Spoil = (fn(&mut Delegation), i64, DelegationStanding);
        let table: [Spoil; 7] = [
            (|_| {}, 0, DelegationStanding::InForce),
            (|_| {}, 90, DelegationStanding::Over),
            (|d| d.delegate = None, 0, DelegationStanding::Pending),
            (|d| d.delegate = None, 90, DelegationStanding::Lapsed),
            (
                |d| d.starts_at = now() + Duration::days(2),
                1,
                DelegationStanding::NotBegun,
            ),
            (|d| d.ended = true, 0, DelegationStanding::Ended),
            (|d| d.ended = true, 90, DelegationStanding::Ended),
        ];
        for (spoil, days, standing) in table {
            let mut one = delegation();
            spoil(&mut one);
            let moment = now() + Duration::days(days);
            assert_eq!(one.standing(moment), standing, "{one:?}");
            let acts = mandate(HOLDER, DELEGATE, &[one], moment).is_some();
            assert_eq!(acts, standing == DelegationStanding::InForce, "{standing:?}");
        }
        let stranger = Uuid::from_u128(5);
        assert_eq!(mandate(HOLDER, stranger, &[delegation()], now()), None);
        assert_eq!(mandate(stranger, DELEGATE, &[delegation()], now()), None);
    }

    #[test]
    fn a_delegate_never_delegates_further() {
        // Whom a delegate names acts for the delegate, and not for whom the delegate acts for.
        let further = Delegation {
            holder: DELEGATE,
            delegate: Some(Uuid::from_u128(5)),
            ..delegation()
        };
        let all = [delegation(), further];
        assert!(mandate(DELEGATE, Uuid::from_u128(5), &all, now()).is_some());
        assert_eq!(mandate(HOLDER, Uuid::from_u128(5), &all, now()), None);
    }

    #[test]
    fn what_a_delegate_gives_stays_inside_by_the_table() {
        type Spoil = (&'static str, fn(&mut Terms), Option<Exceeds>);
        let table: [Spoil; 9] = [
            ("as it is", |_| {}, None),
            (
                "another purpose",
                |t| t.purpose = Purpose::Advising,
                Some(Exceeds::Purpose),
            ),
            (
                "wider",
                |t| t.permits = scopes(&["passport/Credential.r", "passport/Skill.r"]),
                Some(Exceeds::Permit { index: 1 }),
            ),
            (
                "narrower",
                |t| t.permits = scopes(&["passport/Skill.r?minBand=expert&source=hr"]),
                None,
            ),
            (
                "another section",
                |t| t.permits = scopes(&["passport/Goal.r"]),
                Some(Exceeds::Permit { index: 0 }),
            ),
            (
                "another operation",
                |t| t.permits = scopes(&["passport/Credential.rs"]),
                Some(Exceeds::Permit { index: 0 }),
            ),
            (
                "a deny inside",
                |t| t.denies = scopes(&["passport/Skill.r?source=hr"]),
                None,
            ),
            (
                "a deny elsewhere",
                |t| t.denies = scopes(&["passport/Profile.r"]),
                Some(Exceeds::Deny { index: 0 }),
            ),
            (
                "a later end",
                |t| t.expires_at = now() + Duration::days(90) + Duration::seconds(1),
                Some(Exceeds::End),
            ),
        ];
        for (name, spoil, verdict) in table {
            let mut given = terms(&["passport/Skill.r?minBand=competent"]);
            spoil(&mut given);
            assert_eq!(held().covers(&given).err(), verdict, "{name}");
        }
    }

    #[test]
    fn a_guardian_may_give_everything_there_is() {
        assert_eq!(Delegation::everything().len(), Section::ALL.len());
        let guards = Delegation {
            kind: GivenBy::Guardian,
            scopes: Delegation::everything(),
            purposes: None,
            ..delegation()
        };
        let all = mandate(HOLDER, DELEGATE, &[guards, delegation()], now()).unwrap();
        assert_eq!(all.guardianship().unwrap().kind, GivenBy::Guardian);
        assert_eq!(held().guardianship(), None);
        assert!(all.covers(&terms(&["passport/Profile.r", "passport/Goal.rs"])).is_ok());
    }

    #[test]
    fn one_delegation_alone_must_cover_all() {
        let goals = Delegation {
            id: Uuid::from_u128(8),
            scopes: scopes(&["passport/Goal.r"]),
            purposes: None,
            ..delegation()
        };
        let both = mandate(HOLDER, DELEGATE, &[delegation(), goals], now()).unwrap();
        assert_eq!(both.delegations().len(), 2);
        let under = |permits: &[&str]| both.covers(&terms(permits)).map(|one| one.id.as_u128());
        assert_eq!(under(&["passport/Credential.r"]), Ok(7));
        assert_eq!(under(&["passport/Goal.r"]), Ok(8));
        assert_eq!(
            under(&["passport/Credential.r", "passport/Goal.r"]),
            Err(Exceeds::Permit { index: 1 })
        );
    }

    #[test]
    fn a_delegate_answers_requests_that_lie_inside() {
        let ask = |purpose, texts: &[&str]| {
            let asked = |scope| AskedScope {
                scope,
                required: false,
                reason: "to match you".into(),
            };
            Ask {
                purpose,
                scopes: scopes(texts).into_iter().map(asked).collect(),
                until: Until::Days(30),
                use_limit: None,
            }
        };
        for (purpose, texts, seen) in [
            (Purpose::Hiring, &["passport/Credential.r"][..], true),
            (Purpose::Advising, &["passport/Credential.r"], false),
            (Purpose::Hiring, &["passport/Credential.r", "passport/Goal.r"], false),
            (Purpose::Hiring, &["passport/Skill.r"], false),
        ] {
            assert_eq!(held().may_answer(&ask(purpose, texts)).is_some(), seen, "{texts:?}");
        }
    }

    fn some_scopes() -> impl Strategy<Value = Vec<Scope>> {
        let section = prop::sample::select(vec!["Skill", "Credential", "Goal"]);
        let ops = prop::sample::select(vec!["r", "rs", "v"]);
        let filter = prop::sample::select(vec!["", "?since=2024-01-01", "?since=2025-01-01"]);
        let one = (section, ops, filter)
            .prop_map(|(section, ops, filter)| format!("passport/{section}.{ops}{filter}").parse::<Scope>().unwrap());
        prop::collection::vec(one, 1..4)
    }

    proptest! {
        /// Whatever is given: it is refused, or it stays inside one delegation in force in everything that it can show,
        /// to whomever, at whatever moment.
        #[test]
        fn nothing_given_by_a_delegate_exceeds_the_delegation(
            delegated in some_scopes(), permits in some_scopes(), denies in some_scopes(),
            days in 1i64..200, delegated_days in 1i64..200, look in 0i64..400,
            hiring in any::<bool>(), any_purpose in any::<bool>(), ended in any::<bool>(),
        ) {
            let purpose = if hiring { Purpose::Hiring } else { Purpose::Advising };
            let one = Delegation {
                scopes: delegated,
                purposes: (!any_purpose).then(|| vec![Purpose::Hiring]),
                expires_at: now() + Duration::days(delegated_days),
                ended,
                ..delegation()
            };
            let given = Terms { permits, denies, purpose, expires_at: now() + Duration::days(days), ..terms(&[]) };
            let acts = mandate(HOLDER, DELEGATE, std::slice::from_ref(&one), now());
            if let Some(Ok(under)) = acts.as_ref().map(|acts| acts.covers(&given)) {
                prop_assert!(!ended && under == &one && (hiring || any_purpose));
                let at = now() + Duration::days(look);
                let asked = Asked { holder: HOLDER, partner: given.partner, client: None, purpose, at };
                if let Decision::Granted(grant) = decide(asked, std::slice::from_ref(&given)) {
                    prop_assert!(at < one.expires_at);
                    for section in Section::ALL {
                        for shown in grant.section(*section).into_iter().flat_map(|scope| scope.permits()) {
                            prop_assert!(Scope::reading(*section, shown.clone()).within_any(&one.scopes));
                        }
                    }
                }
            }
        }
    }
}
