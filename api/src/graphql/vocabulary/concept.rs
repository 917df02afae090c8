//! A concept, its words, and what it stands beside.

use super::Vocabulary;
use super::level::ConceptLevel;
use super::texts::TextOf;
use crate::graphql::direct::Direct;
use crate::graphql::ids::{Kind, id};
use crate::graphql::load::{access, failed, loaders};
use crate::graphql::mappings::ConceptMapping;
use crate::graphql::page::{Page, Window, cost};
use crate::graphql::translation::{self, Translation};
use crate::store::reference::{self, Reference, Relation, RelationKind, Vocabularies};
use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use passport::skill::Wanted;
use passport::skill::translate::{self, choose, same_language};
use std::sync::Arc;
use uuid::Uuid;

/// One skill, piece of knowledge, language or occupation of a vocabulary.
#[derive(Clone, Description)]
pub struct Concept {
    held: Arc<reference::Concept>,
    all: Arc<Vocabularies>,
}

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

/// Words in the language that was asked for, or in another where that has none.
#[derive(Debug, SimpleObject)]
pub struct LocalizedText {
    /// The words.
    pub text: String,
    /// The language that they are in, BCP 47; none for a URI that stands where no label is.
    pub language: Option<String>,
    /// Whether they are in another language than was asked for; `fr` and `fr-CA` are one.
    pub fallback: bool,
}

/// A concept that another needs, or that needs another.
#[derive(Clone, Description)]
pub struct Requirement {
    other: Concept,
    relation: Relation,
}

impl LocalizedText {
    /// Words in a language, where others were asked for perhaps. `pt` serves who asks for `pt-BR`.
    pub fn in_place_of(text: &str, language: &str, wanted: &str) -> Self {
        LocalizedText {
            text: text.to_owned(),
            language: Some(language.to_owned()),
            fallback: !same_language(language, wanted),
        }
    }
}

impl Concept {
    /// A concept as the newest version has it.
    pub fn in_newest(held: Arc<reference::Concept>, all: &Arc<Vocabularies>) -> Self {
        Concept {
            held,
            all: Arc::clone(all),
        }
    }

    /// The concept with this id, as the newest version has it.
    pub fn of(reference: &Reference, id: Uuid) -> Option<Self> {
        Some(Self::in_newest(
            Arc::clone(reference.concept(id)?),
            &reference.vocabularies,
        ))
    }

    fn beside(&self, id: Uuid) -> Option<Concept> {
        let held = self.all.concepts.get(&id)?;
        Some(Self::in_newest(Arc::clone(held), &self.all))
    }

    fn listed(&self, ids: impl Iterator<Item = Uuid>, window: Window) -> Result<Page<Concept>> {
        let mut all: Vec<Concept> = ids.filter_map(|id| self.beside(id)).collect();
        all.sort_by(|a, b| (a.held.label("en"), a.held.row.id).cmp(&(b.held.label("en"), b.held.row.id)));
        all.dedup_by_key(|concept| concept.held.row.id);
        window.page(
            all,
            |concept| concept.held.row.id.simple().to_string(),
            |concept| concept,
        )
    }

    fn required(
        &self,
        relations: impl Iterator<Item = Relation>,
        passes: impl Fn(&Requirement) -> bool,
        window: Window,
    ) -> Result<Page<Requirement>> {
        let mut all: Vec<Requirement> = relations
            .filter(is_need)
            .filter_map(|relation| {
                let other = self.beside(relation.to)?;
                Some(Requirement { other, relation })
            })
            .filter(passes)
            .collect();
        all.sort_by(|a, b| {
            let importance = |of: &Requirement| of.relation.importance.unwrap_or(0.0);
            (a.relation.kind.cmp(&b.relation.kind))
                .then(importance(b).total_cmp(&importance(a)))
                .then_with(|| a.name().cmp(&b.name()))
        });
        window.page(
            all,
            |needed| needed.other.held.row.id.simple().to_string(),
            |needed| needed,
        )
    }

