//! The schema of Passport Hub as changes, one file each, in order. The same changes run on SQLite and PostgreSQL.
//!
//! A released change is never edited; the next one mends it. Each can be undone: `down` drops what `up` made. The tests
//! hold the outcome to the columns of the `entity` crate.

use sea_orm_migration::prelude::*;
use table::NewTables;

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
mod m0011_consent_requests;
mod m0012_disclosure_requests;
mod m0013_delegations;
mod m0014_connections;
mod m0015_members;
mod m0016_named_since;
mod m0017_vocabulary_versions;
mod m0018_mappings;
mod m0019_vocabulary_encoders;
mod m0020_terms;
mod m0021_known_since;
mod m0022_matches;
mod m0023_vocabulary_scales;
mod m0024_concept_past;
mod m0025_reject_resolution;
mod m0026_run_process;
mod m0027_import_indexes;
mod m0028_evidence_references;
mod table;

/// All changes, in the order they are made.
pub struct Migrator;

/// The changes that make the first tables, in the order they are made.
const TABLES: [NewTables; 8] = [
    NewTables::of("m0001_sources", m0001_sources::tables),
    NewTables::of("m0002_people", m0002_people::tables),
    NewTables::of("m0003_imports", m0003_imports::tables),
    NewTables::of("m0004_vocabularies", m0004_vocabularies::tables),
    NewTables::of("m0005_passport_sections", m0005_passport_sections::tables),
    NewTables::of("m0006_claims", m0006_claims::tables),
    NewTables::of("m0007_opportunities", m0007_opportunities::tables),
    NewTables::of("m0008_consent", m0008_consent::tables),
];

const CONSENT_REQUESTS: NewTables = NewTables::of("m0011_consent_requests", m0011_consent_requests::tables);
const MEMBERS: NewTables = NewTables::of("m0015_members", m0015_members::tables);
const ENCODERS: NewTables = NewTables::of("m0019_vocabulary_encoders", m0019_vocabulary_encoders::tables);

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut all: Vec<Box<dyn MigrationTrait>> = Vec::new();
        for tables in TABLES {
            all.push(Box::new(tables));
        }
        all.push(Box::new(m0009_import_alive::ImportAlive));
        all.push(Box::new(m0010_subject_names::SubjectNames));
        all.push(Box::new(CONSENT_REQUESTS));
        all.push(Box::new(m0012_disclosure_requests::DisclosureRequests));
        all.push(Box::new(m0013_delegations::Delegations));
        all.push(Box::new(m0014_connections::Connections));
        all.push(Box::new(MEMBERS));
        all.push(Box::new(m0016_named_since::NamedSince));
        all.push(Box::new(m0017_vocabulary_versions::VocabularyVersions));
        all.push(Box::new(m0018_mappings::Mappings));
        all.push(Box::new(ENCODERS));
        all.push(Box::new(m0020_terms::Terms));
        all.push(Box::new(m0021_known_since::KnownSince));
        all.push(Box::new(m0022_matches::Matches));
        all.push(Box::new(m0023_vocabulary_scales::VocabularyScales));
        all.push(Box::new(m0024_concept_past::ConceptPast));
        all.push(Box::new(m0025_reject_resolution::RejectResolution));
        all.push(Box::new(m0026_run_process::RunProcess));
        all.push(Box::new(m0027_import_indexes::ImportIndexes));
        all.push(Box::new(m0028_evidence_references::EvidenceReferences));
        all
    }
}

/// The tables that are dropped with all their rows when this change is undone; none for one that changes columns.
pub fn tables_of(change: &str) -> Vec<&'static str> {
    let making = TABLES.iter().chain([
        &CONSENT_REQUESTS,
        &m0012_disclosure_requests::MADE,
        &m0014_connections::MADE,
        &MEMBERS,
        &m0017_vocabulary_versions::MADE,
        &ENCODERS,
        &m0020_terms::MADE,
        &m0022_matches::MADE,
        &m0024_concept_past::MADE,
    ]);
    let made = making.filter(|tables| tables.name == change);
    made.flat_map(|change| (change.tables)())
        .map(|table| table.name())
        .collect()
}
