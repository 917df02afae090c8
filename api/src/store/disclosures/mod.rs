//! Disclosures: who saw what, written durably before the answer leaves, in one hash chain per holder.
//!
//! One task writes for the whole process (`writer.rs`), so that requests that come together share a statement and a
//! commit. Chains are kept apart from other replicas by the unique (person, seq): who comes second reads the chain's end
//! anew. Each disclosure is counted a second time, among everything that its process wrote (`standing.rs`): a holder's
//! last disclosure has no successor in its chain that would miss it, but it leaves a gap there.

pub mod chain;
mod gather;
mod kept;
pub mod proof;
mod reading;
mod standing;
mod writer;

use super::Db;
use crate::clock::Clock;
use crate::keys::Keys;
use chrono::{DateTime, Utc};
use gather::Coming;
pub use gather::OnItsWay;
pub use kept::{Asked, Kept, UNKEPT, kept};
pub use reading::{Place, by_id, of_holder, one_of_holder, persons_of, uses_before};
pub use standing::{WriterEnd, ends as writer_ends, ends_stated, writer_hash, writers};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;
use writer::Writer;

/// One access to one passport.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Whose passport.
    pub person: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// `partner`, `source` or `steward`.
    pub caller: &'static str,
    /// Which organization.
    pub organization: Option<Uuid>,
    /// Through which client.
    pub client: Option<Uuid>,
    /// Which source.
    pub source: Option<Uuid>,
    /// What for.
    pub purpose: Option<&'static str>,
    /// Under which consents, `id@version`.
    pub consents: Vec<String>,
    /// Name of the operation, as the caller named it.
    pub operation: String,
    /// How many rows of which section were returned.
    pub types: BTreeMap<Cow<'static, str>, i64>,
    /// `granted` or `refused`.
    pub decision: &'static str,
    /// The request, as in the log.
    pub request_id: String,
    /// Consents with a use limit that this access counts against.
    pub limited: Vec<(Uuid, i32)>,
}

/// What one request was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answered {
    /// Hash of the whole answer.
    pub hash: String,
    /// Short hashes of its parts, by path; empty where it has too many.
    pub parts: BTreeMap<String, String>,
}

/// One request's accesses, with what was asked and answered: recorded together or not at all.
#[derive(Debug, Clone)]
pub struct Accesses {
    /// Each passport that was looked at.
    pub entries: Vec<Entry>,
    /// What was asked; none where it is not told.
    pub asked: Option<Asked>,
    /// What was answered.
    pub answered: Answered,
}

/// Why an access could not be recorded; the answer is then refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRecorded {
    /// The database did not take it.
    #[error("the access could not be recorded")]
    Failed,
    /// A consent was used up by another request meanwhile.
    #[error("the consent was used up")]
    UsedUp,
}

/// Where accesses are recorded.
#[derive(Clone)]
pub struct Disclosures {
    queue: mpsc::Sender<Pending>,
    coming: Coming,
}

struct Pending {
    accesses: Accesses,
    done: oneshot::Sender<Result<(), NotRecorded>>,
}

impl Disclosures {
    /// Starts the task that writes.
    pub fn start(db: Db, keys: Arc<Keys>, clock: Clock) -> Self {
        let (queue, inbox) = mpsc::channel(1024);
        let coming = Coming::default();
        tokio::spawn(Writer::new(db, keys, clock).run(inbox, coming.clone()));
        Disclosures { queue, coming }
    }

    /// Says that an answer is on its way that will be recorded, until what is given back is dropped: so many at once are
    /// written together.
    pub fn expect(&self) -> OnItsWay {
        self.coming.one()
    }

    /// Records accesses; answers when they are durable.
    pub async fn record(&self, accesses: Accesses) -> Result<(), NotRecorded> {
        if accesses.entries.is_empty() {
            return Ok(());
        }
        let (done, answer) = oneshot::channel();
        self.queue
            .send(Pending { accesses, done })
            .await
            .map_err(|_| NotRecorded::Failed)?;
        answer.await.unwrap_or(Err(NotRecorded::Failed))
    }
}
