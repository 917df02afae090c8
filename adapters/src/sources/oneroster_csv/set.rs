//! What rows of a set refer to, held in memory: names, titles, terms, scales, objectives; of every row, its key.

use super::files::File;
use super::held::{ClassHeld, CourseHeld, LineItemHeld, period};
use super::in_step::InStep;
use super::keys::{LAST_TURN, UNREAD, is_read, key, said, target};
use super::kind::Kind;
use super::map::scale;
use super::objectives::{Objective, Objectives, tied};
use super::wire::{Class, Course, LineItem, Org, Property, RoleRow, ScaleLink, ScoreScale, Session};
use super::words::{Word, Words};
use crate::seen::{Said, Seen};
use crate::table::Row;
use passport::record::{Organization, OrganizationKind, Period, Reject, Scale, Unreadable};
use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

/// The reference data of one delivery.
#[derive(Default)]
pub struct Set {
    /// The key of every row, with a hash of the row once it was read.
    rows: Seen,
    /// How many results were gathered.
    results: Said,
    /// The files that hold any row.
    filled: HashSet<Kind>,
    deltas: HashSet<Kind>,
    orgs: HashMap<String, String>,
    courses: HashMap<String, CourseHeld>,
    classes: HashMap<String, ClassHeld>,
    sessions: HashMap<String, Period>,
    line_items: HashMap<Box<str>, LineItemHeld>,
    words: Words,
    scales: HashMap<String, Arc<Scale>>,
    /// The scales that results and line items are tied to, as numbers of words.
    scale_of: Seen,
    objectives: Objectives,
    /// Whether `roles.csv` makes a person a student.
    roles: Seen,
}

impl Set {
    /// Gathers everything that the rows of these files can be referred to by. Faults are told when the rows themselves
    /// are read.
    pub fn gathered(files: &[File<'_>]) -> Result<Set, Unreadable> {
        let mut set = Set::default();
        let (links, rows): (Vec<_>, Vec<_>) = files
            .iter()
            .filter(|file| file.kind.is_read())
            .partition(|file| file.kind == Kind::ResultLearningObjectiveIds);
        // Whether objectives keep to the order of their results can be told when those are known.
        for file in rows.into_iter().chain(links) {
            file.table
                .each(&mut |row| row.iter().for_each(|row| set.hold(file.kind, row)))?;
        }
        Ok(set)
    }

    fn hold(&mut self, kind: Kind, row: &Row<'_>) {
        if kind == Kind::Manifest {
            return self.hold_mode(&Property::of(row));
        }
        let Some(id) = row.get("sourcedId") else { return };
        self.hold_key(kind, id);
        self.filled.insert(kind);
        match kind {
            Kind::Orgs => keep(&mut self.orgs, id, || Org::of(row).name.unwrap_or(id).to_owned()),
            Kind::Courses => keep(&mut self.courses, id, || CourseHeld::of(&Course::of(row))),
            Kind::Classes => keep(&mut self.classes, id, || ClassHeld::of(&Class::of(row))),
            Kind::AcademicSessions => keep(&mut self.sessions, id, || period(&Session::of(row))),
            Kind::LineItems => {
                let words = &mut self.words;
                keep(&mut self.line_items, id, || LineItemHeld::of(&LineItem::of(row), words));
            }
            Kind::ScoreScales => keep(&mut self.scales, id, || scale::declared(id, &ScoreScale::of(row))),
            Kind::ResultScoreScales | Kind::LineItemScoreScales => self.hold_scale(&ScaleLink::of(row)),
            Kind::ResultLearningObjectiveIds | Kind::LineItemLearningObjectiveIds => self.hold_objective(row),
            Kind::Roles => self.hold_role(&RoleRow::of(row)),
            _ => {}
        }
    }

    /// Keys are there to be referred to; those of results have turns, the first with a key counts.
    fn hold_key(&mut self, kind: Kind, id: &str) {
        let key = key(kind, id);
        if kind != Kind::Results {
            return self.rows.note(key, UNREAD);
        }
        if self.rows.said(key).is_none() {
            self.results = LAST_TURN.min(self.results + 1);
            self.rows.note(key, self.results);
        }
    }

    /// Whether the row is the first with its `sourcedId`. The same row once more says nothing new (a set may lie beside
    /// its own zip); another row with the same key is a reject, and so is a row without one.
    pub fn first(&mut self, kind: Kind, row: &Row<'_>) -> Result<bool, Reject> {
        if kind == Kind::Manifest {
            return Ok(true);
        }
        let fault = |code, reason| Reject::new(row.cell_place("sourcedId"), code, reason);
        let Some(id) = row.get("sourcedId") else {
            let reason = "sourcedId is blank; every row needs one".to_owned();
            return Err(fault("missing_field", reason));
        };
        let (key, said) = (key(kind, id), said(row));
        match self.rows.said(key) {
            Some(before) if before == said => Ok(false),
            Some(before) if is_read(before) => {
                let file = kind.name();
                let reason = format!("another row of {file}.csv has this sourcedId; keys must be unique");
                Err(fault("duplicate_key", reason))
            }
            _ => {
                self.rows.note(key, said);
                Ok(true)
            }
        }
    }

    /// Brings the objectives of a row that is at hand, where it is a result.
    pub fn reach(&mut self, kind: Kind, row: &Row<'_>, in_step: &mut InStep<'_>) -> Result<(), Unreadable> {
        match row.get("sourcedId").filter(|_| kind == Kind::Results) {
            Some(id) => self.objectives.reach(key(kind, id), in_step),
            None => Ok(()),
        }
    }

    /// Nothing of these files may be left to read when every row was.
    pub fn end(&self, in_step: &mut InStep<'_>) -> Result<(), Unreadable> {
        self.objectives.end(in_step)
    }

    /// The streams whose files hold only what changed, as the manifest says.
    pub fn partial(&self) -> impl Iterator<Item = &'static str> {
        let streams = [
            (Kind::Users, "user"),
            (Kind::Orgs, "org"),
            (Kind::Enrollments, "enrollment"),
            (Kind::Results, "result"),
        ];
        let deltas = self.deltas.clone();
        streams
            .into_iter()
            .filter_map(move |(kind, stream)| deltas.contains(&kind).then_some(stream))
    }

