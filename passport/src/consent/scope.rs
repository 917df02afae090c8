//! The scope grammar: `passport/<Section>.<ops>[?filter&filter]`.
//!
//! Example: `passport/Skill.r?vocabulary=esco&minBand=competent`. Filters narrow; several values of one filter are
//! separated by commas and any of them will do; several filters must all hold.

use crate::level::Band;
use crate::record::{Assertion, ExperienceKind, LearningKind, words};
use chrono::NaiveDate;
use std::fmt;
use std::str::FromStr;

/// A part of a passport that can be consented to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Name and language of the holder.
    Profile,
    /// Skills and the claims behind them.
    Skill,
    /// Credentials.
    Credential,
    /// Experiences.
    Experience,
    /// Courses and results.
    Learning,
    /// Participation in workforce programmes.
    Programme,
    /// Goals.
    Goal,
    /// What backs claims, credentials and experiences.
    Evidence,
    /// Others vouching.
    Endorsement,
}

words!(Section {
    Profile => "Profile", Skill => "Skill", Credential => "Credential", Experience => "Experience",
    Learning => "Learning", Programme => "Programme", Goal => "Goal", Evidence => "Evidence",
    Endorsement => "Endorsement",
});

/// What may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Read the records.
    Read,
    /// Find passports by them.
    Search,
    /// Contribute records.
    Contribute,
    /// Ask yes or no, without seeing a record.
    Verify,
}

impl Op {
    /// Every operation, with its letter.
    pub const LETTERS: [(char, Op); 4] = [
        ('r', Op::Read),
        ('s', Op::Search),
        ('w', Op::Contribute),
        ('v', Op::Verify),
    ];

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ops(u8);

impl Ops {
    /// This operation and no other.
    pub fn only(op: Op) -> Self {
        Ops(op.bit())
    }

    /// Whether the operation is among them.
    pub fn allow(self, op: Op) -> bool {
        self.0 & op.bit() != 0
    }

    /// Whether `other` has each of these too.
    pub fn within(self, other: Ops) -> bool {
        self.0 & !other.0 == 0
    }
}

/// Longest scope, in bytes of its text.
pub const LONGEST_SCOPE: usize = 2000;

/// What a scope is narrowed to; an empty list means no narrowing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Concept URIs.
    pub concept: Vec<String>,
    /// Vocabulary keys.
    pub vocabulary: Vec<String>,
    /// Source keys.
    pub source: Vec<String>,
    /// Kinds within the section: `job`, `course`, `Badge`.
    pub kind: Vec<String>,
    /// Kinds of assertion.
    pub assertion: Vec<Assertion>,
    /// Only what was verified, or only what was not.
    pub verified: Option<bool>,
    /// Only what was observed, issued or ended on or after this day.
    pub since: Option<NaiveDate>,
    /// Only what lies at this band or above, by the lower end of its interval.
    pub min_band: Option<Band>,
}

impl Filters {
    /// Whether nothing is narrowed.
    pub fn is_empty(&self) -> bool {
        *self == Filters::default()
    }

    /// How many things it compares a row with, and one for itself.
    pub fn size(&self) -> usize {
        let lists = [&self.concept, &self.vocabulary, &self.source, &self.kind];
        let listed: usize = lists.iter().map(|list| list.len()).sum();
        1 + listed + self.assertion.len()
    }
}

/// One permission or denial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Which part of the passport.
    pub section: Section,
    /// What may be done.
    pub ops: Ops,
    /// What it is narrowed to.
    pub filters: Filters,
}

/// Why a text is no scope; says what is wrong and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadScope {
    /// It is too long.
    #[error("a scope has at most {LONGEST_SCOPE} characters; spread its values over several")]
    Long,
    /// The outer form is wrong.
    #[error(
        "a scope is written passport/<Section>.<ops>[?filter&filter], for example passport/Skill.r?minBand=competent"
    )]
    Form,
    /// No such section.
    #[error(
        "no section “{0}”; there are Profile, Skill, Credential, Experience, Learning, Programme, Goal, Evidence and Endorsement"
    )]
    Section(String),
    /// No such operation, or one twice.
    #[error("“{0}” are no operations; use each of r (read), s (search), w (contribute), v (verify only) at most once")]
    Ops(String),
    /// No such filter in this section.
    #[error("{section} cannot be filtered by “{filter}”; it knows {known}")]
    Filter {
        /// The section.
        section: &'static str,
        /// What was asked for.
        filter: String,
        /// What would be right.
        known: String,
    },
    /// A filter named twice.
    #[error("the filter “{0}” stands twice; write its values in one, separated by commas")]
    Twice(String),
    /// A value that the filter does not take.
    #[error("the filter “{filter}” does not take this value; it takes {takes}")]
    Value {
        /// The filter.
        filter: &'static str,
        /// What would be right.
        takes: &'static str,
    },
}

