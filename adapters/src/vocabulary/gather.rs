//! Concepts, labels and relations as the files bring them, gathered into one whole that holds together.

use super::contents::{
    Concept, Contents, Kind, Label, LabelKind, Match, MatchKind, Note, Rated, Relation, RelationKind, Scale, Status,
    Text, TextKind,
};
use super::fault::{self, Spot};
use super::language::canonical;
use passport::record::Unreadable;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Longest label, code or URI, in bytes. What is longer is no label, and no index of a database takes it.
pub(super) const LONGEST_LABEL: usize = 2_000;
/// Longest text about a concept, in bytes.
const LONGEST_TEXT: usize = 64 << 10;
/// Most labels of one concept in all languages, and most texts.
const MOST_LABELS: usize = 5_000;

/// What was read so far.
pub(super) struct Gatherer {
    contents: Contents,
    files: Vec<String>,
    by_uri: HashMap<String, u32>,
    /// Where each concept was first met.
    met: Vec<Spot>,
    /// Where each relation stands.
    related: Vec<Spot>,
    relations: HashSet<(u32, u32, RelationKind)>,
    languages: Vec<Arc<str>>,
}

impl Gatherer {
    /// Nothing yet, of the files of these names.
    pub(super) fn new(files: Vec<String>) -> Self {
        Gatherer {
            contents: Contents::default(),
            files,
            by_uri: HashMap::new(),
            met: Vec::new(),
            related: Vec::new(),
            relations: HashSet::new(),
            languages: Vec::new(),
        }
    }

    /// What was gathered so far.
    pub(super) fn contents(&mut self) -> &mut Contents {
        &mut self.contents
    }

    /// The error that something is wrong there.
    pub(super) fn fault(
        &self,
        spot: Spot,
        field: Option<&str>,
        code: &'static str,
        reason: impl Into<String>,
    ) -> Unreadable {
        let file = self.files.get(spot.file as usize).map_or("", String::as_str);
        fault::fault(file, spot, field, code, reason)
    }

    /// The language as it is kept, in one form for each.
    pub(super) fn language(&mut self, spot: Spot, tag: &str) -> Result<Arc<str>, Unreadable> {
        if let Some(known) = self.languages.iter().find(|known| &***known == tag) {
            return Ok(known.clone());
        }
        let tag = canonical(tag).ok_or_else(|| {
            let reason = "this names no language; write a tag such as en or pt-BR (BCP 47)";
            self.fault(spot, None, "bad_language", reason)
        })?;
        if let Some(known) = self.languages.iter().find(|known| ***known == tag) {
            return Ok(known.clone());
        }
        let tag: Arc<str> = tag.into();
        self.languages.push(tag.clone());
        Ok(tag)
    }

    /// Where the concept of this URI is kept.
    pub(super) fn find(&self, uri: &str) -> Option<u32> {
        self.by_uri.get(uri).copied()
    }

    /// A concept that has not been met before.
    pub(super) fn add(&mut self, spot: Spot, uri: &str, kind: Kind) -> Result<u32, Unreadable> {
        match self.find(uri) {
            Some(known) => Err(self.twice(spot, known)),
            None => self.enter(spot, uri, kind),
        }
    }

    /// The concept of this URI, met before or not.
    pub(super) fn enter(&mut self, spot: Spot, uri: &str, kind: Kind) -> Result<u32, Unreadable> {
        if let Some(known) = self.find(uri) {
            return Ok(known);
        }
        self.sound(spot, uri, LONGEST_LABEL)?;
        if uri.contains(char::is_whitespace) || !uri.contains(':') {
            return Err(self.fault(
                spot,
                None,
                "bad_uri",
                "the identifier of a concept has to be a URI without spaces",
            ));
        }
        let at = u32::try_from(self.contents.concepts.len())
            .map_err(|_| self.fault(spot, None, "too_large", "the vocabulary holds too many concepts"))?;
        self.by_uri.insert(uri.to_owned(), at);
        self.met.push(spot);
        self.contents.concepts.push(Concept {
            uri: uri.to_owned(),
            code: None,
            kind,
            reuse_level: None,
            status: Status::Released,
            replaced_by: None,
            level: None,
            labels: Vec::new(),
            texts: Vec::new(),
        });
        Ok(at)
    }

    /// The error that a concept is described a second time.
    pub(super) fn twice(&self, spot: Spot, known: u32) -> Unreadable {
        let first = self.met.get(known as usize).copied().unwrap_or_default();
        let file = self.files.get(first.file as usize).map_or("", String::as_str);
        let place = first.place(file);
        let reason = format!("this concept is described twice, first at {place}; leave one of the two out");
        self.fault(spot, None, "duplicate_concept", reason)
    }

