//! Changes that somebody may follow: announced by the transaction that makes them, heard once it is committed.
//!
//! Who watches is told that there is news of what it watches, and never what the news is: it looks for itself, with its
//! own pass. So nothing is lost where several changes come at once, and somebody slow holds up nobody: all that waits for
//! a watch is one mark and a bounded list of ids.

mod line;

use sea_orm::DatabaseConnection;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::Notify;
use tokio::task::AbortHandle;
use uuid::Uuid;

pub(super) use line::say;

/// What a transaction changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Something in a person's passport.
    Passport {
        /// Whose.
        person: Uuid,
    },
    /// A consent: it has another version, or is used up.
    Consent {
        /// Which.
        consent: Uuid,
        /// Whose.
        person: Uuid,
        /// The partner it is for.
        partner: Uuid,
    },
    /// Who may decide for a holder, or for whom they may: a delegation was accepted or ended, or somebody is a minor.
    Deciders {
        /// The holder.
        person: Uuid,
    },
}

/// What can be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A passport.
    Passport(Uuid),
    /// The consents of a holder.
    ConsentsOf(Uuid),
    /// The consents for a partner.
    ConsentsFor(Uuid),
    /// Who may decide for a holder, and whether they may for others.
    DecidersOf(Uuid),
    /// The consents of a holder for a partner.
    ConsentsBetween {
        /// The holder.
        person: Uuid,
        /// The partner.
        partner: Uuid,
    },
}

impl Change {
    fn touches(self, tell: impl FnMut(Topic)) {
        match self {
            Change::Passport { person } => [Topic::Passport(person)].into_iter().for_each(tell),
            Change::Consent { person, partner, .. } => [
                Topic::ConsentsOf(person),
                Topic::ConsentsFor(partner),
                Topic::ConsentsBetween { person, partner },
            ]
            .into_iter()
            .for_each(tell),
            Change::Deciders { person } => [Topic::DecidersOf(person)].into_iter().for_each(tell),
        }
    }
}

/// What a watch has heard since it was last asked.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct News {
    /// A passport changed.
    pub passport: bool,
    /// Who may decide changed.
    pub deciders: bool,
    /// These consents changed.
    pub consents: BTreeSet<Uuid>,
    /// Something may have been missed: anything may have changed.
    pub missed: bool,
}

/// Ids that wait for one watch; beyond, it is told to look at everything.
const MOST: usize = 256;

impl News {
    fn is_none(&self) -> bool {
        !self.passport && !self.deciders && !self.missed && self.consents.is_empty()
    }

    fn add(&mut self, change: Change) {
        match change {
            Change::Passport { .. } => self.passport = true,
            Change::Deciders { .. } => self.deciders = true,
            Change::Consent { consent, .. } => drop(self.consents.insert(consent)),
        }
        if self.consents.len() > MOST {
            self.miss();
        }
    }

    fn miss(&mut self) {
        self.consents.clear();
        self.missed = true;
    }
}

/// Brings changes to whoever watches.
#[derive(Clone)]
pub struct Events {
    heard: Arc<Heard>,
    /// PostgreSQL, through which all replicas hear of each other's changes; none on SQLite, which has one process.
    line: Option<DatabaseConnection>,
    listening: Arc<OnceLock<Listening>>,
}

/// The task that listens, for as long as somebody holds the events.
struct Listening(AbortHandle);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Who watches what.
#[derive(Default)]
struct Heard {
    watches: Mutex<HashMap<Topic, Vec<Arc<Slot>>>>,
}

/// What waits for one watch.
#[derive(Default)]
struct Slot {
    news: Mutex<News>,
    rung: Notify,
}

// Nothing in here panics while it holds a lock, and what it holds is whole between statements.
fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Slot {
    fn ring(&self, add: impl FnOnce(&mut News)) {
        add(&mut lock(&self.news));
        self.rung.notify_one();
    }
}

impl Heard {
    fn tell(&self, change: Change) {
        let watches = lock(&self.watches);
        change.touches(|topic| {
            for slot in watches.get(&topic).into_iter().flatten() {
                slot.ring(|news| news.add(change));
            }
        });
    }

    fn tell_everybody(&self) {
        for slot in lock(&self.watches).values().flatten() {
            slot.ring(News::miss);
        }
    }
}

