//! Pairwise pseudonyms: each partner knows a holder, and every part of a passport, by ids of its own.
//!
//! Two partners who put their copies side by side find no id in common. An id is encrypted under a key of the partner's,
//! one block of AES for the sixteen bytes of a UUID: it comes out the same every time, nobody without the hub's secret
//! can tell which ids belong together, and no table has to be kept, or could be lost. An id that is made up decrypts
//! into one that nothing has, and is answered like every other unknown one.

use aes::Aes256;
use aes::cipher::generic_array::GenericArray;
use aes::cipher::{BlockDecrypt, BlockEncrypt, KeyInit};
use std::fmt;
use std::sync::Arc;
use uuid::Uuid;

/// The pseudonyms of one partner; cheap to clone.
#[derive(Clone)]
pub struct Pseudonyms(Arc<Aes256>);

impl Pseudonyms {
    /// The pseudonyms under a partner's key.
    pub fn new(key: &[u8; 32]) -> Self {
        Pseudonyms(Arc::new(Aes256::new(GenericArray::from_slice(key))))
    }

    /// What the partner knows this id by.
    pub fn hide(&self, id: Uuid) -> Uuid {
        let mut block = GenericArray::from(id.into_bytes());
        self.0.encrypt_block(&mut block);
        Uuid::from_bytes(block.into())
    }

    /// Which id the partner means.
    pub fn show(&self, pseudonym: Uuid) -> Uuid {
        let mut block = GenericArray::from(pseudonym.into_bytes());
        self.0.decrypt_block(&mut block);
        Uuid::from_bytes(block.into())
    }
}

/// Shows nothing of the key.
impl fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pseudonyms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Keys;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_pseudonym_leads_back_and_no_two_partners_share_one(id: u128, one: u128, other: u128) {
            prop_assume!(one != other);
            let keys = Keys::derive(&[7; 32]);
            let id = Uuid::from_u128(id);
            let of = |partner: u128| keys.pseudonyms(Uuid::from_u128(partner));
            prop_assert_eq!(of(one).show(of(one).hide(id)), id);
            prop_assert_ne!(of(one).hide(id), of(other).hide(id));
            prop_assert_ne!(of(other).show(of(one).hide(id)), id);
        }
    }
}
