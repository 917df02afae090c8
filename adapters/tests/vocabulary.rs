//! Readers of published vocabularies: small files of our own in the shapes of the publishers, files with faults, files cut
//! off and changed at random, and the whole releases where they are at hand.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a panic here is a failed test, with its place"
)]

#[path = "vocabulary/case.rs"]
mod case;
#[path = "vocabulary/esco.rs"]
mod esco;
#[path = "vocabulary/files.rs"]
mod files;
#[path = "vocabulary/hostile.rs"]
mod hostile;
#[path = "vocabulary/list.rs"]
mod list;
#[path = "vocabulary/onet.rs"]
mod onet;
#[path = "vocabulary/releases.rs"]
mod releases;
#[path = "vocabulary/rsd.rs"]
mod rsd;
#[path = "vocabulary/skos.rs"]
mod skos;
