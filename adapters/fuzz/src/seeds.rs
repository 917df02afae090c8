//! Writes the fixtures of an adapter as inputs to begin with: `seeds KEY FOLDER`.

#![allow(
    dead_code,
    unused_imports,
    reason = "the contract's modules hold more than is used here"
)]

mod delivery;
#[path = "../../tests/contract/fixtures.rs"]
mod fixtures;
#[path = "../../tests/contract/left_out.rs"]
mod left_out;

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let wrong = || {
        io::Error::other(format!(
            "seeds KEY FOLDER, the key being one of {}",
            adapters::all_keys()
        ))
    };
    let mut told = env::args().skip(1);
    let adapter = told.next().and_then(|key| adapters::by_key(&key)).ok_or_else(wrong)?;
    let folder = told.next().ok_or_else(wrong)?;
    fs::create_dir_all(&folder)?;
    for fixture in fixtures::fixtures_of(adapter) {
        fs::write(Path::new(&folder).join(&fixture.name), bytes(&fixture))?;
    }
    Ok(())
}

fn bytes(fixture: &fixtures::Fixture) -> Vec<u8> {
    match fixture.parts.as_slice() {
        [(_, bytes)] if fixture.is_single => bytes.clone(),
        parts => parts.iter().flat_map(|(name, bytes)| part(name, bytes)).collect(),
    }
}

fn part(name: &str, bytes: &[u8]) -> Vec<u8> {
    [&[delivery::SIGN], name.as_bytes(), b"\n", bytes].concat()
}
