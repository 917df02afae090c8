//! Why something is visible or not: to the holder every reason, to a partner its own scopes and no more.

use crate::expected::{Thing, Want, named, object, plain};
use crate::paths::{Arguments, Field};
use crate::reference::{Checks, Rule, Sight, Verdict};
use crate::request::{Asker, Dice, Request, kind_and_type};
use crate::world::{PURPOSES, SECTIONS, Who};
use chrono::{DateTime, Utc};
use passport_hub::graphql::ids::{Kind, holders_id, id};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How the hub says the sections to a partner, in their order.
const SAID: [(&str, &str); 9] = [
    ("Profile", "name and language"),
    ("Skill", "skills"),
    ("Credential", "credentials"),
    ("Experience", "experiences"),
    ("Learning", "learning"),
    ("Programme", "participation in programmes"),
    ("Goal", "goals"),
    ("Evidence", "evidence"),
    ("Endorsement", "endorsements"),
];
/// How it says the purposes.
const FOR: [&str; 2] = ["hiring", "the transfer of credits"];

/// What a holder asks about.
#[derive(Clone, Copy)]
enum About {
    Whole,
    Section(&'static str),
    Row(usize),
}

impl Asker<'_> {
    /// `explainAccess`, as whoever asks would ask it.
    pub fn explain(&self) -> Request {
        match (self.ask.who, self.beyond(&["holder", "partner"])) {
            (Who::Holder(_), None) => self.explained(),
            (_, refused) => self.own_access(refused),
        }
    }

