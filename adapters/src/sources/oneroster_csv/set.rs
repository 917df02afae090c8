//! What rows of a set refer to, held in memory: names, titles, terms, scales, objectives; of every row, that it came.

use super::came::Came;
use super::files::File;
use super::held::{ClassHeld, CourseHeld, LineItemHeld, period};
use super::in_step::InStep;
use super::keys::{key, target};
use super::kind::Kind;
use super::map::scale;
use super::objectives::{Objective, Objectives, tied};
use super::wire::{Class, Course, LineItem, Org, Property, RoleRow, ScaleLink, ScoreScale, Session};
use super::words::{Word, Words};
use crate::seen::{Said, Seen};
use crate::table::Row;
use passport::record::{Organization, OrganizationKind, Period, Reject, Scale, Unreadable};
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// The reference data of one delivery.
#[derive(Default)]
pub struct Set {
    came: Came,
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
            return self.came.hold_mode(&Property::of(row));
        }
        let Some(id) = row.get("sourcedId") else { return };
        self.came.hold(kind, id);
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

    /// Which rows came.
    pub fn came(&self) -> &Came {
        &self.came
    }

    /// Whether the row is the first with its `sourcedId`: see [`Came::first`].
    pub fn first(&mut self, kind: Kind, row: &Row<'_>) -> Result<bool, Reject> {
        self.came.first(kind, row)
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
            Some(_) => self.objectives.hold_beside(target, self.came.turn(target), row, &link),
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
