//! `passport-hub vocabulary train`: learning from a vocabulary, so that labels are linked to it by meaning.

use crate::cli::output::{Ended, FOUND, Failure, OK, is_watched, many, print, print_json, tell};
use crate::cli::{General, open};
use crate::flows::link_labels::{Trained, train};
use crate::hub::Hub;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

/// From how many concepts on learning from a vocabulary is better than comparing words and letters.
pub const WORTHWHILE: usize = 2000;

/// What `vocabulary train` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The vocabulary to learn from
    #[arg(value_name = "KEY")]
    vocabulary: String,
}

/// Trains, and keeps what was learned.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    if hub.reference().vocabularies.by_key(&arguments.vocabulary).is_none() {
        return Err(super::unknown(&hub, &arguments.vocabulary));
    }
    let trained = watched(&hub, &arguments.vocabulary).await?;
    let trained = trained.ok_or_else(|| {
        Failure::new(
            FOUND,
            format_args!("{} holds no skills to learn from", arguments.vocabulary),
        )
    })?;
    if general.json {
        print_json(&json!({
            "key": arguments.vocabulary, "version": trained.version, "concepts": trained.concepts,
        }))?;
    } else {
        print(said(&arguments.vocabulary, &trained))?;
    }
    Ok(OK)
}

/// What was learned from, for people.
pub fn said(key: &str, trained: &Trained) -> String {
    format!(
        "learned from {key} {}: {}",
        trained.version,
        many(trained.concepts, "skill")
    )
}

/// Trains with a bar where a person watches.
pub async fn watched(hub: &Hub, key: &str) -> Result<Option<Trained>, Failure> {
    let target = if is_watched() {
        ProgressDrawTarget::stderr()
    } else {
        tell(format_args!("learning from {key}; this takes minutes"));
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} learning, {pos} of {len} rounds  {eta}") {
        bar.set_style(style);
    }
    let shown = bar.clone();
    let trained = train(hub, key, move |done, of| {
        shown.set_length(of as u64);
        shown.set_position(done as u64);
    });
    let trained = trained.await?;
    bar.finish_and_clear();
    Ok(trained)
}