    /// What is kept of a concept.
    pub(super) fn concept(&mut self, at: u32) -> Option<&mut Concept> {
        self.contents.concepts.get_mut(at as usize)
    }

    /// Sets the code of a concept; an empty one is none.
    pub(super) fn code(&mut self, spot: Spot, at: u32, code: Option<&str>) -> Result<(), Unreadable> {
        let Some(code) = code else {
            return Ok(());
        };
        self.sound(spot, code, LONGEST_LABEL)?;
        if let Some(concept) = self.concept(at) {
            concept.code = Some(code.to_owned());
        }
        Ok(())
    }

    /// Whether the concept has a label to show in this language.
    pub(super) fn is_named(&self, at: u32, language: &str) -> bool {
        self.contents.preferred(at, language).is_some()
    }

    /// Gives a concept a label. One that it has already is noted and left out.
    pub(super) fn label(
        &mut self,
        spot: Spot,
        at: u32,
        language: &Arc<str>,
        kind: LabelKind,
        label: &str,
    ) -> Result<(), Unreadable> {
        let label = label.trim();
        if label.is_empty() {
            return Ok(());
        }
        self.sound(spot, label, LONGEST_LABEL)?;
        let text = one_line(label);
        if kind == LabelKind::Preferred && self.is_named(at, language) {
            let reason = format!("a second preferred label in the language {language}; only one can be shown");
            return Err(self.fault(spot, None, "second_preferred_label", reason));
        }
        let Some(concept) = self.contents.concepts.get_mut(at as usize) else {
            return Ok(());
        };
        let same = |known: &&mut Label| known.text == text && known.language == *language;
        if let Some(known) = concept.labels.iter_mut().find(same) {
            if kind == LabelKind::Preferred {
                known.kind = kind;
            }
            self.note(
                spot,
                "repeated_label",
                "a label stood twice at its concept and is kept once",
            );
            return Ok(());
        }
        if concept.labels.len() >= MOST_LABELS {
            let reason = format!("the concept has more than {MOST_LABELS} labels; a cell may lack its closing quote");
            return Err(self.fault(spot, None, "too_many_labels", reason));
        }
        concept.labels.push(Label {
            language: language.clone(),
            kind,
            text,
        });
        Ok(())
    }

