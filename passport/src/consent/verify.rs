//! Yes or no: what may be asked of a passport without seeing a record of it.

use super::decide::Considered;
use super::{Asked, Op, Scope, Section, SectionScope, Terms};
use crate::hole;
use uuid::Uuid;

/// Leave to ask one thing about one holder: whether a section has an entry that the statement names. Only [`may_ask`]
/// gives it, and it lets nothing be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    asked: Asked,
    consents: Vec<(Uuid, i32)>,
    section: Section,
    scope: SectionScope,
}

impl Question {
    /// Whose passport.
    pub fn holder(&self) -> Uuid {
        self.asked.holder
    }

    /// The consents it rests on, each with its version.
    pub fn consents(&self) -> &[(Uuid, i32)] {
        &self.consents
    }

    /// Which section is asked about.
    pub fn section(&self) -> Section {
        self.section
    }

    /// Which entries make the answer yes.
    pub fn scope(&self) -> &SectionScope {
        &self.scope
    }
}

/// Whether `asked` may put this statement under these consents: one of them must permit to verify, or to read, all that the
/// statement could name. What is denied, to be read or to be verified, is not looked at, as if it were not there.
pub fn may_ask(asked: Asked, consents: &[Terms], statement: &Scope) -> Option<Question> {
    let speaks_of = |scope: &&Scope| {
        scope.section == statement.section && (scope.ops.allow(Op::Verify) || scope.ops.allow(Op::Read))
    };
    let considered: Vec<Considered<'_>> = consents.iter().map(|terms| Considered::of(terms, &asked)).collect();
    let covers = |terms: &Terms| {
        let mut permits = terms.permits.iter().filter(speaks_of);
        permits.any(|permit| hole!(StatementNotCovered) || statement.filters.within(&permit.filters))
    };
    let permitting = considered.iter().filter(|one| one.permits() && covers(one.terms));
    let permitting: Vec<_> = permitting.map(|one| (one.terms.consent, one.terms.version)).collect();
    let denying = considered.iter().filter(|one| one.denies());
    let denies: Vec<_> = denying
        .flat_map(|one| one.terms.denies.iter().filter(speaks_of))
        .map(|scope| scope.filters.clone())
        .collect();
    let closed = permitting.is_empty() || denies.iter().any(super::Filters::is_empty);
    if closed {
        return None;
    }
    Some(Question {
        asked,
        consents: permitting,
        section: statement.section,
        scope: SectionScope::within_bounds(
            vec![statement.filters.clone()],
            hole!(StatementDenyIgnored, vec![], denies),
        )?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::{ConsentState, Purpose};
    use chrono::{DateTime, TimeDelta, Utc};

    fn scopes(texts: &[&str]) -> Vec<Scope> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn terms(state: ConsentState, permits: &[&str], denies: &[&str]) -> Terms {
        Terms {
            consent: Uuid::from_u128(9),
            version: 1,
            holder: Uuid::from_u128(1),
            partner: Uuid::from_u128(2),
            client: None,
            purpose: Purpose::Hiring,
            state,
            permits: scopes(permits),
            denies: scopes(denies),
            starts_at: DateTime::<Utc>::UNIX_EPOCH,
            expires_at: DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(30),
            use_limit: None,
            uses: 0,
        }
    }

    fn asks(permits: &[&str], denies: &[&str], statement: &str) -> Option<Question> {
        let asked = Asked {
            holder: Uuid::from_u128(1),
            partner: Uuid::from_u128(2),
            client: None,
            purpose: Purpose::Hiring,
            at: DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(1),
        };
        let consents = [terms(ConsentState::Granted, permits, denies)];
        may_ask(asked, &consents, &statement.parse().unwrap())
    }

    #[test]
    fn what_may_be_asked_follows_the_table() {
        let competent = "passport/Skill.v?minBand=competent";
        for (permits, denies, statement, may) in [
            (&["passport/Skill.v"][..], &[][..], competent, true),
            (&["passport/Skill.r"], &[], competent, true),
            (&["passport/Skill.sw"], &[], competent, false),
            (&["passport/Credential.v"], &[], competent, false),
            (&[competent], &[], "passport/Skill.v?minBand=expert", true),
            (&[competent], &[], "passport/Skill.v", false),
            (&[competent], &[], "passport/Skill.v?minBand=beginner", false),
            (&["passport/Skill.v?vocabulary=esco"], &[], competent, false),
            (&["passport/Skill.v"], &["passport/Skill.v"], competent, false),
            (&["passport/Skill.v"], &["passport/Skill.r"], competent, false),
            (&["passport/Skill.v"], &["passport/Skill.s"], competent, true),
            (&["passport/Skill.v"], &["passport/Credential.rv"], competent, true),
        ] {
            let said = asks(permits, denies, statement);
            assert_eq!(said.is_some(), may, "{permits:?} {denies:?} {statement}");
        }
    }

    #[test]
    fn what_is_denied_is_held_back_from_the_answer() {
        let question = asks(
            &["passport/Experience.v"],
            &["passport/Experience.r?kind=care"],
            "passport/Experience.v?kind=care",
        );
        let question = question.unwrap();
        assert_eq!(question.scope().permits(), question.scope().denies());
    }

    #[test]
    fn where_more_is_denied_than_can_be_compared_nothing_may_be_asked() {
        let denies = |many: usize| -> Vec<String> {
            (0..many)
                .map(|kind| format!("passport/Credential.r?kind=k{kind}"))
                .collect()
        };
        for (many, may) in [(149, true), (150, false)] {
            let denies = denies(many);
            let denies: Vec<&str> = denies.iter().map(String::as_str).collect();
            let said = asks(&["passport/Credential.v"], &denies, "passport/Credential.v");
            assert_eq!(said.is_some(), may, "{many}");
        }
        let twice = ["passport/Credential.r?kind=Badge"; 400];
        assert!(
            asks(&["passport/Credential.v"], &twice, "passport/Credential.v").is_some(),
            "said twice is said once"
        );
    }
}
