//! A path as a delivery: a file is one document, a folder is several that belong together. Of a long file only the beginning
//! is read here; the adapter reads the rest.

use super::super::output::{path_text, plain, tell, words_of};
use adapters::delivery::{Content, Opens, changed_while_read};
use adapters::{Delivery, Part};
use passport::record::{Place, Unreadable};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// The family of adapters that read pictures.
const READS_PICTURES: &str = "open_badges";
/// How many files that are passed over are named.
const NAMED: usize = 5;
/// Most bytes that are read into memory.
const MOST_BYTES: u64 = 1 << 30;
/// Most files a folder may hold.
const MOST_FILES: usize = 2_000;
/// Most folders inside one another.
const DEEPEST: usize = 16;

/// Takes a file or a folder, of any size. What in a folder is plainly no data for this adapter, or for the one that
/// recognises it where none is named, is passed over and told.
pub fn read(path: &Path, adapter: Option<&str>) -> Result<Delivery<'static>, Unreadable> {
    let (delivery, hidden) = gather(path, &mut where_it_stands)?;
    Ok(match path.is_dir() {
        true => {
            let (delivery, mut passed_over) = data_alone(delivery, adapter);
            passed_over.extend(hidden);
            tell_passed_over(delivery.name(), &passed_over);
            delivery
        }
        false => delivery,
    })
}

/// The files of a folder that may be data, and the names of those that are none. Where nothing would be left, all are kept:
/// the adapter says what is wrong with them.
fn data_alone(delivery: Delivery<'static>, adapter: Option<&str>) -> (Delivery<'static>, Vec<String>) {
    let is_none = |part: &Part<'_>| is_document(part.file_name()) || is_mere_picture(part, adapter);
    if delivery.parts().iter().all(is_none) {
        return (delivery, Vec::new());
    }
    let name = delivery.name().to_owned();
    let (none, data): (Vec<_>, Vec<_>) = delivery.into_parts().into_iter().partition(is_none);
    let names = none.into_iter().map(|part| part.name.into_owned());
    (Delivery::several(name, data), names.collect())
}

/// Whether a file is there for people: `README`, `notes.md`, what a system leaves behind.
fn is_document(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    matches!(stem, "readme" | "license" | "licence" | "changelog")
        || matches!(name.as_str(), "thumbs.db" | "desktop.ini")
        || name.ends_with(".md")
}

/// Whether a file is a picture that no adapter would read: badges are baked into PNG and SVG. A picture without a badge is
/// told of where badges are meant.
fn is_mere_picture(part: &Part<'_>, adapter: Option<&str>) -> bool {
    let name = part.file_name().to_ascii_lowercase();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default();
    if !matches!(ending, "png" | "svg" | "jpg" | "jpeg" | "gif" | "webp" | "ico") {
        return false;
    }
    match adapter {
        Some(adapter) => adapter != READS_PICTURES,
        None => !adapters::baked::is_baked(&part.bytes),
    }
}

/// Says in one line what is passed over.
fn tell_passed_over(folder: &str, passed_over: &[String]) {
    if passed_over.is_empty() {
        return;
    }
    let mut names: Vec<String> = passed_over.iter().take(NAMED).map(|name| plain(name, 60)).collect();
    if passed_over.len() > NAMED {
        names.push(format!("and {} more", passed_over.len() - NAMED));
    }
    tell(format_args!(
        "{}: passed over as no data: {}",
        plain(folder, 60),
        names.join(", ")
    ));
}

/// Reads a file or a folder into memory, within bounds.
pub fn read_whole(path: &Path) -> Result<Delivery<'static>, Unreadable> {
    let mut left = MOST_BYTES;
    gather(path, &mut |path, name| bytes(&path, name, &mut left).map(Content::from)).map(|(delivery, _)| delivery)
}

/// A file that is read where it stands. A pipe or a device is none: it may say nothing for ever, and nothing twice.
fn where_it_stands(path: PathBuf, name: &str) -> Result<Content<'static>, Unreadable> {
    let about = fs::metadata(&path).map_err(|error| cannot_read(name, &error))?;
    if !about.is_file() {
        let reason = "it is neither a file nor a folder; write what it gives into a file, and take that";
        return Err(Unreadable::new(Place::file(name), "not_a_file", reason));
    }
    let written = Written::of(&about);
    let file = Arc::new(OnDisk { path, written });
    let content = Content::elsewhere(Arc::clone(&file) as Arc<dyn Opens>, about.len());
    let content = content.map_err(|error| cannot_read(name, &error))?;
    match file.has_changed() {
        true => Err(changed_while_read(name)),
        false => Ok(content),
    }
}

