//! Minors, by band of age alone: who has to say yes. No birth date is known here.
//!
//! | the holder | with a guardian now | who says yes |
//! |--|--|--|
//! | of age, or of no known age | | the holder |
//! | a minor below the band of assent | yes | the guardian |
//! | a minor from that band on | yes | both, in any order |
//! | a minor | no | nobody: nothing can be given |
//! | of age since the last guardianship ran out | | the holder |
//!
//! Either may say no, make narrower, pause and withdraw alone. Who paused lets it hold again.

use super::GivenBy;
use chrono::{DateTime, Utc};

/// How old somebody is, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgeBand {
    /// Below thirteen.
    Under13,
    /// Thirteen to fifteen.
    From13To15,
    /// Sixteen and seventeen.
    From16To17,
    /// Of age.
    Adult,
}

crate::record::words!(AgeBand {
    Under13 => "under_13", From13To15 => "13_15", From16To17 => "16_17", Adult => "adult",
});

/// One guardianship of a holder, as far as it says who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guardianship {
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// Whether it was ended before its time.
    pub ended: bool,
    /// Whether the holder is of age when its time is over.
    pub of_age_after: bool,
}

/// Who has to say yes for a holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consenters {
    /// The holder.
    Holder,
    /// The guardian alone.
    Guardian,
    /// The guardian and the holder.
    Both,
    /// Nobody can.
    Nobody,
}

/// Who has to say yes for this holder at this moment.
pub fn consenters(
    band: Option<AgeBand>,
    guardianships: &[Guardianship],
    assent_from: AgeBand,
    now: DateTime<Utc>,
) -> Consenters {
    let Some(band) = band.filter(|band| *band < AgeBand::Adult) else {
        return Consenters::Holder;
    };
    let standing = || guardianships.iter().filter(|one| !one.ended);
    if standing().any(|one| one.starts_at <= now && now < one.expires_at) {
        return if band >= assent_from {
            Consenters::Both
        } else {
            Consenters::Guardian
        };
    }
    match standing().max_by_key(|one| one.expires_at) {
        Some(last) if last.of_age_after && last.expires_at <= now => Consenters::Holder,
        _ => Consenters::Nobody,
    }
}

/// Why somebody cannot say yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSay {
    /// The guardian decides alone.
    #[error("your guardian decides this for you; you may say no, pause and withdraw at any time")]
    GuardianDecides,
    /// A minor without a guardian.
    #[error("you are a minor, and no guardian of yours is recorded here now; ask those who run the hub to record one")]
    NoGuardian,
    /// Somebody else who acts for the holder.
    #[error("only the holder and their guardian can say this")]
    NotYours,
    /// Their own yes is there already.
    #[error("your yes is there already; it waits for that of the other")]
    WaitsForOther,
    /// The other paused it.
    #[error("whoever paused it lets it hold again")]
    PausedByOther,
}

/// What a yes is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yes {
    /// Consent is given by it.
    Whole,
    /// It waits for the other's.
    First,
}

impl Consenters {
    /// What the first yes is worth, by who says it.
    pub fn begin(self, who: GivenBy) -> Result<Yes, NoSay> {
        match (self, who) {
            (Consenters::Holder, GivenBy::Holder | GivenBy::Delegate) => Ok(Yes::Whole),
            (Consenters::Guardian, GivenBy::Guardian) => Ok(Yes::Whole),
            (Consenters::Both, GivenBy::Holder | GivenBy::Guardian) => Ok(Yes::First),
            (Consenters::Guardian, GivenBy::Holder) => Err(NoSay::GuardianDecides),
            (Consenters::Nobody, _) => Err(NoSay::NoGuardian),
            (_, GivenBy::Delegate | GivenBy::Guardian) => Err(NoSay::NotYours),
        }
    }

    /// Whether this yes completes what another began.
    pub fn complete(self, began: GivenBy, who: GivenBy) -> Result<(), NoSay> {
        match self.begin(who)? {
            Yes::Whole => Ok(()),
            Yes::First if began != who => Ok(()),
            Yes::First => Err(NoSay::WaitsForOther),
        }
    }

