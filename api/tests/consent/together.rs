//! Stories of partners that ask at once: they share the statement that decides, and none is answered by one from before it
//! came.
//!
//! Nothing here waits for a time. A request has taken its place once it was polled once; while every connection is taken,
//! or the database holds a statement, nobody is answered.

use super::world;
use crate::support::{Stage, on_both};
use futures::future::{BoxFuture, FutureExt, join_all};
use futures::poll;
use passport_hub::caller::{Bearer, Caller, Partner};
use passport_hub::flows::access::Access;
use passport_hub::flows::view_passport::view_passport;
use sea_orm::{ConnectionTrait, DatabaseTransaction, TransactionTrait};
use uuid::Uuid;

/// As many as a stage has connections.
const ALL: usize = 4;
/// Requests that come at once.
const MANY: usize = 24;

/// A request for a passport, which has taken its place; whether it is shown.
async fn asks(stage: &Stage, partner: Partner, person: Uuid) -> BoxFuture<'static, bool> {
    let access = Access::new(
        stage.hub.clone(),
        Caller::Partner(partner),
        "story".into(),
        String::new(),
    );
    let mut request = async move { view_passport(&access, person).await.unwrap().is_ok() }.boxed();
    assert!(poll!(&mut request).is_pending(), "nobody is answered yet");
    request
}

/// Every connection of the hub, so that whoever asks waits for one.
async fn all_connections(stage: &Stage) -> Vec<DatabaseTransaction> {
    join_all((0..ALL).map(async |_| stage.hub.db.conn().begin().await.unwrap())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_at_once_shares_the_statement_that_decides() {
    on_both(async |stage: &Stage| {
        let (amara, luis) = world(stage).await;
        let (acme, other) = (stage.partner("Acme").await, stage.partner("Borealis").await);
        stage.consents(amara, acme, &["passport/Profile.r"]).await;
        let nobody = Uuid::now_v7();
        let people = [(amara, true), (luis, false), (nobody, false)];

        let taken = all_connections(stage).await;
        let before = stage.hub.db.statements();
        let mut requests = Vec::new();
        for (person, _) in people.iter().cycle().take(MANY) {
            requests.push(asks(stage, acme, *person).await);
        }
        drop(taken);
        let shown = join_all(requests).await;
        let expected: Vec<bool> = people.iter().cycle().take(MANY).map(|(_, shown)| *shown).collect();
        assert_eq!(shown, expected, "to each their own answer");
        // One for whoever came first, who may have been alone; one for all others.
        let shared = stage.hub.db.statements() - before;
        assert!((1..=2).contains(&shared), "{shared} statements for {MANY} requests");

        // What one asks is never another's: partners share nothing.
        let taken = all_connections(stage).await;
        let before = stage.hub.db.statements();
        let both = [asks(stage, acme, amara).await, asks(stage, other, amara).await];
        drop(taken);
        assert_eq!(join_all(both).await, [true, false]);
        assert_eq!(stage.hub.db.statements() - before, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_after_a_withdrawal_is_refused_whoever_asked_before() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Profile.r"]).await;
        let mut taken = all_connections(stage).await;
        let mut requests = Vec::new();
        for _ in 0..MANY {
            requests.push(asks(stage, acme, amara).await);
        }
        let withdraws = taken.pop().unwrap();
        withdraws
            .execute_unprepared("UPDATE consent SET state = 'withdrawn'")
            .await
            .unwrap();
        withdraws.commit().await.unwrap();
        let later = join_all((0..MANY).map(async |_| {
            let access = Access::new(stage.hub.clone(), Caller::Partner(acme), "story".into(), String::new());
            view_passport(&access, amara).await.unwrap().is_ok()
        }));
        assert_eq!(later.await, [false; MANY]);
        join_all(requests).await;
    })
    .await;
}

/// Rows of consents come only while nobody holds them: a statement that has begun, and sees what was committed before,
/// waits in its middle.
const HELD: &str = "
    CREATE FUNCTION not_held() RETURNS boolean LANGUAGE plpgsql VOLATILE AS
        $$ BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN TRUE; END $$;
    ALTER TABLE consent RENAME TO kept_consent;
    CREATE VIEW consent AS SELECT * FROM kept_consent WHERE not_held()";
const WAITS: &str = "pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_under_way_answers_nobody_who_comes_while_it_is() {
    on_both(async |stage: &Stage| {
        // SQLite holds no statement in its middle; whom a statement answers does not depend on the database.
        if stage.hub.db.is_sqlite() {
            return;
        }
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Profile.r"]).await;
        stage.run(HELD).await;
        let holds = stage.hub.db.conn().begin().await.unwrap();
        holds
            .execute_unprepared("SELECT pg_advisory_xact_lock(42)")
            .await
            .unwrap();
        let first = asks(stage, acme, amara).await;
        while stage.count(WAITS).await == 0 {
            tokio::task::yield_now().await;
        }
        stage.run("UPDATE kept_consent SET state = 'withdrawn'").await;
        let before = stage.hub.db.statements();
        let (second, third) = (asks(stage, acme, amara).await, asks(stage, acme, amara).await);
        assert_eq!(
            stage.hub.db.statements(),
            before,
            "they wait for the one that is under way"
        );
        holds.rollback().await.unwrap();
        assert_eq!(join_all([first, second, third]).await, [true, false, false]);
        assert_eq!(
            stage.hub.db.statements() - before,
            2,
            "the one under way, and one for both who came later"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_loses_the_last_use_to_others_is_decided_anew() {
    on_both(async |stage: &Stage| {
        let (amara, _) = world(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Profile.r"]).await;
        let limited = stage.consents_within(amara, acme, &["passport/Goal.r"], Some(2)).await;
        let asker = stage.asker(Bearer::Partner(acme));
        let ask = "query ($id: ID!) { passport(id: $id) { holder { displayName } } }";
        let whole = asker.asks(ask, amara).await;
        assert_eq!(
            whole["data"]["passport"]["holder"]["displayName"], "Amara Okafor",
            "{whole}"
        );

        // All are decided by one statement, so all count on the one use that is left.
        let taken = all_connections(stage).await;
        let mut requests: Vec<_> = (0..MANY).map(|_| asker.asks(ask, amara).boxed()).collect();
        for request in &mut requests {
            assert!(poll!(request).is_pending(), "nobody is answered yet");
        }
        drop(taken);
        for answer in join_all(requests).await {
            assert_eq!(answer, whole);
        }
        assert_eq!(
            stage.count("disclosure WHERE decision = 'granted'").await,
            1 + MANY as i64
        );
        let used = format!("consent_use WHERE uses = 2 AND consent_id = {}", stage.id(limited));
        assert_eq!(stage.count(&used).await, 1);
    })
    .await;
}
