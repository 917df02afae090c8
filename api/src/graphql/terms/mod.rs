//! The terms that sources send: what each means, with how many claims behind it, and what it may mean.

mod decide;
mod load;

use super::errors::{Code, store};
use super::ids::{Kind, expect, id};
use super::list::some_of;
use super::load::{access, failed, loaders};
use super::page::{Stretch, Window, cut};
use super::party::Source;
use super::run::whose;
use super::vocabulary::{Concept, LinkCandidate, known_vocabulary};
use super::words::{MappingMethod, MappingRelation};
use crate::flows::review_terms;
use crate::store::terms::queue::{self, Wished};
use async_graphql::{Context, Description, Enum, ID, Object, Result};
use chrono::{DateTime, Utc};
pub use decide::{DecideTermInput, DecideTermPayload, decide_term};
pub use load::{DecisionLoader, ExampleLoader};
use passport::skill::TermStanding as Standing;
use uuid::Uuid;

/// Most concepts that are proposed for a term.
const MOST_CANDIDATES: usize = 25;

/// Longest text that is looked for, in characters.
const LONGEST_SEARCH: usize = 200;

/// What a source calls a skill: one term for all claims that name it so.
#[derive(Description)]
pub struct SkillTerm {
    row: entity::term::Model,
    claims: i64,
}

/// Where a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "passport::skill::TermStanding")]
pub enum TermStanding {
    /// It means no concept yet, and nobody decided that it means none.
    Untranslated,
    /// It met a concept, and not surely: by a label that is not the preferred one, or over an unsure mapping.
    Doubtful,
    /// It met a concept surely.
    Sure,
    /// Somebody decided what it means.
    Decided,
}

/// What was decided of a term.
#[derive(Description)]
pub struct TermDecision(entity::term_decision::Model);

/// Which terms are asked for.
pub struct Asked {
    pub source: Option<ID>,
    pub standing: Option<Vec<TermStanding>>,
    pub search: Option<String>,
}

/// A page of terms, those with most claims first.
pub async fn skill_terms(
    ctx: &Context<'_>,
    asked: Asked,
    first: Option<i32>,
    after: Option<String>,
) -> Result<Stretch<SkillTerm>> {
    let whose = whose(ctx)?;
    let window = Window::new(first, after, None, None);
    let (limit, _) = window.size()?;
    let start = window.after().map(place).transpose()?;
    let open = || vec![Standing::Untranslated, Standing::Doubtful];
    let wished = Wished {
        source: asked.source.map(|source| expect(Kind::Source, &source)).transpose()?,
        standing: some_of("standing", asked.standing)?
            .map_or_else(open, |all| all.into_iter().map(Into::into).collect()),
        search: asked.search,
    };
    if wished
        .search
        .as_deref()
        .is_some_and(|text| text.chars().count() > LONGEST_SEARCH)
    {
        return Err(Code::BadUserInput.error(format!("Look for at most {LONGEST_SEARCH} letters.")));
    }
    let db = &access(ctx)?.hub.db;
    let rows = queue::page(db, whose, &wished, start, limit as u64 + 1).await;
    let edge = |(row, claims): (entity::term::Model, i64)| {
        let cursor = format!("{claims}.{}", row.id.simple());
        (cursor, SkillTerm { row, claims })
    };
    Ok(cut(rows.map_err(store)?, limit, start.is_some(), edge))
}

/// The place that a cursor holds: after a term with so many claims.
fn place(cursor: &str) -> Result<queue::After> {
    let parts = cursor.split_once('.');
    let read = parts.and_then(|(claims, id)| Some((claims.parse().ok()?, Uuid::try_parse(id).ok()?)));
    read.ok_or_else(|| Code::BadUserInput.error("This cursor does not belong to this list."))
}

/// A term by its id, as the caller may see it.
async fn term(ctx: &Context<'_>, id: Uuid) -> Result<Option<SkillTerm>> {
    let found = queue::one(&access(ctx)?.hub.db, whose(ctx)?, id).await.map_err(store)?;
    Ok(found.map(|(row, claims)| SkillTerm { row, claims }))
}

#[Object(use_type_description)]
impl SkillTerm {
    /// Global id.
    async fn id(&self) -> ID {
        id(Kind::Term, self.row.id)
    }