    fn hold_mode(&mut self, property: &Property<'_>) {
        let file = property
            .name
            .and_then(|name| name.strip_prefix("file."))
            .and_then(Kind::by_name);
        if let (Some(kind), Some("delta")) = (file, property.value) {
            self.deltas.insert(kind);
        }
    }

    fn hold_scale(&mut self, link: &ScaleLink<'_>) {
        let (Some(target), Some(scale)) = (target(link.result, link.line_item), link.scale) else {
            return;
        };
        let scale = self
            .words
            .number(scale)
            .filter(|_| self.scale_of.said(target).is_none());
        scale
            .into_iter()
            .for_each(|scale| self.scale_of.note(target, scale.into()));
    }

    fn hold_objective(&mut self, row: &Row<'_>) {
        let Some((target, link)) = tied(row) else { return };
        match link.result {
            Some(_) => self.objectives.hold_beside(target, self.rows.said(target), row, &link),
            None => self.objectives.hold(target, row, &link),
        }
    }

    fn hold_role(&mut self, role: &RoleRow<'_>) {
        if let (Some(user), Some(role)) = (role.user, role.role) {
            let key = key(Kind::Users, user);
            let is_student = role.eq_ignore_ascii_case("student") || self.roles.said(key) == Some(STUDENT);
            self.roles.note(key, if is_student { STUDENT } else { OTHER });
        }
    }

    /// Whether a reference is broken: the delivery holds the file it points into whole, and not that row. A delta may
    /// point to rows sent before.
    pub fn lacks(&self, kind: Kind, id: &str) -> bool {
        !self.deltas.contains(&kind) && self.filled.contains(&kind) && self.rows.said(key(kind, id)).is_none()
    }

    /// The class, where the delivery holds it.
    pub fn class(&self, id: &str) -> Option<&ClassHeld> {
        self.classes.get(id)
    }

    /// The course of a class, where the delivery holds it.
    pub fn course(&self, class: &ClassHeld) -> Option<&CourseHeld> {
        self.courses.get(class.course.as_deref()?)
    }

    /// The line item, where the delivery holds it.
    pub fn line_item(&self, id: &str) -> Option<&LineItemHeld> {
        self.line_items.get(id)
    }

    /// The first school that is named: by the row itself, by the class, by its course.
    pub fn school(&self, named: Option<&str>, class: Option<&ClassHeld>) -> Option<Organization> {
        let by_class = class.and_then(|class| class.school.as_deref());
        let by_course = class.and_then(|class| self.course(class)?.org.as_deref());
        let id = named.or(by_class).or(by_course)?;
        Some(Organization {
            role: OrganizationKind::School,
            name: self.orgs.get(id).map_or(id, String::as_str).to_owned(),
            identifier: Some(id.to_owned()),
            url: None,
        })
    }

    /// Whether a class's course, or a class itself, stands in a file that did not come.
    pub fn is_open(&self, class: Option<&ClassHeld>) -> bool {
        class.is_none_or(|class| class.course.is_some() && self.course(class).is_none())
    }

    /// Whether the name of a school is told; of one that is not named, whether there is none.
    pub fn names(&self, school: Option<&Organization>, open: bool) -> bool {
        match school.and_then(|school| school.identifier.as_ref()) {
            Some(id) => self.orgs.contains_key(id),
            None => !open,
        }
    }

    /// Whether every term of the class is told.
    pub fn has_terms(&self, class: &ClassHeld) -> bool {
        class.terms.iter().all(|term| self.sessions.contains_key(term))
    }

    /// From the first day of the class's terms to the last.
    pub fn terms(&self, class: &ClassHeld) -> Period {
        let known = || class.terms.iter().filter_map(|term| self.sessions.get(term));
        let from = known().filter_map(|term| term.from).min_by_key(|from| from.first_day());
        let to = known().filter_map(|term| term.to).max_by_key(|to| to.last_day());
        Period::new(from, to)
    }

    /// The scale declared for a result or, failing that, for its line item.
    pub fn scale(&self, result: &str, line_item: &str) -> Option<&Arc<Scale>> {
        let of = |kind, id: &str| self.scale_of.said(key(kind, id));
        let tied = of(Kind::Results, result).or_else(|| of(Kind::LineItems, line_item))?;
        self.scales.get(self.words.text(Word::of(tied)?))
    }

    /// The learning objectives tied to a result or a line item.
    pub fn objectives(&self, kind: Kind, id: &str) -> Vec<Objective<'_>> {
        self.objectives.of(key(kind, id))
    }

    /// Whether `roles.csv` makes a person a student; none where it does not speak of them.
    pub fn is_student(&self, user: &str) -> Option<bool> {
        self.roles.said(key(Kind::Users, user)).map(|role| role == STUDENT)
    }
}

/// What is held of a person's roles.
const STUDENT: Said = 1;
const OTHER: Said = 2;

/// The first row with a key counts; a second one becomes a reject when it is read.
fn keep<K: Borrow<str> + for<'k> From<&'k str> + Eq + Hash, T>(
    map: &mut HashMap<K, T>,
    id: &str,
    value: impl FnOnce() -> T,
) {
    if !map.contains_key(id) {
        map.insert(id.into(), value());
    }
}
