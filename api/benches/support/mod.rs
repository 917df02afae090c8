//! What the benches share: passports to ask for, a hub that listens, callers, and two sides that take turns.

#![allow(dead_code, reason = "each bench uses its part")]

pub mod cpu;
pub mod load;
#[path = "../../tests/support/postgres.rs"]
mod postgres;
pub mod seed;

use async_graphql::ID;
use load::Request;
use passport_hub::graphql::Gateway;
use passport_hub::graphql::ids::{Kind, id};
use passport_hub::http::{Closing, HttpSettings, router, serve};
use passport_hub::hub::Hub;
use passport_hub::settings::Settings;
use passport_hub::store::Db;
use sea_orm::ConnectionTrait;
use serde_json::json;
use std::net::SocketAddr;
use std::time::Duration;
use uuid::Uuid;

/// The face of the product.
const QUERY: &str = include_str!("../../tests/passport.graphql");
/// Callers that ask at the same time.
pub const CALLERS: usize = 16;
/// Turns that each side takes, and how long one lasts.
pub const TURNS: usize = 7;
pub const TURN: Duration = Duration::from_secs(3);

/// Measures in an empty database that is gone afterwards.
pub async fn with_database(measure: impl AsyncFnOnce(Db)) {
    let server = postgres::durable().expect("PostgreSQL is needed");
    let name = format!("bench_{}", Uuid::now_v7().simple());
    let admin = Db::connect(&server.url("postgres"), 1).await.unwrap();
    let conn = admin.conn();
    let run = |sql: String| async move { conn.execute_unprepared(&sql).await.unwrap() };
    run(format!("CREATE DATABASE {name}")).await;
    let pool = std::env::var("BENCH_POOL").map_or(Settings::default().pool_size, |n| n.parse().unwrap());
    let db = Db::connect(&server.url(&name), pool).await.unwrap();
    measure(db).await;
    run(format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

/// Serves a hub, with more routes beside its own.
pub async fn listen(hub: &Hub, more: axum::Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let settings = HttpSettings::default();
    let limits = settings.limits.clone();
    let closing = Closing::default();
    let routes = router(Gateway::new(hub.clone()), settings, String::new, closing.clone()).merge(more);
    tokio::spawn(async move { serve(listener, routes, &limits, closing, std::future::pending()).await });
    address
}

/// Asks for one whole passport.
pub fn graph_request(holder: Uuid, token: &str) -> Request {
    request_at("/graphql", holder, token)
}

/// The same at another path.
pub fn request_at(path: &str, holder: Uuid, token: &str) -> Request {
    let ID(holder) = id(Kind::Passport, holder);
    Request::post(
        path,
        Some(token),
        &json!({ "query": QUERY, "variables": { "id": holder } }),
    )
}

/// What one side did in one turn.
#[derive(Clone, Copy)]
struct Turn {
    /// Answers a second.
    rate: f64,
    /// Ticks of processor time an answer; none where the system does not tell.
    ticks: Option<f64>,
}

async fn turn(address: SocketAddr, requests: &[Request], time: Duration) -> Turn {
    let before = cpu::ticks();
    let (answers, seconds) = load::turn(address, requests, CALLERS, time).await;
    let spent = before.zip(cpu::ticks()).map(|(before, after)| (after - before) as f64);
    Turn {
        rate: answers as f64 / seconds,
        ticks: spent.map(|ticks| ticks / answers as f64),
    }
}

/// One side: what it asks, and what is to be done before its turn.
pub struct Side<'a> {
    pub requests: &'a [Request],
    pub before: &'a dyn Fn(),
}

impl<'a> Side<'a> {
    pub fn of(requests: &'a [Request]) -> Self {
        Side {
            requests,
            before: &|| {},
        }
    }

    async fn turn(&self, address: SocketAddr, time: Duration) -> Turn {
        (self.before)();
        turn(address, self.requests, time).await
    }
}

/// One side for as long as all turns of both take.
pub async fn alone(address: SocketAddr, side: Side<'_>) {
    for _ in 0..2 * TURNS {
        let Turn { rate, ticks } = side.turn(address, TURN).await;
        println!(
            "{rate:.0} answers a second, {:.3} ticks each",
            ticks.unwrap_or_default()
        );
    }
}

/// Both sides in turns: the median of the turns' ratios of answers a second, the least and the most, and the median by
/// processor time, in words.
pub async fn compare(address: SocketAddr, ours: Side<'_>, theirs: Side<'_>) -> String {
    ours.turn(address, TURN / 3).await;
    theirs.turn(address, TURN / 3).await;
    let (mut rates, mut costs) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let ours = ours.turn(address, TURN).await;
        let theirs = theirs.turn(address, TURN).await;
        rates.push(ours.rate / theirs.rate);
        costs.extend(theirs.ticks.zip(ours.ticks).map(|(theirs, ours)| theirs / ours));
    }
    rates.sort_by(f64::total_cmp);
    costs.sort_by(f64::total_cmp);
    let (least, middle, most) = (rates[0], rates[TURNS / 2], rates[TURNS - 1]);
    let cost = costs
        .get(costs.len() / 2)
        .map(|ratio| format!("; by processor time {ratio:.2}"));
    let cost = cost.unwrap_or_default();
    format!("ratio {middle:.2} ({least:.2} to {most:.2}){cost}")
}
