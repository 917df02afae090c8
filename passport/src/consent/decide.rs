//! The decision: from the consents of one holder to a grant for one request.

use super::{ConsentState, Filters, Op, Purpose, Scope, Section, Terms};
use crate::hole;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Most things that the rows of one section are compared with, over all scopes in force: a page of a hundred passports
/// still fits one statement.
pub const MOST_COMPARED: usize = 300;

/// Who asks, for what, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Whose passport.
    pub holder: Uuid,
    /// Which partner organization.
    pub partner: Uuid,
    /// Through which client.
    pub client: Option<Uuid>,
    /// What for.
    pub purpose: Purpose,
    /// The moment of the request.
    pub at: DateTime<Utc>,
}

/// What comes of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// Something may be seen.
    Granted(Grant),
    /// Nothing may be seen.
    Refused(Refusal),
}

/// Nothing may be seen. From outside this looks like a passport that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal;

/// Consent in force, compiled for one request. Only [`decide`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    asked: Asked,
    consents: Vec<(Uuid, i32)>,
    sections: Vec<(Section, SectionScope)>,
    expires_at: DateTime<Utc>,
}

/// What may be read of one section: rows that any of `permits` lets through and none of `denies` holds back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SectionScope {
    permits: Vec<Filters>,
    denies: Vec<Filters>,
}

impl Grant {
    /// Whose passport.
    pub fn holder(&self) -> Uuid {
        self.asked.holder
    }

    /// Who asks, for what, and when.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// The consents it rests on, each with its version, for the disclosure.
    pub fn consents(&self) -> &[(Uuid, i32)] {
        &self.consents
    }

    /// When the first of them runs out.
    pub fn expires_at(&self) -> DateTime<Utc> {
        self.expires_at
    }

    /// What may be read of a section; none means nothing.
    pub fn section(&self, section: Section) -> Option<&SectionScope> {
        self.sections
            .iter()
            .find(|(granted, _)| *granted == section)
            .map(|(_, scope)| scope)
    }
}

impl SectionScope {
    /// What is said, each thing once; none where rows would be compared with more than a database can be asked.
    pub(super) fn within_bounds(permits: Vec<Filters>, denies: Vec<Filters>) -> Option<Self> {
        let (permits, denies) = (distinct(permits), distinct(denies));
        let compared: usize = permits.iter().chain(&denies).map(Filters::size).sum();
        (compared <= MOST_COMPARED).then_some(SectionScope { permits, denies })
    }

    /// What lets rows through; any one will do.
    pub fn permits(&self) -> &[Filters] {
        &self.permits
    }

    /// What holds rows back, whatever lets them through.
    pub fn denies(&self) -> &[Filters] {
        &self.denies
    }

    /// Whether every row of the section may be read.
    pub fn is_whole(&self) -> bool {
        self.denies.is_empty() && self.permits.iter().any(Filters::is_empty)
    }
}

fn distinct(filters: Vec<Filters>) -> Vec<Filters> {
    let mut distinct: Vec<Filters> = Vec::with_capacity(filters.len());
    for one in filters {
        if !distinct.contains(&one) {
            distinct.push(one);
        }
    }
    distinct
}

/// One thing that has to hold for a consent to permit anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// It is of this holder.
    Holder,
    /// It is for this partner.
    Partner,
    /// It is for the client, where it names one.
    Client,
    /// It is for this purpose.
    Purpose,
    /// It stands: it was granted, and is neither paused nor withdrawn.
    State,
    /// It has begun.
    Begun,
    /// It has not ended.
    Ended,
    /// Uses are left, where they are limited. Being used up ends what it permits, not what it denies.
    Uses,
}

crate::record::words!(Check {
    Holder => "holder", Partner => "partner", Client => "client", Purpose => "purpose", State => "state",
    Begun => "begun", Ended => "ended", Uses => "uses",
});

