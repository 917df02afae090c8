//! May this partner see it? Silence refuses.
//!
//! A consent says who may see what of whose passport, for which purpose and until when. [`decide`] turns the consents of
//! one holder and one partner into a [`Grant`] for one request, or a [`Refusal`]. A grant cannot be made in any other
//! way, and no read of the store works without one.

mod connection;
mod decide;
mod delegation;
mod guardian;
mod lifecycle;
mod program;
mod purpose;
mod receipt;
mod request;
mod scope;
mod terms;
mod verify;
mod within;

pub use connection::Connection;
pub use decide::{Asked, Check, Considered, Decision, Grant, Reasons, Refusal, Ruling, SectionScope, decide, explain};
pub use delegation::{
    BadDelegation, Delegation, DelegationStanding, Exceeds, GivenBy, MOST_DELEGATED, MOST_OPEN, Mandate,
    check_delegation, mandate,
};
pub use guardian::{AgeBand, Consenters, Guardianship, NoSay, Yes, consenters};
pub use lifecycle::{Act, Lifetime, NotNow, Standing, Wider, narrows, step};
pub use program::program;
pub use purpose::Purpose;
pub use receipt::{Receipt, ReceiptFacts};
pub use request::{
    Answer, Ask, AskedScope, BadAsk, LONGEST_TEXT, MOST_AT_ONE_ADDRESS, MOST_IN_ALL, MOST_SCOPES, NoAnswer, OPEN_FOR,
    Redisclosure, Until, check_answer, check_ask, open_until,
};
pub use scope::{BadScope, Filters, Op, Ops, Scope, Section};
pub use terms::{BadTerms, ConsentState, LONGEST, MOST_TERMS, Terms, check_terms};
pub use verify::{Question, may_ask};
