//! Files to bring in: made-up learners and what they reached.

use serde_json::json;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Records of each learner.
const EACH: u32 = 20;
/// Competencies that there are.
const COMPETENCIES: u32 = 200;

/// What is written.
#[derive(Debug, Clone, Copy)]
pub enum Format {
    Xapi,
    OneRoster,
}

impl Format {
    pub const ALL: [Format; 2] = [Format::Xapi, Format::OneRoster];

    pub fn name(self) -> &'static str {
        match self {
            Format::Xapi => "xAPI statements",
            Format::OneRoster => "OneRoster results",
        }
    }

    /// Writes so many records into a folder.
    pub fn write(self, folder: &Path, records: u32) {
        match self {
            Format::Xapi => statements(folder, records),
            Format::OneRoster => results(folder, records),
        }
    }
}

fn file(folder: &Path, name: &str) -> BufWriter<File> {
    BufWriter::new(File::create(folder.join(name)).unwrap())
}

/// One statement a line: a competency mastered, with a score.
fn statements(folder: &Path, records: u32) {
    let mut file = file(folder, "statements.jsonl");
    for row in 0..records {
        let (learner, competency) = (row / EACH, row % COMPETENCIES);
        let statement = json!({
            "id": format!("00000000-0000-4000-8000-{row:012x}"),
            "actor": { "objectType": "Agent", "name": format!("Learner {learner}"), "mbox": format!("mailto:l{learner}@example.org") },
            "verb": { "id": "http://adlnet.gov/expapi/verbs/mastered", "display": { "en": "mastered" } },
            "object": { "id": format!("https://lms.example.org/competencies/{competency}"), "definition": {
                "type": "https://w3id.org/xapi/tla/activity-types/competency",
                "name": { "en": format!("House skill {competency}") } } },
            "result": { "success": true, "score": { "raw": 40 + row % 60, "min": 0, "max": 100 } },
            "timestamp": "2025-03-14T10:00:00Z",
        });
        writeln!(file, "{statement}").unwrap();
    }
    file.flush().unwrap();
}

/// Results of OneRoster 1.2, each with one learning objective.
fn results(folder: &Path, records: u32) {
    let mut users = file(folder, "users.csv");
    writeln!(users, "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email").unwrap();
    for learner in 0..records.div_ceil(EACH) {
        writeln!(
            users,
            "u-{learner},,,true,l{learner},,Learner,No {learner},,,l{learner}@example.org"
        )
        .unwrap();
    }
    let mut items = file(folder, "lineItems.csv");
    writeln!(items, "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,categorySourcedId,gradingPeriodSourcedId,resultValueMin,resultValueMax").unwrap();
    for item in 0..COMPETENCIES {
        writeln!(items, "li-{item},,,Exam {item},,2025-01-01,2025-02-01,c-1,cat-1,,0,100").unwrap();
    }
    let mut results = file(folder, "results.csv");
    let mut objectives = file(folder, "resultLearningObjectiveIds.csv");
    writeln!(
        results,
        "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment"
    )
    .unwrap();
    writeln!(
        objectives,
        "sourcedId,status,dateLastModified,resultSourcedId,source,learningObjectiveId,score,textScore"
    )
    .unwrap();
    for row in 0..records {
        let (learner, item, score) = (row / EACH, row % COMPETENCIES, 40 + row % 60);
        writeln!(
            results,
            "r-{row},,,li-{item},u-{learner},fully graded,{score},2025-02-03,"
        )
        .unwrap();
        writeln!(
            objectives,
            "o-{row},,,r-{row},case,https://lms.example.org/competencies/{item},{score},"
        )
        .unwrap();
    }
}
