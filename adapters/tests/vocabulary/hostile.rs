//! Files cut off, changed at random, or of anything at all: read whole or refused with a place, and never a panic.

use crate::files::{delivery, part};
use crate::{case, esco, list, onet, rsd, skos};
use adapters::Delivery;
use adapters::vocabulary::{Contents, Format, Given, RelationKind, detect, read};
use proptest::prelude::*;

/// One small file that stands alone of each format.
const SAMPLES: [(Format, &str, &str); 7] = [
    (Format::Esco, "skills_en.csv", esco::SKILLS),
    (Format::Onet, "Content Model Reference.txt", onet::ELEMENTS),
    (Format::Case, "care.json", case::PACKAGE),
    (Format::Rsd, "skills.json", rsd::JSON),
    (Format::Rsd, "skills.csv", rsd::TABLE),
    (Format::Skos, "trades.jsonld", skos::COMPACTED),
    (Format::List, "list.csv", list::LIST),
];

#[test]
fn the_format_is_told_from_the_content() {
    for (format, name, text) in SAMPLES {
        assert_eq!(detect(&delivery(&[(name, text)])), Ok(format), "{name}");
        assert_eq!(
            detect(&delivery(&[("renamed", text), ("notes.txt", "any")])),
            Ok(format),
            "{name}"
        );
    }
    for (files, code) in [
        (&[][..], "unknown_format"),
        (&[("a.csv", "")], "unknown_format"),
        (&[("a.csv", "x,y\n1,2\n")], "unknown_format"),
        (&[("a.json", "{}")], "unknown_format"),
        (
            &[("list.csv", list::LIST), ("care.json", case::PACKAGE)],
            "ambiguous_format",
        ),
    ] {
        assert_eq!(detect(&delivery(files)).unwrap_err().code, code, "{files:?}");
    }
}

#[test]
fn a_document_cut_off_anywhere_is_no_vocabulary() {
    for (format, name, text) in SAMPLES {
        let whole = read(&delivery(&[(name, text)]), format, &Given::default()).unwrap();
        let document = text.starts_with(['{', '[']);
        for length in 0..text.len() {
            let bytes = text.as_bytes()[..length].to_vec();
            let cut = read(
                &Delivery::several("v", vec![part(name, bytes)]),
                format,
                &Given::default(),
            );
            match cut {
                Ok(cut) if document => assert_eq!(cut, whole, "{name} cut off after {length} bytes"),
                // A table that ends with a whole row, or within the last cell of one, looks whole.
                Ok(cut) => holds_together(&cut),
                Err(fault) => assert!(fault.place.file.is_some(), "{fault}"),
            }
        }
    }
}

/// What every vocabulary that was read must be.
fn holds_together(contents: &Contents) {
    let known = |at: u32| (at as usize) < contents.concepts.len();
    assert!(!contents.concepts.is_empty());
    assert!(
        contents
            .relations
            .iter()
            .all(|relation| known(relation.from) && known(relation.to))
    );
    assert!(contents.relations.iter().all(|relation| relation.from != relation.to));
    assert!(contents.matches.iter().all(|found| known(found.from)));
    let mut uris: Vec<_> = contents.concepts.iter().map(|concept| &concept.uri).collect();
    uris.sort_unstable();
    uris.dedup();
    assert_eq!(uris.len(), contents.concepts.len());
    for concept in &contents.concepts {
        assert!(
            concept
                .labels
                .iter()
                .all(|label| !label.text.is_empty() && label.text.len() <= 2_000)
        );
        let mut labels: Vec<_> = concept
            .labels
            .iter()
            .map(|label| (&label.language, &label.text))
            .collect();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), concept.labels.len());
    }
    let broader = contents
        .relations
        .iter()
        .filter(|relation| relation.kind == RelationKind::Broader)
        .count();
    assert!(broader <= contents.relations.len());
}

proptest! {
    #[test]
    fn anything_at_all_is_survived(bytes in proptest::collection::vec(any::<u8>(), 0..512), json in ".{0,200}") {
        for format in Format::ALL {
            for bytes in [bytes.clone(), format!("{{\"CFDocument\":{json}").into_bytes(), [b"\xFD7zXZ\0", &bytes[..]].concat(), [b"PK\x03\x04", &bytes[..]].concat()] {
                let delivery = Delivery::several("v", vec![part("a.csv", bytes)]);
                let _ = detect(&delivery);
                if let Ok(contents) = read(&delivery, format, &Given::default()) {
                    holds_together(&contents);
                }
            }
        }
    }

    #[test]
    fn changed_bytes_are_survived(
        sample in 0..SAMPLES.len(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let (format, name, text) = SAMPLES[sample];
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        match read(&Delivery::several("v", vec![part(name, bytes)]), format, &Given::default()) {
            Ok(contents) => holds_together(&contents),
            Err(fault) => prop_assert!(!fault.reason.is_empty()),
        }
    }

    #[test]
    fn changed_bytes_of_packed_files_are_survived(
        zip in any::<bool>(),
        cut in any::<proptest::sample::Index>(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let whole = match zip {
            true => esco::zipped("en.zip", &[("skills_en.csv", esco::SKILLS)]),
            false => esco::packed("skills_en.csv", esco::SKILLS),
        };
        let mut bytes = whole.bytes.to_vec();
        if changes.is_empty() {
            bytes.truncate(cut.index(bytes.len()));
        }
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let changed = bytes != *whole.bytes;
        let read = read(&Delivery::several("v", vec![part(&whole.name, bytes)]), Format::Esco, &Given::default());
        // Both forms hold checksums of what is in them, and are found out unless what was changed is not looked at.
        match read {
            Ok(contents) => prop_assert_eq!(contents.concepts.len(), 3),
            Err(fault) => prop_assert!(changed, "{}", fault),
        }
    }

    #[test]
    fn pieces_put_together_anyhow_are_survived(pieces in proptest::collection::vec((0..SAMPLES.len(), any::<proptest::sample::Index>()), 1..6)) {
        let lines = pieces.iter().map(|(sample, line)| {
            let lines: Vec<_> = SAMPLES[*sample].2.lines().collect();
            lines[line.index(lines.len())]
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        for format in Format::ALL {
            if let Ok(contents) = read(&delivery(&[("a", &text)]), format, &Given::default()) {
                holds_together(&contents);
            }
        }
    }
}
