//! Measures how fast the linker is, on one core.

use crate::spans::Span;
use passport::skill::link::{Concept, Encoder, Linker, Options};
use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 5;
const BLOCK: usize = 512;

/// Prints seconds to build, labels a second, and the memory of the process.
pub fn measure(concepts: &[Concept], encoder: Option<Encoder>, spans: &[Span]) -> Result<(), Box<dyn Error>> {
    let before = resident();
    let begun = Instant::now();
    let linker = Linker::build(concepts, Options { encoder, learned: None });
    println!(
        "built in {:.2} s, {:.0} MB",
        begun.elapsed().as_secs_f32(),
        resident() - before
    );
    let spans: Vec<&str> = spans.iter().map(|span| span.text.as_str()).collect();
    let alternative: Vec<&str> = concepts
        .iter()
        .flat_map(|concept| concept.labels.get(1))
        .map(|label| label.text.as_str())
        .collect();
    let preferred: Vec<&str> = concepts
        .iter()
        .flat_map(|concept| concept.labels.first())
        .map(|label| label.text.as_str())
        .collect();
    let longer: Vec<String> = alternative.iter().map(|label| format!("{label} daily")).collect();
    let longer: Vec<&str> = longer.iter().map(String::as_str).collect();
    for (name, labels) in [
        ("spans", spans),
        ("preferred labels", preferred),
        ("alternative labels", alternative),
        ("alternative labels with a word more", longer),
    ] {
        rate(&linker, name, &labels);
    }
    Ok(())
}

/// Each block of labels counts as fast as in its best round: on a machine with other work, that is the linker's own time.
fn rate(linker: &Linker, name: &str, labels: &[&str]) {
    let mut whole = 0.0;
    for block in labels.chunks(BLOCK) {
        let seconds = |_| {
            let begun = Instant::now();
            block.iter().for_each(|label| drop(black_box(linker.link(label, 5))));
            begun.elapsed().as_secs_f64()
        };
        whole += (0..ROUNDS).map(seconds).fold(f64::MAX, f64::min);
    }
    let each = whole / labels.len().max(1) as f64;
    println!(
        "{name:<36} {:>7} labels, {:>6.1} µs each, {:>7.0} a second, answers {:016x}",
        labels.len(),
        each * 1e6,
        1.0 / each,
        print_of(linker, labels)
    );
}

/// A number that changes when any answer does, in the last bit of a confidence.
fn print_of(linker: &Linker, labels: &[&str]) -> u64 {
    let mut print = DefaultHasher::new();
    for label in labels {
        for candidate in linker.link(label, 5).candidates {
            (
                candidate.concept,
                candidate.confidence.to_bits(),
                candidate.method,
                candidate.matched,
            )
                .hash(&mut print);
        }
    }
    print.finish()
}

/// Memory of this process in MB, where the system tells.
pub fn resident() -> f32 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next())
        .and_then(|number| number.parse().ok())
        .map_or(0.0, |kilobytes: f32| kilobytes / 1024.0)
}
