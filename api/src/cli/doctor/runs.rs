//! The check of imports: those whose process died, by name.

use super::Finding;
use crate::clock::Clock;
use crate::flows::import_delivery::is_dead;
use crate::store::{Db, imports};

/// How many are named.
const NAMED: usize = 3;

/// Runs that were begun and are not heard of any more.
pub async fn imports(db: &Db) -> Finding {
    const CHECK: &str = "imports";
    let mut dead = match imports::open(db, None).await {
        Ok(open) => open,
        Err(error) => {
            let todo = "passport-hub migrate status says more.";
            return Finding::failed(CHECK, &error, "the runs cannot be read", todo);
        }
    };
    let now = Clock::default().now();
    dead.retain(|(run, _)| is_dead(run, now));
    if dead.is_empty() {
        return Finding::ok(CHECK, "no import was left unfinished");
    }
    let mut named: Vec<String> = dead.iter().take(NAMED).map(in_words).collect();
    if dead.len() > NAMED {
        named.push(format!("and {} more", dead.len() - NAMED));
    }
    Finding::warn(
        CHECK,
        format!("begun and not heard of any more: {}", named.join("; ")),
        "passport-hub serve ends them within a minute; what they saved stays. Send their deliveries again: they go on from there.",
    )
}

fn in_words((run, source): &imports::OpenRun) -> String {
    let last = run.alive_at.unwrap_or(run.started_at).format("%Y-%m-%d %H:%M:%S UTC");
    format!("{} of {source}, last at work {last}", run.id)
}
