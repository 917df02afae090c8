//! The learner, to whom everything in a record belongs.

use passport::record::{Body, IdentifierSystem, Record, Reject, Sink, Subject};

/// Passes on what is nested in a learner record, and says whose it is where the nested credential leaves that open.
pub struct OfLearner<'s> {
    /// The record's own subject.
    pub learner: Option<Subject>,
    /// Where everything goes.
    pub sink: &'s mut dyn Sink,
}

impl Sink for OfLearner<'_> {
    fn record(&mut self, mut record: Record) {
        if matches!(record.body, Body::Credential(_)) {
            record.subject = settle(record.subject.take(), self.learner.as_ref());
        }
        self.sink.record(record);
    }

    fn reject(&mut self, reject: Reject) {
        self.sink.reject(reject);
    }
}

/// Whom a nested credential is about: the learner where it names nobody, or where it names them by an id made up for this
/// credential alone, beside an identifier that is the learner's. Else whom it names.
fn settle(nested: Option<Subject>, learner: Option<&Subject>) -> Option<Subject> {
    let Some(learner) = learner else { return nested };
    match nested {
        // The identifiers stand on the record itself, under the same key.
        None => Some(Subject {
            key: learner.key.clone(),
            ..Subject::default()
        }),
        Some(named) if is_made_up(&named.key) && shares(&named, learner) => Some(Subject {
            key: learner.key.clone(),
            ..named
        }),
        Some(named) => Some(named),
    }
}

/// Whether a key is an id that says nothing outside its document.
fn is_made_up(key: &str) -> bool {
    key.starts_with("urn:")
}

/// Whether both are known by the same identifier.
fn shares(named: &Subject, learner: &Subject) -> bool {
    let value = |system: IdentifierSystem, value: &str| system.normalise(value);
    let mut own = named.identifiers.iter();
    own.any(|own| {
        let same = |theirs: &passport::record::Identifier| {
            own.system == theirs.system && value(own.system, &own.value) == value(theirs.system, &theirs.value)
        };
        learner.identifiers.iter().any(same)
    })
}

#[cfg(test)]
mod tests {
    use super::settle;
    use passport::record::{Identifier, IdentifierSystem::Email, Subject};

    fn subject(key: &str, address: &str) -> Subject {
        Subject {
            key: key.to_owned(),
            name: None,
            identifiers: Identifier::of(Email, address).into_iter().collect(),
        }
    }

    #[test]
    fn a_nested_credential_is_the_learners_where_it_names_nobody_else() {
        let learner = subject("did:example:l", "Nia@example.org");
        for (nested, expected) in [
            (None, "did:example:l"),
            (Some(subject("urn:uuid:1", "nia@example.org")), "did:example:l"),
            (Some(subject("urn:uuid:1", "")), "urn:uuid:1"),
            (Some(subject("urn:uuid:1", "other@example.org")), "urn:uuid:1"),
            (
                Some(subject("did:example:other", "nia@example.org")),
                "did:example:other",
            ),
        ] {
            let settled = settle(nested.clone(), Some(&learner)).map(|subject| subject.key);
            assert_eq!(settled.as_deref(), Some(expected), "{nested:?}");
        }
        assert_eq!(settle(None, None), None);
    }
}
