//! Which program of a partner is meant where none is named.

use super::Terms;
use super::decide::{Asked, Considered};
use uuid::Uuid;

/// The program of the partner that the latest consent in force names: what a consent gives to one program alone is seen
/// by that one, and the partner is shown with it. None where no consent in force names one.
pub fn program(asked: &Asked, consents: &[Terms]) -> Option<Uuid> {
    let in_force = |terms: &&Terms| {
        let as_named = Asked {
            client: terms.client,
            ..*asked
        };
        terms.client.is_some() && Considered::of(terms, &as_named).permits()
    };
    let named = consents.iter().filter(in_force);
    named.max_by_key(|terms| terms.consent)?.client
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::{ConsentState, Purpose};

    #[test]
    fn the_latest_consent_in_force_names_the_program() {
        let at = "2026-01-15T12:00:00Z".parse().unwrap();
        let asked = Asked {
            holder: Uuid::from_u128(1),
            partner: Uuid::from_u128(2),
            client: None,
            purpose: Purpose::Hiring,
            at,
        };
        let of = |consent: u128, client: Option<u128>| Terms {
            consent: Uuid::from_u128(consent),
            version: 1,
            holder: asked.holder,
            partner: asked.partner,
            client: client.map(Uuid::from_u128),
            purpose: asked.purpose,
            state: ConsentState::Granted,
            permits: vec!["passport/Skill.r".parse().unwrap()],
            denies: vec![],
            starts_at: "2026-01-01T12:00:00Z".parse().unwrap(),
            expires_at: "2026-01-31T12:00:00Z".parse().unwrap(),
            use_limit: None,
            uses: 0,
        };
        let named = |consents: &[Terms]| program(&asked, consents).map(|client| client.as_u128());
        assert_eq!(named(&[of(5, None)]), None, "any program is none");
        assert_eq!(named(&[of(6, Some(60)), of(7, Some(70)), of(8, None)]), Some(70));
        type Spoil = (&'static str, fn(&mut Terms));
        let spoil: [Spoil; 5] = [
            ("paused", |terms| terms.state = ConsentState::Paused),
            ("another purpose", |terms| terms.purpose = Purpose::Advising),
            ("not begun", |terms| terms.starts_at = terms.expires_at),
            ("over", |terms| terms.expires_at = terms.starts_at),
            ("used up", |terms| (terms.use_limit, terms.uses) = (Some(1), 1)),
        ];
        for (why, spoil) in spoil {
            let mut latest = of(7, Some(70));
            spoil(&mut latest);
            assert_eq!(named(&[of(6, Some(60)), latest]), Some(60), "{why}");
        }
    }
}