    /// The source that sent it.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        let reference = access(ctx)?.hub.reference();
        Ok(reference.sources.get(&self.row.source_id).cloned().map(Source))
    }

    /// The label as it first came.
    async fn label(&self) -> Option<&str> {
        self.row.label.as_deref()
    }

    /// The code as it first came.
    async fn code(&self) -> Option<&str> {
        self.row.code.as_deref()
    }

    /// The URI as it first came.
    async fn uri(&self) -> Option<&str> {
        self.row.uri.as_deref()
    }

    /// The framework that was named.
    async fn framework(&self) -> Option<&str> {
        self.row.framework.as_deref()
    }

    /// The language that was named, BCP 47.
    async fn language(&self) -> Option<&str> {
        self.row.language.as_deref()
    }

    /// When it first came.
    async fn first_seen_at(&self) -> DateTime<Utc> {
        self.row.first_seen_at
    }

    /// How many claims hang on it that hold now.
    async fn claim_count(&self) -> i64 {
        self.claims
    }

    /// Where it stands.
    async fn standing(&self) -> TermStanding {
        let method = self.row.method.as_deref().and_then(passport::skill::Method::from_word);
        Standing::of(method, self.row.confidence).into()
    }

    /// The concept that it means now, and all its claims with it.
    async fn concept(&self, ctx: &Context<'_>) -> Result<Option<Concept>> {
        let reference = access(ctx)?.hub.reference();
        Ok(self.row.concept_id.and_then(|concept| Concept::of(&reference, concept)))
    }

    /// What the concept is to it.
    async fn relation(&self) -> Option<MappingRelation> {
        passport::skill::Relation::from_word(self.row.relation.as_deref()?).map(Into::into)
    }

    /// By what it met the concept.
    async fn method(&self) -> Option<MappingMethod> {
        passport::skill::Method::from_word(self.row.method.as_deref()?).map(Into::into)
    }

    /// How sure that is, 0 to 1.
    async fn confidence(&self) -> Option<f64> {
        self.row.confidence
    }

    /// The decision that holds.
    async fn decision(&self, ctx: &Context<'_>) -> Result<Option<TermDecision>> {
        let found = loaders(ctx)?.term_decisions.load_one(self.row.id).await;
        Ok(found.map_err(failed)?.map(TermDecision))
    }

    /// What it may mean, best first: proposals, until somebody decides.
    #[graphql(complexity = "proposed(first) * child_complexity + 1")]
    async fn candidates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Key of the vocabulary.", default_with = "\"esco\".to_owned()")] vocabulary: String,
        #[graphql(desc = "How many; at most 25.", default = 5)] first: Option<i32>,
    ) -> Result<Vec<LinkCandidate>> {
        let hub = &access(ctx)?.hub;
        let reference = hub.reference();
        known_vocabulary(&reference, Some(&vocabulary))?;
        let linked = review_terms::candidates(hub, &vocabulary, &self.row, proposed(first));
        let linked = linked.await.map_err(store)?;
        let candidates = linked.into_iter().flat_map(|linked| linked.candidates);
        Ok(candidates
            .map(|candidate| LinkCandidate::of(&candidate, &reference.vocabularies))
            .collect())
    }

    /// Courses and credentials that it came with for at least five people, at most three. What people did, and for whom, is no example.
    async fn examples(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        let found = loaders(ctx)?.term_examples.load_one(self.row.id).await;
        Ok(found.map_err(failed)?.unwrap_or_default())
    }
}

fn proposed(first: Option<i32>) -> usize {
    first
        .map_or(5, |first| usize::try_from(first).unwrap_or(0))
        .min(MOST_CANDIDATES)
}

#[Object(use_type_description)]
impl TermDecision {
    /// The concept that it was decided to mean; none where it means none.
    async fn concept(&self, ctx: &Context<'_>) -> Result<Option<Concept>> {
        let reference = access(ctx)?.hub.reference();
        Ok(self.0.concept_id.and_then(|concept| Concept::of(&reference, concept)))
    }

    /// What the concept is to the term; none where it means none.
    async fn relation(&self) -> Option<MappingRelation> {
        passport::skill::Relation::from_word(&self.0.relation).map(Into::into)
    }

    /// When it was decided.
    async fn decided_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }

    /// What was written beside it.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}
