//! Horilla: employees, the work they have, and the organization around them, as Horilla's REST API answers.
//!
//! A delivery is one answer or a folder of answers. An answer does not say what it is of: the fields of a row do
//! ([`wire::Kind`]). What other rows refer to is looked up first ([`reference`]), then row by row becomes records ([`map`]).

mod answer;
mod map;
mod reader;
mod recognise;
mod reference;
mod wire;

use crate::{Delivery, Family, Profile, Sink, Stream, Unreadable};

/// Reads Horilla's answers.
pub struct Adapter;

static PROFILE: Profile = Profile {
    key: "horilla",
    name: "Horilla HR",
    version: 1,
    family: Family::Hris,
    formats: &[
        "answers of Horilla 1.5's REST API (JSON): pages, single rows, arrays",
        "a folder of such answers",
    ],
    specification: "https://www.horilla.com/docs/horilla-api/",
    streams: &[
        Stream {
            name: map::EMPLOYEE,
            kinds: &["person"],
            about: "Employees, inactive ones too.",
        },
        Stream {
            name: map::EMPLOYMENT,
            kinds: &["experience"],
            about: "The position an employee has (work information).",
        },
        Stream {
            name: map::DEPARTMENT,
            kinds: &["organization"],
            about: "Departments of the employer.",
        },
        Stream {
            name: map::COMPANY,
            kinds: &["organization"],
            about: "Companies that employ people.",
        },
    ],
    not_carried: &[
        (
            "address, dob, gender, marital_status, children, emergency contacts, bank details",
            "nobody's but the holder's; they are not even read",
        ),
        ("basic_salary, salary_hour", "pay is nobody's but the holder's"),
        (
            "qualification, experience",
            "a free text and a number of years: neither names a skill or a level",
        ),
        (
            "tags, additional_info",
            "words of the employer without a declared meaning",
        ),
        (
            "reporting_manager_id and the manager's name",
            "another person, named beside the row's own",
        ),
        (
            "job positions",
            "a list of names, not statements about a person; they name the work of rows delivered beside",
        ),
        (
            "department of a position at a company, job role, shift, work type, employee type",
            "no place in the common schema; the ids stand in the payload",
        ),
        (
            "skill zones and candidates of the recruitment module",
            "somebody who only applied has not agreed to a passport",
        ),
    ],
};

impl crate::Adapter for Adapter {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn recognises(&self, delivery: &Delivery<'_>) -> bool {
        delivery.parts().iter().any(recognise::recognises)
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        reader::read(delivery, sink)
    }
}