/// A consent that was looked at, and what of it holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Considered<'a> {
    /// The consent.
    pub terms: &'a Terms,
    /// Each check, and whether it holds.
    pub checks: [(Check, bool); 8],
}

/// What the consents that hold say of one section.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruling<'a> {
    /// Which section.
    pub section: Section,
    /// What permits, each with the consent that states it.
    pub permits: Vec<(&'a Terms, &'a Scope)>,
    /// What denies, each with the consent that states it.
    pub denies: Vec<(&'a Terms, &'a Scope)>,
}

/// Why a decision is what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Reasons<'a> {
    /// Every consent that was looked at.
    pub considered: Vec<Considered<'a>>,
    /// Every section, and what is said of it.
    pub rulings: Vec<Ruling<'a>>,
}

impl<'a> Considered<'a> {
    pub(super) fn of(terms: &'a Terms, asked: &Asked) -> Self {
        let checks = [
            (Check::Holder, terms.holder == asked.holder),
            (Check::Partner, hole!(PartnerIgnored) || terms.partner == asked.partner),
            (
                Check::Client,
                hole!(ClientIgnored) || terms.client.is_none_or(|client| Some(client) == asked.client),
            ),
            (Check::Purpose, hole!(PurposeIgnored) || terms.purpose == asked.purpose),
            (
                Check::State,
                hole!(StateIgnored) || terms.state == ConsentState::Granted,
            ),
            (Check::Begun, hole!(StartIgnored) || terms.starts_at <= asked.at),
            (Check::Ended, hole!(ExpiryIgnored) || asked.at < terms.expires_at),
            (
                Check::Uses,
                hole!(UseLimitIgnored) || terms.use_limit.is_none_or(|limit| terms.uses < i64::from(limit)),
            ),
        ];
        Considered { terms, checks }
    }

    /// Whether what it permits counts: everything holds.
    pub fn permits(&self) -> bool {
        self.checks.iter().all(|(_, holds)| *holds)
    }

    /// Whether what it denies counts: everything holds, but it may be used up or paused.
    pub fn denies(&self) -> bool {
        let paused = self.terms.state == ConsentState::Paused && !hole!(DenyEndsWithPause);
        let used_up = |check: Check| check == Check::Uses && !hole!(DenyEndsWithUse);
        let spared = |check: Check| used_up(check) || (check == Check::State && paused);
        self.checks.iter().all(|(check, holds)| *holds || spared(*check))
    }
}

impl Ruling<'_> {
    /// Whether the section is granted: something permits, nothing denies it as a whole, and what is said of it is not more
    /// than a database can be asked: many consents together may say so much, and then nothing is shown.
    pub fn grants(&self) -> bool {
        self.granted().is_some()
    }

    /// What may be read of the section, where it is granted.
    fn granted(&self) -> Option<SectionScope> {
        let denied = self.denies.iter().any(|(_, scope)| scope.filters.is_empty()) && !hole!(WholeDenyIgnored);
        if self.permits.is_empty() || denied {
            return None;
        }
        let filters = |scopes: &[(&Terms, &Scope)]| scopes.iter().map(|(_, scope)| scope.filters.clone()).collect();
        SectionScope::within_bounds(filters(&self.permits), filters(&self.denies))
    }
}

/// What `asked` meets in these consents: which of them hold, and what they say. The decision is made of nothing else.
pub fn explain<'a>(asked: &Asked, consents: &'a [Terms]) -> Reasons<'a> {
    let considered: Vec<Considered<'a>> = consents.iter().map(|terms| Considered::of(terms, asked)).collect();
    let ruling = |section: Section| {
        let readable =
            |scope: &&Scope| scope.section == section && (hole!(LettersIgnored) || scope.ops.allow(Op::Read));
        let (mut permits, mut denies) = (Vec::new(), Vec::new());
        for one in &considered {
            let terms = one.terms;
            if one.permits() {
                permits.extend(terms.permits.iter().filter(readable).map(|scope| (terms, scope)));
            }
            if one.denies() {
                denies.extend(terms.denies.iter().filter(readable).map(|scope| (terms, scope)));
            }
        }
        Ruling {
            section,
            permits,
            denies,
        }
    };
    let rulings = Section::ALL.iter().map(|section| ruling(*section)).collect();
    Reasons { considered, rulings }
}

