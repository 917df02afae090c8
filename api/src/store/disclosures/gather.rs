//! How many answers are on their way to the writer, so that it knows whether waiting for more is worth it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Longest that a disclosure waits for others to share its commit.
pub(super) const PATIENCE: Duration = Duration::from_millis(5);

/// Answers that are being worked out and will be disclosed.
#[derive(Clone, Default)]
pub(super) struct Coming(Arc<AtomicUsize>);

/// One of them, until it is dropped.
pub struct OnItsWay(Arc<AtomicUsize>);

impl Coming {
    /// One more.
    pub(super) fn one(&self) -> OnItsWay {
        self.0.fetch_add(1, Ordering::Relaxed);
        OnItsWay(Arc::clone(&self.0))
    }

    /// Whether so many are enough to be written together: there is room for no more, or fewer are still to come. Whoever
    /// is alone never waits.
    pub(super) fn is_enough(&self, gathered: usize, room: usize) -> bool {
        gathered >= room || gathered >= self.0.load(Ordering::Relaxed)
    }
}

impl Drop for OnItsWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_writer_waits_while_more_are_coming_than_it_has() {
        let coming = Coming::default();
        assert!(coming.is_enough(1, 64), "one alone is written at once");
        let others = [coming.one(), coming.one()];
        assert!(!coming.is_enough(1, 64));
        assert!(coming.is_enough(2, 64) && coming.is_enough(1, 1));
        drop(others);
        assert!(coming.is_enough(1, 64), "what comes no more is not waited for");
    }
}
