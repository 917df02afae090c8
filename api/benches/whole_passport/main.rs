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

mod limit;
#[path = "../support/mod.rs"]
mod support;

use passport_hub::clock::Clock;
use passport_hub::hub::Hub;
use passport_hub::keys::Keys;
use passport_hub::store::Db;
use serde_json::{Value, json};
use std::net::SocketAddr;
use support::load::{self, Request};
use support::{CALLERS, Side, TURN, TURNS, compare, graph_request, listen, seed, with_database};
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Passports that are asked for in turn.
const HOLDERS: usize = 200;

#[tokio::main]
async fn main() {
    // `cargo test --benches` and the like only want to know that it builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    with_database(measure).await;
}

async fn measure(db: Db) {
    let hub = Hub::open(db, Keys::derive(&[7; 32]), Clock::default()).await.unwrap();
    let passports = seed::passports(&hub, HOLDERS).await;
    let address = listen(&hub, limit::route(&hub)).await;
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
        let ratio = compare(address, Side::of(&gateway), Side::of(&limit)).await;
        println!("{role}: {ratio}; {statements} statements");
    }
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
