//! Many follow, on several hubs, some of them slow, over a line that breaks.

use super::{FOLLOW, about, amara, credentials, earns, from_now, looks};
use crate::served::Socket;
use crate::support::{Stage, on_both};
use passport_hub::caller::Bearer;
use passport_hub::flows::consent::withdraw_consent;
use serde_json::json;
use uuid::Uuid;

const SOCKETS: usize = 5;
const EACH: usize = 40;
const COUNT: &str =
    "subscription ($id: ID!) { passportChanged(passport: $id) { passport { credentials { totalCount } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn hubs_on_one_database_hear_each_other() {
    on_both(async |stage: &Stage| {
        let (badges, _, amara) = amara(stage).await;
        let acme = stage.partner("Acme").await;
        let consent = stage.consents(amara, acme, &["passport/Credential.r"]).await;
        let another = stage.another_hub().await;
        let (here, there) = (stage.served().await, another.served().await);
        let mut lines = Vec::new();
        for hub in [&here, &there] {
            let mut line = hub.follows(Bearer::Partner(acme), FOLLOW, from_now(amara)).await;
            line.next().await.unwrap();
            lines.push(line);
        }
        earns(&badges, "second").await;
        for line in &mut lines {
            assert_eq!(credentials(&line.next().await.unwrap()), 2);
        }
        withdraw_consent(&another.hub, another.holder(amara), consent)
            .await
            .unwrap();
        for line in &mut lines {
            line.ends_with("CONSENT_REQUIRED").await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_missed_when_the_line_breaks() {
    on_both(async |stage: &Stage| {
        if stage.hub.db.is_sqlite() {
            return;
        }
        let (badges, _, amara) = amara(stage).await;
        let hub = stage.served().await;
        let mut line = hub.follows(Bearer::Holder(amara), FOLLOW, from_now(amara)).await;
        line.next().await.unwrap();
        for broken in 0..3 {
            let cut = "SELECT CAST(pg_terminate_backend(pid) AS TEXT) FROM pg_stat_activity \
                       WHERE datname = current_database() AND query LIKE 'LISTEN%'";
            while stage.texts(cut).await.is_empty() {
                tokio::task::yield_now().await;
            }
            // Nobody listens, or somebody does again: it is heard either way.
            earns(&badges, &format!("badge-{broken}")).await;
            assert_eq!(credentials(&line.next().await.unwrap()), 2 + broken);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_hear_of_one_change_and_nobody_waits_for_the_slow() {
    on_both(async |stage: &Stage| {
        let (badges, _, amara) = amara(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Credential.r"]).await;
        let hub = stage.served().await;
        // One that never reads, and many that do.
        let mut slow = hub.line(Bearer::Partner(acme)).await;
        follow_often(&mut slow, amara).await;
        let mut sockets = Vec::new();
        for _ in 0..SOCKETS {
            let mut socket = hub.line(Bearer::Partner(acme)).await;
            follow_often(&mut socket, amara).await;
            sockets.push(socket);
        }
        let many = (SOCKETS + 1) * EACH;
        looks(stage, amara, many as i64).await;
        let before = stage.hub.db.statements();
        earns(&badges, "second").await;
        for socket in &mut sockets {
            for _ in 0..EACH {
                let heard = socket.hears().await.unwrap();
                assert_eq!(credentials(&heard["payload"]), 2, "{heard}");
            }
        }
        // For each: the consents, what is shown, and the section asked for; the disclosures of many share a statement.
        let each = (stage.hub.db.statements() - before) / (many as u64);
        assert!(each <= 5, "{each} statements for each who follows");
    })
    .await;
}

/// Follows a passport as often as a socket may.
async fn follow_often(socket: &mut Socket, person: Uuid) {
    for n in 0..EACH {
        let payload = json!({ "query": COUNT, "variables": about(person) });
        let subscribe = json!({ "type": "subscribe", "id": n.to_string(), "payload": payload });
        socket.says(subscribe).await;
    }
}
