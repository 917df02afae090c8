//! Consent switched off, to measure what it costs. Only builds with the feature `bench` can do so, and none of them is
//! shipped: without the feature nothing of it is compiled.

#[cfg(feature = "bench")]
static OFF: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// Decides nothing and discloses nothing from now on, or does so again.
#[cfg(feature = "bench")]
pub fn switch_consent_off(off: bool) {
    OFF.store(off, std::sync::atomic::Ordering::SeqCst);
}

/// Whether passports are opened without a decision, and looks are not disclosed.
#[cfg(feature = "bench")]
pub fn consent_is_off() -> bool {
    OFF.load(std::sync::atomic::Ordering::Relaxed)
}

/// Never.
#[cfg(not(feature = "bench"))]
pub const fn consent_is_off() -> bool {
    false
}