/// Decides what `asked` may read under these consents. Default deny: partner, client, purpose, holder, time and use
/// limit of a consent must all hold for it to permit anything. An explicit deny holds for the partner whatever else is
/// permitted, until the consent that states it ends: being used up or paused ends what it permits, not what it denies, so
/// that neither ever shows more.
pub fn decide(asked: Asked, consents: &[Terms]) -> Decision {
    let reasons = explain(&asked, consents);
    let permitting = || {
        reasons
            .considered
            .iter()
            .filter(|one| one.permits())
            .map(|one| one.terms)
    };
    let rulings = reasons.rulings.iter();
    let sections: Vec<_> = rulings
        .filter_map(|ruling| Some((ruling.section, ruling.granted()?)))
        .collect();
    match permitting().map(|terms| terms.expires_at).min() {
        Some(expires_at) if !sections.is_empty() => Decision::Granted(Grant {
            asked,
            consents: permitting().map(|terms| (terms.consent, terms.version)).collect(),
            sections,
            expires_at,
        }),
        _ => Decision::Refused(Refusal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn time(day: u32) -> DateTime<Utc> {
        format!("2026-01-{day:02}T12:00:00Z").parse().unwrap()
    }

    const ASKED: (u128, u128) = (1, 2);

    fn asked() -> Asked {
        Asked {
            holder: Uuid::from_u128(ASKED.0),
            partner: Uuid::from_u128(ASKED.1),
            client: None,
            purpose: Purpose::Hiring,
            at: time(15),
        }
    }

    fn terms(permits: &[&str], denies: &[&str]) -> Terms {
        let scopes = |list: &[&str]| list.iter().map(|scope| scope.parse().unwrap()).collect();
        Terms {
            consent: Uuid::from_u128(9),
            version: 1,
            holder: asked().holder,
            partner: asked().partner,
            client: None,
            purpose: Purpose::Hiring,
            state: ConsentState::Granted,
            permits: scopes(permits),
            denies: scopes(denies),
            starts_at: time(1),
            expires_at: time(31),
            use_limit: None,
            uses: 0,
        }
    }

    fn sections(consents: &[Terms]) -> Vec<&'static str> {
        match decide(asked(), consents) {
            Decision::Granted(grant) => grant.sections.iter().map(|(section, _)| section.as_str()).collect(),
            Decision::Refused(_) => vec![],
        }
    }

    #[test]
    fn silence_refuses() {
        assert_eq!(decide(asked(), &[]), Decision::Refused(Refusal));
    }

    #[test]
    fn everything_must_hold() {
        let whole = || terms(&["passport/Skill.r"], &[]);
        assert_eq!(sections(&[whole()]), ["Skill"]);
        type Spoil = (&'static str, fn(&mut Terms));
        let spoil: [Spoil; 11] = [
            ("another holder", |t| t.holder = Uuid::nil()),
            ("another partner", |t| t.partner = Uuid::nil()),
            ("another client", |t| t.client = Some(Uuid::nil())),
            ("another purpose", |t| t.purpose = Purpose::Advising),
            ("withdrawn", |t| t.state = ConsentState::Withdrawn),
            ("paused", |t| t.state = ConsentState::Paused),
            ("only requested", |t| t.state = ConsentState::Requested),
            ("not begun", |t| t.starts_at = time(16)),
            ("ended this very moment", |t| t.expires_at = time(15)),
            ("used up", |t| (t.use_limit, t.uses) = (Some(1), 1)),
            ("verify only", |t| t.permits = vec!["passport/Skill.v".parse().unwrap()]),
        ];
        for (name, spoil) in spoil {
            let mut consent = whole();
            spoil(&mut consent);
            assert!(sections(&[consent]).is_empty(), "{name}");
        }
    }

    #[test]
    fn what_does_not_hold_is_named() {
        let mut consent = terms(
            &["passport/Skill.r?minBand=expert", "passport/Goal.v"],
            &["passport/Skill.r"],
        );
        (consent.use_limit, consent.uses, consent.purpose) = (Some(1), 1, Purpose::Advising);
        let consents = [consent];
        let reasons = explain(&asked(), &consents);
        let failed = reasons.considered[0].checks.iter().filter(|(_, holds)| !holds);
        assert_eq!(
            failed.map(|(check, _)| check.as_str()).collect::<Vec<_>>(),
            ["purpose", "uses"]
        );
        assert!(
            reasons
                .rulings
                .iter()
                .all(|ruling| ruling.permits.is_empty() && ruling.denies.is_empty())
        );

        let mut used_up = consents[0].clone();
        used_up.purpose = Purpose::Hiring;
        let consents = [used_up, terms(&["passport/Skill.r"], &[])];
        let reasons = explain(&asked(), &consents);
        let skill = &reasons.rulings[1];
        assert_eq!(
            (skill.section, skill.permits.len(), skill.denies.len()),
            (Section::Skill, 1, 1)
        );
        assert!(!skill.grants());
    }

    #[test]
    fn a_deny_beats_any_permit() {
        let permit = terms(&["passport/Skill.r", "passport/Credential.r"], &[]);
        let deny = terms(&["passport/Profile.r"], &["passport/Skill.r"]);
        assert_eq!(sections(&[permit.clone(), deny]), ["Profile", "Credential"]);
        let mut used_up = terms(&["passport/Goal.r"], &["passport/Skill.r"]);
        (used_up.use_limit, used_up.uses) = (Some(3), 3);
        assert_eq!(sections(&[permit.clone(), used_up]), ["Credential"]);
        let mut paused = terms(&["passport/Goal.r"], &["passport/Skill.r"]);
        paused.state = ConsentState::Paused;
        assert_eq!(
            sections(&[permit.clone(), paused]),
            ["Credential"],
            "a pause never shows more"
        );
        let narrow = terms(&[], &["passport/Skill.r?minBand=expert"]);
        let Decision::Granted(grant) = decide(asked(), &[permit, narrow]) else {
            panic!("refused")
        };
        let scope = grant.section(Section::Skill).unwrap();
        assert!(!scope.is_whole() && scope.denies().len() == 1 && scope.permits().len() == 1);
    }

    proptest! {
        /// Adding a deny never shows more, and a consent not in force never matters.
        #[test]
        fn consents_only_ever_add_what_they_say(permit_mask in 0u16..512, deny_mask in 0u16..512, stale in any::<bool>()) {
            let of = |mask: u16| Section::ALL.iter().enumerate().filter(move |(i, _)| mask & (1 << i) != 0)
                .map(|(_, s)| format!("passport/{}.r", s.as_str())).collect::<Vec<_>>();
            let (permits, denies) = (of(permit_mask), of(deny_mask));
            let strs = |list: &[String]| terms(&list.iter().map(String::as_str).collect::<Vec<_>>(), &[]).permits;
            let mut consent = terms(&[], &[]);
            consent.permits = strs(&permits);
            consent.denies = strs(&denies);
            if stale { consent.state = ConsentState::Paused; }
            let seen = sections(&[consent]);
            for (index, section) in Section::ALL.iter().enumerate() {
                let bit = 1u16 << index;
                let expected = !stale && permit_mask & bit != 0 && deny_mask & bit == 0;
                prop_assert_eq!(seen.contains(&section.as_str()), expected);
            }
        }
    }
}
