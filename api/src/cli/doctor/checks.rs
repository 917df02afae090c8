//! The checks, one function each.

use super::super::output::{shown, words_of};
use super::Finding;
use super::database::database;
use crate::keys::Keys;
use crate::settings::{Settings, secret_from_environment};
use std::net::{TcpListener, ToSocketAddrs};
use std::path::Path;

/// All checks, in the order in which a hub needs what they look at.
pub async fn all(settings: &Settings) -> Vec<Finding> {
    let mut findings = vec![
        Finding::ok("settings", "every setting is known and in its form"),
        adapters(),
        secret(settings),
    ];
    findings.extend(sharing(settings));
    findings.extend(database(settings).await);
    findings.push(address(&settings.listen));
    findings.extend(openness(settings));
    findings
}

fn adapters() -> Finding {
    let keys: Vec<&str> = adapters::sources::all()
        .iter()
        .map(|adapter| adapter.profile().key)
        .collect();
    Finding::ok("adapters", keys.join(", "))
}

fn secret(settings: &Settings) -> Finding {
    const MAKE: &str = "Make a secret with: openssl rand -base64 32";
    if let Some(text) = secret_from_environment() {
        return match Keys::from_text(&text, "PASSPORT_HUB_SECRET") {
            Ok(keys) => Finding::ok("secret", format!("from PASSPORT_HUB_SECRET, key id {}", keys.kid())),
            Err(error) => Finding::fail("secret", error.to_string(), MAKE),
        };
    }
    let path = settings.key_path();
    let file = shown(&path);
    if !path.exists() {
        return Finding::ok(
            "secret",
            format!("the key file {file} is not there yet; the hub makes it when it first starts"),
        );
    }
    match Keys::from_file(&path) {
        Err(error) => Finding::fail(
            "secret",
            error.to_string(),
            "Put the right key file back: without it nothing sealed opens.",
        ),
        Ok(_) if others_may_read(&path) => Finding::fail(
            "secret",
            format!("others on this machine may read the key file {file}"),
            format!("chmod 600 {file}, and take the secret for known if others are on this machine"),
        ),
        Ok(keys) => Finding::ok(
            "secret",
            format!("the key file {file}, key id {}; keep a copy of it apart", keys.kid()),
        ),
    }
}

/// Whether anybody but its owner may read a file.
#[cfg(unix)]
pub(super) fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}

/// Whether anybody but its owner may read a file; who may cannot be told here.
#[cfg(not(unix))]
pub(super) fn others_may_read(_: &Path) -> bool {
    false
}

/// Several hubs over one PostgreSQL need one secret; a key file that each makes by itself is not that.
fn sharing(settings: &Settings) -> Option<Finding> {
    let alone = settings.database_url.starts_with("sqlite:") || settings.key_file.is_some();
    (!alone && secret_from_environment().is_none()).then(|| {
        Finding::warn(
            "secret",
            "on PostgreSQL, and each hub would make a key file of its own",
            "Set PASSPORT_HUB_SECRET, or key_file, to the same secret for every hub on this database.",
        )
    })
}

fn address(listen: &str) -> Finding {
    let todo = "Choose another with PASSPORT_HUB_LISTEN or serve --listen.";
    let addresses = match listen.to_socket_addrs() {
        Ok(addresses) => addresses.collect::<Vec<_>>(),
        Err(_) => {
            return Finding::fail(
                "address",
                format!("{listen} is no address; it is written host:port"),
                todo,
            );
        }
    };
    match TcpListener::bind(addresses.as_slice()) {
        Ok(_) => Finding::ok("address", format!("{listen} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Finding::warn(
            "address",
            format!("somebody listens on {listen} already, perhaps this hub itself"),
            todo,
        ),
        Err(error) => Finding::fail(
            "address",
            format!("cannot listen on {listen}: {}", words_of(&error)),
            todo,
        ),
    }
}

/// The hub speaks plain HTTP: beyond this machine it wants a proxy in front.
fn openness(settings: &Settings) -> Option<Finding> {
    let local = |address: &std::net::SocketAddr| address.ip().is_loopback();
    let beyond = settings
        .listen
        .to_socket_addrs()
        .is_ok_and(|mut addresses| addresses.any(|address| !local(&address)));
    beyond.then(|| {
        Finding::warn(
            "address",
            "the hub would be reached from other machines, and it speaks plain HTTP",
            "Put a proxy with TLS in front of it, or listen on 127.0.0.1.",
        )
    })
}
