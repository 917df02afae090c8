//! Measures and fits the linker.
#![allow(clippy::print_stdout, reason = "a command line tool")]
#![allow(missing_docs)]

mod choice;
mod esco;
mod spans;

use choice::Question;
use passport::skill::link::{Encoder, Linker, NAMES, Schedule};
use spans::Span;
use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new("/work/shared/data");
    let args: Vec<String> = std::env::args().collect();
    let get = |name: &str, default: f32| args.iter().position(|a| a == name).and_then(|p| args.get(p + 1)).and_then(|v| v.parse().ok()).unwrap_or(default);
    let concepts = esco::read(&data.join("vocabularies/esco-1.1.1"), "en")?;
    let t = Instant::now();
    let file = args.iter().position(|a| a == "--encoder").map(|p| args[p + 1].clone());
    let encoder = if let Some(f) = file.as_ref().filter(|f| Path::new(f).exists()) { Some(Encoder::from_bytes(&std::fs::read(f)?)?) } else if get("--rounds", 12.0) > 0.0 {
        let d = Schedule::default();
        let e = Encoder::train(&concepts, get("--seed", 1.0) as u64, Schedule { rounds: get("--rounds", d.rounds as f32) as usize, batch: get("--batch", d.batch as f32) as usize, run: get("--run", d.run as f32) as usize, rate: get("--rate", d.rate), keep_words: get("--words", d.keep_words), keep_grams: get("--grams", d.keep_grams), sharpness: get("--sharp", d.sharpness) });
        if let Some(f) = file { std::fs::write(f, e.to_bytes())?; }
        Some(e)
    } else { None };
    println!("encoder {:?}", t.elapsed());
    let t = Instant::now();
    let linker = Linker::build(&concepts, encoder);
    println!("build {:?}", t.elapsed());
    let mut by_label = HashMap::new();
    for (n, c) in concepts.iter().enumerate() {
        by_label.entry(c.labels[0].text.to_lowercase()).or_insert(n);
    }
    let mut all: Vec<Span> = Vec::new();
    for (f, name) in ["house", "tech"].iter().enumerate() {
        all.extend(spans::read(&data.join(format!("skill-linking/{name}_validation_annotations.csv")), f, &by_label)?);
    }
    let t = Instant::now();
    let weighed: Vec<_> = all.iter().map(|s| linker.weigh(&s.text)).collect();
    println!("weigh {:?} each", t.elapsed() / all.len() as u32);
    let questions: Vec<Question> = all.iter().zip(&weighed).map(|(s, w)| Question {
        candidates: w.iter().map(|w| w.features.to_vec()).collect(),
        right: s.concept.and_then(|c| w.iter().position(|w| w.concept == c)),
        weight: 1.0,
    }).collect();
    for f in 0..2 {
        let m: Vec<usize> = (0..all.len()).filter(|i| all[*i].file == f && all[*i].concept.is_some()).collect();
        let found = m.iter().filter(|i| questions[**i].right.is_some()).count();
        print!("file {f} n {} recall {:.3};", m.len(), found as f32 / m.len() as f32);
        for name in ["terms_best", "encoder_concept", "encoder_best", "encoder_preferred", "grams_best"] {
            let k = NAMES.iter().position(|n| *n == name).unwrap();
            let right = m.iter().filter(|i| questions[**i].right.is_some_and(|r| questions[**i].candidates.iter().enumerate().all(|(j, c)| j == r || c[k] < questions[**i].candidates[r][k]))).count();
            let mrr: f32 = m.iter().filter_map(|i| questions[*i].right.map(|r| 1.0 / questions[*i].candidates.iter().filter(|c| c[k] >= questions[*i].candidates[r][k]).count() as f32)).sum::<f32>() / m.len() as f32;
            print!(" {name} {:.3}/{mrr:.3}", right as f32 / m.len() as f32);
        }
        println!();
    }
    let penalty = get("--penalty", 3.0);
    for p in [1.0, 3.0, 10.0] { print!("p {p}"); crossed(&all, &questions, p, None); }
    if args.iter().any(|a| a == "--ablate") {
        for k in 0..NAMES.len() { print!("without {:24}", NAMES[k]); crossed(&all, &questions, penalty, Some(k)); }
    }
    if args.iter().any(|a| a == "--errors") {
        let q: Vec<&Question> = questions.iter().collect();
        let w = choice::fit(&q, penalty);
        for (i, s) in all.iter().enumerate() {
            let Some(c) = s.concept else { continue };
            let mut scored: Vec<(f32, usize)> = questions[i].candidates.iter().zip(&weighed[i]).map(|(c, x)| (c.iter().zip(&w).map(|(a, b)| a * b).sum(), x.concept)).collect();
            scored.sort_by(|a, b| b.0.total_cmp(&a.0));
            let rank = scored.iter().position(|x| x.1 == c);
            if rank != Some(0) {
                println!("{:?} | {} | {} || {}", rank, s.text, concepts[c].labels[0].text, scored.iter().take(3).map(|x| concepts[x.1].labels[0].text.as_str()).collect::<Vec<_>>().join("; "));
            }
        }
    }
    if args.iter().any(|a| a == "--show") {
        let q: Vec<&Question> = questions.iter().collect();
        for (n, w) in NAMES.iter().zip(choice::fit(&q, penalty)) { println!("{n:26} {w:8.3}"); }
    }
    Ok(())
}

fn crossed(all: &[Span], questions: &[Question], penalty: f32, without: Option<usize>) {
    let folds = 10;
    let fold = |s: &Span| {
        let mut h = 17u64;
        for b in s.text.to_lowercase().bytes().filter(|b| b.is_ascii_alphanumeric()) { h = (h ^ u64::from(b)).wrapping_mul(0x100000001b3); }
        ((h >> 20) % folds) as usize
    };
    let blank = |q: &Question| Question { candidates: q.candidates.iter().map(|c| { let mut c = c.clone(); if let Some(w) = without { c[w] = 0.0; } c }).collect(), right: q.right, weight: q.weight };
    let questions: Vec<Question> = questions.iter().map(blank).collect();
    let mut ranks = vec![usize::MAX; all.len()];
    let mut loss = 0.0;
    for f in 0..folds as usize {
        let train: Vec<&Question> = all.iter().zip(&questions).filter(|(s, _)| fold(s) != f).map(|(_, q)| q).collect();
        let w = choice::fit(&train, penalty);
        for (i, s) in all.iter().enumerate().filter(|(_, s)| fold(s) == f) {
            let _ = s;
            let scores: Vec<f32> = questions[i].candidates.iter().map(|c| c.iter().zip(&w).map(|(a, b)| a * b).sum()).collect();
            if s.concept.is_some() && questions[i].right.is_none() { loss += 6.0; }
            if let Some(r) = questions[i].right {
                ranks[i] = scores.iter().filter(|x| **x > scores[r]).count();
                loss -= choice::shares(&scores)[r].max(0.0025).ln();
            }
        }
    }
    for f in 0..2 {
        let m: Vec<usize> = (0..all.len()).filter(|i| all[*i].file == f && all[*i].concept.is_some()).collect();
        let at = |k: usize| m.iter().filter(|i| ranks[**i] < k).count() as f32 / m.len() as f32;
        let mrr: f32 = m.iter().filter(|i| ranks[**i] < 100).map(|i| 1.0 / (1.0 + ranks[*i] as f32)).sum::<f32>() / m.len() as f32;
        print!(" | {f}: top1 {:.3} top5 {:.3} mrr {:.3}", at(1), at(5), mrr);
    }
    println!(" loss {:.1}", loss);
}
