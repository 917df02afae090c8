//! Reads whole vocabularies and prints what they hold, how long it took, and the most memory the process had.
//!
//! `cargo run --release -p passport-hub-adapters --example read_vocabularies -- FOLDER…`

#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

use adapters::vocabulary::{Contents, Given, detect, read};
use adapters::{Delivery, Part};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut kept = Vec::new();
    for folder in std::env::args().skip(1) {
        let delivery = delivery(Path::new(&folder))?;
        let begun = Instant::now();
        let format = detect(&delivery)?;
        let contents = read(&delivery, format, &Given::default())?;
        let seconds = begun.elapsed().as_secs_f64();
        println!("{folder}: {} in {seconds:.2} s", format.as_str());
        tell(&contents);
        kept.push(contents);
    }
    if let Some(peak) = peak() {
        println!("most memory, with all of them kept: {peak}");
    }
    Ok(())
}

fn delivery(folder: &Path) -> Result<Delivery<'static>, Box<dyn Error>> {
    let mut parts = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            parts.push(Part {
                name: name.into(),
                bytes: std::fs::read(&path)?.into(),
            });
        }
    }
    Ok(Delivery::several(folder.to_string_lossy().into_owned(), parts))
}

fn tell(contents: &Contents) {
    let labels: usize = contents.concepts.iter().map(|concept| concept.labels.len()).sum();
    let (concepts, relations) = (contents.concepts.len(), contents.relations.len());
    println!("  {concepts} concepts, {labels} labels, {relations} relations");
    for note in &contents.notes {
        println!(
            "  {} times {}, first at {}: {}",
            note.count, note.code, note.first, note.text
        );
    }
}

/// Where the system tells it.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
