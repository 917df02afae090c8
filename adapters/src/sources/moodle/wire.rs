//! Moodle's objects in Moodle's words: the fields that are read. Others are skipped while a row is parsed.

/// A user. Addresses, telephones, descriptions, pictures and preferences are not on the list.
pub const USER: &[&str] = &[
    "id",
    "username",
    "firstname",
    "lastname",
    "fullname",
    "email",
    "idnumber",
    "lang",
];

/// Fields of a user that stand in the subject, and not in what is kept beside.
pub const PERSONAL: &[&str] = &["username", "firstname", "lastname", "fullname", "email", "idnumber"];

/// What an enrolled user is in the course that was asked for, and where else they are enrolled.
pub const ENROLLED: &[&str] = &["id", "roles", "enrolledcourses"];
/// A role.
pub const ROLE: &[&str] = &["shortname"];

/// A course; where it is one of a user's, how far they are.
pub const COURSE: &[&str] = &[
    "id",
    "shortname",
    "fullname",
    "idnumber",
    "startdate",
    "enddate",
    "completed",
    "progress",
];

/// How a course stands for a user.
pub const STATUS: &[&str] = &["completed", "aggregation", "completions"];
/// One condition of it.
pub const CONDITION: &[&str] = &["complete", "timecompleted"];

/// The grades of a user in a course.
pub const GRADES: &[&str] = &["courseid", "userid", "gradeitems"];
/// One grade. Feedback is not on the list.
pub const ITEM: &[&str] = &[
    "id",
    "itemname",
    "itemtype",
    "itemmodule",
    "outcomeid",
    "scaleid",
    "graderaw",
    "gradeformatted",
    "grademin",
    "grademax",
    "gradedategraded",
    "gradeishidden",
    "gradehiddenbydate",
];

/// An issued badge. Who made its picture and what mail was sent with it are not on the list.
pub const BADGE: &[&str] = &[
    "id",
    "name",
    "description",
    "issuername",
    "issuerurl",
    "uniquehash",
    "dateissued",
    "dateexpire",
    "email",
    "recipientid",
    "badgeurl",
    "language",
    "version",
    "type",
    "courseid",
    "alignment",
];
/// What a badge is aligned with.
pub const ALIGNMENT: &[&str] = &["targetName", "targetUrl", "targetFramework", "targetCode"];

/// A framework of competencies.
pub const FRAMEWORK: &[&str] = &["id", "shortname", "idnumber", "scaleid", "scaleconfiguration"];

/// A competency.
pub const COMPETENCY: &[&str] = &[
    "id",
    "shortname",
    "idnumber",
    "competencyframeworkid",
    "scaleid",
    "scaleconfiguration",
];

/// A step of a scale by its number, as the answer to `core_competency_get_scale_values` has it.
pub const STEP: &[&str] = &["id", "name"];

/// Which competency a course teaches.
pub const COURSE_COMPETENCY: &[&str] = &["courseid", "competencyid"];

/// A rating: how well a user has a competency. The note beside it is not on the list.
pub const RATING: &[&str] = &[
    "id",
    "userid",
    "courseid",
    "planid",
    "competencyid",
    "proficiency",
    "grade",
    "gradename",
];

/// What a rating rests on.
pub const EVIDENCE: &[&str] = &["descidentifier", "description", "url", "timecreated", "grade"];
