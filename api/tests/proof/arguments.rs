//! Arguments of lists: filters, orders and places, of what is seen and of what is not.

use crate::paths::{Cursor, Field};
use crate::request::{Asker, Dice};
use crate::skills::DAYS;
use crate::world::{ASSERTIONS, BANDS, SECTIONS, SOURCES, kind_of, mark};
use serde_json::{Value, json};

impl Asker<'_> {
    /// Gives a list of a passport arguments.
    pub fn dress(&self, field: &mut Field, dice: &mut Dice) {
        let section = match field.name.as_str() {
            "skills" => "Skill",
            "credentials" => "Credential",
            "experiences" => "Experience",
            "learning" => "Learning",
            "programmes" => "Programme",
            "goals" => "Goal",
            "endorsements" => "Endorsement",
            _ => return,
        };
        let arguments = &mut field.arguments;
        if dice.below(2) == 0 {
            arguments.filter = self.filter(section, dice);
        }
        let fields: &[&str] = match section {
            "Skill" => &["STRENGTH", "BAND", "LAST_OBSERVED", "LABEL"],
            _ => &["DATE", "TITLE", "RECORDED_AT"],
        };
        if dice.below(2) == 0 {
            arguments.order = Some((fields[dice.below(fields.len())], dice.below(2) == 0));
        }
        if section == "Skill" && dice.below(2) == 0 {
            let which = dice.below(DAYS.len());
            arguments.as_of = Some((which, self.reference.facts.day(DAYS[which]).to_string()));
        }
        let rows = 1 + dice.below(4);
        (arguments.first, arguments.last) = if dice.below(3) == 0 {
            (None, Some(rows))
        } else {
            (Some(rows), None)
        };
        match dice.below(6) {
            0 => arguments.after = self.place(section, dice),
            1 => arguments.before = self.place(section, dice),
            _ => {}
        }
    }

    /// Somewhere in a list: where a row stands that may be hidden, superseded, somebody else's, or not there at all.
    fn place(&self, section: &str, dice: &mut Dice) -> Option<Cursor> {
        let (name, id) = if section == "Skill" {
            let concept = dice.below(self.scene.facts.concepts.len());
            (format!("concept {concept}"), self.scene.facts.concepts[concept].id)
        } else {
            let rows = self.scene.world.rows.iter().enumerate();
            let of: Vec<usize> = rows
                .filter(|(_, row)| SECTIONS[row.section] == section)
                .map(|(at, _)| at)
                .collect();
            match of.get(dice.below(of.len() + 1)) {
                Some(at) => (format!("row {}", mark(*at)), self.scene.ids.row(*at)),
                None => ("nothing".to_owned(), self.scene.ids.floor()),
            }
        };
        Some(Cursor {
            name: format!("cursor of {name}"),
            text: self.outside(id).simple().to_string(),
        })
    }

    fn filter(&self, section: &str, dice: &mut Dice) -> Vec<(&'static str, Value)> {
        if section == "Skill" {
            return vec![self.skill_filter(dice)];
        }
        let upper = |word: &str| format!("#{}", word.to_uppercase());
        let kind = kind_of(section, dice.below(4));
        let own = match section {
            "Credential" => Some(("kinds", json!([kind.unwrap_or("Badge")]))),
            "Experience" | "Learning" => kind.map(|kind| ("kinds", json!([upper(kind)]))),
            _ => None,
        };
        let status = match section {
            "Credential" => Some(("statuses", json!(["#ACTIVE", "#UNKNOWN"]))),
            "Learning" => Some(("statuses", json!(["#COMPLETED", "#ENROLLED", "#FAILED"]))),
            _ => None,
        };
        let source = ("source", json!(SOURCES[dice.below(SOURCES.len())]));
        let search = ("search", json!(["OAK", "elm", "ash §", "fir"][dice.below(4)]));
        let known: Vec<_> = own.into_iter().chain(status).chain([source, search]).collect();
        let (one, other) = (dice.below(known.len()), dice.below(known.len()));
        let mut chosen = vec![known[one].clone()];
        if one != other {
            chosen.push(known[other].clone());
        }
        chosen
    }

    fn skill_filter(&self, dice: &mut Dice) -> (&'static str, Value) {
        let concepts = &self.scene.facts.concepts;
        let concept = &concepts[dice.below(concepts.len())];
        let band = BANDS[1 + dice.below(BANDS.len() - 1)];
        match dice.below(7) {
            0 => ("minBand", json!(format!("#{}", band.to_uppercase()))),
            1 => ("vocabulary", json!(concept.vocabulary)),
            2 => ("concept", json!(concept.uri)),
            3 => {
                let kind = |at: usize| format!("#{}", ASSERTIONS[at].to_uppercase());
                ("strongestAssertion", json!([kind(dice.below(7)), kind(dice.below(7))]))
            }
            4 => ("minIndependentSources", json!(1 + dice.below(3))),
            5 => ("translated", json!(dice.below(2) == 0)),
            _ => (
                "search",
                json!(["bread", "WELD", "code", &concept.label][dice.below(4)]),
            ),
        }
    }
}
