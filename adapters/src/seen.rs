//! Which keys a delivery has brought so far: twelve bytes for each, so that a million of them weigh less than a chunk.

use std::hash::{DefaultHasher, Hash, Hasher};

/// How many sorted lists many keys are spread over: with a million keys each is a few kilobytes long, and a new key moves
/// little. A few keys are one list.
const SHARDS: usize = 1 << 12;
const FEW: usize = 512;

/// What is said of a key, as a short hash; [`TOMBSTONE`] where it was withdrawn.
pub type Said = u32;

/// What stands for a key that was withdrawn.
pub const TOMBSTONE: Said = 0;

/// The number of a key by a hash of it.
pub fn number(hash: &[u8]) -> u128 {
    let beginning = hash.iter().take(16);
    beginning.fold(0, |number, byte| number << 8 | u128::from(*byte))
}

/// The number of a key that tells itself: a half of it from each of two hashes.
pub fn number_of(key: &impl Hash) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, key).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

/// The keys so far, each with what it stood for.
#[derive(Debug, Default)]
pub struct Seen {
    /// The first keys, sorted; none once there are more, and they are spread.
    few: Vec<(u128, Said)>,
    shards: Vec<Shard>,
}

/// Keys whose hashes share the bits that choose a shard, sorted by 64 others of their bits. Two keys of a million are
/// taken for one in one of a hundred thousand million deliveries.
#[derive(Debug, Default)]
struct Shard {
    keys: Vec<u64>,
    said: Vec<Said>,
}

impl Seen {
    /// What was said of the key whose hash this is; none where it is new.
    pub fn said(&self, key: u128) -> Option<Said> {
        match self.shards.get(shard(key)) {
            Some(shard) => shard.said(rest(key)),
            None => find(&self.few, key).ok().and_then(|at| Some(self.few.get(at)?.1)),
        }
    }

    /// Notes what is said of a key now.
    pub fn note(&mut self, key: u128, said: Said) {
        if let Some(shard) = self.shards.get_mut(shard(key)) {
            return shard.note(rest(key), said);
        }
        match find(&self.few, key) {
            Ok(at) => self.few.iter_mut().skip(at).take(1).for_each(|held| held.1 = said),
            Err(at) => self.few.insert(at, (key, said)),
        }
        if self.few.len() > FEW {
            self.spread();
        }
    }

    /// From one list to all of them.
    fn spread(&mut self) {
        self.shards.resize_with(SHARDS, Shard::default);
        for (key, said) in std::mem::take(&mut self.few) {
            self.note(key, said);
        }
    }
}

impl Shard {
    fn said(&self, key: u64) -> Option<Said> {
        self.said.get(self.keys.binary_search(&key).ok()?).copied()
    }

    fn note(&mut self, key: u64, said: Said) {
        match self.keys.binary_search(&key) {
            Ok(at) => self.said.iter_mut().skip(at).take(1).for_each(|held| *held = said),
            Err(at) => {
                insert(&mut self.keys, at, key);
                insert(&mut self.said, at, said);
            }
        }
    }
}

/// An eighth more at a time: doubling would leave half of it empty.
fn insert<T>(list: &mut Vec<T>, at: usize, entry: T) {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len() / 8 + 4);
    }
    list.insert(at, entry);
}

fn find(few: &[(u128, Said)], key: u128) -> Result<usize, usize> {
    few.binary_search_by_key(&key, |held| held.0)
}

/// The shard of a key, by bits of which the rest holds none.
fn shard(key: u128) -> usize {
    (key >> u64::BITS) as usize % SHARDS
}

fn rest(key: u128) -> u64 {
    key as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn it_remembers_what_a_map_remembers(told in prop::collection::vec((0u128..300, any::<u32>()), 0..900)) {
            // Spread as hashes are, and some of one shard.
            let hash = |key: u128| if key < 100 { key << 50 } else { key.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835) };
            let (mut seen, mut map) = (Seen::default(), HashMap::new());
            for (key, said) in told {
                prop_assert_eq!(seen.said(hash(key)), map.get(&key).copied());
                seen.note(hash(key), said);
                map.insert(key, said);
            }
            for key in 0..300 {
                prop_assert_eq!(seen.said(hash(key)), map.get(&key).copied());
            }
        }
    }

    #[test]
    fn a_million_keys_weigh_fourteen_bytes_each_or_less() {
        let mut seen = Seen::default();
        for key in 0..1_000_000u128 {
            seen.note(key.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835), 1);
        }
        let keys: usize = seen.shards.iter().map(|shard| shard.keys.capacity()).sum();
        let said: usize = seen.shards.iter().map(|shard| shard.said.capacity()).sum();
        let held = keys * size_of::<u64>() + said * size_of::<Said>();
        assert!(held < 14_000_000, "{held}");
    }
}
