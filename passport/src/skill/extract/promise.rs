//! Which phrases are worth asking the linker about, as far as can be told without asking.

use super::clause::Telling;
use super::names::Names;

/// How many numbers speak for a phrase.
pub const PROMISE: usize = 13;

/// Their names, in the order in which they are kept.
pub const PROMISE_NAMES: [&str; PROMISE] = [
    "constant",
    "begins",
    "ends",
    "bounded",
    "pieces",
    "words",
    "lone",
    "unknown",
    "rarest",
    "mean_rarity",
    "together",
    "framed",
    "named",
];

/// The numbers for one phrase.
pub type Promise = [f32; PROMISE];

/// What speaks for a phrase of so many pieces; `named` where a label has its words.
pub(super) fn promise(telling: &[Telling], pieces: usize, named: bool, names: &Names) -> Promise {
    let flag = |is: bool| f32::from(u8::from(is));
    let begins = telling.first().is_some_and(|word| word.begins);
    let ends = telling.last().is_some_and(|word| word.ends);
    let words = telling.len() as f32;
    let unknown = telling.iter().filter(|word| word.term.is_none()).count();
    let known = telling.iter().filter(|word| word.term.is_some());
    let rarest = known.clone().map(|word| word.weight).fold(0.0, f32::max);
    let sum: f32 = known.map(|word| word.weight).sum();
    [
        1.0,
        flag(begins),
        flag(ends),
        flag(begins && ends),
        pieces as f32,
        words.ln(),
        flag(telling.len() == 1),
        unknown as f32 / words,
        rarest,
        sum / words,
        together(telling, names),
        flag(telling.first().is_some_and(|word| word.framed)),
        flag(named),
    ]
}

/// Of all pairs of words, the share that stand together in some label.
fn together(telling: &[Telling], names: &Names) -> f32 {
    let mut pairs = 0u16;
    let mut met = 0u16;
    for (place, one) in telling.iter().enumerate() {
        for other in &telling[place + 1..] {
            pairs += 1;
            if let (Some(one), Some(other)) = (one.term, other.term) {
                met += u16::from(names.together(one, other));
            }
        }
    }
    f32::from(met) / f32::from(pairs.max(1))
}
