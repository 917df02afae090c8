//! The peak of memory of this process, as Linux counts it; zero where it does not say.

/// Begins to count anew.
pub fn forget_peak() {
    // Where it cannot be forgotten, the peak is that of the process so far.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The most that was resident since, in kilobytes.
pub fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or_default()
}
