//! Fixtures as they lie in `adapters/src/sources/<key>/fixtures`, and running a check over all of them.

use crate::left_out::is_left_out;
use adapters::{Adapter, Batch, Delivery, Part, Unreadable, read_all};
use std::fs;
use std::path::{Path, PathBuf};

/// One fixture: a file, or a folder whose files are one delivery.
pub struct Fixture {
    /// The adapter it belongs to.
    pub adapter: &'static dyn Adapter,
    /// File or folder name: `good_employees.json`.
    pub name: String,
    /// Whether it is one file, not a folder.
    pub is_single: bool,
    /// Its files: name in the delivery, and bytes.
    pub parts: Vec<(String, Vec<u8>)>,
    path: PathBuf,
}

impl Fixture {
    /// The fixture as a delivery.
    pub fn delivery(&self) -> Delivery<'_> {
        self.delivery_of(&self.parts)
    }

    /// A delivery of the same shape with other parts.
    pub fn delivery_of<'a>(&'a self, parts: &'a [(String, Vec<u8>)]) -> Delivery<'a> {
        match parts {
            [(name, bytes)] if self.is_single => Delivery::single(name.as_str(), bytes.as_slice()),
            _ => Delivery::several(self.name.as_str(), parts.iter().map(part).collect()),
        }
    }

    /// What the adapter makes of it.
    pub fn read(&self) -> Result<Batch, Unreadable> {
        read_all(self.adapter, &self.delivery())
    }

    /// Whether it should be read without rejects.
    pub fn is_good(&self) -> bool {
        self.name.starts_with("good_")
    }

    /// Where the expected outcome stands: `good_x.json` -> `good_x.expected.json`, folder `good_x` -> the same.
    pub fn expected_path(&self) -> PathBuf {
        self.path.with_file_name(format!("{}.expected.json", self.stem()))
    }

    /// Its name without extension.
    pub fn stem(&self) -> &str {
        if self.is_single {
            self.name.split('.').next().unwrap_or_default()
        } else {
            &self.name
        }
    }

    /// Adapter and fixture, as error messages name them.
    pub fn title(&self) -> String {
        format!("{}/{}", self.adapter.profile().key, self.name)
    }
}

fn part((name, bytes): &(String, Vec<u8>)) -> Part<'_> {
    Part {
        name: name.as_str().into(),
        bytes: bytes.as_slice().into(),
    }
}

/// Runs a check over every adapter and fails once, with everything it found.
pub fn each_adapter(check: &str, run: impl Fn(&'static dyn Adapter) -> Result<(), String>) {
    let problems = kept(check).filter_map(|adapter| {
        run(adapter)
            .err()
            .map(|problem| format!("{}: {problem}", adapter.profile().key))
    });
    report(check, &problems.collect::<Vec<_>>());
}

/// Runs a check over every fixture of every adapter and fails once, with everything it found.
pub fn each_fixture(check: &str, run: impl Fn(&Fixture) -> Result<(), String>) {
    let problems = kept(check).flat_map(fixtures_of).filter_map(|fixture| {
        run(&fixture)
            .err()
            .map(|problem| format!("{}: {problem}", fixture.title()))
    });
    report(check, &problems.collect::<Vec<_>>());
}

/// The same over the batches that could be read.
pub fn each_batch(check: &str, run: impl Fn(&Fixture, &Batch) -> Result<(), String>) {
    each_fixture(check, |fixture| {
        fixture.read().map_or(Ok(()), |batch| run(fixture, &batch))
    });
}

fn kept(check: &str) -> impl Iterator<Item = &'static dyn Adapter> {
    let check = check.to_owned();
    adapters::sources::all()
        .iter()
        .copied()
        .filter(move |adapter| !is_left_out(adapter.profile().key, &check))
}

fn report(check: &str, problems: &[String]) {
    assert!(problems.is_empty(), "{check}:\n  {}\n", problems.join("\n  "));
}

/// `Ok` when the condition holds, else the problem.
pub fn ensure(holds: bool, problem: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(problem()) }
}

/// The folder of an adapter.
pub fn folder_of(adapter: &dyn Adapter) -> PathBuf {
    sources_folder().join(adapter.profile().key)
}

/// The folder of all adapters, seen from this crate or from the one that fuzzes them.
pub fn sources_folder() -> PathBuf {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut sources = folders.map(|folder| folder.join("src/sources"));
    sources.find(|sources| sources.join("mod.rs").is_file()).unwrap()
}

/// The fixtures of an adapter, in the order of their names.
pub fn fixtures_of(adapter: &'static dyn Adapter) -> Vec<Fixture> {
    listing(&folder_of(adapter).join("fixtures"))
        .into_iter()
        .filter(|path| !file_name(path).ends_with(".expected.json"))
        .map(|path| load(adapter, path))
        .collect()
}

fn load(adapter: &'static dyn Adapter, path: PathBuf) -> Fixture {
    let name = file_name(&path);
    let is_single = path.is_file();
    let files = if is_single {
        vec![(name.clone(), path.clone())]
    } else {
        files_below(&path, "")
    };
    let parts = files
        .into_iter()
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect();
    Fixture {
        adapter,
        name,
        is_single,
        parts,
        path,
    }
}

fn files_below(folder: &Path, prefix: &str) -> Vec<(String, PathBuf)> {
    let below = |path: PathBuf| {
        let name = format!("{prefix}{}", file_name(&path));
        if path.is_dir() {
            files_below(&path, &format!("{name}/"))
        } else {
            vec![(name, path)]
        }
    };
    listing(folder).into_iter().flat_map(below).collect()
}

/// What lies in a folder, in the order of the names; hidden files are left out.
pub fn listing(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let mut paths: Vec<_> = entries.filter(|path| !file_name(path).starts_with('.')).collect();
    paths.sort();
    paths
}

/// The last segment of a path.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
