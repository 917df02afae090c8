//! Stories of deliveries that come in.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "in a test, a panic is the finding"
)]

mod support;

#[path = "imports/dates.rs"]
mod dates;
#[path = "imports/deliveries.rs"]
mod deliveries;
#[path = "imports/identity.rs"]
mod identity;
#[path = "imports/linking.rs"]
mod linking;
#[path = "imports/links.rs"]
mod links;
#[path = "imports/mappings.rs"]
mod mappings;
#[path = "imports/matches.rs"]
mod matches;
#[path = "imports/names.rs"]
mod names;
#[path = "imports/neighbours.rs"]
mod neighbours;
#[path = "imports/own.rs"]
mod own;
#[path = "imports/partial.rs"]
mod partial;
#[path = "imports/parts.rs"]
mod parts;
#[path = "imports/proposals.rs"]
mod proposals;
#[path = "imports/published.rs"]
mod published;
#[path = "imports/replays.rs"]
mod replays;
#[path = "imports/resumed.rs"]
mod resumed;
#[path = "imports/scales.rs"]
mod scales;
#[path = "imports/silence.rs"]
mod silence;
#[path = "imports/vocabularies.rs"]
mod vocabularies;
