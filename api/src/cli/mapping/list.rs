//! `passport-hub mapping list`: what corresponds to what.

use super::wanted::Narrowing;
use crate::cli::output::{Ended, OK, plain, print_json, print_table};
use crate::cli::{General, open};
use crate::graphql::ids::{Kind, id};
use crate::store::reference::Vocabularies;
use entity::mapping::Model;
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// Lists mappings.
pub async fn run(arguments: Narrowing, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let (_, rows) = arguments.find(&hub).await?;
    let reference = Arc::clone(&hub.reference().vocabularies);
    if general.json {
        for row in &rows {
            print_json(&line(&reference, row))?;
        }
        return Ok(OK);
    }
    let cells = rows.iter().map(|row| {
        [
            called(&reference, row.subject_concept_id),
            row.relation.clone(),
            match row.object_concept_id {
                Some(object) => called(&reference, object),
                None => format!("{}: nothing", vocabulary(&reference, row).unwrap_or("all")),
            },
            format!("{:.2}", row.confidence),
            row.standing.clone(),
            row.method.clone(),
        ]
    });
    let heading = ["FROM", "RELATION", "TO", "CONFIDENCE", "STATE", "METHOD"];
    print_table(heading, &cells.collect::<Vec<_>>())?;
    Ok(OK)
}

fn called(reference: &Vocabularies, id: Uuid) -> String {
    let concept = reference.concepts.get(&id);
    let called = concept.map(|concept| format!("{}: {}", concept.vocabulary_key, plain(concept.label("en"), 40)));
    called.unwrap_or_default()
}

/// The vocabulary that has no match.
fn vocabulary<'r>(reference: &'r Vocabularies, row: &Model) -> Option<&'r str> {
    let vocabulary = reference.by_id.get(&row.object_vocabulary_id?)?;
    Some(&vocabulary.key)
}

fn line(reference: &Vocabularies, row: &Model) -> Value {
    let named = |id: Uuid| {
        reference.concepts.get(&id).map(|concept| {
            json!({ "uri": concept.row.uri, "label": concept.label("en"), "vocabulary": concept.vocabulary_key })
        })
    };
    json!({
        "id": id(Kind::Mapping, row.id).as_str(), "subject": named(row.subject_concept_id), "relation": row.relation,
        "object": row.object_concept_id.and_then(named), "noMatchIn": vocabulary(reference, row),
        "confidence": row.confidence, "state": row.standing, "method": row.method, "author": row.author,
        "reviewer": row.reviewer, "reviewedAt": row.reviewed_at, "set": row.mapping_set, "comment": row.comment,
    })
}
