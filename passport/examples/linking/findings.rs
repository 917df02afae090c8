//! Prints what was found in sentences, and how far it can be trusted.

use crate::adverts::Advert;
use crate::finding::{Fate, Told};
use std::collections::HashSet;

/// The table.
pub fn print(names: &[String], adverts: &[Advert], told: &[Told], exact: &[Told]) {
    println!("the longest labels that stand in a text as they are:");
    line(1.0, exact.iter(), marks(adverts, |_| true));
    for (file, name) in names.iter().enumerate() {
        let those: Vec<&Told> = told.iter().filter(|told| told.file == file).collect();
        table(name, marks(adverts, |advert| advert.file == file), &those);
    }
    let all: Vec<&Told> = told.iter().collect();
    table("all", marks(adverts, |_| true), &all);
    calibration(&all);
}

fn marks(adverts: &[Advert], which: impl Fn(&Advert) -> bool) -> usize {
    let those = adverts.iter().filter(|advert| which(advert));
    those
        .flat_map(|advert| &advert.marks)
        .filter(|mark| !mark.concepts.is_empty())
        .count()
}

fn table(name: &str, marks: usize, told: &[&Told]) {
    println!("{name}: {marks} marked places with a concept");
    println!("  from   found  unmarked  precision  of all found  recall     F1");
    for tenths in 0..9 {
        line(tenths as f32 / 10.0, told.iter().copied(), marks);
    }
}

fn line<'a>(least: f32, told: impl Iterator<Item = &'a Told>, marks: usize) {
    let those: Vec<&Told> = told.filter(|told| told.confidence >= least).collect();
    let right = those.iter().filter(|told| told.fate == Fate::Right).count();
    let unmarked = those.iter().filter(|told| told.fate == Fate::Unmarked).count();
    let met: HashSet<usize> = those.iter().flat_map(|told| told.met.iter().copied()).collect();
    let precision = share(right, those.len() - unmarked);
    let recall = share(met.len(), marks);
    println!(
        "  {least:.1}    {:>5}  {unmarked:>8}  {precision:>9.3}  {:>12.3}  {recall:>6.3}  {:.3}",
        those.len(),
        share(right, those.len()),
        2.0 * precision * recall / (precision + recall).max(1e-6)
    );
}

fn calibration(told: &[&Told]) {
    println!("confidence: what was said, and what was right");
    for fifth in 0..5 {
        let (low, high) = (fifth as f32 / 5.0, (fifth + 1) as f32 / 5.0);
        let those: Vec<&&Told> = told
            .iter()
            .filter(|told| (low..high).contains(&told.confidence))
            .collect();
        let right = those.iter().filter(|told| told.fate == Fate::Right).count();
        let marked = those.iter().filter(|told| told.fate != Fate::Unmarked).count();
        let said: f32 = those.iter().map(|told| told.confidence).sum();
        println!(
            "  {low:.1}-{high:.1}: {:>4} finds, said {:.3}, right {:.3}, of those in marked places {:.3}",
            those.len(),
            said / those.len().max(1) as f32,
            share(right, those.len()),
            share(right, marked)
        );
    }
}

fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}
