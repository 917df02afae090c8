//! What the holder did: jobs, voluntary work, projects, publications. A position gives no skill.

use super::{PROJECT, PUBLICATION, VOLUNTEER, WORK};
use crate::json::cells::Cells;
use crate::json::keep::keep;
use crate::json::resume::{Holder, called, shown};
use crate::sources::json_resume::wire::Activity;
use passport::record::{Body, Evidence, Experience, ExperienceKind, Record};

const FIELDS: &[&str] = &[
    "name",
    "company",
    "organization",
    "publisher",
    "entity",
    "type",
    "roles",
    "position",
    "url",
    "website",
    "location",
    "description",
    "summary",
    "highlights",
    "keywords",
    "startDate",
    "endDate",
    "releaseDate",
];

/// A job.
pub fn work(cells: &Cells<'_, '_>, holder: &Holder) -> Vec<Record> {
    record(
        WORK,
        ExperienceKind::Job,
        "position",
        Activity::work(cells),
        cells,
        holder,
    )
}

/// Voluntary work.
pub fn volunteer(cells: &Cells<'_, '_>, holder: &Holder) -> Vec<Record> {
    let kind = ExperienceKind::Volunteering;
    record(VOLUNTEER, kind, "position", Activity::volunteer(cells), cells, holder)
}

/// A project.
pub fn project(cells: &Cells<'_, '_>, holder: &Holder) -> Vec<Record> {
    record(
        PROJECT,
        ExperienceKind::Project,
        "name",
        Activity::project(cells),
        cells,
        holder,
    )
}

/// A publication: no kind of experience is meant for it.
pub fn publication(cells: &Cells<'_, '_>, holder: &Holder) -> Vec<Record> {
    record(
        PUBLICATION,
        ExperienceKind::Life,
        "name",
        Activity::publication(cells),
        cells,
        holder,
    )
}

fn record(
    stream: &'static str,
    kind: ExperienceKind,
    titled_by: &str,
    found: Activity,
    cells: &Cells<'_, '_>,
    holder: &Holder,
) -> Vec<Record> {
    let Some(title) = found.title else {
        cells.need_words(titled_by);
        return Vec::new();
    };
    let evidence = found.url.map(|url| Evidence {
        kind: stream.to_owned(),
        url: Some(url),
        ..Evidence::default()
    });
    let told = [called(found.organization.as_ref()), &title, &shown(found.period.from)];
    let key = holder.key(stream, &told);
    let body = Body::Experience(Box::new(Experience {
        kind,
        title,
        organization: found.organization,
        role: found.role,
        occupation: None,
        period: found.period,
        narrative: found.narrative,
        evidence: evidence.into_iter().collect(),
    }));
    vec![holder.record(stream, key, body, cells.place(), keep(cells.node.value, FIELDS))]
}