/// A file that is read where it stands, and how it stood when it was taken.
#[derive(Debug)]
struct OnDisk {
    path: PathBuf,
    written: Written,
}

/// What changes when a file is written to.
#[derive(Debug, PartialEq, Eq)]
struct Written {
    length: u64,
    at: Option<SystemTime>,
}

impl Written {
    fn of(about: &fs::Metadata) -> Self {
        Written {
            length: about.len(),
            at: about.modified().ok(),
        }
    }
}

impl Opens for OnDisk {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(&self.path)?))
    }

    fn has_changed(&self) -> bool {
        !fs::metadata(&self.path).is_ok_and(|about| Written::of(&about) == self.written)
    }
}

/// Reads one file, by its path and its name.
type Reader<'r> = &'r mut dyn FnMut(PathBuf, &str) -> Result<Content<'static>, Unreadable>;

/// The files of a path, and the names of hidden ones that are passed over.
fn gather(path: &Path, read: Reader<'_>) -> Result<(Delivery<'static>, Vec<String>), Unreadable> {
    let name = file_name(path);
    if !path.is_dir() {
        let bytes = read(path.to_owned(), &name)?;
        let part = Part {
            name: name.clone().into(),
            bytes,
        };
        return Ok((Delivery::several(name, vec![part]), Vec::new()));
    }
    let mut walked = Walked::default();
    collect(path, "", 0, &mut walked).map_err(|error| match error {
        Walk::Io(error) => cannot_read(&name, &error),
        Walk::TooMuch(reason) => Unreadable::new(Place::file(&name), "too_large", reason),
    })?;
    if walked.files.is_empty() {
        return Err(Unreadable::new(
            Place::file(&name),
            "empty",
            "the folder holds no files",
        ));
    }
    let mut parts = Vec::new();
    for (name, path) in walked.files {
        parts.push(Part {
            bytes: read(path, &name)?,
            name: name.into(),
        });
    }
    Ok((Delivery::several(name, parts), walked.hidden))
}

/// What to call a file or folder in messages: its last name, else the path as it is.
fn file_name(path: &Path) -> String {
    let absolute = || {
        path.canonicalize()
            .ok()
            .and_then(|path| path.file_name().map(|name| name.to_owned()))
    };
    let name = path.file_name().map(|name| name.to_owned()).or_else(absolute);
    path_text(name.as_deref().map_or(path, Path::new))
}

fn bytes(path: &Path, name: &str, left: &mut u64) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    let read = File::open(path)
        .and_then(|file| file.take(*left + 1).read_to_end(&mut bytes))
        .map_err(|error| cannot_read(name, &error))?;
    *left = left.checked_sub(read as u64).ok_or_else(|| {
        let reason = format!("they hold more than {} MiB; take smaller ones", MOST_BYTES >> 20);
        Unreadable::new(Place::file(name), "too_large", reason)
    })?;
    Ok(bytes)
}

fn cannot_read(name: &str, error: &io::Error) -> Unreadable {
    let (code, reason) = match error.kind() {
        io::ErrorKind::NotFound => ("not_found", "there is no such file; check its path".to_owned()),
        io::ErrorKind::PermissionDenied => ("not_permitted", "you may not read it; check its permissions".to_owned()),
        _ => ("io", format!("it cannot be read: {}", words_of(error))),
    };
    Unreadable::new(Place::file(name), code, reason)
}

/// What a folder holds: its files by name, and what is hidden in it.
#[derive(Default)]
struct Walked {
    files: Vec<(String, PathBuf)>,
    hidden: Vec<String>,
}

enum Walk {
    Io(io::Error),
    TooMuch(String),
}

