//! Identifiers: `ESCO:1234` in the file, the whole URI outside it.

use std::collections::{BTreeMap, BTreeSet};

/// Prefixes that every file may use without declaring them, and none may use otherwise.
const BUILT_IN: [(&str, &str); 8] = [
    ("linkml", "https://w3id.org/linkml/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("semapv", "https://w3id.org/semapv/vocab/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("sssom", "https://w3id.org/sssom/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Prefixes that are declared under these names when they are written.
const CALLED: [(&str, &str); 4] = [
    ("esco", "http://data.europa.eu/esco/"),
    ("local", "local:"),
    ("onet", "https://www.onetonline.org/find/descriptor/result/"),
    ("orcid", "https://orcid.org/"),
];

/// Schemes of URIs that have no `//` behind them.
const BARE_SCHEMES: [&str; 6] = ["did", "local", "mailto", "tag", "urn", "uuid"];

/// The prefixes of a file.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    declared: BTreeMap<String, String>,
}

impl Prefixes {
    /// The prefixes that a file declares, and those of the built-in ones that it declares otherwise than they are.
    pub(super) fn declared(map: Vec<(String, String)>) -> (Self, Vec<String>) {
        let built_in = |(prefix, base): &(String, String)| {
            let known = BUILT_IN.iter().find(|(known, _)| known == prefix);
            known.is_some_and(|(_, theirs)| theirs != base)
        };
        let (wrong, declared): (Vec<_>, Vec<_>) = map.into_iter().partition(built_in);
        let prefixes = Prefixes {
            declared: declared.into_iter().collect(),
        };
        (prefixes, wrong.into_iter().map(|(prefix, _)| prefix).collect())
    }

    /// The whole URI; none where the prefix is not declared, or it is no identifier at all.
    pub(super) fn whole(&self, text: &str) -> Option<String> {
        let text = text
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'))
            .unwrap_or(text);
        let (prefix, local) = text.split_once(':').filter(|(prefix, _)| !prefix.is_empty())?;
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return None;
        }
        if local.starts_with("//") {
            return Some(text.to_owned());
        }
        match self.base(prefix) {
            Some(base) => Some(format!("{base}{local}")),
            None => BARE_SCHEMES.contains(&prefix).then(|| text.to_owned()),
        }
    }

    fn base(&self, prefix: &str) -> Option<&str> {
        let built_in = BUILT_IN.iter().find(|(known, _)| *known == prefix);
        let built_in = built_in.map(|(_, base)| *base);
        built_in.or_else(|| self.declared.get(prefix).map(String::as_str))
    }
}

/// Shortens URIs, and knows the prefixes that were needed for it.
#[derive(Debug)]
pub(super) struct Shortener {
    /// Each base with its prefix.
    bases: BTreeMap<String, String>,
}

impl Shortener {
    /// Prefixes for all these URIs.
    pub(super) fn of<'u>(uris: impl Iterator<Item = &'u str>) -> Self {
        let cut: BTreeSet<&str> = uris.filter_map(|uri| Some(cut(uri)?.0)).collect();
        let mut bases = BTreeMap::new();
        let mut made = 0;
        for base in cut {
            let built_in = BUILT_IN.iter().chain(&CALLED).find(|(_, known)| *known == base);
            let prefix = built_in.map_or_else(
                || {
                    made += 1;
                    format!("ns{made}")
                },
                |(prefix, _)| (*prefix).to_owned(),
            );
            bases.insert(base.to_owned(), prefix);
        }
        Shortener { bases }
    }

    /// The shortened identifier. What is no URI stays as it is.
    pub(super) fn short(&self, uri: &str) -> String {
        let shortened = cut(uri).and_then(|(base, local)| Some(format!("{}:{local}", self.bases.get(base)?)));
        shortened.unwrap_or_else(|| uri.to_owned())
    }

    /// The prefixes to declare, in the order of their names.
    pub(super) fn to_declare(&self) -> BTreeMap<&str, &str> {
        let built_in = |prefix: &str| BUILT_IN.iter().any(|(known, _)| *known == prefix);
        let pairs = self.bases.iter().map(|(base, prefix)| (prefix.as_str(), base.as_str()));
        pairs.filter(|(prefix, _)| !built_in(prefix)).collect()
    }
}

/// A URI cut where its last part begins; for well-known bases behind them.
fn cut(uri: &str) -> Option<(&str, &str)> {
    let known = BUILT_IN.iter().chain(&CALLED).map(|(_, base)| base.len());
    let after_known = known.filter(|at| {
        let base = uri.get(..*at);
        base.is_some_and(|base| BUILT_IN.iter().chain(&CALLED).any(|(_, known)| *known == base))
    });
    let after_sign = || {
        let signs = uri.char_indices().filter(|(_, c)| matches!(c, '/' | '#' | ':'));
        let at = signs.map(|(at, _)| at + 1).rfind(|at| *at < uri.len())?;
        // A scheme alone is no prefix: of an address that is only a host, the last sign is the last part.
        let scheme = uri.get(..at).is_some_and(|base| base.ends_with("://"));
        let last = uri
            .char_indices()
            .last()
            .map(|(last, _)| last)
            .filter(|last| scheme && *last > at);
        last.or(Some(at))
    };
    let at = after_known
        .filter(|at| *at < uri.len() && !uri.get(*at..).unwrap_or_default().starts_with("//"))
        .max()
        .or_else(after_sign)?;
    uri.split_at_checked(at)
}
