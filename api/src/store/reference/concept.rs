//! A concept in memory, with what it is called and what it stands beside.

use entity::{concept, concept_label, concept_relation};
use passport::skill::Wanted;
use std::sync::Arc;
use uuid::Uuid;

/// A concept with its labels.
#[derive(Debug)]
pub struct Concept {
    /// Its row.
    pub row: concept::Model,
    /// Key of its vocabulary.
    pub vocabulary_key: Arc<str>,
    /// Its labels, preferred ones first.
    pub labels: Vec<Label>,
    /// What it is a kind of, and what asks for it.
    pub relations: Vec<Relation>,
}

/// What a concept is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The language, BCP 47.
    pub language: Arc<str>,
    /// How the vocabulary ranks it.
    pub rank: Rank,
    /// The label as published.
    pub text: Box<str>,
}

/// How a vocabulary ranks a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The one to show.
    Preferred,
    /// Another name.
    Alternative,
    /// For finding only.
    Hidden,
}

impl Rank {
    /// As the table has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Rank::Preferred => "preferred",
            Rank::Alternative => "alternative",
            Rank::Hidden => "hidden",
        }
    }

    fn named(word: &str) -> Self {
        match word {
            "preferred" => Rank::Preferred,
            "hidden" => Rank::Hidden,
            _ => Rank::Alternative,
        }
    }
}

/// A relation of a concept to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relation {
    /// The other concept.
    pub to: Uuid,
    /// What the other is to it.
    pub kind: RelationKind,
    /// How important it is, on the vocabulary's own scale.
    pub importance: Option<f64>,
    /// Which level of it is needed, on the vocabulary's own scale.
    pub level: Option<f64>,
}

/// What another concept is to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RelationKind {
    /// It is broader.
    Broader,
    /// It cannot do without this one.
    EssentialFor,
    /// It can do with this one.
    OptionalFor,
    /// They have to do with each other.
    Related,
}

impl RelationKind {
    /// What the word in the table means; none for a word that no release has written.
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "broader" => Some(RelationKind::Broader),
            "essential_for" => Some(RelationKind::EssentialFor),
            "optional_for" => Some(RelationKind::OptionalFor),
            "related" => Some(RelationKind::Related),
            _ => None,
        }
    }
}

impl Concept {
    /// The preferred label in this language; none where there is none.
    pub fn preferred(&self, language: &str) -> Option<&str> {
        self.labels
            .iter()
            .find(|label| label.rank == Rank::Preferred && &*label.language == language)
            .map(|label| &*label.text)
    }

    /// The preferred label in this language, else in English, else in any, else the URI.
    pub fn label(&self, language: &str) -> &str {
        self.preferred(language)
            .or_else(|| self.preferred("en"))
            .or_else(|| self.labels.first().map(|label| &*label.text))
            .unwrap_or(&self.row.uri)
    }

    /// Whether it is what is looked for. Headings are neither skills nor occupations.
    pub fn is(&self, wanted: Wanted) -> bool {
        match wanted {
            Wanted::Occupation => self.row.kind == "occupation",
            Wanted::Skill => !matches!(self.row.kind.as_str(), "occupation" | "group" | "occupation_group"),
        }
    }
}

/// Words that many labels share are kept once.
#[derive(Debug, Default)]
pub(super) struct Languages(Vec<Arc<str>>);

impl Languages {
    /// A row as a label.
    pub(super) fn label(&mut self, row: concept_label::Model) -> Label {
        Label {
            language: self.shared(&row.language),
            rank: Rank::named(&row.kind),
            text: row.text.into_boxed_str(),
        }
    }

    fn shared(&mut self, language: &str) -> Arc<str> {
        if let Some(known) = self.0.iter().find(|known| &***known == language) {
            return Arc::clone(known);
        }
        let new: Arc<str> = language.into();
        self.0.push(Arc::clone(&new));
        new
    }
}

/// A row as a relation.
pub(super) fn relation(row: &concept_relation::Model) -> Option<Relation> {
    Some(Relation {
        to: row.to_id,
        kind: RelationKind::named(&row.kind)?,
        importance: row.importance,
        level: row.level,
    })
}
