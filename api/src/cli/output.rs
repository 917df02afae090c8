//! What the commands say: results on standard output, everything else on standard error, and how a command ends.

use super::unreachable;
use crate::store::StoreError;
use serde::Serialize;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// All is well.
pub const OK: u8 = 0;
/// It ran, and found something that is not well: rejects, a schema that drifted, a check that failed.
pub const FOUND: u8 = 1;
/// Something could not be read at all.
pub const UNREADABLE: u8 = 2;
/// The command was used wrongly.
pub const USAGE: u8 = 64;
/// The database, or the address to listen on, cannot be had.
pub const UNAVAILABLE: u8 = 69;
/// A surprise inside the hub.
pub const SURPRISE: u8 = 70;
/// The settings or the keys are at fault.
pub const SETTINGS: u8 = 78;
/// Told to stop, as shells say of ctrl-c.
pub const STOPPED: u8 = 130;

/// Why a command ends early.
#[derive(Debug)]
pub enum Failure {
    /// It says what, where and what to do, on standard error.
    Said {
        /// The exit code.
        code: u8,
        /// What is wrong, and where.
        what: String,
        /// What to do.
        hint: Option<String>,
    },
    /// Whoever read the output has enough: `… | head`.
    ReaderLeft,
}

/// How a command ends: its exit code, or why it ended early.
pub type Ended = Result<u8, Failure>;

impl Failure {
    /// A failure with an exit code.
    pub fn new(code: u8, what: impl Display) -> Self {
        Failure::Said {
            code,
            what: what.to_string(),
            hint: None,
        }
    }

    /// Wrong usage.
    pub fn usage(what: impl Display) -> Self {
        Failure::new(USAGE, what)
    }

    /// Adds what to do.
    pub fn hint(self, hint: impl Display) -> Self {
        match self {
            Failure::Said { code, what, .. } => Failure::Said {
                code,
                what,
                hint: Some(hint.to_string()),
            },
            Failure::ReaderLeft => self,
        }
    }

    /// Says it on standard error and gives the exit code.
    pub fn report(&self) -> u8 {
        match self {
            Failure::ReaderLeft => OK,
            Failure::Said { code, what, hint } => {
                tell(format_args!("error: {what}"));
                if let Some(hint) = hint {
                    tell(format_args!("  {hint}"));
                }
                *code
            }
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ReaderLeft,
            _ => Failure::new(SURPRISE, format_args!("the output cannot be written: {error}")),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let cause = error.cause();
        let what = match error {
            StoreError::Corrupt(what) => format!("stored data cannot be read: {what}"),
            lost @ StoreError::Undone => lost.to_string(),
            // The driver's text may quote values: it goes to the log of those who ask for it, not to everybody.
            StoreError::Database(error) => {
                tracing::debug!(%error, "the database failed");
                "the database failed".to_owned()
            }
        };
        if let Some(cause) = cause {
            let (what, hint) = unreachable::by_cause(cause, "the database");
            return Failure::new(UNAVAILABLE, what).hint(hint);
        }
        Failure::new(UNAVAILABLE, what)
            .hint("passport-hub doctor says more; PASSPORT_HUB_LOG=debug shows the database's own words.")
    }
}

impl From<crate::keys::KeyError> for Failure {
    fn from(error: crate::keys::KeyError) -> Self {
        let hint = matches!(error, crate::keys::KeyError::Another)
            .then_some("Put the right PASSPORT_HUB_SECRET or key file back, or take another database.");
        let failure = Failure::new(SETTINGS, plain(&error.to_string(), LONGEST_PATH));
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

/// Prints a line of the result.
pub fn print(line: impl Display) -> Result<(), Failure> {
    Ok(writeln!(io::stdout().lock(), "{line}")?)
}

/// Prints a value as one line of JSON.
pub fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, value).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(out.flush()?)
}

/// Says something to the person who watches; if nobody can read it, it is lost, and nothing else.
pub fn tell(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// An error of the operating system in its own words, without its number.
pub fn words_of(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((words, _)) => words.to_owned(),
        None => text,
    }
}

/// So many of something, one of which is called so: `1 mapping`, `2 mappings`.
pub fn many(count: impl Display, what: &str) -> String {
    let count = count.to_string();
    let ending = if count == "1" { "" } else { "s" };
    format!("{count} {what}{ending}")
}

/// Prints how many there are of what, where there are any: what one is called, and what several are.
pub fn print_counts(counts: &[(usize, &str, &str)]) -> Result<(), Failure> {
    for (count, one, several) in counts.iter().filter(|(count, ..)| *count > 0) {
        let words = if *count == 1 { one } else { several };
        print(format_args!("{count:>9} {words}"))?;
    }
    Ok(())
}

/// Whether a person watches the work: standard error is a terminal.
pub fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Prints rows under a heading, each column as wide as its widest cell.
pub fn print_table<const N: usize>(heading: [&str; N], rows: &[[String; N]]) -> Result<(), Failure> {
    let heading = heading.map(str::to_owned);
    let mut widths = [0usize; N];
    for row in std::iter::once(&heading).chain(rows) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = io::stdout().lock();
    for row in std::iter::once(&heading).chain(rows) {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.chars().count() + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The longest path that is shown whole.
const LONGEST_PATH: usize = 4_096;

/// A path as scripts read it: what of it is no Unicode is `\u{fffd}`.
pub fn path_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The same path made fit for a terminal.
pub fn shown(path: &Path) -> String {
    plain(&path_text(path), LONGEST_PATH)
}

/// Whether a character turns the direction of what stands around it, so that a text looks like another.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text of a source made fit for a terminal: on one line, without control characters and what turns the direction of
/// writing, not longer than `most`.
pub fn plain(text: &str, most: usize) -> String {
    let mut plain: String = text
        .chars()
        .filter(|c| !turns_direction(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(most + 1)
        .collect();
    if plain.chars().count() > most {
        plain = plain.chars().take(most.saturating_sub(1)).chain(['…']).collect();
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_of_a_source_moves_a_terminal() {
        for (text, most, told) in [
            ("q3.csv", 60, "q3.csv"),
            ("a\nb\u{1b}[2Jc\u{7f}", 60, "a b [2Jc "),
            ("a\u{202e}b\u{2066}c\u{200f}d\u{61c}e", 60, "abcde"),
            ("\u{202e}abcdef", 3, "ab…"),
        ] {
            assert_eq!(plain(text, most), told, "{text:?}");
        }
    }
}
