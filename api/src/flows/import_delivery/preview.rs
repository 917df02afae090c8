//! What a delivery would become, without a database: read by the adapter, and looked at as an import looks at it.

use crate::flows::save_records::{Arrival, Gate, of_nobody};
use adapters::{Adapter, Delivery, Record, Reject, Sink, Unreadable};

/// What is done with records that must be about somebody, and name nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nobodys {
    /// They are shown: somebody may bring them.
    Shown,
    /// They are rejected, as in the import of a source.
    Rejected,
}

/// Reads a delivery into `sink` as an import would: what it could not keep is a reject here too.
pub fn preview(
    adapter: &'static dyn Adapter,
    delivery: &Delivery<'_>,
    nobodys: Nobodys,
    sink: &mut dyn Sink,
) -> Result<(), Unreadable> {
    let mut checked = Checked {
        gate: Gate::default(),
        nobodys,
        sink,
    };
    adapters::read(adapter, delivery, &mut checked)
}

struct Checked<'a> {
    gate: Gate,
    nobodys: Nobodys,
    sink: &'a mut dyn Sink,
}

impl Checked<'_> {
    fn kept(&mut self, record: Record) {
        match of_nobody(&record).filter(|_| self.nobodys == Nobodys::Rejected) {
            Some(reject) => self.sink.reject(reject),
            None => self.sink.record(record),
        }
    }
}

impl Sink for Checked<'_> {
    fn record(&mut self, record: Record) {
        match self.gate.meet(record) {
            Arrival::First(received) | Arrival::Withdrawal(received) => self.kept(received.record),
            // Said twice is no fault: an import counts it as unchanged.
            Arrival::Again(record) => self.sink.record(record),
            Arrival::Refused(reject) => self.sink.reject(reject),
        }
    }

    fn reject(&mut self, reject: Reject) {
        self.sink.reject(reject);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[derive(Default)]
    struct Found {
        records: usize,
        rejects: BTreeSet<&'static str>,
    }

    impl Sink for Found {
        fn record(&mut self, _: Record) {
            self.records += 1;
        }

        fn reject(&mut self, reject: Reject) {
            self.rejects.insert(reject.code);
        }
    }

    fn badge(id: &str, name: &str) -> serde_json::Value {
        serde_json::json!({
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            "id": id, "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": name,
            "issuer": { "id": "did:web:badges.example", "type": ["Profile"], "name": "Badges" },
            "validFrom": "2025-03-14T10:00:00Z",
            "credentialSubject": { "id": "urn:person:amara", "type": ["AchievementSubject"], "achievement": {
                "id": "https://badges.example/a", "type": ["Achievement"], "name": name, "description": "As awarded.",
                "criteria": { "narrative": "Do it." } } },
        })
    }

    #[test]
    fn what_an_import_would_reject_is_rejected() {
        let long = "x".repeat(2_000);
        for (badges, records, rejects) in [
            (vec![("urn:a", "SQL"), ("urn:b", "Python")], 2, vec![]),
            (vec![("urn:a", "SQL"), ("urn:a", "SQL")], 1, vec![]),
            (vec![("urn:a", "SQL"), ("urn:a", "Python")], 1, vec!["duplicate_key"]),
            (vec![("urn:a", "SQL"), ("urn:b", "Py\0thon")], 1, vec!["nul_character"]),
            (vec![(long.as_str(), "SQL")], 1, vec![]),
        ] {
            let document: Vec<_> = badges.iter().map(|(id, name)| badge(id, name)).collect();
            let bytes = serde_json::to_vec(&document).unwrap();
            let mut found = Found::default();
            let adapter = adapters::by_key("open_badges").unwrap();
            preview(
                adapter,
                &Delivery::single("badges.json", bytes),
                Nobodys::Shown,
                &mut found,
            )
            .unwrap();
            assert_eq!(found.records, records, "{badges:.80?}");
            assert_eq!(found.rejects, rejects.into_iter().collect(), "{badges:.80?}");
        }
    }

    /// An adapter that makes a key of whatever it reads.
    struct Careless;

    impl Adapter for Careless {
        fn profile(&self) -> &'static adapters::Profile {
            adapters::by_key("scim").unwrap().profile()
        }

        fn recognises(&self, _: &Delivery<'_>) -> bool {
            true
        }

        fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
            let mut batch = adapters::read_all(adapters::by_key("open_badges").unwrap(), delivery)?;
            batch
                .records
                .iter_mut()
                .for_each(|record| record.key = "x".repeat(2_000));
            batch.records.into_iter().for_each(|record| sink.record(record));
            Ok(())
        }
    }

    #[test]
    fn a_key_that_no_index_holds_is_rejected() {
        let mut found = Found::default();
        let delivery = Delivery::single("badge.json", serde_json::to_vec(&badge("urn:a", "SQL")).unwrap());
        preview(&Careless, &delivery, Nobodys::Shown, &mut found).unwrap();
        assert_eq!((found.records, found.rejects), (0, ["bad_key"].into()));
    }
}
