//! Making deliveries of small files, and saying shortly what was read from them.

use adapters::vocabulary::{Contents, Format, Given, detect, read};
use adapters::{Delivery, Part, Unreadable};

/// A delivery of the files of these names and contents.
pub fn delivery(files: &[(&str, &str)]) -> Delivery<'static> {
    let parts = files.iter().map(|(name, text)| part(name, text.as_bytes().to_vec()));
    Delivery::several("vocabulary", parts.collect())
}

/// One file of a delivery.
pub fn part(name: &str, bytes: Vec<u8>) -> Part<'static> {
    Part {
        name: name.to_owned().into(),
        bytes: bytes.into(),
    }
}

/// Reads files whose format is told by their content.
pub fn whole(files: &[(&str, &str)]) -> Result<Contents, Unreadable> {
    whole_of(&delivery(files))
}

/// Reads a delivery whose format is told by its content.
pub fn whole_of(delivery: &Delivery<'_>) -> Result<Contents, Unreadable> {
    read(delivery, detect(delivery)?, &Given::default())
}

/// What is wrong with these files, as code and message.
pub fn fault(format: Format, files: &[(&str, &str)]) -> (&'static str, String) {
    fault_of(format, &delivery(files))
}

/// What is wrong with this delivery, as code and message.
pub fn fault_of(format: Format, delivery: &Delivery<'_>) -> (&'static str, String) {
    match read(delivery, format, &Given::default()) {
        Ok(contents) => panic!("read without a fault: {}", told(&contents)),
        Err(fault) => (fault.code, fault.to_string()),
    }
}

/// What was read, one line for each concept, relation, match, scale and note.
pub fn told(contents: &Contents) -> String {
    let name = |at: u32| {
        let concept = &contents.concepts[at as usize];
        concept.uri.rsplit(['/', ':']).next().unwrap_or_default().to_owned()
    };
    let mut lines = Vec::new();
    for (at, concept) in (0..).zip(&contents.concepts) {
        let code = concept.code.as_ref().map(|code| format!(" [{code}]"));
        let reuse = concept.reuse_level.as_ref().map(|level| format!(" {level}"));
        let replaced = concept.replaced_by.as_ref().map(|by| format!(" replaced by {by}"));
        let level = concept.level.map(|level| format!(" level {}", level.value));
        lines.push(format!(
            "{}: {} {}{}{}{}{}",
            name(at),
            concept.status.as_str(),
            concept.kind.as_str(),
            code.unwrap_or_default(),
            reuse.unwrap_or_default(),
            replaced.unwrap_or_default(),
            level.unwrap_or_default()
        ));
        let labels = concept.labels.iter();
        lines.extend(labels.map(|l| format!("  {} {} {}", l.language, l.kind.as_str(), l.text)));
        let texts = concept.texts.iter();
        lines.extend(texts.map(|t| format!("  {} {} {}", t.language, t.kind.as_str(), t.text)));
    }
    for relation in &contents.relations {
        let rated = |what, rated: Option<adapters::vocabulary::Rated>| {
            let rated = rated.map(|r| format!(" {what} {} on {}", r.value, contents.scales[r.scale as usize].key));
            rated.unwrap_or_default()
        };
        lines.push(format!(
            "{} {} {}{}{}",
            name(relation.from),
            relation.kind.as_str(),
            name(relation.to),
            rated("importance", relation.importance),
            rated("level", relation.level)
        ));
    }
    for found in &contents.matches {
        lines.push(format!(
            "{} {} match {}",
            name(found.from),
            found.kind.as_str(),
            found.to
        ));
    }
    for scale in &contents.scales {
        lines.push(format!(
            "scale {} {:?}..{:?} {}{}",
            scale.key,
            scale.lowest,
            scale.highest,
            scale.name.as_deref().unwrap_or("-"),
            scale.concept.map(|at| format!(" of {}", name(at))).unwrap_or_default()
        ));
        for step in &scale.steps {
            let concept = step.concept.map(|at| format!(" of {}", name(at))).unwrap_or_default();
            lines.push(format!("  {:?} {:?} {:?}{concept}", step.value, step.label, step.text));
        }
    }
    lines.extend(
        contents
            .notes
            .iter()
            .map(|note| format!("note {} x{} {}", note.code, note.count, note.first)),
    );
    lines.join("\n")
}

/// The text without the indentation of the test's source.
pub fn plain(text: &str) -> String {
    let lines = text.trim_matches('\n').lines();
    let indent = lines
        .clone()
        .filter(|l| !l.trim().is_empty())
        .map(|l| l.len() - l.trim_start().len())
        .min();
    let cut = |line: &str| line.get(indent.unwrap_or_default()..).unwrap_or_default().to_owned();
    lines.map(cut).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}