    /// Whether they may let hold again what another, or they, paused.
    pub fn resume(self, paused: GivenBy, who: GivenBy) -> Result<(), NoSay> {
        match self {
            Consenters::Holder => Ok(()),
            Consenters::Nobody => Err(NoSay::NoGuardian),
            Consenters::Guardian | Consenters::Both if paused == who => Ok(()),
            Consenters::Guardian | Consenters::Both => Err(NoSay::PausedByOther),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    fn now() -> DateTime<Utc> {
        "2026-01-15T12:00:00Z".parse().unwrap()
    }

    fn guarded(from: i64, until: i64, ended: bool, of_age_after: bool) -> Guardianship {
        Guardianship {
            starts_at: now() + Duration::days(from),
            expires_at: now() + Duration::days(until),
            ended,
            of_age_after,
        }
    }

    #[test]
    fn who_says_yes_by_the_table() {
        use AgeBand::{Adult, From13To15, From16To17, Under13};
        let (held, over) = (guarded(-9, 9, false, false), guarded(-9, 0, false, false));
        let (ended, grown) = (guarded(-9, 9, true, true), guarded(-9, 0, false, true));
        for (band, guardianships, verdict) in [
            (None, vec![], Consenters::Holder),
            (Some(Adult), vec![held], Consenters::Holder),
            (Some(Under13), vec![held], Consenters::Guardian),
            (Some(From13To15), vec![held], Consenters::Both),
            (Some(From16To17), vec![ended, held], Consenters::Both),
            (Some(From16To17), vec![], Consenters::Nobody),
            (Some(From16To17), vec![over], Consenters::Nobody),
            (Some(From16To17), vec![ended], Consenters::Nobody),
            (Some(From16To17), vec![guarded(1, 9, false, false)], Consenters::Nobody),
            (Some(From16To17), vec![over, grown], Consenters::Holder),
            (Some(From16To17), vec![grown, held], Consenters::Both),
            (Some(From16To17), vec![guarded(-9, 9, false, true)], Consenters::Both),
        ] {
            let found = consenters(band, &guardianships, From13To15, now());
            assert_eq!(found, verdict, "{band:?} {guardianships:?}");
        }
        let later = consenters(Some(From13To15), &[held], From16To17, now());
        assert_eq!(later, Consenters::Guardian, "the band of assent is set");
    }

    #[test]
    fn what_a_yes_is_worth_by_the_table() {
        use GivenBy::{Delegate, Guardian, Holder};
        let (whole, first) = (Ok(Yes::Whole), Ok(Yes::First));
        for (all, who, worth) in [
            (Consenters::Holder, Holder, whole),
            (Consenters::Holder, Delegate, whole),
            (Consenters::Holder, Guardian, Err(NoSay::NotYours)),
            (Consenters::Guardian, Guardian, whole),
            (Consenters::Guardian, Holder, Err(NoSay::GuardianDecides)),
            (Consenters::Guardian, Delegate, Err(NoSay::NotYours)),
            (Consenters::Both, Holder, first),
            (Consenters::Both, Guardian, first),
            (Consenters::Both, Delegate, Err(NoSay::NotYours)),
            (Consenters::Nobody, Holder, Err(NoSay::NoGuardian)),
            (Consenters::Nobody, Delegate, Err(NoSay::NoGuardian)),
        ] {
            assert_eq!(all.begin(who), worth, "{all:?} {who:?}");
            for began in [Holder, Guardian] {
                let completes = all.complete(began, who).is_ok();
                let expected = worth == whole || (worth == first && began != who);
                assert_eq!(completes, expected, "{all:?}: {began:?}, then {who:?}");
            }
        }
        assert_eq!(Consenters::Both.resume(Guardian, Holder), Err(NoSay::PausedByOther));
        assert_eq!(Consenters::Both.resume(Holder, Holder), Ok(()));
        assert_eq!(Consenters::Holder.resume(Delegate, Holder), Ok(()));
        assert_eq!(Consenters::Nobody.resume(Holder, Holder), Err(NoSay::NoGuardian));
    }
}
