//! The schema: the one at the root is the one that is served, and it explains itself.

use async_graphql::Positioned;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    DirectiveDefinition, FieldDefinition, InputValueDefinition, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use std::fs;

#[test]
fn the_schema_at_the_root_is_the_schema_that_is_served() {
    let file = fs::read_to_string(super::root().join("schema.graphql")).unwrap();
    let served = passport_hub::graphql::sdl();
    assert!(
        file.trim() == served.trim(),
        "schema.graphql drifted: cargo run -- schema > schema.graphql"
    );
}

#[test]
fn every_type_field_argument_and_value_has_a_description() {
    let mut silent = Silent::default();
    for definition in parse_schema(passport_hub::graphql::sdl()).unwrap().definitions {
        match &definition {
            TypeSystemDefinition::Schema(_) => {}
            TypeSystemDefinition::Type(one) => silent.look_at_type(&one.node),
            TypeSystemDefinition::Directive(one) => silent.look_at_directive(&one.node),
        }
    }
    assert!(silent.seen > 500, "only {} were looked at", silent.seen);
    assert!(silent.places.is_empty(), "these say nothing: {:#?}", silent.places);
}

/// What has no description, and how much was looked at.
#[derive(Default)]
struct Silent {
    seen: usize,
    places: Vec<String>,
}

type Description = Option<Positioned<String>>;

impl Silent {
    fn look(&mut self, place: &str, description: &Description) {
        self.seen += 1;
        if description.as_ref().is_none_or(|text| text.node.trim().is_empty()) {
            self.places.push(place.to_owned());
        }
    }

    fn look_at_type(&mut self, one: &TypeDefinition) {
        let name = one.name.node.as_str();
        self.look(name, &one.description);
        match &one.kind {
            TypeKind::Scalar | TypeKind::Union(_) => {}
            TypeKind::Object(object) => self.look_at_fields(name, &object.fields),
            TypeKind::Interface(interface) => self.look_at_fields(name, &interface.fields),
            TypeKind::InputObject(input) => self.look_at_inputs(name, &input.fields),
            TypeKind::Enum(words) => {
                for word in &words.values {
                    self.look(&format!("{name}.{}", word.node.value.node), &word.node.description);
                }
            }
        }
    }

    fn look_at_fields(&mut self, owner: &str, fields: &[Positioned<FieldDefinition>]) {
        for field in fields {
            let place = format!("{owner}.{}", field.node.name.node);
            self.look(&place, &field.node.description);
            self.look_at_inputs(&place, &field.node.arguments);
        }
    }

    fn look_at_inputs(&mut self, owner: &str, inputs: &[Positioned<InputValueDefinition>]) {
        for input in inputs {
            self.look(&format!("{owner}.{}", input.node.name.node), &input.node.description);
        }
    }

    /// The specification's own directives come without a word on their arguments.
    fn look_at_directive(&mut self, one: &DirectiveDefinition) {
        self.look(&format!("@{}", one.name.node), &one.description);
        if !["include", "skip", "deprecated", "specifiedBy", "oneOf"].contains(&one.name.node.as_str()) {
            self.look_at_inputs(&format!("@{}", one.name.node), &one.arguments);
        }
    }
}
