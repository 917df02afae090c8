//! Passports are followed: who may see something hears when it changes, and of nothing else, until it is taken away.

#[path = "live/consents.rs"]
mod consents;
#[path = "live/deciders.rs"]
mod deciders;
#[path = "live/ends.rs"]
mod ends;
#[path = "live/many.rs"]
mod many;

use crate::served::{Events, Served, Socket, persons};
use crate::support::roles::codes;
use crate::support::sources::{Source, badge, employees, skills_of};
use crate::support::{Stage, on_both};
use passport_hub::caller::Bearer;
use passport_hub::graphql::ids::{Kind, id};
use serde_json::{Value, json};
use uuid::Uuid;

const FOLLOW: &str =
    "subscription ($id: ID!, $initial: Boolean) { passportChanged(passport: $id, initial: $initial) { at
    passport { id holder { displayName } credentials { totalCount nodes { name } } experiences { totalCount }
        skills { totalCount } } } }";

fn about(person: Uuid) -> Value {
    json!({ "id": id(Kind::Passport, person).as_str() })
}

fn from_now(person: Uuid) -> Value {
    json!({ "id": id(Kind::Passport, person).as_str(), "initial": true })
}

/// A subscription on a socket of its own.
struct Line {
    socket: Socket,
    over: bool,
}

impl Served<'_> {
    /// Follows over a socket. The hub has begun to watch when this comes back.
    async fn follows(&self, bearer: Bearer, document: &str, variables: Value) -> Line {
        let mut socket = self.line(bearer).await;
        let payload = json!({ "query": document, "variables": variables });
        socket
            .says(json!({ "type": "subscribe", "id": "1", "payload": payload }))
            .await;
        Line { socket, over: false }
    }

    /// A socket of this bearer on which nothing runs.
    async fn line(&self, bearer: Bearer) -> Socket {
        let mut socket = self
            .socket(json!({ "authorization": format!("Bearer {}", self.token(bearer)) }))
            .await;
        assert_eq!(socket.hears().await, Ok(json!({ "type": "connection_ack" })));
        socket
    }
}

impl Line {
    /// The next answer; none when it is over.
    async fn next(&mut self) -> Option<Value> {
        if self.over {
            return None;
        }
        let message = self.socket.hears().await.unwrap();
        match message["type"].as_str().unwrap() {
            "next" => Some(message["payload"].clone()),
            "error" => {
                // The protocol lets nothing follow it, not even `complete`.
                self.over = true;
                Some(json!({ "errors": message["payload"] }))
            }
            "complete" => None,
            _ => panic!("{message}"),
        }
    }

    /// The last answer closes the passport with this code and shows nothing.
    async fn ends_with(&mut self, code: &str) {
        let last = self.next().await.unwrap();
        assert_eq!(
            (&last["data"], &codes(&last)[0].1),
            (&Value::Null, &code.to_owned()),
            "{last}"
        );
        assert_eq!(self.next().await, None);
    }
}

/// How many credentials an event shows.
fn credentials(event: &Value) -> u64 {
    let shown = &event["data"]["passportChanged"]["passport"]["credentials"]["totalCount"];
    shown.as_u64().unwrap_or_else(|| panic!("{event}"))
}

/// The badge platform and the employer that know Amara, and Amara.
async fn amara(stage: &Stage) -> (Source<'_>, Source<'_>, Uuid) {
    let badges = stage.source("badges", "badge", &["email"]).await;
    let hr = stage.source("hr", "hris", &["email"]).await;
    earns(&badges, "first").await;
    hr.sends(employees(&[(1, "Amara Okafor", "amara@example.org")])).await;
    let amara = persons(stage, "Amara Okafor").await[0];
    (badges, hr, amara)
}

/// Amara earns a badge.
async fn earns(badges: &Source<'_>, name: &str) {
    badges
        .sends_json(&badge(name, "amara@example.org", "Amara Okafor", &["SQL"]))
        .await;
}

