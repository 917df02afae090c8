//! The tables of Passport Hub, one file each: columns and relations only.
//!
//! Keys are UUIDv7, made by the caller. Timestamps are UTC with microseconds; days are plain dates. Words such as kinds
//! and states are text here: the rules own them. Nothing that a source said is overwritten: a row that stops holding
//! gets `superseded_at`, and the one that takes its place is added.
//!
//! The tables themselves are made by the `migration` crate; its tests hold both to the same columns.

pub mod claim;
pub mod client;
pub mod concept;
pub mod concept_label;
pub mod concept_match;
pub mod concept_past;
pub mod concept_relation;
pub mod concept_text;
pub mod connection;
pub mod consent;
pub mod consent_receipt;
pub mod consent_request;
pub mod consent_use;
pub mod credential;
pub mod delegation;
pub mod disclosed_document;
pub mod disclosed_request;
pub mod disclosure;
pub mod disclosure_writer;
pub mod endorsement;
pub mod evidence;
pub mod experience;
pub mod goal;
pub mod import_run;
pub mod learning;
pub mod mapping;
pub mod member;
pub mod opportunity;
pub mod opportunity_requirement;
pub mod organization;
pub mod person;
pub mod person_identifier;
pub mod person_link;
pub mod programme_participation;
pub mod reject;
pub mod scale;
pub mod scale_level;
pub mod skill_state;
pub mod source;
pub mod source_record;
pub mod subject;
pub mod term;
pub mod term_decision;
pub mod vocabulary;
pub mod vocabulary_encoder;
pub mod vocabulary_version;
