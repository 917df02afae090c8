//! What a record says, line by line, in the terms of a passport: for people who look at what became of a source's words.

mod body;
mod claim;

use super::{Body, Identifier, Organization, PartialDate, Period, Record, Subject, Term};

/// How many skills of one record are told one by one.
const MOST_SKILLS: usize = 20;

/// One thing that a record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is, in the terms of a passport: `title`, `issued`, `skill`.
    pub label: &'static str,
    /// What it says, for people: a date with its precision, a level with its scale.
    pub value: String,
    /// The words of the record that it is made of, as they stand in it.
    pub words: Vec<String>,
}

/// Facts, as they are gathered.
#[derive(Debug, Default)]
struct Facts(Vec<Fact>);

impl Record {
    /// What it says, in the order in which a person reads it: what and who, then when, then skills and what backs them.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = Facts::default();
        facts.body(&self.body);
        if matches!(self.body, Body::Withdrawn) {
            facts.say("key", &self.key);
        }
        if let Some(subject) = &self.subject {
            facts.subject(subject);
        }
        for claim in self.claims.iter().take(MOST_SKILLS) {
            facts.claim(claim);
        }
        if let Some(more) = self.claims.len().checked_sub(MOST_SKILLS).filter(|more| *more > 0) {
            facts.made("skills", format!("and {more} more"));
        }
        facts.0
    }
}

impl Facts {
    /// Says a text of the record.
    fn say(&mut self, label: &'static str, text: impl AsRef<str>) {
        let text = text.as_ref();
        self.told(label, text.to_owned(), [text]);
    }

    /// The same where there is one.
    fn maybe(&mut self, label: &'static str, text: Option<&String>) {
        if let Some(text) = text {
            self.say(label, text);
        }
    }

    /// Says something in other words than the record's.
    fn told<'w>(&mut self, label: &'static str, value: String, words: impl IntoIterator<Item = &'w str>) {
        let words = words.into_iter().map(str::to_owned).collect();
        self.0.push(Fact { label, value, words });
    }

    /// Says what stands nowhere word for word.
    fn made(&mut self, label: &'static str, value: String) {
        self.told(label, value, []);
    }

    fn date(&mut self, label: &'static str, date: Option<PartialDate>) {
        if let Some(date) = date {
            let words = date.to_string();
            self.told(label, with_precision(date), [words.as_str()]);
        }
    }

    fn period(&mut self, label: &'static str, period: Period) {
        let Some(value) = told(period) else { return };
        let words: Vec<_> = [period.from, period.to]
            .into_iter()
            .flatten()
            .map(|date| date.to_string())
            .collect();
        self.told(label, value, words.iter().map(String::as_str));
    }

    fn organization(&mut self, label: &'static str, organization: Option<&Organization>) {
        let Some(organization) = organization else { return };
        let others = [&organization.identifier, &organization.url].into_iter().flatten();
        let others: Vec<&str> = others
            .map(String::as_str)
            .filter(|other| *other != organization.name)
            .collect();
        let value = match others.first() {
            None => organization.name.clone(),
            Some(identifier) => format!("{} ({identifier})", organization.name),
        };
        self.told(label, value, std::iter::once(organization.name.as_str()).chain(others));
    }

    fn term(&mut self, label: &'static str, term: &Term) {
        let names = [&term.label, &term.code, &term.uri].into_iter().flatten();
        let mut words: Vec<&str> = names.map(String::as_str).collect();
        let mut value = words.first().copied().unwrap_or("without a name").to_owned();
        let beside = words.iter().skip(1).copied().chain(term.framework.as_deref());
        let beside: Vec<&str> = beside.collect();
        if !beside.is_empty() {
            value = format!("{value} ({})", beside.join(", "));
        }
        words.extend(term.framework.as_deref());
        words.extend(term.language.as_deref());
        self.told(label, value, words);
    }

    fn subject(&mut self, subject: &Subject) {
        self.maybe("who", subject.name.as_ref());
        let is_key = |identifier: &&Identifier| identifier.value == subject.key;
        let value = match subject.identifiers.iter().find(is_key) {
            Some(identifier) => format!("{} ({})", subject.key, system(identifier)),
            None => subject.key.clone(),
        };
        self.told("known there as", value, [subject.key.as_str()]);
        for identifier in subject.identifiers.iter().filter(|identifier| !is_key(identifier)) {
            let value = format!("{} ({})", identifier.value, system(identifier));
            self.told("known by", value, [identifier.value.as_str()]);
        }
    }
}

fn system(identifier: &Identifier) -> String {
    identifier.system.as_str().replace('_', " ")
}

/// A period with the precision of its ends; none where nothing is known of it.
fn told(period: Period) -> Option<String> {
    Some(match (period.from, period.to) {
        (None, None) => return None,
        (Some(from), None) => format!("from {}", with_precision(from)),
        (None, Some(to)) => format!("until {}", with_precision(to)),
        (Some(from), Some(to)) if from == to => with_precision(from),
        (Some(from), Some(to)) if from.precision == to.precision => format!("{from} to {}", with_precision(to)),
        (Some(from), Some(to)) => format!("{} to {}", with_precision(from), with_precision(to)),
    })
}

fn with_precision(date: PartialDate) -> String {
    format!("{date} ({})", date.precision.as_str())
}

#[cfg(test)]
mod tests;
