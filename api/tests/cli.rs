//! Stories of the binary, run as a process: what people read, and what scripts rely on.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "in a test, a panic is the finding"
)]

#[path = "../benches/import_rows/generate.rs"]
mod generate;
mod support;

#[path = "cli/audit.rs"]
mod audit;
#[path = "cli/console.rs"]
mod console;
#[path = "cli/demo.rs"]
mod demo;
#[path = "cli/doctor.rs"]
mod doctor;
#[path = "cli/doctor_imports.rs"]
mod doctor_imports;
#[path = "cli/dry_run.rs"]
mod dry_run;
#[path = "cli/help.rs"]
mod help;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/killed.rs"]
mod killed;
#[path = "cli/mapping.rs"]
mod mapping;
#[path = "cli/members.rs"]
mod members;
#[path = "cli/parties.rs"]
mod parties;
#[path = "cli/rejects.rs"]
mod rejects;
#[path = "cli/running.rs"]
mod running;
#[path = "cli/setup.rs"]
mod setup;
#[path = "cli/stopped.rs"]
mod stopped;
#[path = "cli/terms.rs"]
mod terms;
#[path = "cli/vocabularies.rs"]
mod vocabularies;
