//! One request's access: who asks, which passports were opened for them, and what was returned of each.
//!
//! It ends in disclosures: [`Access::record`] makes them durable before the answer leaves.

use crate::caller::{Caller, Decider, HolderPass};
use crate::flows::consent::act_for;
use crate::hub::Hub;
use crate::pseudonyms::Pseudonyms;
use crate::store::disclosures::{Accesses, Answered, Asked, Entry, NotRecorded, OnItsWay};
use crate::store::{StoreError, people};
use crate::view::View;
use chrono::{DateTime, Utc};
use passport::consent::{Question, Section};
use std::borrow::Cow;
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
    /// What is asked, as disclosures keep it; none where nobody will ask it again.
    asked: Option<Asked>,
    /// The moment of this answer; none until it is asked for.
    moment: Mutex<Option<DateTime<Utc>>>,
    /// The moment of the past that is looked at instead of now.
    past: Option<DateTime<Utc>>,
    holder: OnceCell<Option<HolderPass>>,
    /// By what right the caller acted for others in this request.
    acting: Mutex<Vec<Decider>>,
    opened: Mutex<HashMap<Uuid, Opened>>,
    questions: Mutex<HashMap<Uuid, Questions>>,
    /// Tells the writer of disclosures that there will be one of this answer.
    on_its_way: Mutex<Option<OnItsWay>>,
}

/// What was asked about a passport to be answered yes or no.
#[derive(Default)]
struct Questions {
    under: Vec<(Uuid, i32)>,
    limited: Vec<(Uuid, i32)>,
    answered: BTreeMap<Section, i64>,
}

