//! Consents are read for all requests that wait: while the database is asked for one partner's, whoever comes for the same
//! partner and purpose shares the next statement. Nobody waits while nothing is being asked.
//!
//! It is no cache: every request is answered by a statement that began after it came.

use super::consents::{self, Between};
use super::{Db, StoreError};
use crate::caller::Partner;
use passport::consent::Purpose;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;
use uuid::Uuid;

/// Most requests that share one statement.
const SHARED: usize = 64;

/// Whose consents are asked for together: a partner's, for one purpose.
type Key = (Uuid, Purpose);

/// Those who wait, by what they wait for; a key stands there as long as the database is asked for it.
type Queues = HashMap<Key, Vec<Waiting>>;

/// Where requests meet who need what stands between a partner and holders.
#[derive(Clone, Default)]
pub struct Together(Arc<Mutex<Queues>>);

struct Waiting {
    holders: Vec<Uuid>,
    /// Told nothing where the statement failed.
    told: oneshot::Sender<Between>,
}

impl Together {
    /// What stands now between a partner and these holders, as [`consents::between`] reads it.
    pub async fn between(&self, db: &Db, partner: Partner, holders: &[Uuid]) -> Result<Between, StoreError> {
        let (told, answer) = oneshot::channel();
        let holders_too = holders.to_vec();
        if self.join(
            partner,
            Waiting {
                holders: holders_too,
                told,
            },
        ) {
            // A task of its own: whoever came first may hang up, and others wait for the same.
            tokio::spawn(self.clone().ask(db.clone(), partner));
        }
        match answer.await {
            Ok(between) => Ok(between),
            // What went wrong is this request's to meet.
            Err(_) => consents::between(db, partner, holders, None).await,
        }
    }

    /// Takes a place; whether nothing is being asked, so that asking is to begin.
    fn join(&self, partner: Partner, waiting: Waiting) -> bool {
        let mut queues = self.lock();
        let begins = !queues.contains_key(&key(partner));
        queues.entry(key(partner)).or_default().push(waiting);
        begins
    }

    /// Asks for those who wait, until nobody does.
    async fn ask(self, db: Db, partner: Partner) {
        let _leaving = Leaving(&self, partner);
        // Whoever came at the same time is let in first.
        tokio::task::yield_now().await;
        loop {
            let batch = self.next(partner);
            if batch.is_empty() {
                return;
            }
            let mut holders: Vec<Uuid> = batch.iter().flat_map(|one| one.holders.iter().copied()).collect();
            holders.sort_unstable();
            holders.dedup();
            let Ok(between) = consents::between(&db, partner, &holders, None).await else {
                continue;
            };
            for Waiting { holders, told } in batch {
                // Whoever asked may be gone.
                let _ = told.send(between.of(&holders));
            }
        }
    }

    /// The next who share a statement. Where there is nobody, nothing is being asked any more.
    fn next(&self, partner: Partner) -> Vec<Waiting> {
        let mut queues = self.lock();
        let queue = queues.entry(key(partner)).or_default();
        let batch: Vec<Waiting> = queue.drain(..queue.len().min(SHARED)).collect();
        if batch.is_empty() {
            queues.remove(&key(partner));
        }
        batch
    }

    fn lock(&self) -> MutexGuard<'_, Queues> {
        // Nothing in here panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(partner: Partner) -> Key {
    (partner.organization, partner.purpose)
}

/// Sees to it that a task that ends without its work done leaves nobody waiting for it.
struct Leaving<'a>(&'a Together, Partner);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.lock().remove(&key(self.1));
        }
    }
}
