//! The guard at the door of the engine: a document is measured before it is validated, and one that asks too much is
//! turned away with its own code and a word on what to do. All operations of a document count, not only the one
//! that would run, because validation walks them all.

mod cost;
mod documents;
mod text;
mod tokens;

use async_graphql::{
    Pos, Value, Variables,
    parser::{
        self,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
    },
};

use self::cost::{Cost, Meter};
pub(super) use self::documents::Documents;
use self::documents::Measured;
pub(super) use self::text::check_variables as check_variables_text;
use super::{
    errors::{Fault, code},
    settings::Limits,
};

/// How deep a question about the schema may go: tools ask for types in lists in lists, some fifteen levels.
const INTROSPECTION_DEPTH: usize = 20;
/// How often a question about the schema may go from a type to its members. No tool does it twice.
const SCHEMA_LISTS: usize = 2;

/// A document that may run.
pub(super) struct Admitted {
    pub(super) document: ExecutableDocument,
    pub(super) kind: OperationType,
    pub(super) introspects: bool,
}

/// Parses a document and measures it, unless that was done before.
pub(super) fn admit(
    documents: &Documents,
    query: &str,
    operation_name: Option<&str>,
    variables: &Variables,
    limits: &Limits,
) -> Result<Admitted, Fault> {
    let known = documents.of(query, || parse(query, limits))?;
    let operation = chosen(&known.document, operation_name)?;
    check_presence(operation, variables)?;
    Ok(Admitted {
        kind: operation.ty,
        document: known.document.clone(),
        introspects: known.introspects,
    })
}

fn parse(query: &str, limits: &Limits) -> Result<Measured, Fault> {
    tokens::check(query, limits)?;
    let document = parser::parse_query(query).map_err(|error| unparsed(&error))?;
    text::check(query, &document)?;
    let introspects = measure(&document, limits)?;
    Ok(Measured { document, introspects })
}

/// Holds every operation to the limits; says whether any asks for the schema.
fn measure(document: &ExecutableDocument, limits: &Limits) -> Result<bool, Fault> {
    let mut meter = Meter::new(document);
    let (mut aliases, mut directives, mut selections, mut introspects) = (0_usize, 0_usize, 0_usize, false);
    for (_, operation) in document.operations.iter() {
        let cost = meter.operation(&operation.node)?;
        check_shape(&cost, limits).map_err(|fault| fault.at(vec![operation.pos]))?;
        aliases = aliases.saturating_add(cost.aliases);
        directives = directives.saturating_add(cost.directives);
        selections = selections.saturating_add(cost.selections);
        introspects |= cost.introspects();
    }
    within(
        aliases,
        limits.aliases,
        code::TOO_MANY_ALIASES,
        "aliases",
        "Send several requests.",
    )?;
    within(
        directives,
        limits.directives,
        code::TOO_MANY_DIRECTIVES,
        "directives",
        "Remove some.",
    )?;
    within(
        selections,
        limits.selections,
        code::QUERY_TOO_COMPLEX,
        "fields",
        "Ask for fewer, or split it.",
    )?;
    Ok(introspects)
}

fn check_shape(cost: &Cost, limits: &Limits) -> Result<(), Fault> {
    within(
        cost.depth,
        limits.depth,
        code::QUERY_TOO_DEEP,
        "levels",
        "Ask for the inner part by its own id.",
    )?;
    let schema_depth = limits.depth.max(INTROSPECTION_DEPTH);
    within(
        cost.introspection_depth,
        schema_depth,
        code::QUERY_TOO_DEEP,
        "levels",
        "Ask by `__type(name:)`.",
    )?;
    if cost.introspects() {
        let advice = "Ask by `__type(name:)`.";
        within(
            cost.schema_lists,
            SCHEMA_LISTS,
            code::QUERY_TOO_DEEP,
            "nested lists of the schema",
            advice,
        )?;
    }
    within(
        cost.fields,
        limits.root_fields,
        code::TOO_MANY_ROOT_FIELDS,
        "root fields",
        "Send several requests.",
    )
}

