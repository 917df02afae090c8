//! How fast a run goes, and how long it will take: for whoever waits for it.

use entity::import_run;
use std::time::Duration;

/// How much of a delivery was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Bytes read; none where the format is read as a whole, and nothing can be told.
    pub read: u64,
    /// Bytes in all.
    pub whole: u64,
}

/// How fast a run goes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Pace {
    /// Records read in a second, on the average of the run.
    pub per_second: Option<f64>,
    /// How long the rest will take to be read at that pace, where it is known how much that is.
    pub left: Option<Duration>,
}

impl Pace {
    /// The pace of so many records in so long a time.
    pub fn of(elapsed: Duration, records: u64, share: Share) -> Self {
        let seconds = elapsed.as_secs_f64();
        if seconds <= 0.0 || records == 0 {
            return Pace::default();
        }
        let rest = share.whole.saturating_sub(share.read);
        let left = (share.read > 0).then(|| seconds * rest as f64 / share.read as f64);
        Pace {
            per_second: Some(records as f64 / seconds),
            left: left.and_then(|left| Duration::try_from_secs_f64(left).ok()),
        }
    }

    /// The pace of a run as its row tells it. One that is over has nothing left.
    pub fn of_run(run: &import_run::Model) -> Self {
        let until = run.finished_at.or(run.alive_at).unwrap_or(run.started_at);
        let elapsed = (until - run.started_at).to_std().unwrap_or_default();
        let records = u64::try_from(run.records_read).unwrap_or_default();
        let pace = Pace::of(elapsed, records, told(&run.files));
        let is_over = run.state != "running";
        Pace {
            left: pace.left.filter(|_| !is_over),
            ..pace
        }
    }
}

/// How much of its files a run's row says was read.
fn told(files: &serde_json::Value) -> Share {
    let files = files.as_array().map(Vec::as_slice).unwrap_or_default();
    let sum = |field: &str| files.iter().filter_map(|file| file.get(field)?.as_u64()).sum();
    Share {
        read: sum("read"),
        whole: sum("bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_follows_from_what_was_read() {
        let share = |read, whole| Share { read, whole };
        for (seconds, records, share, per_second, left) in [
            (10, 1_000, share(250, 1_000), Some(100.0), Some(30)),
            (10, 1_000, share(1_000, 1_000), Some(100.0), Some(0)),
            // Longer than it was said to be, as a file that grows.
            (10, 1_000, share(1_200, 1_000), Some(100.0), Some(0)),
            // Read as a whole, or of unknown size: only the pace is known.
            (10, 1_000, share(0, 1_000), Some(100.0), None),
            (10, 1_000, share(0, 0), Some(100.0), None),
            (0, 1_000, share(1, 2), None, None),
            (10, 0, share(1, 2), None, None),
        ] {
            let pace = Pace::of(Duration::from_secs(seconds), records, share);
            let told = (pace.per_second, pace.left.map(|left| left.as_secs()));
            assert_eq!(told, (per_second, left), "{seconds} {records} {share:?}");
        }
        let longest = Pace::of(Duration::MAX, 1, share(1, u64::MAX));
        assert_eq!(longest.left, None, "what no clock can tell is not told");
    }

    #[test]
    fn a_row_tells_what_was_read_of_its_files() {
        let files =
            serde_json::json!([{ "name": "a", "bytes": 100, "read": 40 }, { "name": "b", "bytes": 60, "read": 0 }]);
        assert_eq!(told(&files), Share { read: 40, whole: 160 });
        assert_eq!(told(&serde_json::json!([{ "name": "a" }])), Share::default());
        assert_eq!(told(&serde_json::json!(null)), Share::default());
    }
}
