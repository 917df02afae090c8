//! Which process this is, and whether another one is gone: on the same machine that can be seen, without waiting until it has
//! been silent for long.

use std::sync::LazyLock;

/// What this process is called; none where the system does not tell.
pub fn this() -> Option<&'static str> {
    static THIS: LazyLock<Option<String>> = LazyLock::new(system::this);
    THIS.as_deref()
}

/// Whether the process of this name is surely gone. One of another machine, or of another container, may be there.
pub fn is_gone(process: &str) -> bool {
    system::is_gone(process).unwrap_or(false)
}

#[cfg(target_os = "linux")]
mod system {
    use rustix::io::Errno;
    use rustix::process::{Pid, getpid, test_kill_process};
    use std::fs::{read_link, read_to_string};

    /// The boot of the machine, the space that its numbers are of, its number, and when it began: numbers are given again.
    pub(super) fn this() -> Option<String> {
        let pid = getpid();
        Some(format!("{}/{pid}/{}", space()?, begun(pid)?.1))
    }

    pub(super) fn is_gone(process: &str) -> Option<bool> {
        let (before, begun_at) = process.rsplit_once('/')?;
        let (its_space, pid) = before.rsplit_once('/')?;
        if its_space != space()? {
            return None;
        }
        let pid = Pid::from_raw(pid.parse().ok()?)?;
        if test_kill_process(pid) == Err(Errno::SRCH) {
            return Some(true);
        }
        let (state, at) = begun(pid)?;
        Some(state == 'Z' || at != begun_at)
    }

    fn space() -> Option<String> {
        let boot = read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        let numbers = read_link("/proc/self/ns/pid").ok()?;
        Some(format!("{}/{}", boot.trim(), numbers.to_str()?))
    }

    /// Its state, and when it began in ticks since the boot. Its own name stands before, in parentheses, and may hold anything.
    fn begun(pid: Pid) -> Option<(char, String)> {
        let stat = read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let mut after = stat.rsplit_once(')')?.1.split_ascii_whitespace();
        let state = after.next()?.chars().next()?;
        Some((state, after.nth(18)?.to_owned()))
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    pub(super) fn this() -> Option<String> {
        None
    }

    pub(super) fn is_gone(_: &str) -> Option<bool> {
        None
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn only_what_is_surely_gone_is_gone() {
        let this = this().unwrap();
        assert!(!is_gone(this), "this one is here");
        let mut other = Command::new("sleep").arg("600").spawn().unwrap();
        let (before, begun) = this.rsplit_once('/').unwrap();
        let (space, _) = before.rsplit_once('/').unwrap();
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", other.id())).unwrap();
        let at = stat
            .rsplit(')')
            .next()
            .unwrap()
            .split_ascii_whitespace()
            .nth(19)
            .unwrap();
        let there = format!("{space}/{}/{at}", other.id());
        assert!(!is_gone(&there));
        assert!(
            is_gone(&format!("{before}/{begun}1")),
            "its number was given to another"
        );
        assert!(
            !is_gone(&format!("elsewhere/pid:[1]/{}/{at}", other.id())),
            "of another machine"
        );
        assert!(!is_gone("nothing that anybody wrote"));
        other.kill().unwrap();
        // Nobody asked yet how it ended, so that it is still listed.
        while !is_gone(&there) {
            std::thread::yield_now();
        }
        other.wait().unwrap();
        assert!(is_gone(&there));
    }
}
