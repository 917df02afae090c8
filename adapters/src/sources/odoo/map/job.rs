//! `hr.job`: a position, which is on offer only while somebody is looked for.

use super::company_or_department;
use crate::sources::odoo::row::Row;
use crate::sources::odoo::wire::Job;
use crate::{Record, Reject};
use passport::record::{Body, Opportunity, Period};

const FIELDS: &[&str] = &[
    "id",
    "name",
    "department_id",
    "company_id",
    "no_of_recruitment",
    "is_published",
    "full_url",
    "description",
    "active",
    "write_date",
];

/// The opening, if it is one.
pub fn record(row: &Row) -> Result<Option<Record>, Reject> {
    let job: Job = row.shape()?;
    let title = row.required("name", job.name.get())?.to_owned();
    if !is_open(&job) {
        return Ok(None);
    }
    let opening = Opportunity {
        kind: "job",
        title,
        organization: company_or_department(&job.company_id, &job.department_id),
        url: job
            .full_url
            .0
            .filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        location: None,
        valid: Period::default(),
        requires: Vec::new(),
    };
    Ok(Some(Record {
        body: Body::Opportunity(Box::new(opening)),
        stream: "job",
        key: row.key(),
        subject: None,
        claims: Vec::new(),
        place: row.place.clone(),
        payload: row.payload(FIELDS),
    }))
}

/// Somebody is looked for, and the position is neither archived nor kept from the public.
fn is_open(job: &Job) -> bool {
    let wanted = job.no_of_recruitment.0.is_some_and(|number| number > 0.0);
    wanted && job.active.0 != Some(false) && job.is_published.0 != Some(false)
}
