//! What the linker is built from: the concepts of one version of a vocabulary, with every label of every language loaded.

/// A concept as a vocabulary publishes it, as far as linking needs it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Concept {
    /// Its URI.
    pub uri: String,
    /// What it is called, in any language and any number.
    pub labels: Vec<Label>,
    /// What it is, in words: its description or definition, in any language.
    pub descriptions: Vec<String>,
    /// What sort of thing it is.
    pub kind: Kind,
    /// How widely it is used, where the vocabulary says so.
    pub reuse: Reuse,
    /// How many occupations require it, where the vocabulary says so.
    pub occupations: u32,
}

/// One name of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// As it is published.
    pub text: String,
    /// A BCP 47 tag, such as `en` or `pt-BR`.
    pub language: String,
    /// How the vocabulary ranks it.
    pub rank: Rank,
}

/// How a vocabulary ranks a label (SKOS).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rank {
    /// The one to show.
    Preferred,
    /// Another name.
    Alternative,
    /// For finding only: a misspelling, an old name.
    Hidden,
}

/// What sort of thing a concept is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Something one can do, or a way of doing it.
    #[default]
    Skill,
    /// Something one knows.
    Knowledge,
}

/// How widely a concept is used (the reuse levels of ESCO).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Reuse {
    /// The vocabulary does not say.
    #[default]
    Unsaid,
    /// In one occupation.
    Occupation,
    /// In one sector.
    Sector,
    /// In several sectors.
    CrossSector,
    /// Everywhere.
    Transversal,
}
