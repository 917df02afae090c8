//! What a document asks for: the order of its fields, and what each is called in the schema.
//!
//! The engine resolves fields side by side and puts them into the answer as they get ready. The specification wants
//! the order of the document: it is worked out once per request and the answer is put into it.

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationType, Selection, SelectionSet};
use async_graphql::{Name, Request, Value};
use indexmap::IndexMap;

/// The fields of one selection, by the keys they have in the answer.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Shape {
    fields: IndexMap<Name, Asked>,
}

/// One field of a selection.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Its name in the schema.
    pub field: Name,
    /// What is selected in it.
    pub inner: Shape,
}

/// How deep fragments may name each other; the document was checked before, this only makes sure of an end.
const DEEPEST: usize = 64;

impl Shape {
    /// The shape of the operation that a request runs, and of which kind it is; empty when its document does not parse.
    pub fn of(request: &mut Request) -> (OperationType, Self) {
        let name = request.operation_name.clone();
        let Ok(document) = request.parsed_query() else {
            return (OperationType::Query, Shape::default());
        };
        let operation = match (&document.operations, name) {
            (DocumentOperations::Single(operation), _) => Some(operation),
            (DocumentOperations::Multiple(all), Some(name)) => all.get(name.as_str()),
            (DocumentOperations::Multiple(all), None) => all.values().next().filter(|_| all.len() == 1),
        };
        let mut shape = Shape::default();
        let Some(operation) = operation else {
            return (OperationType::Query, shape);
        };
        shape.add(&operation.node.selection_set.node, document, 0);
        (operation.node.ty, shape)
    }

    /// How many fields it has, at its top.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// The field with this key in the answer.
    pub fn get(&self, key: &str) -> Option<&Asked> {
        self.fields.get(key)
    }

    fn add(&mut self, set: &SelectionSet, document: &ExecutableDocument, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let asked = self.fields.entry(field.node.response_key().node.clone());
                    let asked = asked.or_insert_with(|| Asked {
                        field: field.node.name.node.clone(),
                        inner: Shape::default(),
                    });
                    asked.inner.add(&field.node.selection_set.node, document, depth + 1);
                }
                Selection::InlineFragment(fragment) => {
                    self.add(&fragment.node.selection_set.node, document, depth + 1);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                        self.add(&fragment.node.selection_set.node, document, depth + 1);
                    }
                }
            }
        }
    }

    /// Whether one field alone is asked for here, beside the name of the type.
    pub fn is_one_field(&self) -> bool {
        self.fields.values().filter(|asked| asked.field != "__typename").count() == 1
    }

    /// Tells of every field, however deep, by its name in the schema.
    pub fn each_field(&self, tell: &mut impl FnMut(&str)) {
        for asked in self.fields.values() {
            tell(&asked.field);
            asked.inner.each_field(tell);
        }
    }

    /// Puts an answer into the document's order. What the document does not name stays behind what it names.
    pub fn put_in_order(&self, value: &mut Value) {
        match value {
            Value::List(items) => items.iter_mut().for_each(|item| self.put_in_order(item)),
            Value::Object(fields) if !self.fields.is_empty() => {
                if !self.fields.keys().eq(fields.keys()) {
                    self.reorder(fields);
                }
                for (name, value) in fields {
                    if let Some(asked) = self.fields.get(name) {
                        asked.inner.put_in_order(value);
                    }
                }
            }
            _ => {}
        }
    }

    fn reorder(&self, fields: &mut IndexMap<Name, Value>) {
        let mut unordered = std::mem::take(fields);
        fields.reserve(unordered.len());
        for name in self.fields.keys() {
            if let Some((name, value)) = unordered.swap_remove_entry(name) {
                fields.insert(name, value);
            }
        }
        fields.extend(unordered);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_in_the_order_of_the_document() {
        let document = "query { b { y ...F } a ... { c: d } } fragment F on T { x y { k } z }";
        let (_, shape) = Shape::of(&mut Request::new(document));
        let text = r#"{"c":1,"extra":0,"a":2,"b":[{"z":1,"x":2,"y":{"k":1}},null,{"x":3,"y":null}]}"#;
        let mut value = Value::from_json(serde_json::from_str(text).unwrap()).unwrap();
        shape.put_in_order(&mut value);
        let expected = r#"{"b":[{"y":{"k":1},"x":2,"z":1},null,{"y":null,"x":3}],"a":2,"c":1,"extra":0}"#;
        assert_eq!(serde_json::to_string(&value).unwrap(), expected);
    }

    #[test]
    fn a_document_that_does_not_parse_has_no_shape() {
        assert_eq!(Shape::of(&mut Request::new("{ a")).1, Shape::default());
    }
}
