//! One whole passport over HTTP, for a partner, with consent and disclosure, against the same JSON by one hand-written
//! SQL statement behind the same server: `cargo bench --bench whole_passport`.
//!
//! Needs PostgreSQL: `BENCH_POSTGRES_URL`, or an `initdb` from which it makes a throw-away cluster. Only the ratios say
//! anything: both sides take turns on the same machine, in the same process, on the same pool.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench prints what it measured, and ends when it cannot"
)]

mod cpu;
mod limit;
mod load;
#[path = "../../tests/support/postgres.rs"]
mod postgres;
mod seed;

use async_graphql::ID;
use load::Request;
use passport_hub::clock::Clock;
use passport_hub::graphql::Gateway;
use passport_hub::graphql::ids::{Kind, id};
use passport_hub::http::{Closing, HttpSettings, router, serve};
use passport_hub::hub::Hub;
use passport_hub::keys::Keys;
use passport_hub::settings::Settings;
use passport_hub::store::Db;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The face of the product.
const QUERY: &str = include_str!("../../tests/passport.graphql");
/// Passports that are asked for in turn.
const HOLDERS: usize = 200;
/// Callers that ask at the same time.
const CALLERS: usize = 16;
/// Turns that each side takes, and how long one lasts.
const TURNS: usize = 7;
const TURN: Duration = Duration::from_secs(3);

#[tokio::main]
async fn main() {
    // `cargo test --benches` and the like only want to know that it builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
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

async fn measure(db: Db) {
    let hub = Hub::open(db, Keys::derive(&[7; 32]), Clock::default()).await.unwrap();
    let passports = seed::passports(&hub, HOLDERS).await;
    let address = listen(&hub).await;
    let roles = [("partner", &passports.partner), ("holder", &passports.holder)];
    let limit: Vec<Request> = passports.holders.iter().map(|holder| limit_request(*holder)).collect();
    println!(
        "{HOLDERS} passports of {} rows, {CALLERS} callers, {TURNS} turns of {TURN:?} a side",
        passports.rows
    );
    for (role, token) in roles {
        // A holder asks for their own passport only.
        let asked = if role == "holder" {
            &passports.holders[..1]
        } else {
            &passports.holders[..]
        };
        let gateway: Vec<Request> = asked.iter().map(|holder| graph_request(*holder, token)).collect();
        same_answer(address, &gateway[0], &limit[0]).await;
        let before = hub.db.statements();
        load::answer(address, &gateway[0]).await;
        let statements = hub.db.statements() - before;
        compare(role, statements, address, &gateway, &limit).await;
    }
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

/// Both sides in turns; the medians of the turns' ratios.
async fn compare(role: &str, statements: u64, address: SocketAddr, gateway: &[Request], limit: &[Request]) {
    turn(address, gateway, TURN / 3).await;
    turn(address, limit, TURN / 3).await;
    let (mut rates, mut costs) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let ours = turn(address, gateway, TURN).await;
        let theirs = turn(address, limit, TURN).await;
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
    println!("{role}: ratio {middle:.2} ({least:.2} to {most:.2}){cost}; {statements} statements");
}

async fn listen(hub: &Hub) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let settings = HttpSettings::default();
    let limits = settings.limits.clone();
    let closing = Closing::default();
    let routes = router(Gateway::new(hub.clone()), settings, String::new, closing.clone()).merge(limit::route(hub));
    tokio::spawn(async move { serve(listener, routes, &limits, closing, std::future::pending()).await });
    address
}

fn graph_request(holder: Uuid, token: &str) -> Request {
    let ID(holder) = id(Kind::Passport, holder);
    Request::post(
        "/graphql",
        Some(token),
        &json!({ "query": QUERY, "variables": { "id": holder } }),
    )
}

fn limit_request(holder: Uuid) -> Request {
    Request::post(limit::PATH, None, &json!({ "holder": holder }))
}

/// A ratio of two different answers would say nothing.
async fn same_answer(address: SocketAddr, gateway: &Request, limit: &Request) {
    let mut ours: Value = serde_json::from_slice(&load::answer(address, gateway).await).unwrap();
    let mut theirs: Value = serde_json::from_slice(&load::answer(address, limit).await).unwrap();
    for answer in [&mut ours, &mut theirs] {
        numbers_as_floats(answer);
        without_ids(answer);
    }
    if ours != theirs {
        std::fs::write("ours.json", serde_json::to_vec_pretty(&ours).unwrap()).unwrap();
        std::fs::write("theirs.json", serde_json::to_vec_pretty(&theirs).unwrap()).unwrap();
        panic!("the two answers differ: see ours.json and theirs.json");
    }
}

/// A partner gets pseudonyms where the statement gives the keys of the store.
fn without_ids(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(without_ids),
        Value::Object(fields) => {
            for (name, value) in fields {
                if ["id", "record", "endCursor"].contains(&name.as_str()) {
                    *value = json!(value.is_string());
                } else {
                    without_ids(value);
                }
            }
        }
        _ => {}
    }
}

/// PostgreSQL writes 1.0 as 1.
fn numbers_as_floats(value: &mut Value) {
    match value {
        Value::Number(number) => *value = json!(number.as_f64()),
        Value::Array(items) => items.iter_mut().for_each(numbers_as_floats),
        Value::Object(fields) => fields.values_mut().for_each(numbers_as_floats),
        _ => {}
    }
}