/// A passport that was asked for in this request.
#[derive(Clone, Default)]
struct Opened {
    view: Option<Arc<View>>,
    limited: Vec<(Uuid, i32)>,
    returned: BTreeMap<Cow<'static, str>, i64>,
    settling: bool,
    /// When a consent between the two begins or runs out next.
    next_moment: Option<DateTime<Utc>>,
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
            asked: None,
            moment: Mutex::default(),
            past: None,
            holder: OnceCell::new(),
            acting: Mutex::default(),
            opened: Mutex::default(),
            questions: Mutex::default(),
            on_its_way: Mutex::default(),
        }
    }

    /// The same, keeping with its disclosures what is asked.
    pub fn keeping(self, asked: Asked) -> Self {
        Access {
            asked: Some(asked),
            ..self
        }
    }

    /// The same as it would have been at a moment of the past: what the hub held then, and consents as they were. It is
    /// never recorded: nothing of it may leave.
    pub(super) fn in_the_past(self, moment: DateTime<Utc>) -> Self {
        Access {
            past: Some(moment),
            ..self
        }
    }

    /// What is asked, where disclosures keep it.
    pub fn asks(&self) -> Option<&Asked> {
        self.asked.as_ref()
    }

    /// The moment of the past that is looked at instead of now.
    pub fn past(&self) -> Option<DateTime<Utc>> {
        self.past
    }

    /// The moment of this answer, the same however often it is asked for: by it consents are in force and claims hold, and
    /// it stands in the disclosure.
    pub fn moment(&self) -> DateTime<Utc> {
        let mut moment = self.moment.lock().unwrap_or_else(PoisonError::into_inner);
        *moment.get_or_insert_with(|| self.past.unwrap_or_else(|| self.hub.clock.now()))
    }

    /// An access of the same caller for the same operation, in which nothing is decided yet: one event of a subscription.
    pub fn again(&self) -> Self {
        let (id, operation) = (self.request_id.clone(), self.operation.clone());
        Access {
            asked: self.asked.clone(),
            ..Access::new(self.hub.clone(), self.caller.clone(), id, operation)
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

    /// The right of the caller to decide for this holder: their own passport's, or by a delegation in force; none for
    /// anybody else, and for nobody.
    pub async fn decider(&self, holder: Uuid) -> Result<Option<Decider>, StoreError> {
        let (Some(own), Caller::Holder(named)) = (self.holder().await?, &self.caller) else {
            return Ok(None);
        };
        if [own.person(), named.person()].contains(&holder) {
            return Ok(Some(own.into()));
        }
        let found = act_for(&self.hub, own, holder).await?;
        let mut acting = self.acting.lock().unwrap_or_else(PoisonError::into_inner);
        acting.extend(found.clone());
        Ok(found)
    }

    /// Every right to decide that the caller has used in this request: as a holder, and for others.
    pub async fn deciders(&self) -> Result<Vec<Decider>, StoreError> {
        let own = self.holder().await?.map(Decider::Holder);
        let acting = self.acting.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(own.into_iter().chain(acting).collect())
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
            view: view.map(|view| Arc::new(view.looking_at(self.past))),
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

    /// Notes that this answer will be disclosed.
    pub(super) fn will_be_disclosed(&self) {
        let mut on_its_way = self.on_its_way.lock().unwrap_or_else(PoisonError::into_inner);
        on_its_way.get_or_insert_with(|| self.hub.disclosures.expect());
    }

    /// Keeps when the decision about a passport may come out otherwise by the passing of time alone.
    pub(super) fn decided_until(&self, person: Uuid, moment: Option<DateTime<Utc>>) {
        if let Some(opened) = self.lock().get_mut(&person) {
            opened.next_moment = moment;
        }
    }

    /// When the decision about a passport may come out otherwise by the passing of time alone.
    pub(super) fn next_moment(&self, person: Uuid) -> Option<DateTime<Utc>> {
        self.lock().get(&person)?.next_moment
    }

    /// Notes that nothing of a passport is shown yet: it was opened to be followed. That is disclosed, and is no use.
    pub fn only_followed(&self, person: Uuid) {
        if let Some(opened) = self.lock().get_mut(&person) {
            opened.limited.clear();
        }
    }

    /// Opens a holder's own passport as a partner would see it; none where this request opened anything before. What is read
    /// is kept by person, so a preview and the holder's own view of the same passport cannot stand in one request. It counts
    /// no use and, like all that holders see of themselves, is no disclosure.
    pub(super) fn preview(&self, view: View) -> Option<Arc<View>> {
        let mut opened = self.lock();
        if !opened.is_empty() {
            return None;
        }
        let view = Arc::new(view);
        let shown = Opened {
            view: Some(Arc::clone(&view)),
            ..Opened::default()
        };
        opened.insert(view.person(), shown);
        Some(view)
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
            *opened.returned.entry(section.as_str().into()).or_default() += i64::try_from(rows).unwrap_or(i64::MAX);
        }
    }

    /// Notes that a steward was shown a person's name to settle a match.
    pub fn shown_to_settle(&self, person: Uuid) {
        let mut opened = self.lock();
        let opened = opened.entry(person).or_default();
        opened.settling = true;
        opened.passed_over = false;
        *opened.returned.entry(Section::Profile.as_str().into()).or_default() += 1;
    }

    /// Notes a question about a passport that consent lets be answered. `limited` are consents whose use it counts against.
    pub(super) fn answered(&self, question: &Question, limited: Vec<(Uuid, i32)>) {
        let mut questions = self.questions.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = questions.entry(question.holder()).or_default();
        *asked.answered.entry(question.section()).or_default() += 1;
        asked.under.extend(question.consents());
        asked.limited.extend(limited);
    }

    /// Notes a question about a passport that is not answered.
    pub(super) fn not_answered(&self, person: Uuid) {
        let mut questions = self.questions.lock().unwrap_or_else(PoisonError::into_inner);
        questions.entry(person).or_default();
    }

    /// Records what was seen, durably. The holder's own looks are not disclosures. What was answered is only worked out
    /// where there is something to record.
    pub async fn record(&self, answered: impl FnOnce() -> Answered) -> Result<(), NotRecorded> {
        let opened = std::mem::take(&mut *self.lock());
        let mut questions = std::mem::take(&mut *self.questions.lock().unwrap_or_else(PoisonError::into_inner));
        let mut entries: Vec<Entry> = opened
            .into_iter()
            .filter(|(_, opened)| !opened.passed_over)
            .filter_map(|(person, opened)| self.entry(person, opened, questions.remove(&person).unwrap_or_default()))
            .collect();
        let alone = questions.into_iter();
        entries.extend(alone.filter_map(|(person, asked)| self.entry(person, Opened::default(), asked)));
        // A subscription goes on: its next answer has a moment of its own.
        self.moment.lock().unwrap_or_else(PoisonError::into_inner).take();
        // It has arrived, or comes to nothing.
        drop(self.on_its_way.lock().unwrap_or_else(PoisonError::into_inner).take());
        if entries.is_empty() || crate::bare::consent_is_off() {
            return Ok(());
        }
        let (asked, answered) = (self.asked.clone(), answered());
        let accesses = Accesses {
            entries,
            asked,
            answered,
        };
        self.hub.disclosures.record(accesses).await
    }

    fn entry(&self, person: Uuid, opened: Opened, questions: Questions) -> Option<Entry> {
        let (caller, organization, client, source, purpose) = match &self.caller {
            Caller::Partner(p) => (
                "partner",
                Some(p.organization),
                p.client,
                None,
                Some(p.purpose.as_str()),
            ),
            Caller::Source(pass) => ("source", None, None, Some(pass.source()), None),
            Caller::Integrator(pass) => ("integrator", Some(pass.organization()), None, None, None),
            Caller::Steward(_) => ("steward", None, None, None, None),
            Caller::OrganizationSteward(pass) => ("steward", Some(pass.organization()), None, None, None),
            Caller::Holder(_) | Caller::Stranger | Caller::Analyst(_) | Caller::Member(_) => return None,
        };
        let grant = opened.view.as_ref().and_then(|view| view.grant());
        let mut consents = grant.map(|grant| grant.consents().to_vec()).unwrap_or_default();
        let answered = !questions.answered.is_empty();
        // Named once for each use, so that uses can be counted from the log.
        consents.extend(questions.under);
        let (mut limited, mut types) = (opened.limited, opened.returned);
        // Each answer is a use, however many one request asks for.
        limited.extend(questions.limited);
        let yes_or_no = |(section, times): (Section, i64)| (Cow::Owned(format!("{}.v", section.as_str())), times);
        types.extend(questions.answered.into_iter().map(yes_or_no));
        Some(Entry {
            person,
            at: self.moment(),
            caller,
            organization,
            client,
            source,
            purpose,
            consents: consents.iter().map(|(id, version)| format!("{id}@{version}")).collect(),
            operation: self.operation.clone(),
            types,
            decision: if opened.view.is_some() || opened.settling || answered {
                "granted"
            } else {
                "refused"
            },
            request_id: self.request_id.clone(),
            limited,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Opened>> {
        // Nothing in here panics while it holds the lock, and what it holds is whole between statements.
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
