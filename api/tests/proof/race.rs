//! Withdrawal against readers: what a change took away stands in no answer that began after the change was committed.
//!
//! Nothing here looks at a clock. Each request takes a number before it begins, and each change takes one after its
//! commit: an answer with a larger number than the change must not show what the change took away.

use crate::expected::{called, named_by};
use crate::judge::marks;
use crate::number;
use crate::scene::{Ids, Scene, furnish};
use crate::support::{Stage, on_both};
use crate::world::{Row, SECTIONS, World, mark};
use async_graphql::{Request, Variables};
use entity::consent;
use passport::consent::{ConsentState, Purpose};
use passport_hub::caller::{Bearer, Caller, HolderPass, Partner};
use passport_hub::flows::consent::{Consent, Given, give_consent, withdraw_consent};
use passport_hub::graphql::Gateway;
use passport_hub::graphql::ids::{Kind, holders_id, id};
use passport_hub::http::{Graph, RequestId};
use passport_hub::hub::Hub;
use passport_hub::store::consents;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// How many ask at once.
const READERS: usize = 6;
/// How often each asks before the change, at least, and after it.
const EACH: usize = 3;
/// The whole passport, by three ways.
const DOCUMENTS: [&str; 3] = [
    "query ($passport: ID!, $claim: ID!) { passport(id: $passport) { ...Whole } node(id: $claim) { ... on Claim { provenance { pointer } } } }",
    "query ($passport: ID!, $claim: ID!) { node(id: $passport) { ...Whole } again: node(id: $claim) { id ... on Claim { asReceived { code } } } }",
    "query ($passport: ID!, $claim: ID!) { passports(first: 2) { edges { node { ...Whole } } } passport(id: $passport) { id } node(id: $claim) { id } }",
];
const WHOLE: &str = "fragment Whole on Passport { holder { displayName }
    skills(first: 3) { totalCount nodes { term claims(first: 3) { edges { node { asReceived { code } evidence { title } provenance { pointer } } } } } }
    credentials(first: 3) { nodes { name evidence { title } } } experiences(first: 3) { edges { node { title skills(first: 3) { nodes { term claims(first: 3) { nodes { asReceived { code } } } } } } } }
    learning(first: 3) { nodes { title skills(first: 3) { nodes { claims(first: 3) { nodes { asReceived { code } } } } } } } programmes(first: 3) { nodes { programme } }
    goals(first: 3) { nodes { title } } endorsements(first: 3) { nodes { text } } }";

/// What a holder does while others read.
#[derive(Debug, Clone, Copy)]
enum Change {
    Withdraw,
    Pause,
    DenySkills,
    DenyRows,
}

const CHANGES: [Change; 4] = [Change::Withdraw, Change::Pause, Change::DenySkills, Change::DenyRows];

/// What one answer was: its number, and the marks that stood in it.
type Seen = (u64, BTreeSet<String>);

