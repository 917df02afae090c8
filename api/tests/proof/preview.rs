//! A holder previews a consent: what must be there is what the partner would get, by the partner's own ids.

use crate::expected::{Want, object, passport};
use crate::paths::{Arguments, Field};
use crate::reference::{Sight, Wish};
use crate::request::{Asker, Request};
use crate::world::{PURPOSES, What, Who};
use chrono::Duration;
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};

impl Asker<'_> {
    /// What a holder would consent to: the terms of one of the world's consents, whoever gave it.
    fn wish(&self) -> Wish {
        let (consents, scopes) = (&self.scene.world.consents, &self.scene.facts.scopes);
        let Some(chosen) = (self.ask.arguments as usize).checked_rem(consents.len()) else {
            let scopes = (vec!["passport/Profile.r".to_owned()], vec![]);
            let (partner, purpose, starts) = (0, 0, None);
            return Wish {
                partner,
                purpose,
                scopes,
                starts,
            };
        };
        let consent = &consents[chosen];
        let starts = self.scene.facts.hour(consent.starts);
        Wish {
            partner: consent.partner,
            purpose: consent.purpose,
            scopes: scopes[chosen].clone(),
            starts: (starts > self.now).then_some(starts),
        }
    }

    /// Whose ids stand in the answer: the caller's, in a preview the partner's.
    pub fn ids_of(&self) -> Who {
        match (self.ask.what, self.ask.who) {
            (What::Preview, Who::Holder(_)) => Who::Partner(self.wish().partner, None, 0),
            (_, who) => who,
        }
    }

    /// What a preview shows of the caller's own passport.
    pub fn previewed(&self) -> Option<Sight> {
        let Who::Holder(me) = self.ask.who else { return None };
        let own = self.scene.world.standing(me)?;
        self.reference.preview(own, &self.wish(), self.now)
    }

    /// A preview of a consent.
    pub fn preview(&self) -> Request {
        let mut inner = Field::named("passport");
        inner.inner = self.passport_fields();
        let field = Field {
            arguments: self.consent_input(),
            within: Some("GrantPreview".into()),
            inner: vec![inner],
            ..Field::named("previewGrant")
        };
        let want = match (self.beyond(&["holder"]), self.previewed()) {
            (Some(code), _) => Want::Refused(code),
            (None, None) => Want::One(Box::new(object("NothingShown", []))),
            (None, Some(sight)) => {
                let shown = Want::One(Box::new(passport(self.reference, &sight)));
                Want::One(Box::new(object("GrantPreview", [("passport", shown)])))
            }
        };
        Request {
            fields: vec![(field, want)],
            decisions: 1,
            ..Request::empty()
        }
    }

    fn consent_input(&self) -> Arguments {
        let wish = self.wish();
        let partner = id(Kind::Organization, self.scene.ids.organization(wish.partner));
        let ends = wish.starts.unwrap_or(self.now) + Duration::days(30);
        let input = [
            ("partner", json!(partner.as_str())),
            ("purpose", json!(format!("#{}", PURPOSES[wish.purpose].to_uppercase()))),
            ("scopes", json!(wish.scopes.0)),
            ("denies", json!(wish.scopes.1)),
            ("expiresAt", json!(ends.to_rfc3339())),
        ];
        let starts = wish.starts.map(|starts| ("startsAt", Value::from(starts.to_rfc3339())));
        Arguments {
            input: input.into_iter().chain(starts).collect(),
            ..Arguments::default()
        }
    }
}
