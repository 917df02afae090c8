//! The flows: what the hub does, one file or folder each, told from top to bottom. They never meet GraphQL, and SQL only
//! through the store.

pub mod access;
pub mod add_own;
pub mod audit;
pub mod connections;
pub mod consent;
mod derive_names;
pub mod export_mappings;
pub mod extract_skills;
pub mod follow_consents;
pub mod follow_passport;
pub mod import_delivery;
pub mod import_feed;
pub mod import_mappings;
pub mod keep_set;
pub mod keep_up;
pub mod leave;
pub mod link_labels;
pub mod load_vocabulary;
mod move_subjects;
pub mod preview_delivery;
pub mod propose_mappings;
pub mod recompute_states;
pub mod retention;
pub mod review_mapping;
pub mod review_terms;
pub mod save_own;
mod save_records;
pub mod settle_match;
pub mod settle_rejects;
pub mod skill_facts;
pub mod standing;
pub mod translate;
pub mod unlink_subject;
pub mod verify;
pub mod view_passport;
