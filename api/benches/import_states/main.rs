//! What keeping skill states costs an import: `cargo bench --bench import_states`.
//!
//! Needs PostgreSQL, as the other benches do. An employer's skills are brought in, then all of them again with one level of
//! one employee in a hundred changed, for passports of three sizes. Told are the shares of the import's time that go into
//! states when all are written anew, and how many states a change writes. Only ratios of one run say anything.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench prints what it measured, and ends when it cannot"
)]

#[path = "../support/mod.rs"]
mod support;

use adapters::{Delivery, Part};
use passport_hub::clock::Clock;
use passport_hub::flows::import_delivery::{ImportRequest, ImportSummary, Unwatched, import_delivery};
use passport_hub::flows::recompute_states::recompute_states;
use passport_hub::hub::Hub;
use passport_hub::keys::Keys;
use passport_hub::store::Db;
use passport_hub::store::sources::{NewSource, ensure_source};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use serde_json::{Value, json};
use std::time::Instant;
use support::{seed, with_database};
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Employees, and skills of each: as many claims in each line.
const SIZES: [(u32, u32); 3] = [(4_000, 5), (1_000, 20), (200, 100)];
/// One employee in so many has another level the second time.
const CHANGED: u32 = 100;

#[tokio::main]
async fn main() {
    // `cargo test --benches` and the like only want to know that it builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!(
        "| employees | skills of each | states in the import's time | changed employees | states written | time of the first |"
    );
    println!("|--|--|--|--|--|--|");
    for size in SIZES {
        Box::pin(with_database(async |db| Box::pin(measure(db, size)).await)).await;
    }
}

async fn measure(db: Db, (employees, skills): (u32, u32)) {
    let hub = Hub::open(db, Keys::derive(&[7; 32]), Clock::default()).await.unwrap();
    let (first, whole) = timed(Box::pin(import(&hub, delivery(employees, skills, 40)))).await;
    assert_eq!(first.states_changed, u64::from(employees * skills));
    // The same states once more, from nothing: what of the import's time was theirs.
    hub.db
        .conn()
        .execute_unprepared("DELETE FROM skill_state")
        .await
        .unwrap();
    let people = people(&hub).await;
    let (written, states) = timed(async { recompute_states(&hub, &people).await.unwrap() }).await;
    assert_eq!(written, first.states_changed);
    let (second, again) = timed(Box::pin(import(&hub, delivery(employees, skills, 80)))).await;
    println!(
        "| {employees} | {skills} | {:.2} | {} | {} | {:.2} |",
        states / whole,
        employees / CHANGED,
        second.states_changed,
        again / whole,
    );
    assert_eq!(second.states_changed, u64::from(employees / CHANGED));
}

async fn timed<T>(work: impl Future<Output = T>) -> (T, f64) {
    let begun = Instant::now();
    let done = work.await;
    (done, begun.elapsed().as_secs_f64())
}

async fn people(hub: &Hub) -> Vec<Uuid> {
    #[derive(FromQueryResult)]
    struct Person {
        id: Uuid,
    }
    let conn = hub.db.conn();
    let all = Statement::from_string(conn.get_database_backend(), "SELECT id FROM person");
    let all = Person::find_by_statement(all).all(conn).await.unwrap();
    all.into_iter().map(|person| person.id).collect()
}

async fn import(hub: &Hub, delivery: Delivery<'static>) -> ImportSummary {
    let new = NewSource {
        key: "hr".into(),
        name: "HR".into(),
        kind: "hris".into(),
        adapter: None,
        trusted_identifiers: vec!["email".into()],
    };
    let source = ensure_source(&hub.db, new, hub.clock.now()).await.unwrap();
    hub.shelf.reload_parties(&hub.db).await.unwrap();
    let request = ImportRequest {
        source: seed::source_pass(hub, source.id),
        adapter: None,
        delivery,
        files: vec![],
        extent: Default::default(),
        on_behalf_of: None,
        replays: None,
    };
    import_delivery(hub, request, &Unwatched).await.unwrap()
}

/// Employees and their skills as Odoo answers; the first skill of one in a hundred is at this level.
fn delivery(employees: u32, skills: u32, level: u32) -> Delivery<'static> {
    let people: Vec<Value> = (1..=employees).map(employee).collect();
    let held = (1..=employees).flat_map(|of| (1..=skills).map(move |skill| (of, skill)));
    let rows: Vec<Value> = held
        .map(|(of, skill)| {
            let level = if skill == 1 && of % CHANGED == 0 { level } else { 60 };
            held_skill(of * skills + skill, of, skill, level)
        })
        .collect();
    let part = |name: &str, rows: Vec<Value>| Part {
        name: name.to_owned().into(),
        bytes: Value::from(rows).to_string().into_bytes().into(),
    };
    let parts = vec![part("hr.employee.json", people), part("hr.employee.skill.json", rows)];
    Delivery::several("hr", parts)
}

fn employee(id: u32) -> Value {
    json!({ "id": id, "name": format!("Employee {id}"), "work_email": format!("e{id}@example.org"), "active": true,
        "write_date": "2025-03-04 09:15:00" })
}

fn held_skill(row: u32, of: u32, skill: u32, level: u32) -> Value {
    json!({ "id": row, "employee_id": [of, "An employee"], "skill_id": [skill, format!("House skill {skill}")],
        "skill_level_id": [level, "A level"], "skill_type_id": [5, "House"], "level_progress": level,
        "valid_from": "2024-09-01", "valid_to": false, "write_date": "2025-03-04 09:15:00" })
}
