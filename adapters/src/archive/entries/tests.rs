//! Archives that are damaged, locked, too large or full of tricks.

use super::*;
use crate::{Delivery, Unreadable, archive, by_key, detect, read_all};
use std::io::Write;
use zip::write::{FullFileOptions, SimpleFileOptions};

const USERS: &[u8] = b"sourcedId,role,username,givenName,familyName\nu1,student,nia,Nia,Park\n";
/// Where the entry of a file says how it is packed and how large it is, in the archive's directory.
const FLAGS: usize = 8;
const METHOD: usize = 10;
const SIZE: usize = 24;

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The archive, in which the directory says something else of the entry with this number.
fn said(mut archive: Vec<u8>, entry: usize, at: usize, bytes: &[u8]) -> Vec<u8> {
    let starts = (0..archive.len()).filter(|start| archive[*start..].starts_with(b"PK\x01\x02"));
    let start = starts.collect::<Vec<_>>()[entry] + at;
    archive[start..start + bytes.len()].copy_from_slice(bytes);
    archive
}

fn unpacked(bytes: &[u8], most: u64) -> Unpacked<'static> {
    unpack_within("x.zip", "", bytes, most).unwrap()
}

fn names<'u>(inside: &'u Unpacked<'_>) -> Vec<&'u str> {
    inside.files.iter().map(|part| &*part.name).collect()
}

#[test]
fn no_more_is_unpacked_than_is_allowed_all_files_together() {
    let zeros = vec![b'0'; 1 << 20];
    let archive = packed(&[("a", &zeros), ("b", &zeros), ("c", b"1")]);
    assert!(archive.len() < 10_000);
    for (most, fit) in [
        ((2 << 20) + 1, &["a", "b", "c"][..]),
        (2 << 20, &["a", "b"]),
        ((2 << 20) - 1, &["a", "c"]),
        (1, &["c"]),
        (0, &[]),
    ] {
        let inside = unpacked(&archive, most);
        assert_eq!(names(&inside), fit);
        assert_eq!(inside.faults.len(), 3 - fit.len());
        assert!(inside.faults.iter().all(|fault| fault.code == "too_large"));
    }
    // What is wide as it stands may be more in UTF-8.
    let wide: Vec<u8> = "日".repeat(1_000).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = packed(&[("a", &[b"\xFF\xFE", wide.as_slice()].concat())]);
    assert_eq!(names(&unpacked(&wide, 3_000)), ["a"]);
    assert_eq!(unpacked(&wide, 2_999).faults[0].code, "too_large");
}

#[test]
fn a_file_that_is_more_than_it_says_is_not_unpacked_further_and_costs_no_other() {
    let zeros = vec![b'0'; 1 << 20];
    let archive = packed(&[("a", &zeros), ("b", b"1")]);
    for size in [0_u32, 1, (1 << 20) - 1] {
        let inside = unpacked(&said(archive.clone(), 0, SIZE, &size.to_le_bytes()), 2 << 20);
        assert_eq!(
            (names(&inside), inside.faults[0].code),
            (vec!["b"], "truncated"),
            "{size}"
        );
    }
    // It says more than there is.
    let inside = unpacked(&said(archive, 0, SIZE, &(2_u32 << 20).to_le_bytes()), 2 << 20);
    assert_eq!(inside.files[0].bytes.len(), 1 << 20);
    let text = text(zeros.as_slice(), 1 << 20, 1 << 20).unwrap();
    assert_eq!((text.len(), text.capacity()), (1 << 20, 1 << 20));
    assert_eq!(held(zeros.as_slice(), 1 << 20).unwrap().capacity(), 1 << 20);
    let error = held(zeros.as_slice(), 1 << 19).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
}