/// Which filters a section knows.
fn known_filters(section: Section) -> &'static [&'static str] {
    match section {
        Section::Profile => &[],
        Section::Skill => &[
            "concept",
            "vocabulary",
            "source",
            "assertion",
            "verified",
            "since",
            "minBand",
        ],
        Section::Credential => &["source", "kind", "verified", "since"],
        Section::Experience | Section::Learning | Section::Evidence => &["source", "kind", "since"],
        Section::Programme | Section::Endorsement => &["source", "since"],
        Section::Goal => &["concept", "since"],
    }
}

impl Scope {
    /// The scope that lets what these filters name be read.
    pub fn reading(section: Section, filters: Filters) -> Self {
        Scope {
            section,
            ops: Ops(Op::Read.bit()),
            filters,
        }
    }
}

impl FromStr for Scope {
    type Err = BadScope;

    fn from_str(text: &str) -> Result<Self, BadScope> {
        if text.len() > LONGEST_SCOPE {
            return Err(BadScope::Long);
        }
        let rest = text.trim().strip_prefix("passport/").ok_or(BadScope::Form)?;
        let (head, query) = rest
            .split_once('?')
            .map_or((rest, None), |(head, query)| (head, Some(query)));
        let (section, ops) = head.split_once('.').ok_or(BadScope::Form)?;
        let section = Section::from_word(section).ok_or_else(|| BadScope::Section(shorten(section)))?;
        Ok(Scope {
            section,
            ops: parse_ops(ops)?,
            filters: parse_filters(section, query)?,
        })
    }
}

fn parse_ops(text: &str) -> Result<Ops, BadScope> {
    let mut ops = 0;
    for letter in text.chars() {
        let known = Op::LETTERS.iter().find(|(known, _)| *known == letter);
        let bit = known.map(|(_, op)| op.bit()).filter(|bit| ops & bit == 0);
        ops |= bit.ok_or_else(|| BadScope::Ops(shorten(text)))?;
    }
    if ops == 0 {
        Err(BadScope::Ops(shorten(text)))
    } else {
        Ok(Ops(ops))
    }
}

fn parse_filters(section: Section, query: Option<&str>) -> Result<Filters, BadScope> {
    let mut filters = Filters::default();
    let mut seen: Vec<&str> = Vec::new();
    for pair in query.into_iter().flat_map(|query| query.split('&')) {
        let (name, value) = pair.split_once('=').ok_or(BadScope::Form)?;
        let known = known_filters(section);
        if !known.contains(&name) {
            let known = if known.is_empty() {
                "no filters".to_owned()
            } else {
                known.join(", ")
            };
            return Err(BadScope::Filter {
                section: section.as_str(),
                filter: shorten(name),
                known,
            });
        }
        if seen.contains(&name) {
            return Err(BadScope::Twice(shorten(name)));
        }
        seen.push(name);
        filters.set(name, value)?;
    }
    check_kinds(section, &filters.kind)?;
    Ok(filters)
}

/// Kinds are words of ours in some sections: a misspelt one in a deny would hold nothing back. Elsewhere they are the
/// sources' own.
fn check_kinds(section: Section, kinds: &[String]) -> Result<(), BadScope> {
    let (known, takes): (fn(&str) -> bool, _) = match section {
        Section::Experience => (
            |word| ExperienceKind::from_word(word).is_some(),
            "job, education, project, volunteering, care, gig, military, apprenticeship or life",
        ),
        Section::Learning => (
            |word| LearningKind::from_word(word).is_some(),
            "course, programme or assessment",
        ),
        _ => return Ok(()),
    };
    let filter = "kind";
    if kinds.iter().all(|word| known(word)) {
        Ok(())
    } else {
        Err(BadScope::Value { filter, takes })
    }
}

