//! `passport-hub doctor`: what is wrong with a set-up, in plain words, and what to do about it.

mod checks;
mod database;
mod runs;

use super::General;
use super::output::{Ended, FOUND, Failure, OK, plain, print, print_json};
use super::unreachable;
use crate::settings::Settings;
use crate::store::StoreError;
use serde::Serialize;

const EXAMPLES: &str = "\
Examples:
  passport-hub doctor
  DATABASE_URL=postgres://hub@localhost/hub passport-hub doctor --json

It changes no data. It ends with 1 where something fails; warnings do not count.";

/// What `doctor` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {}

/// How one thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Ok,
    Warn,
    Fail,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    status: Status,
    what: String,
    #[serde(rename = "do", skip_serializing_if = "Option::is_none")]
    todo: Option<String>,
}

impl Finding {
    fn ok(check: &'static str, what: impl Into<String>) -> Self {
        Finding {
            check,
            status: Status::Ok,
            what: what.into(),
            todo: None,
        }
    }

    fn warn(check: &'static str, what: impl Into<String>, todo: impl Into<String>) -> Self {
        Finding {
            check,
            status: Status::Warn,
            what: what.into(),
            todo: Some(todo.into()),
        }
    }

    fn fail(check: &'static str, what: impl Into<String>, todo: impl Into<String>) -> Self {
        Finding {
            check,
            status: Status::Fail,
            what: what.into(),
            todo: Some(todo.into()),
        }
    }

    /// A check that the database failed in: what is wrong with it where that is known, else these words.
    fn failed(check: &'static str, error: &StoreError, what: &str, todo: &str) -> Self {
        match error.cause() {
            Some(cause) => {
                let (what, todo) = unreachable::by_cause(cause, "the database");
                Finding::fail(check, what, todo)
            }
            None => Finding::fail(check, what, todo),
        }
    }
}

/// Looks at everything, and says how it stands.
pub async fn run(_: Arguments, general: &General) -> Ended {
    let findings = match Settings::load(general.config.as_deref()) {
        Err(wrong) => vec![Finding::fail(
            "settings",
            wrong.to_string(),
            "docs/SETTINGS.md lists every setting.",
        )],
        Ok(settings) => checks::all(&settings).await,
    };
    for finding in &findings {
        if general.json {
            print_json(finding)?;
        } else {
            show(finding)?;
        }
    }
    let count = |status| findings.iter().filter(|finding| finding.status == status).count();
    let (warned, failed) = (count(Status::Warn), count(Status::Fail));
    if !general.json {
        print(match (warned, failed) {
            (0, 0) => "\nAll is well.".to_owned(),
            (warned, 0) => format!("\nReady to serve, with {warned} to look at."),
            (_, failed) => format!("\n{failed} to mend before the hub can serve."),
        })?;
    }
    Ok(if failed > 0 { FOUND } else { OK })
}

fn show(finding: &Finding) -> Result<(), Failure> {
    let status = match finding.status {
        Status::Ok => "ok  ",
        Status::Warn => "warn",
        Status::Fail => "FAIL",
    };
    print(format_args!(
        "{status}  {:<10}  {}",
        finding.check,
        plain(&finding.what, 400)
    ))?;
    match &finding.todo {
        Some(todo) => print(format_args!("                  → {todo}")),
        None => Ok(()),
    }
}
