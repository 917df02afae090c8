//! Measures how fast skills are found in text, on one core.

use crate::adverts::Advert;
use passport::skill::extract::{Extractor, Options};
use passport::skill::link::{Concept, Linker};
use std::hint::black_box;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

const BYTES: usize = 1 << 20;
const ROUNDS: usize = 3;

/// Prints how long it takes to get ready, and megabytes a second for texts of several kinds.
pub fn measure(linker: &Arc<Linker>, concepts: &[Concept], adverts: &[Advert]) {
    let before = crate::speed::resident();
    let begun = Instant::now();
    let extractor = Extractor::build(linker.clone(), None);
    println!(
        "ready in {:.2} s, {:.0} MB",
        begun.elapsed().as_secs_f32(),
        crate::speed::resident() - before
    );
    let descriptions = concepts.iter().flat_map(|concept| &concept.descriptions);
    let descriptions: String = descriptions.map(|text| format!("{text}\n\n")).collect();
    for (name, text, piece) in [
        ("the sentences, each time others' words in", varied(adverts), BYTES),
        ("the same, in texts of 3 kB", varied(adverts), 3000),
        ("descriptions of ESCO", cut(&descriptions, BYTES).to_owned(), BYTES),
        ("words that are all different", strange(), BYTES),
        ("one word without an end", "x".repeat(BYTES), BYTES),
    ] {
        rate(&extractor, name, &text, piece);
    }
}

fn rate(extractor: &Extractor, name: &str, text: &str, piece: usize) {
    let mut best = f64::MAX;
    let mut found = 0;
    for _ in 0..ROUNDS {
        let begun = own_seconds();
        found = pieces(text, piece)
            .iter()
            .map(|piece| black_box(extractor.extract(piece, &Options::default())).len())
            .sum();
        best = best.min((own_seconds() - begun).max(1e-3));
    }
    println!(
        "{name:<44} {:>6.2} MB a second, {found} finds",
        text.len() as f64 / 1e6 / best
    );
}

/// Seconds that this thread has been at work, so that other work on the machine counts little; of the clock, where the
/// system does not tell.
fn own_seconds() -> f64 {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|number| number.parse::<f64>().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed().as_secs_f64(), |number| number / 1e9)
}

/// The sentences again and again; every fifth word is one of another sentence, another each time.
fn varied(adverts: &[Advert]) -> String {
    let words: Vec<&str> = adverts.iter().flat_map(|advert| advert.text.split(' ')).collect();
    let mut text = String::new();
    let mut place = 0usize;
    while text.len() < BYTES && !words.is_empty() {
        let advert = &adverts[place % adverts.len()];
        for (number, word) in advert.text.split(' ').enumerate() {
            place = place
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let other = words[(place >> 33) % words.len()];
            text.push_str(if number % 5 == 4 { other } else { word });
            text.push(' ');
        }
        text.push('\n');
        place >>= 7;
    }
    text
}

/// Words of syllables, each but once.
fn strange() -> String {
    const SYLLABLES: [&str; 8] = ["ba", "ment", "tri", "lo", "ing", "ker", "su", "ation"];
    let mut text = String::new();
    let mut number = 0usize;
    while text.len() < BYTES {
        number += 1;
        let mut rest = number;
        while rest > 0 {
            text.push_str(SYLLABLES[rest % SYLLABLES.len()]);
            rest /= SYLLABLES.len();
        }
        text.push_str(if number.is_multiple_of(12) { ".\n" } else { " " });
    }
    text
}

fn pieces(text: &str, size: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let piece = cut(rest, size);
        pieces.push(piece);
        rest = &rest[piece.len()..];
    }
    pieces
}

/// The beginning of a text, at least a letter of it.
fn cut(text: &str, size: usize) -> &str {
    let end = (size.max(1)..text.len()).find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(text.len())]
}
