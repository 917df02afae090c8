//! Files that nobody but the user whose hub it is may read.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a file for its owner alone; one that is there already is an error.
pub(crate) fn make(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
