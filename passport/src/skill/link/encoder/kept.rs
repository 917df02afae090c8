//! A trained encoder as bytes, to be kept beside the vocabulary it learned from.

use super::{DIMENSIONS, Encoder};
use crate::skill::link::buckets::BUCKETS;

/// What the bytes begin with; the last letter changes when buckets or dimensions do.
const MARK: &[u8; 8] = b"PHLINK-A";

/// The bytes are no encoder of this shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an encoder, or one of another release: train it anew")]
pub struct NotAnEncoder;

impl Encoder {
    /// The encoder as bytes: 8 MB.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(MARK.len() + self.scales.len() * 4 + BUCKETS * DIMENSIONS);
        out.extend(MARK);
        out.extend(self.scales.iter().flat_map(|scale| scale.to_le_bytes()));
        out.extend(self.bytes.as_flattened().iter().map(|byte| byte.cast_unsigned()));
        out
    }

    /// The trained encoder that these bytes hold.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotAnEncoder> {
        let rest = bytes.strip_prefix(MARK).ok_or(NotAnEncoder)?;
        let (scales, vectors) = rest.split_at_checked(BUCKETS * 4).ok_or(NotAnEncoder)?;
        if vectors.len() != BUCKETS * DIMENSIONS {
            return Err(NotAnEncoder);
        }
        let scales: Vec<f32> = scales
            .as_chunks::<4>()
            .0
            .iter()
            .map(|scale| f32::from_le_bytes(*scale))
            .collect();
        if scales.iter().any(|scale| !scale.is_finite()) {
            return Err(NotAnEncoder);
        }
        let vectors = vectors
            .as_chunks::<DIMENSIONS>()
            .0
            .iter()
            .map(|vector| vector.map(u8::cast_signed));
        Ok(Self {
            bytes: vectors.collect(),
            scales,
            trained: true,
        })
    }
}
