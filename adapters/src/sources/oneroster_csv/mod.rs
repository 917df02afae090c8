//! OneRoster 1.1 and 1.2 as CSV: persons, organizations, enrolments and results of a school's systems.
//!
//! A delivery is a zip, a folder or any single file of the set. What rows refer to (organizations, courses, classes,
//! terms, line items, scales, learning objectives) is gathered first; then every row is read once, in the delivery's
//! order. See the README beside this file for what is carried and what is not.

mod came;
mod files;
mod held;
mod in_step;
mod keys;
mod kind;
mod map;
mod objectives;
mod references;
mod set;
mod wire;
mod words;

use crate::{Delivery, Family, Profile, Stream};
use passport::record::{Sink, Unreadable};

/// Reads OneRoster CSV.
pub struct Adapter;

static PROFILE: Profile = Profile {
    key: "oneroster_csv",
    name: "OneRoster CSV",
    version: 1,
    family: Family::Lms,
    formats: &[
        "OneRoster 1.1 CSV (zip, folder or single files)",
        "OneRoster 1.2 CSV with gradebook and learning objectives (zip, folder or single files)",
    ],
    specification: "https://www.imsglobal.org/spec/oneroster/v1p2/bind/csv",
    streams: &[
        Stream {
            name: "user",
            kinds: &["person", "withdrawn"],
            about: "One record for each row of users.csv.",
        },
        Stream {
            name: "org",
            kinds: &["organization", "withdrawn"],
            about: "One record for each row of orgs.csv.",
        },
        Stream {
            name: "enrollment",
            kinds: &["learning", "withdrawn"],
            about: "A course taken: one record for each enrolment of a student.",
        },
        Stream {
            name: "result",
            kinds: &["learning", "withdrawn"],
            about: "A graded piece: one record for each row of results.csv, with claims from its learning objectives.",
        },
    ],
    not_carried: &[
        (
            "demographics.csv",
            "sensitive, and no part of a passport: the file is never read",
        ),
        (
            "users.csv: password, grades, agentSourcedIds, pronouns, metadata.*",
            "secrets, or not about skills",
        ),
        (
            "users.csv: userIds of type ssn",
            "social security numbers are dropped before storage",
        ),
        (
            "userProfiles.csv",
            "accounts in other applications, with their passwords",
        ),
        (
            "resources and their links",
            "teaching material says nothing of a person's skills",
        ),
        ("categories.csv", "weights within a course's grade"),
        ("results.csv: comment", "free text of teachers"),
        ("enrolments of teachers", "teaching a class is no learning record"),
    ],
};

impl crate::Adapter for Adapter {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn recognises(&self, delivery: &Delivery<'_>) -> bool {
        delivery.parts().iter().any(files::recognised)
    }

    fn streams(&self) -> bool {
        true
    }

    fn unpacks(&self) -> bool {
        true
    }

    fn tells_keys_apart(&self) -> bool {
        true
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let unpacked = files::unpacked(delivery);
        let files = files::opened(delivery, &unpacked, sink)?;
        let mut set = set::Set::gathered(&files)?;
        // What was gathered is still to be read.
        delivery.forget_passed();
        let mut in_step = in_step::InStep::of(&files);
        set.came().partial().for_each(|stream| sink.partial(stream));
        for file in files.iter().filter(|file| file.kind.is_read()) {
            let mut reached = Ok(());
            file.table.each(&mut |row| match row
                .and_then(|row| set.first(file.kind, &row).map(|first| first.then_some(row)))
            {
                Ok(Some(row)) if reached.is_ok() => {
                    reached = set.reach(file.kind, &row, &mut in_step);
                    map::row(file.kind, &row, &set, sink);
                }
                Ok(_) => {}
                Err(reject) => sink.reject(reject),
            })?;
            reached?;
        }
        set.end(&mut in_step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Part, Record, Reject, read_all};

    /// How much of the delivery was read when each record came.
    struct Told<'d>(&'d Delivery<'d>, Vec<u64>);

    impl Sink for Told<'_> {
        fn record(&mut self, _: Record) {
            self.1.push(self.0.passed());
        }

        fn reject(&mut self, reject: Reject) {
            panic!("{reject:?}");
        }
    }

    #[test]
    fn how_far_it_was_read_is_told_by_what_came_of_it() {
        let mut results = "sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus\n".to_owned();
        let mut ties = "sourcedId,resultSourcedId,learningObjectiveId\n".to_owned();
        for row in 0..20_000 {
            results += &format!("r{row},li,u1,fully graded\n");
            ties += &format!("o{row},r{row},LO-1\n");
        }
        let part = |name: &'static str, text: String| Part {
            name: name.into(),
            bytes: text.into_bytes().into(),
        };
        let parts = vec![
            part("resultLearningObjectiveIds.csv", ties),
            part("results.csv", results),
        ];
        let delivery = Delivery::several("set", parts);
        let mut told = Told(&delivery, Vec::new());
        crate::read(&Adapter, &delivery, &mut told).expect("readable");
        let share = |at: usize| told.1[at] as f64 / delivery.len() as f64;
        assert_eq!(told.1.len(), 20_000);
        for (at, range) in [(0, 0.0..0.5), (9_999, 0.4..0.7), (19_999, 0.9..1.01)] {
            assert!(range.contains(&share(at)), "{} at {at}", share(at));
        }
    }

    #[test]
    fn secrets_and_demographics_leave_no_trace() {
        let part = |name: &'static str, text: &'static str| Part {
            name: name.into(),
            bytes: text.as_bytes().into(),
        };
        let delivery = Delivery::several(
            "set",
            vec![
                part(
                    "demographics.csv",
                    "sourcedId,status,dateLastModified,birthDate,sex\nu1,LEAK,,LEAK,LEAK\n",
                ),
                part(
                    "userProfiles.csv",
                    "sourcedId,userSourcedId,profileType,username,password\np1,u1,LEAK,LEAK,LEAK\n",
                ),
                part(
                    "users.csv",
                    "sourcedId,givenName,familyName,userIds,password,grades,agentSourcedIds,pronouns,metadata.x,birthDate\n\
                 u1,Tae,Kim,\"{ssn:LEAK},{pirl:P1}\",LEAK,LEAK,LEAK,LEAK,LEAK,\n",
                ),
                part(
                    "results.csv",
                    "sourcedId,lineItemSourcedId,studentSourcedId,scoreStatus,comment\nr1,l1,u1,fully graded,LEAK\n",
                ),
            ],
        );
        let batch = read_all(&Adapter, &delivery).expect("readable");
        let all = serde_json::to_string(&batch).expect("serialises");
        assert!(!all.contains("LEAK"), "{all}");
        assert_eq!(batch.records.len(), 2, "{all}");
    }
}
