//! Fits finding skills in text, and finds in sentences that it was not fitted on.

use crate::adverts::{Advert, Mark};
use crate::chances;
use passport::skill::extract::{EVIDENCE_NAMES, Extractor, Learned, Options, Proposed};
use passport::skill::link::Linker;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

/// Sentences are split in so many parts.
const PARTS: usize = 10;

/// How strongly large counts are held down.
const PENALTY: f32 = 1.0;

/// What became of a find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It stands where people marked, and means what they meant.
    Right,
    /// It stands where people marked, and means something else.
    Wrong,
    /// Nobody marked that place.
    Unmarked,
}

/// One find.
#[derive(Debug, Clone)]
pub struct Told {
    pub confidence: f32,
    pub fate: Fate,
    /// The marks that it meets, by their places among all with a concept.
    pub met: Vec<usize>,
    pub file: usize,
}

/// What became of a concept found there.
pub fn fate(advert: &Advert, range: &Range<usize>, concept: usize) -> Fate {
    let mut overlapping = advert
        .marks
        .iter()
        .filter(|mark| overlap(&mark.range, range))
        .peekable();
    if overlapping.peek().is_none() {
        Fate::Unmarked
    } else if overlapping.any(|mark| mark.concepts.contains(&concept)) {
        Fate::Right
    } else {
        Fate::Wrong
    }
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Learns from all sentences.
pub fn fit(linker: &Arc<Linker>, adverts: &[Advert]) -> Learned {
    learn(linker, adverts, &proposed(linker, adverts), None)
}

/// What is found in sentences, each with what was learned from the other parts. The sentences of a part and file are one
/// text, as the lines of an advert are.
pub fn crossed(linker: &Arc<Linker>, adverts: &[Advert]) -> Vec<Told> {
    let proposed = proposed(linker, adverts);
    let mut told = Vec::new();
    for held_out in 0..PARTS {
        let learned = learn(linker, adverts, &proposed, Some(held_out));
        told.extend(found(linker, adverts, learned, held_out));
    }
    told
}

/// What the longest labels find that stand in a text as they are, and nothing else: the mark to beat.
pub fn exact(linker: &Arc<Linker>, adverts: &[Advert]) -> Vec<Told> {
    let same = ["preferred", "other"].map(|name| EVIDENCE_NAMES.iter().position(|other| *other == name));
    let mut told = Vec::new();
    for (advert, mut proposed) in adverts.iter().zip(proposed(linker, adverts)) {
        proposed.retain(|one| same.iter().flatten().any(|place| one.evidence[*place] > 0.0));
        proposed.sort_by_key(|one| (Reverse(one.range.len()), one.range.start));
        let mut kept: Vec<Proposed> = Vec::new();
        for one in proposed {
            if !kept.iter().any(|held| overlap(&held.range, &one.range)) {
                kept.push(one);
            }
        }
        told.extend(kept.iter().map(|one| tell(advert, &one.range, one.concept, 1.0)));
    }
    told
}

fn tell(text: &Advert, range: &Range<usize>, concept: usize, confidence: f32) -> Told {
    let meets = |mark: &&Mark| overlap(&mark.range, range) && mark.concepts.contains(&concept);
    Told {
        confidence,
        fate: fate(text, range, concept),
        met: text.marks.iter().filter(meets).map(|mark| mark.number).collect(),
        file: text.file,
    }
}

/// What is found in the sentences of one part.
fn found(linker: &Arc<Linker>, adverts: &[Advert], learned: Learned, which: usize) -> Vec<Told> {
    let extractor = Extractor::build(linker.clone(), Some(learned));
    let files = adverts.iter().map(|advert| advert.file + 1).max().unwrap_or(0);
    let mut told = Vec::new();
    for file in 0..files {
        let those = adverts
            .iter()
            .filter(|advert| advert.file == file && part(advert) == which);
        find(&extractor, &joined(those), &mut told);
    }
    told
}

fn find(extractor: &Extractor, text: &Advert, told: &mut Vec<Told>) {
    let options = Options {
        least_confidence: 0.0,
        ..Options::default()
    };
    for found in extractor.extract(&text.text, &options) {
        told.push(tell(text, &found.range, found.concept, found.confidence));
    }
}

/// Sentences as the lines of one text.
pub fn joined<'a>(adverts: impl Iterator<Item = &'a Advert>) -> Advert {
    let mut whole = Advert::default();
    for advert in adverts {
        let start = whole.text.len();
        whole.file = advert.file;
        whole.text.push_str(&advert.text);
        whole.text.push_str("\n\n");
        whole.marks.extend(advert.marks.iter().map(|mark| Mark {
            range: mark.range.start + start..mark.range.end + start,
            ..mark.clone()
        }));
    }
    whole
}

fn proposed(linker: &Arc<Linker>, adverts: &[Advert]) -> Vec<Vec<Proposed>> {
    let extractor = Extractor::build(linker.clone(), None);
    let propose = |advert: &Advert| extractor.propose(&advert.text, None);
    adverts.iter().map(propose).collect()
}

/// Learns from all parts but one. What a score is worth is learned from finds in parts that the score was not.
fn learn(linker: &Arc<Linker>, adverts: &[Advert], proposed: &[Vec<Proposed>], but: Option<usize>) -> Learned {
    let mut chosen = Vec::new();
    for held_out in (0..PARTS).filter(|part| Some(*part) != but) {
        let scores = counts(adverts, proposed, |part| Some(part) != but && part != held_out);
        for told in found(linker, adverts, scores, held_out) {
            let score = (told.confidence / (1.0 - told.confidence).max(1e-6)).max(1e-6).ln();
            chosen.push(([1.0, score], told.fate == Fate::Right));
        }
    }
    Learned {
        chosen: chances::fit(&chosen, PENALTY),
        ..counts(adverts, proposed, |part| Some(part) != but)
    }
}

fn counts(adverts: &[Advert], proposed: &[Vec<Proposed>], which: impl Fn(usize) -> bool) -> Learned {
    let mut finds = Vec::new();
    let mut phrases = Vec::new();
    for (advert, proposed) in adverts.iter().zip(proposed).filter(|(advert, _)| which(part(advert))) {
        for one in proposed {
            let right = fate(advert, &one.range, one.concept) == Fate::Right;
            finds.push((one.evidence, right));
            phrases.extend(one.promise.map(|promise| (promise, right)));
        }
    }
    Learned {
        find: chances::fit(&finds, PENALTY),
        chosen: [0.0, 1.0],
        phrase: chances::fit(&phrases, PENALTY),
    }
}

/// By the letters of a sentence, so that one written twice with other punctuation is in one part.
fn part(advert: &Advert) -> usize {
    let letters = advert.text.bytes().filter(u8::is_ascii_alphanumeric);
    let hash = letters.fold(17u64, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 20) as usize % PARTS
}
