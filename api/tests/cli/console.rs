//! A console in a folder of its own, where the binary is run with nothing set but what a story sets.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A folder to work in.
pub struct Console {
    folder: TempDir,
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Console {
    pub fn new() -> Self {
        Console {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// What is in the folder.
    pub fn files(&self) -> BTreeSet<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    /// The binary with these arguments, in this folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_passport-hub"));
        for (name, _) in std::env::vars_os() {
            if name == "DATABASE_URL" || name.to_string_lossy().starts_with("PASSPORT_HUB_") {
                command.env_remove(name);
            }
        }
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    /// Runs it to its end.
    pub fn runs(&self, arguments: &[&str]) -> Said {
        self.runs_with(&[], arguments)
    }

    /// Runs it to its end with these settings.
    pub fn runs_with(&self, settings: &[(&str, &str)], arguments: &[&str]) -> Said {
        let ended = self.command(arguments).envs(settings.iter().copied()).output().unwrap();
        Said {
            code: ended.status.code().expect("it ends by itself"),
            out: String::from_utf8(ended.stdout).unwrap(),
            err: String::from_utf8(ended.stderr).unwrap(),
        }
    }
}

impl Said {
    /// Standard output as JSON, one value a line.
    pub fn lines(&self) -> Vec<Value> {
        let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.out.lines().map(read).collect()
    }

    /// Standard output, which is one line of JSON.
    pub fn line(&self) -> Value {
        let mut lines = self.lines();
        assert_eq!(lines.len(), 1, "{self:?}");
        lines.remove(0)
    }

    /// The same, when all went well.
    pub fn well(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }
}

/// The keys of a JSON object.
pub fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// A fixture of an adapter, such as `pirl/bad_cells.csv`.
pub fn fixture(name: &str) -> String {
    let (adapter, file) = name.split_once('/').unwrap();
    shown(&repository(&format!("adapters/src/sources/{adapter}/fixtures/{file}")))
}

/// A sample delivery of the demo, such as `badges` or `pirl/lakeshore.csv`.
pub fn sample(name: &str) -> String {
    shown(&repository(&format!("api/assets/demo/{name}")))
}

/// A file of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn shown(path: &Path) -> String {
    assert!(path.exists(), "{}", path.display());
    path.to_str().unwrap().to_owned()
}
