//! Passport Hub: one GraphQL gateway, one talent passport per person, nothing without consent.
//!
//! `http → graphql → flows → store`, downward only: the transports know nothing of passports, the graph never meets
//! SQL, the flows never meet GraphQL, the store decides nothing.

pub mod bare;
pub mod caller;
pub mod cli;
pub mod clock;
pub mod flows;
pub mod graphql;
pub mod http;
pub mod hub;
pub mod keys;
mod private_file;
pub mod process;
pub mod pseudonyms;
pub mod receipts;
pub mod settings;
pub mod store;
pub mod view;
