//! Who says that it tells keys apart does, also of what stands in a delivery twice or otherwise.

use crate::fixtures::each_fixture;
use crate::records::keys_are_unique;
use adapters::read_all;

#[test]
fn who_tells_keys_apart_brings_each_once() {
    each_fixture("who_tells_keys_apart_brings_each_once", |fixture| {
        if !fixture.adapter.tells_keys_apart() {
            return Ok(());
        }
        let same = |bytes: &[u8]| bytes.to_vec();
        // Other days under the same keys.
        let changed = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("202", "201").into_bytes();
        for again in [same as fn(&[u8]) -> Vec<u8>, changed] {
            let parts = fixture.parts.iter();
            let beside = parts.map(|(name, bytes)| (format!("beside/{name}"), again(bytes)));
            let parts: Vec<_> = fixture.parts.iter().cloned().chain(beside).collect();
            if let Ok(batch) = read_all(fixture.adapter, &fixture.delivery_of(&parts)) {
                keys_are_unique(fixture.adapter.profile(), &batch)?;
            }
        }
        Ok(())
    });
}
