//! Deliveries of things that refer to others, wherever these stand and however the text comes.

use crate::delivery::few::Few;
use crate::{Adapter, Batch, Delivery, Part, read_all};
use passport::record::Body;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The organization that a thing refers to; past the last there is none.
const ORGANIZATIONS: usize = 4;

/// How a file writes its things.
#[derive(Debug, Clone, Copy)]
enum Written {
    Array,
    Graph,
    Lines,
    GraphALine,
}

fn written() -> impl Strategy<Value = Written> {
    prop::sample::select(vec![
        Written::Array,
        Written::Graph,
        Written::Lines,
        Written::GraphALine,
    ])
}

fn text(things: &[Value], written: Written) -> String {
    let lines = |each: &dyn Fn(&Value) -> String| things.iter().map(each).collect::<Vec<_>>().join("\n");
    match written {
        Written::Array => Value::from(things).to_string(),
        Written::Graph => json!({"@context": "x", "@graph": things, "z": [1]}).to_string(),
        Written::Lines => lines(&Value::to_string),
        Written::GraphALine => lines(&|thing| json!({"@graph": [thing]}).to_string()),
    }
}

/// What was read: of each record its title and the name of its organization, or its fault.
fn read(adapter: &dyn Adapter, parts: Vec<Part<'_>>) -> (Batch, Vec<(String, Option<String>)>) {
    let batch = read_all(adapter, &Delivery::several("folder", parts)).unwrap();
    let offers = batch.records.iter().filter_map(|record| match &record.body {
        Body::Opportunity(offer) => Some((
            offer.title.clone(),
            offer.organization.as_ref().map(|by| by.name.clone()),
        )),
        _ => None,
    });
    let offers = offers.collect();
    (batch, offers)
}

/// The ways in which a thing names its organization.
fn reference(at: usize, way: usize) -> Value {
    let id = format!("https://example.org/o{at}");
    [
        json!({"@id": id}),
        json!([{"@id": id}]),
        json!({"@list": [{"@id": id}]}),
    ][way % 3]
        .clone()
}

fn offers_are_read_with_who_offers(
    key: &str,
    offer: impl Fn(usize, Value) -> Value,
    (order, refers, written, at_a_time): Case,
) -> Result<(), TestCaseError> {
    let adapter = crate::by_key(key).unwrap();
    let organization = |at: usize| json!({"@id": format!("https://example.org/o{at}"), "@type": "x:Other", "name": format!("O{at}"), "ceterms:name": format!("O{at}")});
    let mut offers = refers
        .iter()
        .enumerate()
        .map(|(at, (to, way))| offer(at, reference(*to, *way)));
    // Each of the two files has an offer: a file without one is of another format.
    let (first, last) = (offers.next(), offers.next());
    let mut others: Vec<_> = order
        .into_iter()
        .zip(offers.chain((0..ORGANIZATIONS).map(organization)))
        .collect();
    others.sort_by_key(|(at, _)| *at);
    let others = others.into_iter().map(|(_, thing)| thing);
    let things: Vec<_> = first.into_iter().chain(others).chain(last).collect();
    let (one, other) = things.split_at(things.len() / 2);
    let texts = [text(one, written[0]), text(other, written[1])];
    let parts = |content: &dyn Fn(&String) -> crate::delivery::Content<'static>| {
        let part = |(at, text): (usize, &String)| Part {
            name: format!("{at}.json").into(),
            bytes: content(text),
        };
        texts.iter().enumerate().map(part).collect::<Vec<_>>()
    };
    let (whole, mut offers) = read(adapter, parts(&|text| text.clone().into_bytes().into()));
    let (streamed, _) = read(
        adapter,
        parts(&|text| Few(text.clone().into_bytes(), at_a_time).content()),
    );
    prop_assert_eq!(
        serde_json::to_value(&streamed).unwrap(),
        serde_json::to_value(&whole).unwrap()
    );
    prop_assert!(whole.rejects.is_empty(), "{:?}", whole.rejects);
    let named = |(at, (to, _)): (usize, &(usize, usize))| {
        let name = if *to < ORGANIZATIONS {
            format!("O{to}")
        } else {
            format!("https://example.org/o{to}")
        };
        (format!("T{at}"), Some(name))
    };
    let mut expected: Vec<_> = refers.iter().enumerate().map(named).collect();
    offers.sort();
    expected.sort();
    prop_assert_eq!(offers, expected);
    Ok(())
}

type Case = (Vec<usize>, Vec<(usize, usize)>, [Written; 2], usize);

fn case() -> impl Strategy<Value = Case> {
    let refers = prop::collection::vec((0..=ORGANIZATIONS, 0_usize..3), 2..9);
    (
        prop::collection::vec(0_usize..100, 16),
        refers,
        [written(), written()],
        13_usize..900,
    )
}

proptest! {
    #[test]
    fn postings_find_their_employers(case in case()) {
        let offer = |at, by| json!({"@id": format!("https://example.org/{at}"), "@type": "JobPosting", "title": format!("T{at}"), "hiringOrganization": by});
        offers_are_read_with_who_offers("job_posting", offer, case)?;
    }

    #[test]
    fn courses_find_their_providers(case in case()) {
        let offer = |at, by| json!({"@id": format!("https://example.org/{at}"), "@type": "ceterms:Course", "ceterms:name": format!("T{at}"), "ceterms:offeredBy": by});
        offers_are_read_with_who_offers("ctdl", offer, case)?;
    }
}
