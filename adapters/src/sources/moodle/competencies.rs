//! Competencies with their frameworks and scales, and which courses teach them.

use super::reference::text;
use crate::row::{Row, Untold};
use passport::record::Term;
use std::collections::HashMap;

/// How many competencies of one course are read.
pub const MOST: usize = 100;

/// What is known of a competency, or of a framework.
#[derive(Default)]
struct Competency {
    label: Option<String>,
    number: Option<String>,
    framework: Option<String>,
    scale: Option<String>,
    configuration: Option<String>,
}

/// The competencies of a delivery, by id.
#[derive(Default)]
pub struct Competencies {
    all: HashMap<String, Competency>,
    frameworks: HashMap<String, Competency>,
    taught: HashMap<String, Vec<String>>,
}

impl Competencies {
    /// Takes a framework up.
    pub fn framework(&mut self, row: &Row) {
        let Ok(id) = row.need_id("id") else { return };
        self.frameworks.entry(id).or_insert_with(|| described(row));
    }

    /// Takes a competency up; of several with one id each fact is the first one told.
    pub fn competency(&mut self, row: &Row) {
        let Ok(id) = row.need_id("id") else { return };
        let found = described(row);
        let held = self.all.entry(id).or_default();
        *held = Competency {
            label: held.label.take().or(found.label),
            number: held.number.take().or(found.number),
            framework: held.framework.take().or(found.framework),
            scale: held.scale.take().or(found.scale),
            configuration: held.configuration.take().or(found.configuration),
        };
    }

    /// Takes up that a course teaches a competency.
    pub fn teaches(&mut self, row: &Row) {
        if let (Ok(course), Ok(competency)) = (row.need_id("courseid"), row.need_id("competencyid")) {
            let taught = self.taught.entry(course).or_default();
            if taught.len() < MOST && !taught.contains(&competency) {
                taught.push(competency);
            }
        }
    }

    /// The scale of a competency: its own, else its framework's; with what says which of its steps are proficient.
    pub fn scale_of(&self, competency: &str) -> Option<(&str, Option<&str>)> {
        let found = self.all.get(competency)?;
        let framework = || self.frameworks.get(found.framework.as_ref()?);
        let of = |found: &'_ Competency| found.scale.is_some();
        let holder = Some(found).filter(|found| of(found)).or_else(framework)?;
        Some((holder.scale.as_deref()?, holder.configuration.as_deref()))
    }

    /// A competency as a term: its name, its number as code or URI, and its framework.
    pub fn term(&self, competency: &str) -> Term {
        let Some(found) = self.all.get(competency) else {
            return Term {
                code: Some(competency.to_owned()),
                ..Term::default()
            };
        };
        let is_uri = |number: &str| number.contains("://") || number.starts_with("urn:");
        let framework = found.framework.as_ref().and_then(|id| self.frameworks.get(id));
        Term {
            label: found.label.clone(),
            uri: found.number.clone().filter(|number| is_uri(number)),
            code: match &found.number {
                Some(number) => Some(number.clone()).filter(|number| !is_uri(number)),
                None => found.label.is_none().then(|| competency.to_owned()),
            },
            framework: framework.and_then(|framework| framework.label.clone().or(framework.number.clone())),
            ..Term::default()
        }
    }

    /// Whether a link of a course with a competency was taken up; a course has too many where it was not.
    pub fn has_link(&self, course: &str, competency: &String) -> bool {
        self.taught
            .get(course)
            .is_some_and(|taught| taught.contains(competency))
    }

    /// The competencies that a course teaches.
    pub fn taught(&self, course: &str) -> impl Iterator<Item = Term> {
        self.taught.get(course).into_iter().flatten().map(|id| self.term(id))
    }
}

fn described(row: &Row) -> Competency {
    Competency {
        label: text(row, "shortname"),
        number: row.word("idnumber", &mut Untold).map(str::to_owned),
        framework: row.id("competencyframeworkid", &mut Untold),
        scale: row.id("scaleid", &mut Untold),
        configuration: row.text("scaleconfiguration", &mut Untold).map(str::to_owned),
    }
}
