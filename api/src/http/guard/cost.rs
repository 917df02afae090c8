//! What a document costs once its fragments are expanded. Each fragment is measured once and remembered, so
//! fragments that double at every step cost their length and not their size.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet},
};

use crate::http::errors::{Fault, code};

/// The cost of a selection set, an operation or a document. Sums stop at the largest number instead of wrapping.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost {
    /// Levels of fields, introspection left out.
    pub(super) depth: usize,
    /// Levels of fields below `__schema` and `__type`.
    pub(super) introspection_depth: usize,
    /// Lists of the schema nested in one another, on the way down from here.
    pub(super) schema_lists: usize,
    /// Fields on the first level.
    pub(super) fields: usize,
    pub(super) aliases: usize,
    pub(super) directives: usize,
    /// Fields and fragments on all levels.
    pub(super) selections: usize,
}

impl Cost {
    /// Both, side by side.
    fn and(self, other: Self) -> Self {
        Self {
            depth: self.depth.max(other.depth),
            introspection_depth: self.introspection_depth.max(other.introspection_depth),
            schema_lists: self.schema_lists.max(other.schema_lists),
            fields: self.fields.saturating_add(other.fields),
            aliases: self.aliases.saturating_add(other.aliases),
            directives: self.directives.saturating_add(other.directives),
            selections: self.selections.saturating_add(other.selections),
        }
    }

    /// Whether the schema itself is asked for.
    pub(super) fn introspects(&self) -> bool {
        self.introspection_depth > 0
    }
}

/// Measures one document.
pub(super) struct Meter<'a> {
    document: &'a ExecutableDocument,
    /// `None` while a fragment is being measured: meeting it then is a cycle.
    fragments: HashMap<&'a str, Option<Cost>>,
}

impl<'a> Meter<'a> {
    pub(super) fn new(document: &'a ExecutableDocument) -> Self {
        Self {
            document,
            fragments: HashMap::new(),
        }
    }

    /// The cost of one operation; `fields` are its root fields.
    pub(super) fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Cost, Fault> {
        let mut cost = self.set(&operation.selection_set.node)?;
        let on_variables = operation
            .variable_definitions
            .iter()
            .map(|variable| variable.node.directives.len());
        cost.directives = cost
            .directives
            .saturating_add(operation.directives.len() + on_variables.sum::<usize>());
        Ok(cost)
    }

    fn set(&mut self, set: &'a SelectionSet) -> Result<Cost, Fault> {
        let mut sum = Cost::default();
        for item in &set.items {
            sum = sum.and(self.selection(&item.node)?);
        }
        Ok(sum)
    }

    fn selection(&mut self, selection: &'a Selection) -> Result<Cost, Fault> {
        match selection {
            Selection::Field(field) => self.field(&field.node),
            Selection::InlineFragment(inline) => {
                let inner = self.set(&inline.node.selection_set.node)?;
                Ok(inner.and(own(&inline.node.directives)))
            }
            Selection::FragmentSpread(spread) => {
                let inner = self.fragment(&spread.node.fragment_name)?;
                Ok(inner.and(own(&spread.node.directives)))
            }
        }
    }

    fn field(&mut self, field: &'a Field) -> Result<Cost, Fault> {
        let inner = self.set(&field.selection_set.node)?;
        let name = field.name.node.as_str();
        let mut cost = Cost {
            fields: 1,
            aliases: inner.aliases,
            directives: inner.directives,
            ..inner
        };
        if matches!(name, "__schema" | "__type") {
            cost.introspection_depth = inner.depth.max(inner.introspection_depth) + 1;
            cost.depth = 1;
        } else {
            cost.depth = inner.depth + 1;
            cost.introspection_depth = inner.introspection_depth;
        }
        cost.schema_lists += usize::from(is_schema_list(name));
        cost.aliases = cost.aliases.saturating_add(usize::from(field.alias.is_some()));
        Ok(cost.and(Cost {
            fields: 0,
            ..own(&field.directives)
        }))
    }

    fn fragment(&mut self, name: &'a Positioned<Name>) -> Result<Cost, Fault> {
        let Some(fragment) = self.document.fragments.get(&name.node) else {
            return Ok(Cost::default());
        };
        let key = name.node.as_str();
        match self.fragments.get(key) {
            Some(Some(cost)) => return Ok(*cost),
            Some(None) => return Err(cycle(name)),
            None => self.fragments.insert(key, None),
        };
        let cost = self.set(&fragment.node.selection_set.node)?.and(Cost {
            directives: fragment.node.directives.len(),
            ..Cost::default()
        });
        self.fragments.insert(key, Some(cost));
        Ok(cost)
    }
}

/// What any selection costs by itself.
fn own(directives: &[Positioned<Directive>]) -> Cost {
    Cost {
        selections: 1,
        directives: directives.len(),
        ..Cost::default()
    }
}

/// The lists by which a query could walk the schema in circles, and so multiply the answer.
fn is_schema_list(field: &str) -> bool {
    matches!(field, "fields" | "inputFields" | "interfaces" | "possibleTypes")
}

fn cycle(name: &Positioned<Name>) -> Fault {
    let message = format!("Fragment \"{}\" contains itself. Break the cycle.", name.node);
    Fault::new(code::GRAPHQL_VALIDATION_FAILED, message).at(vec![name.pos])
}