    /// Says something of a concept in words.
    pub(super) fn text(
        &mut self,
        spot: Spot,
        at: u32,
        language: &Arc<str>,
        kind: TextKind,
        text: Option<&str>,
    ) -> Result<(), Unreadable> {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
            return Ok(());
        };
        self.sound(spot, text, LONGEST_TEXT)?;
        let Some(concept) = self.contents.concepts.get_mut(at as usize) else {
            return Ok(());
        };
        if concept.texts.len() >= MOST_LABELS {
            let reason = format!("the concept has more than {MOST_LABELS} texts");
            return Err(self.fault(spot, None, "too_many_labels", reason));
        }
        concept.texts.push(Text {
            language: language.clone(),
            kind,
            text: text.to_owned(),
        });
        Ok(())
    }

    /// Relates two concepts; false when they were so related before.
    pub(super) fn relate(&mut self, spot: Spot, from: u32, to: u32, kind: RelationKind) -> Result<bool, Unreadable> {
        self.relate_rated(spot, from, to, kind, [None, None])
    }

    /// The same, with importance and level.
    pub(super) fn relate_rated(
        &mut self,
        spot: Spot,
        from: u32,
        to: u32,
        kind: RelationKind,
        [importance, level]: [Option<Rated>; 2],
    ) -> Result<bool, Unreadable> {
        if from == to {
            return self.itself(spot, kind);
        }
        if !self.relations.insert((from, to, kind)) {
            return Ok(false);
        }
        self.related.push(spot);
        self.contents.relations.push(Relation {
            from,
            to,
            kind,
            importance,
            level,
        });
        Ok(true)
    }

    /// Releases hold such relations. Where nothing is built on them they do no harm.
    fn itself(&mut self, spot: Spot, kind: RelationKind) -> Result<bool, Unreadable> {
        if kind == RelationKind::Broader {
            let reason = "the concept is broader than itself; take the relation out";
            return Err(self.fault(spot, None, "cycle", reason));
        }
        self.note(
            spot,
            "self_relation",
            "a concept is related to itself; the relation was left out",
        );
        Ok(false)
    }

    /// Sets a concept beside another by its URI.
    pub(super) fn set_beside(&mut self, spot: Spot, from: u32, to: &str, kind: MatchKind) -> Result<(), Unreadable> {
        self.sound(spot, to, LONGEST_LABEL)?;
        self.contents.matches.push(Match {
            from,
            to: to.to_owned(),
            kind,
        });
        Ok(())
    }

    /// Keeps a scale and says where.
    pub(super) fn scale(&mut self, scale: Scale) -> u32 {
        let known = self.contents.scales.iter().position(|known| known.key == scale.key);
        let at = known.unwrap_or_else(|| {
            self.contents.scales.push(scale);
            self.contents.scales.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Counts something odd, yet harmless.
    pub(super) fn note(&mut self, spot: Spot, code: &'static str, text: &str) {
        if let Some(note) = self.contents.notes.iter_mut().find(|note| note.code == code) {
            note.count += 1;
            return;
        }
        let file = self.files.get(spot.file as usize).map_or("", String::as_str);
        self.contents.notes.push(Note {
            code,
            text: text.to_owned(),
            count: 1,
            first: spot.place(file),
        });
    }

    /// Everything, if it holds together: there is something, and nothing is broader than itself.
    pub(super) fn finish(mut self, delivery: &str) -> Result<Contents, Unreadable> {
        if self.contents.concepts.is_empty() {
            let place = passport::record::Place::file(delivery);
            let reason = "the files hold no concepts; add the file with the concepts";
            return Err(Unreadable::new(place, "empty", reason));
        }
        if let Some(closing) = super::circle::closing(self.contents.concepts.len(), &self.contents.relations) {
            return Err(self.circle(closing));
        }
        if self.contents.about.language.is_none() {
            self.contents.about.language = self.main_language();
        }
        for at in 0..self.contents.concepts.len() {
            if self
                .contents
                .concepts
                .get(at)
                .is_some_and(|concept| concept.labels.is_empty())
            {
                let spot = self.met.get(at).copied().unwrap_or_default();
                self.note(
                    spot,
                    "no_label",
                    "a concept has no label in any language that was loaded",
                );
            }
        }
        Ok(self.contents)
    }

    /// The language in which most concepts are named; of several the one met first.
    fn main_language(&self) -> Option<Arc<str>> {
        let labels = self.contents.concepts.iter().flat_map(|concept| &concept.labels);
        let mut counts = vec![0_u64; self.languages.len()];
        for label in labels.filter(|label| label.kind == LabelKind::Preferred) {
            let same = |known: &Arc<str>| Arc::ptr_eq(known, &label.language);
            if let Some(at) = self.languages.iter().position(same) {
                counts[at] += 1;
            }
        }
        let most = counts.iter().max()?;
        let at = counts.iter().position(|count| count == most)?;
        self.languages.get(at).cloned()
    }

    fn circle(&self, closing: usize) -> Unreadable {
        let spot = self.related.get(closing).copied().unwrap_or_default();
        let uri = |at: u32| {
            self.contents
                .concepts
                .get(at as usize)
                .map_or("", |concept| concept.uri.as_str())
        };
        let (from, to) = self
            .contents
            .relations
            .get(closing)
            .map_or(("", ""), |relation| (uri(relation.from), uri(relation.to)));
        let reason = format!("going from narrower to broader leads in a circle through {from} and {to}; take one out");
        self.fault(spot, None, "cycle", reason)
    }

    /// Text that a database can hold and a person can read.
    pub(super) fn sound(&self, spot: Spot, text: &str, longest: usize) -> Result<(), Unreadable> {
        if text.len() > longest {
            let reason = format!(
                "this text of {} bytes is longer than the {longest} that are read; shorten it, or look for a quote that is \
                 missing",
                text.len()
            );
            return Err(self.fault(spot, None, "too_long", reason));
        }
        let strange = |byte: u8| byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t');
        if text.bytes().any(strange) {
            let reason = "the text holds a control character; save the file as UTF-8 text";
            return Err(self.fault(spot, None, "bad_character", reason));
        }
        Ok(())
    }
}

/// A label on one line: line breaks and tabs within it become spaces.
fn one_line(label: &str) -> String {
    match label.bytes().any(|byte| matches!(byte, b'\n' | b'\r' | b'\t')) {
        true => label.split_whitespace().collect::<Vec<_>>().join(" "),
        false => label.to_owned(),
    }
}
