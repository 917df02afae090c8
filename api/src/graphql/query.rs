//! What can be asked.

use super::concept::{Concept, Source, Vocabulary, known_vocabulary};
use super::consent::Consent;
use super::consent::delegation::Delegation;
use super::consent::grant::GrantConsentInput;
use super::consent::preview::PreviewGrantPayload;
use super::consent::request::ConsentRequest;
use super::credential::{Credential, Endorsement};
use super::disclosure::Disclosure;
use super::errors::{Code, closed, store};
use super::experience::{Experience, Goal, Programme};
use super::ids::{GlobalId, Kind, cursor_of, expect, meant};
use super::learning::Learning;
use super::leave::PassportExport;
use super::load::{access, loaders, rows};
use super::page::{Page, Stretch, Window, cost, stretch};
use super::passport::Passport;
use super::run::{ImportRun, Reject};
use super::skill::{Claim, Skill, skill_book};
use crate::caller::Caller;
use crate::flows::access::Access;
use crate::flows::view_passport::{Closed, view_page, view_passport};
use crate::store::reference::Reference;
use crate::view::View;
use async_graphql::{Context, Description, ID, Interface, Object, Result, SimpleObject};
use passport::consent::Section;
use passport::hole;
use passport::skill::normalise;
use std::sync::Arc;
use uuid::Uuid;

/// What can be asked.
#[derive(Description)]
pub struct Query;

/// Anything with a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Global id."))]
pub enum Node {
    /// A passport.
    Passport(Passport),
    /// A skill of a passport.
    Skill(Skill),
    /// A claim of a passport.
    Claim(Claim),
    /// A credential of a passport.
    Credential(Credential),
    /// An experience of a passport.
    Experience(Experience),
    /// A piece of learning of a passport.
    Learning(Learning),
    /// Participation in a programme.
    ProgrammeParticipation(Programme),
    /// A goal of a passport.
    Goal(Goal),
    /// An endorsement of a passport.
    Endorsement(Endorsement),
    /// A consent of the holder.
    Consent(Consent),
    /// A request for consent.
    ConsentRequest(ConsentRequest),
    /// A delegation that the holder gave or holds.
    Delegation(Delegation),
    /// A disclosure of the holder's passport.
    Disclosure(Disclosure),
    /// A connected system.
    Source(Source),
    /// A run of an import.
    ImportRun(ImportRun),
    /// A record that could not be read.
    Reject(Reject),
    /// A concept.
    Concept(Concept),
    /// A vocabulary.
    Vocabulary(Vocabulary),
}

/// Who the caller is to the hub.
#[derive(SimpleObject)]
pub struct Me {
    /// holder, partner, source, integrator, analyst or steward; a steward is the hub's where no organization is named.
    role: &'static str,
    /// The holder's own passport.
    passport: Option<Passport>,
    /// The partner's or the member's organization, by name.
    organization: Option<String>,
    /// What the partner's token asks for.
    purpose: Option<super::words::Purpose>,
    /// The source itself.
    source: Option<Source>,
}

#[Object(use_type_description)]
impl Query {
    /// Who you are to the hub.
    async fn me(&self, ctx: &Context<'_>) -> Result<Option<Me>> {
        let access = access(ctx)?;
        let blank = Me {
            role: "",
            passport: None,
            organization: None,
            purpose: None,
            source: None,
        };
        Ok(match &access.caller {
            Caller::Stranger => return Err(closed(Closed::Stranger)),
            Caller::Holder(pass) => {
                let view = view_passport(access, pass.person()).await.map_err(store)?;
                Some(Me {
                    role: "holder",
                    passport: Some(Passport(view.map_err(closed)?)),
                    ..blank
                })
            }
            Caller::Partner(partner) => Some(Me {
                role: "partner",
                organization: organization_name(access, partner.organization).await?,
                purpose: Some(partner.purpose.into()),
                ..blank
            }),
            Caller::Source(pass) => {
                let source = source(access, pass.source()).await?;
                Some(Me {
                    role: "source",
                    source,
                    ..blank
                })
            }
            Caller::Steward(_) => Some(Me {
                role: "steward",
                ..blank
            }),
            Caller::Integrator(_) | Caller::Analyst(_) | Caller::OrganizationSteward(_) | Caller::Member(_) => {
                member(access, blank).await?
            }
        })
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
        let Some(wanted) = GlobalId::read(&id, access(ctx)?.pseudonyms.as_ref()) else {
            return Ok(None);
        };
        match wanted.person {
            Some(person) => part(ctx, wanted, person).await,
            None if wanted.kind == Kind::Passport => {
                let view = view_passport(access(ctx)?, wanted.id).await.map_err(store)?;
                Ok(Some(Node::Passport(Passport(view.map_err(closed)?))))
            }
            None => whole(ctx, wanted).await,
        }
    }

