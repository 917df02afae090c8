//! The proof of consent: generated worlds, every path of the schema, and a reference decision that shares no code with
//! the hub. Whatever the hub shows must be what docs/CONSENT.md says, neither more nor less.
//!
//! `cargo test -p passport-hub --test proof` runs some hundred worlds; `PROOF_WORLDS` asks for more, `PROOF_SEED` for
//! others.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "in a test, a panic is the finding"
)]

mod support;

#[path = "proof/answer.rs"]
mod answer;
#[path = "proof/arguments.rs"]
mod arguments;
#[path = "proof/expected.rs"]
mod expected;
#[path = "proof/judge.rs"]
mod judge;
#[path = "proof/paths.rs"]
mod paths;
#[path = "proof/preview.rs"]
mod preview;
#[path = "proof/prover.rs"]
mod prover;
#[path = "proof/reference.rs"]
mod reference;
#[path = "proof/request.rs"]
mod request;
#[path = "proof/scene.rs"]
mod scene;
#[path = "proof/scopes.rs"]
mod scopes;
#[path = "proof/skills.rs"]
mod skills;
#[path = "proof/table.rs"]
mod table;
#[path = "proof/verify.rs"]
mod verify;
#[path = "proof/why.rs"]
mod why;
#[path = "proof/world.rs"]
mod world;

#[cfg(feature = "holes")]
#[path = "proof/holes.rs"]
mod holes;
#[cfg(not(feature = "holes"))]
#[path = "proof/race.rs"]
mod race;

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
fn every_field_is_classified() {
    let unclassified = paths::unclassified(&paths::Schema::served());
    assert!(unclassified.is_empty(), "{}", unclassified.join("\n"));
}

#[cfg(not(feature = "holes"))]
#[tokio::test(flavor = "multi_thread")]
async fn the_hub_shows_what_the_reference_decision_says() {
    let (seed, worlds) = (number("PROOF_SEED", 1), number("PROOF_WORLDS", 200));
    support::on_both(async |stage: &support::Stage| {
        let mut prover = prover::Prover::new(stage).await;
        // PostgreSQL answers what SQLite does: fewer worlds show whether it does.
        let share = if stage.hub.db.is_sqlite() { 1 } else { 5 };
        let proved = prover.prove(seed, usize::try_from(worlds / share).unwrap()).await;
        if let Err(difference) = proved {
            panic!("{}, seed {seed}: {difference}", stage.database);
        }
        let missed = prover.not_walked();
        println!(
            "{}, seed {seed}: {} paths walked\n{}",
            stage.database,
            prover.schema.paths().len() - missed.len(),
            prover.tally
        );
        assert!(missed.is_empty(), "{} paths were not walked: {missed:?}", missed.len());
    })
    .await;
}
