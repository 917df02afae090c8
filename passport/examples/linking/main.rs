//! Trains the encoder, fits the linker's weights and measures both. `docs/LINKING.md` says how and what for.
//!
//! ```text
//! cargo run --release -p passport-hub-passport --example linking -- quality --esco FOLDER --spans FILE --encoder FILE
//! ```

#![allow(clippy::print_stdout, reason = "it is there to print")]
#![allow(missing_docs, reason = "nobody uses it as a library")]

mod adverts;
mod chances;
mod choice;
mod esco;
mod finding;
mod findings;
mod fitting;
mod haste;
mod lasting;
mod spans;
mod speed;
mod table;

use fitting::{Cases, Outcome};
use passport::skill::link::{Concept, Encoder, Learned, Linker, Options, Schedule};
use spans::Span;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// As in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Answer<T> = Result<T, Box<dyn Error>>;

const USAGE: &str = "linking train|fit|quality|extract|speed --esco FOLDER [--spans FILE]... [--encoder FILE]... [--out FILE] [--seed N] [--rounds N]
  train    trains an encoder on the vocabulary and writes it to --encoder
  fit      fits the weights on --spans, with --encoder and without, and writes both to --out
  quality  prints the tables for --spans: cross-validated, as shipped, and for labels that were changed
  extract  prints what is found in the sentences of --spans, and how fast; writes what it learned to --out
  speed    prints how fast the index is built and labels are linked";

/// What was asked for.
struct Asked {
    esco: PathBuf,
    spans: Vec<PathBuf>,
    encoders: Vec<PathBuf>,
    out: Option<PathBuf>,
    seed: u64,
    rounds: Option<usize>,
}

fn main() -> Answer<()> {
    let mut words = std::env::args().skip(1);
    let task = words.next().unwrap_or_default();
    let asked = read(words)?;
    if !asked.esco.is_dir() {
        println!("skipped: no ESCO at {}\n{USAGE}", asked.esco.display());
        return Ok(());
    }
    let concepts = esco::read(&asked.esco, "en")?;
    match task.as_str() {
        "train" => train(&asked, &concepts),
        "fit" => fit(&asked, &concepts),
        "quality" => quality(&asked, &concepts),
        "extract" => extract(&asked, &concepts),
        "speed" => speed::measure(&concepts, encoders(&asked)?.remove(0), &spans(&asked, &concepts)?),
        _ => Err(USAGE.into()),
    }
}

fn read(mut words: impl Iterator<Item = String>) -> Answer<Asked> {
    let mut asked = Asked {
        esco: PathBuf::new(),
        spans: Vec::new(),
        encoders: Vec::new(),
        out: None,
        seed: 1,
        rounds: None,
    };
    while let Some(word) = words.next() {
        let value = words.next().ok_or(USAGE)?;
        match word.as_str() {
            "--esco" => asked.esco = value.into(),
            "--spans" => asked.spans.push(value.into()),
            "--encoder" => asked.encoders.push(value.into()),
            "--out" => asked.out = Some(value.into()),
            "--seed" => asked.seed = value.parse()?,
            "--rounds" => asked.rounds = Some(value.parse()?),
            _ => return Err(USAGE.into()),
        }
    }
    Ok(asked)
}

fn train(asked: &Asked, concepts: &[Concept]) -> Answer<()> {
    let begun = Instant::now();
    let schedule = Schedule {
        rounds: asked.rounds.unwrap_or(Schedule::default().rounds),
        ..Schedule::default()
    };
    let encoder = Encoder::train(concepts, asked.seed, schedule);
    println!(
        "trained on {} concepts in {:.0} s",
        concepts.len(),
        begun.elapsed().as_secs_f32()
    );
    fs::write(
        asked.encoders.first().ok_or("--encoder says where to")?,
        encoder.to_bytes(),
    )?;
    Ok(())
}