impl Filters {
    fn set(&mut self, name: &str, value: &str) -> Result<(), BadScope> {
        let bad = |filter, takes| BadScope::Value { filter, takes };
        match name {
            "concept" => self.concept = words_of(value).ok_or(bad("concept", "concept URIs"))?,
            "vocabulary" => {
                self.vocabulary = words_of(value).ok_or(bad("vocabulary", "vocabulary keys such as esco"))?;
            }
            "source" => self.source = words_of(value).ok_or(bad("source", "source keys"))?,
            "kind" => self.kind = words_of(value).ok_or(bad("kind", "kinds such as job"))?,
            "assertion" => {
                let takes = bad(
                    "assertion",
                    "self, inferred, endorsed, observed, assessed, certified or licensed",
                );
                let words = words_of(value).ok_or_else(|| takes.clone())?;
                self.assertion = words
                    .iter()
                    .map(|w| Assertion::from_word(w))
                    .collect::<Option<_>>()
                    .ok_or(takes)?;
            }
            "verified" => self.verified = Some(value.parse().map_err(|_| bad("verified", "true or false"))?),
            "since" => self.since = Some(value.parse().map_err(|_| bad("since", "a day, YYYY-MM-DD"))?),
            _ => {
                let takes = bad("minBand", "aware, beginner, competent, proficient or expert");
                let band = Band::from_word(&value.to_lowercase()).filter(|band| *band != Band::Unknown);
                self.min_band = Some(band.ok_or(takes)?);
            }
        }
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let list = |name, values: &[String]| {
            let joined: Vec<String> = values.iter().map(|value| encode(value)).collect();
            (!values.is_empty()).then(|| (name, joined.join(",")))
        };
        let assertions: Vec<String> = self.assertion.iter().map(|a| a.as_str().to_owned()).collect();
        [
            list("concept", &self.concept),
            list("vocabulary", &self.vocabulary),
            list("source", &self.source),
            list("kind", &self.kind),
            list("assertion", &assertions),
            self.verified.map(|verified| ("verified", verified.to_string())),
            self.since.map(|since| ("since", since.to_string())),
            self.min_band.map(|band| ("minBand", band.as_str().to_owned())),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Values separated by commas, percent-decoded; none when one of them is blank or wrongly encoded.
fn words_of(value: &str) -> Option<Vec<String>> {
    value
        .split(',')
        .map(|word| decode(word).filter(|word| !word.trim().is_empty()))
        .collect()
}

/// The characters that separate parts of a scope, and the escape itself.
const SEPARATORS: [char; 5] = ['%', ',', '&', '=', '?'];

fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if SEPARATORS.contains(&c) || c.is_whitespace() || c.is_control() {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes)
                .bytes()
                .for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let pair = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
    }
    // Databases refuse some control characters, and nothing is called by any.
    String::from_utf8(bytes)
        .ok()
        .filter(|text| !text.chars().any(char::is_control))
}

/// Errors quote what was written, but not without end.
fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ops: String = Op::LETTERS
            .iter()
            .filter(|(_, op)| self.ops.allow(*op))
            .map(|(letter, _)| letter)
            .collect();
        write!(f, "passport/{}.{ops}", self.section.as_str())?;
        for (index, (name, value)) in self.filters.pairs().iter().enumerate() {
            write!(f, "{}{name}={value}", if index == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_and_printed_back() {
        for text in [
            "passport/Skill.r",
            "passport/Learning.rswv?kind=course",
            "passport/Skill.rs?concept=http://esco/a,http://esco/b&vocabulary=esco&minBand=competent",
            "passport/Skill.v?assertion=assessed,certified&verified=true&since=2024-01-01",
            "passport/Experience.r?source=harbour-hospital&kind=job,project",
            "passport/Credential.r?kind=A%2CB",
            "passport/Profile.r",
        ] {
            assert_eq!(
                text.parse::<Scope>().map(|scope| scope.to_string()).as_deref(),
                Ok(text)
            );
        }
    }

    #[test]
    fn what_is_no_scope_says_why() {
        for (text, says) in [
            ("", "is written passport/"),
            ("passport/Skill", "is written passport/"),
            ("passport/Skills.r", "no section “Skills”"),
            ("passport/Skill.", "are no operations"),
            ("passport/Skill.rr", "are no operations"),
            ("passport/Skill.rc", "are no operations"),
            ("passport/Profile.r?since=2024-01-01", "it knows no filters"),
            ("passport/Skill.r?kind=job", "cannot be filtered by “kind”"),
            ("passport/Experience.r?kind=jobs", "it takes job, education"),
            ("passport/Learning.r?kind=course,Course", "it takes course, programme"),
            ("passport/Skill.r?minBand=great", "it takes aware, beginner"),
            ("passport/Skill.r?minBand=unknown", "it takes aware, beginner"),
            ("passport/Skill.r?since=2024", "YYYY-MM-DD"),
            ("passport/Skill.r?vocabulary=", "vocabulary keys"),
            ("passport/Skill.r?vocabulary=%zz", "vocabulary keys"),
            ("passport/Skill.r?vocabulary=a&vocabulary=b", "stands twice"),
            ("passport/Skill.r?", "is written passport/"),
        ] {
            let error = text.parse::<Scope>().expect_err(text).to_string();
            assert!(error.contains(says), "{text:?}: {error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_scope_or_an_error(text in "\\PC{0,60}|passport/(Skill|Goal|Learning)\\.[rswv]{1,4}(\\?[a-zA-Z]{1,9}=[%a-z0-9,=]{0,9})?") {
            if let Ok(scope) = text.parse::<Scope>() {
                proptest::prop_assert_eq!(scope.to_string().parse::<Scope>(), Ok(scope));
            }
        }

        #[test]
        fn filter_values_survive_whatever_they_hold(value in "\\PC{1,20}") {
            let filters = Filters { source: vec![value.clone()], ..Filters::default() };
            let scope = Scope { section: Section::Skill, ops: Ops(1), filters };
            if !value.trim().is_empty() {
                let text = scope.to_string();
                proptest::prop_assert_eq!(text.parse::<Scope>(), Ok(scope));
            }
        }
    }
}
