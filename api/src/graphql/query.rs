//! What can be asked.

use super::consent::Consent;
use super::consent::delegation::Delegation;
use super::consent::grant::GrantConsentInput;
use super::consent::preview::PreviewGrantPayload;
use super::consent::request::ConsentRequest;
use super::disclosure::Disclosure;
use super::errors::{closed, store};
use super::ids::{Kind, cursor_of, expect, meant};
use super::leave::PassportExport;
use super::load::{access, loaders};
use super::me::Me;
use super::node::Node;
use super::page::{Page, Stretch, Window, cost, cursor, stretch};
use super::party::Source;
use super::passport::Passport;
use super::rejects::{Narrowing, Reject, RejectGroup};
use super::run::ImportRun;
use super::terms::{Asked, SkillTerm, TermStanding};
use super::vocabulary::{Concept, FoundSkill, LinkedLabel, Named, Reading, Vocabulary, Wished, link_cost};
use crate::caller::Caller;
use crate::flows::view_passport::{Closed, view_page, view_passport};
use async_graphql::{Context, Description, ID, Object, Result};

/// What can be asked.
#[derive(Description)]
pub struct Query;

#[Object(use_type_description)]
impl Query {
    /// Who you are to the hub.
    async fn me(&self, ctx: &Context<'_>) -> Result<Option<Me>> {
        super::me::me(ctx).await
    }

    /// One passport, as far as you may see it: your own; as a partner, what the holder's consent covers; as a source,
    /// what you contributed; as an integrator, what your organization's sources did. `null` with an error otherwise; a partner cannot tell a refused one from an unknown one.
    async fn passport(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the passport.")] id: ID,
    ) -> Result<Option<Passport>> {
        let person = meant(Kind::Passport, &id, access(ctx)?.pseudonyms.as_ref());
        let view = view_passport(access(ctx)?, person).await.map_err(store)?;
        let view = view.map_err(closed)?;
        loaders(ctx)?.read_ahead(&view).await;
        Ok(Some(Passport(view)))
    }

