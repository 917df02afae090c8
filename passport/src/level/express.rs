//! The other way: which levels of a well-known scale bands correspond to.

use super::Interval;
use super::known::{KnownLevel, KnownScale, Measures};
use super::loss::{Loss, Losses};

/// Levels of a scale, both ends included.
#[derive(Debug, Clone)]
pub struct Expressed {
    /// At least this.
    pub low: &'static KnownLevel,
    /// At most this.
    pub high: &'static KnownLevel,
    /// What was lost.
    pub losses: Losses,
}

/// The levels of a scale that may be meant by bands: all that share a band with them.
///
/// # Errors
/// What kind of scale it is, where its levels are none; out of range, where none of its levels shares a band.
pub fn express(bands: Interval, scale: &'static KnownScale) -> Result<Expressed, Loss> {
    if let Measures::Else(loss) = scale.measures {
        return Err(loss);
    }
    let shares = |level: &&KnownLevel| level.interval.is_some_and(|interval| interval.meets(bands));
    let low = scale.levels.iter().find(shares).ok_or(Loss::OutOfRange)?;
    let high = scale.levels.iter().rfind(shares).ok_or(Loss::OutOfRange)?;
    let mut losses = scale.losses();
    losses.extend((low.code != high.code).then_some(Loss::SeveralLevels));
    Ok(Expressed { low, high, losses })
}
