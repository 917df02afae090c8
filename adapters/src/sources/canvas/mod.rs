//! Canvas LMS: users, enrolments, submissions and outcomes, as its REST API answers.
//!
//! Each file is opened into answers of one kind ([`answer`], [`kind`]); what others refer to (courses, assignments, outcomes,
//! grading standards) is gathered first ([`reference`]), and users, who stand in many answers, are told once; then every object is read once, in the delivery's order ([`map`]).

mod answer;
mod kind;
mod map;
mod recognise;
mod reference;
mod wire;

use crate::json::{each_file, nothing_in};
use crate::{Delivery, Family, Profile, Reject, Sink, Stream, Unreadable};

/// Reads Canvas's answers.
pub struct Adapter;

static PROFILE: Profile = Profile {
    key: "canvas",
    name: "Canvas LMS",
    version: 1,
    family: Family::Lms,
    formats: &[
        "answers of the Canvas REST API v1 (JSON), one or a folder of them",
        "captures of answers by name, with method, endpoint and data (JSON)",
    ],
    specification: "https://developerdocs.instructure.com/services/canvas",
    streams: &[
        Stream {
            name: "user",
            kinds: &["person"],
            about: "Users, listed or standing in other answers, each once.",
        },
        Stream {
            name: "enrollment",
            kinds: &["learning", "withdrawn"],
            about: "Courses that students take, with their final grade once they are over.",
        },
        Stream {
            name: "submission",
            kinds: &["learning", "withdrawn"],
            about: "Pieces of work that students hand in, with their grade.",
        },
        Stream {
            name: "outcome_result",
            kinds: &["skill"],
            about: "Outcomes as they were assessed in one piece of work.",
        },
        Stream {
            name: "outcome_rollup",
            kinds: &["skill"],
            about: "Outcomes as Canvas sums them up for a user.",
        },
    ],
    not_carried: &[
        (
            "enrolments of teachers, assistants, designers, observers and test students",
            "they are no learning records; so is one that does not say what it is",
        ),
        (
            "current grades, grades of grading periods, grades of unfinished enrolments",
            "they change with each piece of work; the final grade of a concluded enrolment is carried",
        ),
        (
            "rubrics and rubric assessments",
            "outcomes on a rubric are told as outcome results; its other criteria are parts of one piece of work",
        ),
        (
            "courses, assignments, outcomes, outcome groups, grading standards",
            "no statements about a person; they name and describe what others refer to",
        ),
        (
            "what was handed in: body, url, attachments, comments",
            "work and words of people, which may be anything",
        ),
        (
            "pronouns, avatar_url, bio, communication channels, observers",
            "sensitive, or other people; no part of a passport",
        ),
        (
            "answers to POST, PUT and DELETE in a capture",
            "what somebody wanted changed; the next answer to GET tells what stands",
        ),
        ("rollups of a whole course", "averages over people are nobody's"),
    ],
};

impl crate::Adapter for Adapter {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn recognises(&self, delivery: &Delivery<'_>) -> bool {
        delivery.parts().iter().any(|part| recognise::is_canvas(&part.bytes))
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let mut next = 0;
        let files = delivery.parts().iter().map(|part| answer::open(part, &mut next));
        let files: Vec<_> = files.collect();
        if let Some(fault) = nothing_in(delivery, &files) {
            return Err(fault);
        }
        for file in &files {
            let faults = file
                .as_ref()
                .map_or_else(std::slice::from_ref, |file| file.faults.as_slice());
            for Unreadable { place, code, reason } in faults.iter().cloned() {
                sink.reject(Reject { place, code, reason });
            }
        }
        let files: Vec<_> = files.iter().flatten().collect();
        map::read(&files, sink);
        each_file(delivery, &files, sink, |file, _| {
            file.broken.clone().map_or(Ok(()), Err)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_all;

    /// Fields that are not read hold this word in the fixtures.
    const SECRET: &str = "LEAK";

    #[test]
    fn what_is_not_carried_leaves_no_trace() {
        for (name, text) in [
            ("users.json", include_str!("fixtures/good_folder/users.json")),
            ("courses.json", include_str!("fixtures/good_folder/courses.json")),
            (
                "enrollments.json",
                include_str!("fixtures/good_folder/enrollments.json"),
            ),
            (
                "submissions.json",
                include_str!("fixtures/good_folder/submissions.json"),
            ),
        ] {
            assert!(text.contains(SECRET), "{name}");
            let batch = read_all(&Adapter, &Delivery::single(name, text.as_bytes())).expect("readable");
            let all = serde_json::to_string(&batch).expect("serialises");
            assert!(!all.contains(SECRET), "{name}: {all}");
        }
    }
}