#[test]
fn texts_come_in_utf_8_with_a_mark_and_without() {
    let utf_16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let archive = packed(&[
        ("d/marked.csv", &utf_16("\u{FEFF}a,Zoë")),
        ("d/plain.json", &utf_16("{\"a\":\"Zoë\"}")),
        ("e.csv", "Zoë".as_bytes()),
        ("picture", b"\x89PNG\r\n"),
    ]);
    let inside = unpacked(&archive, MOST_BYTES);
    let found: Vec<_> = inside.files.iter().map(|part| (&*part.name, &*part.bytes)).collect();
    let expected: [(&str, &[u8]); 4] = [
        ("d/marked.csv", "a,Zoë".as_bytes()),
        ("d/plain.json", "{\"a\":\"Zoë\"}".as_bytes()),
        ("e.csv", "Zoë".as_bytes()),
        ("picture", b"\x89PNG\r\n"),
    ];
    assert_eq!(found, expected);
    assert!(inside.faults.is_empty());
}

#[test]
fn a_path_out_of_the_archive_is_told_and_costs_no_other_file() {
    let long = format!("../{}", "x".repeat(MOST_SHOWN));
    for (path, shown) in [
        ("../users.csv", true),
        ("a/../../users.csv", true),
        ("/etc/users.csv", true),
        ("\\users.csv", true),
        ("..\\users.csv", true),
        ("C:\\users.csv", true),
        ("c:users.csv", true),
        ("../nia@example.org.csv", false),
        ("../\u{1b}[2J", false),
        ("../\u{202e}vsc", false),
        (long.as_str(), false),
    ] {
        let archive = packed(&[("a/../e.csv", b"1"), (path, USERS), ("d\\f.csv", b"2")]);
        let inside = unpacked(&archive, MOST_BYTES);
        assert_eq!(names(&inside), ["a/../e.csv", "d/f.csv"], "{path:?}");
        let [fault] = inside.faults.as_slice() else {
            panic!("{path:?}: {:?}", inside.faults)
        };
        assert_eq!(
            (fault.code, &*fault.place.to_string()),
            ("unsafe_path", "x.zip: entry 2")
        );
        assert_eq!(fault.reason.contains(path), shown, "{fault}");
        assert!(
            !fault.reason.contains(|c: char| c.is_control() || c == '\u{202e}'),
            "{fault}"
        );
    }
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .add_symlink("users.csv", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    let link = writer.finish().unwrap().into_inner();
    assert_eq!(unpacked(&link, MOST_BYTES).faults[0].code, "unsafe_path");
}

#[test]
fn a_file_that_is_locked_as_newer_programs_do_is_told_as_locked() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut options = FullFileOptions::default();
    // AES with 256 bits over deflate.
    options.add_extra_data(0x9901, b"\x02\0AE\x03\x08\0", true).unwrap();
    writer.start_file("users.csv", options).unwrap();
    writer.write_all(USERS).unwrap();
    let locked = said(writer.finish().unwrap().into_inner(), 0, METHOD, &[99, 0]);
    let fault = read(&Delivery::single("set.zip", said(locked, 0, FLAGS, &[1, 0])), None).unwrap_err();
    assert_eq!(
        (fault.code, &*fault.place.to_string()),
        ("password_protected", "users.csv")
    );
}

/// What is read of a delivery, with the adapter that is named or recognised.
fn read(delivery: &Delivery<'_>, key: Option<&str>) -> Result<(usize, Vec<&'static str>), Unreadable> {
    let adapter = key.map_or_else(|| detect(delivery), |key| Ok(by_key(key).unwrap()))?;
    let batch = read_all(adapter, delivery)?;
    let codes = batch.rejects.iter().map(|reject| reject.code).collect();
    Ok((batch.records.len(), codes))
}

