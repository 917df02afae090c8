//! Odoo's rows as records of the common shape, one file per model.

pub mod department;
pub mod employee;
pub mod employee_skill;
pub mod job;
pub mod resume;

use super::row::Row;
use super::wire::{Many2one, Named, Referred, SkillLevel};
use crate::{Record, Reject};
use passport::record::{Organization, OrganizationKind};

/// A row of a list (`hr.skill`, `hr.skill.type`): no statement about anybody, but it must be sound.
pub fn check_named(row: &Row) -> Result<Option<Record>, Reject> {
    let Named { name, .. } = row.shape()?;
    row.required("name", name.get()).map(|_| None)
}

/// A row of `hr.skill.level`.
pub fn check_level(row: &Row) -> Result<Option<Record>, Reject> {
    let level: SkillLevel = row.shape()?;
    row.required("name", level.name.get())?;
    check_progress(row, level.level_progress.0)?;
    match level.skill_type_id.get() {
        Some(_) => Ok(None),
        None => Err(row.missing(
            "skill_type_id",
            "missing_reference",
            "names no skill type, so the level has no scale",
        )),
    }
}

fn check_progress(row: &Row, progress: Option<f64>) -> Result<(), Reject> {
    match progress.is_none_or(|percent| (0.0..=100.0).contains(&percent)) {
        true => Ok(()),
        false => Err(row.missing("level_progress", "out_of_range", "must be a percentage from 0 to 100")),
    }
}

/// The company of a row; where none is given, its department.
fn company_or_department(company: &Many2one, department: &Many2one) -> Option<Organization> {
    let company = || organization(OrganizationKind::Employer, "res.company", company.get()?);
    let department = || organization(OrganizationKind::Department, "hr.department", department.get()?);
    company().or_else(department)
}

fn organization(role: OrganizationKind, model: &str, referred: &Referred) -> Option<Organization> {
    let identifier = Some(reference(model, referred.id));
    Some(Organization {
        role,
        name: referred.name.clone()?,
        identifier,
        url: None,
    })
}

/// Odoo's own way of writing a reference: `hr.department,5`. Only this source knows it.
fn reference(model: &str, id: i64) -> String {
    format!("{model},{id}")
}
