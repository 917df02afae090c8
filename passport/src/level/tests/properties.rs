//! What holds of any text, any scale and any number.

use super::*;
use proptest::prelude::*;

/// Neither end lower than the other's.
fn never_lower(better: Interval, worse: Interval) -> bool {
    better.low >= worse.low && better.high >= worse.high
}

fn any_scale() -> impl Strategy<Value = Scale> {
    let named = prop::sample::select(KnownScale::all().map(|known| known.name).collect::<Vec<_>>());
    let name = prop_oneof![".{0,12}", named.prop_map(str::to_owned)];
    let end = || prop::option::of(any::<f64>());
    let step = (".{0,6}", "[A-F0-9+ -]{0,4}", end(), end(), end());
    let step = step.prop_map(|(code, label, position, min, max)| ScaleStep {
        code,
        label,
        position,
        min,
        max,
    });
    (name, prop::collection::vec(step, 0..6), end(), end(), any::<bool>()).prop_map(|(name, steps, min, max, up)| {
        let scale = Scale {
            steps,
            min,
            max,
            ..scale(&name)
        };
        if up { scale } else { descending(scale) }
    })
}

/// Steps with rising names, positions if any, and spans with gaps between; or the same with 1 as the best.
fn ordered_scale() -> impl Strategy<Value = Scale> {
    (
        prop::collection::btree_set(0..=1000_u32, 2..12),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(places, positions, up)| {
            let step = |place: &u32| (format!("step {place}"), f64::from(*place));
            let steps: Vec<_> = places.iter().map(step).collect();
            let rows: Vec<_> = steps
                .iter()
                .map(|(code, at)| {
                    (
                        code.as_str(),
                        positions.then_some(at / 1000.0),
                        Some((at * 2.0, at * 2.0 + 1.0)),
                    )
                })
                .collect();
            if up {
                with_steps(&rows)
            } else {
                descending(with_steps(&rows))
            }
        })
}

fn interval(value: &str, scale: &Scale) -> Option<Interval> {
    place(&level(value, scale)).ok().map(|placed| placed.interval)
}

proptest! {
    #[test]
    fn any_text_on_any_scale_is_placed_or_not(value in "\\PC{0,30}|[A-F0-9%,./ +-]{0,12}", scale in any_scale(), position in prop::option::of(any::<f64>())) {
        let level = Level { position, ..level(&value, &scale) };
        if let Ok(placed) = place(&level) {
            prop_assert!(placed.interval.low > Band::Unknown && placed.interval.low <= placed.interval.high);
        }
    }

    #[test]
    fn a_better_step_is_never_lower(scale in ordered_scale(), at in any::<(prop::sample::Index, prop::sample::Index)>()) {
        let (a, b) = (at.0.index(scale.steps.len()), at.1.index(scale.steps.len()));
        let (worse, better) = if (a <= b) == (scale.direction == Direction::Ascending) { (a, b) } else { (b, a) };
        let of = |at: usize| interval(&scale.steps[at].code, &scale).unwrap();
        prop_assert!(never_lower(of(better), of(worse)));
    }

    #[test]
    fn a_better_number_is_never_lower(scale in prop_oneof![ordered_scale(), Just(range(0.0, 2001.0)), Just(descending(range(0.0, 2001.0)))], a in 0..4002_u32, b in 0..4002_u32) {
        let (low, high) = (a.min(b), a.max(b));
        let of = |half: u32| interval(&(f64::from(half) / 2.0).to_string(), &scale);
        let (worse, better) = if scale.direction == Direction::Ascending { (low, high) } else { (high, low) };
        if let (Some(worse), Some(better)) = (of(worse), of(better)) {
            prop_assert!(never_lower(better, worse));
        }
    }

    #[test]
    fn numbers_on_well_known_scales_rise_and_come_back(known in prop::sample::select(KnownScale::all().filter(|known| known.levels.iter().any(|level| level.number.is_some())).collect::<Vec<_>>()), a in 0.0..1.0_f64, b in 0.0..1.0_f64) {
        // From the weakest level that says that something was seen, to the best.
        let seen: Vec<f64> = known.levels.iter().filter(|level| level.interval.is_some()).filter_map(|level| level.number).collect();
        let (first, last) = (seen[0], seen[seen.len() - 1]);
        let number = |share: f64| ((first + (last - first) * share) * 100.0).round() / 100.0;
        let of = |share: f64| interval(&number(share).to_string(), &scale(known.name)).unwrap();
        prop_assert!(never_lower(of(a.max(b)), of(a.min(b))), "{}", known.key);
        let told = express(of(a), known).unwrap();
        let ends = [told.low.number.unwrap(), told.high.number.unwrap()];
        prop_assert!((ends[0].min(ends[1])..=ends[0].max(ends[1])).contains(&number(a)), "{} on {}", number(a), known.key);
    }

    #[test]
    fn levels_of_well_known_scales_come_back(known in prop::sample::select(KnownScale::all().filter(|known| known.levels.iter().any(|level| level.interval.is_some())).collect::<Vec<_>>()), at in any::<prop::sample::Index>()) {
        let seen: Vec<_> = (0..known.levels.len()).filter(|at| known.levels[*at].interval.is_some()).collect();
        let at = seen[at.index(seen.len())];
        let told = express(interval(known.levels[at].code, &scale(known.name)).unwrap(), known).unwrap();
        let place = |level: &KnownLevel| known.levels.iter().position(|one| one.code == level.code).unwrap();
        prop_assert!((place(told.low)..=place(told.high)).contains(&at), "{} on {}", known.levels[at].code, known.key);
    }
}
