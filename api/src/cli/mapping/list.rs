//! `passport-hub mapping list`: what corresponds to what.

use super::wanted::Narrowing;
use crate::cli::output::{Ended, OK, plain, print_json, print_table};
use crate::cli::{General, open};
use crate::store::reference::{Concept, Reference};
use entity::mapping::Model;
use serde_json::{Value, json};
use uuid::Uuid;

/// Lists mappings.
pub async fn run(arguments: Narrowing, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let rows = arguments.find(&hub).await?;
    let reference = hub.reference();
    if general.json {
        for row in &rows {
            print_json(&line(&reference, row))?;
        }
        return Ok(OK);
    }
    let cells = rows.iter().map(|row| {
        [
            called(&reference, Some(row.subject_concept_id)),
            row.relation.clone(),
            called(&reference, row.object_concept_id),
            format!("{:.2}", row.confidence),
            row.standing.clone(),
            row.method.clone(),
        ]
    });
    let heading = ["FROM", "RELATION", "TO", "CONFIDENCE", "STATE", "METHOD"];
    print_table(heading, &cells.collect::<Vec<_>>())?;
    Ok(OK)
}

fn concept(reference: &Reference, id: Option<Uuid>) -> Option<&Concept> {
    reference.concepts.get(&id?).map(|concept| &**concept)
}

fn called(reference: &Reference, id: Option<Uuid>) -> String {
    let concept = concept(reference, id);
    concept.map_or_else(
        || "—".to_owned(),
        |concept| format!("{}: {}", concept.vocabulary_key, plain(concept.label("en"), 40)),
    )
}

fn line(reference: &Reference, row: &Model) -> Value {
    let named = |id| {
        concept(reference, id).map(|concept| {
            json!({ "uri": concept.row.uri, "label": concept.label("en"), "vocabulary": concept.vocabulary_key })
        })
    };
    let vocabulary = row.object_vocabulary_id.and_then(|id| reference.vocabularies.get(&id));
    json!({
        "id": row.id, "subject": named(Some(row.subject_concept_id)), "relation": row.relation,
        "object": named(row.object_concept_id), "noMatchIn": vocabulary.map(|row| &row.key),
        "confidence": row.confidence, "state": row.standing, "method": row.method, "author": row.author,
        "reviewer": row.reviewer, "reviewedAt": row.reviewed_at, "set": row.mapping_set, "comment": row.comment,
    })
}
