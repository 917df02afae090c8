//! The files of a OneRoster set, told apart by their columns.

/// One file of the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Manifest,
    ResultScoreScales,
    LineItemScoreScales,
    ResultLearningObjectiveIds,
    LineItemLearningObjectiveIds,
    Results,
    ScoreScales,
    UserResources,
    ClassResources,
    CourseResources,
    Resources,
    Enrollments,
    LineItems,
    Roles,
    UserProfiles,
    Demographics,
    Users,
    Classes,
    Courses,
    AcademicSessions,
    Orgs,
    Categories,
}

use Kind::*;

/// Every file: its name in the set and the columns that only it has together. The first that fits is it, so the files
/// with fewer columns of their own stand last.
const FILES: &[(Kind, &str, &[&str])] = &[
    (Manifest, "manifest", &["propertyName", "value"]),
    (
        ResultScoreScales,
        "resultScoreScales",
        &["sourcedId", "resultSourcedId", "scoreScaleSourcedId"],
    ),
    (
        LineItemScoreScales,
        "lineItemScoreScales",
        &["sourcedId", "lineItemSourcedId", "scoreScaleSourcedId"],
    ),
    (
        ResultLearningObjectiveIds,
        "resultLearningObjectiveIds",
        &["sourcedId", "resultSourcedId", "learningObjectiveId"],
    ),
    (
        LineItemLearningObjectiveIds,
        "lineItemLearningObjectiveIds",
        &["sourcedId", "lineItemSourcedId", "learningObjectiveId"],
    ),
    (
        Results,
        "results",
        &["sourcedId", "lineItemSourcedId", "studentSourcedId"],
    ),
    (ScoreScales, "scoreScales", &["sourcedId", "scoreScaleValue"]),
    (
        UserResources,
        "userResources",
        &["sourcedId", "userSourcedId", "resourceSourcedId"],
    ),
    (
        ClassResources,
        "classResources",
        &["sourcedId", "classSourcedId", "resourceSourcedId"],
    ),
    (
        CourseResources,
        "courseResources",
        &["sourcedId", "courseSourcedId", "resourceSourcedId"],
    ),
    (Resources, "resources", &["sourcedId", "vendorResourceId"]),
    (
        Enrollments,
        "enrollments",
        &["sourcedId", "classSourcedId", "userSourcedId"],
    ),
    (
        LineItems,
        "lineItems",
        &["sourcedId", "title", "classSourcedId", "dueDate"],
    ),
    (Roles, "roles", &["sourcedId", "userSourcedId", "roleType"]),
    (
        UserProfiles,
        "userProfiles",
        &["sourcedId", "userSourcedId", "profileType"],
    ),
    (Users, "users", &["sourcedId", "givenName", "familyName"]),
    (Demographics, "demographics", &["sourcedId", "birthDate"]),
    (Classes, "classes", &["sourcedId", "title", "courseSourcedId"]),
    (Courses, "courses", &["sourcedId", "title", "courseCode"]),
    (
        AcademicSessions,
        "academicSessions",
        &["sourcedId", "title", "startDate"],
    ),
    (Orgs, "orgs", &["sourcedId", "name", "type"]),
    (Categories, "categories", &["sourcedId", "dateLastModified", "title"]),
];

impl Kind {
    /// The file with these columns.
    pub fn by_columns(header: &[String]) -> Option<Kind> {
        let has = |name: &&str| header.iter().any(|column| column.eq_ignore_ascii_case(name));
        FILES
            .iter()
            .find(|(.., columns)| columns.iter().all(has))
            .map(|(kind, ..)| *kind)
    }

    /// The file of this name, with or without folder and ending: `set/users.csv`, `users`.
    pub fn by_name(name: &str) -> Option<Kind> {
        let name = name.rsplit('/').next().unwrap_or(name);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        FILES
            .iter()
            .find(|(_, file, _)| file.eq_ignore_ascii_case(stem))
            .map(|(kind, ..)| *kind)
    }

    /// Its name in the set.
    pub fn name(self) -> &'static str {
        FILES
            .iter()
            .find(|(kind, ..)| *kind == self)
            .map_or("", |(_, name, _)| name)
    }

    /// The columns without which it cannot be read.
    pub fn columns(self) -> &'static [&'static str] {
        FILES
            .iter()
            .find(|(kind, ..)| *kind == self)
            .map_or(&[], |(.., columns)| columns)
    }

    /// Whether its rows tie rows of two other files to each other, and nothing refers to them.
    pub fn is_tie(self) -> bool {
        matches!(
            self,
            ResultScoreScales | LineItemScoreScales | ResultLearningObjectiveIds | LineItemLearningObjectiveIds
        )
    }

    /// Whether its rows are read at all; the others stay closed.
    pub fn is_read(self) -> bool {
        !matches!(
            self,
            Demographics | UserProfiles | Resources | UserResources | ClassResources | CourseResources
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_columns_before_their_names() {
        for (columns, kind) in [
            ("sourcedId,status,dateLastModified,title,weight", Some(Categories)),
            (
                "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
                Some(Orgs),
            ),
            (
                "sourcedId,status,dateLastModified,title,type,orgSourcedId,courseSourcedId,classSourcedId,scoreScaleValue",
                Some(ScoreScales),
            ),
            (
                "sourcedid,classsourcedid,schoolsourcedid,usersourcedid,role",
                Some(Enrollments),
            ),
            ("sourcedId,status,dateLastModified,birthDate,sex", Some(Demographics)),
            ("sourcedId,givenName,familyName,birthDate", Some(Users)),
            ("id,name,type", None),
        ] {
            let header: Vec<_> = columns.split(',').map(str::to_owned).collect();
            assert_eq!(Kind::by_columns(&header), kind, "{columns}");
        }
        assert_eq!(Kind::by_name("set/Users.CSV"), Some(Users));
    }
}
