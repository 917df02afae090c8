//! What people and programs say of how concepts correspond, statement by statement, for the steward who decides on them.

use super::errors::{Code, store};
use super::ids::{Kind, id};
use super::list::some_of;
use super::load::access;
use super::page::{Stretch, Window, cursor, cut};
use super::review::steward;
use super::translation::MappingStanding;
use super::vocabulary::Concept;
use super::words::MappingRelation;
use crate::flows::export_mappings::{Wanted, page_of_mappings};
use ::passport::skill::Relation;
use ::passport::skill::mapping::Standing;
use async_graphql::{Context, Description, ID, Object, Result};
use chrono::{DateTime, Utc};
use entity::mapping::Model;

/// A statement of how two concepts correspond, or that nothing in a vocabulary corresponds to one.
#[derive(Description)]
pub struct Mapping(Model);

/// Which statements.
#[derive(Debug, Default)]
pub struct Asked {
    /// Key of the vocabulary that they lead from.
    pub from: Option<String>,
    /// Key of the vocabulary that they lead to.
    pub to: Option<String>,
    /// Where they stand.
    pub standing: Option<Vec<MappingStanding>>,
}

/// A page of what stands, the earliest first.
pub async fn mappings(
    ctx: &Context<'_>,
    asked: Asked,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Stretch<Mapping>> {
    steward(ctx)?;
    let (rows, _) = Window::new(first, None, None, None).size()?;
    let after = cursor(after.as_deref())?;
    let standings = some_of("standing", asked.standing)?.into_iter().flatten();
    let wanted = Wanted {
        from: asked.from,
        to: asked.to,
        standings: standings.map(Standing::from).collect(),
    };
    let found = page_of_mappings(&access(ctx)?.hub, &wanted, after, rows as u64 + 1).await;
    let found = found
        .map_err(store)?
        .map_err(|none| Code::BadUserInput.error(format!("{none}; vocabularies lists them.")))?;
    let edge = |row: Model| (row.id.simple().to_string(), Mapping(row));
    Ok(cut(found, rows, after.is_some(), edge))
}

impl Mapping {
    fn concept(ctx: &Context<'_>, id: Option<uuid::Uuid>) -> Result<Option<Concept>> {
        let reference = access(ctx)?.hub.reference();
        Ok(id.and_then(|id| Concept::of(&reference, id)))
    }
}

#[Object(use_type_description)]
impl Mapping {
    /// Global id, as `reviewMapping` takes it.
    async fn id(&self) -> ID {
        id(Kind::Mapping, self.0.id)
    }

    /// The concept that is mapped.
    async fn subject(&self, ctx: &Context<'_>) -> Result<Option<Concept>> {
        Mapping::concept(ctx, Some(self.0.subject_concept_id))
    }

    /// The concept that it corresponds to; none where it is said that nothing does.
    async fn object(&self, ctx: &Context<'_>) -> Result<Option<Concept>> {
        Mapping::concept(ctx, self.0.object_concept_id)
    }

    /// Where nothing corresponds: key of the vocabulary that this is said of; none where it is said of all, or where
    /// something does.
    async fn no_match_in(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let reference = access(ctx)?.hub.reference();
        let vocabulary = self
            .0
            .object_vocabulary_id
            .and_then(|id| reference.vocabulary(id).cloned());
        Ok(vocabulary.map(|vocabulary| vocabulary.key.clone()))
    }

    /// What the object is to the subject; none where nothing corresponds.
    async fn relation(&self) -> Option<MappingRelation> {
        Relation::from_word(&self.0.relation).map(MappingRelation::from)
    }

    /// How sure its author is, 0 to 1.
    async fn confidence(&self) -> f64 {
        self.0.confidence
    }

    /// Where it stands.
    async fn standing(&self) -> Option<MappingStanding> {
        Standing::from_word(&self.0.standing).map(MappingStanding::from)
    }

    /// How it was found: `manual`, `review`, `lexical`, `semantic` and the like.
    async fn method(&self) -> &str {
        &self.0.method
    }

    /// The texts that met, where they are kept.
    async fn matched(&self) -> Vec<String> {
        let texts = self.0.match_string.clone();
        texts
            .and_then(|texts| serde_json::from_value(texts).ok())
            .unwrap_or_default()
    }

    /// Who made it: identifiers and names, with `|` between them.
    async fn author(&self) -> Option<&str> {
        self.0.author.as_deref()
    }

    /// Who checked it.
    async fn reviewer(&self) -> Option<&str> {
        self.0.reviewer.as_deref()
    }

    /// The published set it came with.
    async fn set(&self) -> Option<&str> {
        self.0.mapping_set.as_deref()
    }

    /// What its author or reviewer remarks.
    async fn comment(&self) -> Option<&str> {
        self.0.comment.as_deref()
    }

    /// When the hub learned it.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }
}
