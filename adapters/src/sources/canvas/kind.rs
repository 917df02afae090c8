//! What kind of objects an answer holds: told by their fields, and where those of a capture say little, by the address asked.

/// Kinds of objects that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    User,
    Enrollment,
    Course,
    Assignment,
    Submission,
    /// Submissions by student.
    SubmissionGroup,
    Outcome,
    /// An outcome within a group.
    OutcomeLink,
    Standard,
    /// `outcome_results`
    Result,
    /// `rollups`
    Rollup,
    /// What outcomes were assessed by.
    Alignment,
}

impl Kind {
    /// Every kind.
    pub const ALL: &[Kind] = &[
        Kind::User,
        Kind::Enrollment,
        Kind::Course,
        Kind::Assignment,
        Kind::Submission,
        Kind::SubmissionGroup,
        Kind::Outcome,
        Kind::OutcomeLink,
        Kind::Standard,
        Kind::Result,
        Kind::Rollup,
        Kind::Alignment,
    ];

    /// The kind of an object, by fields that only it has.
    pub fn by_fields(names: &[String]) -> Option<Kind> {
        let has = |name: &str| names.iter().any(|field| field == name);
        let any = |list: &[&str]| list.iter().any(|name| has(name));
        Some(match () {
            () if has("submissions") && has("user_id") => Kind::SubmissionGroup,
            () if has("user_id") && has("course_id") && any(&["enrollment_state", "type"]) => Kind::Enrollment,
            () if has("user_id")
                && has("assignment_id")
                && any(&["workflow_state", "submission_type", "attempt", "submitted_at"]) =>
            {
                Kind::Submission
            }
            () if has("outcome_group") && has("outcome") => Kind::OutcomeLink,
            () if has("title") && any(&["mastery_points", "calculation_method"]) => Kind::Outcome,
            () if has("grading_scheme") => Kind::Standard,
            () if has("course_code") && any(&["workflow_state", "enrollment_term_id", "root_account_id", "uuid"]) => {
                Kind::Course
            }
            () if has("course_id") && any(&["submission_types", "grading_type", "assignment_group_id"]) => {
                Kind::Assignment
            }
            () if has("sortable_name") && any(&["short_name", "login_id", "sis_user_id", "integration_id"]) => {
                Kind::User
            }
            () => return None,
        })
    }

    /// The kind of what an address answers; none where it answers something that is not read.
    pub fn by_address(address: &str) -> Option<Kind> {
        let path = address.split('?').next().unwrap_or_default();
        let path = path.trim_start_matches("/api/v1/").trim_matches('/');
        let segments: Vec<_> = path.split('/').collect();
        Some(match segments.as_slice() {
            ["users", _] | ["courses", _, "users", _] => Kind::User,
            ["courses" | "accounts" | "sections", _, "users"] | ["courses", _, "search_users"] => Kind::User,
            ["courses" | "accounts" | "sections" | "users", _, "enrollments"] => Kind::Enrollment,
            ["courses" | "accounts", _, "enrollments", _] => Kind::Enrollment,
            ["courses"] | ["courses", _] | ["users" | "accounts", _, "courses"] => Kind::Course,
            ["courses", _, "assignments"] | ["courses", _, "assignments", _] => Kind::Assignment,
            ["courses" | "sections", _, "assignments", _, "submissions"]
            | ["courses" | "sections", _, "assignments", _, "submissions", _]
            | ["courses" | "sections", _, "students", "submissions"] => Kind::Submission,
            ["outcomes", _] => Kind::Outcome,
            ["accounts" | "courses", _, "outcome_group_links"] => Kind::OutcomeLink,
            ["accounts" | "courses", _, "outcome_groups", _, "outcomes"]
            | ["global", "outcome_groups", _, "outcomes"] => Kind::OutcomeLink,
            ["courses" | "accounts", _, "grading_standards"] | ["courses" | "accounts", _, "grading_standards", _] => {
                Kind::Standard
            }
            _ => return None,
        })
    }
}

/// The course or user that an address asks for.
pub fn asked<'a>(address: &'a str, of: &str) -> Option<&'a str> {
    let path = address.split('?').next().unwrap_or_default();
    let mut segments = path.split('/').skip_while(|segment| *segment != of);
    segments.next();
    segments
        .next()
        .filter(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_told_by_fields_that_only_they_have() {
        for (fields, kind) in [
            ("id sortable_name short_name", Some(Kind::User)),
            ("id name", None),
            ("id user_id course_id type", Some(Kind::Enrollment)),
            ("id user_id assignment_id workflow_state", Some(Kind::Submission)),
            ("user_id submissions", Some(Kind::SubmissionGroup)),
            ("id name course_code workflow_state", Some(Kind::Course)),
            ("id course_id name grading_type", Some(Kind::Assignment)),
            ("id title mastery_points", Some(Kind::Outcome)),
            ("outcome_group outcome", Some(Kind::OutcomeLink)),
            ("id title grading_scheme", Some(Kind::Standard)),
            ("id shortname fullname", None),
        ] {
            let names: Vec<_> = fields.split(' ').map(str::to_owned).collect();
            assert_eq!(Kind::by_fields(&names), kind, "{fields}");
        }
    }

    #[test]
    fn addresses_say_what_they_answer_and_for_whom() {
        for (address, kind, course, user) in [
            ("courses/1/enrollments", Some(Kind::Enrollment), Some("1"), None),
            ("users/7/enrollments?page=2", Some(Kind::Enrollment), None, Some("7")),
            (
                "/api/v1/courses/1/assignments/2/submissions/3",
                Some(Kind::Submission),
                Some("1"),
                None,
            ),
            ("users/self", Some(Kind::User), None, None),
            ("users/1/profile", None, None, Some("1")),
            ("courses/sis_course_id:x", Some(Kind::Course), None, None),
        ] {
            let found = (
                Kind::by_address(address),
                asked(address, "courses"),
                asked(address, "users"),
            );
            assert_eq!(found, (kind, course, user), "{address}");
        }
    }
}
