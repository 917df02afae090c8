//! What is kept in memory of the rows that others refer to.

use super::map::number;
use super::wire::{Class, Course, LineItem, Session, list};
use passport::record::{PartialDate, Period, Place};

/// A course.
#[derive(Default)]
pub struct CourseHeld {
    pub title: Option<String>,
    pub code: Option<String>,
    pub org: Option<String>,
}

/// A class: one run of a course.
#[derive(Default)]
pub struct ClassHeld {
    pub title: Option<String>,
    pub code: Option<String>,
    pub course: Option<String>,
    pub school: Option<String>,
    pub terms: Vec<String>,
}

/// A line item: one piece of work to be graded.
#[derive(Default)]
pub struct LineItemHeld {
    pub title: Option<String>,
    pub class: Option<String>,
    pub school: Option<String>,
    pub min: Option<f64>,
    pub max: Option<f64>,
}

/// A learning objective that a result or a line item is tied to.
pub struct Objective {
    pub source: Option<String>,
    pub id: String,
    pub score: Option<String>,
    pub text_score: Option<String>,
    pub place: Place,
}

/// The days of a session, as far as they can be read; faults are told when the row itself is read.
pub fn period(session: &Session<'_>) -> Period {
    let date = |cell: Option<&str>| cell.and_then(|text| PartialDate::parse(text).ok());
    Period::new(date(session.start), date(session.end))
}

impl CourseHeld {
    pub fn of(course: &Course<'_>) -> Self {
        let owned = |cell: Option<&str>| cell.map(str::to_owned);
        CourseHeld {
            title: owned(course.title),
            code: owned(course.code),
            org: owned(course.org),
        }
    }
}

impl ClassHeld {
    pub fn of(class: &Class<'_>) -> Self {
        let owned = |cell: Option<&str>| cell.map(str::to_owned);
        ClassHeld {
            title: owned(class.title),
            code: owned(class.code),
            course: owned(class.course),
            school: owned(class.school),
            terms: list(class.terms).map(str::to_owned).collect(),
        }
    }
}

impl LineItemHeld {
    pub fn of(item: &LineItem<'_>) -> Self {
        let owned = |cell: Option<&str>| cell.map(str::to_owned);

        LineItemHeld {
            title: owned(item.title),
            class: owned(item.class),
            school: owned(item.school),
            min: item.min.and_then(number),
            max: item.max.and_then(number),
        }
    }
}
