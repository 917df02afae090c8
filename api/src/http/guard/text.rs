//! Text that would do harm further in: the engine's own mark for uploads, which it trusts, and NUL, which no
//! database takes.

use async_graphql::{
    Positioned, Value, Variables,
    parser::types::{Directive, ExecutableDocument, Selection, SelectionSet},
};

use crate::http::errors::{Fault, code};

/// How the engine marks uploads in variables.
const UPLOAD_MARK: &str = "#__graphql_file__:";

/// Refuses harmful text in variables.
pub(in crate::http) fn check_variables(variables: &Variables) -> Result<(), Fault> {
    variables.values().try_for_each(check_value)
}

/// Refuses harmful text in a document.
pub(super) fn check(query: &str, document: &ExecutableDocument) -> Result<(), Fault> {
    // Only an escape can put NUL into a literal, and hide the mark; without either there is nothing to look for.
    match query.contains("\\u") || query.contains(UPLOAD_MARK) || query.contains('\0') {
        true => check_document(document),
        false => Ok(()),
    }
}

fn check_value(value: &Value) -> Result<(), Fault> {
    match value {
        Value::String(text) => check_text(text),
        Value::List(items) => items.iter().try_for_each(check_value),
        Value::Object(fields) => fields.iter().try_for_each(|(name, value)| {
            check_text(name)?;
            check_value(value)
        }),
        _ => Ok(()),
    }
}

fn check_text(text: &str) -> Result<(), Fault> {
    if text.starts_with(UPLOAD_MARK) {
        let message = "Text may not begin with the mark of an upload. Send files as multipart/form-data.";
        return Err(Fault::new(code::BAD_USER_INPUT, message));
    }
    if text.contains('\0') {
        return Err(Fault::new(
            code::BAD_USER_INPUT,
            "Text may not contain the character U+0000. Remove it.",
        ));
    }
    Ok(())
}

fn check_document(document: &ExecutableDocument) -> Result<(), Fault> {
    for (_, operation) in document.operations.iter() {
        let defaults = operation
            .node
            .variable_definitions
            .iter()
            .filter_map(|v| v.node.default_value.as_ref());
        defaults.map(|value| &value.node).try_for_each(check_value)?;
        check_directives(&operation.node.directives)?;
        check_set(&operation.node.selection_set.node)?;
    }
    document
        .fragments
        .values()
        .try_for_each(|fragment| check_set(&fragment.node.selection_set.node))
}

fn check_set(set: &SelectionSet) -> Result<(), Fault> {
    set.items.iter().try_for_each(|item| {
        check_directives(item.node.directives())?;
        match &item.node {
            Selection::Field(field) => {
                let mut arguments = field.node.arguments.iter();
                arguments.try_for_each(|(_, value)| {
                    // Variables inside a literal are looked at as variables.
                    let literal = value.node.clone().into_const_with(|_| Ok(Value::Null));
                    literal.and_then(|value| check_value(&value))
                })?;
                check_set(&field.node.selection_set.node)
            }
            Selection::InlineFragment(inline) => check_set(&inline.node.selection_set.node),
            Selection::FragmentSpread(_) => Ok(()),
        }
    })
}

fn check_directives(directives: &[Positioned<Directive>]) -> Result<(), Fault> {
    let mut arguments = directives.iter().flat_map(|directive| &directive.node.arguments);
    arguments.try_for_each(|(_, value)| {
        let literal = value.node.clone().into_const_with(|_| Ok(Value::Null));
        literal.and_then(|value| check_value(&value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmful_text_is_found_wherever_it_hides() {
        for (query, harmful) in [
            (r##"{ a(b: "#__graphql_file__:0") }"##, true),
            (r##"{ a(b: [{c: "\u0023__graphql_file__:0"}]) }"##, true),
            (r#"{ a @x(y: "\u0000") }"#, true),
            (r#"query($a: String = "\u0000") { a }"#, true),
            (r#"{ ...f } fragment f on T { ... { a(b: "\u0000") } }"#, true),
            (r#"{ a(b: "\u00e9 \\0", c: $c) }"#, false),
            ("{ a(b: \"\0\") }", true),
        ] {
            let document = async_graphql::parser::parse_query(query).unwrap();
            assert_eq!(check(query, &document).is_err(), harmful, "{query}");
        }
        for (variables, harmful) in [
            (serde_json::json!({"a": [{"b": "#__graphql_file__:9"}]}), true),
            (serde_json::json!({"a": "x\u{0}"}), true),
            (serde_json::json!({"a": {"x\u{0}": 1}}), true),
            (serde_json::json!({"a": "Zoë 😀", "b": null}), false),
        ] {
            let variables = Variables::from_json(variables);
            assert_eq!(check_variables(&variables).is_err(), harmful, "{variables}");
        }
    }
}
