//! Room for imports. A delivery of a few megabytes may unpack to hundreds, so only a few are read at a time; those that
//! wait for their turn stand in memory as they were sent, so only so many bytes of them are kept.

use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many deliveries are read at a time, by one process.
pub const AT_ONCE: usize = 2;
/// How much of deliveries is kept in all, read and waiting.
const KEPT_KIB: usize = 256 * 1024;
/// What the smallest delivery counts for: a run costs something too.
const LEAST_KIB: usize = 256;

/// Room for imports, shared by all who import in this process.
#[derive(Debug, Clone)]
pub struct ImportRoom {
    turns: Arc<Semaphore>,
    previews: Arc<Semaphore>,
    kept: Arc<Semaphore>,
}

/// A delivery's place in memory, given back when dropped.
#[derive(Debug)]
pub struct Place {
    _permit: OwnedSemaphorePermit,
}

impl Default for ImportRoom {
    fn default() -> Self {
        ImportRoom {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            previews: Arc::new(Semaphore::new(1)),
            kept: Arc::new(Semaphore::new(KEPT_KIB)),
        }
    }
}

impl ImportRoom {
    /// A place for a delivery of so many bytes that others sent; none while too many wait.
    pub fn keep(&self, bytes: u64) -> Option<Place> {
        // A single delivery larger than the room, where the settings allow one, has it to itself.
        let kib = bytes.div_ceil(1024).clamp(LEAST_KIB as u64, KEPT_KIB as u64);
        let permits = u32::try_from(kib).ok()?;
        let permit = Arc::clone(&self.kept).try_acquire_many_owned(permits).ok()?;
        Some(Place { _permit: permit })
    }

    /// Waits for the turn to read, first come, first served; it lasts until it is dropped.
    pub async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        // It is never closed, so there always is a turn.
        Arc::clone(&self.turns).acquire_owned().await.ok()
    }

    /// The same for looking only, one at a time: however often somebody looks, imports go on.
    pub async fn preview_turn(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.previews).acquire_owned().await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1024 * 1024;

    #[test]
    fn deliveries_are_kept_as_long_as_there_is_room() {
        let room = ImportRoom::default();
        let four: Vec<_> = (0..4).map(|_| room.keep(64 * MIB)).collect();
        assert!(four.iter().all(Option::is_some));
        assert!(room.keep(1).is_none(), "the room is full");
        drop(four);
        let small = (0..5_000).map_while(|_| room.keep(1)).collect::<Vec<_>>();
        assert_eq!(small.len(), KEPT_KIB / LEAST_KIB, "small ones do not come without end");
        drop(small);
        let huge = room.keep(2_000 * MIB);
        assert!(huge.is_some() && room.keep(1).is_none());
    }
}
