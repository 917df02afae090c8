//! The end of service: everything long-lived listens for it, and the hub waits until all have left.

use std::sync::Arc;

use tokio::sync::watch;

/// Tells connections, sockets and streams that the hub stops. All clones are one.
#[derive(Debug, Clone)]
pub struct Closing(Arc<watch::Sender<bool>>);

impl Default for Closing {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Closing {
    /// Listens for the end; as long as the listener lives, the hub waits for it.
    pub(super) fn listen(&self) -> Listener {
        Listener {
            receiver: self.0.subscribe(),
            _source: self.clone(),
        }
    }

    /// Begins the end.
    pub(super) fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Returns when the last listener has left.
    pub(super) async fn finished(&self) {
        self.0.closed().await;
    }
}

/// One who listens for the end.
pub(super) struct Listener {
    receiver: watch::Receiver<bool>,
    /// Without a source there would be no end to wait for.
    _source: Closing,
}

impl Listener {
    /// Returns when the hub stops.
    pub(super) async fn closed(&mut self) {
        let _ = self.receiver.wait_for(|closing| *closing).await;
    }
}
