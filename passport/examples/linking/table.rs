//! Prints what came of the spans of each file, and of all.

use crate::fitting::Outcome;
use crate::spans::Span;

/// The table.
pub fn print(names: &[String], spans: &[Span], outcomes: &[Outcome]) {
    println!(
        "{:<36} {:>5} {:>6} {:>6} {:>6}   right among the surest 25 / 50 / 75 %",
        "file", "n", "top-1", "top-5", "MRR"
    );
    for (file, name) in names.iter().enumerate() {
        line(
            name,
            &of(spans, outcomes, |span| span.file == file && span.concept.is_some()),
        );
    }
    let matchable = of(spans, outcomes, |span| span.concept.is_some());
    line("all", &matchable);
    calibration(outcomes);
    abstention(&matchable, &of(spans, outcomes, |span| span.concept.is_none()));
}

fn of(spans: &[Span], outcomes: &[Outcome], which: impl Fn(&Span) -> bool) -> Vec<Outcome> {
    spans
        .iter()
        .zip(outcomes)
        .filter(|(span, _)| which(span))
        .map(|(_, outcome)| *outcome)
        .collect()
}

fn line(name: &str, outcomes: &[Outcome]) {
    let within = |places: usize| share(outcomes, |outcome| outcome.rank.is_some_and(|rank| rank < places));
    let mrr: f32 = outcomes
        .iter()
        .filter_map(|outcome| outcome.rank)
        .map(|rank| 1.0 / (1.0 + rank as f32))
        .sum();
    let mrr = mrr / outcomes.len().max(1) as f32;
    let mut surest = outcomes.to_vec();
    surest.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    let among = |part: usize| share(&surest[..surest.len() * part / 100], is_right);
    println!(
        "{name:<36} {:>5} {:>6.3} {:>6.3} {mrr:>6.3}   {:.3} / {:.3} / {:.3}",
        outcomes.len(),
        within(1),
        within(5),
        among(25),
        among(50),
        among(75)
    );
}

fn calibration(outcomes: &[Outcome]) {
    println!("confidence of the first answer, all rows:");
    for (low, high) in [(0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)] {
        let those: Vec<Outcome> = outcomes
            .iter()
            .filter(|outcome| (low..high).contains(&outcome.confidence))
            .copied()
            .collect();
        let told = those.iter().map(|outcome| outcome.confidence).sum::<f32>() / those.len().max(1) as f32;
        let part = those.len() as f32 / outcomes.len().max(1) as f32;
        println!(
            "  {low:.1}-{:.1}: {:>5.1} % of rows, said {told:.3}, right {:.3}",
            high.min(1.0),
            part * 100.0,
            share(&those, is_right)
        );
    }
}

fn abstention(matchable: &[Outcome], unmatchable: &[Outcome]) {
    let mut chances: Vec<f32> = matchable.iter().map(|outcome| outcome.matchable).collect();
    chances.sort_by(f32::total_cmp);
    let least = chances.get(chances.len() / 10).copied().unwrap_or(0.0);
    println!(
        "no match: said of {:.3} of {} rows without a concept and of {:.3} of those with one; with nine in ten of these kept, of {:.3}",
        share(unmatchable, |outcome| !outcome.is_match),
        unmatchable.len(),
        share(matchable, |outcome| !outcome.is_match),
        share(unmatchable, |outcome| outcome.matchable < least),
    );
}

fn is_right(outcome: &Outcome) -> bool {
    outcome.rank == Some(0)
}

fn share(outcomes: &[Outcome], which: impl Fn(&Outcome) -> bool) -> f32 {
    outcomes.iter().filter(|outcome| which(outcome)).count() as f32 / outcomes.len().max(1) as f32
}
