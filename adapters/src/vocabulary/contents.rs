//! What a version of a vocabulary holds, whoever published it.

use passport::record::Place;
use std::sync::Arc;

/// Everything that the files of one version say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contents {
    /// What the files say about the vocabulary itself.
    pub about: About,
    /// Its concepts, in the order in which they were first met.
    pub concepts: Vec<Concept>,
    /// How its concepts relate to each other.
    pub relations: Vec<Relation>,
    /// Which concepts of it its publisher sets beside others, here or in other vocabularies.
    pub matches: Vec<Match>,
    /// The scales that its numbers are on.
    pub scales: Vec<Scale>,
    /// What was odd, yet harmless, or not carried.
    pub notes: Vec<Note>,
}

/// What the files say about the vocabulary itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Its name to show.
    pub name: Option<String>,
    /// Its version, as its publisher names it.
    pub version: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// The licence it is used under, as a name or URL.
    pub licence: Option<String>,
    /// The words the licence asks to be shown.
    pub attribution: Option<String>,
    /// Where it is published.
    pub url: Option<String>,
    /// Its main language, BCP 47.
    pub language: Option<Arc<str>>,
}

/// One concept.
#[derive(Debug, Clone, PartialEq)]
pub struct Concept {
    /// Its URI, unique in the vocabulary.
    pub uri: String,
    /// Its code or notation.
    pub code: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// How widely it applies, as the vocabulary says: `transversal`, `cross-sector`.
    pub reuse_level: Option<String>,
    /// Whether it is to be used.
    pub status: Status,
    /// The URI of the concept to use in its place, which may stand in another vocabulary.
    pub replaced_by: Option<String>,
    /// Where it stands as a whole on a scale, such as the job zone of an occupation.
    pub level: Option<Rated>,
    /// Its labels, in the order of the files; each text once for each language.
    pub labels: Vec<Label>,
    /// What else is said of it in words.
    pub texts: Vec<Text>,
}

/// What a concept is, in the words of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Something one can do.
    Skill,
    /// Something one can know.
    Knowledge,
    /// A language one can use.
    Language,
    /// A lasting ability, such as manual dexterity.
    Ability,
    /// A way of working, such as attention to detail.
    WorkStyle,
    /// A kind of work that many occupations share.
    Activity,
    /// A product that one can use.
    Technology,
    /// An occupation.
    Occupation,
    /// A heading over skills, knowledge and the like.
    Group,
    /// A heading over occupations.
    OccupationGroup,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 10] = [
        Kind::Skill,
        Kind::Knowledge,
        Kind::Language,
        Kind::Ability,
        Kind::WorkStyle,
        Kind::Activity,
        Kind::Technology,
        Kind::Occupation,
        Kind::Group,
        Kind::OccupationGroup,
    ];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Skill => "skill",
            Kind::Knowledge => "knowledge",
            Kind::Language => "language",
            Kind::Ability => "ability",
            Kind::WorkStyle => "work_style",
            Kind::Activity => "activity",
            Kind::Technology => "technology",
            Kind::Occupation => "occupation",
            Kind::Group => "group",
            Kind::OccupationGroup => "occupation_group",
        }
    }

    /// The kind that is stored under this word.
    pub fn named(word: &str) -> Option<Kind> {
        Kind::ALL
            .into_iter()
            .find(|kind| kind.as_str().eq_ignore_ascii_case(word))
    }
}

/// Whether a concept is to be used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Status {
    /// It is.
    #[default]
    Released,
    /// It was once.
    Deprecated,
}

impl Status {
    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Released => "released",
            Status::Deprecated => "deprecated",
        }
    }
}

/// One label of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Its language, BCP 47.
    pub language: Arc<str>,
    /// What for it is given.
    pub kind: LabelKind,
    /// The label as published.
    pub text: String,
}

/// What a label is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LabelKind {
    /// The one to show, at most one for each language.
    Preferred,
    /// Another one that means the same.
    Alternative,
    /// One to find it by and never to show, such as a common misspelling.
    Hidden,
}

impl LabelKind {
    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            LabelKind::Preferred => "preferred",
            LabelKind::Alternative => "alternative",
            LabelKind::Hidden => "hidden",
        }
    }
}

/// Something said of a concept in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its language, BCP 47.
    pub language: Arc<str>,
    /// What it says.
    pub kind: TextKind,
    /// The words as published.
    pub text: String,
}

