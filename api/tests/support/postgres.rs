//! A PostgreSQL to tell stories on: the one that `TEST_POSTGRES_URL` names, or a throw-away cluster of this process.

#![allow(dead_code, reason = "stories and benches use the part they need")]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use tokio::sync::OnceCell;

/// A server on which databases can be made.
pub struct Server {
    base: String,
    options: String,
    /// The cluster lives as long as this pipe: when the process ends, however it ends, the pipe closes.
    _life: Option<(Child, ChildStdin)>,
}

impl Server {
    /// The address of a database of it.
    pub fn url(&self, database: &str) -> String {
        format!("{}/{database}{}", self.base, self.options)
    }
}

static SERVER: OnceCell<Result<Server, String>> = OnceCell::const_new();

/// The server of this process; why there is none.
pub async fn address() -> Result<&'static Server, &'static str> {
    let start = || async { tokio::task::spawn_blocking(server).await.unwrap() };
    SERVER.get_or_init(start).await.as_ref().map_err(String::as_str)
}

fn server() -> Result<Server, String> {
    match std::env::var("TEST_POSTGRES_URL") {
        Ok(url) => Ok(named(&url)),
        Err(_) => thrown_away(FORGETFUL),
    }
}

/// A server that keeps what it commits through a crash, as in production; the cost of durability counts in benches.
pub fn durable() -> Result<Server, String> {
    match std::env::var("BENCH_POSTGRES_URL") {
        Ok(url) => Ok(named(&url)),
        Err(_) => thrown_away(""),
    }
}

/// Settings of a cluster that need not outlive its stories.
const FORGETFUL: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off";

/// `postgres://user:password@host:port/database?options`: its database is left alone, stories make their own.
fn named(url: &str) -> Server {
    let (address, options) = url
        .split_once('?')
        .map_or((url, String::new()), |(a, o)| (a, format!("?{o}")));
    let authority = address.find("://").map_or(0, |at| at + 3);
    let base = match address[authority..].find('/') {
        Some(slash) => &address[..authority + slash],
        None => address,
    };
    Server {
        base: base.to_owned(),
        options,
        _life: None,
    }
}

/// Makes a cluster, says where it is, and removes it when standard input closes.
const CLUSTER: &str = r#"
set -eu
dir=$(mktemp -d "${TMPDIR:-/tmp}/passport-hub-pg.XXXXXX")
trap 'rm -rf "$dir"' EXIT
"$1/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >/dev/null
# shellcheck disable=SC2086
"$1/postgres" -D "$dir/data" -k "$dir" -h '' $2 -c max_connections=200 >"$dir/log" 2>&1 </dev/null &
pid=$!
tries=0
until "$1/pg_isready" -q -h "$dir"; do
  tries=$((tries + 1)); [ $tries -lt 300 ] || exit 1; sleep 0.1
done
echo "$dir"
cat >/dev/null || true
kill -INT $pid
wait $pid || true
"#;

fn thrown_away(settings: &str) -> Result<Server, String> {
    let bin = bin().ok_or("set TEST_POSTGRES_URL, or install PostgreSQL so that `initdb` is found")?;
    let mut command = if is_root()? {
        if !Command::new("id")
            .arg("postgres")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
        {
            return Err("PostgreSQL does not run as root, and there is no user `postgres` to run it as".into());
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command
        .args(["-c", CLUSTER, "sh"])
        .arg(bin)
        .arg(settings)
        .current_dir("/");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command
        .spawn()
        .map_err(|error| format!("no cluster could be started: {error}"))?;
    let mut folder = String::new();
    let out = child.stdout.take().ok_or("no output")?;
    BufReader::new(out)
        .read_line(&mut folder)
        .map_err(|error| error.to_string())?;
    let folder = folder.trim();
    if folder.is_empty() {
        return Err("the cluster did not start".into());
    }
    let life = child.stdin.take().ok_or("no input")?;
    let base = "postgres://postgres@localhost".to_owned();
    Ok(Server {
        base,
        options: format!("?host={folder}"),
        _life: Some((child, life)),
    })
}

/// The folder of PostgreSQL's own programs.
fn bin() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let in_path = std::env::split_paths(&path)
        .map(|folder| folder.join("initdb"))
        .find(|file| file.is_file());
    if let Some(folder) = in_path.and_then(|file| Some(file.canonicalize().ok()?.parent()?.to_owned()))
        && folder.join("postgres").is_file()
    {
        return Some(folder);
    }
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").is_file())
        .collect();
    versions.sort();
    versions.pop()
}

fn is_root() -> Result<bool, String> {
    let id = Command::new("id")
        .arg("-u")
        .output()
        .map_err(|error| format!("`id` does not run: {error}"))?;
    Ok(id.stdout.trim_ascii() == b"0")
}
