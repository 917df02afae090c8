//! The rows of the set in the specification's words.
//!
//! A shape is also its allow-list: a column that is not named here is never read, and so is in no record and no payload.

use crate::table::Row;
use serde_json::{Map, Value};

macro_rules! shapes {
    ($($(#[$about:meta])* $shape:ident { $($field:ident: $column:literal),+ $(,)? })+) => {$(
        $(#[$about])*
        #[derive(Debug)]
        pub struct $shape<'r> {
            $(pub $field: Option<&'r str>,)+
        }

        impl<'r> $shape<'r> {
            /// The row's cells that the shape names.
            pub fn of(row: &'r Row<'_>) -> Self {
                $shape { $($field: row.get($column),)+ }
            }

            /// The filled ones by their columns' names, as received.
            #[allow(dead_code, reason = "only rows that become records have a payload")]
            pub fn payload(&self) -> Map<String, Value> {
                let cells = [$(($column, self.$field)),+];
                cells.into_iter().filter_map(|(name, cell)| Some((name.to_owned(), Value::from(cell?)))).collect()
            }
        }
    )+};
}

shapes! {
    /// What every row begins with.
    Base { sourced_id: "sourcedId", status: "status", modified: "dateLastModified" }
    /// `users.csv`
    User {
        sourced_id: "sourcedId", status: "status", modified: "dateLastModified", enabled: "enabledUser",
        orgs: "orgSourcedIds", primary_org: "primaryOrgSourcedId", role: "role", username: "username",
        user_ids: "userIds", master: "userMasterIdentifier", given: "givenName", middle: "middleName",
        family: "familyName", preferred_given: "preferredGivenName", preferred_middle: "preferredMiddleName",
        preferred_family: "preferredFamilyName", identifier: "identifier", email: "email", sms: "sms", phone: "phone",
    }
    /// `orgs.csv`
    Org {
        sourced_id: "sourcedId", status: "status", modified: "dateLastModified", name: "name", kind: "type",
        identifier: "identifier", parent: "parentSourcedId",
    }
    /// `courses.csv`
    Course { title: "title", code: "courseCode", org: "orgSourcedId" }
    /// `classes.csv`
    Class {
        title: "title", code: "classCode", course: "courseSourcedId", school: "schoolSourcedId",
        terms: "termSourcedIds",
    }
    /// `academicSessions.csv`
    Session { start: "startDate", end: "endDate" }
    /// `enrollments.csv`
    Enrollment {
        sourced_id: "sourcedId", status: "status", modified: "dateLastModified", class: "classSourcedId",
        school: "schoolSourcedId", user: "userSourcedId", role: "role", begin: "beginDate", end: "endDate",
    }
    /// `lineItems.csv`
    LineItem {
        title: "title", class: "classSourcedId", school: "schoolSourcedId", min: "resultValueMin", max: "resultValueMax",
    }
    /// `results.csv`
    ResultRow {
        sourced_id: "sourcedId", status: "status", modified: "dateLastModified", line_item: "lineItemSourcedId",
        student: "studentSourcedId", class: "classSourcedId", score_status: "scoreStatus", score: "score",
        text_score: "textScore", score_date: "scoreDate", in_progress: "inProgress", incomplete: "incomplete",
        late: "late", missing: "missing",
    }
    /// `scoreScales.csv`
    ScoreScale { title: "title", kind: "type", values: "scoreScaleValue" }
    /// `resultScoreScales.csv` and `lineItemScoreScales.csv`
    ScaleLink { result: "resultSourcedId", line_item: "lineItemSourcedId", scale: "scoreScaleSourcedId" }
    /// `resultLearningObjectiveIds.csv` and `lineItemLearningObjectiveIds.csv`
    ObjectiveLink {
        result: "resultSourcedId", line_item: "lineItemSourcedId", source: "source", id: "learningObjectiveId",
        score: "score", text_score: "textScore",
    }
    /// `roles.csv`
    RoleRow { user: "userSourcedId", role: "role" }
    /// `manifest.csv`
    Property { name: "propertyName", value: "value" }
}

/// The entries of a list cell: `a,b` as well as `{a:1},{b:2}` (commas within braces belong to their entry).
pub fn list(cell: Option<&str>) -> impl Iterator<Item = &str> {
    let mut depth = 0_u32;
    cell.unwrap_or_default()
        .split(move |c: char| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            c == ',' && depth == 0
        })
        .filter_map(crate::text::filled)
}

/// The two sides of `{type:value}`.
pub fn pair(entry: &str) -> Option<(&str, &str)> {
    let (left, right) = entry.strip_prefix('{')?.strip_suffix('}')?.split_once(':')?;
    Some((left.trim(), right.trim()))
}
