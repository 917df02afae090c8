//! `passport-hub schema`: the GraphQL schema as text, without a database.

use super::General;
use super::output::{Ended, FOUND, Failure, OK, UNREADABLE, path_text, print, print_json, shown, tell, words_of};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  passport-hub schema > schema.graphql
  passport-hub schema --check schema.graphql      ends with 1 where the file has drifted";

/// What `schema` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Compare with this file instead of printing
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

/// Prints the schema or compares it.
pub fn run(arguments: &Arguments, general: &General) -> Ended {
    let sdl = crate::graphql::sdl();
    match &arguments.check {
        Some(file) => check(&sdl, file, general),
        None if general.json => print_json(&serde_json::json!({"sdl": sdl})).map(|()| OK),
        None => print(sdl.trim_end()).map(|()| OK),
    }
}

fn check(sdl: &str, file: &Path, general: &General) -> Ended {
    let held = std::fs::read_to_string(file).map_err(|error| {
        Failure::new(
            UNREADABLE,
            format_args!("{} cannot be read: {}", shown(file), words_of(&error)),
        )
        .hint(format_args!("Make it with: passport-hub schema > {}", shown(file)))
    })?;
    let differs_at = first_difference(sdl, &held);
    if general.json {
        print_json(
            &serde_json::json!({"file": path_text(file), "same": differs_at.is_none(), "firstDifference": differs_at}),
        )?;
    }
    let Some(line) = differs_at else {
        if !general.json {
            print(format_args!("{} is up to date", shown(file)))?;
        }
        return Ok(OK);
    };
    tell(format_args!(
        "{} has drifted from the schema: the first difference is in line {line}",
        shown(file)
    ));
    tell(format_args!("  Refresh it with: passport-hub schema > {}", shown(file)));
    Ok(FOUND)
}

/// The line, counted from 1, where the two part; space at the end does not count.
fn first_difference(ours: &str, theirs: &str) -> Option<usize> {
    let (ours, theirs): (Vec<_>, Vec<_>) = (ours.trim_end().lines().collect(), theirs.trim_end().lines().collect());
    let parted = ours.iter().zip(&theirs).position(|(a, b)| a.trim_end() != b.trim_end());
    let shorter = ours.len().min(theirs.len());
    parted
        .or((ours.len() != theirs.len()).then_some(shorter))
        .map(|line| line + 1)
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn the_first_difference_is_found() {
        for (ours, theirs, at) in [
            ("a\nb\n", "a\nb", None),
            ("a\nb\n", "a\r\nb\r\n", None),
            ("a\nb", "a\nc", Some(2)),
            ("a\nb", "a", Some(2)),
            ("", "a", Some(1)),
        ] {
            assert_eq!(first_difference(ours, theirs), at, "{ours:?} {theirs:?}");
        }
    }
}
