//! `hr.resume.line`: one line of an employee's résumé.

mod kind;

use crate::sources::odoo::html;
use crate::sources::odoo::row::Row;
use crate::sources::odoo::wire::ResumeLine;
use crate::{Record, Reject};
use kind::LineKind;
use passport::record::{
    Body, Credential, CredentialStatus, Experience, ExperienceKind, Learning, LearningKind, LearningStatus, Period,
};

const FIELDS: &[&str] = &[
    "id",
    "employee_id",
    "name",
    "date_start",
    "date_end",
    "description",
    "line_type_id",
    "display_type",
    "is_course",
    "write_date",
];

/// The line, as the kind of record that its type says.
pub fn record(row: &Row) -> Result<Option<Record>, Reject> {
    let wire: ResumeLine = row.shape()?;
    let subject = row.subject(&wire.employee_id)?;
    let line = Line {
        title: row.required("name", wire.name.get())?.to_owned(),
        period: row.period(("date_start", wire.date_start.get()), ("date_end", wire.date_end.get()))?,
        description: wire.description.get().and_then(html::text_of),
    };
    Ok(Some(Record {
        body: line.into_body(LineKind::of(&wire)),
        stream: "resume_line",
        key: row.key(),
        subject: Some(subject),
        claims: Vec::new(),
        place: row.place.clone(),
        payload: row.payload(FIELDS),
    }))
}

struct Line {
    title: String,
    period: Period,
    description: Option<String>,
}

impl Line {
    fn into_body(self, kind: LineKind) -> Body {
        match kind {
            LineKind::Experience(kind) => Body::Experience(Box::new(self.into_experience(kind))),
            LineKind::Learning => Body::Learning(Box::new(self.into_learning())),
            LineKind::Credential => Body::Credential(Box::new(self.into_credential())),
        }
    }

    fn into_experience(self, kind: ExperienceKind) -> Experience {
        Experience {
            kind,
            title: self.title,
            organization: None,
            role: None,
            occupation: None,
            period: self.period,
            narrative: self.description,
            evidence: Vec::new(),
        }
    }

    /// That a course stands in a résumé does not say how it ended.
    fn into_learning(self) -> Learning {
        Learning {
            kind: LearningKind::Course,
            title: self.title,
            code: None,
            provider: None,
            status: LearningStatus::Unknown,
            result: None,
            credits: None,
            outcomes: Vec::new(),
            period: self.period,
            untold: None,
        }
    }

    /// Odoo takes the end of a certification line for its expiry.
    fn into_credential(self) -> Credential {
        Credential {
            name: self.title,
            description: self.description,
            achievement_type: Some("Certification".to_owned()),
            achievement_id: None,
            issuer: None,
            issued: self.period.from,
            expires: self.period.to,
            status: CredentialStatus::Unknown,
            format: "odoo",
            image: None,
            results: Vec::new(),
            evidence: Vec::new(),
            signed: None,
        }
    }
}
