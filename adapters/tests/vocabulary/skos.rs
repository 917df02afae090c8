//! SKOS as JSON-LD: the same concepts in several spellings.

use crate::files::{fault, plain, told, whole};
use adapters::vocabulary::Format;

pub const COMPACTED: &str = r#"{
  "@context": {"skos": "http://www.w3.org/2004/02/skos/core#", "dct": "http://purl.org/dc/terms/", "ex": "https://skills.example/"},
  "@graph": [
    {"@id": "ex:", "@type": "skos:ConceptScheme", "dct:title": {"@value": "Trades", "@language": "en"}, "dct:license": {"@id": "https://creativecommons.org/licenses/by/4.0/"}},
    {"@id": "ex:trades", "@type": "skos:Concept", "skos:prefLabel": {"@value": "trades", "@language": "en"}},
    {"@id": "ex:welding", "@type": ["skos:Concept", "ex:type#Knowledge"], "skos:notation": "7212",
     "skos:prefLabel": [{"@value": "welding", "@language": "en"}, {"@value": "soudage", "@language": "fr"}],
     "skos:altLabel": {"@value": "to weld", "@language": "en"},
     "skos:broader": {"@id": "ex:trades"}, "skos:exactMatch": {"@id": "https://other.example/welding"}}
  ]
}
"#;
const EXPANDED: &str = r#"[
  {"@id": "https://skills.example/trades", "@type": ["http://www.w3.org/2004/02/skos/core#Concept"],
   "http://www.w3.org/2004/02/skos/core#prefLabel": [{"@value": "trades", "@language": "en"}],
   "http://www.w3.org/2004/02/skos/core#narrower": [{"@id": "https://skills.example/welding"}]},
  {"@id": "https://skills.example/welding", "@type": ["http://www.w3.org/2004/02/skos/core#Concept", "https://skills.example/type#Knowledge"],
   "http://www.w3.org/2004/02/skos/core#notation": [{"@value": 7212}],
   "http://www.w3.org/2004/02/skos/core#prefLabel": [{"@value": "welding", "@language": "en"}, {"@value": "soudage", "@language": "fr"}],
   "http://www.w3.org/2004/02/skos/core#altLabel": [{"@value": "to weld", "@language": "en"}],
   "http://www.w3.org/2004/02/skos/core#exactMatch": [{"@id": "https://other.example/welding"}]}
]
"#;
const PLAIN: &str = r#"{"@context": "https://skills.example/context.jsonld", "@graph": [
  {"id": "https://skills.example/trades", "type": "Concept", "prefLabel": "trades"},
  {"id": "https://skills.example/welding", "type": ["Concept", "Knowledge"], "notation": "7212", "prefLabel": {"en": "welding", "fr": "soudage"},
   "altLabel": {"en": ["to weld"]}, "broader": "https://skills.example/trades", "exactMatch": "https://other.example/welding"}
]}
"#;

#[test]
fn expanded_compacted_and_plain_say_the_same() {
    let expected = plain(
        "
        trades: released skill
          en preferred trades
        welding: released knowledge [7212]
          en preferred welding
          fr preferred soudage
          en alternative to weld
        welding broader trades
        welding exact match https://other.example/welding
        ",
    );
    let compacted = whole(&[("trades.jsonld", COMPACTED)]).unwrap();
    assert_eq!(told(&compacted), expected);
    let about = &compacted.about;
    let said = [&about.name, &about.licence, &about.url].map(|said| said.as_deref().unwrap_or_default());
    assert_eq!(
        said.join("|"),
        "Trades|https://creativecommons.org/licenses/by/4.0/|https://skills.example/"
    );
    assert_eq!(told(&whole(&[("trades.jsonld", EXPANDED)]).unwrap()), expected);
    let plainly = whole(&[("trades.json", PLAIN)]).unwrap();
    assert_eq!(
        told(&plainly),
        format!("{expected}\nnote context_not_fetched x1 trades.json")
    );
}

#[test]
fn a_fault_is_named_with_pointer_and_line() {
    for (from, to, code, says) in [
        (
            r#""skos:broader": {"@id": "ex:trades"}"#,
            r#""skos:broader": {"@id": "ex:none"}"#,
            "missing_concept",
            "trades.jsonld: /@graph/2/skos:broader: line 6: no document holds the concept https://skills.example/none; add its document, or take the link out",
        ),
        (
            r#"{"@id": "ex:trades", "@type""#,
            r#"{"@type""#,
            "missing_field",
            "trades.jsonld: /@graph/1: line 5: the concept has no @id; give it the URI it goes by",
        ),
        (
            r#""@value": "soudage", "@language": "fr""#,
            r#""@value": "metal work", "@language": "en""#,
            "second_preferred_label",
            "trades.jsonld: /@graph/2: line 6: a second preferred label in the language en; only one can be shown",
        ),
        (
            r#"{"@value": "to weld", "@language": "en"}"#,
            "7",
            "wrong_type",
            "trades.jsonld: /@graph/2: line 6: a label or note is no text; write it as a string, or with @value and @language",
        ),
        (
            r#""@id": "ex:welding""#,
            r#""@id": "ex:trades""#,
            "duplicate_concept",
            "trades.jsonld: /@graph/2: line 6: this concept is described twice, first at trades.jsonld: /@graph/1; leave one of the two out",
        ),
    ] {
        assert!(COMPACTED.contains(from), "{from}");
        let text = COMPACTED.replacen(from, to, 1);
        assert_eq!(
            fault(Format::Skos, &[("trades.jsonld", &text)]),
            (code, says.to_owned())
        );
    }
}
