//! What others refer to: courses, competencies with their frameworks and scales, and who has which mail address.

use super::answer::Answer;
use super::competencies::Competencies;
use super::kind::Kind;
use super::wire::{COMPETENCY, COURSE, COURSE_COMPETENCY, ENROLLED, FRAMEWORK, GRADES, ITEM, RATING, STEP, USER};
use crate::row::{Row, Untold};
use passport::record::PartialDate;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};

/// How many entries one list inside a row may have.
pub const MOST: usize = 2_000;

/// What is known of a course.
#[derive(Default)]
pub struct Course {
    pub name: Option<String>,
    pub code: Option<String>,
    pub from: Option<PartialDate>,
    pub to: Option<PartialDate>,
}

/// The lists of a delivery, by id. Of several with one id the first that says something holds.
#[derive(Default)]
pub struct Reference {
    pub courses: HashMap<String, Course>,
    /// Competencies, their frameworks, and which courses teach them.
    pub competencies: Competencies,
    words: HashMap<String, BTreeMap<u64, String>>,
    people: HashMap<String, String>,
}

impl Reference {
    /// Gathers what an object tells of others. Mail addresses of people are kept where `names_people` says that something
    /// names people by them.
    pub fn take(&mut self, answer: &Answer<'_>, raw: &RawValue, names_people: bool) {
        let scale = answer.request.scale.as_deref();
        let open = |allowed: &[&str]| Row::open(raw, passport::record::Place::default(), allowed).ok();
        match answer.kind {
            Kind::Courses => self.each(open(COURSE), Self::course),
            Kind::Users if names_people => self.each(open(USER), Self::person),
            Kind::Users => {}
            Kind::Enrolled => {
                if names_people {
                    self.each(open(USER), Self::person);
                }
                for course in rows(open(ENROLLED), "enrolledcourses", COURSE) {
                    self.course(&course);
                }
            }
            Kind::Frameworks => self.each(open(FRAMEWORK), Self::framework),
            Kind::Competencies => self.each(open(COMPETENCY), Self::competency),
            Kind::CourseCompetencies => {
                let row = open(&["competency", "coursecompetency"]);
                self.each(within(row.as_ref(), "competency", COMPETENCY), Self::competency);
                self.each(
                    within(row.as_ref(), "coursecompetency", COURSE_COMPETENCY),
                    Self::teaches,
                );
            }
            Kind::Ratings => {
                let row = open(&["competency", "usercompetency", "usercompetencyplan"]);
                self.each(within(row.as_ref(), "competency", COMPETENCY), Self::competency);
                self.rated(row.as_ref());
            }
            Kind::Summary => self.summary(open(&["usercompetencysummary", "course"]).as_ref()),
            Kind::Grades => {
                for item in rows(open(GRADES), "gradeitems", ITEM) {
                    self.item(&item);
                }
            }
            Kind::Steps => {
                if let (Some(row), Some(scale)) = (open(STEP), scale) {
                    self.word(scale, row.number("id", &mut Untold), text(&row, "name"));
                }
            }
            Kind::Completion | Kind::Badges | Kind::NotCarried => {}
        }
    }

    fn each(&mut self, row: Option<Row>, take: fn(&mut Self, &Row)) {
        row.iter().for_each(|row| take(self, row));
    }

    fn course(&mut self, row: &Row) {
        let Ok(id) = row.need_id("id") else { return };
        let course = Course {
            name: text(row, "fullname"),
            code: text(row, "shortname"),
            from: row.seconds("startdate", &mut Untold),
            to: row.seconds("enddate", &mut Untold),
        };
        let held = self.courses.entry(id).or_default();
        *held = Course {
            name: held.name.take().or(course.name),
            code: held.code.take().or(course.code),
            from: held.from.or(course.from),
            to: held.to.or(course.to),
        };
    }

