//! Deciding what a term means.

use super::{SkillTerm, term};
use crate::flows::review_terms::{DecideOutcome, Decision, decide};
use crate::graphql::errors::store;
use crate::graphql::ids::{Kind, expect};
use crate::graphql::load::access;
use crate::graphql::run::{by, whose};
use crate::graphql::words::MappingRelation;
use async_graphql::{Context, Error, ID, InputObject, Result, SimpleObject, Union};
use passport::skill::Concepts;
use uuid::Uuid;

/// What a term is decided to mean: exactly one of `concept`, `noMatch` and `takeBack`.
#[derive(InputObject)]
pub struct DecideTermInput {
    /// The term.
    term: ID,
    /// URI of the concept that it means; see its `candidates`, and `concepts(search:)`.
    concept: Option<String>,
    /// What the concept is to the term; `EXACT` if left out.
    relation: Option<MappingRelation>,
    /// It means no concept; nothing is proposed for it any more.
    no_match: Option<bool>,
    /// What was decided before holds no longer; it means what it meets.
    take_back: Option<bool>,
    /// Why, for colleagues; at most 500 characters, and nothing about a person.
    note: Option<String>,
}

/// It is decided, for all claims behind the term and for those to come.
#[derive(SimpleObject)]
pub struct TermDecided {
    /// The term as it stands now.
    term: SkillTerm,
    /// How many claims mean something else now.
    changed_claims: u64,
}

/// It is not decided.
#[derive(SimpleObject)]
pub struct TermNotDecided {
    /// Why.
    reason: String,
}

/// What comes of deciding.
#[derive(Union)]
pub enum DecideTermPayload {
    /// It is decided.
    Decided(Box<TermDecided>),
    /// It is not.
    NotDecided(TermNotDecided),
}

fn not_decided(reason: &str) -> DecideTermPayload {
    DecideTermPayload::NotDecided(TermNotDecided {
        reason: reason.to_owned(),
    })
}

/// Decides what a term means.
pub async fn decide_term(ctx: &Context<'_>, input: DecideTermInput) -> Result<DecideTermPayload> {
    let whose = whose(ctx)?;
    let id = expect(Kind::Term, &input.term)?;
    let decision = match decision(ctx, &input).await? {
        Ok(decision) => decision,
        Err(reason) => return Ok(not_decided(reason)),
    };
    let hub = &access(ctx)?.hub;
    let outcome = decide(hub, whose, by(ctx)?, id, decision, input.note)
        .await
        .map_err(store)?;
    match outcome {
        DecideOutcome::NoteTooLong => Ok(not_decided("A note has at most 500 characters.")),
        DecideOutcome::NotFound => Ok(not_decided("There is no such term among those of your sources.")),
        DecideOutcome::NoSkill => Ok(not_decided(
            "This concept is no skill: an occupation, or a heading over skills.",
        )),
        DecideOutcome::Gone(next) => Ok(not_decided(&gone(ctx, next)?)),
        DecideOutcome::NothingToTakeBack => Ok(not_decided("Nothing was decided on this term.")),
        DecideOutcome::Decided { claims } => {
            let term = term(ctx, id).await?.ok_or_else(|| Error::new("the term is gone"))?;
            Ok(DecideTermPayload::Decided(Box::new(TermDecided {
                term,
                changed_claims: claims,
            })))
        }
    }
}

/// What to do where a concept is gone.
fn gone(ctx: &Context<'_>, next: Option<Uuid>) -> Result<String> {
    let reference = access(ctx)?.hub.reference();
    Ok(match next.and_then(|next| reference.concept(next)) {
        Some(next) => format!(
            "This concept is no longer in its vocabulary; {} took its place.",
            next.row.uri
        ),
        None => "This concept is no longer in its vocabulary; look for another with concepts(search:).".to_owned(),
    })
}

async fn decision(ctx: &Context<'_>, input: &DecideTermInput) -> Result<Result<Decision, &'static str>> {
    let (nothing, take_back) = (input.no_match.unwrap_or_default(), input.take_back.unwrap_or_default());
    let relation = input.relation.map_or(passport::skill::Relation::Exact, Into::into);
    Ok(match (input.concept.as_deref(), nothing, take_back) {
        (None, true, _) | (None, _, true) if input.relation.is_some() => {
            Err("A relation goes with a concept; leave it out.")
        }
        (None, true, false) => Ok(Decision::Nothing),
        (None, false, true) => Ok(Decision::TakenBack),
        (Some(uri), false, false) => {
            let found = access(ctx)?.hub.find_reference(|all| all.vocabularies.by_uri(uri));
            let unknown = "No concept has this URI; look for one with concepts(search:).";
            found
                .await
                .map_err(store)?
                .map(|concept| Decision::Means(concept, relation))
                .ok_or(unknown)
        }
        _ => Err("Say exactly one of concept, noMatch and takeBack."),
    })
}
