//! Words on which much hangs: several facts, or whether the record is read.

use super::paired::first;
use adapters::original::Fate;

/// Adapter, file, text, place; each word and what became of it: the facts beside which it stands, or that it decides.
type Told<'t> = (&'t str, &'t [(&'t str, &'t str)], &'t str, &'t [(&'t str, &'t str)]);

const ENROLMENT: &[(&str, &str)] = &[
    (
        "users.csv",
        "sourcedId,role,username,givenName,familyName\nu-1,student,nia,Nia,Park\n",
    ),
    ("orgs.csv", "sourcedId,name,type\no-1,Riverside,school\n"),
    (
        "courses.csv",
        "sourcedId,title,courseCode,orgSourcedId\nc-1,Welding,W1,o-1\nc-2,Baking,B1,o-1\n",
    ),
    (
        "classes.csv",
        "sourcedId,title,courseSourcedId,classType,schoolSourcedId\nk-1,Welding,c-1,scheduled,o-1\nk-2,Baking,c-2,scheduled,o-1\n",
    ),
    (
        "enrollments.csv",
        "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,beginDate\n1,k-1,o-1,u-1,student,2025-01-10\n2,k-2,o-1,u-1,student,2025-01-11\n3,k-2,o-1,u-2,teacher,2025-01-11\n",
    ),
];
const RESULT: &[(&str, &str)] = &[
    (
        "users.csv",
        "sourcedId,role,username,givenName,familyName\nu-1,student,nia,Nia,Park\n",
    ),
    ("orgs.csv", "sourcedId,name,type\no-1,Riverside,school\n"),
    (
        "courses.csv",
        "sourcedId,title,courseCode,orgSourcedId\nc-1,Welding,W1,o-1\n",
    ),
    (
        "classes.csv",
        "sourcedId,title,courseSourcedId,classType,schoolSourcedId\nk-1,Welding,c-1,scheduled,o-1\n",
    ),
    (
        "lineItems.csv",
        "sourcedId,title,assignDate,dueDate,classSourcedId,resultValueMin,resultValueMax\nl-1,Seams,2025-01-10,2025-01-20,k-1,0,100\n",
    ),
    (
        "results.csv",
        "sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,late,missing\nx-1,l-1,u-1,fully graded,91,2025-01-19,false,false\n",
    ),
];
const STATEMENT: &[(&str, &str)] = &[(
    "s.json",
    r#"{"id": "00000000-0000-4000-8000-000000000001",
    "actor": {"objectType": "Agent", "name": "Nia Park", "mbox": "mailto:nia@example.org"},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": "completed"}},
    "object": {"id": "https://lms.example.org/welding-1", "definition": {"name": {"en": "Welding I"}, "type": "http://adlnet.gov/expapi/activities/course"}},
    "result": {"success": true, "score": {"scaled": 0.95}}, "timestamp": "2025-03-14T10:00:00Z", "version": "1.0.3"}"#,
)];
const SERVED: &[(&str, &str)] = &[("p.csv", "100,900,901,903,904,1300\nAB1,20230101,20230601,1,0,1\n")];
const TRAINED: &[(&str, &str)] = &[(
    "p.csv",
    "100,900,901,903,1300,1301,1302,1303,1306,1307,1309,1310,1311,1312\n\
    AB1,20230101,20230601,1,1,Coast College,20230110,06,51412100,1,20230210,06,51412100,1\n",
)];
pub const BADGE: &[(&str, &str)] = &[(
    "b.json",
    r#"{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "urn:uuid:1", "type": ["VerifiableCredential", "OpenBadgeCredential"], "issuer": {"id": "https://example.org/i", "type": ["Profile"], "name": "Coast College"},
    "validFrom": "2025-01-10T00:00:00Z", "credentialSubject": {"type": ["AchievementSubject"], "id": "mailto:nia@example.org", "achievement": {
        "id": "https://example.org/a", "type": ["Achievement"], "name": "Welding", "description": "Welds", "criteria": {"narrative": "Weld."},
        "alignment": [{"type": ["Alignment"], "targetName": "weld", "targetUrl": "https://example.org/weld", "targetType": "CFItem"},
            {"type": ["Alignment"], "targetName": "cut", "targetUrl": "https://example.org/cut", "targetType": "CFItem"}]}}}"#,
)];

