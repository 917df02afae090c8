//! One hash for buckets and look-ups: the same on every machine, as a trained encoder is kept.

/// Hashes bytes; `seed` keeps kinds of things apart.
pub(super) fn hash(bytes: &[u8], seed: u64) -> u64 {
    let mut state = seed ^ 0xcbf2_9ce4_8422_2325;
    for byte in bytes {
        state = (state ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    mixed(state)
}

/// Two hashes in their order as one.
pub(super) fn joined(first: u64, second: u64) -> u64 {
    mixed(first.rotate_left(23) ^ second)
}

/// Spreads what differs in few bits over all of them (the finaliser of SplitMix64).
pub(in crate::skill) fn mixed(mut state: u64) -> u64 {
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

/// Random numbers from a seed, the same everywhere (SplitMix64).
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub(super) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// A number below `end`; 0 where there is none.
    pub(super) fn below(&mut self, end: usize) -> usize {
        if end == 0 {
            0
        } else {
            (self.roll() % end as u64) as usize
        }
    }

    /// A number from -1 to 1.
    pub(super) fn around_zero(&mut self) -> f32 {
        (self.roll() >> 40) as f32 / (1u64 << 23) as f32 - 1.0
    }

    /// A number from 0 to 1.
    pub(super) fn share(&mut self) -> f32 {
        (self.roll() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// Puts things in a random order.
    pub(super) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}
