//! The check of imports: those whose process died, by name.

use super::Finding;
use crate::clock::Clock;
use crate::flows::import_delivery::SILENCE;
use crate::store::{Db, imports};

/// How many are named.
const NAMED: usize = 3;

/// Runs that were begun and are not heard of any more.
pub async fn imports(db: &Db) -> Finding {
    const CHECK: &str = "imports";
    let Ok(silent) = imports::silent(db, Clock::default().now() - SILENCE).await else {
        return Finding::fail(
            CHECK,
            "the runs cannot be read",
            "passport-hub migrate status says more.",
        );
    };
    if silent.is_empty() {
        return Finding::ok(CHECK, "no import was left unfinished");
    }
    let mut named: Vec<String> = silent.iter().take(NAMED).map(in_words).collect();
    if silent.len() > NAMED {
        named.push(format!("and {} more", silent.len() - NAMED));
    }
    Finding::warn(
        CHECK,
        format!("begun and not heard of any more: {}", named.join("; ")),
        "passport-hub serve ends them within a minute; what they saved stays. Send their deliveries again: they go on from there.",
    )
}

fn in_words(run: &imports::SilentRun) -> String {
    let last = run.last.format("%Y-%m-%d %H:%M:%S UTC");
    format!("{} of {}, last at work {last}", run.id, run.source)
}
