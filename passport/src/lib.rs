//! The rules of Passport Hub, and nothing else: no IO, no clock, no database, no async.
//!
//! Adapters produce [`record::Record`]s. The rules say whose a record is ([`identity`]), which skill it means
//! ([`skill`]), which level ([`level`]), whether it is news ([`claim`]), how far to trust it ([`trust`]), and who may
//! see it ([`consent`]), or only how many they are ([`counts`]). Time and randomness come in as arguments. What people read is said in their language ([`words`]).

pub mod claim;
pub mod consent;
pub mod counts;
pub mod holes;
pub mod identity;
pub mod level;
pub mod record;
pub mod skill;
pub mod trust;
pub mod words;