    /// The passports you may see something of, in a stable order.
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    async fn passports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
    ) -> Result<Option<Stretch<Passport>>> {
        let access = access(ctx)?;
        match access.caller {
            Caller::Stranger => return Err(closed(Closed::Stranger)),
            Caller::Steward(_) | Caller::OrganizationSteward(_) => return Err(closed(Closed::Steward)),
            Caller::Analyst(_) | Caller::Member(_) => return Err(closed(Closed::Analyst)),
            Caller::Holder(_) | Caller::Partner(_) | Caller::Source(_) | Caller::Integrator(_) => {}
        }
        let window = Window::new(first, after, None, None);
        let (limit, _) = window.size()?;
        let start = cursor(window.after())?.map(|id| access.inside(id));
        let (views, more) = view_page(access, start, limit).await.map_err(store)?;
        if let Some(first) = views.first() {
            loaders(ctx)?.read_ahead(first).await;
        }
        let rows = views
            .into_iter()
            .map(|view| (cursor_of(&view, view.person()), Passport(view)))
            .collect();
        Ok(Some(stretch(rows, start.is_some(), more)))
    }

    /// Anything by its global id; `null` when it is not there for you.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> Result<Option<Node>> {
        super::node::node(ctx, &id).await
    }

    /// The published sets of concepts that the hub knows, by key.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn vocabularies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<Page<Vocabulary>>> {
        let window = Window::new(first, after, last, before);
        super::vocabulary::vocabularies(ctx, window).await.map(Some)
    }

    /// One concept: by its URI, or by its code and the vocabulary; `null` where there is none.
    async fn concept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its URI.")] uri: Option<String>,
        #[graphql(desc = "Its code in the vocabulary.")] code: Option<String>,
        #[graphql(desc = "Key of the vocabulary.")] vocabulary: Option<String>,
        #[graphql(desc = "As this version of the vocabulary has it; the newest if left out.")] version: Option<String>,
    ) -> Result<Option<Concept>> {
        let named = Named {
            uri,
            code,
            vocabulary,
            version,
        };
        super::vocabulary::concept(ctx, named).await
    }

    /// Concepts: those with a label that contains the text, best matches first; without a text all, by label.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn concepts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to look for; at least two letters.")] search: Option<String>,
        #[graphql(desc = "Only concepts of the vocabulary with this key.")] vocabulary: Option<String>,
        #[graphql(desc = "As this version of the vocabulary has them; the newest if left out.")] version: Option<
            String,
        >,
        #[graphql(desc = "Only by labels in this language, BCP 47.")] language: Option<String>,
        #[graphql(desc = "Only concepts of this kind, such as `skill`, `knowledge`, `occupation`.")] kind: Option<
            String,
        >,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<Page<Concept>>> {
        let wished = Wished {
            search,
            vocabulary,
            version,
            language,
            kind,
        };
        let window = Window::new(first, after, last, before);
        super::vocabulary::concepts(ctx, wished, window).await.map(Some)
    }

    /// Concepts whose label in any language contains the text, best matches first.
    #[graphql(
        complexity = "cost(first, last, child_complexity)",
        deprecation = "Use concepts, which also takes a version, a language and a kind."
    )]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn skills(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to look for; at least two letters.")] search: String,
        #[graphql(desc = "Only concepts of the vocabulary with this key.")] vocabulary: Option<String>,
        #[graphql(desc = "How many, from the start; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<Page<Concept>>> {
        let wished = Wished {
            search: Some(search),
            vocabulary,
            ..Wished::default()
        };
        let window = Window::new(first, after, last, before);
        super::vocabulary::concepts(ctx, wished, window).await.map(Some)
    }

    /// Which concepts labels mean, in any case, order, form or spelling: ranked, with a confidence that holds, or that none
    /// is meant. The answer is in the order of the labels.
    #[graphql(complexity = "link_cost(labels.len(), first, child_complexity)")]
    async fn link_skills(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The labels, at most 100.")] labels: Vec<String>,
        #[graphql(desc = "Key of the vocabulary.", default_with = "\"esco\".to_owned()")] vocabulary: String,
        #[graphql(desc = "How many concepts to tell for each label; at most 25.", default = 5)] first: Option<i32>,
    ) -> Result<Option<Vec<LinkedLabel>>> {
        super::vocabulary::link_skills(ctx, labels, &vocabulary, first)
            .await
            .map(Some)
    }

    /// Skills that a text names, such as a job advert, a course description or a reflection: suggestions for a person, in the
    /// order of the text. Nothing of it is kept, and nothing becomes a claim. It stands alone in its operation.
    #[graphql(complexity = "first.unwrap_or(100).clamp(0, 500) as usize * child_complexity + 100")]
    async fn extract_skills(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text, at most 100,000 bytes.")] text: String,
        #[graphql(desc = "Key of the vocabulary.", default_with = "\"esco\".to_owned()")] vocabulary: String,
        #[graphql(desc = "Language of the text, BCP 47; told from its words if left out.")] language: Option<String>,
        #[graphql(desc = "Finds less sure are not told, 0 to 1.", default = 0.3)] least_confidence: f64,
        #[graphql(desc = "How many, the surest; at most 500.", default = 100)] first: Option<i32>,
    ) -> Result<Option<Vec<FoundSkill>>> {
        let reading = Reading {
            text,
            vocabulary,
            language,
            least_confidence,
            first: first.unwrap_or(100),
        };
        super::vocabulary::extract(ctx, reading).await.map(Some)
    }

    /// The connected systems: all for a holder and for stewards of the hub, those of their organization for an integrator
    /// and its steward, itself for a source.
    async fn sources(&self, ctx: &Context<'_>) -> Result<Option<Vec<Source>>> {
        super::run::sources(ctx).await.map(Some)
    }

    /// Runs of imports, the newest first: all for a steward of the hub, those of their organization's sources for an
    /// integrator and its steward, its own for a source.
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    async fn import_runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
    ) -> Result<Option<Stretch<ImportRun>>> {
        super::run::runs(ctx, first, after).await.map(Some)
    }

    /// Records that could not be read, the newest first: of the same imports as `importRuns`.
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    async fn rejects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this run.")] run: Option<ID>,
        #[graphql(desc = "Only those of this source.")] source: Option<ID>,
        #[graphql(desc = "Only those with this code.")] code: Option<String>,
        #[graphql(desc = "`true`: only those that are open; `false`: only those that are settled.")] open: Option<bool>,
        #[graphql(desc = "How many; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
    ) -> Result<Option<Stretch<Reject>>> {
        let narrowing = Narrowing {
            source,
            run,
            code,
            open,
        };
        super::rejects::page(ctx, narrowing, first, after).await.map(Some)
    }

    /// Open rejects by code, the most frequent first: of the same imports as `importRuns`; at most 100 codes.
    async fn reject_groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this run.")] run: Option<ID>,
        #[graphql(desc = "Only those of this source.")] source: Option<ID>,
    ) -> Result<Option<Vec<RejectGroup>>> {
        let narrowing = Narrowing {
            source,
            run,
            ..Narrowing::default()
        };
        super::rejects::groups(ctx, narrowing).await.map(Some)
    }

    /// As the holder: everything that the hub holds about you, current and past, to take along.
    async fn export_passport(&self, ctx: &Context<'_>) -> Result<Option<PassportExport>> {
        super::leave::export(ctx).await
    }

    /// As the holder: the sources that sent something about you, and whether you let each write into your passport.
    async fn connections(&self, ctx: &Context<'_>) -> Result<Option<Vec<super::connections::SourceConnection>>> {
        super::connections::connections(ctx).await.map(Some)
    }

    /// The holder's consents, the newest first; with `onBehalfOf`, those that you gave for another holder.
    async fn consents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The passport that you act for, where a delegation lets you; your own if left out.")]
        on_behalf_of: Option<ID>,
    ) -> Result<Option<Vec<Consent>>> {
        super::consent::consents(ctx, on_behalf_of).await.map(Some)
    }

    /// As a holder: the delegations that you gave, and those that you hold or are offered, the newest first.
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    async fn delegations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
    ) -> Result<Option<Stretch<Delegation>>> {
        super::consent::delegation::delegations(ctx, first, after)
            .await
            .map(Some)
    }

    /// Requests for consent, the newest first: as the holder, those for you, or with `onBehalfOf` those for another that you
    /// may answer; as a partner, those you made for the purpose of your token.
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    async fn consent_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "The passport that you act for, where a delegation lets you; your own if left out.")]
        on_behalf_of: Option<ID>,
    ) -> Result<Option<Stretch<ConsentRequest>>> {
        let requests = super::consent::request::requests(ctx, first, after, on_behalf_of);
        requests.await.map(Some)
    }

    /// One request for consent: for you as the holder, or made by you as a partner.
    async fn consent_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the request.")] id: ID,
        #[graphql(desc = "The passport that you act for, where a delegation lets you; your own if left out.")]
        on_behalf_of: Option<ID>,
    ) -> Result<Option<ConsentRequest>> {
        super::consent::request::request(ctx, expect(Kind::ConsentRequest, &id)?, on_behalf_of).await
    }

    /// As the holder: your passport as a partner would see it if you gave this consent, together with those it has. Nobody is
    /// shown anything by it. It stands alone in its operation.
    async fn preview_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The consent that you would give.")] input: GrantConsentInput,
    ) -> Result<Option<PreviewGrantPayload>> {
        super::consent::preview::preview(ctx, input).await.map(Some)
    }

    /// Who looked at the holder's passport, the newest first.
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    async fn disclosures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
    ) -> Result<Option<Stretch<Disclosure>>> {
        super::disclosure::disclosures(ctx, first, after).await.map(Some)
    }

    /// Why something is visible or not. As the holder: what a partner sees of your passport for a purpose, now or at a
    /// moment of the past, which consents were looked at and what held. As a partner: which of your scopes apply to a
    /// passport now; like a passport itself, it is `null` with an error where nothing is granted or nothing is there.
    async fn explain_access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be explained.")] input: super::explain::ExplainAccessInput,
    ) -> Result<Option<super::explain::ExplainAccessPayload>> {
        super::explain::explain_access(ctx, input).await.map(Some)
    }

    /// As a partner: is there an entry that a statement names? Yes or no, without a record; `v` or `r` must be consented to
    /// for all that the statement could name. Else it is `null` with an error, as where nothing is there. Each answer is
    /// disclosed to the holder, and counts as a use.
    async fn verify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The statement, and whose passport.")] input: super::verify::VerifyInput,
    ) -> Result<Option<super::verify::VerifyPayload>> {
        super::verify::verify(ctx, input).await.map(Some)
    }

    /// The terms that sources sent, those with most claims first: all for a steward of the hub, those of their organization's
    /// sources for an integrator and its steward, its own for a source. If no standing is named, those that wait to be decided.
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn skill_terms(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this source.")] source: Option<ID>,
        #[graphql(desc = "Only those that stand so; `UNTRANSLATED` and `DOUBTFUL` if left out.")] standing: Option<
            Vec<TermStanding>,
        >,
        #[graphql(desc = "Only those whose label or code contains this.")] search: Option<String>,
        #[graphql(desc = "How many; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
    ) -> Result<Option<Stretch<SkillTerm>>> {
        let asked = Asked {
            source,
            standing,
            search,
        };
        super::terms::skill_terms(ctx, asked, first, after).await.map(Some)
    }

    /// As a steward of the hub: how concepts of vocabularies correspond, statement by statement, to decide on with
    /// `reviewMapping`; the earliest first.
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    async fn mappings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those from the vocabulary with this key.")] from: Option<String>,
        #[graphql(desc = "Only those to the vocabulary with this key.")] to: Option<String>,
        #[graphql(desc = "Only those that stand so.")] standing: Option<Vec<super::translation::MappingStanding>>,
        #[graphql(desc = "How many; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
    ) -> Result<Option<Stretch<super::statements::Mapping>>> {
        let asked = super::statements::Asked { from, to, standing };
        super::statements::mappings(ctx, asked, first, after).await.map(Some)
    }

    /// Uncertain matches that wait for a steward, the oldest first; for a steward of an organization, those of subjects of
    /// its sources.
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    async fn possible_matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
    ) -> Result<Option<Stretch<super::review::PossibleMatch>>> {
        super::review::possible_matches(ctx, first, after).await.map(Some)
    }

    /// As a steward: links between subjects and people, made by a rule or a steward, the oldest first; as a steward of an
    /// organization, those of subjects of its sources.
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    async fn links(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand so.")] state: Option<super::words::LinkState>,
        #[graphql(desc = "How many; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
    ) -> Result<Option<Stretch<super::links::Link>>> {
        super::links::links(ctx, state, first, after).await.map(Some)
    }

    /// What an organization contributed and was granted, in numbers: for its members, and for stewards of the hub. Small
    /// numbers of people are not shown.
    async fn organization_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which organization: your own if left out. A steward of the hub names one.")]
        organization: Option<ID>,
        #[graphql(
            desc = "The month in UTC whose disclosures are counted, such as 2026-11; the current one if left out."
        )]
        month: Option<String>,
    ) -> Result<Option<super::report::OrganizationReport>> {
        super::report::report(ctx, organization, month).await.map(Some)
    }

    /// Partners that consent can be given to.
    async fn partners(&self, ctx: &Context<'_>) -> Result<Option<Vec<super::consent::Partner>>> {
        super::consent::partners(ctx).await.map(Some)
    }
}
