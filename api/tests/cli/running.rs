//! A hub that serves in a process of its own, asked over HTTP.

use crate::console::Console;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;

/// When a story gives a process up. Nothing is measured by it.
const GIVE_UP: Duration = Duration::from_secs(120);

/// A running hub. Dropping it kills the process.
pub struct Running {
    child: Child,
    out: Option<BufReader<ChildStdout>>,
    log: std::path::PathBuf,
    /// The one line it printed when it was ready.
    pub ready: Value,
}

impl Console {
    /// Starts a command that serves, and waits for the line that says it is ready.
    pub fn starts(&self, arguments: &[&str]) -> Running {
        let log = self.path("hub.log");
        let mut command = self.command(arguments);
        command
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log).unwrap());
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let ready = serde_json::from_str(&line);
        let ready = ready.unwrap_or_else(|_| panic!("not ready: {line:?} {}", std::fs::read_to_string(&log).unwrap()));
        Running {
            child,
            out: Some(out),
            log,
            ready,
        }
    }
}

impl Running {
    /// What it said on standard error so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// The answer to a document, asked with this token or none, with its status.
    pub async fn asks(&self, token: Option<&str>, query: &str, variables: Value) -> (u16, Value) {
        let mut request = reqwest::Client::new().post(self.ready["graphql"].as_str().unwrap());
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let body = json!({ "query": query, "variables": variables });
        let answer = request.json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// The status and the text of a page.
    pub async fn gets(&self, path: &str) -> (u16, String) {
        let page = reqwest::get(format!("{}{path}", self.ready["url"].as_str().unwrap()))
            .await
            .unwrap();
        (page.status().as_u16(), page.text().await.unwrap())
    }

    /// Asks it to stop by this signal; how it ended, and what else it had printed on standard output.
    #[cfg(unix)]
    pub fn stops(&mut self, signal: &str) -> (ExitStatus, String) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", signal, &pid])
                .status()
                .unwrap()
                .success()
        );
        let mut rest = String::new();
        self.out.take().unwrap().read_to_string(&mut rest).unwrap();
        let pause = Duration::from_millis(50);
        for _ in 0..GIVE_UP.as_millis() / pause.as_millis() {
            if let Some(ended) = self.child.try_wait().unwrap() {
                return (ended, rest);
            }
            std::thread::sleep(pause);
        }
        panic!("it does not stop: {}", self.log());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
