//! Documents cut in pieces and cut off.

use super::*;
use crate::delivery::few::Few;
use proptest::prelude::*;
use serde_json::{Value, json};

const WAYS: Ways = &[&[], &["rows"], &["in", "rows"], &["*", "data"]];

type Told = (Vec<(String, Option<String>)>, Option<(String, Option<&'static str>)>);

/// The elements with their places, and the frame with its fault.
fn told(part: &Part<'_>) -> Told {
    let mut found = Vec::new();
    let document = Document {
        part,
        ways: WAYS,
        first: 5,
    };
    let frame = document.each(|element| {
        assert_eq!(element.number, found.len() as u64 + 5);
        let text = element.read().ok().map(|raw| raw.get().to_owned());
        found.push((element.place().inside(), text));
    });
    let fault = |frame: Frame| (frame.text, frame.fault.map(|fault| fault.code));
    (found, frame.ok().map(fault))
}

fn part(text: &str) -> Part<'_> {
    Part {
        name: "f".into(),
        bytes: text.as_bytes().into(),
    }
}

#[test]
fn a_document_is_its_lists_and_what_stands_around_them() {
    const ROOT: &[&str] = &[""];
    for (document, elements, frame, fault) in [
        ("[1, {\"a\":2}]", &["/0", "/1"][..], "[]", None),
        ("\u{feff} [] ", &[], "[]", None),
        (
            "{\"n\": 1, \"rows\":[1,2] , \"m\":[3]}",
            &["/rows/0", "/rows/1", ""],
            "{\"n\":1,\"rows\":[],\"m\":[3]}",
            None,
        ),
        (
            "{\"in\":{\"rows\":[7], \"x\":{}},\"rows\":{}}",
            &["/in/rows/0", "/rows", ""],
            "{\"in\":{\"rows\":[],\"x\":{}},\"rows\":{}}",
            None,
        ),
        (
            "{\"a~\":{\"data\":[1]},\"b\":{\"data\":{}}}",
            &["/a~0/data/0", "/b/data", ""],
            "{\"a~\":{\"data\":[]},\"b\":{\"data\":{}}}",
            None,
        ),
        ("{\"r\\u006fws\":[1]}", &["/rows/0", ""], "{\"r\\u006fws\":[]}", None),
        (
            "{\"n\":1,\"rows\":[1],\"rows\":[2]}",
            &["/rows/0"],
            "{\"n\":1,\"rows\":[]}",
            Some("duplicate_key"),
        ),
        ("7", &[], "7", None),
        ("{\"rows\":null}", ROOT, "{\"rows\":null}", None),
        ("[1,nope,]", &["/0", "/1"], "[]", Some("not_json")),
        ("[1]]", &["/0"], "[]", Some("not_json")),
        ("{}{}", ROOT, "{}", Some("not_json")),
        (
            "{\"n\":1,\"rows\":[1,2",
            &["/rows/0", "/rows/1"],
            "{\"n\":1,\"rows\":[]}",
            Some("truncated"),
        ),
        (
            "{\"rows\":[1],\"in\":{\"x\":1,\"rows\":[2],\"y\":",
            &["/rows/0", "/in/rows/0"],
            "{\"rows\":[],\"in\":{\"x\":1,\"rows\":[]}}",
            Some("truncated"),
        ),
        (
            "{\"rows\":[1],\"n\":nope}",
            &["/rows/0"],
            "{\"rows\":[]}",
            Some("not_json"),
        ),
        ("{\"rows\":[1],\"n\"", &["/rows/0"], "{\"rows\":[]}", Some("truncated")),
        (
            "{\"rows\":[1] \"n\":1}",
            &["/rows/0"],
            "{\"rows\":[]}",
            Some("not_json"),
        ),
        ("{\"n\":", &[], "{}", Some("truncated")),
    ] {
        let (found, read) = told(&part(document));
        let places: Vec<_> = found.iter().map(|(place, _)| place.as_str()).collect();
        let expected = (elements, Some((frame.to_owned(), fault)));
        assert_eq!((places.as_slice(), read), expected, "{document}");
    }
    for (document, code) in [
        ("", "empty"),
        (" \n", "empty"),
        ("\"a", "truncated"),
        ("nope", "not_json"),
        ("}", "not_json"),
    ] {
        let fault = Document::open(&part(document), WAYS, &mut 0).map(drop).unwrap_err();
        assert_eq!(fault.code, code, "{document}");
    }
}

#[test]
fn lists_are_told_by_their_first_objects() {
    let many = "7,".repeat(30);
    let document = format!(
        "{{\"rows\":[{many}{{\"a\":1,\"b\":[]}},{{\"c\":1}}],\"in\":{{\"rows\":[{{\"d\":1}},7,{{\"e\":1}}]}}}}"
    );
    let (part, mut next) = (part(&document), 5);
    let (document, outline) = Document::open(&part, WAYS, &mut next).unwrap();
    assert_eq!((document.first, next), (5, 41), "the document is one of them");
    let heads: Vec<_> = outline
        .heads
        .iter()
        .map(|(at, head)| (at.as_str(), head.length, head.names.concat()))
        .collect();
    let names = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let expected = [
        ("", 1, names("in rows")),
        ("/in/rows", 3, names("d e")),
        ("/rows", 32, names("a b")),
    ];
    assert_eq!(heads, expected);
}

fn value() -> impl Strategy<Value = Value> {
    let name = || prop::sample::select(vec!["rows", "in", "data", "x", "é\"/~"]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-z\"\\\\\u{e9}\\]}]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name().prop_map(str::to_owned), inner, 0..4).prop_map(|fields| json!(fields)),
        ]
    })
}

proptest! {
    #[test]
    fn in_pieces_of_any_size_it_is_the_same(value in value(), pretty: bool, step in 1_usize..40, cut in any::<prop::sample::Index>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let text = text.expect("text");
        let whole = told(&part(&text));
        // Elements and frame together are the document.
        let (frame, fault) = whole.1.clone().expect("readable");
        prop_assert_eq!(fault, None);
        let frame: Value = serde_json::from_str(&frame).expect("JSON");
        let mut again = frame.clone();
        for (place, element) in &whole.0 {
            let element: Value = serde_json::from_str(element.as_deref().expect("JSON")).expect("JSON");
            match frame.pointer(place) {
                Some(alone) => prop_assert_eq!(alone, &element),
                None => {
                    let (list, _) = place.rsplit_once('/').expect("in a list");
                    let list = again.pointer_mut(list).and_then(Value::as_array_mut).expect("a list");
                    list.push(element);
                }
            }
        }
        prop_assert_eq!(again, value);
        let cut = cut.index(text.len() + 1);
        for text in [text.as_bytes(), &text.as_bytes()[..cut]] {
            let here = Part { name: "f".into(), bytes: text.into() };
            let there = Part { name: "f".into(), bytes: Few(text.to_vec(), step).content() };
            let (here, there) = (told(&here), told(&there));
            // What stands whole before a cut is the same as in the whole document.
            prop_assert!(here.0.len() <= whole.0.len());
            let whole_ones = here.0.iter().filter(|(_, text)| text.is_some());
            prop_assert!(whole_ones.zip(&whole.0).all(|(here, there)| here.0 == there.0));
            if let Some((frame, _)) = &here.1 {
                prop_assert!(serde_json::from_str::<Value>(frame).is_ok(), "{}", frame);
            }
            prop_assert_eq!(here, there);
        }
    }
}
