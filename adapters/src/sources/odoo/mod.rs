//! Odoo: employees, their skills and résumés, departments and openings, as Odoo's own API answers.
//!
//! A delivery is one answer or a folder of answers. Each answer is unwrapped ([`answer`]), its model is told by its
//! fields ([`model`]), what other rows refer to is looked up first ([`reference`]), then row by row becomes records
//! ([`map`]).

mod answer;
mod map;
mod model;
mod reader;
mod recognise;
mod reference;
mod refusal;
mod row;
mod wire;

use crate::html;
use crate::json::nothing_in;
use crate::{Delivery, Family, Profile, Sink, Stream, Unreadable};

/// Reads Odoo's answers.
pub struct Adapter;

static PROFILE: Profile = Profile {
    key: "odoo",
    name: "Odoo HR",
    version: 1,
    family: Family::Hris,
    formats: &[
        "JSON-RPC answers of search_read, read and web_search_read (JSON)",
        "JSON-2 answers of Odoo 19 (JSON)",
        "a folder of such answers, one per model or page",
    ],
    specification: "https://www.odoo.com/documentation/19.0/developer/reference/external_api.html",
    streams: &[
        Stream {
            name: "employee",
            kinds: &["person"],
            about: "Employees (hr.employee), archived ones too.",
        },
        Stream {
            name: "employment",
            kinds: &["experience"],
            about: "The job an employee has in hr.employee.",
        },
        Stream {
            name: "employee_skill",
            kinds: &["skill", "credential"],
            about: "Skills and certifications of employees with their level (hr.employee.skill).",
        },
        Stream {
            name: "resume_line",
            kinds: &["experience", "learning", "credential"],
            about: "Lines of employees' résumés (hr.resume.line).",
        },
        Stream {
            name: "department",
            kinds: &["organization"],
            about: "Departments (hr.department).",
        },
        Stream {
            name: "job",
            kinds: &["opportunity"],
            about: "Job positions that are recruited for (hr.job).",
        },
    ],
    not_carried: &[
        (
            "private fields of hr.employee",
            "home, family, birth, health, bank, pay and official numbers are nobody's but the holder's",
        ),
        ("hr.applicant", "somebody who only applied has not agreed to a passport"),
        (
            "hr.skill, hr.skill.type, hr.skill.level",
            "lists, not statements about a person; levels are used to describe scales",
        ),
        (
            "hr.employee.skill.log, hr.job.skill",
            "history kept for charts, and requirements without a person",
        ),
        (
            "managers and coaches",
            "they are other persons, named beside the row's own",
        ),
    ],
};

impl crate::Adapter for Adapter {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn recognises(&self, delivery: &Delivery<'_>) -> bool {
        delivery.parts().iter().any(|part| recognise::is_from_odoo(&part.bytes))
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let mut next = 0;
        let answers = delivery.parts().iter().map(|part| answer::open(part, &mut next));
        let answers: Vec<_> = answers.collect();
        match nothing_in(delivery, &answers) {
            Some(fault) => Err(fault),
            None => reader::read(delivery, &answers, sink),
        }
    }
}
