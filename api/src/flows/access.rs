//! One request's access: who asks, which passports were opened for them, and what was returned of each.
//!
//! It ends in disclosures: [`Access::record`] makes them durable before the answer leaves.

use crate::caller::{Caller, HolderPass};
use crate::hub::Hub;
use crate::pseudonyms::Pseudonyms;
use crate::store::disclosures::{Entry, NotRecorded};
use crate::store::{StoreError, people};
use crate::view::View;
use passport::consent::Section;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// One request's access to passports.
pub struct Access {
    /// The hub.
    pub hub: Hub,
    /// Who asks.
    pub caller: Caller,
    /// The request, as in the log.
    pub request_id: String,
    /// What the caller named the operation.
    pub operation: String,
    /// The ids by which the caller knows passports, where it is a partner.
    pub pseudonyms: Option<Pseudonyms>,
    holder: OnceCell<Option<HolderPass>>,
    opened: Mutex<HashMap<Uuid, Opened>>,
}

/// A passport that was asked for in this request.
#[derive(Clone, Default)]
struct Opened {
    view: Option<Arc<View>>,
    limited: Vec<(Uuid, i32)>,
    returned: BTreeMap<&'static str, i64>,
    settling: bool,
    /// Looked at to make up a page, and not part of it: nothing of it leaves, so it is no access.
    passed_over: bool,
}

impl Access {
    /// An access that has opened nothing yet.
    pub fn new(hub: Hub, caller: Caller, request_id: String, operation: String) -> Self {
        let pseudonyms = match &caller {
            Caller::Partner(partner) => Some(hub.keys.pseudonyms(partner.organization)),
            _ => None,
        };
        Access {
            hub,
            caller,
            request_id,
            operation,
            pseudonyms,
            holder: OnceCell::new(),
            opened: Mutex::default(),
        }
    }

    /// The holder who asks, as the person who stands for them now; none where another asks, or the holder has no passport
    /// here. Looked up once a request and not when the token is read: a socket lives longer than what a steward decides.
    pub async fn holder(&self) -> Result<Option<HolderPass>, StoreError> {
        let Caller::Holder(pass) = &self.caller else {
            return Ok(None);
        };
        let standing = self.holder.get_or_try_init(|| people::standing(&self.hub.db, *pass));
        standing.await.copied()
    }

    /// Which id the caller means.
    pub fn inside(&self, id: Uuid) -> Uuid {
        self.pseudonyms.as_ref().map_or(id, |pseudonyms| pseudonyms.show(id))
    }

    /// What was decided about a passport in this request: none when it was not asked for yet.
    pub fn decided(&self, person: Uuid) -> Option<Option<Arc<View>>> {
        self.lock().get(&person).map(|opened| opened.view.clone())
    }

    /// The view of a passport that was opened in this request.
    pub fn view(&self, person: Uuid) -> Option<Arc<View>> {
        self.decided(person).flatten()
    }

    /// Keeps what was decided about a passport. `limited` are consents whose use this request counts against.
    /// Until it is asked for, it counts as passed over.
    pub(super) fn decide(&self, person: Uuid, view: Option<View>, limited: Vec<(Uuid, i32)>) -> Option<Arc<View>> {
        let fresh = || Opened {
            view: view.map(Arc::new),
            limited,
            passed_over: true,
            ..Opened::default()
        };
        // Two fields may ask for the same passport at once: the first decision stands for the whole request.
        self.lock().entry(person).or_insert_with(fresh).view.clone()
    }

    /// Opens a passport that was opened in part altogether: a hole in the proof.
    #[cfg(feature = "holes")]
    pub fn widen(&self, view: &View) {
        if let Some(opened) = self.lock().get_mut(&view.person()) {
            opened.view = Some(Arc::new(view.widened()));
        }
    }

    /// Every view opened in this request so far.
    pub fn views(&self) -> Vec<Arc<View>> {
        let opened = self.lock();
        let kept = opened.values().filter(|opened| !opened.passed_over);
        kept.filter_map(|opened| opened.view.clone()).collect()
    }

    /// Notes that this passport is asked for itself, whatever page passed it over.
    pub(super) fn asked(&self, person: Uuid) {
        if let Some(opened) = self.lock().get_mut(&person) {
            opened.passed_over = false;
        }
    }

    /// Notes that rows of a section are part of the answer.
    pub fn returned(&self, person: Uuid, section: Section, rows: usize) {
        if let Some(opened) = self.lock().get_mut(&person) {
            *opened.returned.entry(section.as_str()).or_default() += i64::try_from(rows).unwrap_or(i64::MAX);
        }
    }

    /// Notes that a steward was shown a person's name to settle a match.
    pub fn shown_to_settle(&self, person: Uuid) {
        let mut opened = self.lock();
        let opened = opened.entry(person).or_default();
        opened.settling = true;
        opened.passed_over = false;
        *opened.returned.entry(Section::Profile.as_str()).or_default() += 1;
    }

    /// Records what was seen, durably. The holder's own looks are not disclosures.
    pub async fn record(&self) -> Result<(), NotRecorded> {
        let opened = std::mem::take(&mut *self.lock());
        let entries: Vec<Entry> = opened
            .into_iter()
            .filter(|(_, opened)| !opened.passed_over)
            .filter_map(|(person, opened)| self.entry(person, opened))
            .collect();
        if entries.is_empty() {
            return Ok(());
        }
        self.hub.disclosures.record(entries).await
    }

    fn entry(&self, person: Uuid, opened: Opened) -> Option<Entry> {
        let (caller, organization, client, source, purpose) = match &self.caller {
            Caller::Partner(p) => (
                "partner",
                Some(p.organization),
                p.client,
                None,
                Some(p.purpose.as_str()),
            ),
            Caller::Source(pass) => ("source", None, None, Some(pass.source()), None),
            Caller::Steward(_) => ("steward", None, None, None, None),
            Caller::Holder(_) | Caller::Stranger => return None,
        };
        let grant = opened.view.as_ref().and_then(|view| view.grant());
        let consents = grant.map(|grant| {
            grant
                .consents()
                .iter()
                .map(|(id, version)| format!("{id}@{version}"))
                .collect()
        });
        Some(Entry {
            person,
            at: self.hub.clock.now(),
            caller,
            organization,
            client,
            source,
            purpose,
            consents: consents.unwrap_or_default(),
            operation: self.operation.clone(),
            types: opened.returned,
            decision: if opened.view.is_some() || opened.settling {
                "granted"
            } else {
                "refused"
            },
            request_id: self.request_id.clone(),
            limited: opened.limited,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Opened>> {
        // Nothing in here panics while it holds the lock, and what it holds is whole between statements.
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
