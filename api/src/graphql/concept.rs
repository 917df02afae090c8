//! Reference data: concepts, vocabularies, organizations, sources. Nothing here is about a person.

use super::direct::Direct;
use super::errors::Code;
use super::ids::{Kind, id};
use super::load::access;
use crate::store::reference;
use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use std::sync::Arc;

/// One skill, piece of knowledge, language or occupation of a vocabulary.
#[derive(Clone, Description)]
pub struct Concept(pub Arc<reference::Concept>);

/// A label of a concept.
#[derive(SimpleObject)]
pub struct Label {
    /// Language, BCP 47.
    language: String,
    /// `preferred`, `alternative` or `hidden`.
    kind: String,
    /// The label.
    text: String,
}

/// Refuses the key of a vocabulary that is not there: a filter with a slip in it would find nothing, and look like an answer.
pub fn known_vocabulary(reference: &reference::Reference, key: Option<&str>) -> Result<()> {
    let Some(key) = key else { return Ok(()) };
    if reference.vocabularies.by_key(key).is_some() {
        return Ok(());
    }
    Err(Code::BadUserInput.error(format!(
        "There is no vocabulary by this key; there are: {}.",
        reference.vocabularies.keys().join(", ")
    )))
}

#[Object(use_type_description)]
impl Concept {
    /// Global id.
    pub async fn id(&self) -> ID {
        id(Kind::Concept, self.0.row.id)
    }

    /// Its URI in the vocabulary.
    async fn uri(&self) -> &str {
        &self.0.row.uri
    }

    /// Its code, where the vocabulary has codes.
    async fn code(&self) -> Option<&str> {
        self.0.row.code.as_deref()
    }

    /// What it is: skill, knowledge, language, occupation.
    async fn kind(&self) -> &str {
        &self.0.row.kind
    }

    /// Its preferred label in a language; in English where that language has none.
    async fn label(
        &self,
        #[graphql(desc = "BCP 47, such as \"fr\".", default_with = "Some(\"en\".to_owned())")] language: Option<String>,
    ) -> &str {
        self.0.label(language.as_deref().unwrap_or("en"))
    }

    /// Every label.
    async fn labels(&self) -> Vec<Label> {
        let label = |label: &reference::Label| Label {
            language: label.language.to_string(),
            kind: label.rank.as_str().to_owned(),
            text: label.text.to_string(),
        };
        self.0.labels.iter().map(label).collect()
    }

    /// The vocabulary it belongs to.
    async fn vocabulary(&self, ctx: &Context<'_>) -> Result<Option<Direct<Vocabulary>>> {
        let reference = access(ctx)?.hub.reference();
        Ok(reference
            .vocabulary(self.0.row.vocabulary_id)
            .cloned()
            .map(Vocabulary)
            .map(Direct))
    }
}

/// A published set of concepts, in one version.
#[derive(Description)]
pub struct Vocabulary(pub Arc<entity::vocabulary::Model>);

#[Object(use_type_description)]
impl Vocabulary {
    /// Global id.
    pub async fn id(&self) -> ID {
        id(Kind::Vocabulary, self.0.id)
    }

    /// Its short name: "esco", "onet".
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// Its version.
    async fn version(&self) -> &str {
        &self.0.version
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Who publishes it.
    async fn publisher(&self) -> Option<&str> {
        self.0.publisher.as_deref()
    }

    /// Under which licence.
    async fn licence(&self) -> Option<&str> {
        self.0.licence.as_deref()
    }

    /// The words by which it wants to be acknowledged.
    async fn attribution(&self) -> Option<&str> {
        self.0.attribution.as_deref()
    }

    /// Its page.
    async fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }
}

/// A connected system.
#[derive(Description)]
pub struct Source(pub Arc<entity::source::Model>);

#[Object(use_type_description)]
impl Source {
    /// Global id.
    pub async fn id(&self) -> ID {
        id(Kind::Source, self.0.id)
    }

    /// Its short name.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Which family of systems: lms, hris, workforce, badge, self.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// Whether it may deliver; the operator can switch it off.
    async fn enabled(&self) -> bool {
        self.0.disabled_at.is_none()
    }

    /// The adapter that reads it; none where each delivery is recognised by its content.
    async fn adapter(&self) -> Option<&str> {
        self.0.adapter.as_deref()
    }
}

/// An organization, as named on a credential, an experience or a course.
#[derive(SimpleObject)]
pub struct NamedOrganization {
    /// Its name.
    name: String,
    /// Its DID or home page, where it gave one.
    identifier: Option<String>,
}

impl NamedOrganization {
    /// The organization with this id, or with this name alone; none where neither is known.
    pub fn of(ctx: &Context<'_>, id: Option<uuid::Uuid>, name: Option<&str>) -> Result<Option<Direct<Self>>> {
        let reference = access(ctx)?.hub.reference();
        let row = id.and_then(|id| reference.organizations.get(&id));
        let public =
            |row: &&Arc<entity::organization::Model>| matches!(row.identifier_system.as_deref(), Some("did" | "url"));
        let identifier = row.filter(public).and_then(|row| row.identifier_value.clone());
        let name = name.map(str::to_owned).or_else(|| row.map(|row| row.name.clone()));
        Ok(name.map(|name| Direct(NamedOrganization { name, identifier })))
    }
}
