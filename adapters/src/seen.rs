//! Which keys a delivery has brought so far: 16 bytes for each, so that a million of them weigh less than a chunk.

use std::hash::{DefaultHasher, Hash, Hasher};

/// How many sorted lists many keys are spread over: with a million keys each is a few kilobytes long, and a new key moves
/// little. A few keys are one list.
const SHARDS: usize = 1 << 12;
const FEW: usize = 512;
const SAID_BITS: u32 = 32;

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
    /// Each entry is 96 bits of the key's hash and what was said; the shard is told by those of them that are lowest.
    shards: Vec<Vec<u128>>,
}

impl Seen {
    /// What was said of the key whose hash this is; none where it is new.
    pub fn said(&self, key: u128) -> Option<Said> {
        let wanted = key >> SAID_BITS;
        let shard = self.shards.get(self.shard(wanted))?;
        let entry = *shard.get(find(shard, wanted).ok()?)?;
        // The lower bits are what was said.
        Some((entry & u128::from(Said::MAX)) as Said)
    }

    /// Notes what is said of a key now.
    pub fn note(&mut self, key: u128, said: Said) {
        if self.shards.is_empty() || (self.shards.len() == 1 && self.shards.iter().all(|few| few.len() >= FEW)) {
            self.spread();
        }
        let wanted = key >> SAID_BITS;
        let shard = self.shard(wanted);
        let Some(shard) = self.shards.get_mut(shard) else {
            return;
        };
        let entry = wanted << SAID_BITS | u128::from(said);
        match find(shard, wanted) {
            Ok(at) => {
                if let Some(held) = shard.get_mut(at) {
                    *held = entry;
                }
            }
            Err(at) => {
                // A quarter more at a time: doubling would leave half of it empty.
                if shard.len() == shard.capacity() {
                    shard.reserve_exact(shard.len() / 4 + 4);
                }
                shard.insert(at, entry);
            }
        }
    }

    /// From none to one list, and from one to all of them.
    fn spread(&mut self) {
        let lists = if self.shards.is_empty() { 1 } else { SHARDS };
        let before = std::mem::replace(&mut self.shards, vec![Vec::new(); lists]);
        for entry in before.into_iter().flatten() {
            // In their order, so each list stays sorted.
            let shard = self.shard(entry >> SAID_BITS);
            self.shards
                .iter_mut()
                .skip(shard)
                .take(1)
                .for_each(|list| list.push(entry));
        }
    }

    fn shard(&self, wanted: u128) -> usize {
        (wanted % self.shards.len().max(1) as u128) as usize
    }
}

fn find(shard: &[u128], wanted: u128) -> Result<usize, usize> {
    shard.binary_search_by_key(&wanted, |entry| entry >> SAID_BITS)
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
    fn a_million_keys_weigh_twenty_bytes_each_or_less() {
        let mut seen = Seen::default();
        for key in 0..1_000_000u128 {
            seen.note(key.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835), 1);
        }
        let held: usize = seen.shards.iter().map(Vec::capacity).sum();
        assert!(held * size_of::<u128>() < 20_500_000, "{held}");
    }
}
