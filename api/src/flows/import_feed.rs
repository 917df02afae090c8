//! What imports come to while they run, for those who watch.

use super::import_delivery::Counts;
use tokio::sync::broadcast;
use uuid::Uuid;

/// How far behind a watcher may fall before it misses events; counts are totals, so the next one makes up for it.
const LAG: usize = 256;

/// What an import has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportEvent {
    /// Which run.
    pub run: Uuid,
    /// Of which source.
    pub source: Uuid,
    /// So far, in total.
    pub counts: Counts,
    /// `running`, `finished` or `failed`.
    pub state: &'static str,
}

/// Carries [`ImportEvent`]s of this process to whoever watches.
#[derive(Debug, Clone)]
pub struct ImportFeed {
    sender: broadcast::Sender<ImportEvent>,
}

impl Default for ImportFeed {
    fn default() -> Self {
        ImportFeed {
            sender: broadcast::Sender::new(LAG),
        }
    }
}

impl ImportFeed {
    /// Watches from now on.
    pub fn watch(&self) -> broadcast::Receiver<ImportEvent> {
        self.sender.subscribe()
    }

    /// Tells whoever watches; nobody watching is no fault.
    pub(super) fn tell(&self, event: ImportEvent) {
        let _ = self.sender.send(event);
    }
}
