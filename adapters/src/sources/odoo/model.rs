//! Which model an answer is of. Odoo's answers do not say; their fields do.

use serde_json::{Map, Value};

/// The models that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Model {
    /// `hr.employee`
    Employee,
    /// `hr.employee.skill`
    EmployeeSkill,
    /// `hr.resume.line`
    ResumeLine,
    /// `hr.department`
    Department,
    /// `hr.job`
    Job,
    /// `hr.skill`
    Skill,
    /// `hr.skill.type`
    SkillType,
    /// `hr.skill.level`
    SkillLevel,
    /// `hr.applicant`, `hr.employee.skill.log` and others that are known and not carried.
    NotCarried,
}

/// The first line of which all fields of the first list, and one of the second where there is one, are in the row.
const TOLD_BY: &[(&[&str], &[&str], Model)] = &[
    (
        &[],
        &[
            "work_email",
            "work_phone",
            "barcode",
            "employee_skill_ids",
            "resume_line_ids",
        ],
        Model::Employee,
    ),
    (
        &[],
        &["partner_name", "email_from", "stage_id", "applicant_id"],
        Model::NotCarried,
    ),
    (
        &[],
        &["job_title", "coach_id", "mobile_phone", "hr_presence_state"],
        Model::Employee,
    ),
    (&["skill_id", "date"], &[], Model::NotCarried),
    (&["skill_id", "job_id"], &[], Model::NotCarried),
    (
        &["skill_id"],
        &["employee_id", "skill_level_id", "level_progress"],
        Model::EmployeeSkill,
    ),
    (
        &["employee_id"],
        &["line_type_id", "date_start", "date_end", "display_type", "description"],
        Model::ResumeLine,
    ),
    (&["line_type_id"], &[], Model::ResumeLine),
    (
        &["skill_type_id"],
        &["level_progress", "default_level"],
        Model::SkillLevel,
    ),
    (&["skill_type_id"], &[], Model::Skill),
    (&[], &["skill_level_ids", "levels_count", "skill_ids"], Model::SkillType),
    (
        &[],
        &[
            "no_of_recruitment",
            "no_of_employee",
            "no_of_hired_employee",
            "expected_employees",
        ],
        Model::Job,
    ),
    (
        &[],
        &["complete_name", "total_employee", "manager_id"],
        Model::Department,
    ),
];

/// Where the fields do not tell, the file's name may: the first line whose words are in it.
const TOLD_BY_NAME: &[(&str, Model)] = &[
    ("applicant", Model::NotCarried),
    ("employee_skill", Model::EmployeeSkill),
    ("skill_type", Model::SkillType),
    ("skill_level", Model::SkillLevel),
    ("resume", Model::ResumeLine),
    ("department", Model::Department),
    ("job", Model::Job),
    ("skill", Model::Skill),
    ("employee", Model::Employee),
];

/// Fields that every model has, so that they tell nothing. A row of these alone, with a name, is an incremental read.
const EVERY_MODEL_HAS: &[&str] = &[
    "id",
    "name",
    "display_name",
    "active",
    "create_date",
    "write_date",
    "create_uid",
    "write_uid",
];

impl Model {
    /// The model of an answer's rows, by the names of the fields of its first ones.
    pub fn of(file: &str, rows: &[Vec<String>]) -> Option<Model> {
        let by_fields = || rows.iter().find_map(|names| Self::by_fields(names));
        by_fields()
            .or_else(|| Self::by_name(file, rows))
            .or_else(|| rows.iter().find_map(|names| Self::by_default(names)))
    }

    fn by_fields(names: &[String]) -> Option<Model> {
        let has = |name: &&str| names.iter().any(|own| own == name);
        let fits = |(all, one_of, _): &&(&[&str], &[&str], Model)| {
            all.iter().all(has) && (one_of.is_empty() || one_of.iter().any(has))
        };
        TOLD_BY.iter().find(fits).map(|(_, _, model)| *model)
    }

    fn by_name(file: &str, rows: &[Vec<String>]) -> Option<Model> {
        let name = file
            .rsplit('/')
            .next()
            .unwrap_or(file)
            .to_lowercase()
            .replace(['-', '.', ' '], "_");
        let told = TOLD_BY_NAME
            .iter()
            .find(|(word, _)| name.contains(word))
            .map(|(_, model)| *model);
        told.filter(|_| rows.iter().any(|names| names.iter().any(|name| name == "id")))
    }