/// With several encoders, as different seeds give them, the weights suit all of them.
fn fit(asked: &Asked, concepts: &[Concept]) -> Answer<()> {
    let spans = spans(asked, concepts)?;
    let trained = fitted(concepts, &spans, encoders(asked)?);
    let plain = fitted(&lasting::plain(concepts), &spans, vec![None]);
    let out = asked.out.as_ref().ok_or("--out says where to")?;
    fs::write(out, Learned::written(&trained, &plain))?;
    Ok(())
}

fn fitted(concepts: &[Concept], spans: &[Span], encoders: Vec<Option<Encoder>>) -> Learned {
    let linkers = encoders
        .into_iter()
        .map(|encoder| Linker::build(concepts, Options { encoder, learned: None }));
    Cases::of(&linkers.map(|linker| fitting::cases(&linker, spans)).collect::<Vec<_>>()).fit()
}

/// With several encoders, each span counts as often.
fn quality(asked: &Asked, concepts: &[Concept]) -> Answer<()> {
    let spans = spans(asked, concepts)?;
    let names: Vec<String> = asked.spans.iter().map(|path| name(path)).collect();
    let encoders = encoders(asked)?;
    let concepts = if encoders[0].is_some() {
        concepts.to_vec()
    } else {
        lasting::plain(concepts)
    };
    let build = |encoder| Linker::build(&concepts, Options { encoder, learned: None });
    let linkers: Vec<Linker> = encoders.into_iter().map(build).collect();
    let cases = Cases::of(
        &linkers
            .iter()
            .map(|linker| fitting::cases(linker, &spans))
            .collect::<Vec<_>>(),
    );
    let seen: Vec<Span> = linkers.iter().flat_map(|_| spans.clone()).collect();
    println!("cross-validated (loss {:.1}):", cases.loss());
    table::print(&names, &seen, &cases.crossed());
    println!("\nas shipped (fitted on the validation files, so only other files tell):");
    let shipped: Vec<Outcome> = linkers
        .iter()
        .flat_map(|linker| lasting::shipped(linker, &spans))
        .collect();
    table::print(&names, &seen, &shipped);
    println!();
    lasting::changed(&linkers[0], &concepts);
    Ok(())
}

/// What is found in sentences that were left out of learning, and how fast; with --out, what was learned from all.
fn extract(asked: &Asked, concepts: &[Concept]) -> Answer<()> {
    let adverts = adverts::read(&asked.spans, &esco::by_preferred_label(concepts))?;
    let names: Vec<String> = asked.spans.iter().map(|path| name(path)).collect();
    let build = |encoder| Arc::new(Linker::build(concepts, Options { encoder, learned: None }));
    let linker = build(encoders(asked)?.remove(0));
    let exact = finding::exact(&linker, &adverts);
    findings::print(&names, &adverts, &finding::crossed(&linker, &adverts), &exact);
    haste::measure(&linker, concepts, &adverts);
    if let Some(out) = &asked.out {
        let plain = Linker::build(&lasting::plain(concepts), Options::default());
        let learned = [linker, Arc::new(plain)].map(|linker| finding::fit(&linker, &adverts));
        fs::write(
            out,
            passport::skill::extract::Learned::written(&learned[0], &learned[1]),
        )?;
    }
    Ok(())
}

fn spans(asked: &Asked, concepts: &[Concept]) -> Answer<Vec<Span>> {
    let by_label = esco::by_preferred_label(concepts);
    let mut all = Vec::new();
    for (file, path) in asked.spans.iter().enumerate() {
        if path.is_file() {
            all.extend(spans::read(path, file, &by_label)?);
        } else {
            println!("skipped: no spans at {}", path.display());
        }
    }
    Ok(all)
}

/// The encoders named; none where none is named, and the linker does without.
fn encoders(asked: &Asked) -> Answer<Vec<Option<Encoder>>> {
    let mut encoders = Vec::new();
    for path in &asked.encoders {
        encoders.push(Some(Encoder::from_bytes(&fs::read(path)?)?));
    }
    if encoders.is_empty() {
        println!("no encoder: labels and nothing else");
        encoders.push(None);
    }
    Ok(encoders)
}

fn name(path: &Path) -> String {
    path.file_stem()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
