//! What rows of a set refer to, held in memory: names, titles, terms, scales, objectives.

use super::files::File;
use super::held::{ClassHeld, CourseHeld, LineItemHeld, Objective, period};
use super::kind::Kind;
use super::map::scale;
use super::wire::{Class, Course, LineItem, ObjectiveLink, Org, Property, RoleRow, ScaleLink, ScoreScale, Session};
use crate::table::Row;
use passport::record::{Organization, OrganizationKind, Period, Scale};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The reference data of one delivery.
#[derive(Default)]
pub struct Set {
    known: HashMap<Kind, HashSet<String>>,
    deltas: HashSet<Kind>,
    orgs: HashMap<String, String>,
    courses: HashMap<String, CourseHeld>,
    classes: HashMap<String, ClassHeld>,
    sessions: HashMap<String, Period>,
    line_items: HashMap<String, LineItemHeld>,
    scales: HashMap<String, Arc<Scale>>,
    scale_of: HashMap<(Kind, String), String>,
    objectives: HashMap<(Kind, String), Vec<Objective>>,
    roles: HashMap<String, Vec<String>>,
}

impl Set {
    /// Gathers everything that the rows of these files can be referred to by. Faults are told when the rows themselves
    /// are read.
    pub fn gathered(files: &[File<'_>]) -> Set {
        let mut set = Set::default();
        for file in files.iter().filter(|file| file.kind.is_read()) {
            for row in file.table.rows().flatten() {
                set.hold(file.kind, &row);
            }
        }
        set
    }

    fn hold(&mut self, kind: Kind, row: &Row<'_>) {
        if kind == Kind::Manifest {
            return self.hold_mode(&Property::of(row));
        }
        let Some(id) = row.get("sourcedId") else { return };
        self.known.entry(kind).or_default().insert(id.to_owned());
        match kind {
            Kind::Orgs => keep(&mut self.orgs, id, Org::of(row).name.unwrap_or(id).to_owned()),
            Kind::Courses => keep(&mut self.courses, id, CourseHeld::of(&Course::of(row))),
            Kind::Classes => keep(&mut self.classes, id, ClassHeld::of(&Class::of(row))),
            Kind::AcademicSessions => keep(&mut self.sessions, id, period(&Session::of(row))),
            Kind::LineItems => keep(&mut self.line_items, id, LineItemHeld::of(&LineItem::of(row))),
            Kind::ScoreScales => keep(&mut self.scales, id, scale::declared(id, &ScoreScale::of(row))),
            Kind::ResultScoreScales | Kind::LineItemScoreScales => self.hold_scale(&ScaleLink::of(row)),
            Kind::ResultLearningObjectiveIds | Kind::LineItemLearningObjectiveIds => self.hold_objective(row),
            Kind::Roles => self.hold_role(&RoleRow::of(row)),
            _ => {}
        }
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
        let target = link
            .result
            .map(|id| (Kind::Results, id))
            .or(link.line_item.map(|id| (Kind::LineItems, id)));
        if let (Some((kind, id)), Some(scale)) = (target, link.scale) {
            self.scale_of
                .entry((kind, id.to_owned()))
                .or_insert_with(|| scale.to_owned());
        }
    }

    fn hold_objective(&mut self, row: &Row<'_>) {
        let link = ObjectiveLink::of(row);
        let target = link
            .result
            .map(|id| (Kind::Results, id))
            .or(link.line_item.map(|id| (Kind::LineItems, id)));
        // An objective withdrawn says nothing any more.
        if let (Some((kind, target)), Some(id), false) = (target, link.id, row.get("status") == Some("tobedeleted")) {
            let objective = Objective {
                source: link.source.map(str::to_owned),
                id: id.to_owned(),
                score: link.score.map(str::to_owned),
                text_score: link.text_score.map(str::to_owned),
                place: row.cell_place("learningObjectiveId"),
            };
            let held = self.objectives.entry((kind, target.to_owned())).or_default();
            if held.iter().all(|before| before.id != objective.id) {
                held.push(objective);
            }
        }
    }

    fn hold_role(&mut self, role: &RoleRow<'_>) {
        if let (Some(user), Some(role)) = (role.user, role.role) {
            self.roles.entry(user.to_owned()).or_default().push(role.to_owned());
        }
    }

    /// Whether a reference is broken: the delivery holds the file it points into whole, and not that row. A delta may
    /// point to rows sent before.
    pub fn lacks(&self, kind: Kind, id: &str) -> bool {
        !self.deltas.contains(&kind) && self.known.get(&kind).is_some_and(|known| !known.contains(id))
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
        let of = |kind, id: &str| self.scale_of.get(&(kind, id.to_owned()));
        self.scales
            .get(of(Kind::Results, result).or_else(|| of(Kind::LineItems, line_item))?)
    }

    /// The learning objectives tied to a result or a line item.
    pub fn objectives(&self, kind: Kind, id: &str) -> &[Objective] {
        self.objectives.get(&(kind, id.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The roles that `roles.csv` gives a person.
    pub fn roles(&self, user: &str) -> &[String] {
        self.roles.get(user).map_or(&[], Vec::as_slice)
    }
}

/// The first row with a key counts; a second one becomes a reject when it is read.
fn keep<T>(map: &mut HashMap<String, T>, id: &str, value: T) {
    map.entry(id.to_owned()).or_insert(value);
}