    async fn text(&self, ctx: &Context<'_>, kind: &'static str, language: &str) -> Result<Option<LocalizedText>> {
        let texts = loaders(ctx)?
            .texts
            .load_one(TextOf(self.held.row.id, self.all.pinned))
            .await;
        let texts = texts.map_err(failed)?.unwrap_or_default();
        let of_kind = texts.iter().filter(|text| text.kind == kind);
        let found = choose(of_kind.map(|text| (&*text.language, &*text.text)), language, "en");
        Ok(found.map(|text| LocalizedText::in_place_of(&text.text, &text.language, language)))
    }
}

impl Requirement {
    fn name(&self) -> (&str, Uuid) {
        (self.other.held.label("en"), self.other.held.row.id)
    }
}

fn is_need(relation: &Relation) -> bool {
    matches!(relation.kind, RelationKind::EssentialFor | RelationKind::OptionalFor)
}

fn of_kind(relations: &[Relation], kind: RelationKind) -> impl Iterator<Item = Uuid> {
    relations
        .iter()
        .filter(move |relation| relation.kind == kind)
        .map(|relation| relation.to)
}

#[Object(use_type_description)]
impl Concept {
    /// Global id.
    pub async fn id(&self) -> ID {
        id(Kind::Concept, self.held.row.id)
    }

    /// Its URI in the vocabulary.
    async fn uri(&self) -> &str {
        &self.held.row.uri
    }

    /// Its code, where the vocabulary has codes.
    async fn code(&self) -> Option<&str> {
        self.held.row.code.as_deref()
    }

    /// What it is: `skill`, `knowledge`, `language`, `ability`, `work_style`, `activity`, `technology`, `occupation`, or a heading over others, `group` and `occupation_group`.
    async fn kind(&self) -> &str {
        &self.held.row.kind
    }

    /// How widely it applies, as the vocabulary says: `transversal`, `cross-sector`, `sector-specific`, `occupation-specific`.
    async fn reuse_level(&self) -> Option<&str> {
        self.held.row.reuse_level.as_deref()
    }

    /// Where it stands as a whole on a scale of its vocabulary; O*NET: the job zone of an occupation.
    async fn level(&self) -> Option<Direct<ConceptLevel>> {
        let scale = self.all.scale_of(&self.held.row)?;
        Some(Direct(ConceptLevel::new(scale, self.held.row.level?)))
    }

    /// Whether it is to be used: `released`, `deprecated`, or `gone` where the newest version does not hold it.
    async fn status(&self) -> &str {
        match self.held.row.until {
            Some(_) => "gone",
            None => &self.held.row.status,
        }
    }

    /// The concept to use in its place.
    async fn replaced_by(&self) -> Option<Concept> {
        self.beside(self.held.row.replaced_by?)
    }

    /// Its preferred label in a language, or in another where that has none; `localizedLabel` says in which.
    async fn label(
        &self,
        #[graphql(desc = "BCP 47, such as \"fr\".", default_with = "Some(\"en\".to_owned())")] language: Option<String>,
    ) -> String {
        let language = language.as_deref().unwrap_or("en");
        let label = translate::Vocabularies::label(&*self.all, self.held.row.id, language);
        label.map_or_else(|| self.held.label(language).to_owned(), |label| label.text)
    }

    /// Its preferred label in a language, or in another where that has none, and in which.
    async fn localized_label(&self, #[graphql(desc = "BCP 47, such as \"fr\".")] language: String) -> LocalizedText {
        let label = translate::Vocabularies::label(&*self.all, self.held.row.id, &language);
        label.map_or_else(
            || LocalizedText {
                text: self.held.row.uri.clone(),
                language: None,
                fallback: true,
            },
            |label| LocalizedText::in_place_of(&label.text, &label.language, &language),
        )
    }

    /// Every label.
    async fn labels(&self) -> Vec<Label> {
        let label = |label: &reference::Label| Label {
            language: label.language.to_string(),
            kind: label.rank.as_str().to_owned(),
            text: label.text.to_string(),
        };
        self.held.labels.iter().map(label).collect()
    }

