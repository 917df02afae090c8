//! May this partner see it? Silence refuses.
//!
//! A consent says who may see what of whose passport, for which purpose and until when. [`decide`] turns the consents of
//! one holder and one partner into a [`Grant`] for one request, or a [`Refusal`]. A grant cannot be made in any other
//! way, and no read of the store works without one.

mod decide;
mod lifecycle;
mod locale;
mod purpose;
mod request;
mod scope;
mod terms;
mod within;
mod words;

pub use decide::{Asked, Decision, Grant, Refusal, SectionScope, decide};
pub use lifecycle::{Act, Lifetime, NotNow, Standing, Wider, narrows, step};
pub use purpose::Purpose;
pub use request::{
    Answer, Ask, AskedScope, BadAsk, LONGEST_TEXT, MOST_AT_ONE_ADDRESS, MOST_IN_ALL, MOST_SCOPES, NoAnswer, OPEN_FOR,
    Redisclosure, Until, check_answer, check_ask, open_until,
};
pub use scope::{BadScope, Filters, Op, Ops, Scope, Section};
pub use terms::{BadTerms, ConsentState, LONGEST, Terms, check_terms};
pub use words::{Names, Told, ToldRequest, Words};