/// The files of a folder and of the folders in it, in the order of their names.
fn collect(folder: &Path, inside: &str, depth: usize, walked: &mut Walked) -> Result<(), Walk> {
    if depth > DEEPEST {
        return Err(Walk::TooMuch(format!(
            "the folder holds more than {DEEPEST} folders inside one another"
        )));
    }
    let mut entries = fs::read_dir(folder)
        .and_then(Iterator::collect::<io::Result<Vec<_>>>)
        .map_err(Walk::Io)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        // A link is neither file nor folder here: nothing outside the folder is read.
        let kind = entry.file_type().map_err(Walk::Io)?;
        let is_hidden = name.starts_with('.');
        let name = if inside.is_empty() {
            name
        } else {
            format!("{inside}/{name}")
        };
        if is_hidden {
            walked.hidden.push(name);
            continue;
        }
        if kind.is_dir() {
            collect(&entry.path(), &name, depth + 1, walked)?;
        } else if kind.is_file() {
            walked.files.push((name, entry.path()));
        }
        if walked.files.len() > MOST_FILES {
            return Err(Walk::TooMuch(format!("the folder holds more than {MOST_FILES} files")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_one_delivery_and_ends_at_its_border() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.csv"), "x").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("b")).unwrap();
        for name in ["c.csv", "b/a.csv", ".hidden"] {
            std::fs::write(root.join(name), name).unwrap();
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(outside.path(), root.join("link")).unwrap();
            std::os::unix::fs::symlink(outside.path().join("secret.csv"), root.join("link.csv")).unwrap();
        }
        let delivery = read(root, None).unwrap();
        let names: Vec<&str> = delivery.parts().iter().map(|part| part.name.as_ref()).collect();
        assert_eq!(names, ["b/a.csv", "c.csv"]);
    }

    #[test]
    fn what_is_not_there_says_so() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(
            read(&folder.path().join("none.json"), None).unwrap_err().code,
            "not_found"
        );
        assert_eq!(read(folder.path(), None).unwrap_err().code, "empty");
    }

    #[test]
    fn a_long_file_that_changes_after_it_was_taken_is_unreadable() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("statements.jsonl");
        let adapter = adapters::by_key("xapi").unwrap();
        let spaces = " \n".repeat(adapters::delivery::HEAD);
        let writes: [&dyn Fn(); 4] = [
            &|| {},
            &|| fs::write(&path, format!("{spaces}\n")).unwrap(),
            &|| {
                let file = File::options().write(true).open(&path).unwrap();
                file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
            },
            &|| fs::remove_file(&path).unwrap(),
        ];
        for (at, write) in writes.into_iter().enumerate() {
            fs::write(&path, &spaces).unwrap();
            let delivery = read(&path, None).unwrap();
            write();
            let code = adapters::read_all(adapter, &delivery).err().map(|fault| fault.code);
            assert_eq!(code == Some("changed_while_read"), at > 0, "{at}: {code:?}");
        }
    }

    #[test]
    fn what_is_plainly_no_data_is_passed_over() {
        let baked: &[u8] = b"<svg xmlns:openbadges=\"http://openbadges.org\"/>";
        let all: &[(&str, &[u8])] = &[
            ("data.csv", b"x"),
            ("in/README", b"x"),
            ("in/notes.MD", b"x"),
            ("in/readme.csv.txt", b"x"),
            ("in/reading.csv", b"x"),
            ("logo.png", b"x"),
            ("badge.svg", baked),
        ];
        for (adapter, kept) in [
            (None, vec!["badge.svg", "data.csv", "in/reading.csv"]),
            (Some("pirl"), vec!["data.csv", "in/reading.csv"]),
            (
                Some("open_badges"),
                vec!["badge.svg", "data.csv", "in/reading.csv", "logo.png"],
            ),
        ] {
            let parts = all.iter().map(|(name, bytes)| Part {
                name: (*name).into(),
                bytes: (*bytes).into(),
            });
            let (delivery, passed_over) = data_alone(Delivery::several("folder", parts.collect()), adapter);
            let names: Vec<&str> = delivery.parts().iter().map(|part| &*part.name).collect();
            assert_eq!(names, kept, "{adapter:?}");
            assert_eq!(names.len() + passed_over.len(), all.len());
        }
        let alone = Delivery::several(
            "folder",
            vec![Part {
                name: "logo.png".into(),
                bytes: b"x".into(),
            }],
        );
        assert_eq!(data_alone(alone, Some("pirl")).0.parts().len(), 1);
    }
}