    fn why(&self, of: &str, input: Vec<(&'static str, Value)>) -> Field {
        Field {
            arguments: Arguments {
                input,
                ..Arguments::default()
            },
            within: Some(of.to_owned()),
            inner: self.schema.selection(of, &[]),
            ..Field::named("explainAccess")
        }
    }

    /// To a partner. It is a look like any other; what is refused is as unknown.
    fn own_access(&self, beyond: Option<&'static str>) -> Request {
        let field = |person: Uuid| {
            self.why(
                "OwnAccessExplained",
                vec![("passport", json!(self.passport_id(person)))],
            )
        };
        let person = self.scene.ids.person(self.ask.about);
        let (want, opened) = match (beyond, self.decide(self.ask.about)) {
            (Some(code), _) | (None, Verdict::Closed(code)) => (Want::Refused(code), vec![]),
            (None, Verdict::Open(sight)) => (self.scopes_of(&sight), vec![sight]),
        };
        let refused = matches!(want, Want::Refused("CONSENT_REQUIRED"));
        Request {
            alike: refused.then(|| [field(person), field(Uuid::now_v7())]),
            fields: vec![(field(person), want)],
            opened,
            decisions: 1,
        }
    }

    /// What lets through, section by section, until when, and a sentence made of nothing else.
    fn scopes_of(&self, sight: &Sight) -> Want {
        let granted = SAID.iter().filter(|(section, _)| !sight.permits(section).is_empty());
        let sections = granted.clone().map(|(section, _)| {
            // What is said twice is told once.
            let distinct: BTreeMap<String, &Rule> = sight
                .permits(section)
                .into_iter()
                .map(|rule| (rule.as_statement(), rule))
                .collect();
            let scopes = distinct.into_values().map(Rule::to_read).collect();
            object(
                "GrantedSection",
                [("section", plain(*section)), ("scopes", Want::Scopes(scopes))],
            )
        });
        let resting = self.reference.permitting(self.ask.who, sight.person, self.now);
        let ends = resting.map(|at| self.scene.facts.hour(self.scene.world.consents[at].ends));
        let until = ends.min().unwrap();
        let names: Vec<&str> = granted.map(|(_, name)| *name).collect();
        Want::One(Box::new(object(
            "OwnAccessExplained",
            [
                ("sections", Want::Many(sections.collect())),
                ("until", plain(until.to_rfc3339())),
                ("inWords", plain(self.sentence(&names, until))),
            ],
        )))
    }

    fn sentence(&self, names: &[&str], until: DateTime<Utc>) -> String {
        let what = match names {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            names => names.concat(),
        };
        let Who::Partner(_, _, purpose) = self.ask.who else {
            panic!("only partners are told this")
        };
        format!(
            "You may see {what} for {}, until {} UTC at the latest, as far as your scopes let it through.",
            FOR[purpose],
            until.format("%-d %B %Y at %H:%M")
        )
    }

    /// To the holder, of one partner and purpose.
    fn explained(&self) -> Request {
        let mut dice = Dice(u64::from(self.ask.arguments));
        let seldom = |dice: &mut Dice| usize::from(dice.below(6) == 0);
        let (partner, purpose) = (seldom(&mut dice), seldom(&mut dice));
        let client = (dice.below(3) == 0).then(|| dice.below(2));
        let about = self.about(&mut dice);
        let partner_id = id(Kind::Organization, self.scene.ids.organization(partner));
        let mut input = vec![
            ("partner", json!(partner_id.as_str())),
            ("purpose", json!(format!("#{}", PURPOSES[purpose].to_uppercase()))),
        ];
        let key = client.map(|client| self.scene.ids.client(partner, client).to_string());
        input.extend(key.map(|key| ("client", json!(key))));
        input.extend(self.meant(about));
        Request {
            fields: vec![(
                self.why("AccessExplained", input),
                self.reasons(Who::Partner(partner, client, purpose), about),
            )],
            decisions: 1,
            ..Request::empty()
        }
    }

    fn about(&self, dice: &mut Dice) -> About {
        let rows = &self.scene.world.rows;
        match dice.below(4) {
            0 => About::Whole,
            1 => About::Section(SAID[dice.below(SAID.len())].0),
            _ if rows.is_empty() => About::Whole,
            _ => match dice.below(rows.len()) {
                row if kind_and_type(SECTIONS[rows[row].section]).is_some() => About::Row(row),
                _ => About::Section("Evidence"),
            },
        }
    }

    fn meant(&self, about: About) -> Option<(&'static str, Value)> {
        match about {
            About::Whole => None,
            About::Section(section) => Some(("section", json!(section))),
            About::Row(at) => {
                let row = &self.scene.world.rows[at];
                let (kind, _) = kind_and_type(SECTIONS[row.section]).unwrap();
                let id = holders_id(kind, self.scene.ids.person(row.holder), self.scene.ids.row(at));
                Some(("node", json!(id.as_str())))
            }
        }
    }

    fn reasons(&self, partner: Who, about: About) -> Want {
        let Who::Holder(me) = self.ask.who else {
            panic!("only holders are told this")
        };
        let Some(own) = self.scene.world.standing(me) else {
            return Want::Refused("NOT_FOUND");
        };
        let section = match about {
            About::Whole => None,
            About::Section(section) => Some(section),
            About::Row(at) if self.scene.world.rows[at].holder != own => {
                return Want::One(Box::new(object("AccessNotExplained", [])));
            }
            About::Row(at) => Some(SECTIONS[self.scene.world.rows[at].section]),
        };
        let row = match about {
            About::Row(at) => Some(at),
            _ => None,
        };
        let Who::Partner(of, named, purpose) = partner else {
            panic!("it is explained how partners see it")
        };
        let client = named.or_else(|| self.reference.program(of, purpose, own, self.now));
        let partner = Who::Partner(of, client, purpose);
        let client = client.map_or(Want::Plain(Value::Null), |at| {
            let (key, name) = (
                self.scene.ids.client(of, at).to_string(),
                format!("Client {}", of * 2 + at),
            );
            // No world switches a program off.
            let off = plain(false);
            Want::One(Box::new(object(
                "Client",
                [("key", plain(key)), ("name", plain(name)), ("switchedOff", off)],
            )))
        });
        let seen = self.reference.grant_of(partner, own, self.now);
        let granted = |of: &str| seen.as_ref().is_some_and(|sight| sight.shows(of));
        let meant = || {
            SAID.iter()
                .map(|(of, _)| *of)
                .filter(|of| section.is_none_or(|only| only == *of))
        };
        let is_there = row.map(|at| usize::from(!self.scene.world.rows[at].superseded));
        let is_seen = |at: usize| seen.as_ref().is_some_and(|sight| self.reference.sees(sight, at));
        let shown = row.map(|at| usize::from(is_seen(at)));
        let waits = |at: usize| {
            let row = &self.scene.world.rows[at];
            !row.superseded && self.reference.waits(row.holder, row.source)
        };
        let waiting = row.map(|at| usize::from(waits(at)));
        let visible = shown.map_or_else(|| meant().any(granted), |shown| shown > 0);
        let given = (0..self.scene.world.consents.len()).filter(|at| {
            let consent = &self.scene.world.consents[*at];
            matches!(partner, Who::Partner(partner, ..) if (consent.holder, consent.partner) == (own, partner))
        });
        let given: Vec<(usize, Checks)> = given
            .map(|at| (at, self.reference.checks(at, partner, own, self.now)))
            .collect();
        let sections = meant().map(|of| self.ruling(of, &given, row, granted(of)));
        Want::One(Box::new(object(
            "AccessExplained",
            [
                ("at", Want::Any),
                ("client", client),
                ("visible", plain(visible)),
                ("entries", Want::Plain(json!(is_there))),
                ("shown", Want::Plain(json!(shown))),
                ("waiting", Want::Plain(json!(waiting))),
                (
                    "consents",
                    Want::Many(given.iter().map(|(at, checks)| self.considered(*at, checks)).collect()),
                ),
                ("sections", Want::Many(sections.collect())),
                ("inWords", Want::Any),
            ],
        )))
    }

    fn considered(&self, at: usize, checks: &Checks) -> Thing {
        let each = checks
            .each
            .map(|(check, holds)| object("AccessCheck", [("check", plain(check)), ("holds", plain(holds))]));
        let mut considered = object(
            "ConsideredConsent",
            [
                ("version", plain(self.version(at))),
                ("permits", plain(checks.permits())),
                ("denies", plain(checks.denies())),
                ("checks", Want::Many(each.to_vec())),
                ("inWords", Want::Any),
            ],
        );
        considered.name = format!("consent {at}");
        named(considered)
    }

    /// What the consents that count say of a section, and whether each scope names the row that is asked about.
    fn ruling(&self, of: &'static str, given: &[(usize, Checks)], row: Option<usize>, granted: bool) -> Thing {
        let said = |counts: fn(&Checks) -> bool, denies: bool| {
            let counting = given.iter().filter(|(_, checks)| counts(checks));
            let scopes = counting.flat_map(|(at, _)| {
                let (permits, denied) = &self.scene.facts.scopes[*at];
                let texts = if denies { denied } else { permits };
                texts.iter().map(|text| (*at, text.as_str()))
            });
            let of_section = scopes.filter(|(_, text)| {
                let rule = Rule::read(text);
                rule.section == of && rule.reads()
            });
            Want::Many(of_section.map(|(at, text)| self.applied(at, text, row)).collect())
        };
        object(
            "ExplainedSection",
            [
                ("section", plain(of)),
                ("granted", plain(granted)),
                ("permits", said(Checks::permits, false)),
                ("denies", said(Checks::denies, true)),
            ],
        )
    }

    fn applied(&self, at: usize, text: &str, row: Option<usize>) -> Thing {
        let names = row.map(|row| {
            let row = &self.scene.world.rows[row];
            usize::from(!row.superseded && Rule::read(text).names(row, &self.scene.facts))
        });
        object(
            "AppliedScope",
            [
                ("consent", Want::Name(format!("consent {at}"))),
                ("version", plain(self.version(at))),
                ("scope", Want::Scopes(vec![text.to_owned()])),
                ("names", Want::Plain(json!(names))),
            ],
        )
    }
}
