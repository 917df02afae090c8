//! What an answer is, told by the names of its fields: Moodle's answers do not say which function gave them.

/// Kinds of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Users, listed.
    Users,
    /// Users with their roles in one course.
    Enrolled,
    /// Courses; of a user where they say how far.
    Courses,
    /// How one course stands for one user.
    Completion,
    /// Grades by user and course.
    Grades,
    /// Issued badges.
    Badges,
    /// Frameworks of competencies.
    Frameworks,
    /// Competencies, listed.
    Competencies,
    /// Competencies that a course teaches.
    CourseCompetencies,
    /// Ratings with their competency, as in plans.
    Ratings,
    /// One rating with everything around it.
    Summary,
    /// The steps of a scale.
    Steps,
    /// Moodle's, and not carried.
    NotCarried,
}

/// Names under which lists stand, and what they hold.
pub const LISTS: &[(&str, Kind)] = &[
    ("users", Kind::Users),
    ("courses", Kind::Courses),
    ("usergrades", Kind::Grades),
    ("badges", Kind::Badges),
    ("badge", Kind::Badges),
    ("statuses", Kind::NotCarried),
    ("grades", Kind::NotCarried),
    ("tables", Kind::NotCarried),
];

/// What stands beside every list, behind it.
pub const WARNINGS: &str = "warnings";

/// The kind of an answer that is an object, by the names of its fields: the name of what it holds, if any, and the kind.
pub fn of_object(names: &[String]) -> Option<(Option<&'static str>, Kind)> {
    let has = |name: &str| names.iter().any(|field| field == name);
    if has("usercompetencysummary") {
        return Some((None, Kind::Summary));
    }
    if has("completionstatus") && has(WARNINGS) {
        return Some((None, Kind::Completion));
    }
    if has("sitename") && has("functions") {
        return Some((None, Kind::NotCarried));
    }
    let list = LISTS.iter().find(|(name, _)| has(name) && has(WARNINGS));
    list.map(|(name, kind)| (Some(*name), *kind))
}

/// Fields that only persons have.
const PERSONS: [&str; 5] = [
    "profileimageurlsmall",
    "profileimageurl",
    "firstaccess",
    "lastaccess",
    "username",
];

/// The kind of a list, by the names of a row's fields.
pub fn of_row(names: &[String]) -> Option<Kind> {
    let has = |name: &str| names.iter().any(|field| field == name);
    Some(match () {
        () if has("competency") && has("coursecompetency") => Kind::CourseCompetencies,
        () if has("competency") && (has("usercompetency") || has("usercompetencyplan")) => Kind::Ratings,
        () if has("competencyframeworkid") && has("shortname") => Kind::Competencies,
        () if has("scaleconfiguration") && has("shortname") => Kind::Frameworks,
        () if has("fullname") && has("shortname") => Kind::Courses,
        // Whoever sends them may have left out the pictures.
        () if has("fullname") && (has("roles") || has("enrolledcourses")) => Kind::Enrolled,
        () if has("fullname") && PERSONS.iter().any(|name| has(name)) => Kind::Users,
        () if has("isbasedontemplate") || (has("coursecount") && has("depth")) => Kind::NotCarried,
        () => return None,
    })
}

/// Whether an object is Moodle's error in place of an answer.
pub fn is_error(names: &[String]) -> bool {
    let has = |name: &str| names.iter().any(|field| field == name);
    has("errorcode") && (has("exception") || (has("error") && has("stacktrace")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn answers_are_told_by_what_only_they_have() {
        for (fields, kind) in [
            ("users warnings", Some(Kind::Users)),
            ("badges warnings", Some(Kind::Badges)),
            ("completionstatus warnings", Some(Kind::Completion)),
            ("usercompetencysummary course", Some(Kind::Summary)),
            ("sitename functions release", Some(Kind::NotCarried)),
            ("users", None),
            ("warnings", None),
        ] {
            assert_eq!(of_object(&words(fields)).map(|(_, kind)| kind), kind, "{fields}");
        }
        for (fields, kind) in [
            ("id fullname profileimageurlsmall", Some(Kind::Users)),
            ("id fullname profileimageurlsmall roles", Some(Kind::Enrolled)),
            ("id fullname lastaccess enrolledcourses", Some(Kind::Enrolled)),
            ("id fullname email firstaccess", Some(Kind::Users)),
            ("id fullname", None),
            ("id shortname fullname", Some(Kind::Courses)),
            (
                "shortname idnumber competencyframeworkid scaleconfiguration",
                Some(Kind::Competencies),
            ),
            (
                "shortname idnumber scaleconfiguration taxonomies",
                Some(Kind::Frameworks),
            ),
            ("competency usercompetency", Some(Kind::Ratings)),
            ("competency coursecompetency", Some(Kind::CourseCompetencies)),
            ("id name", None),
        ] {
            assert_eq!(of_row(&words(fields)), kind, "{fields}");
        }
    }
}
