//! Odoo's rows in Odoo's words. Every field may be missing (it was not asked for) or `false` (it is empty).

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

/// `hr.employee`, as far as it is carried. The private fields are not even read.
#[derive(Debug, serde::Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Employee {
    pub name: Text,
    pub work_email: Text,
    pub work_phone: Text,
    pub mobile_phone: Text,
    pub barcode: Text,
    pub job_title: Text,
    pub job_id: Many2one,
    pub department_id: Many2one,
    pub company_id: Many2one,
    /// Odoo 19.
    pub contract_date_start: Text,
    /// Odoo 19.
    pub contract_date_end: Text,
    /// Odoo 17, with contracts.
    pub first_contract_date: Text,
    pub departure_date: Text,
}

/// `hr.employee.skill`
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct EmployeeSkill {
    pub employee_id: Many2one,
    pub skill_id: Many2one,
    pub skill_level_id: Many2one,
    pub skill_type_id: Many2one,
    pub level_progress: Number,
    /// Odoo 19.
    pub valid_from: Text,
    /// Odoo 19.
    pub valid_to: Text,
    /// Odoo 19.
    pub is_certification: Flag,
    pub create_uid: Many2one,
    pub write_uid: Many2one,
}

/// `hr.resume.line`
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct ResumeLine {
    pub employee_id: Many2one,
    pub name: Text,
    pub date_start: Text,
    pub date_end: Text,
    pub description: Text,
    pub line_type_id: Many2one,
    /// Odoo 17: `classic`, `course` or `certification`.
    pub display_type: Text,
    /// Odoo 19.
    pub is_course: Flag,
}

/// `hr.department`
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Department {
    pub name: Text,
    pub complete_name: Text,
}

/// `hr.job`
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Job {
    pub name: Text,
    pub no_of_recruitment: Number,
    pub department_id: Many2one,
    pub company_id: Many2one,
    pub active: Flag,
    /// With the recruitment website.
    pub is_published: Flag,
    /// With the recruitment website.
    pub full_url: Text,
}

/// `hr.skill.level`
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct SkillLevel {
    pub name: Text,
    pub skill_type_id: Many2one,
    pub level_progress: Number,
}

/// `hr.skill` and `hr.skill.type`
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Named {
    pub name: Text,
    pub skill_type_id: Many2one,
    /// Odoo 19, of types.
    pub is_certification: Flag,
}

/// Text; blank counts as empty.
#[derive(Debug, Default)]
pub struct Text(pub Option<String>);

/// A number.
#[derive(Debug, Default)]
pub struct Number(pub Option<f64>);

/// Yes or no. Here `false` is an answer.
#[derive(Debug, Default)]
pub struct Flag(pub Option<bool>);

/// What a row refers to.
#[derive(Debug, Default)]
pub struct Many2one(pub Option<Referred>);

/// A referred row: its id, and its name where Odoo gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referred {
    pub id: i64,
    pub name: Option<String>,
}

impl Text {
    /// The text, where there is one.
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl Many2one {
    /// What is referred to, where something is.
    pub fn get(&self) -> Option<&Referred> {
        self.0.as_ref()
    }

    /// Its name, where Odoo gives one.
    pub fn name(&self) -> Option<&str> {
        self.get()?.name.as_deref()
    }
}

// The messages below are shown to people, and quote no value.

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Text(crate::text::filled(&text).map(str::to_owned))),
            Value::Bool(false) | Value::Null => Ok(Text(None)),
            _ => Err(D::Error::custom("must be text, or false where it is empty")),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Number(number) => Ok(Number(number.as_f64())),
            Value::Bool(false) | Value::Null => Ok(Number(None)),
            _ => Err(D::Error::custom("must be a number, or false where it is empty")),
        }
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Bool(flag) => Ok(Flag(Some(flag))),
            Value::Null => Ok(Flag(None)),
            _ => Err(D::Error::custom("must be true or false")),
        }
    }
}

impl<'de> Deserialize<'de> for Many2one {
    /// `[7, "Nursing"]`, `7` (read without names), `{"id": 7, "display_name": "Nursing"}` (web client) or `false`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let (id, name) = match &value {
            Value::Bool(false) | Value::Null => return Ok(Many2one(None)),
            Value::Array(pair) if pair.len() == 2 => (pair.first(), pair.get(1)),
            Value::Object(fields) => (
                fields.get("id"),
                fields.get("display_name").or_else(|| fields.get("name")),
            ),
            id => (Some(id), None),
        };
        let name = name
            .and_then(Value::as_str)
            .and_then(crate::text::filled)
            .map(str::to_owned);
        match id.and_then(Value::as_i64).filter(|id| *id > 0) {
            Some(id) => Ok(Many2one(Some(Referred { id, name }))),
            None => Err(D::Error::custom("must be [id, \"name\"], or false where it is empty")),
        }
    }
}