fn within(count: usize, limit: usize, code: &'static str, what: &str, advice: &str) -> Result<(), Fault> {
    if count <= limit {
        return Ok(());
    }
    // Expanded fragments can come to numbers that say nothing to anyone.
    let count = if count > 1_000_000 {
        "over a million".to_owned()
    } else {
        count.to_string()
    };
    Err(Fault::new(
        code,
        format!("The document has {count} {what}; the limit is {limit}. {advice}"),
    ))
}

/// The operation that would run.
fn chosen<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Result<&'a OperationDefinition, Fault> {
    let invalid = |message: String| Fault::new(code::GRAPHQL_VALIDATION_FAILED, message);
    let found = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => operations.values().next(),
        (DocumentOperations::Multiple(_), None) => {
            return Err(invalid(
                "The document has several operations. Say which by `operationName`.".to_owned(),
            ));
        }
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
    };
    found
        .map(|operation| &operation.node)
        .ok_or_else(|| invalid("The document has no operation by that name.".into()))
}

/// The engine finds a missing variable only when a resolver reads it; callers should hear before anything runs.
fn check_presence(operation: &OperationDefinition, variables: &Variables) -> Result<(), Fault> {
    for variable in &operation.variable_definitions {
        let (name, definition) = (&variable.node.name.node, &variable.node);
        let required = !definition.var_type.node.nullable && definition.default_value.is_none();
        let null = matches!(variables.get(name), Some(Value::Null));
        let missing = variables.get(name).is_none();
        if (required && missing) || (null && !definition.var_type.node.nullable) {
            let message = format!(
                "Variable \"${name}\" needs a value of type \"{}\".",
                definition.var_type.node
            );
            return Err(Fault::new(code::BAD_USER_INPUT, message).at(vec![variable.pos]));
        }
    }
    Ok(())
}

