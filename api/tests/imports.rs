//! Stories of deliveries that come in.

mod support;

#[path = "imports/deliveries.rs"]
mod deliveries;
#[path = "imports/identity.rs"]
mod identity;
#[path = "imports/matches.rs"]
mod matches;
#[path = "imports/own.rs"]
mod own;
