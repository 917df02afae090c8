//! How an import goes, for whoever watches: a bar on a terminal, else a line every now and then.

use super::super::General;
use super::super::output::{is_watched, plain, tell};
use crate::flows::import_delivery::{Counts, Pace, Progress, Share, Stopped};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How often a line is said where no terminal shows a bar.
const EVERY: Duration = Duration::from_secs(10);

/// Whoever watches.
pub struct Watch {
    what: String,
    begun: Instant,
    shows: Shows,
    share: Mutex<Share>,
    run: Mutex<Option<Uuid>>,
}

enum Shows {
    Bar(ProgressBar),
    /// Lines; when the last one was said.
    Lines(Mutex<Instant>),
    /// Scripts read what came of it.
    Nothing,
}

impl Watch {
    /// Of a delivery of this name.
    pub fn of(what: &str, general: &General) -> Self {
        let begun = Instant::now();
        let what = plain(what, 60);
        let shows = match (general.json, is_watched()) {
            (_, true) => Shows::Bar(bar(&what)),
            (false, false) => Shows::Lines(Mutex::new(begun)),
            (true, false) => Shows::Nothing,
        };
        Watch {
            what,
            begun,
            shows,
            share: Mutex::default(),
            run: Mutex::default(),
        }
    }

    fn say(&self, what: &str) {
        let line = format!("{}: {what}", self.what);
        match &self.shows {
            Shows::Bar(bar) => bar.println(line),
            Shows::Lines(_) => tell(line),
            Shows::Nothing => {}
        }
    }

    /// The run, once it has begun.
    pub fn run(&self) -> Option<Uuid> {
        *self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The import came to its end.
    pub fn is_over(&self) {
        if let Shows::Bar(bar) = &self.shows {
            bar.finish_and_clear();
        }
    }
}

fn bar(what: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}  {elapsed}") {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

impl Progress for Watch {
    fn begun(&self, run: Uuid) {
        *self.run.lock().unwrap_or_else(PoisonError::into_inner) = Some(run);
    }

    fn waits_for(&self, run: Uuid) {
        self.say(&format!("waits for run {run} of the same delivery, which is at work"));
    }

    fn goes_on(&self, stopped: Stopped) {
        self.say(&format!(
            "goes on where run {} stopped at {} records: nothing is kept twice",
            stopped.run, stopped.records
        ));
    }

    fn passed(&self, share: Share) {
        *self.share.lock().unwrap_or_else(PoisonError::into_inner) = share;
    }

    fn advanced(&self, counts: &Counts) {
        let share = *self.share.lock().unwrap_or_else(PoisonError::into_inner);
        let pace = Pace::of(self.begun.elapsed(), counts.records_read, share);
        let line = || format!("{}: {}", self.what, in_words(counts.records_read, pace));
        match &self.shows {
            Shows::Bar(bar) => bar.set_message(line()),
            Shows::Lines(last) => {
                let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
                if last.elapsed() >= EVERY {
                    *last = Instant::now();
                    tell(line());
                }
            }
            Shows::Nothing => {}
        }
    }
}

/// How far an import is and how fast it goes.
fn in_words(records: u64, pace: Pace) -> String {
    let mut words = format!("{records} records");
    if let Some(per_second) = pace.per_second {
        words += &format!(", {per_second:.0} a second");
    }
    match pace.left.map(|left| left.as_secs()) {
        None => {}
        Some(seconds @ 0..120) => words += &format!(", about {seconds} s left"),
        Some(seconds @ 120..7200) => words += &format!(", about {} min left", seconds.div_ceil(60)),
        Some(seconds) => words += &format!(", about {} h left", seconds.div_ceil(3600)),
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_not_said() {
        let pace = |per_second, left: Option<u64>| Pace {
            per_second,
            left: left.map(Duration::from_secs),
        };
        for (pace, words) in [
            (pace(None, None), "41000 records"),
            (pace(Some(3210.4), None), "41000 records, 3210 a second"),
            (
                pace(Some(3210.4), Some(17)),
                "41000 records, 3210 a second, about 17 s left",
            ),
            (
                pace(Some(0.4), Some(121)),
                "41000 records, 0 a second, about 3 min left",
            ),
            (pace(Some(9.0), Some(7201)), "41000 records, 9 a second, about 3 h left"),
        ] {
            assert_eq!(in_words(41_000, pace), words);
        }
    }
}
