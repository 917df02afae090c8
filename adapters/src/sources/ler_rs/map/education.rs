//! Education: a programme for each degree, or for the attendance where it names none; a granted degree is a credential too.

use super::{EDUCATION, Who, credential, score};
use crate::json::cells::Cells;
use crate::json::keep::keep_one;
use crate::json::resume::{called, shown};
use crate::sources::ler_rs::backing::Backings;
use crate::sources::ler_rs::wire::{Attendance, Degree, Envelope, Status};
use passport::record::{
    Body, Credential, CredentialStatus, Evidence, Learning, LearningKind, LearningStatus, Organization, Period, Place,
    Record, Signed,
};
use serde_json::Value;

const FIELDS: &[&str] = &[
    "start",
    "end",
    "current",
    "programs",
    "institution",
    "name",
    "tradeName",
    "tradeNames",
    "domainName",
    "department",
    "educationLevelCodes",
    "code",
    "value",
    "schemeId",
    "currentlyAttendingIndicator",
    "goodStandingIndicator",
    "educationDegrees",
    "codes",
    "date",
    "specializations",
    "type",
    "score",
    "scoresNumeric",
    "scoresText",
    "scoreCode",
    "scoreTextCode",
    "minimum",
    "maximum",
    "academicHonors",
    "degreeGrantedStatus",
    "iscedEducationLevelCode",
];

/// What an entry of the résumé says.
pub fn records(cells: &Cells<'_, '_>, backings: &Backings, who: &Who) -> Vec<Record> {
    let attendance = Attendance::read(cells);
    if says_nothing(&attendance) {
        if !backings.by_credentials {
            cells.faults.spare(cells.node.need("institution").map(|_| None::<()>));
        }
        return Vec::new();
    }
    let granted = attendance
        .degrees
        .iter()
        .filter(|degree| degree.status == Some(Status::Granted));
    let granted = granted.map(|degree| {
        award(
            &attendance,
            degree,
            &backings.evidence,
            who,
            payload(cells, Some(degree)),
        )
    });
    let learned = learned(&attendance, cells, who);
    learned.into_iter().chain(granted).collect()
}

/// The same of what a school signed: what was learned, and its credential in place of the degree's.
pub fn backed(cells: &Cells<'_, '_>, envelope: &Envelope, who: &Who, signed: Signed) -> Vec<Record> {
    let attendance = Attendance::read(cells);
    let mut records = learned(&attendance, cells, who);
    // A transcript of a degree that was not granted is no degree, and is not called by its name.
    let granted = attendance
        .degrees
        .iter()
        .find(|degree| degree.status == Some(Status::Granted));
    let named = granted.and_then(title);
    let mut record = credential::enveloped(envelope, named, who, signed);
    if let Body::Credential(held) = &mut record.body {
        held.results = attendance
            .degrees
            .iter()
            .flat_map(|degree| degree.scores.iter().map(score::result))
            .collect();
    }
    records.push(record);
    records
}

fn says_nothing(attendance: &Attendance) -> bool {
    attendance.institution.is_none() && attendance.degrees.is_empty() && attendance.programs.is_empty()
}

/// What is kept of the entry, with the one degree that is told.
fn payload(cells: &Cells<'_, '_>, degree: Option<&Degree>) -> Value {
    keep_one(
        cells.node.value,
        "educationDegrees",
        degree.map(|degree| degree.at),
        FIELDS,
    )
}

fn learned(attendance: &Attendance, cells: &Cells<'_, '_>, who: &Who) -> Vec<Record> {
    let school = attendance.institution.as_ref();
    let record = |title: String, degree: Option<&Degree>, place: &Place| {
        let learning = learning(attendance, degree, title);
        let from = shown(learning.period.from);
        let key = who.holder.key(EDUCATION, &[called(school), &learning.title, &from]);
        let body = Body::Learning(Box::new(learning));
        who.holder
            .record(EDUCATION, key, body, place.clone(), payload(cells, degree))
    };
    if attendance.degrees.is_empty() {
        let named = attendance
            .programs
            .first()
            .cloned()
            .or_else(|| school.map(|school| school.name.clone()));
        let record = named.map(|title| record(title, None, &attendance.place));
        return record.into_iter().collect();
    }
    let degrees = attendance.degrees.iter();
    degrees
        .filter_map(|degree| {
            Some(record(
                title(degree).or_else(|| Some(school?.name.clone()))?,
                Some(degree),
                &degree.place,
            ))
        })
        .collect()
}

fn learning(attendance: &Attendance, degree: Option<&Degree>, title: String) -> Learning {
    let granted = degree.and_then(|degree| degree.date);
    Learning {
        kind: LearningKind::Programme,
        title,
        code: degree.and_then(|degree| degree.code.clone()),
        provider: attendance.institution.clone(),
        status: status(degree.and_then(|degree| degree.status), attendance.running),
        result: degree.and_then(|degree| degree.scores.first()).map(score::level),
        credits: None,
        outcomes: Vec::new(),
        period: attendance.period.or(Period::new(None, granted)),
        untold: None,
    }
}

fn status(degree: Option<Status>, running: Option<bool>) -> LearningStatus {
    match (degree, running) {
        (Some(Status::Granted), _) => LearningStatus::Completed,
        (Some(Status::InProgress), _) | (None, Some(true)) => LearningStatus::Enrolled,
        _ => LearningStatus::Unknown,
    }
}

/// The degree's name, with what it was in: `Bachelor of Arts, Marketing`.
fn title(degree: &Degree) -> Option<String> {
    let focus = degree.specializations.iter().map(String::as_str);
    let all: Vec<_> = degree.name.as_deref().into_iter().chain(focus).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// A granted degree, in the holder's word.
fn award(attendance: &Attendance, degree: &Degree, evidence: &[Evidence], who: &Who, payload: Value) -> Record {
    let school = attendance.institution.as_ref();
    let issuer = school.map(|school| Organization {
        role: passport::record::OrganizationKind::Issuer,
        ..school.clone()
    });
    let held = Credential {
        name: title(degree).unwrap_or_else(|| "Degree".to_owned()),
        description: None,
        achievement_type: Some("Degree".to_owned()),
        achievement_id: None,
        issuer,
        issued: degree.date,
        expires: None,
        status: CredentialStatus::Unknown,
        format: credential::FORMAT,
        image: None,
        results: degree.scores.iter().map(score::result).collect(),
        evidence: evidence.to_vec(),
        signed: None,
    };
    let told = ["degree", called(school), &held.name, &shown(degree.date)];
    let key = who.holder.key(super::CREDENTIAL, &told);
    let body = Body::Credential(Box::new(held));
    who.holder
        .record(super::CREDENTIAL, key, body, degree.place.clone(), payload)
}