    /// Employees are what is asked for again and again by id, name and date of change; see the README's limits.
    fn by_default(names: &[String]) -> Option<Model> {
        let has = |wanted: &str| names.iter().any(|name| name == wanted);
        let plain = names.iter().all(|name| EVERY_MODEL_HAS.contains(&name.as_str()));
        (plain && has("id") && has("name")).then_some(Model::Employee)
    }

    /// Whether a row of a bare array is one of Odoo's: a number for id, and a value in a form that only Odoo has.
    pub fn is_odoo_row(row: &Map<String, Value>) -> bool {
        let names: Vec<_> = row.keys().cloned().collect();
        let known = || Self::by_fields(&names).or_else(|| Self::by_default(&names)).is_some();
        row.get("id").is_none_or(Value::is_i64) && row.iter().any(|(key, value)| is_odoo_value(key, value)) && known()
    }
}

fn is_odoo_value(key: &str, value: &Value) -> bool {
    let is_pair = |items: &Vec<Value>| matches!(items.as_slice(), [Value::Number(_), Value::String(_)]);
    match value {
        Value::Bool(false) => key.ends_with("_id"),
        Value::Array(items) if key.ends_with("_id") => is_pair(items),
        Value::Array(items) if key.ends_with("_ids") => items.iter().all(Value::is_i64),
        Value::String(text) => matches!(key, "write_date" | "create_date") && text.len() == 19 && text.contains(' '),
        // Rows that keep bare numbers for what they refer to.
        Value::Number(_) => matches!(key, "no_of_recruitment" | "level_progress" | "total_employee"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Model;
    use crate::row;
    use serde_json::value::RawValue;

    #[test]
    fn a_model_is_told_by_its_fields_then_by_the_files_name() {
        for (file, row, model) in [
            (
                "",
                r#"{"id":1,"work_email":"a","applicant_id":[]}"#,
                Some(Model::Employee),
            ),
            (
                "",
                r#"{"id":1,"work_email":"a","employee_id":[1,"A"],"date_start":false}"#,
                Some(Model::Employee),
            ),
            (
                "",
                r#"{"id":1,"employee_id":[1,"A"],"skill_id":[2,"B"]}"#,
                Some(Model::EmployeeSkill),
            ),
            (
                "",
                r#"{"id":1,"employee_id":[1,"A"],"skill_id":[2,"B"],"date":"2024-01-01"}"#,
                Some(Model::NotCarried),
            ),
            (
                "",
                r#"{"id":1,"employee_id":[1,"A"],"name":"X","date_start":"2024-01-01"}"#,
                Some(Model::ResumeLine),
            ),
            (
                "",
                r#"{"id":1,"name":"A1","skill_type_id":[1,"L"],"level_progress":10}"#,
                Some(Model::SkillLevel),
            ),
            (
                "",
                r#"{"id":1,"name":"SQL","skill_type_id":[1,"L"]}"#,
                Some(Model::Skill),
            ),
            ("", r#"{"id":1,"name":"L","skill_ids":[]}"#, Some(Model::SkillType)),
            (
                "",
                r#"{"id":1,"partner_name":"A","job_id":[1,"J"]}"#,
                Some(Model::NotCarried),
            ),
            ("", r#"{"id":1,"name":"J","no_of_recruitment":1}"#, Some(Model::Job)),
            (
                "",
                r#"{"id":1,"name":"D","complete_name":"D"}"#,
                Some(Model::Department),
            ),
            (
                "",
                r#"{"id":1,"name":"A","write_date":"2024-01-01 00:00:00"}"#,
                Some(Model::Employee),
            ),
            (
                "x/hr.department.json",
                r#"{"id":1,"name":"D","write_date":"2024-01-01 00:00:00"}"#,
                Some(Model::Department),
            ),
            ("", r#"{"id":1,"name":"A","sequence":1}"#, None),
            ("", r#"{"id":1,"email":"a"}"#, None),
            ("", "5", None),
        ] {
            let row: &RawValue = serde_json::from_str(row).unwrap();
            let names: Vec<_> = row::names(row).into_iter().collect();
            assert_eq!(Model::of(file, &names), model, "{file} {row}");
        }
    }
}
