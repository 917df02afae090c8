//! What an adapter is and what it can send, as data: docs, tests and the schema are made from it.

/// What an adapter is.
#[derive(Debug)]
pub struct Profile {
    /// Stable key: `open_badges`.
    pub key: &'static str,
    /// Name for people: `Open Badges`.
    pub name: &'static str,
    /// Grows whenever the same bytes would give other records than before.
    pub version: u32,
    /// Which family of systems it reads.
    pub family: Family,
    /// Formats and versions it reads, for people: `OB 2.0 assertion (JSON)`.
    pub formats: &'static [&'static str],
    /// Where the format is specified.
    pub specification: &'static str,
    /// The streams its records come in.
    pub streams: &'static [Stream],
    /// What a source may declare that is not carried into the common schema, and why.
    pub not_carried: &'static [(&'static str, &'static str)],
}

/// One stream of records.
#[derive(Debug)]
pub struct Stream {
    /// Its name, as in [`passport::record::Record::stream`].
    pub name: &'static str,
    /// The kinds of records it gives, as in [`passport::record::Body::kind`].
    pub kinds: &'static [&'static str],
    /// What it holds, in a sentence.
    pub about: &'static str,
}

/// Families of source systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Learning management systems.
    Lms,
    /// Human resources systems.
    Hris,
    /// Workforce boards and their programmes.
    Workforce,
    /// Badge and credential platforms.
    Badge,
}

impl Family {
    /// The word stored and shown; also a source's kind.
    pub fn as_str(self) -> &'static str {
        match self {
            Family::Lms => "lms",
            Family::Hris => "hris",
            Family::Workforce => "workforce",
            Family::Badge => "badge",
        }
    }
}

impl Profile {
    /// Adapter and version as claims keep it: `open_badges@1`.
    pub fn stamp(&self) -> String {
        format!("{}@{}", self.key, self.version)
    }
}
