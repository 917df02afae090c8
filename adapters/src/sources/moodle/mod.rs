//! Moodle: users, courses, completions, grades, badges and ratings of competencies, as its web services answer.
//!
//! Each file is opened into an answer of one kind ([`answer`], [`kind`]); some say neither whose nor of which course they are,
//! and the request does ([`requests`]). What others refer to is gathered first ([`reference`]); then every object is read
//! ([`map`]).

mod answer;
mod competencies;
mod kind;
mod map;
mod recognise;
mod reference;
mod requests;
mod scale;
mod wire;

use crate::json::{each_file, nothing_in};
use crate::{Delivery, Family, Profile, Reject, Sink, Stream, Unreadable};

/// Reads Moodle's answers.
pub struct Adapter;

static PROFILE: Profile = Profile {
    key: "moodle",
    name: "Moodle",
    version: 1,
    family: Family::Lms,
    formats: &[
        "answers of Moodle's web services (REST, JSON), one or a folder of them",
        "the same with a list of the requests beside",
    ],
    specification: "https://docs.moodle.org/dev/Web_service_API_functions",
    streams: &[
        Stream {
            name: "user",
            kinds: &["person", "withdrawn"],
            about: "Users, listed or enrolled, each once; the guest account is nobody.",
        },
        Stream {
            name: "enrolment",
            kinds: &["learning"],
            about: "Courses that students are enrolled in, where nothing says how far they are.",
        },
        Stream {
            name: "course",
            kinds: &["learning"],
            about: "Courses of a user with how they stand, and claims from their competencies once they are completed.",
        },
        Stream {
            name: "grade",
            kinds: &["learning", "skill"],
            about: "Grades of activities and course totals as learning; graded outcomes as skills.",
        },
        Stream {
            name: "badge",
            kinds: &["credential"],
            about: "Issued badges, with claims from what they are aligned with.",
        },
        Stream {
            name: "competency",
            kinds: &["skill"],
            about: "Ratings of competencies, for a user as a whole.",
        },
        Stream {
            name: "plan_competency",
            kinds: &["skill"],
            about: "Ratings of competencies as a completed learning plan keeps them.",
        },
        Stream {
            name: "course_competency",
            kinds: &["skill"],
            about: "Ratings of competencies within a course.",
        },
    ],
    not_carried: &[
        (
            "address, city, country, phone1, phone2, descriptions, department, preferences, profileimageurl, profileimageurlsmall",
            "no part of a passport, or sensitive",
        ),
        (
            "completions and courses of a user without a request that says whose they are",
            "the answer names neither the user nor, for completions, the course; deliver it with its request",
        ),
        (
            "progress in percent, completion of single activities",
            "they change with each click, and activities have no names there",
        ),
        (
            "hidden grades, totals of categories, feedback",
            "not shown to the learner, parts of another total, or words of teachers",
        ),
        (
            "grade overviews and grade tables",
            "the same totals without their scale, and the same grades as HTML",
        ),
        (
            "learning plans",
            "drafts and intentions; the ratings of their competencies are carried",
        ),
        (
            "notes beside ratings, comments",
            "free text of people, which may be anything",
        ),
        (
            "courses, categories, frameworks, competencies without a rating",
            "no statements about a person; they name and describe what others refer to",
        ),
    ],
};

impl crate::Adapter for Adapter {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn recognises(&self, delivery: &Delivery<'_>) -> bool {
        delivery.parts().iter().any(|part| recognise::is_moodle(&part.bytes))
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let (requests, parts) = requests::Requests::of(delivery.parts());
        let mut next = 0;
        let answers = parts
            .into_iter()
            .map(|part| answer::open(part, requests.for_file(part), &mut next));
        let answers: Vec<_> = answers.collect();
        if let Some(fault) = nothing_in(delivery, &answers) {
            return Err(fault);
        }
        for Unreadable { place, code, reason } in answers.iter().filter_map(|answer| answer.as_ref().err()).cloned() {
            sink.reject(Reject { place, code, reason });
        }
        let answers: Vec<_> = answers.iter().flatten().collect();
        map::read(&answers, sink);
        each_file(delivery, &answers, sink, |answer, _| {
            answer.broken.clone().map_or(Ok(()), Err)
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
            ("grades.json", include_str!("fixtures/good_folder/grades.json")),
            ("badges.json", include_str!("fixtures/good_folder/badges.json")),
            ("site-info.json", include_str!("fixtures/good_folder/site-info.json")),
            ("courses.json", include_str!("fixtures/good_folder/courses.json")),
            ("good_summary.json", include_str!("fixtures/good_summary.json")),
        ] {
            assert!(text.contains(SECRET), "{name}");
            let batch = read_all(&Adapter, &Delivery::single(name, text.as_bytes())).expect("readable");
            let all = serde_json::to_string(&batch).expect("serialises");
            assert!(!all.contains(SECRET), "{name}: {all}");
        }
    }
}
