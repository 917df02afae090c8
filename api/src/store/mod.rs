//! The store: every SQL statement of the hub. It decides nothing; it reads under a pass and writes what the flows say.

mod batch;
pub mod between;
pub mod connections;
pub mod consent_requests;
pub mod consents;
pub mod db;
pub mod delegations;
pub mod disclosures;
pub mod events;
pub mod health;
pub mod identity;
pub mod imports;
pub mod leaving;
pub mod links;
pub mod mappings;
pub mod matches;
pub mod members;
pub mod names;
pub mod organizations;
pub mod people;
pub mod people_lookup;
pub mod reach;
pub mod records;
pub mod reference;
pub mod report;
pub mod retention;
pub mod runs;
pub mod scope;
pub mod sections;
pub mod shown;
pub mod since;
pub mod skill_states;
pub mod some_rows;
pub mod sources;
pub mod vocabularies;

pub use db::{Db, StoreError, Tx};
