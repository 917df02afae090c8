//! Anything by its global id.

use super::consent::Consent;
use super::consent::delegation::Delegation;
use super::consent::request::ConsentRequest;
use super::credential::{Credential, Endorsement};
use super::disclosure::Disclosure;
use super::errors::{closed, store};
use super::experience::{Experience, Goal, Programme};
use super::ids::{GlobalId, Kind};
use super::learning::Learning;
use super::load::{access, loaders, rows};
use super::party::Source;
use super::passport::Passport;
use super::rejects::Reject;
use super::run::ImportRun;
use super::skill::{Claim, Skill, skills_seen};
use super::vocabulary::{Concept, Vocabulary, open_to};
use crate::caller::Caller;
use crate::flows::view_passport::{Closed, view_passport};
use crate::view::View;
use async_graphql::{Context, ID, Interface, Result};
use passport::consent::Section;
use passport::hole;
use std::sync::Arc;
use uuid::Uuid;

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

/// What has this id; none where it is not there for the caller.
pub async fn node(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>> {
    let Some(wanted) = GlobalId::read(id, access(ctx)?.pseudonyms.as_ref()) else {
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
            let book = skills_seen(ctx, view, wanted.look).await?;
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
        Kind::Concept => {
            open_to(ctx)?;
            Concept::of(&reference, wanted.id).map(Node::Concept)
        }
        Kind::Vocabulary => {
            open_to(ctx)?;
            Vocabulary::of(&reference, wanted.id).map(Node::Vocabulary)
        }
        Kind::Source => super::run::source_node(access, wanted.id).await?.map(Node::Source),
        Kind::ImportRun => super::run::run_node(ctx, wanted.id).await?.map(Node::ImportRun),
        Kind::ConsentRequest => super::consent::request::request_node(ctx, wanted.id).await?,
        Kind::Delegation => super::consent::delegation::delegation_node(ctx, wanted.id).await?,
        Kind::Reject => super::rejects::node(ctx, wanted.id).await?.map(Node::Reject),
        _ => None,
    })
}