impl Events {
    /// The events of a database.
    pub(super) fn new(pool: &DatabaseConnection, shared: bool) -> Self {
        Events {
            heard: Arc::default(),
            line: shared.then(|| pool.clone()),
            listening: Arc::default(),
        }
    }

    /// Tells who watches in this process.
    pub(super) fn tell(&self, changes: impl IntoIterator<Item = Change>) {
        changes.into_iter().for_each(|change| self.heard.tell(change));
    }

    /// How much is watched, each topic as often as it is.
    pub fn watched(&self) -> usize {
        lock(&self.heard.watches).values().map(Vec::len).sum()
    }

    /// Watches from now on. The first watch of a process begins to listen; whatever is changed before it does is told as
    /// missed once it listens, so who watches first and looks then overlooks nothing.
    pub fn watch(&self, topics: &[Topic]) -> Watch {
        if let Some(pool) = &self.line {
            let begin =
                || Listening(tokio::spawn(line::listen(pool.clone(), Arc::downgrade(&self.heard))).abort_handle());
            self.listening.get_or_init(begin);
        }
        let mut watch = Watch {
            events: self.clone(),
            topics: Vec::new(),
            slot: Arc::default(),
        };
        watch.turn_to(topics);
        watch
    }
}

/// Hears of what it watches.
pub struct Watch {
    events: Events,
    topics: Vec<Topic>,
    slot: Arc<Slot>,
}

impl Watch {
    /// Watches these from now on, and nothing else.
    pub fn turn_to(&mut self, topics: &[Topic]) {
        if self.topics == topics {
            return;
        }
        let mut watches = lock(&self.events.heard.watches);
        self.leave(&mut watches);
        for topic in topics {
            watches.entry(*topic).or_default().push(Arc::clone(&self.slot));
        }
        self.topics = topics.to_vec();
    }

    /// The news since it was last asked; waits until there are some.
    pub async fn news(&mut self) -> News {
        loop {
            let news = std::mem::take(&mut *lock(&self.slot.news));
            if !news.is_none() {
                return news;
            }
            self.slot.rung.notified().await;
        }
    }

    fn leave(&self, watches: &mut HashMap<Topic, Vec<Arc<Slot>>>) {
        for topic in &self.topics {
            if let Some(slots) = watches.get_mut(topic) {
                slots.retain(|slot| !Arc::ptr_eq(slot, &self.slot));
                if slots.is_empty() {
                    watches.remove(topic);
                }
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.leave(&mut lock(&self.events.heard.watches));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn consent(consent: u128, person: u128, partner: u128) -> Change {
        Change::Consent {
            consent: id(consent),
            person: id(person),
            partner: id(partner),
        }
    }

    fn events() -> Events {
        Events {
            heard: Arc::default(),
            line: None,
            listening: Arc::default(),
        }
    }

    #[tokio::test]
    async fn who_watches_hears_of_that_and_of_nothing_else() {
        let events = events();
        let mut passport = events.watch(&[Topic::Passport(id(1))]);
        let mut holder = events.watch(&[Topic::ConsentsOf(id(1))]);
        let mut partner = events.watch(&[Topic::ConsentsFor(id(9))]);
        events.tell([
            Change::Passport { person: id(1) },
            Change::Passport { person: id(2) },
            consent(5, 1, 8),
            consent(6, 2, 9),
        ]);
        let of = |consents: &[u128]| News {
            consents: consents.iter().map(|n| id(*n)).collect(),
            ..News::default()
        };
        assert_eq!((holder.news().await, partner.news().await), (of(&[5]), of(&[6])));
        let heard = passport.news().await;
        assert!(heard.passport && heard.consents.is_empty());
        drop((passport, holder, partner));
        assert!(
            lock(&events.heard.watches).is_empty(),
            "who has gone leaves nothing behind"
        );
    }

    #[tokio::test]
    async fn who_is_slow_holds_what_is_bounded_and_looks_again() {
        let events = events();
        let mut slow = events.watch(&[Topic::ConsentsFor(id(9))]);
        events.tell((0..10_000).map(|n| consent(n, n, 9)));
        let held = lock(&slow.slot.news).clone();
        assert!(held.missed && held.consents.len() <= MOST);
        assert!(slow.news().await.missed);
        events.heard.tell_everybody();
        assert!(slow.news().await.missed);
    }
}
