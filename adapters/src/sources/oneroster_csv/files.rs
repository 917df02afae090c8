//! A delivery to the files of a set: unpacked, recognised, opened.

use super::kind::Kind;
use crate::archive::{self, Unpacked};
use crate::table::{Row, Stream, Table};
use crate::{Delivery, MOST_IN_MEMORY, Part, text};
use passport::record::{Place, Reject, Sink, Unreadable};
use std::io::{Cursor, Read};

/// How much of a file is looked at to recognise it.
const HEAD: usize = 4096;
/// How many files of an archive are looked at to recognise it.
const MOST_HEADS: usize = 200;

/// A file of the set, ready to be read.
pub struct File<'t> {
    pub kind: Kind,
    pub table: Stream<'t>,
}

/// Whether the part is a file of a set, or a set packed.
pub fn recognised(part: &Part<'_>) -> bool {
    match archive::is_zip(&part.bytes) {
        true => packed_set(&part.bytes),
        false => part
            .bytes
            .get(..HEAD.min(part.bytes.len()))
            .is_some_and(|head| is_head(&part.name, head)),
    }
}

/// Whether a file begins like one of the set: by its columns, or by its name if at least `sourcedId` is there.
fn is_head(name: &str, head: &[u8]) -> bool {
    let text = text::decode(head);
    let Ok(table) = Table::open(name, &text) else {
        return false;
    };
    Kind::by_columns(table.names()).is_some() || (table.column("sourcedId").is_some() && Kind::by_name(name).is_some())
}

/// Whether an archive holds files of the set; of a damaged archive the names inside tell.
fn packed_set(bytes: &[u8]) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return names_a_set(bytes);
    };
    (0..archive.len().min(MOST_HEADS)).any(|index| {
        let Ok(mut file) = archive.by_index(index) else {
            return false;
        };
        let name = file.name().to_owned();
        !hidden(&name) && is_head(&name, &archive::head(file.by_ref(), HEAD as u64))
    })
}

fn names_a_set(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default();
    let names: [&[u8]; 4] = [
        b"academicSessions.csv",
        b"enrollments.csv",
        b"orgs.csv",
        b"lineItems.csv",
    ];
    names
        .iter()
        .any(|name| head.windows(name.len()).any(|window| window == *name))
}

/// The delivery's files, archives unpacked, and what of them cannot be.
pub fn unpacked<'d>(delivery: &'d Delivery<'_>) -> Unpacked<'d> {
    let mut unpacked = archive::unpacked(delivery, MOST_IN_MEMORY);
    unpacked.files.retain(|part| !hidden(&part.name));
    unpacked
}

/// Files that operating systems leave in folders and archives.
fn hidden(name: &str) -> bool {
    name.split('/')
        .any(|step| step.starts_with('.') || step == "__MACOSX" || step.eq_ignore_ascii_case("Thumbs.db"))
}

/// Opens every file of the set. Others, and what could not be unpacked, become rejects; if none is of the set, the
/// delivery is unreadable.
pub fn opened<'t>(
    delivery: &Delivery<'_>,
    unpacked: &'t Unpacked<'_>,
    sink: &mut dyn Sink,
) -> Result<Vec<File<'t>>, Unreadable> {
    let mut files = Vec::new();
    let mut faults = unpacked.faults.clone();
    for part in &unpacked.files {
        match open(part) {
            Ok(file) => files.push(file),
            Err(fault) => faults.push(fault),
        }
    }
    if files.is_empty() {
        return Err(faults.into_iter().next().unwrap_or_else(|| {
            Unreadable::new(
                Place::file(delivery.name()),
                "empty",
                "the delivery holds no file; send the CSV files of the set",
            )
        }));
    }
    faults.into_iter().for_each(|fault| sink.reject(fault.into()));
    missing_files(&files, sink)?;
    Ok(files)
}

fn open<'t>(part: &'t Part<'t>) -> Result<File<'t>, Unreadable> {
    let table = Stream::open(part)?;
    if let Some(kind) = Kind::by_columns(table.header().names()) {
        return Ok(File { kind, table });
    }
    let place = Place::row(&part.name, 1);
    let has_ids = table.header().column("sourcedId").is_some();
    Err(match Kind::by_name(&part.name).filter(|_| has_ids) {
        Some(kind) => {
            let columns = kind.columns().join(", ");
            Unreadable::new(
                place,
                "missing_column",
                format!("{}.csv needs the columns {columns}", kind.name()),
            )
        }
        None => Unreadable::new(place, "wrong_format", "the header is that of no OneRoster CSV file"),
    })
}

/// Files that the manifest announces and the delivery lacks. A lone manifest announces a set sent elsewhere.
fn missing_files(files: &[File<'_>], sink: &mut dyn Sink) -> Result<(), Unreadable> {
    let mut manifests = files.iter().filter(|file| file.kind == Kind::Manifest);
    if files.iter().all(|file| file.kind == Kind::Manifest) {
        return Ok(());
    }
    manifests.try_for_each(|manifest| {
        manifest.table.each(&mut |row| {
            let missing = row.ok().and_then(|row| missing_file(&row, files));
            missing.into_iter().for_each(|reject| sink.reject(reject));
        })
    })
}

fn missing_file(announced: &Row<'_>, files: &[File<'_>]) -> Option<Reject> {
    let name = announced.get("propertyName")?.strip_prefix("file.")?;
    let kind = Kind::by_name(name).filter(|kind| kind.is_read())?;
    let is_here = matches!(announced.get("value"), Some("bulk" | "delta"));
    let is_sent = files.iter().any(|file| file.kind == kind);
    let reason = format!(
        "the manifest announces {}.csv, and no file of the delivery has its columns",
        kind.name()
    );
    (is_here && !is_sent).then(|| Reject::new(announced.cell_place("value"), "missing_file", reason))
}
