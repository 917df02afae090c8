//! What consent costs: a partner's whole passport over HTTP with the decision and the durable disclosure, against the same
//! answer with both switched off; and the same among many consents: `cargo bench --features bench --bench consent_cost`.
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

mod crowd;
mod floor;
#[path = "../support/mod.rs"]
mod support;

use passport_hub::bare::switch_consent_off;
use passport_hub::clock::Clock;
use passport_hub::hub::Hub;
use passport_hub::keys::Keys;
use passport_hub::store::Db;
use std::net::SocketAddr;
use support::load::{self, Request};
use support::{Side, alone, compare, listen, request_at, seed, with_database};
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Passports that are asked for in turn.
const HOLDERS: usize = 200;
/// The same passports with twice as many rows, so often doubled.
const DOUBLINGS: [usize; 2] = [2, 4];
/// Consents of a partner that has many, and of a holder who gave many.
const OF_A_PARTNER: usize = 10_000;
const OF_A_HOLDER: usize = 100;

#[tokio::main]
async fn main() {
    // `cargo test --benches` and the like only want to know that it builds.
    if std::env::args().any(|argument| argument == "--bench") {
        with_database(measure).await;
    }
}

async fn measure(db: Db) {
    let hub = Hub::open(db, Keys::derive(&[7; 32]), Clock::default()).await.unwrap();
    let passports = seed::passports(&hub, HOLDERS).await;
    let address = listen(&hub, floor::route(&hub).await).await;
    what_it_costs(&hub, address, &passports).await;
    for doublings in DOUBLINGS {
        let thicker = seed::thicker(&hub, &passports, doublings).await;
        what_it_costs(&hub, address, &thicker).await;
    }
    among_many(&hub, address, &passports).await;
}

/// One size of passport: with consent and disclosure, to without.
async fn what_it_costs(hub: &Hub, address: SocketAddr, passports: &seed::Passports) {
    let all = requests(passports, &passports.holders);
    let by_the_floor = requests_at(floor::PATH, passports, &passports.holders);
    same_answer(address, &all[0]).await;
    let on = statements(hub, address, &all[0], false).await;
    let off = statements(hub, address, &all[0], true).await;
    let bare = Side {
        requests: &all,
        before: &|| switch_consent_off(true),
    };
    let kept = Side {
        requests: &all,
        before: &|| switch_consent_off(false),
    };
    // For a profiler, which has to see one side alone.
    match std::env::var("BENCH_ONLY").as_deref() {
        Ok("kept") => return alone(address, kept).await,
        Ok("bare") => return alone(address, bare).await,
        _ => {}
    }
    let ratio = compare(address, kept, bare).await;
    let (rows, bytes) = (passports.rows, load::answer(address, &all[0]).await.len());
    println!(
        "passports of {rows} rows, answers of {bytes} bytes: with consent and disclosure, to without: {ratio}; {on} statements, {off} without"
    );
    let floor = Side {
        requests: &by_the_floor,
        before: &|| switch_consent_off(true),
    };
    let ratio = compare(address, floor, Side::of(&all)).await;
    println!("  with one look-up and one insert instead, to without: {ratio}");
    switch_consent_off(false);
}

/// Asks for each of these passports.
fn requests(passports: &seed::Passports, holders: &[Uuid]) -> Vec<Request> {
    requests_at("/graphql", passports, holders)
}

fn requests_at(path: &str, passports: &seed::Passports, holders: &[Uuid]) -> Vec<Request> {
    let ask = |holder: &Uuid| request_at(path, *holder, &passports.partner);
    holders.iter().map(ask).collect()
}

/// Half of the holders give many consents, and the partner gets many, from people who are not asked about.
async fn among_many(hub: &Hub, address: SocketAddr, passports: &seed::Passports) {
    let (few, many) = passports.holders.split_at(HOLDERS / 2);
    let (few, many_of) = (requests(passports, few), requests(passports, many));
    let same = compare(address, Side::of(&many_of), Side::of(&few)).await;
    println!("one half of the holders to the other, before: {same}");
    crowd::crowd(hub, &passports.holders, many, OF_A_HOLDER, OF_A_PARTNER).await;
    let ratio = compare(address, Side::of(&many_of), Side::of(&few)).await;
    println!("holders of {OF_A_HOLDER} consents to holders of one, by a partner of {OF_A_PARTNER}: {ratio}");
}

async fn statements(hub: &Hub, address: SocketAddr, request: &Request, off: bool) -> u64 {
    switch_consent_off(off);
    let before = hub.db.statements();
    load::answer(address, request).await;
    hub.db.statements() - before
}

/// A ratio of two different answers would say nothing.
async fn same_answer(address: SocketAddr, request: &Request) {
    let kept = load::answer(address, request).await;
    switch_consent_off(true);
    assert!(kept == load::answer(address, request).await, "the two answers differ");
    switch_consent_off(false);
}
