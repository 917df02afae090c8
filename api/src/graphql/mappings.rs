//! Mappings of a concept to concepts of other vocabularies, and the steward who decides on them.

use super::errors::store;
use super::ids::{Kind, expect, id};
use super::load::access;
use super::review::steward;
use super::translation::MappingStanding;
use super::vocabulary::Concept;
use super::words::MappingRelation;
use crate::flows::review_mapping::{Review, Reviewed, Unfit, Verdict, review_mapping};
use crate::flows::review_terms::retranslate;
use crate::hub::Hub;
use crate::store::reference::Vocabularies;
use ::passport::skill::Concepts;
use ::passport::skill::mapping::Step;
use async_graphql::{Context, Description, Enum, ID, InputObject, Object, Result, SimpleObject, Union};
use std::sync::Arc;

/// A mapping that holds, read from the concept it is shown at.
#[derive(Description)]
pub struct ConceptMapping {
    step: Step,
    all: Arc<Vocabularies>,
}

impl ConceptMapping {
    /// The mappings of a concept: what somebody stands behind first, then the surest.
    pub fn of(concept: uuid::Uuid, all: &Arc<Vocabularies>) -> Vec<Self> {
        let mut steps: Vec<Step> = all.mappings.graph().from(concept).to_vec();
        steps.sort_by(|a, b| {
            b.standing
                .rank()
                .cmp(&a.standing.rank())
                .then(b.confidence.total_cmp(&a.confidence))
        });
        let mapping = |step| ConceptMapping {
            step,
            all: Arc::clone(all),
        };
        steps.into_iter().map(mapping).collect()
    }

    /// Its cursor in lists.
    pub fn cursor(&self) -> String {
        self.step.mapping.unwrap_or(self.step.to).simple().to_string()
    }
}

#[Object(use_type_description)]
impl ConceptMapping {
    /// Global id.
    async fn id(&self) -> ID {
        id(Kind::Mapping, self.step.mapping.unwrap_or_default())
    }

    /// The other concept.
    async fn concept(&self) -> Option<Concept> {
        let held = self.all.concepts.get(&self.step.to)?;
        Some(Concept::in_newest(Arc::clone(held), &self.all))
    }

    /// What the other is to this one.
    async fn relation(&self) -> MappingRelation {
        self.step.relation.into()
    }

    /// How sure that is, 0 to 1.
    async fn confidence(&self) -> f64 {
        self.step.confidence
    }

    /// Where it stands; what is `PROPOSED` carries nothing.
    async fn standing(&self) -> MappingStanding {
        self.step.standing.into()
    }
}

/// What a steward makes of a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum MappingVerdict {
    /// It is right.
    Accept,
    /// The two belong together in another way, or another concept is meant.
    Correct,
    /// The two do not belong together.
    Reject,
    /// Nothing in the vocabulary that it leads to corresponds. A statement leads one way, from whichever end it is shown.
    NoMatch,
}

/// A decision on a mapping.
#[derive(InputObject)]
pub struct ReviewMappingInput {
    /// The mapping.
    mapping: ID,
    /// What you make of it.
    verdict: MappingVerdict,
    /// To correct: URI of the concept that is meant.
    concept: Option<String>,
    /// To correct: what that concept is to the one that is mapped.
    relation: Option<MappingRelation>,
    /// How sure you are, 0 to 1; 0.95 if left out.
    confidence: Option<f64>,
    /// What you remark, for colleagues.
    comment: Option<String>,
}

/// It is settled, and outranks whatever a program says.
#[derive(SimpleObject)]
pub struct MappingReviewed {
    /// The statements that stand in its place.
    mappings: Vec<ID>,
}

/// It is not settled.
#[derive(SimpleObject)]
pub struct MappingNotReviewed {
    /// Why.
    reason: String,
}

/// What comes of a decision.
#[derive(Union)]
pub enum ReviewMappingPayload {
    /// It is settled.
    Reviewed(MappingReviewed),
    /// It is not.
    NotReviewed(MappingNotReviewed),
}

fn not_reviewed(reason: &str) -> ReviewMappingPayload {
    ReviewMappingPayload::NotReviewed(MappingNotReviewed {
        reason: reason.to_owned(),
    })
}

/// Decides on a mapping.
pub async fn review(ctx: &Context<'_>, input: ReviewMappingInput) -> Result<ReviewMappingPayload> {
    let pass = steward(ctx)?;
    let mapping = expect(Kind::Mapping, &input.mapping)?;
    let verdict = match verdict(ctx, &input).await? {
        Ok(verdict) => verdict,
        Err(reason) => return Ok(not_reviewed(reason)),
    };
    let review = Review {
        mapping,
        verdict,
        confidence: input.confidence,
        comment: input.comment,
    };
    let hub = &access(ctx)?.hub;
    let reviewed = review_mapping(hub, pass, &review).await.map_err(store)?;
    if matches!(reviewed, Reviewed::Settled(_)) {
        follow(hub.clone());
    }
    Ok(match reviewed {
        Reviewed::Settled(rows) => ReviewMappingPayload::Reviewed(MappingReviewed {
            mappings: rows.iter().map(|row| id(Kind::Mapping, row.id)).collect(),
        }),
        Reviewed::Superseded => {
            not_reviewed("Something has taken its place already; look at the concept's mappings again.")
        }
        Reviewed::NotFound => not_reviewed("There is no such mapping."),
        Reviewed::Unfit(why) => not_reviewed(unfit(why)),
    })
}

/// Claims that went on by the mapping follow behind the answer: there may be many.
fn follow(hub: Hub) {
    tokio::spawn(async move {
        if let Err(error) = retranslate(&hub).await {
            tracing::warn!(%error, "claims do not follow a mapping yet; passport-hub term retranslate makes up for it");
        }
    });
}

async fn verdict(ctx: &Context<'_>, input: &ReviewMappingInput) -> Result<Result<Verdict, &'static str>> {
    let corrects = input.concept.is_some() || input.relation.is_some();
    Ok(match (input.verdict, &input.concept, input.relation) {
        (MappingVerdict::Correct, Some(uri), Some(relation)) => {
            let found = access(ctx)?.hub.find_reference(|all| all.vocabularies.by_uri(uri));
            let object = found.await.map_err(store)?;
            let relation = relation.into();
            object
                .map(|object| Verdict::Correct { object, relation })
                .ok_or("No concept has this URI; look for one with concepts(search:).")
        }
        (MappingVerdict::Correct, ..) => Err("To correct, say which concept is meant and the relation."),
        _ if corrects => Err("Only a correction names a concept and a relation."),
        (MappingVerdict::Accept, ..) => Ok(Verdict::Accept),
        (MappingVerdict::Reject, ..) => Ok(Verdict::Reject),
        (MappingVerdict::NoMatch, ..) => Ok(Verdict::NoMatch),
    })
}

fn unfit(why: Unfit) -> &'static str {
    match why {
        Unfit::UnknownConcept => "The concept meant is in no loaded vocabulary.",
        Unfit::SameConcept => "The concept meant is the one that is mapped.",
        Unfit::DifferentKinds => "An occupation cannot be a skill, nor a skill an occupation.",
        Unfit::Confidence => "A confidence is between 0 and 1.",
        Unfit::Same => "There is nothing to correct: it says so already.",
    }
}