/// The parser quotes the whole line; the place and what was expected are enough, and short.
fn unparsed(error: &parser::Error) -> Fault {
    let at: Vec<Pos> = error.positions().collect();
    let said = error.to_string();
    let what = said.rsplit_once("= ").map_or(said.as_str(), |(_, what)| what).trim();
    if matches!(error, parser::Error::RecursionLimitExceeded) {
        return Fault::new(
            code::QUERY_TOO_DEEP,
            "The document is nested too deeply. Ask for less depth.",
        );
    }
    Fault::new(
        code::GRAPHQL_PARSE_FAILED,
        format!("The document is not GraphQL: {what}."),
    )
    .at(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(query: &str) -> Option<&'static str> {
        admit(
            &Documents::default(),
            query,
            None,
            &Variables::default(),
            &Limits::default(),
        )
        .err()
        .map(|fault| fault.code)
    }

    fn nested(levels: usize) -> String {
        format!("{}x{}", "{a".repeat(levels - 1) + "{", "}".repeat(levels))
    }

    fn fields(count: usize, field: impl Fn(usize) -> String) -> String {
        format!("{{{}}}", (0..count).map(field).collect::<Vec<_>>().join(" "))
    }

    /// Fragments that each spread the next one twice: few words, very many fields.
    fn bomb(root: &str, steps: usize, leaf: &str) -> String {
        let step = |n| format!("fragment f{n} on T {{ ...f{} ...f{} }} ", n + 1, n + 1);
        format!(
            "{root} {}fragment f{steps} on T {{ {leaf} }}",
            (0..steps).map(step).collect::<String>()
        )
    }

    #[test]
    fn each_limit_admits_its_last_and_refuses_the_next() {
        let directive = |count: usize| format!("{{ a {} }}", "@x ".repeat(count));
        for (query, code) in [
            (nested(15), None),
            (nested(16), Some(code::QUERY_TOO_DEEP)),
            (nested(80), Some(code::QUERY_TOO_DEEP)),
            (format!("{{a {}}}", fields(30, |n| format!("a{n}: b"))), None),
            (
                format!("{{a {}}}", fields(31, |n| format!("a{n}: b"))),
                Some(code::TOO_MANY_ALIASES),
            ),
            (fields(20, |n| format!("a{n}")), None),
            (fields(21, |n| format!("a{n}")), Some(code::TOO_MANY_ROOT_FIELDS)),
            (directive(50), None),
            (directive(51), Some(code::TOO_MANY_DIRECTIVES)),
            (format!("{{a {}}}", fields(1_995, |_| "b".into())), None),
            (
                format!("{{a {}}}", fields(1_996, |_| "b".into())),
                Some(code::TOO_MANY_TOKENS),
            ),
            ("{ a".into(), Some(code::GRAPHQL_PARSE_FAILED)),
            ("".into(), Some(code::GRAPHQL_PARSE_FAILED)),
            ("query A {a} query B {a}".into(), Some(code::GRAPHQL_VALIDATION_FAILED)),
            ("query A($a: Int!) {a(a: $a)}".into(), Some(code::BAD_USER_INPUT)),
            ("query A($a: Int! = 1) {a(a: $a)}".into(), None),
        ] {
            assert_eq!(refusal(&query), code, "{query}");
        }
    }

    #[test]
    fn fragments_are_expanded_without_expanding_the_work() {
        let (at_root, below) = ("{ ...f0 }", "{ t { ...f0 } }");
        let cycle = "{ ...f } fragment f on T { a ...g } fragment g on T { b ...f }";
        for (query, code) in [
            (cycle.to_owned(), Some(code::GRAPHQL_VALIDATION_FAILED)),
            (bomb(at_root, 4, "a"), None),
            (bomb(at_root, 5, "a"), Some(code::TOO_MANY_ROOT_FIELDS)),
            (bomb(below, 60, "a"), Some(code::QUERY_TOO_COMPLEX)),
            (bomb(below, 60, "...nowhere"), Some(code::QUERY_TOO_COMPLEX)),
            (bomb(below, 5, "b: a"), Some(code::TOO_MANY_ALIASES)),
            (bomb(below, 6, "a @x"), Some(code::TOO_MANY_DIRECTIVES)),
            ("{ a { ...f } } fragment f on T ".to_owned() + &nested(14), None),
            (
                "{ a { ...f } } fragment f on T ".to_owned() + &nested(15),
                Some(code::QUERY_TOO_DEEP),
            ),
        ] {
            assert_eq!(refusal(&query), code, "{query}");
        }
    }

    #[test]
    fn every_operation_counts_not_only_the_chosen_one() {
        let query = format!("query A {{ a }} query B {}", nested(16));
        let refused = admit(
            &Documents::default(),
            &query,
            Some("A"),
            &Variables::default(),
            &Limits::default(),
        );
        assert_eq!(refused.err().map(|fault| fault.code), Some(code::QUERY_TOO_DEEP));
    }

    #[test]
    fn tools_may_read_the_schema_but_not_walk_it_in_circles() {
        let of_type = |levels| format!("{}kind{}", "ofType{".repeat(levels), "}".repeat(levels));
        let usual = format!("{{__schema{{types{{fields{{args{{type{{{}}}}}}}}}}}}}", of_type(9));
        let admitted = admit(
            &Documents::default(),
            &usual,
            None,
            &Variables::default(),
            &Limits::default(),
        );
        assert!(admitted.is_ok_and(|admitted| admitted.introspects));
        assert_eq!(
            refusal(&usual.replace("kind", &of_type(10))),
            Some(code::QUERY_TOO_DEEP)
        );
        let circles = "{__schema{types{fields{type{fields{type{fields{name}}}}}}}}";
        assert_eq!(refusal(circles), Some(code::QUERY_TOO_DEEP));
        let through_fragments = "{ ...f } fragment f on Query { ... { a: __type(name: \"A\") { name } } }";
        let admitted = admit(
            &Documents::default(),
            through_fragments,
            None,
            &Variables::default(),
            &Limits::default(),
        );
        assert!(admitted.is_ok_and(|admitted| admitted.introspects));
    }

    #[test]
    fn a_syntax_error_is_short_and_points_at_the_place() {
        let long = format!("{{ a {} % }}", "x ".repeat(900));
        let Err(fault) = admit(
            &Documents::default(),
            &long,
            None,
            &Variables::default(),
            &Limits::default(),
        ) else {
            unreachable!()
        };
        assert!(fault.message.len() < 200 && !fault.at.is_empty(), "{}", fault.message);
    }
}