#[derive(Default)]
struct Counts {
    changes: usize,
    /// Answers that may show what was taken away, and those that did.
    before: usize,
    full: usize,
    after: usize,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_taken_away_is_in_no_answer_that_begins_later() {
    let rounds = number("PROOF_RACES", 6);
    on_both(async |stage: &Stage| {
        let (callers, concepts) = furnish(stage).await;
        let ids = Ids::new(1, callers);
        let world = one_of_each();
        let _scene = Scene::set(stage, &world, ids, &concepts).await;
        let other = stage.another_hub().await;
        let mut counts = Counts::default();
        for round in 0..rounds {
            for change in CHANGES {
                let changer = if round % 2 == 0 { &stage.hub } else { &other.hub };
                race(stage, changer, ids, &world, change, &mut counts).await;
            }
        }
        println!(
            "{}: {READERS} readers, {} changes; of {} answers that began before a change was committed {} showed all it took \
             away, of {} that began after it none showed any",
            stage.database, counts.changes, counts.before, counts.full, counts.after
        );
        assert!(counts.full > counts.changes && counts.after > counts.changes);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_use_limit_holds_however_many_ask_at_once() {
    on_both(async |stage: &Stage| {
        let (callers, concepts) = furnish(stage).await;
        let ids = Ids::new(1, callers);
        let world = one_of_each();
        let _scene = Scene::set(stage, &world, ids, &concepts).await;
        for limit in 1..=3 {
            let partner = partner(stage).await;
            grant(&stage.hub, stage.holder(ids.person(0)), partner, &[], Some(limit)).await;
            let line = Arc::new(Line::default());
            let readers = (0..READERS).map(|reader| {
                tokio::spawn(ask_on(
                    stage.hub.clone(),
                    caller(stage, partner),
                    ids,
                    line.clone(),
                    reader,
                    0,
                ))
            });
            let readers: Vec<_> = readers.collect();
            line.asked(4 * READERS).await;
            line.stop();
            let mut shown = 0;
            for reader in readers {
                shown += reader
                    .await
                    .unwrap()
                    .iter()
                    .filter(|(_, marks)| !marks.is_empty())
                    .count();
            }
            assert_eq!(
                shown,
                usize::try_from(limit).unwrap(),
                "{}: answers under a limit",
                stage.database
            );
        }
    })
    .await;
}

/// Requests and changes in the order in which they took their numbers.
struct Line {
    next: AtomicU64,
    stopped: AtomicBool,
    asked: Semaphore,
}

impl Default for Line {
    fn default() -> Self {
        Line {
            next: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
            asked: Semaphore::new(0),
        }
    }
}

impl Line {
    /// The next number.
    fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::SeqCst)
    }

    /// Waits until so many requests were answered.
    async fn asked(&self, times: usize) {
        let permits = self.asked.acquire_many(u32::try_from(times).unwrap()).await;
        permits.unwrap().forget();
    }

    /// Tells readers that they have been waited for.
    fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }
}

/// One holder with a row in each section, claims and evidence within.
fn one_of_each() -> World {
    let row = |section: usize| Row {
        section,
        holder: 0,
        source: 0,
        kind: 0,
        concept: None,
        word: 2,
        assertion: 4,
        role: 0,
        own: false,
        verified: false,
        band: Some((3, 4)),
        from: Some(-400),
        to: None,
        valid_to: None,
        recorded: -30,
        parent: match SECTIONS[section] {
            "Skill" => Some(2),
            "Evidence" => Some(0),
            _ => None,
        },
        superseded: false,
        record: true,
    };
    World {
        holders: 1,
        merged: false,
        rows: (0..SECTIONS.len()).map(row).collect(),
        waiting: vec![],
        consents: vec![],
        asks: vec![],
    }
}

async fn partner(stage: &Stage) -> Partner {
    stage.partner(&format!("Partner {}", Uuid::now_v7())).await
}

fn caller(stage: &Stage, partner: Partner) -> Caller {
    stage.caller(Bearer::Partner(partner))
}

/// The holder lets a partner see everything but this.
async fn grant(hub: &Hub, holder: HolderPass, partner: Partner, denies: &[&str], limit: Option<i32>) -> consent::Model {
    let scopes = SECTIONS
        .iter()
        .chain(&["Profile"])
        .map(|section| format!("passport/{section}.r"));
    let wish = Consent {
        partner: partner.organization,
        client: None,
        purpose: Purpose::Hiring,
        scopes: scopes.collect(),
        denies: denies.iter().map(|deny| (*deny).to_owned()).collect(),
        starts_at: None,
        expires_at: hub.clock.now() + chrono::Duration::days(30),
        use_limit: limit,
        retention: None,
        language: "en".into(),
    };
    match give_consent(hub, holder, wish).await.unwrap() {
        Given::Granted(consent) => *consent,
        other => panic!("no consent: {other:?}"),
    }
}

/// One change among readers.
async fn race(stage: &Stage, changer: &Hub, ids: Ids, world: &World, change: Change, counts: &mut Counts) {
    let (partner, holder) = (partner(stage).await, stage.holder(ids.person(0)));
    changer.shelf.refresh(&changer.db).await.unwrap();
    let consent = grant(&stage.hub, holder, partner, &[], None).await;
    let line = Arc::new(Line::default());
    let readers = (0..READERS).map(|reader| {
        tokio::spawn(ask_on(
            stage.hub.clone(),
            caller(stage, partner),
            ids,
            line.clone(),
            reader,
            EACH,
        ))
    });
    let readers: Vec<_> = readers.collect();
    line.asked(EACH * READERS).await;
    make(changer, holder, partner, consent, change).await;
    // Taken after the commit: whoever has a larger number began after it.
    let gone_at = line.number();
    line.stop();
    let gone = taken_away(world, change);
    counts.changes += 1;
    for reader in readers {
        for (begun, marks) in reader.await.unwrap() {
            if begun > gone_at {
                counts.after += 1;
                let shown: Vec<_> = marks.intersection(&gone).collect();
                assert!(
                    shown.is_empty(),
                    "{}: {change:?} took {shown:?} away before this began",
                    stage.database
                );
            } else {
                counts.before += 1;
                counts.full += usize::from(gone.is_subset(&marks));
            }
        }
    }
}

async fn make(hub: &Hub, holder: HolderPass, partner: Partner, consent: consent::Model, change: Change) {
    match change {
        Change::Withdraw => {
            withdraw_consent(hub, holder, consent.consent_id).await.unwrap();
        }
        Change::Pause => {
            let tx = hub.db.begin().await.unwrap();
            let paused = consent::Model {
                id: Uuid::now_v7(),
                version: consent.version + 1,
                state: ConsentState::Paused.as_str().into(),
                recorded_at: hub.clock.now(),
                ..consent
            };
            consents::write_version(&tx, paused).await.unwrap();
            tx.commit().await.unwrap();
        }
        Change::DenySkills => {
            grant(hub, holder, partner, &["passport/Skill.r", "passport/Evidence.r"], None).await;
        }
        Change::DenyRows => {
            grant(
                hub,
                holder,
                partner,
                &["passport/Skill.r?source=north", "passport/Goal.r?since=2000-01-01"],
                None,
            )
            .await;
        }
    }
}

/// The marks that no later answer may show.
fn taken_away(world: &World, change: Change) -> BTreeSet<String> {
    let of = |sections: &[&str]| -> BTreeSet<String> {
        let rows = world.rows.iter().enumerate();
        let rows = rows.filter(|(_, row)| sections.is_empty() || sections.contains(&SECTIONS[row.section]));
        rows.map(|(at, _)| mark(at)).collect()
    };
    match change {
        Change::Withdraw | Change::Pause => of(&[]).into_iter().chain([called(0, named_by(world, 0))]).collect(),
        Change::DenySkills => of(&["Skill", "Evidence"]),
        Change::DenyRows => of(&["Skill", "Goal"]),
    }
}

/// One reader: asks again and again until told to stop, and so often after that.
async fn ask_on(hub: Hub, caller: Caller, ids: Ids, line: Arc<Line>, reader: usize, after: usize) -> Vec<Seen> {
    let gateway = Gateway::new(hub);
    let passport = id(Kind::Passport, ids.person(0));
    let claim = holders_id(Kind::Claim, ids.person(0), ids.row(0));
    let document = format!("{} {WHOLE}", DOCUMENTS[reader % DOCUMENTS.len()]);
    let (mut seen, mut since) = (Vec::new(), 0);
    loop {
        if line.stopped.load(Ordering::SeqCst) {
            if since == after {
                return seen;
            }
            since += 1;
        }
        let begun = line.number();
        let variables = Variables::from_json(json!({ "passport": passport.as_str(), "claim": claim.as_str() }));
        let request = Request::new(&document)
            .variables(variables)
            .data(RequestId("race".into()));
        let answer = gateway.execute(caller.clone(), request).await.response;
        seen.push((begun, marks(&serde_json::to_string(&answer).unwrap())));
        line.asked.add_permits(1);
    }
}
