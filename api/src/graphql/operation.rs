//! What a caller calls their operation, as holders read it in their disclosures.

use async_graphql::Request;
use async_graphql::parser::types::DocumentOperations;

/// Longest name that is kept, in characters.
const LONGEST: usize = 64;

/// The name of the operation that a request runs: the one asked for, else the one that the document's only operation has.
/// Callers choose it, so it is kept as the plain word that a name is, and not at any length.
pub fn name(request: &mut Request) -> String {
    let asked = request.operation_name.clone();
    let name = asked.or_else(|| only_name(request)).unwrap_or_default();
    let of_a_name = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    name.chars().filter(of_a_name).take(LONGEST).collect()
}

fn only_name(request: &mut Request) -> Option<String> {
    match &request.parsed_query().ok()?.operations {
        DocumentOperations::Single(_) => None,
        DocumentOperations::Multiple(all) if all.len() > 1 => None,
        DocumentOperations::Multiple(all) => all.keys().next().map(ToString::to_string),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_called_what_its_caller_calls_it() {
        let long = "n".repeat(100);
        for (document, asked, called) in [
            ("query Skills { me { role } }", None, "Skills"),
            ("query Skills { me { role } }", Some("Skills"), "Skills"),
            ("query A { a } query B { b }", Some("B"), "B"),
            ("query A { a } query B { b }", None, ""),
            ("{ me { role } }", None, ""),
            ("{ me { role } }", Some("<b>look_1</b>\n"), "blook_1b"),
            (&format!("query {long} {{ a }}"), None, &long[..LONGEST]),
            ("{ me", None, ""),
        ] {
            let mut request = Request::new(document);
            request.operation_name = asked.map(str::to_owned);
            assert_eq!(name(&mut request), called, "{document} {asked:?}");
        }
    }
}