    fn person(&mut self, row: &Row) {
        if let (Ok(id), Some(email)) = (row.need_id("id"), row.text("email", &mut Untold)) {
            self.people.entry(email.to_lowercase()).or_insert(id);
        }
    }

    fn framework(&mut self, row: &Row) {
        self.competencies.framework(row);
    }

    fn competency(&mut self, row: &Row) {
        self.competencies.competency(row);
    }

    fn teaches(&mut self, row: &Row) {
        self.competencies.teaches(row);
    }

    /// The word of a rating's grade.
    fn rated(&mut self, row: Option<&Row>) {
        for name in ["usercompetency", "usercompetencyplan", "usercompetencycourse"] {
            let Some(rating) = within(row, name, RATING) else {
                continue;
            };
            let Ok(id) = rating.need_id("competencyid") else {
                continue;
            };
            let Some((scale, _)) = self.competencies.scale_of(&id) else {
                continue;
            };
            let scale = scale.to_owned();
            self.word(&scale, rating.number("grade", &mut Untold), text(&rating, "gradename"));
        }
    }

    fn summary(&mut self, row: Option<&Row>) {
        let summary = within(
            row,
            "usercompetencysummary",
            &[
                "competency",
                "usercompetency",
                "usercompetencyplan",
                "usercompetencycourse",
                "user",
            ],
        );
        self.each(within(row, "course", COURSE), Self::course);
        self.each(within(summary.as_ref(), "user", USER), Self::person);
        let around = within(
            summary.as_ref(),
            "competency",
            &["competency", "framework", "scaleid", "scaleconfiguration"],
        );
        self.each(within(around.as_ref(), "framework", FRAMEWORK), Self::framework);
        self.each(within(around.as_ref(), "competency", COMPETENCY), Self::competency);
        self.rated(summary.as_ref());
    }

    fn item(&mut self, row: &Row) {
        if let Some(scale) = row.id("scaleid", &mut Untold) {
            self.word(&scale, row.number("graderaw", &mut Untold), text(row, "gradeformatted"));
        }
    }

    fn word(&mut self, scale: &str, step: Option<serde_json::Number>, word: Option<String>) {
        let step = step
            .and_then(|step| step.as_f64())
            .filter(|step| *step >= 1.0 && step.fract() == 0.0);
        if let (Some(step), Some(word)) = (step, word.filter(|word| word != "-")) {
            let words = self.words.entry(scale.to_owned()).or_default();
            if words.len() < MOST {
                words.entry(step as u64).or_insert(word);
            }
        }
    }

    /// The user with this mail address.
    pub fn person_with(&self, email: &str) -> Option<&str> {
        self.people.get(&email.to_lowercase()).map(String::as_str)
    }

    /// The words of a scale that are known, by their number.
    pub fn words(&self, scale: &str) -> Option<&BTreeMap<u64, String>> {
        self.words.get(scale)
    }
}

fn within(row: Option<&Row>, name: &str, allowed: &[&str]) -> Option<Row> {
    row?.within(name, allowed, &mut Untold)
}

fn rows(row: Option<Row>, name: &str, allowed: &[&str]) -> Vec<Row> {
    row.map(|row| row.each(name, allowed, MOST, &mut Untold))
        .unwrap_or_default()
}

/// A text, unescaped.
pub fn text(row: &Row, name: &str) -> Option<String> {
    row.word(name, &mut Untold).map(plain)
}

/// Names come escaped for HTML: `Health &amp; Care`.
pub fn plain(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let escapes = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#039;", "'"),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    escapes
        .iter()
        .fold(text.to_owned(), |text, (escape, plain)| text.replace(escape, plain))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_are_unescaped_once() {
        for (text, expected) in [
            ("Health &amp; Care", "Health & Care"),
            ("&lt;b&gt; &quot;x&quot; O&#039;Brien", "<b> \"x\" O'Brien"),
            ("&amp;lt;", "&lt;"),
            ("R&D", "R&D"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