/// What a text says of its concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextKind {
    /// What it is, in a few sentences.
    Description,
    /// What exactly it means.
    Definition,
    /// What it takes in and what it leaves out.
    ScopeNote,
    /// A task that belongs to it.
    Task,
    /// Words to find it by that do not mean the same, with `; ` between them.
    Keywords,
}

impl TextKind {
    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            TextKind::Description => "description",
            TextKind::Definition => "definition",
            TextKind::ScopeNote => "scope_note",
            TextKind::Task => "task",
            TextKind::Keywords => "keywords",
        }
    }
}

/// How one concept relates to another of the same vocabulary.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relation {
    /// The concept it starts from, by its place in [`Contents::concepts`]: the narrower one, or the skill.
    pub from: u32,
    /// The concept it leads to: the broader one, or the occupation.
    pub to: u32,
    /// How they relate.
    pub kind: RelationKind,
    /// How important, on the vocabulary's own scale.
    pub importance: Option<Rated>,
    /// Which level is needed, on the vocabulary's own scale.
    pub level: Option<Rated>,
}

/// How two concepts relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RelationKind {
    /// The second is the broader one.
    Broader,
    /// The first is needed for the second.
    EssentialFor,
    /// The first is of use for the second.
    OptionalFor,
    /// They have to do with each other.
    Related,
}

impl RelationKind {
    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            RelationKind::Broader => "broader",
            RelationKind::EssentialFor => "essential_for",
            RelationKind::OptionalFor => "optional_for",
            RelationKind::Related => "related",
        }
    }
}

/// A number on a scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rated {
    /// The scale, by its place in [`Contents::scales`].
    pub scale: u32,
    /// The number as published.
    pub value: f64,
}

/// A concept of the vocabulary set beside another, here or elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The concept, by its place in [`Contents::concepts`].
    pub from: u32,
    /// The URI of the other one.
    pub to: String,
    /// How they relate, as SKOS says it.
    pub kind: MatchKind,
}

/// How a match relates, as SKOS says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchKind {
    /// They mean the same.
    Exact,
    /// They mean nearly the same.
    Close,
    /// The other one is broader.
    Broad,
    /// The other one is narrower.
    Narrow,
    /// They have to do with each other.
    Related,
}

impl MatchKind {
    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            MatchKind::Exact => "exact",
            MatchKind::Close => "close",
            MatchKind::Broad => "broad",
            MatchKind::Narrow => "narrow",
            MatchKind::Related => "related",
        }
    }
}

/// A scale, with its ends and steps where the files declare them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scale {
    /// Its key, unique in the vocabulary.
    pub key: String,
    /// Its URI, where it is published by one.
    pub uri: Option<String>,
    /// Its name to show.
    pub name: Option<String>,
    /// The concept that it is for, by its place in [`Contents::concepts`]; none where it is for several, or all.
    pub concept: Option<u32>,
    /// Its lowest number.
    pub lowest: Option<f64>,
    /// Its highest number.
    pub highest: Option<f64>,
    /// Its steps, in the order of the files.
    pub steps: Vec<Step>,
}

/// What a step of a scale means.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its number, where it has one.
    pub value: Option<f64>,
    /// Its name, where it has one.
    pub label: Option<String>,
    /// What it means, or an example of it.
    pub text: Option<String>,
    /// The language of its words, BCP 47.
    pub language: Arc<str>,
    /// The concept for which it means this, by its place in [`Contents::concepts`]; none where it does for all.
    pub concept: Option<u32>,
}

/// Something odd, yet harmless, or not carried; counted, with the first place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Stable code, snake_case.
    pub code: &'static str,
    /// What it is and what became of it.
    pub text: String,
    /// How often it was met.
    pub count: u64,
    /// Where it was met first.
    pub first: Place,
}

impl Contents {
    /// The label to show for a concept in a language, if it has one.
    pub fn preferred(&self, concept: u32, language: &str) -> Option<&str> {
        let labels = &self.concepts.get(concept as usize)?.labels;
        labels
            .iter()
            .find(|label| label.kind == LabelKind::Preferred && &*label.language == language)
            .map(|label| label.text.as_str())
    }

    /// Where the concept with this URI stands in [`Contents::concepts`].
    pub fn position(&self, uri: &str) -> Option<u32> {
        let at = self.concepts.iter().position(|concept| concept.uri == uri)?;
        u32::try_from(at).ok()
    }

    /// How often something of this code was noted.
    pub fn noted(&self, code: &str) -> u64 {
        self.notes
            .iter()
            .filter(|note| note.code == code)
            .map(|note| note.count)
            .sum()
    }
}
