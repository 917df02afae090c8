//! SKOS as JSON-LD, where it is simple: nodes in a list, expanded or compacted with the usual names and prefixes.
//!
//! A context that stands in the document is followed as far as names, prefixes and languages go. One that is only named
//! by its address is never fetched; the usual names are understood without it.

use super::contents::{Contents, Kind, LabelKind, MatchKind, RelationKind, Status, TextKind};
use super::document::{Document, Raw};
use super::fault::Spot;
use super::files::Files;
use super::gather::Gatherer;
use super::{Given, shown};
use passport::record::Unreadable;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::sync::Arc;

mod context;

use context::Context;

const LABELS: [(&str, LabelKind); 3] = [
    ("skos:prefLabel", LabelKind::Preferred),
    ("skos:altLabel", LabelKind::Alternative),
    ("skos:hiddenLabel", LabelKind::Hidden),
];
const TEXTS: [(&str, TextKind); 4] = [
    ("dct:description", TextKind::Description),
    ("skos:definition", TextKind::Definition),
    ("skos:scopeNote", TextKind::ScopeNote),
    ("skos:note", TextKind::ScopeNote),
];
const MATCHES: [(&str, MatchKind); 5] = [
    ("skos:exactMatch", MatchKind::Exact),
    ("skos:closeMatch", MatchKind::Close),
    ("skos:broadMatch", MatchKind::Broad),
    ("skos:narrowMatch", MatchKind::Narrow),
    ("skos:relatedMatch", MatchKind::Related),
];

/// Whether a file that begins like this is SKOS.
pub(super) fn begins(head: &str) -> bool {
    let says = ["http://www.w3.org/2004/02/skos/core", "\"skos:", "\"prefLabel\""];
    head.trim_start().starts_with(['{', '[']) && says.iter().any(|word| head.contains(word))
}

type Node = Map<String, Value>;

#[derive(Deserialize)]
struct Graph<'t> {
    #[serde(rename = "@context")]
    context: Option<Value>,
    #[serde(borrow, rename = "@graph")]
    graph: Option<Raw<'t>>,
}

/// Reads all documents, whose concepts may name each other.
pub(super) fn read(files: &Files<'_>, given: &Given<'_>) -> Result<Contents, Unreadable> {
    let mut gather = Gatherer::new(files.names());
    let language = gather.language(Spot::default(), given.language)?;
    let mut reader = Reader {
        gather,
        language,
        named: Vec::new(),
    };
    for (at, file) in (0..).zip(files.iter()) {
        if begins(&files.head(file)) {
            let text = files.text(file)?;
            reader.document(&Document::new(at, &file.name, &text))?;
        } else if file.is_named(".json") || file.is_named(".jsonld") {
            return Err(files.stranger(file, "SKOS"));
        }
    }
    reader.resolve()?;
    reader.gather.finish(files.name())
}

struct Reader {
    gather: Gatherer,
    language: Arc<str>,
    named: Vec<Named>,
}

/// A concept that another names.
struct Named {
    spot: Spot,
    from: u32,
    uri: String,
    how: &'static str,
}

impl Reader {
    fn document(&mut self, document: &Document<'_>) -> Result<(), Unreadable> {
        let whole: &RawValue = document.read()?;
        if whole.get().starts_with('[') {
            return self.nodes(document, "", &document.read()?, &Context::default());
        }
        let graph: Graph<'_> = document.read()?;
        let context = Context::of(graph.context.as_ref());
        if context.is_elsewhere {
            let text = "a context is named by its address; it was not fetched, and the usual names are understood";
            self.gather.note(document.whole(), "context_not_fetched", text);
        }
        match graph.graph {
            Some(nodes) => self.nodes(document, "/@graph", &nodes, &context),
            None => self.node(document, document.whole(), whole, &context),
        }
    }

