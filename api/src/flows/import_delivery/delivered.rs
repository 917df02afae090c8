//! What a run keeps of its delivery: the hash by which it is known again, and how far each file was read.

use super::pace::Share;
use adapters::Delivery;
use sha2::{Digest, Sha256};
use std::io;

/// Of more files than this it is not kept how far each was read: the row is written with every chunk.
const FEW: usize = 100;

/// SHA-256 over the names and bytes of all files; none where one cannot be read.
pub(super) fn hash(delivery: &Delivery<'_>) -> Option<String> {
    let mut hasher = Sha256::new();
    for part in delivery.parts() {
        hasher.update((part.name.len() as u64).to_be_bytes());
        hasher.update(part.name.as_bytes());
        hasher.update(part.bytes.whole_len().to_be_bytes());
        io::copy(&mut part.bytes.open().ok()?, &mut hasher).ok()?;
    }
    // What was read to be hashed is still to be read.
    delivery.forget_passed();
    Some(hex::encode(hasher.finalize()))
}

/// The files under the names that they were given, else their own with how far each was read.
pub(super) fn files(delivery: &Delivery<'_>, names: &[String]) -> serde_json::Value {
    if !names.is_empty() {
        return names.iter().map(|name| serde_json::json!({ "name": name })).collect();
    }
    let tells = delivery.parts().len() <= FEW;
    let parts = delivery.parts().iter();
    parts
        .map(|part| {
            let mut file = serde_json::json!({ "name": part.name, "bytes": part.bytes.whole_len() });
            if tells {
                file["read"] = part.bytes.passed().into();
            }
            file
        })
        .collect()
}

/// How much of it was read.
pub(super) fn share(delivery: &Delivery<'_>) -> Share {
    Share {
        read: delivery.passed(),
        whole: delivery.len(),
    }
}
