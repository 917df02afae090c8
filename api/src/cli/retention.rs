//! `passport-hub retention`: what is past its time goes.

use super::output::{Ended, OK, print_json, print_table};
use super::{General, open};
use crate::flows::retention::{keep_retention, past_retention};

const EXAMPLES: &str = "\
Examples:
  passport-hub retention --dry-run      how much is past its time
  passport-hub retention                let go of it
  PASSPORT_HUB_RETENTION__REJECTS_DAYS=30 passport-hub retention --json

A hub that serves does the same once a day. The rules are the settings retention.rejects_days, retention.requests_days,
retention.unclaimed_days and retention.questions_days; 0 keeps for good. Consents, receipts and disclosures are never let go.";

/// What `retention` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Only say how much it would be
    #[arg(long)]
    dry_run: bool,
}

/// Lets go of what is past its time, or says how much it is.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    let rules = settings.retention;
    let past = if arguments.dry_run {
        past_retention(&hub, rules).await?
    } else {
        keep_retention(&hub, rules).await?
    };
    if general.json {
        print_json(&serde_json::json!({
            "dropped": !arguments.dry_run,
            "rejects": past.rejects, "requests": past.requests, "unclaimed": past.unclaimed, "questions": past.questions,
        }))?;
        return Ok(OK);
    }
    let kept = |days: u32| match days {
        0 => "for good".to_owned(),
        days => format!("{days} days"),
    };
    let rows = [
        ["rejects", &kept(rules.rejects_days), &past.rejects.to_string()].map(str::to_owned),
        [
            "unanswered requests",
            &kept(rules.requests_days),
            &past.requests.to_string(),
        ]
        .map(str::to_owned),
        [
            "people whom nobody claimed",
            &kept(rules.unclaimed_days),
            &past.unclaimed.to_string(),
        ]
        .map(str::to_owned),
        [
            "questions of disclosures",
            &kept(rules.questions_days),
            &past.questions.to_string(),
        ]
        .map(str::to_owned),
    ];
    let went = if arguments.dry_run { "WOULD GO" } else { "WENT" };
    print_table(["WHAT", "KEPT", went], &rows)?;
    Ok(OK)
}