    fn nodes(
        &mut self,
        document: &Document<'_>,
        list: &'static str,
        nodes: &Raw<'_>,
        context: &Context,
    ) -> Result<(), Unreadable> {
        for (spot, raw) in document.list(list, nodes) {
            self.node(document, spot, raw, context)?;
        }
        Ok(())
    }

    fn node(
        &mut self,
        document: &Document<'_>,
        spot: Spot,
        raw: &RawValue,
        context: &Context,
    ) -> Result<(), Unreadable> {
        let node = context.named(document.element::<Node>(spot, raw)?);
        let types: Vec<_> = ids(node.get("@type"), context).collect();
        let is = |name: &str| types.iter().any(|found| found == name);
        if is("skos:ConceptScheme") {
            return self.scheme(spot, &node, context);
        }
        if !is("skos:Concept") && !node.contains_key("skos:prefLabel") {
            self.gather
                .note(spot, "not_carried", "a node is neither concept nor concept scheme");
            return Ok(());
        }
        let Some(uri) = node.get("@id").and_then(Value::as_str) else {
            return Err(document.wrong(
                spot,
                "missing_field",
                "the concept has no @id; give it the URI it goes by",
            ));
        };
        let at = self.gather.add(spot, &context.expanded(uri), kind(&types))?;
        self.facts(spot, at, &node, context)?;
        self.words(spot, at, &node, context)?;
        self.links(spot, at, &node, context)
    }

    fn scheme(&mut self, spot: Spot, node: &Node, context: &Context) -> Result<(), Unreadable> {
        let text = |names: &[&str]| names.iter().find_map(|name| first(node.get(*name), context));
        let [name, version] = [
            text(&["dct:title", "dc:title", "skos:prefLabel", "rdfs:label"]),
            text(&["owl:versionInfo", "dct:hasVersion"]),
        ];
        let [publisher, licence] = [
            text(&["dct:publisher", "dct:creator", "dc:publisher"]),
            text(&["dct:license", "dct:rights", "dc:rights"]),
        ];
        for said in [&name, &version, &publisher, &licence].into_iter().flatten() {
            self.gather.sound(spot, said, super::gather::LONGEST_LABEL)?;
        }
        let url = node.get("@id").and_then(Value::as_str).map(|uri| context.expanded(uri));
        let about = &mut self.gather.contents().about;
        if about.url.is_none() {
            (about.name, about.version, about.publisher, about.licence, about.url) =
                (name, version, publisher, licence, url);
        }
        Ok(())
    }

    fn facts(&mut self, spot: Spot, at: u32, node: &Node, context: &Context) -> Result<(), Unreadable> {
        let code = first(node.get("skos:notation"), context);
        self.gather.code(spot, at, code.as_deref())?;
        let replaced_by = ids(node.get("dct:isReplacedBy"), context).next();
        let retired = first(node.get("owl:deprecated"), context).is_some_and(|word| word == "true");
        if let Some(concept) = self.gather.concept(at) {
            if retired || replaced_by.is_some() {
                concept.status = Status::Deprecated;
            }
            concept.replaced_by = replaced_by;
        }
        Ok(())
    }

    fn words(&mut self, spot: Spot, at: u32, node: &Node, context: &Context) -> Result<(), Unreadable> {
        for (name, kind) in LABELS {
            for (language, label) in self.texts(spot, node.get(name), context)? {
                self.gather.label(spot, at, &language, kind, &label)?;
            }
        }
        for (name, kind) in TEXTS {
            for (language, text) in self.texts(spot, node.get(name), context)? {
                self.gather.text(spot, at, &language, kind, Some(&text))?;
            }
        }
        Ok(())
    }