    /// Concepts whose label in any language contains the text, best matches first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
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
        let access = access(ctx)?;
        if access.caller == Caller::Stranger {
            return Err(closed(Closed::Stranger));
        }
        let text = normalise(&search);
        if text.chars().count() < 2 {
            return Err(Code::BadUserInput.error("Give at least two letters to look for."));
        }
        let reference = access.hub.reference();
        known_vocabulary(&reference, vocabulary.as_deref())?;
        let found = reference.search(&text, vocabulary.as_deref());
        Window::new(first, after, last, before)
            .page(found, |c| c.row.id.simple().to_string(), Concept)
            .map(Some)
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
    #[graphql(complexity = "cost(first, None, child_complexity)")]
    async fn rejects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this run.")] run: Option<ID>,
        #[graphql(desc = "How many; at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
    ) -> Result<Option<Stretch<Reject>>> {
        super::run::rejects(ctx, run, first, after).await.map(Some)
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

/// The name of an organization.
async fn organization_name(access: &Access, id: Uuid) -> Result<Option<String>> {
    let name = |reference: &Reference| Some(reference.organizations.get(&id)?.name.clone());
    access.hub.find_reference(name).await.map_err(store)
}

/// Who a member is to the hub.
async fn member(access: &Access, blank: Me) -> Result<Option<Me>> {
    let Some(organization) = access.caller.organization() else {
        return Ok(None);
    };
    Ok(Some(Me {
        role: match access.caller {
            Caller::Integrator(_) => "integrator",
            Caller::Analyst(_) => "analyst",
            _ => "steward",
        },
        organization: organization_name(access, organization).await?,
        ..blank
    }))
}

/// A source by its id, whoever connected it.
pub async fn source(access: &Access, id: Uuid) -> Result<Option<Source>> {
    let found = access
        .hub
        .find_reference(|reference| reference.sources.get(&id).cloned());
    Ok(found.await.map_err(store)?.map(Source))
}

/// The id that a cursor of a list from the store holds.
pub fn cursor(text: Option<&str>) -> Result<Option<Uuid>> {
    let bad = |_| Code::BadUserInput.error("This cursor does not belong to this list.");
    text.map(|text| Uuid::try_parse(text).map_err(bad)).transpose()
}

/// A part of a passport: the passport is opened like any other, and the part is looked for in what the view shows.
async fn part(ctx: &Context<'_>, wanted: GlobalId, person: Uuid) -> Result<Option<Node>> {
    let access = access(ctx)?;
    match wanted.kind {
        Kind::Consent => return super::consent::consent_node(ctx, person, wanted.id).await,
        Kind::Disclosure => return super::disclosure::disclosure_node(ctx, person, wanted.id).await,
        _ => {}
    }
    let view = view_passport(access, person).await.map_err(store)?.map_err(closed)?;
    hole!(NodeSkipsView => access.widen(&view));
    let found = find(ctx, &view, wanted).await?;
    if let Some((section, _)) = &found {
        access.returned(person, *section, 1);
    }
    Ok(found.map(|(_, node)| node))
}

async fn find(ctx: &Context<'_>, view: &Arc<View>, wanted: GlobalId) -> Result<Option<(Section, Node)>> {
    let loaders = loaders(ctx)?;
    let person = view.person();
    macro_rules! among {
        ($loader:ident, $section:ident, $make:expr) => {{
            let rows = rows(&loaders.$loader, person).await?;
            let row = rows.iter().find(|row| row.id == wanted.id).cloned();
            row.map(|row| (Section::$section, $make(row)))
        }};
    }
    Ok(match wanted.kind {
        Kind::Skill => {
            let book = skill_book(ctx, view).await?;
            book.find(wanted.id).map(|skill| (Section::Skill, Node::Skill(skill)))
        }
        Kind::Claim => among!(claims, Skill, |row| Node::Claim(Claim::new(view, row))),
        Kind::Credential => among!(credentials, Credential, |row| Node::Credential(Credential::new(
            view, row
        ))),
        Kind::Experience => among!(experiences, Experience, |row| Node::Experience(Experience::new(
            view, row
        ))),
        Kind::Learning => among!(learning, Learning, |row| Node::Learning(Learning::new(view, row))),
        Kind::Programme => {
            among!(programmes, Programme, |row| Node::ProgrammeParticipation(
                Programme::new(view, row)
            ))
        }
        Kind::Goal => among!(goals, Goal, |row| Node::Goal(Goal::new(view, row))),
        Kind::Endorsement => among!(endorsements, Endorsement, |row| Node::Endorsement(Endorsement::new(
            view, row
        ))),
        _ => None,
    })
}

/// What belongs to nobody.
async fn whole(ctx: &Context<'_>, wanted: GlobalId) -> Result<Option<Node>> {
    let access = access(ctx)?;
    let reference = access.hub.reference();
    if access.caller == Caller::Stranger {
        return Err(closed(Closed::Stranger));
    }
    Ok(match wanted.kind {
        Kind::Concept => reference
            .concepts
            .get(&wanted.id)
            .cloned()
            .map(|row| Node::Concept(Concept(row))),
        Kind::Vocabulary => reference
            .vocabularies
            .get(&wanted.id)
            .cloned()
            .map(|row| Node::Vocabulary(Vocabulary(row))),
        Kind::Source => super::run::source_node(access, wanted.id).await?.map(Node::Source),
        Kind::ImportRun => super::run::run_node(ctx, wanted.id).await?.map(Node::ImportRun),
        Kind::ConsentRequest => super::consent::request::request_node(ctx, wanted.id).await?,
        Kind::Delegation => super::consent::delegation::delegation_node(ctx, wanted.id).await?,
        Kind::Reject => super::run::reject_node(ctx, wanted.id).await?.map(Node::Reject),
        _ => None,
    })
}
