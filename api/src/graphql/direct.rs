//! Objects whose fields are at hand: resolved one after another in place.
//!
//! The engine resolves the fields of an object side by side, each in a task of its own on the heap. Where nothing waits,
//! that costs several times what the fields themselves do, and most objects of a passport are like that. A field that
//! does have to wait is waited for, so this is never wrong, only slower where many would wait.

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Field, Selection, SelectionSet};
use async_graphql::registry::Registry;
use async_graphql::{ContainerType, ContextSelectionSet, Name, OutputType, Positioned, ServerResult, Value};
use std::borrow::Cow;

/// An object of the graph that is resolved in place. In the schema it is the object itself.
#[derive(Clone)]
pub struct Direct<T>(pub T);

impl<T: OutputType + ContainerType> OutputType for Direct<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let Some(fields) = plain_fields(&ctx.item.node) else {
            return self.0.resolve(ctx, field).await;
        };
        let mut object: IndexMap<Name, Value> = IndexMap::with_capacity(ctx.item.node.items.len());
        for field in fields {
            let value = if field.node.name.node == "__typename" {
                Ok(Some(Value::from(T::type_name().into_owned())))
            } else {
                self.0.resolve_field(&ctx.with_field(field)).await
            };
            match value {
                Ok(value) => drop(object.insert(field.node.response_key().node.clone(), value.unwrap_or_default())),
                Err(error) => ctx.add_error(error),
            }
        }
        // As the engine does: an object that has nothing is null.
        Ok(if object.is_empty() {
            Value::Null
        } else {
            Value::Object(object)
        })
    }
}

/// The fields of a selection; none where it has fragments, directives or a key twice, which the engine knows to merge.
fn plain_fields(selection: &SelectionSet) -> Option<Vec<&Positioned<Field>>> {
    let fields: Vec<&Positioned<Field>> = selection.items.iter().map(plain_field).collect::<Option<_>>()?;
    let twice = fields.iter().enumerate().any(|(at, field)| {
        let key = &field.node.response_key().node;
        fields
            .iter()
            .take(at)
            .any(|other| other.node.response_key().node == *key)
    });
    (!twice).then_some(fields)
}

fn plain_field(selection: &Positioned<Selection>) -> Option<&Positioned<Field>> {
    match &selection.node {
        Selection::Field(field) if field.node.directives.is_empty() => Some(field),
        _ => None,
    }
}