    /// Texts with their languages: `"a"`, `{"@value": "a", "@language": "en"}`, `{"en": "a"}`, and lists of these.
    fn texts(
        &mut self,
        spot: Spot,
        value: Option<&Value>,
        context: &Context,
    ) -> Result<Vec<(Arc<str>, String)>, Unreadable> {
        let mut found = Vec::new();
        for value in each(value) {
            match value {
                Value::String(text) => {
                    let tag = context.language.clone().unwrap_or_else(|| self.language.to_string());
                    found.push((tag, text));
                }
                Value::Object(map) => match map.get("@value") {
                    Some(Value::String(text)) => {
                        let tag = map.get("@language").and_then(Value::as_str).unwrap_or(&self.language);
                        found.push((tag.to_owned(), text));
                    }
                    Some(_) => return Err(self.no_text(spot)),
                    None => found.extend(by_language(map)),
                },
                _ => return Err(self.no_text(spot)),
            }
        }
        let kept = found
            .into_iter()
            .map(|(tag, text)| Ok((self.gather.language(spot, &tag)?, text.clone())));
        kept.collect()
    }

    fn no_text(&self, spot: Spot) -> Unreadable {
        let reason = "a label or note is no text; write it as a string, or with @value and @language";
        self.gather.fault(spot, None, "wrong_type", reason)
    }

    fn links(&mut self, spot: Spot, from: u32, node: &Node, context: &Context) -> Result<(), Unreadable> {
        for how in ["skos:broader", "skos:narrower", "skos:related"] {
            self.named
                .extend(ids(node.get(how), context).map(|uri| Named { spot, from, uri, how }));
        }
        for (name, kind) in MATCHES {
            for uri in ids(node.get(name), context) {
                self.gather.set_beside(spot, from, &uri, kind)?;
            }
        }
        Ok(())
    }

    fn resolve(&mut self) -> Result<(), Unreadable> {
        for Named { spot, from, uri, how } in std::mem::take(&mut self.named) {
            let Some(to) = self.gather.find(&uri) else {
                let reason = format!(
                    "no document holds the concept {}; add its document, or take the link out",
                    shown(&uri)
                );
                return Err(self.gather.fault(spot, Some(how), "missing_concept", reason));
            };
            match how {
                "skos:broader" => self.gather.relate(spot, from, to, RelationKind::Broader)?,
                "skos:narrower" => self.gather.relate(spot, to, from, RelationKind::Broader)?,
                _ => self
                    .gather
                    .relate(spot, from.min(to), from.max(to), RelationKind::Related)?,
            };
        }
        Ok(())
    }
}

/// The values of a property, one or several.
fn each(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (one, several) = match value {
        Some(Value::Array(several)) => (None, several.as_slice()),
        one => (one, &[][..]),
    };
    one.into_iter().chain(several)
}

/// A map from languages to texts.
fn by_language(map: &Map<String, Value>) -> impl Iterator<Item = (String, &String)> {
    map.iter().flat_map(|(tag, texts)| {
        let texts = each(Some(texts)).filter_map(|text| match text {
            Value::String(text) => Some(text),
            _ => None,
        });
        texts.map(|text| (tag.clone(), text))
    })
}

/// What a property points to: `"uri"`, `{"@id": "uri"}`, and lists of these.
fn ids(value: Option<&Value>, context: &Context) -> impl Iterator<Item = String> {
    each(value).filter_map(|value| {
        let id = value.as_str().or_else(|| value.get("@id")?.as_str())?;
        Some(context.expanded(id))
    })
}

/// The first text, number or address of a property, as text.
fn first(value: Option<&Value>, context: &Context) -> Option<String> {
    let value = each(value).next()?;
    let inner = value.get("@value").unwrap_or(value);
    match inner {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(inner.to_string()),
        Value::Object(map) => match map.get("@id") {
            Some(id) => id.as_str().map(|id| context.expanded(id)),
            None => by_language(map).next().map(|(_, text)| text.clone()),
        },
        _ => None,
    }
}

/// Some publishers add a type of their own that says what the concept is.
fn kind(types: &[String]) -> Kind {
    let local = |name: &String| name.rsplit(['#', '/', ':']).next().and_then(Kind::named);
    types.iter().find_map(local).unwrap_or(Kind::Skill)
}
