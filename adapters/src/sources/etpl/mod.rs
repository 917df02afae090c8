//! WIOA lists of eligible training providers (ETPL) as CSV: programmes of training on offer, and who offers them.
//!
//! States publish them in many layouts, all after the report ETA-9171. Columns are found by what they are called and by
//! element number ([`mapping`] is all of it). Each row is one programme.

mod code;
mod columns;
mod map;
mod mapping;
mod wire;

use crate::once::Once;
use crate::table::{self, Table};
use crate::{Delivery, Family, Part, Profile, Stream, text};
use columns::Columns;
use mapping::Field;
use passport::record::{Sink, Unreadable};
use std::collections::HashSet;
use wire::Entry;

/// Reads lists of eligible training providers.
pub struct Adapter;

static PROFILE: Profile = Profile {
    key: "etpl",
    name: "WIOA ETPL",
    version: 1,
    family: Family::Workforce,
    formats: &[
        "ETP performance report, ETA-9171 (CSV, columns named by element number)",
        "public download of TrainingProviderResults.gov, and states' own lists (CSV, columns by name)",
    ],
    specification: "https://www.dol.gov/agencies/eta/performance/reporting",
    streams: &[
        Stream {
            name: map::PROGRAM,
            kinds: &["opportunity", "withdrawn"],
            about: "Programmes of training: on offer, or withdrawn by a status that says so.",
        },
        Stream {
            name: map::PROVIDER,
            kinds: &["organization"],
            about: "Training providers, once each.",
        },
    ],
    not_carried: &[
        (
            "occupations (117-119), CIP code (110), credential (109)",
            "an opportunity has no place for what it leads to; they stay in the payload",
        ),
        (
            "cost (111, 112), length (113, 114), prerequisites (115), format (116), potential outcome (108)",
            "no place in the common record; they stay in the payload",
        ),
        (
            "outcomes (120-171): participants, completion, employment, earnings",
            "sums of few people can point at one of them, and say nothing of a programme's skills",
        ),
        (
            "descriptions (102, 106), street addresses (103, 103A), contacts",
            "prose and contacts may name people",
        ),
        ("tax numbers", "an identifier of taxes is none of a provider in public"),
        ("every other column", "an allow-list, not a block-list"),
    ],
};

/// How much of a file is looked at to recognise it.
const HEAD: usize = 64 * 1024;

impl crate::Adapter for Adapter {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn recognises(&self, delivery: &Delivery<'_>) -> bool {
        delivery.parts().iter().any(recognised)
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, delivery: &Delivery<'_>, sink: &mut dyn Sink) -> Result<(), Unreadable> {
        let mut seen = Seen::default();
        delivery.read_each(sink, |part, sink| read_part(part, &mut seen, sink))
    }
}

fn recognised(part: &Part<'_>) -> bool {
    let head = text::decode(part.bytes.get(..HEAD.min(part.bytes.len())).unwrap_or_default());
    if head.trim_start().starts_with(['{', '[', '<']) {
        return false;
    }
    Table::open(&part.name, &head).is_ok_and(|table| Columns::of(&table).are_of_a_list())
}

fn read_part(part: &Part<'_>, seen: &mut Seen, sink: &mut dyn Sink) -> Result<(), Unreadable> {
    let table = table::Stream::open(part)?;
    let columns = Columns::of(table.header());
    for needed in [Field::Provider, Field::Program] {
        if !columns.has(needed) {
            return Err(columns::missing(&part.name, needed));
        }
    }
    columns.twice(table.header()).for_each(|reject| sink.reject(reject));
    table.each(
        &mut |row| match row.and_then(|row| map::row(&Entry::new(&row, &columns), sink)) {
            Ok(read) => seen.give(read, sink),
            Err(reject) => sink.reject(reject),
        },
    )
}

/// What the delivery said so far.
#[derive(Default)]
struct Seen {
    programs: Once,
    providers: HashSet<String>,
}

impl Seen {
    /// Gives what a row came to, each programme once. A provider stands in many rows, and is told at the first.
    fn give(&mut self, read: map::Read, sink: &mut dyn Sink) {
        match self.programs.take(read.program) {
            Ok(None) => {}
            Ok(Some(program)) => {
                let provider = read
                    .provider
                    .filter(|provider| self.providers.insert(provider.key.clone()));
                provider.into_iter().for_each(|provider| sink.record(provider));
                sink.record(program);
            }
            Err(reject) => sink.reject(reject),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_all;

    fn read(text: &str) -> passport::record::Batch {
        read_all(&Adapter, &Delivery::single("l.csv", text.as_bytes())).expect("readable")
    }

    #[test]
    fn what_is_not_on_the_list_leaves_no_trace() {
        let batch = read(
            "Provider Name,Program Name,CIP Code,FEIN,Contact Name,Contact Email,d123_total_employed_q2,Median Earnings,\
             Program Description,103 Address Line 1,Fax\n\
             Oak School,Welding,48.0508,LEAK-1,LEAK-2,LEAK-3,LEAK-4,LEAK-5,LEAK-6,LEAK-7,LEAK-8\n\
             Oak School,Turning,LEAK-9,LEAK-1,,,,,,,\n",
        );
        assert_eq!((batch.records.len(), batch.rejects.len()), (3, 1));
        let all = serde_json::to_string(&batch).expect("serialises");
        assert!(!all.contains("LEAK"), "{all}");
    }

    #[test]
    fn it_is_told_by_its_header_alone() {
        use crate::Adapter as _;
        for (text, expected) in [
            (
                "d101_eligible_training_provider,d105_program_name,d110_cip_code,d117_program_soc_occupation_1\n",
                true,
            ),
            ("Provider Name;Program Name;CIP Code;Tuition\n", true),
            ("101,104,105,108,110,117\n", true),
            ("PIRL100,PIRL101,PIRL105,PIRL110,PIRL117,PIRL900,PIRL901\n", false),
            ("School,Program,Teacher\n", false),
            ("Provider Name,Program Name\n", false),
            (
                "{\"Provider Name\": 1, \"Program Name\": 2, \"CIP Code\": 3, \"Tuition\": 4}",
                false,
            ),
            ("sourcedId,status,dateLastModified\n", false),
            ("", false),
        ] {
            let delivery = Delivery::single("f", text.as_bytes());
            assert_eq!(Adapter.recognises(&delivery), expected, "{text}");
        }
    }
}
