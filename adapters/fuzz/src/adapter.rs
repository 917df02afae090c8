//! Fuzzes the adapter that `ADAPTER` names: whatever comes in, it must not panic, and what comes out keeps the contract and
//! stays in proportion. The checks are those of `adapters/tests/contract`.

#![no_main]
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
#[path = "../../tests/contract/outcomes.rs"]
mod outcomes;
#[path = "../../tests/contract/records.rs"]
mod records;

use adapters::{Adapter, read_all};
use std::sync::LazyLock;

static ADAPTER: LazyLock<&'static dyn Adapter> = LazyLock::new(|| {
    let key = std::env::var("ADAPTER").unwrap_or_default();
    adapters::by_key(&key).unwrap_or_else(|| panic!("ADAPTER names no adapter; there are {}", adapters::all_keys()))
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let delivery = delivery::delivery(data);
    ADAPTER.recognises(&delivery);
    let read = read_all(*ADAPTER, &delivery);
    let length = outcomes::outcome(&read).to_string().len();
    assert!(
        length as u64 <= (1 << 20) + 400 * delivery.len(),
        "{} bytes in gave {length} bytes out",
        delivery.len()
    );
    let kept = match &read {
        Ok(batch) => records::keeps_contract(ADAPTER.profile(), batch),
        Err(fault) => records::is_explained(fault.code, &fault.reason),
    };
    assert_eq!(kept, Ok(()));
});
