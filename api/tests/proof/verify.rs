//! A partner puts a statement and is answered yes or no, as docs/CONSENT.md says under “Yes or no”; no record stands in it.

use crate::expected::{Want, object, plain};
use crate::paths::{Arguments, Field};
use crate::reference::Rule;
use crate::request::{Asker, Dice, Request};
use serde_json::json;
use uuid::Uuid;

impl Asker<'_> {
    /// `verify`, of a statement near what this world's consents speak of.
    pub fn verify(&self) -> Request {
        let statement = self.statement();
        let person = self.scene.ids.person(self.ask.about);
        let field = |person: Uuid| self.put(person, &statement);
        let rule = Rule::read(&statement);
        let (want, opened) = match self.beyond(&["partner"]) {
            Some(code) => (Want::Refused(code), vec![]),
            None => match self.reference.asked(self.ask.who, self.ask.about, &rule, self.now) {
                None => (Want::Refused("CONSENT_REQUIRED"), vec![]),
                Some(sight) => {
                    let holds = self.reference.holds(&sight, &rule);
                    let told = [("holds", plain(holds)), ("statement", plain(statement.as_str()))];
                    (Want::One(Box::new(object("Verified", told))), vec![sight])
                }
            },
        };
        let refused = matches!(want, Want::Refused("CONSENT_REQUIRED"));
        Request {
            alike: refused.then(|| [field(person), field(Uuid::now_v7())]),
            fields: vec![(field(person), want)],
            opened,
            decisions: 1,
        }
    }

    fn put(&self, person: Uuid, statement: &str) -> Field {
        let input = vec![
            ("passport", json!(self.passport_id(person))),
            ("statement", json!(statement)),
        ];
        Field {
            arguments: Arguments {
                input,
                ..Arguments::default()
            },
            within: Some("Verified".to_owned()),
            inner: self.schema.selection("Verified", &[]),
            ..Field::named("verify")
        }
    }

    /// What some scope of this world says, or less, or something about all of a section.
    fn statement(&self) -> String {
        let mut dice = Dice(u64::from(self.ask.arguments));
        let said = self
            .scene
            .facts
            .scopes
            .iter()
            .flat_map(|(permits, denies)| permits.iter().chain(denies));
        let rules: Vec<Rule> = said
            .map(|text| Rule::read(text))
            .filter(|rule| rule.section != "Profile")
            .collect();
        let Some(mut rule) = rules.get(dice.below(rules.len() + 1)).cloned() else {
            return "passport/Skill.v".to_owned();
        };
        match dice.below(4) {
            0 => rule.narrowed_by(&rules),
            1 => rule.widened(),
            _ => {}
        }
        rule.as_statement()
    }
}
