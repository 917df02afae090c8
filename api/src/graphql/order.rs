//! Fields in the order in which they were asked for.
//!
//! The engine resolves fields side by side and puts them into the answer as they get ready. The specification wants
//! the order of the document: it is worked out once per request and the answer is put into it.

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Name, Request, Value};
use indexmap::IndexMap;

/// The order of the fields of one selection, and of what is selected in each.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Order(IndexMap<Name, Order>);

/// How deep fragments may name each other; the document was checked before, this only makes sure of an end.
const DEEPEST: usize = 64;

impl Order {
    /// The order of the operation that a request runs; empty when its document does not parse.
    pub fn of(request: &mut Request) -> Self {
        let name = request.operation_name.clone();
        let Ok(document) = request.parsed_query() else {
            return Order::default();
        };
        let operation = match (&document.operations, name) {
            (DocumentOperations::Single(operation), _) => Some(operation),
            (DocumentOperations::Multiple(all), Some(name)) => all.get(name.as_str()),
            (DocumentOperations::Multiple(all), None) => all.values().next().filter(|_| all.len() == 1),
        };
        let mut order = Order::default();
        if let Some(operation) = operation {
            order.add(&operation.node.selection_set.node, document, 0);
        }
        order
    }

    fn add(&mut self, set: &SelectionSet, document: &ExecutableDocument, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let inner = self.0.entry(field.node.response_key().node.clone()).or_default();
                    inner.add(&field.node.selection_set.node, document, depth + 1);
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

    /// Puts an answer into this order. What the order does not know stays behind what it knows.
    pub fn apply(&self, value: &mut Value) {
        match value {
            Value::List(items) => items.iter_mut().for_each(|item| self.apply(item)),
            Value::Object(fields) if !self.0.is_empty() => {
                let mut unordered = std::mem::take(fields);
                for (name, inner) in &self.0 {
                    if let Some(mut value) = unordered.swap_remove(name) {
                        inner.apply(&mut value);
                        fields.insert(name.clone(), value);
                    }
                }
                fields.extend(unordered);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_in_the_order_of_the_document() {
        let document = "query { b { y ...F } a ... { c: d } } fragment F on T { x y { k } z }";
        let order = Order::of(&mut Request::new(document));
        let text = r#"{"c":1,"extra":0,"a":2,"b":[{"z":1,"x":2,"y":{"k":1}},null,{"x":3,"y":null}]}"#;
        let mut value = Value::from_json(serde_json::from_str(text).unwrap()).unwrap();
        order.apply(&mut value);
        let expected = r#"{"b":[{"y":{"k":1},"x":2,"z":1},null,{"y":null,"x":3}],"a":2,"c":1,"extra":0}"#;
        assert_eq!(serde_json::to_string(&value).unwrap(), expected);
    }

    #[test]
    fn a_document_that_does_not_parse_has_no_order() {
        assert_eq!(Order::of(&mut Request::new("{ a")), Order::default());
    }
}