    /// What it is in words.
    async fn description(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "BCP 47, such as \"fr\".", default_with = "Some(\"en\".to_owned())")] language: Option<String>,
    ) -> Result<Option<LocalizedText>> {
        let language = language.as_deref().unwrap_or("en");
        match self.text(ctx, "description", language).await? {
            Some(text) => Ok(Some(text)),
            None => self.text(ctx, "definition", language).await,
        }
    }

    /// Its mappings to concepts of other vocabularies that hold now: what somebody stands behind first, then the surest.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn mappings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<ConceptMapping>> {
        let all = ConceptMapping::of(self.held.row.id, &access(ctx)?.hub.reference().vocabularies);
        Window::new(first, after, last, before).page(all, ConceptMapping::cursor, |mapping| mapping)
    }

    /// What it is in another vocabulary: the concept that comes nearest, how surely, by which way, and what is lost.
    #[graphql(complexity = "10 + child_complexity")]
    async fn translation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Key of the vocabulary.")] to: String,
        #[graphql(
            desc = "Language of labels and words, BCP 47.",
            default_with = "Some(\"en\".to_owned())"
        )]
        language: Option<String>,
    ) -> Result<Option<Translation>> {
        let language = language.as_deref().unwrap_or("en");
        // A version that is read by itself knows no other vocabulary.
        let reference = access(ctx)?.hub.reference();
        let into = translation::Into::checked(ctx, &reference.vocabularies, &to, language)?;
        into.concept(self.held.row.id).map(Some)
    }

    /// The vocabulary it belongs to.
    async fn vocabulary(&self, ctx: &Context<'_>) -> Result<Option<Direct<Vocabulary>>> {
        let reference = access(ctx)?.hub.reference();
        Ok(Vocabulary::of(&reference, self.held.row.vocabulary_id).map(Direct))
    }

    /// The concepts that it is a kind of, by label.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn broader(
        &self,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<Concept>> {
        let ids = of_kind(&self.held.relations, RelationKind::Broader);
        self.listed(ids, Window::new(first, after, last, before))
    }

    /// The concepts that are a kind of it, by label.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn narrower(
        &self,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<Concept>> {
        let ids = self
            .all
            .naming(self.held.row.id, RelationKind::Broader)
            .map(|relation| relation.to);
        self.listed(ids, Window::new(first, after, last, before))
    }

    /// The concepts that it has to do with, by label.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn related(
        &self,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<Concept>> {
        let back = self
            .all
            .naming(self.held.row.id, RelationKind::Related)
            .map(|relation| relation.to);
        let ids = of_kind(&self.held.relations, RelationKind::Related).chain(back);
        self.listed(ids, Window::new(first, after, last, before))
    }

    /// The occupations that need it: those that cannot do without it first, then by importance and label.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn occupations(
        &self,
        #[graphql(desc = "Only those that cannot do without it, or only those that can.")] essential: Option<bool>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<Requirement>> {
        let passes = |needs: &Requirement| needs.passes(essential) && needs.other.held.is(Wanted::Occupation);
        self.required(
            self.held.relations.iter().copied(),
            passes,
            Window::new(first, after, last, before),
        )
    }

    /// The concepts that it needs, as an occupation or a skill: those that it cannot do without first, then by importance and label.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn needs(
        &self,
        #[graphql(desc = "Only what it cannot do without, or only what it can.")] essential: Option<bool>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Page<Requirement>> {
        let essentials = self.all.naming(self.held.row.id, RelationKind::EssentialFor);
        let all = essentials.chain(self.all.naming(self.held.row.id, RelationKind::OptionalFor));
        let passes = |needed: &Requirement| needed.passes(essential);
        self.required(all.copied(), passes, Window::new(first, after, last, before))
    }
}

impl Requirement {
    fn passes(&self, essential: Option<bool>) -> bool {
        essential.is_none_or(|essential| essential == (self.relation.kind == RelationKind::EssentialFor))
    }
}

#[Object(use_type_description)]
impl Requirement {
    /// The other concept.
    async fn concept(&self) -> &Concept {
        &self.other
    }

    /// Whether one cannot do without the other.
    async fn essential(&self) -> bool {
        self.relation.kind == RelationKind::EssentialFor
    }

    /// How important it is, on the vocabulary's own scale; O*NET: 1 to 5.
    async fn importance(&self) -> Option<f64> {
        self.relation.importance
    }

    /// Which level is needed, on the vocabulary's own scale; O*NET: 0 to 7.
    async fn level(&self) -> Option<f64> {
        self.relation.level
    }
}
