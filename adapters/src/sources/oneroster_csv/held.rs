//! What is kept in memory of the rows that others refer to.

use super::map::number;
use super::wire::{Class, Course, LineItem, Session, list};
use super::words::Words;
use passport::record::{PartialDate, Period};
use std::sync::Arc;

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
    pub title: Option<Box<str>>,
    pub class: Option<Arc<str>>,
    pub school: Option<Arc<str>>,
    pub min: Option<f64>,
    pub max: Option<f64>,
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
    pub fn of(item: &LineItem<'_>, words: &mut Words) -> Self {
        LineItemHeld {
            title: item.title.map(Box::from),
            class: item.class.map(|id| words.shared(id)),
            school: item.school.map(|id| words.shared(id)),
            min: item.min.and_then(number),
            max: item.max.and_then(number),
        }
    }
}
