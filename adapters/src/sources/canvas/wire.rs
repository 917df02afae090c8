//! Canvas's objects in Canvas's words: the fields that are read. Others are skipped while a row is parsed.

/// A user. Pronouns, pictures, biographies and calendars are not on the list.
pub const USER: &[&str] = &[
    "id",
    "name",
    "sis_user_id",
    "login_id",
    "email",
    "locale",
    "effective_locale",
];

/// Fields of a user that stand in the subject, and not in what is kept beside.
pub const PERSONAL: &[&str] = &["name", "sis_user_id", "login_id", "email"];

/// An enrolment.
pub const ENROLLMENT: &[&str] = &[
    "id",
    "course_id",
    "user_id",
    "type",
    "role",
    "enrollment_state",
    "start_at",
    "end_at",
    "completed_at",
    "created_at",
    "updated_at",
    "grades",
    "user",
];

/// The grades of an enrolment. Those of a course that still runs are not read.
pub const GRADES: &[&str] = &["final_score", "final_grade"];

/// A course.
pub const COURSE: &[&str] = &["id", "name", "course_code", "start_at", "end_at", "grading_standard_id"];

/// An assignment.
pub const ASSIGNMENT: &[&str] = &[
    "id",
    "course_id",
    "name",
    "points_possible",
    "grading_type",
    "grading_standard_id",
];

/// A submission. What was handed in, and what was said about it, is not on the list.
pub const SUBMISSION: &[&str] = &[
    "id",
    "assignment_id",
    "user_id",
    "score",
    "grade",
    "workflow_state",
    "submitted_at",
    "graded_at",
    "attempt",
    "excused",
    "missing",
    "late",
    "submission_type",
    "html_url",
    "assignment",
    "user",
];

/// Submissions of one student, asked for in groups.
pub const GROUP: &[&str] = &["user_id"];

/// An outcome: what Canvas calls a skill or a learning standard.
pub const OUTCOME: &[&str] = &[
    "id",
    "title",
    "display_name",
    "vendor_guid",
    "points_possible",
    "mastery_points",
    "ratings",
];

/// A step of an outcome's scale.
pub const RATING: &[&str] = &["description", "points"];

/// The result of one outcome in one piece of work.
pub const RESULT: &[&str] = &["id", "score", "percent", "mastery", "submitted_or_assessed_at", "links"];

/// To what a result belongs.
pub const RESULT_LINKS: &[&str] = &["user", "learning_outcome", "outcome", "assignment", "alignment"];

/// The outcomes of one user, each as a whole.
pub const ROLLUP: &[&str] = &["links", "scores"];

/// To whom they belong.
pub const ROLLUP_LINKS: &[&str] = &["user", "section"];

/// One outcome as a whole.
pub const SCORE: &[&str] = &["score", "count", "links", "submitted_at", "title"];

/// Which outcome.
pub const SCORE_LINKS: &[&str] = &["outcome"];

/// What an outcome was assessed by.
pub const ALIGNMENT: &[&str] = &["id", "name", "html_url"];

/// A grading standard.
pub const STANDARD: &[&str] = &["id", "title", "grading_scheme"];

/// A step of a grading standard: its name, and the share from which on it is given.
pub const STEP: &[&str] = &["name", "value"];
