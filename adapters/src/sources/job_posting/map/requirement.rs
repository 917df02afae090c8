//! The skills that a posting asks for.

use crate::html;
use crate::linked::{Asked, Known, Node, Text, is_language, is_web};
use passport::record::{Reject, Sink, Term};

/// Longest text that is taken for the name of a skill; beyond it is prose.
const LONGEST: usize = 200;

/// The skills under `skills`, and those that a required credential is said to require.
pub fn required(posting: &Node<'_>, known: &Known, sink: &mut dyn Sink) -> Vec<Term> {
    let language = posting.text_of("inLanguage").ok().flatten().map(|text| text.words);
    let language = language.filter(|tag| is_language(tag));
    let mut asked = Asked::default();
    for node in places(posting, sink) {
        match read(&node, known) {
            Ok(read) => {
                let mut terms = read.into_iter().map(|term| spoken(term, language.as_deref()));
                if !terms.all(|term| asked.add(term, &node.place, sink)) {
                    break;
                }
            }
            Err(reject) => sink.reject(reject),
        }
    }
    asked.into_terms()
}

/// Where skills may stand in a posting.
fn places<'a>(posting: &Node<'a>, sink: &mut dyn Sink) -> Vec<Node<'a>> {
    let mut found = Vec::new();
    let mut add = |read: Result<Vec<Node<'a>>, Reject>| match read {
        Ok(nodes) => found.extend(nodes),
        Err(reject) => sink.reject(reject),
    };
    add(posting.all("skills"));
    let qualifications = posting
        .get("qualifications")
        .map(|node| node.elements())
        .unwrap_or_default();
    qualifications
        .iter()
        .for_each(|qualification| add(qualification.all("competencyRequired")));
    found
}

/// A skill in words, by its address, or as a term of a set.
fn read(node: &Node<'_>, known: &Known) -> Result<Vec<Term>, Reject> {
    let referred = known.referred(node);
    let node = &node.follow(referred.as_deref());
    if !node.value.is_object() || node.value.get("@value").is_some() {
        return Ok(node.texts()?.iter().flat_map(in_words).collect());
    }
    let term = defined(node)?;
    if term.label.is_none() && term.uri.is_none() && term.code.is_none() {
        // A text by language has no fields of a term.
        return match node.texts() {
            Ok(texts) => Ok(texts.iter().flat_map(in_words).collect()),
            Err(_) => {
                let reason = "the skill has neither name nor address nor code; give `name`";
                Err(Reject::new(node.place.child("name"), "missing_field", reason))
            }
        };
    }
    Ok(vec![term])
}

/// A `DefinedTerm`, or an `AlignmentObject`, which older postings use.
fn defined(node: &Node<'_>) -> Result<Term, Reject> {
    let name = node
        .text_of("name")?
        .map_or_else(|| node.text_of("targetName"), |name| Ok(Some(name)))?;
    let framework = match node.get("inDefinedTermSet") {
        Some(set) => named_set(&set)?,
        None => node.words("educationalFramework")?,
    };
    let address = ["url", "targetUrl", "sameAs"].iter().find_map(|field| node.web(field));
    Ok(Term {
        language: name.as_ref().and_then(|name| name.language.clone()),
        label: name.map(|name| name.words),
        uri: node.iri().map(str::to_owned).or(address),
        code: node.words("termCode")?,
        framework,
    })
}

/// A set by its name, else by its address.
fn named_set(set: &Node<'_>) -> Result<Option<String>, Reject> {
    match set.value.is_object() && set.value.get("@value").is_none() {
        true => Ok(set
            .words("name")?
            .or_else(|| set.iri().map(str::to_owned))
            .or_else(|| set.web("url"))),
        false => Ok(set.text()?.map(|text| text.words)),
    }
}

/// The skills that a text names: one a line, an entry or a part between semicolons. A comma may stand inside a name, so
/// nothing is cut there.
fn in_words(text: &Text) -> Vec<Term> {
    if is_web(&text.words) {
        let uri = Some(text.words.clone());
        return vec![Term { uri, ..Term::default() }];
    }
    let plain = html::text_of(&text.words).unwrap_or_default();
    let names = plain
        .split(['\n', '\r', ';', '•'])
        .map(|name| name.trim_matches(|c: char| c.is_whitespace() || "-*–·".contains(c)));
    let short = names.filter(|name| !name.is_empty() && name.chars().count() <= LONGEST);
    short
        .map(|name| Term {
            label: Some(name.to_owned()),
            language: text.language.clone(),
            ..Term::default()
        })
        .collect()
}

/// A label without a language is in the language of the posting, where that is said.
fn spoken(term: Term, language: Option<&str>) -> Term {
    let language = term
        .language
        .or_else(|| language.filter(|_| term.label.is_some()).map(str::to_owned));
    Term { language, ..term }
}

#[cfg(test)]
mod tests {
    use super::in_words;
    use crate::linked::Text;

    #[test]
    fn a_text_is_cut_where_it_lists_and_never_at_commas() {
        let long = "x".repeat(201);
        for (words, skills) in [
            ("Welding", &["Welding"][..]),
            ("Java, Python or the like", &["Java, Python or the like"]),
            ("Welding; reading plans ;", &["Welding", "reading plans"]),
            ("- Welding\n- R&amp;D\r\n", &["Welding", "R&D"]),
            ("<ul><li>Welding</li><li>C++</li></ul>", &["Welding", "C++"]),
            ("• Welding • C#", &["Welding", "C#"]),
            (&long, &[]),
            (" ", &[]),
        ] {
            let text = Text {
                words: words.to_owned(),
                language: None,
            };
            let found = in_words(&text);
            let labels: Vec<_> = found.iter().filter_map(|term| term.label.as_deref()).collect();
            assert_eq!(labels, skills, "{words}");
        }
        let address = Text {
            words: "https://example.org/skill/1".to_owned(),
            language: None,
        };
        let found = in_words(&address);
        assert_eq!(found[0].uri.as_deref(), Some("https://example.org/skill/1"));
    }
}