#[test]
fn what_cannot_be_unpacked_is_told_whether_the_adapter_is_named_or_not() {
    let orgs = b"sourcedId,name,type\no1,North,school\n";
    let large = &u32::try_from(MOST_BYTES + 1).unwrap().to_le_bytes();
    for (second, at, bytes, code) in [
        ("../orgs.csv", None, &orgs[..], "unsafe_path"),
        ("../x.txt", None, b"hello", "unsafe_path"),
        ("orgs.csv", Some((FLAGS, &[1, 0][..])), orgs, "password_protected"),
        ("orgs.csv", Some((METHOD, &[14, 0])), orgs, "unsupported_compression"),
        ("zeros", Some((SIZE, large)), b"0", "too_large"),
    ] {
        let changed = |files: &[(&str, &[u8])]| {
            let archive = packed(files);
            match at {
                Some((at, change)) => said(archive, files.len() - 1, at, change),
                None => archive,
            }
        };
        let beside = changed(&[("users.csv", USERS), (second, bytes)]);
        let alone = changed(&[(second, bytes)]);
        let unknown = changed(&[("notes.txt", b"hello"), (second, bytes)]);
        for key in [None, Some("oneroster_csv")] {
            let whole = |bytes: &[u8]| read(&Delivery::single("set.zip", bytes.to_vec()), key);
            assert_eq!(whole(&beside), Ok((1, vec![code])), "{key:?}");
            assert_eq!(whole(&alone).unwrap_err().code, code, "{key:?}");
            assert_eq!(whole(&unknown).unwrap_err().code, code, "{key:?}");
            let folder = vec![part("a.csv", USERS), part("set.zip", &alone)];
            let folder = Delivery::several("folder", folder);
            assert_eq!(read(&folder, key), Ok((1, vec![code])), "{key:?}");
        }
    }
    let cut = &packed(&[("orgs.csv", orgs)])[..60];
    let folder = Delivery::several("folder", vec![part("a.csv", USERS), part("set.zip", cut)]);
    assert_eq!(read(&folder, None), Ok((1, vec!["truncated"])));
}

#[test]
fn files_of_an_archive_among_others_are_named_as_in_a_folder() {
    let archive = packed(&[("users.csv", USERS), ("../x", b"x")]);
    let delivery = Delivery::several("all", vec![part("set.zip", &archive), part("more.csv", USERS)]);
    let all = archive::unpacked(&delivery, MOST_BYTES);
    assert_eq!(names(&all), ["more.csv", "set.zip/users.csv"]);
    assert_eq!(all.faults[0].place.to_string(), "set.zip: entry 2");
    let small = archive::unpacked(&delivery, archive.len() as u64 - 1);
    assert_eq!((names(&small), small.faults[0].code), (vec!["more.csv"], "too_large"));
}

#[test]
fn an_adapter_that_reads_no_archives_says_so_and_reads_what_stands_beside() {
    let badge = include_bytes!("../../sources/open_badges/fixtures/good_competency_and_course.json");
    let archive = packed(&[("users.csv", USERS)]);
    for adapter in crate::sources::all().iter().filter(|adapter| !adapter.unpacks()) {
        let fault = read_all(*adapter, &Delivery::single("x.zip", archive.as_slice())).unwrap_err();
        let key = adapter.profile().key;
        assert_eq!(
            (fault.code, fault.place.to_string().as_str()),
            ("wrong_format", "x.zip"),
            "{key}"
        );
        assert!(fault.reason.contains("unpack it"), "{key}: {fault}");
    }
    let notes = packed(&[("notes.txt", b"hello")]);
    let fault = read(&Delivery::single("x.zip", notes), None).unwrap_err();
    assert_eq!(fault.code, "unknown_format");
    assert!(
        fault.reason.contains("only oneroster_csv reads any; unpack it"),
        "{fault}"
    );
    let delivery = Delivery::several("folder", vec![part("a.json", badge), part("x.zip", &archive)]);
    let (records, codes) = read(&delivery, Some("open_badges")).unwrap();
    assert!(records > 0);
    assert_eq!(codes, ["wrong_format"]);
}

fn part(name: &str, bytes: &[u8]) -> Part<'static> {
    let (name, bytes) = (name.to_owned().into(), bytes.to_vec().into());
    Part { name, bytes }
}
