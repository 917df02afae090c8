//! The clock, handed in so that tests can set the time.

use chrono::{DateTime, Duration, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::sync::Notify;
use tokio::time::sleep;

/// Tells the time.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead_seconds: Arc<AtomicI64>,
    moved: Arc<Notify>,
}

/// The system's clock may be set, so nobody sleeps for longer without looking at it.
const LONGEST_SLEEP: Duration = Duration::seconds(60);

impl Clock {
    /// Now, to the microsecond, which is what both databases keep.
    pub fn now(&self) -> DateTime<Utc> {
        #[allow(
            clippy::disallowed_methods,
            reason = "the one place where the system's clock is read"
        )]
        let now = Utc::now() + Duration::seconds(self.ahead_seconds.load(Ordering::Relaxed));
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }

    /// Moves this clock ahead; a test's way to let a consent run out.
    pub fn advance(&self, by: Duration) {
        self.ahead_seconds.fetch_add(by.num_seconds(), Ordering::Relaxed);
        self.moved.notify_waiters();
    }

    /// Waits until this moment has come by this clock.
    pub async fn reaches(&self, moment: DateTime<Utc>) {
        loop {
            let moved = self.moved.notified();
            let left = (moment - self.now()).min(LONGEST_SLEEP);
            let Some(left) = left.to_std().ok().filter(|left| !left.is_zero()) else {
                return;
            };
            tokio::select! {
                () = sleep(left) => {}
                () = moved => {}
            }
        }
    }
}
