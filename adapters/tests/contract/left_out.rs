//! The only place where a check may be left out for an adapter, with the reason written down.

/// Adapter, check (the name of its test function), reason.
pub const LEFT_OUT: &[(&str, &str, &str)] = &[];

/// Whether the check is left out for this adapter.
pub fn is_left_out(adapter: &str, check: &str) -> bool {
    LEFT_OUT
        .iter()
        .any(|(left_adapter, left_check, _)| *left_adapter == adapter && *left_check == check)
}

#[test]
fn what_is_left_out_names_an_adapter_and_gives_a_reason() {
    for (adapter, check, reason) in LEFT_OUT {
        assert!(
            adapters::by_key(adapter).is_some(),
            "{adapter}/{check}: no such adapter"
        );
        assert!(reason.trim().len() >= 20, "{adapter}/{check}: write the reason down");
    }
}
