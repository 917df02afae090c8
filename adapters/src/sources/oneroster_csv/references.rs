//! Which columns point into which files, and what happens when they point at nothing.

use super::kind::Kind::{self, *};
use super::set::Set;
use super::wire::list;
use crate::table::Row;
use passport::record::Reject;

/// Column, file it points into, and whether the row means nothing without it.
const REFERENCES: &[(Kind, &str, Kind, bool)] = &[
    (Enrollments, "userSourcedId", Users, true),
    (Enrollments, "classSourcedId", Classes, true),
    (Enrollments, "schoolSourcedId", Orgs, false),
    (Results, "studentSourcedId", Users, true),
    (Results, "lineItemSourcedId", LineItems, true),
    (Results, "classSourcedId", Classes, false),
    (Users, "orgSourcedIds", Orgs, false),
    (Users, "primaryOrgSourcedId", Orgs, false),
    (Orgs, "parentSourcedId", Orgs, false),
    (Courses, "orgSourcedId", Orgs, false),
    (Classes, "courseSourcedId", Courses, false),
    (Classes, "schoolSourcedId", Orgs, false),
    (Classes, "termSourcedIds", AcademicSessions, false),
    (LineItems, "classSourcedId", Classes, false),
    (LineItems, "schoolSourcedId", Orgs, false),
    (Roles, "userSourcedId", Users, false),
    (Roles, "orgSourcedId", Orgs, false),
    (ResultLearningObjectiveIds, "resultSourcedId", Results, false),
    (LineItemLearningObjectiveIds, "lineItemSourcedId", LineItems, false),
    (ResultScoreScales, "resultSourcedId", Results, false),
    (ResultScoreScales, "scoreScaleSourcedId", ScoreScales, false),
    (LineItemScoreScales, "lineItemSourcedId", LineItems, false),
    (LineItemScoreScales, "scoreScaleSourcedId", ScoreScales, false),
];

/// The row's broken references, and whether the row still means something without them.
pub fn broken(kind: Kind, row: &Row<'_>, set: &Set) -> (Vec<Reject>, bool) {
    let mut rejects = Vec::new();
    let mut stands = true;
    for (_, column, target, essential) in REFERENCES.iter().filter(|(from, ..)| *from == kind) {
        if list(row.get(column)).any(|id| set.came().lacks(*target, id)) {
            let reason = format!("{column} names no row of {}.csv in this delivery", target.name());
            rejects.push(Reject::new(row.cell_place(column), "missing_reference", reason));
            stands &= !essential;
        }
    }
    (rejects, stands)
}
