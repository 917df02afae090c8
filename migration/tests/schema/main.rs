//! The schema holds what the entities say, on both databases, and every change can be undone.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a panic here is a failed test, with its place"
)]

mod database;
mod drift;
mod names;
mod rows;
mod rules;
mod samples;
mod tables;
mod undo;
