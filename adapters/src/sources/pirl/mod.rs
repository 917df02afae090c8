//! WIOA PIRL (ETA-9172) as CSV: participation in workforce programmes, as states report it.
//!
//! Columns are found by their **element number**, whatever else the header says. Only the elements listed in [`wire`]
//! are ever read: demographics, barriers, disability, income and wages are dropped before anything is stored. Each row
//! is one period of participation; periods of the same person are never added up.

mod codes;
mod map;
mod wire;

use crate::seen::Seen;
use crate::table::{self, Table};
use crate::{Delivery, Family, Part, Profile, Stream, text};
use passport::record::{Record, Reject, Sink, Unreadable};
use wire::{Columns, Entry};

/// Reads PIRL CSV.
pub struct Adapter;

static PROFILE: Profile = Profile {
    key: "pirl",
    name: "WIOA PIRL",
    version: 2,
    family: Family::Workforce,
    formats: &["WIOA participant individual record layout, ETA-9172 (CSV, columns named by element number)"],
    specification: "https://www.dol.gov/agencies/eta/performance/reporting",
    streams: &[Stream {
        name: "participation",
        kinds: &["programme"],
        about: "One period of participation of one person: one record for each row.",
    }],
    not_carried: &[
        (
            "elements 200-413 except 403",
            "demographics, disability, education and employment at entry: sensitive",
        ),
        (
            "elements 600-899",
            "barriers: offender, homeless, low income, foster care and others",
        ),
        ("elements 1500s and 1700s", "employment by quarter and wages"),
        (
            "every other element not named in the README",
            "an allow-list, not a block-list",
        ),
        (
            "occupations trained for, as skills",
            "an occupation is no skill; it stays with the service",
        ),
        (
            "elements 101 and 403",
            "state and earlier occupation stay in the payload; the common record has no place for them",
        ),
    ],
};

/// How much of a file is looked at to recognise it: a layout of 500 elements with long names fits.
const HEAD: usize = 64 * 1024;
/// Fewest elements of the layout that a header must name to be taken for one.
const FEWEST: usize = 3;

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
    // Numbers in a JSON or XML document are no header.
    if head.trim_start().starts_with(['{', '[', '<']) {
        return false;
    }
    let Ok(table) = Table::open(&part.name, &head) else {
        return false;
    };
    let columns = Columns::of(&table);
    columns.len() >= FEWEST && (columns.has(100) || columns.has(900))
}

fn read_part(part: &Part<'_>, seen: &mut Seen, sink: &mut dyn Sink) -> Result<(), Unreadable> {
    let table = table::Stream::open(part)?;
    let columns = Columns::of(table.header());
    columns.complete(table.header())?;
    columns.twice(table.header()).for_each(|reject| sink.reject(reject));
    table.each(
        &mut |row| match row.and_then(|row| read_row(&Entry::new(&row, &columns), seen, sink)) {
            Ok(record) => record.into_iter().for_each(|record| sink.record(record)),
            Err(reject) => sink.reject(reject),
        },
    )
}

/// The record of a row, if it is the first of its period. The same once more says nothing new; another row for the same
/// person, date of entry and programmes is a reject.
fn read_row(entry: &Entry<'_>, seen: &mut Seen, sink: &mut dyn Sink) -> Result<Option<Record>, Reject> {
    let period = map::entered(entry)?;
    let said = entry.fingerprint();
    match seen.said(period.number) {
        Some(before) if before == said => return Ok(None),
        Some(_) => {
            let reason = "another row has the same person, date of entry and programmes, and says something else";
            return Err(Reject::new(entry.place(), "duplicate_key", reason));
        }
        None => seen.note(period.number, said),
    };
    Ok(Some(map::record(entry, period, sink)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_all;

    fn read(text: &str) -> passport::record::Batch {
        read_all(&Adapter, &Delivery::single("p.csv", text.as_bytes())).expect("readable")
    }

    #[test]
    fn what_is_not_on_the_list_leaves_no_trace() {
        let batch = read(
            "PIRL100,SSN,\"200 Date of Birth\",Element 201,WIOA_202_Disability,PIRL 210,402,PIRL801 Homeless,900,\
             \"802 Low Income\",1704 Wages 2nd Quarter,PIRL1705,Name,1806,901\n\
             AB12,LEAK-1,LEAK-2,LEAK-3,LEAK-4,LEAK-5,LEAK-6,LEAK-7,20240101,LEAK-8,LEAK-9,LEAK-10,LEAK-11,LEAK-12,LEAK-13\n\
             ,LEAK-1,LEAK-2,LEAK-3,LEAK-4,LEAK-5,LEAK-6,LEAK-7,LEAK-14,LEAK-8,LEAK-9,LEAK-10,LEAK-11,20240101,20240202\n",
        );
        assert_eq!((batch.records.len(), batch.rejects.len()), (1, 3));
        let all = serde_json::to_string(&batch).expect("serialises");
        assert!(!all.contains("LEAK"), "{all}");
    }

    #[test]
    fn it_is_told_by_its_header_alone() {
        use crate::Adapter as _;
        for (text, expected) in [
            ("PIRL100,PIRL900,PIRL901\n", true),
            ("\"900 Date of Program Entry\",\"1303 Type\",\"1800 Type\"\n", true),
            ("{\"a\": 100, 900, 901, 1800}", false),
            ("sourcedId,status,dateLastModified\n", false),
            ("PIRL1800,PIRL1801,PIRL1802\n", false),
            ("", false),
        ] {
            assert_eq!(
                Adapter.recognises(&Delivery::single("f", text.as_bytes())),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn a_social_security_number_is_no_key() {
        let batch = read("100,900,901\n123-45-6789,20240101,20240202\n");
        assert_eq!(
            batch.rejects.first().map(|reject| reject.code),
            Some("social_security_number")
        );
        assert!(!serde_json::to_string(&batch).expect("serialises").contains("6789"));
    }

    #[test]
    fn each_row_is_a_period_of_its_own() {
        let batch = read("100,900,903,904\nA,20230101,1,\nA,20240101,1,\nA,20240101,,1\nA,20240101,,1\n");
        assert_eq!((batch.records.len(), batch.rejects.len()), (3, 0));
    }
}
