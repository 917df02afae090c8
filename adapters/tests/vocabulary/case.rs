//! A CASE package in small: items, associations within and beyond it, a rubric.

use crate::files::{fault, plain, told, whole};
use adapters::vocabulary::Format;

pub const PACKAGE: &str = r#"{
  "CFDocument": {"identifier": "doc-1", "uri": "https://case.example/doc-1", "title": "Care Skills", "creator": "Riverside College",
    "version": "3", "language": "en", "adoptionStatus": "Adopted", "lastChangeDateTime": "2025-01-01T00:00:00Z",
    "officialSourceURL": "https://riverside.example/care", "licenseURI": {"title": "CC BY 4.0", "identifier": "lic-1", "uri": "https://case.example/lic-1"}},
  "CFItems": [
    {"identifier": "i-1", "uri": "https://case.example/i-1", "fullStatement": "Care", "CFItemType": "Domain", "humanCodingScheme": "C"},
    {"identifier": "i-2", "uri": "https://case.example/i-2", "fullStatement": "Washes hands before and after contact with a patient.",
      "abbreviatedStatement": "Hand hygiene", "alternativeLabel": "Hand washing", "humanCodingScheme": "C.1", "CFItemType": "Skill",
      "conceptKeywords": ["hygiene", "infection"], "notes": "Includes gloves."},
    {"identifier": "i-3", "uri": "https://case.example/i-3", "fullStatement": "Hygiène des mains", "language": "fr"},
    {"identifier": "i-4", "uri": "https://case.example/i-4", "fullStatement": "Uses a telex", "CFItemType": null}
  ],
  "CFAssociations": [
    {"identifier": "a-1", "associationType": "isChildOf", "originNodeURI": {"title": "", "identifier": "i-1", "uri": "x:1"},
      "destinationNodeURI": {"title": "", "identifier": "doc-1", "uri": "x:d"}},
    {"identifier": "a-2", "associationType": "isChildOf", "originNodeURI": {"identifier": "i-2"}, "destinationNodeURI": {"identifier": "i-1"}},
    {"identifier": "a-3", "associationType": "exactMatchOf", "originNodeURI": {"identifier": "i-3"}, "destinationNodeURI": {"identifier": "i-2"}},
    {"identifier": "a-4", "associationType": "exactMatchOf", "originNodeURI": {"identifier": "o-1", "uri": "https://other.example/o-1"}, "destinationNodeURI": {"identifier": "i-2"}},
    {"identifier": "a-5", "associationType": "isRelatedTo", "originNodeURI": {"identifier": "i-2"}, "destinationNodeURI": {"identifier": "i-3"}},
    {"identifier": "a-6", "associationType": "replacedBy", "originNodeURI": {"identifier": "i-4"}, "destinationNodeURI": {"identifier": "i-2"}},
    {"identifier": "a-7", "associationType": "precedes", "originNodeURI": {"identifier": "i-1"}, "destinationNodeURI": {"identifier": "i-2"}}
  ],
  "CFRubrics": [{"identifier": "r-1", "title": "Bedside", "CFRubricCriteria": [{"identifier": "c-1", "category": "Hygiene", "CFItemURI": {"identifier": "i-2"},
    "CFRubricCriterionLevels": [{"quality": "Always", "score": 4, "position": 2}, {"quality": "Sometimes", "description": "Needs a reminder.", "score": 1.5, "position": 1}]}]}],
  "CFDefinitions": {"CFLicenses": [{"identifier": "lic-1", "title": "CC BY 4.0", "licenseText": "Show where it is from."}]}
}
"#;

