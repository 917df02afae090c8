//! Well-known scales hold together, stand in the docs, and can be told in.

use super::*;

#[test]
fn well_known_scales_hold_together() {
    let mut names = std::collections::HashSet::new();
    for known in KnownScale::all() {
        for name in [known.key, known.name].iter().chain(known.names) {
            assert_eq!(KnownScale::find(name).map(|found| found.key), Some(known.key), "{name}");
        }
        assert!(names.insert(known.key) && !known.source.is_empty(), "{}", known.key);
        let seen: Vec<_> = known.levels.iter().filter_map(|level| level.interval).collect();
        assert!(
            seen.is_sorted_by(|a, b| a.low <= b.low && a.high <= b.high),
            "{}: better is never lower",
            known.key
        );
        assert!(
            seen.iter()
                .all(|interval| interval.low > Band::Unknown && interval.low <= interval.high),
            "{}",
            known.key
        );
        let numbers: Vec<_> = known.levels.iter().filter_map(|level| level.number).collect();
        assert!(
            numbers.is_sorted() || numbers.is_sorted_by(|a, b| a > b),
            "{}: numbers rise or fall",
            known.key
        );
        assert!(
            numbers.is_empty() || numbers.len() == known.levels.len(),
            "{}",
            known.key
        );
        for level in known.levels {
            assert_eq!(
                known.level(level.code).map(|found| found.code),
                Some(level.code),
                "{}",
                known.key
            );
        }
    }
}

#[test]
fn bands_are_told_in_the_words_of_a_scale() {
    for (low, high, scale, expected) in [
        (3, 4, "EQF", Ok(("3", "7"))),
        (5, 5, "EQF", Ok(("7", "8"))),
        (3, 3, "CEFR", Ok(("A2+", "B2+"))),
        (4, 5, "O*NET LV", Ok(("5", "7"))),
        (2, 3, "Schulnoten", Ok(("5", "2"))),
        (1, 5, "Dreyfus", Ok(("1", "5"))),
        (0, 0, "EQF", Err(Loss::OutOfRange)),
        (3, 3, "O*NET IM", Err(Loss::NotALevel)),
    ] {
        let bands = Interval::new(Band::from_number(low), Band::from_number(high));
        let told = express(bands, KnownScale::find(scale).unwrap());
        assert_eq!(
            told.map(|told| (told.low.code, told.high.code)),
            expected,
            "{low}-{high} as {scale}"
        );
    }
}

#[test]
fn the_page_shows_every_scale_and_every_loss() {
    let wanted = KnownScale::all()
        .map(row)
        .chain(Loss::ALL.iter().map(|loss| lost(*loss)));
    let missing: Vec<_> = wanted.filter(|row| !PAGE.contains(row)).collect();
    assert!(
        missing.is_empty(),
        "docs/LEVELS.md lacks these rows:\n{}",
        missing.join("\n")
    );
}

fn row(known: &KnownScale) -> String {
    let level = |level: &KnownLevel| {
        let bands = match level.interval {
            Some(Interval { low, high }) if low == high => low.number().to_string(),
            Some(Interval { low, high }) => format!("{}-{}", low.number(), high.number()),
            None => "none".to_owned(),
        };
        format!("{} → {bands}", level.code)
    };
    let levels: Vec<_> = known.levels.iter().map(level).collect();
    let levels = if let Measures::Else(loss) = known.measures {
        format!("no level: `{}`", loss.as_str())
    } else {
        levels.join(", ")
    };
    let losses = loss::stored(&known.losses()).unwrap_or_default();
    format!(
        "| `{}` | {} | {} | {levels} | {losses} | {} |",
        known.key,
        known.name,
        told_by(known.told_by),
        known.source
    )
}

fn told_by(told_by: ToldBy) -> &'static str {
    match told_by {
        ToldBy::Name => "name",
        ToldBy::AllSteps => "name, all steps",
        ToldBy::AnySteps => "name, three steps",
        ToldBy::Value => "name, value",
        ToldBy::ValueOrSteps => "name, steps, value",
    }
}

fn lost(loss: Loss) -> String {
    format!("| `{}` | {} |", loss.as_str(), loss.in_words("en"))
}
