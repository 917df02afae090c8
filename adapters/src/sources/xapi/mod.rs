//! xAPI statements, as learning record stores answer and learning systems export them.
//!
//! A delivery is read twice: once for the statements that take others back ([`voids`]), once for the records, statement by
//! statement ([`read`]). The verb decides what a statement becomes ([`verb`]), the type of its object what it is about
//! ([`activity`]).

mod activity;
mod document;
mod map;

mod read;
mod recognise;
mod verb;
mod voids;
mod wire;

use crate::once::Once;
use crate::{Delivery, Family, Profile, Sink, Stream, Unreadable};
use passport::record::{Place, Reject};

/// Reads xAPI statements.
pub struct Adapter;

/// The one stream: a statement that takes another back does not say what the other became.
const STATEMENT: &str = "statement";

static PROFILE: Profile = Profile {
    key: "xapi",
    name: "xAPI",
    version: 2,
    family: Family::Lms,
    formats: &[
        "one xAPI 1.0 or 2.0 statement, or an array of them (JSON)",
        "answers of a learning record store: statements with more (JSON)",
        "newline-delimited statements (JSON)",
    ],
    specification: "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md",
    streams: &[Stream {
        name: STATEMENT,
        kinds: &["learning", "credential", "skill", "withdrawn"],
        about: "Statements whose verb says how learning went, what was awarded, or which skill was shown.",
    }],
    not_carried: &[
        (
            "statements with other verbs",
            "launched, experienced, interacted and the like say that somebody was there, not how it went",
        ),
        (
            "answers to single questions",
            "the result of the whole assessment stands in its own statement",
        ),
        (
            "statements about groups",
            "which of its members did it is not said, and a skill is a person's",
        ),
        (
            "objects that are agents, statements or sub-statements",
            "they are about other people, other statements, or what is only planned",
        ),
        ("extensions", "their meaning is private to those who agreed on them"),
        (
            "result.response",
            "what somebody wrote, which may be anything; no part of a passport",
        ),
        (
            "context.instructor, team, platform, revision, statement",
            "other people and systems, beside what the statement is about",
        ),
        (
            "result.duration",
            "how long it took is no result; it stays in the payload",
        ),
        (
            "authority",
            "the account that sent the statement; it only tells self-asserted statements from others",
        ),
        (
            "attachments of learning, signatures, contents of attachments",
            "learning has no evidence in the common schema, and files are not kept; signatures are not checked",
        ),
        (
            "actor.mbox_sha1sum as an identifier",
            "a hash without salt of an address with its scheme; it is the key of its subject only",
        ),
    ],
};

impl crate::Adapter for Adapter {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn recognises(&self, delivery: &Delivery<'_>) -> bool {
        delivery.parts().iter().any(|part| recognise::is_xapi(&part.bytes))
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let voids = voids::Voids::of(delivery);
        let mut once = Once::default();
        if delivery.parts().is_empty() {
            let reason = "the delivery holds no files";
            return Err(Unreadable::new(Place::file(delivery.name()), "empty", reason));
        }
        let alone = delivery.parts().len() == 1;
        for part in delivery.parts() {
            let read = document::each(part, &mut |place, statement| {
                read::statement(statement, place, &voids, &mut once, sink);
            });
            match read {
                Err(fault) if alone => return Err(fault),
                Err(Unreadable { place, code, reason }) => sink.reject(Reject { place, code, reason }),
                Ok(()) => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_all;

    #[test]
    fn what_is_not_carried_leaves_no_trace() {
        let text = include_str!("fixtures/good_statements.json");
        let batch = read_all(&Adapter, &Delivery::single("x.json", text.as_bytes())).expect("readable");
        let all = serde_json::to_string(&batch).expect("serialises");
        for private in [
            "I liked it",
            "ola.berg",
            "Example LMS",
            "sunny",
            "ext/room",
            "lms-sender",
            "E-9",
        ] {
            assert!(text.contains(private), "{private}");
            assert!(!all.contains(private), "{private}");
        }
    }

    #[test]
    fn lines_may_be_long_and_a_second_array_of_statements_is_told() {
        let statement = |at: u8, display: &str| {
            format!(
                "{{\"id\":\"00000000-0000-4000-8000-0000000000{at:02}\",\"actor\":{{\"mbox\":\"mailto:p@example.org\"}},\
                 \"verb\":{{\"id\":\"http://adlnet.gov/expapi/verbs/completed\",\"display\":{{\"en\":\"{display}\"}}}},\
                 \"object\":{{\"id\":\"https://example.org/a/{at}\"}}}}"
            )
        };
        let long = statement(1, &"x".repeat(crate::delivery::HEAD + 1));
        for (text, records, rejects) in [
            (format!("{long}\n{}\n", statement(2, "")), 2, &[][..]),
            (
                format!(
                    "{{\"statements\":[{}],\"statements\":[{}]}}",
                    statement(1, ""),
                    statement(2, "")
                ),
                1,
                &["/statements duplicate_key"],
            ),
        ] {
            let content = crate::delivery::few::Few(text.into_bytes(), 9_999).content();
            let delivery = Delivery::single("x.json", content);
            let key = crate::detect(&delivery).map(|adapter| adapter.profile().key);
            assert_eq!(key.ok(), Some("xapi"));
            let batch = read_all(&Adapter, &delivery).expect("readable");
            let said: Vec<_> = batch
                .rejects
                .iter()
                .map(|reject| format!("{} {}", reject.place.inside(), reject.code))
                .collect();
            assert_eq!(
                (batch.records.len(), said),
                (records, rejects.iter().map(|&said| said.to_owned()).collect())
            );
        }
    }
}
