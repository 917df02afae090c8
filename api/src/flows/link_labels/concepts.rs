//! A vocabulary as the linker takes it.

use crate::hub::Hub;
use crate::store::reference::{self, RelationKind, Vocabularies};
use crate::store::{StoreError, vocabularies};
use passport::skill::Wanted;
use passport::skill::link::{Concept, Kind, Label, Rank, Reuse};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// The skills of the newest version of a vocabulary, and the same as the linker takes them, in the order of their URIs.
pub(super) struct Skills {
    pub(super) held: Vec<Arc<reference::Concept>>,
    pub(super) as_linked: Vec<Concept>,
}

/// Reads them; one statement for their descriptions, the rest is in memory. Deprecated concepts are not linked to.
pub(super) async fn skills(hub: &Hub, all: &Vocabularies, vocabulary: Uuid) -> Result<Skills, StoreError> {
    let mut descriptions = vocabularies::descriptions(&hub.db, vocabulary).await?;
    let mut held: Vec<_> = all.of(vocabulary).into_iter().cloned().collect();
    held.retain(|concept| concept.is(Wanted::Skill) && concept.row.status != "deprecated");
    let as_linked = held
        .iter()
        .map(|concept| as_linked(concept, all, &mut descriptions))
        .collect();
    Ok(Skills { held, as_linked })
}

fn as_linked(
    concept: &reference::Concept,
    all: &Vocabularies,
    descriptions: &mut HashMap<Uuid, Vec<String>>,
) -> Concept {
    Concept {
        uri: concept.row.uri.clone(),
        labels: concept.labels.iter().map(label).collect(),
        descriptions: descriptions.remove(&concept.row.id).unwrap_or_default(),
        kind: kind(concept),
        reuse: match concept.row.reuse_level.as_deref() {
            Some("occupation-specific") => Reuse::Occupation,
            Some("sector-specific") => Reuse::Sector,
            Some("cross-sector") => Reuse::CrossSector,
            Some("transversal") => Reuse::Transversal,
            _ => Reuse::Unsaid,
        },
        occupations: occupations(concept, all),
    }
}

/// Whether a concept is something one can do or something one knows.
pub fn kind(concept: &reference::Concept) -> Kind {
    match concept.row.kind.as_str() {
        "knowledge" | "language" | "technology" => Kind::Knowledge,
        _ => Kind::Skill,
    }
}

fn label(label: &reference::Label) -> Label {
    Label {
        text: label.text.to_string(),
        language: label.language.to_string(),
        rank: match label.rank {
            reference::Rank::Preferred => Rank::Preferred,
            reference::Rank::Alternative => Rank::Alternative,
            reference::Rank::Hidden => Rank::Hidden,
        },
    }
}

/// How many occupations ask for it.
fn occupations(concept: &reference::Concept, all: &Vocabularies) -> u32 {
    let asks = |relation: &&reference::Relation| {
        matches!(relation.kind, RelationKind::EssentialFor | RelationKind::OptionalFor)
            && all
                .concepts
                .get(&relation.to)
                .is_some_and(|other| other.is(Wanted::Occupation))
    };
    u32::try_from(concept.relations.iter().filter(asks).count()).unwrap_or(u32::MAX)
}
