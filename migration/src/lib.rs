//! The schema of Passport Hub as changes, one file each, in order. The same changes run on SQLite and PostgreSQL.
//!
//! A released change is never edited; the next one mends it. Each can be undone: `down` drops what `up` made. The tests
//! hold the outcome to the columns of the `entity` crate.

use sea_orm_migration::prelude::*;
use table::{NewTable, NewTables};

pub use sea_orm_migration::MigratorTrait;

mod m0001_sources;
mod m0002_people;
mod m0003_imports;
mod m0004_vocabularies;
mod m0005_passport_sections;
mod m0006_claims;
mod m0007_opportunities;
mod m0008_consent;
mod m0009_import_alive;
mod m0010_subject_names;
mod table;

/// All changes, in the order they are made.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            tables("m0001_sources", m0001_sources::tables),
            tables("m0002_people", m0002_people::tables),
            tables("m0003_imports", m0003_imports::tables),
            tables("m0004_vocabularies", m0004_vocabularies::tables),
            tables("m0005_passport_sections", m0005_passport_sections::tables),
            tables("m0006_claims", m0006_claims::tables),
            tables("m0007_opportunities", m0007_opportunities::tables),
            tables("m0008_consent", m0008_consent::tables),
            Box::new(m0009_import_alive::ImportAlive),
            Box::new(m0010_subject_names::SubjectNames),
        ]
    }
}

fn tables(name: &'static str, tables: fn() -> Vec<NewTable>) -> Box<dyn MigrationTrait> {
    Box::new(NewTables { name, tables })
}