/// Waits until so many looks at a passport are written down.
async fn looks(stage: &Stage, person: Uuid, at_least: i64) {
    let rows = format!("disclosure WHERE person_id = {}", stage.id(person));
    while stage.count(&rows).await < at_least {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_hears_of_what_it_may_see_and_of_nothing_else() {
    on_both(async |stage: &Stage| {
        let (badges, hr, amara) = amara(stage).await;
        let acme = stage.partner("Acme").await;
        stage.consents(amara, acme, &["passport/Credential.r"]).await;
        let hub = stage.served().await;
        let mut line = hub.follows(Bearer::Partner(acme), FOLLOW, about(amara)).await;
        let mut events: Events = hub.streams(Bearer::Partner(acme), FOLLOW, about(amara)).await;
        looks(stage, amara, 2).await;
        // A skill at work is hidden: the next to be heard of is the badge after it.
        hr.sends(skills_of(1, "Amara Okafor", "Python")).await;
        earns(&badges, "second").await;
        let first = line.next().await.unwrap();
        assert_eq!(credentials(&first), 2, "{first}");
        let passport = &first["data"]["passportChanged"]["passport"];
        assert_eq!((&passport["holder"], &passport["skills"]), (&Value::Null, &Value::Null));
        assert_eq!(
            codes(&first).len(),
            3,
            "what is not granted is refused in an event too: {first}"
        );
        let (kind, streamed) = events.next().await.unwrap();
        assert_eq!((kind.as_str(), credentials(&streamed)), ("next", 2));
        earns(&badges, "third").await;
        assert_eq!(credentials(&line.next().await.unwrap()), 3);
        assert_eq!(credentials(&events.next().await.unwrap().1), 3);
        // Beginning to follow shows nothing, and is written down; so is each event, with what it showed.
        let log = stage
            .texts(&format!(
                "SELECT CAST(rows_returned AS TEXT) FROM disclosure WHERE person_id = {} ORDER BY seq",
                stage.id(amara)
            ))
            .await;
        assert_eq!(log, ["0", "0", "2", "2", "3", "3"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_and_a_source_hear_of_their_own() {
    on_both(async |stage: &Stage| {
        let (badges, hr, amara) = amara(stage).await;
        let hub = stage.served().await;
        let mut own = hub.follows(Bearer::Holder(amara), FOLLOW, from_now(amara)).await;
        let mut sent = hub.follows(Bearer::Source(badges.id), FOLLOW, from_now(amara)).await;
        for line in [&mut own, &mut sent] {
            assert_eq!(credentials(&line.next().await.unwrap()), 1);
        }
        hr.sends(skills_of(1, "Amara Okafor", "Python")).await;
        let heard = own.next().await.unwrap();
        assert_eq!(codes(&heard), [], "{heard}");
        earns(&badges, "second").await;
        assert_eq!(credentials(&own.next().await.unwrap()), 2);
        let heard = sent.next().await.unwrap();
        let passport = &heard["data"]["passportChanged"]["passport"];
        assert_eq!(
            (credentials(&heard), &passport["experiences"]["totalCount"]),
            (2, &json!(0)),
            "what another source sent is no event: {heard}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_follows_through_what_a_steward_decides() {
    const STEWARD: Bearer = Bearer::Steward(Uuid::from_u128(1));
    const SETTLE: &str = "mutation ($input: SettleMatchInput!) { settleMatch(input: $input) { __typename } }";
    const UNLINK: &str = "mutation ($input: UnlinkSubjectInput!) { unlinkSubject(input: $input) { __typename } }";
    on_both(async |stage: &Stage| {
        let badges = stage.source("badges", "badge", &[]).await;
        earns(&badges, "first").await;
        let badged = persons(stage, "Amara Okafor").await[0];
        let hr = stage.source("hr", "hris", &["email"]).await;
        hr.sends(employees(&[(31, "Amara Okafor", "amara@example.org")])).await;
        let both = persons(stage, "Amara Okafor").await;
        let employed = both.into_iter().find(|person| *person != badged).unwrap();
        let link = id(
            Kind::Link,
            stage.ids("SELECT id FROM person_link WHERE state = 'proposed'").await[0],
        );
        let hub = stage.served().await;
        let mut lines = Vec::new();
        for person in [badged, employed] {
            let mut line = hub.follows(Bearer::Holder(person), FOLLOW, from_now(person)).await;
            line.next().await.unwrap();
            lines.push(line);
        }
        hub.does(STEWARD, SETTLE, json!({ "link": link.as_str(), "samePerson": true }))
            .await;
        let mut seen = Vec::new();
        for line in &mut lines {
            let heard = line.next().await.unwrap();
            assert_eq!(credentials(&heard), 1, "{heard}");
            let passport = heard["data"]["passportChanged"]["passport"].clone();
            assert_ne!(passport["experiences"]["totalCount"], 0, "{heard}");
            seen.push(passport["id"].clone());
        }
        assert_eq!(seen[0], seen[1], "both are the one passport");
        hub.does(STEWARD, UNLINK, json!({ "link": link.as_str() })).await;
        let counts = [lines[0].next().await.unwrap(), lines[1].next().await.unwrap()];
        assert_eq!(counts.each_ref().map(credentials).iter().sum::<u64>(), 1, "{counts:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_selects_one_field() {
    on_both(async |stage: &Stage| {
        let (_, _, amara) = amara(stage).await;
        let hub = stage.served().await;
        let two = "subscription ($id: ID!) { a: passportChanged(passport: $id) { at } b: passportChanged(passport: $id) { at } }";
        let mut line = hub.follows(Bearer::Holder(amara), two, about(amara)).await;
        let refused = line.next().await.unwrap();
        assert_eq!(codes(&refused)[0].1, "GRAPHQL_VALIDATION_FAILED");
    })
    .await;
}
