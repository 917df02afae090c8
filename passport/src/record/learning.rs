//! Courses and programmes taken.

use super::{Level, Organization, Period, Term};
use serde::Serialize;

/// A course or programme taken. Its result is a result of the course, not a level of any skill.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Learning {
    /// What kind.
    #[serde(rename = "learning")]
    pub kind: LearningKind,
    /// Its title; where the delivery gives only an identifier, that identifier.
    pub title: String,
    /// Its code in the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Who taught it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Organization>,
    /// How it stands.
    pub status: LearningStatus,
    /// The result on its declared scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Level>,
    /// Credits, in the source's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<String>,
    /// What it sets out to teach.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Term>,
    /// When.
    pub period: Period,
    /// What the delivery leaves open although its source keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untold: Option<Untold>,
}

/// What a delivery leaves open because it comes without the files in which it stands. That is less than to say that there
/// is none: what was told before of the same record holds on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Untold {
    /// The facts; none twice.
    pub facts: Vec<LearningFact>,
    /// The field of the payload through which the record refers to them. Where it says something else than before, they
    /// are facts of something else.
    pub through: &'static str,
}

/// Facts of a piece of learning that may stand apart from its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LearningFact {
    /// Its title; an identifier stands in its place.
    Title,
    /// Its code in the catalogue.
    Code,
    /// Who taught it; where an identifier is given, its name.
    Provider,
    /// The days that the record itself does not say.
    Period,
}

/// What an earlier delivery told of a piece of learning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its title.
    pub title: String,
    /// Its code.
    pub code: Option<String>,
    /// Who taught it.
    pub provider: Option<Organization>,
    /// When.
    pub period: Period,
}

impl Learning {
    /// Completes what this delivery leaves untold by what was told before. What it does tell stands.
    pub fn recall(&mut self, told: Told) {
        let facts = self.untold.take().map(|untold| untold.facts).unwrap_or_default();
        for fact in facts {
            match fact {
                LearningFact::Title => self.title = told.title.clone(),
                LearningFact::Code => self.code = told.code.clone().or(self.code.take()),
                LearningFact::Provider => self.provider = provider(self.provider.take(), told.provider.clone()),
                LearningFact::Period => self.period = self.period.or(told.period),
            }
        }
    }
}

/// The provider told before, unless the record names another one by now.
fn provider(named: Option<Organization>, told: Option<Organization>) -> Option<Organization> {
    match (named, told) {
        (Some(named), Some(told)) if named.identifier == told.identifier => Some(told),
        (None, told) => told,
        (named, _) => named,
    }
}

/// Kinds of learning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LearningKind {
    /// A course, or one run of it.
    Course,
    /// A programme of several courses.
    Programme,
    /// One graded piece of a course.
    Assessment,
}

super::words!(LearningKind { Course => "course", Programme => "programme", Assessment => "assessment" });

/// How a piece of learning stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LearningStatus {
    /// Enrolled, not begun or running.
    Enrolled,
    /// Brought to its end.
    Completed,
    /// Brought to its end without success.
    Failed,
    /// Broken off.
    Withdrawn,
    /// The source does not say.
    Unknown,
}

super::words!(LearningStatus {
    Enrolled => "enrolled", Completed => "completed", Failed => "failed", Withdrawn => "withdrawn", Unknown => "unknown",
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{OrganizationKind, PartialDate};

    fn school(id: &str, name: &str) -> Option<Organization> {
        Some(Organization {
            role: OrganizationKind::School,
            name: name.to_owned(),
            identifier: Some(id.to_owned()),
            url: None,
        })
    }

    fn days(from: &str, to: &str) -> Period {
        let day = |text| PartialDate::parse(text).ok();
        Period::new(day(from), day(to))
    }

    fn learning(provider: Option<Organization>, period: Period, facts: &[LearningFact]) -> Learning {
        Learning {
            kind: LearningKind::Course,
            title: "c1".to_owned(),
            code: None,
            provider,
            status: LearningStatus::Unknown,
            result: None,
            credits: None,
            outcomes: Vec::new(),
            period,
            untold: Some(Untold {
                facts: facts.to_vec(),
                through: "classSourcedId",
            }),
        }
    }

    #[test]
    fn what_is_untold_is_recalled_and_what_is_told_stands() {
        use LearningFact::{Code, Provider, Title};
        let told = Told {
            title: "Welding I".to_owned(),
            code: Some("WEL1".to_owned()),
            provider: school("o1", "Hill School"),
            period: days("2025-08-18", "2026-05-29"),
        };
        let bare = Period::default();
        for (provider, period, facts, expected) in [
            (None, bare, &[][..], ("c1", None, None, bare)),
            (None, bare, &[Title, Code], ("Welding I", Some("WEL1"), None, bare)),
            (None, bare, &[Provider], ("c1", None, school("o1", "Hill School"), bare)),
            (
                school("o1", "o1"),
                bare,
                &[Provider],
                ("c1", None, school("o1", "Hill School"), bare),
            ),
            (
                school("o2", "o2"),
                bare,
                &[Provider],
                ("c1", None, school("o2", "o2"), bare),
            ),
            (
                None,
                bare,
                &[LearningFact::Period],
                ("c1", None, None, days("2025-08-18", "2026-05-29")),
            ),
            (
                None,
                days("", "2025-12-01"),
                &[LearningFact::Period],
                ("c1", None, None, days("2025-08-18", "2025-12-01")),
            ),
            (
                None,
                days("", "2025-08-01"),
                &[LearningFact::Period],
                ("c1", None, None, days("", "2025-08-01")),
            ),
        ] {
            let mut learning = learning(provider, period, facts);
            learning.recall(told.clone());
            let (title, code, provider, period) = expected;
            assert_eq!(
                (learning.title.as_str(), learning.code.as_deref()),
                (title, code),
                "{facts:?}"
            );
            assert_eq!((learning.provider, learning.period), (provider, period), "{facts:?}");
            assert_eq!(learning.untold, None);
        }
    }
}
