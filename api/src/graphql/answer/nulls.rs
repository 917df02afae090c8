//! Nulls where fields failed.
//!
//! The engine leaves a failed field out of the answer. The specification wants it there as `null`, and where the schema
//! says that it is never null, the nearest field around it that may be.

use super::shape::Shape;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition};
use async_graphql::{Name, PathSegment, Positioned, ServerError, Value};
use std::collections::HashMap;

/// The fields of each type of the schema, with what they are.
#[derive(Debug, Default)]
pub struct Types {
    fields: HashMap<Name, HashMap<Name, Type>>,
    /// The object types behind each union and interface.
    members: HashMap<Name, Vec<Name>>,
}

impl Types {
    /// Read from a schema's own text; empty when that is none.
    pub fn of(sdl: &str) -> Self {
        let mut types = Types::default();
        let Ok(document) = async_graphql::parser::parse_schema(sdl) else {
            return types;
        };
        for definition in document.definitions {
            if let TypeSystemDefinition::Type(definition) = definition {
                let name = definition.node.name.node;
                types.add(name, definition.node.kind);
            }
        }
        types
    }

    fn add(&mut self, name: Name, kind: TypeKind) {
        match kind {
            TypeKind::Object(object) => {
                for interface in object.implements {
                    self.members.entry(interface.node).or_default().push(name.clone());
                }
                self.fields.insert(name, typed(object.fields));
            }
            TypeKind::Interface(interface) => {
                self.fields.insert(name, typed(interface.fields));
            }
            TypeKind::Union(union) => {
                let members = self.members.entry(name).or_default();
                members.extend(union.members.into_iter().map(|member| member.node));
            }
            TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_) => {}
        }
    }

    /// What a field is; of a union or interface, what it is in the first of its types that has it.
    fn field(&self, on: &Name, field: &Name) -> Option<&Type> {
        let members = self.members.get(on).into_iter().flatten();
        std::iter::once(on)
            .chain(members)
            .find_map(|name| self.fields.get(name)?.get(field))
    }

    /// Puts the nulls of these errors into the data of an answer of this shape.
    pub fn put_nulls(&self, root: &str, shape: &Shape, data: &mut Value, errors: &[ServerError]) {
        let root = Type {
            base: BaseType::Named(Name::new(root)),
            nullable: true,
        };
        let mut nulls: Vec<&[PathSegment]> = Vec::new();
        for ServerError { path, .. } in errors {
            // What is null already holds nothing more.
            if path.is_empty() || nulls.iter().any(|null| path.starts_with(null)) {
                continue;
            }
            let depth = self.put(data, &root, shape, path).unwrap_or_default();
            nulls.extend(path.get(..path.len() - depth));
        }
    }

    /// Makes the end of a path null. Gives how many segments before the end the null came to stand; none when not even
    /// this value may be null.
    fn put(&self, value: &mut Value, is: &Type, shape: &Shape, path: &[PathSegment]) -> Option<usize> {
        let inner = match (path.split_first(), &is.base) {
            (Some((PathSegment::Field(key), rest)), BaseType::Named(on)) => {
                self.put_in_field(value, (on, key), shape, rest)
            }
            (Some((PathSegment::Index(at), rest)), BaseType::List(item)) => match value {
                Value::List(items) => items.get_mut(*at).and_then(|value| self.put(value, item, shape, rest)),
                _ => None,
            },
            _ => None,
        };
        inner.or_else(|| {
            *value = Value::Null;
            is.nullable.then_some(path.len())
        })
    }

    fn put_in_field(
        &self,
        value: &mut Value,
        (on, key): (&Name, &str),
        shape: &Shape,
        rest: &[PathSegment],
    ) -> Option<usize> {
        let asked = shape.get(key)?;
        let is = self.field(on, &asked.field)?;
        // An object all of whose fields failed comes as null.
        if *value == Value::Null {
            *value = Value::Object(Default::default());
        }
        let Value::Object(fields) = value else { return None };
        let field = fields.entry(Name::new(key)).or_insert(Value::Null);
        self.put(field, is, &asked.inner, rest)
    }
}

fn typed(fields: Vec<Positioned<FieldDefinition>>) -> HashMap<Name, Type> {
    let typed = |field: Positioned<FieldDefinition>| (field.node.name.node, field.node.ty.node);
    fields.into_iter().map(typed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::Request;

    const SCHEMA: &str = "
        type Query { me: Person, any: Either, all: [Person!], sure: Person! }
        type Person { name: String, id: ID!, friends: [Person]!, best: Person! }
        type Robot { serial: ID! }
        union Either = Robot | Person
    ";

    fn error(path: &str) -> ServerError {
        let segment = |text: &str| match text.parse() {
            Ok(at) => PathSegment::Index(at),
            Err(_) => PathSegment::Field(text.to_owned()),
        };
        let mut error = ServerError::new("failed", None);
        error.path = path.split('.').map(segment).collect();
        error
    }

    #[test]
    fn a_failed_field_is_null_or_the_nearest_around_it_that_may_be() {
        for (document, answer, failed, expected) in [
            ("{ me { name } }", "null", "me", r#"{"me":null}"#),
            (
                "{ me { name } }",
                r#"{"me":null}"#,
                "me.name",
                r#"{"me":{"name":null}}"#,
            ),
            (
                "{ me { id n: name } }",
                r#"{"me":{"id":1}}"#,
                "me.n",
                r#"{"me":{"id":1,"n":null}}"#,
            ),
            ("{ me { id name } }", r#"{"me":{"name":1}}"#, "me.id", r#"{"me":null}"#),
            ("{ me { id name } }", r#"{"me":{}}"#, "me.id me.name", r#"{"me":null}"#),
            ("{ me { id name } }", r#"{"me":{}}"#, "me.name me.id", r#"{"me":null}"#),
            ("{ sure { id } }", r#"{"sure":{}}"#, "sure.id", "null"),
            (
                "{ sure { name } }",
                r#"{"sure":null}"#,
                "sure.name",
                r#"{"sure":{"name":null}}"#,
            ),
            (
                "{ all { id } }",
                r#"{"all":[{"id":1},null]}"#,
                "all.1.id",
                r#"{"all":null}"#,
            ),
            (
                "{ me { friends { id } } }",
                r#"{"me":{"friends":[null,{"id":1}]}}"#,
                "me.friends.0.id",
                r#"{"me":{"friends":[null,{"id":1}]}}"#,
            ),
            (
                "{ me { best { best { id } } } }",
                r#"{"me":null}"#,
                "me.best.best.id",
                r#"{"me":null}"#,
            ),
            (
                "{ any { ... on Robot { serial } } }",
                r#"{"any":null}"#,
                "any.serial",
                r#"{"any":null}"#,
            ),
            (
                "{ any { ...F } } fragment F on Person { name }",
                r#"{"any":null}"#,
                "any.name",
                r#"{"any":{"name":null}}"#,
            ),
        ] {
            let (_, shape) = Shape::of(&mut Request::new(document));
            let mut value = Value::from_json(serde_json::from_str(answer).unwrap()).unwrap();
            let errors: Vec<ServerError> = failed.split(' ').map(error).collect();
            Types::of(SCHEMA).put_nulls("Query", &shape, &mut value, &errors);
            assert_eq!(
                serde_json::to_string(&value).unwrap(),
                expected,
                "{document} failed at {failed}"
            );
        }
    }
}
