//! What of an answer is not of a passport: it changes by itself, and says nothing of what was shown of one.

use super::hash::ERRORS;
use crate::graphql::ids::{GlobalId, Kind};
use crate::pseudonyms::Pseudonyms;
use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, Field, Selection, SelectionSet};
use async_graphql::{Request, Value, Variables};
use std::collections::BTreeSet;

/// The root fields that answer from passports, whatever they are asked. Everything else stands beside passports, but for
/// `node`, of which the id says what it is of. `me` is of a passport for its holder alone, whose looks are no disclosures.
const OF_PASSPORTS: [&str; 5] = ["explainAccess", "passport", "passports", "previewGrant", "verify"];

/// What is a passport, or a part of one.
const PARTS: [Kind; 9] = [
    Kind::Passport,
    Kind::Skill,
    Kind::Claim,
    Kind::Credential,
    Kind::Experience,
    Kind::Learning,
    Kind::Programme,
    Kind::Goal,
    Kind::Endorsement,
];

/// How deep fragments may name each other, as for the shape.
const DEEPEST: usize = 64;

/// The roots of those parts of the answer to a query that are not of a passport, as they are called in the answer. The
/// errors are of all parts: they are among these as soon as any part is.
pub fn beside(request: &mut Request, pseudonyms: Option<&Pseudonyms>) -> BTreeSet<String> {
    let (name, variables) = (request.operation_name.clone(), request.variables.clone());
    let Ok(document) = request.parsed_query() else {
        return BTreeSet::new();
    };
    let operation = match (&document.operations, name) {
        (DocumentOperations::Single(operation), _) => Some(operation),
        (DocumentOperations::Multiple(all), Some(name)) => all.get(name.as_str()),
        (DocumentOperations::Multiple(all), None) => all.values().next(),
    };
    let mut beside = BTreeSet::new();
    if let Some(operation) = operation {
        each_root(&operation.node.selection_set.node, document, 0, &mut |field| {
            if !of_passports(field, &variables, pseudonyms) {
                beside.insert(field.response_key().node.to_string());
            }
        });
    }
    if !beside.is_empty() {
        beside.insert(ERRORS.to_owned());
    }
    beside
}

fn each_root(set: &SelectionSet, document: &ExecutableDocument, depth: usize, tell: &mut impl FnMut(&Field)) {
    for selection in set.items.iter().filter(|_| depth < DEEPEST) {
        match &selection.node {
            Selection::Field(field) => tell(&field.node),
            Selection::InlineFragment(fragment) => {
                each_root(&fragment.node.selection_set.node, document, depth + 1, tell);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    each_root(&fragment.node.selection_set.node, document, depth + 1, tell);
                }
            }
        }
    }
}

fn of_passports(field: &Field, variables: &Variables, pseudonyms: Option<&Pseudonyms>) -> bool {
    match field.name.node.as_str() {
        // The name of the root type never changes.
        "__typename" => true,
        "node" => of_a_part(field, variables, pseudonyms),
        name => OF_PASSPORTS.contains(&name),
    }
}

/// Whether the id is of a part. What no id can be read from is answered alike at any time.
fn of_a_part(node: &Field, variables: &Variables, pseudonyms: Option<&Pseudonyms>) -> bool {
    let id = node.get_argument("id").map(|id| id.node.clone());
    let filled = id.and_then(|id| id.into_const_with(|name| variables.get(&name).cloned().ok_or(())).ok());
    let Some(Value::String(text)) = filled else {
        return true;
    };
    let id = GlobalId::read(&text, pseudonyms);
    id.is_none_or(|id| PARTS.contains(&id.kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphql::ids::id;
    use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
    use std::collections::BTreeMap;
    use uuid::Uuid;

    #[test]
    fn what_is_not_of_a_passport_is_told_by_its_root() {
        let run = id(Kind::ImportRun, Uuid::max());
        let skill = id(Kind::Passport, Uuid::max());
        for (document, expected) in [
            ("{ passports { nodes { id } } }".to_owned(), vec![]),
            (
                "{ __typename p: passport(id: 1) { id } verify { __typename } }".to_owned(),
                vec![],
            ),
            (
                "{ passports { nodes { id } } runs: importRuns { nodes { id } } }".to_owned(),
                vec![ERRORS, "runs"],
            ),
            (
                "{ ...F ... { rejects { nodes { id } } } } fragment F on Query { sources { id } }".to_owned(),
                vec![ERRORS, "rejects", "sources"],
            ),
            (
                format!(
                    "{{ a: node(id: \"{}\") {{ id }} b: node(id: \"{}\") {{ id }} c: node(id: \"x\") {{ id }} }}",
                    run.as_str(),
                    skill.as_str()
                ),
                vec![ERRORS, "a"],
            ),
            (
                "query ($id: ID!) { node(id: $id) { id } }".to_owned(),
                vec![ERRORS, "node"],
            ),
        ] {
            let variables = Variables::from_json(serde_json::json!({ "id": run.as_str() }));
            let mut request = Request::new(&document).variables(variables);
            let found: Vec<String> = beside(&mut request, None).into_iter().collect();
            assert_eq!(found, expected, "{document}");
        }
    }

    /// The types that each type's fields lead to.
    fn leads() -> BTreeMap<String, Vec<(String, String)>> {
        let document = async_graphql::parser::parse_schema(crate::graphql::sdl()).unwrap();
        let mut leads = BTreeMap::new();
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let to = |name: &str, of: String| (name.to_owned(), of.replace(['[', ']', '!'], ""));
            let of: Vec<(String, String)> = match definition.node.kind {
                TypeKind::Object(object) => {
                    let fields = object.fields.into_iter();
                    fields
                        .map(|field| to(&field.node.name.node, field.node.ty.node.to_string()))
                        .collect()
                }
                TypeKind::Union(union) => {
                    let members = union.members.into_iter();
                    members.map(|member| to("", member.node.to_string())).collect()
                }
                _ => vec![],
            };
            leads.insert(definition.node.name.node.to_string(), of);
        }
        leads
    }

    #[test]
    fn every_field_that_leads_to_a_passport_is_compared() {
        let leads = leads();
        let reaches = |from: &str| {
            let (mut seen, mut next) = (BTreeSet::new(), vec![from.to_owned()]);
            while let Some(name) = next.pop() {
                if seen.insert(name.clone()) {
                    next.extend(leads.get(&name).into_iter().flatten().map(|(_, of)| of.clone()));
                }
            }
            seen.contains("Passport")
        };
        let roots = &leads["Query"];
        for (field, of) in roots.iter().filter(|(field, of)| field != "me" && reaches(of)) {
            assert!(
                OF_PASSPORTS.contains(&field.as_str()),
                "{field} leads to a passport by {of}"
            );
        }
        for field in OF_PASSPORTS {
            assert!(roots.iter().any(|(name, _)| name == field), "there is no {field}");
        }
    }
}
