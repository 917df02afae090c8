//! The flows: what the hub does, one operation a file, each reading top to bottom. They never meet GraphQL.

pub mod access;
pub mod consent;
pub mod view_passport;
