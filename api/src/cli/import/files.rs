//! A path as a delivery: a file is one document, a folder is several that belong together. Of a long file only the beginning
//! is read here; the adapter reads the rest.

use super::super::output::words_of;
use adapters::delivery::{Content, Opens};
use adapters::{Delivery, Part};
use passport::record::{Place, Unreadable};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Most bytes that are read into memory.
const MOST_BYTES: u64 = 1 << 30;
/// Most files a folder may hold.
const MOST_FILES: usize = 2_000;
/// Most folders inside one another.
const DEEPEST: usize = 16;

/// Takes a file or a folder, of any size.
pub fn read(path: &Path) -> Result<Delivery<'static>, Unreadable> {
    gather(path, &mut |path, name| {
        let length = fs::metadata(&path).map(|file| file.len());
        let content = length.and_then(|length| Content::elsewhere(Arc::new(OnDisk(path)), length));
        content.map_err(|error| cannot_read(name, &error))
    })
}

/// Reads a file or a folder into memory, within bounds.
pub fn read_whole(path: &Path) -> Result<Delivery<'static>, Unreadable> {
    let mut left = MOST_BYTES;
    gather(path, &mut |path, name| bytes(&path, name, &mut left).map(Content::from))
}

/// A file that is read where it stands.
#[derive(Debug)]
struct OnDisk(PathBuf);

impl Opens for OnDisk {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(&self.0)?))
    }
}

/// Reads one file, by its path and its name.
type Reader<'r> = &'r mut dyn FnMut(PathBuf, &str) -> Result<Content<'static>, Unreadable>;

fn gather(path: &Path, read: Reader<'_>) -> Result<Delivery<'static>, Unreadable> {
    let name = file_name(path);
    if !path.is_dir() {
        let bytes = read(path.to_owned(), &name)?;
        return Ok(Delivery::several(
            name.clone(),
            vec![Part {
                name: name.into(),
                bytes,
            }],
        ));
    }
    let mut files = Vec::new();
    collect(path, "", 0, &mut files).map_err(|error| match error {
        Walk::Io(error) => cannot_read(&name, &error),
        Walk::TooMuch(reason) => Unreadable::new(Place::file(&name), "too_large", reason),
    })?;
    if files.is_empty() {
        return Err(Unreadable::new(
            Place::file(&name),
            "empty",
            "the folder holds no files",
        ));
    }
    let mut parts = Vec::new();
    for (name, path) in files {
        parts.push(Part {
            bytes: read(path, &name)?,
            name: name.into(),
        });
    }
    Ok(Delivery::several(name, parts))
}

/// What to call a file or folder in messages: its last name, else the path as it is.
fn file_name(path: &Path) -> String {
    let absolute = || {
        path.canonicalize()
            .ok()
            .and_then(|path| path.file_name().map(|name| name.to_owned()))
    };
    let name = path.file_name().map(|name| name.to_owned()).or_else(absolute);
    name.map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
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

enum Walk {
    Io(io::Error),
    TooMuch(String),
}

/// The files of a folder and of the folders in it, in the order of their names.
fn collect(folder: &Path, inside: &str, depth: usize, files: &mut Vec<(String, PathBuf)>) -> Result<(), Walk> {
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
        if name.starts_with('.') {
            continue;
        }
        let name = if inside.is_empty() {
            name
        } else {
            format!("{inside}/{name}")
        };
        if kind.is_dir() {
            collect(&entry.path(), &name, depth + 1, files)?;
        } else if kind.is_file() {
            files.push((name, entry.path()));
        }
        if files.len() > MOST_FILES {
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
        let delivery = read(root).unwrap();
        let names: Vec<&str> = delivery.parts().iter().map(|part| part.name.as_ref()).collect();
        assert_eq!(names, ["b/a.csv", "c.csv"]);
    }

    #[test]
    fn what_is_not_there_says_so() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(&folder.path().join("none.json")).unwrap_err().code, "not_found");
        assert_eq!(read(folder.path()).unwrap_err().code, "empty");
    }
}
