//! The engine's answer, made into the one the specification asks for: failed fields are `null`, and fields stand in the
//! order of the document.

pub mod beside;
pub mod hash;
mod nulls;
mod shape;
mod written;

use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response};
use nulls::Types;
pub use shape::Shape;
use std::sync::Arc;
pub use written::Written;

/// What answers are made to fit: the types of a schema.
#[derive(Clone)]
pub struct Fitting(Arc<Types>);

/// How the answer to one request has to look.
pub struct Fit {
    types: Arc<Types>,
    root: &'static str,
    shape: Shape,
}

impl Fitting {
    /// To this schema, in its own text.
    pub fn to(sdl: &str) -> Self {
        Fitting(Arc::new(Types::of(sdl)))
    }

    /// For this request, whose document was parsed.
    pub fn of(&self, request: &mut Request) -> Fit {
        let (kind, shape) = Shape::of(request);
        let root = match kind {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        };
        Fit {
            types: Arc::clone(&self.0),
            root,
            shape,
        }
    }
}

impl Fit {
    /// What the request asks for.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Whether it only asks.
    pub fn is_query(&self) -> bool {
        self.root == "Query"
    }

    /// Makes an answer fit.
    pub fn apply(&self, response: &mut Response) {
        if !response.errors.is_empty() {
            self.types
                .put_nulls(self.root, &self.shape, &mut response.data, &response.errors);
        }
        self.shape.put_in_order(&mut response.data);
    }
}