#[test]
fn a_package_is_read_with_its_rubric() {
    let contents = whole(&[("care.json", PACKAGE)]).unwrap();
    let about = &contents.about;
    let said = [
        &about.name,
        &about.version,
        &about.publisher,
        &about.licence,
        &about.attribution,
        &about.url,
    ];
    assert_eq!(
        said.map(|said| said.as_deref().unwrap_or_default()).join("|"),
        "Care Skills|3|Riverside College|CC BY 4.0|Show where it is from.|https://riverside.example/care"
    );
    let expected = plain(
        r#"
        i-1: released group [C]
          en preferred Care
        i-2: released skill [C.1]
          en preferred Hand hygiene
          en alternative Hand washing
          en definition Washes hands before and after contact with a patient.
          en scope_note Includes gloves.
          en keywords hygiene; infection
        i-3: released skill
          fr preferred Hygiène des mains
        i-4: deprecated skill replaced by https://case.example/i-2
          en preferred Uses a telex
        i-2 broader i-1
        i-2 related i-3
        i-3 exact match https://case.example/i-2
        i-2 exact match https://other.example/o-1
        scale r-1 Some(1.5)..Some(4.0) Bedside: Hygiene of i-2
          Some(1.5) Some("Sometimes") Some("Needs a reminder.")
          Some(4.0) Some("Always") None
        scale c-1 Some(1.5)..Some(4.0) Bedside: Hygiene of i-2
          Some(1.5) Some("Sometimes") Some("Needs a reminder.")
          Some(4.0) Some("Always") None
        note not_carried x1 care.json: /CFAssociations/6
        "#,
    );
    assert_eq!(told(&contents), expected);
}

#[test]
fn a_fault_is_named_with_pointer_and_line() {
    for (from, to, code, says) in [
        (
            r#""identifier": "i-3", "#,
            r#""identifier": "i-2", "#,
            "duplicate_concept",
            "care.json: /CFItems/2: line 10: this concept is described twice, first at care.json: /CFItems/1; leave one of the two out",
        ),
        (
            "/i-3\"",
            "/i-2\"",
            "duplicate_concept",
            "care.json: /CFItems/2: line 10: this concept is described twice, first at care.json: /CFItems/1; leave one of the two out",
        ),
        (
            r#"{"identifier": "i-2"}, "destinationNodeURI": {"identifier": "i-1"}"#,
            r#"{"identifier": "i-2"}, "destinationNodeURI": {"identifier": "i-9"}"#,
            "missing_concept",
            "care.json: /CFAssociations/1/destinationNodeURI: line 16: no package holds the item i-9; download the package again, whole",
        ),
        (
            r#"{"identifier": "a-3", "associationType": "exactMatchOf", "originNodeURI": {"identifier": "i-3"}, "destinationNodeURI": {"identifier": "i-2"}}"#,
            r#"{"identifier": "a-3", "associationType": "isChildOf", "originNodeURI": {"identifier": "i-1"}, "destinationNodeURI": {"identifier": "i-2"}}"#,
            "cycle",
            "care.json: /CFAssociations/1: line 16: going from narrower to broader leads in a circle through https://case.example/i-2 and https://case.example/i-1; take one out",
        ),
        (
            r#", "fullStatement": "Care""#,
            "",
            "missing_field",
            "care.json: /CFItems/0: line 6: missing field `fullStatement`; add it",
        ),
        (
            r#""fullStatement": "Care""#,
            r#""fullStatement": ["Care"]"#,
            "wrong_type",
            "care.json: /CFItems/0/fullStatement: line 6: invalid type: sequence, expected a string",
        ),
        (
            r#""language": "en""#,
            r#""language": "English""#,
            "bad_language",
            "care.json: /CFDocument: line 2: this names no language; write a tag such as en or pt-BR (BCP 47)",
        ),
        (
            "\"CFRubrics\": [{",
            "\"CFRubrics\": [{,",
            "not_json",
            "care.json: line 23: this is not JSON: key must be a string",
        ),
        (
            "\n}\n",
            "\n",
            "truncated",
            "care.json: line 26: the document has no end, the file was cut off; download it again",
        ),
    ] {
        assert!(PACKAGE.contains(from), "{from}");
        let text = PACKAGE.replacen(from, to, 1);
        assert_eq!(fault(Format::Case, &[("care.json", &text)]), (code, says.to_owned()));
    }
}