const EMPLOYEE_SKILLS: &[(&str, &str)] = &[
    (
        "hr.employee.json",
        r#"[{"id": 7, "name": "Nia Park", "write_date": "2025-03-04 09:15:00"}]"#,
    ),
    (
        "hr.employee.skill.json",
        r#"[
        {"id": 1, "employee_id": [7, "Nia Park"], "skill_id": [9, "weld pipes"], "skill_level_id": [6, "Expert"], "skill_type_id": [3, "Metal"], "level_progress": 100},
        {"id": 2, "employee_id": [7, "Nia Park"], "skill_id": [8, "cut pipes"], "skill_level_id": [5, "Able"], "skill_type_id": [3, "Metal"], "level_progress": 60}]"#,
    ),
    (
        "hr.skill.level.json",
        r#"[
        {"id": 5, "name": "Able", "skill_type_id": [3, "Metal"], "level_progress": 60},
        {"id": 6, "name": "Expert", "skill_type_id": [3, "Metal"], "level_progress": 100}]"#,
    ),
];
const GRADED: &[(&str, &str)] = &[(
    "b.json",
    r#"{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "urn:uuid:1", "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://example.org/i", "type": ["Profile"], "name": "Coast College", "url": "https://coast.example.org"},
    "validFrom": "2025-01-10T00:00:00Z", "credentialSubject": {"type": ["AchievementSubject"], "id": "mailto:nia@example.org", "achievement": {
        "id": "https://example.org/a", "type": ["Achievement"], "name": "Welding", "achievementType": "Competency", "description": "Welds", "criteria": {"narrative": "Weld."},
        "resultDescription": [{"id": "urn:r:1", "type": ["ResultDescription"], "name": "Mastery", "resultType": "RubricCriterionLevel", "rubricCriterionLevel": [
            {"id": "urn:l:1", "type": ["RubricCriterionLevel"], "name": "Able"}, {"id": "urn:l:2", "type": ["RubricCriterionLevel"], "name": "Expert"}]}]},
        "result": [{"type": ["Result"], "resultDescription": "urn:r:1", "achievedLevel": "urn:l:2"}]}}"#,
)];

#[rustfmt::skip]
const DECISIONS: &[Told<'static>] = &[
    ("oneroster_csv", ENROLMENT, "enrollments.csv: row 2", &[
        ("classSourcedId", "decides title, code"),
        ("role", "decides record"),
        ("beginDate", "beside when"),
    ]),
    ("xapi", STATEMENT, "s.json", &[
        ("result.success", "decides status, result"),
        ("result.score.scaled", "beside result"),
        ("object.definition.type", "unclear"),
        ("verb.display.en", "kept"),
    ]),
    ("oneroster_csv", RESULT, "results.csv: row 2", &[
        ("missing", "decides status"),
        ("late", "kept"),
        ("score", "beside result"),
    ]),
    ("pirl", SERVED, "p.csv: row 2", &[
        ("903", "beside title"),
        ("904", "decides title"),
    ]),
    ("pirl", TRAINED, "p.csv: row 2", &[
        ("1306", "beside trained for"),
        ("1311", "beside trained for"),
        ("1302", "beside service when"),
    ]),
    ("open_badges", BADGE, "b.json", &[
        ("credentialSubject.type[0]", "decides record"),
        ("credentialSubject.achievement.alignment[0].targetType", "unclear"),
        ("credentialSubject.achievement.alignment[0].type[0]", "decides record"),
        ("credentialSubject.achievement.alignment[1].targetName", "beside skill"),
        ("credentialSubject.achievement.criteria.narrative", "kept"),
        ("validFrom", "beside issued, stated as, stated as"),
    ]),
    ("odoo", EMPLOYEE_SKILLS, "hr.employee.skill.json: /0", &[
        ("skill_level_id[1]", "beside level"),
        ("skill_type_id[0]", "decides "),
        ("skill_type_id[1]", "kept"),
        ("level_progress", "beside level"),
    ]),
    ("odoo", EMPLOYEE_SKILLS, "hr.employee.skill.json: /1", &[
        ("level_progress", "beside level"),
    ]),
    ("open_badges", GRADED, "b.json", &[
        ("issuer.url", "also carried"),
        ("credentialSubject.achievement.resultDescription[0].name", "beside result, level"),
        ("credentialSubject.achievement.resultDescription[0].id", "also carried"),
        ("credentialSubject.result[0].achievedLevel", "decides result, level"),
    ]),
];

#[test]
fn a_word_on_which_much_hangs_is_said_to_decide_it() {
    let mut wrong = vec![];
    for (adapter, files, place, expected) in DECISIONS {
        let beside = first(adapter, files, place);
        for (path, expected) in *expected {
            let word = beside.words.iter().flatten().find(|word| word.path == *path);
            let word = word.unwrap_or_else(|| panic!("{adapter}: no {path}"));
            let labels: Vec<_> = word.fate.facts().iter().map(|at| beside.facts[*at].label).collect();
            let found = match &word.fate {
                Fate::Carried(facts) if facts.is_empty() => "also carried".to_owned(),
                Fate::Carried(_) => format!("beside {}", labels.join(", ")),
                Fate::Decides(_) => format!("decides {}", labels.join(", ")),
                fate => fate.as_str().replace('_', " "),
            };
            if found != *expected {
                wrong.push(format!("{adapter}: {path} is {found}, and not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
