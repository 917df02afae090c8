//! `passport-hub mapping propose`: the linker says what the concepts of a vocabulary may be in another.

use crate::cli::output::{Ended, Failure, OK, is_watched, plain, print, print_counts, print_json, print_table, tell};
use crate::cli::vocabulary::WORTHWHILE;
use crate::cli::{General, open};
use crate::flows::propose_mappings::{NotProposed, Propose, Proposed, propose_mappings};
use crate::hub::Hub;
use crate::store::reference::Vocabularies;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use passport::skill::mapping::LEAST_SURE;
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

/// Most proposals of a dry run that are shown to people; `--json` tells all.
const SHOWN: usize = 20;

/// What `mapping propose` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Vocabulary whose skills are asked for
    #[arg(long, value_name = "KEY")]
    from: String,
    /// Vocabulary that may have them
    #[arg(long, value_name = "KEY")]
    to: String,
    /// Confidence below which nothing is proposed, 0 to 1
    #[arg(long, value_name = "CONFIDENCE", default_value_t = LEAST_SURE)]
    min: f64,
    /// Language of the labels asked for, BCP 47 [default: the vocabulary's own]
    #[arg(long)]
    language: Option<String>,
    /// Only say what would be proposed
    #[arg(long)]
    dry_run: bool,
}

/// Proposes, and says what came of it.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    note_untrained(&hub, &arguments.to);
    let propose = Propose {
        from: arguments.from,
        to: arguments.to,
        least: arguments.min,
        language: arguments.language,
        dry_run: arguments.dry_run,
    };
    let bar = bar();
    let shown = bar.clone();
    let watched = Arc::new(move |done: usize, of: usize| {
        shown.set_length(of as u64);
        shown.set_position(done as u64);
    });
    let proposed = propose_mappings(&hub, &propose, watched).await?;
    bar.finish_and_clear();
    let proposed = proposed.map_err(|why| not_proposed(&why))?;
    let reference = Arc::clone(&hub.reference().vocabularies);
    if general.json {
        print_json(&as_json(&reference, &proposed, propose.dry_run))?;
    } else {
        show(&reference, &proposed, propose.dry_run)?;
    }
    Ok(OK)
}

/// What was never learned from is linked by words and letters alone.
fn note_untrained(hub: &Hub, key: &str) {
    let all = Arc::clone(&hub.reference().vocabularies);
    let Some(row) = all.by_key(key) else { return };
    if !all.encoders.contains_key(&row.id) && all.skills(row.id) >= WORTHWHILE {
        tell(format_args!(
            "note: {key} was not learned from; passport-hub vocabulary train {key} makes proposals better"
        ));
    }
}

fn bar() -> ProgressBar {
    let target = if is_watched() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} linking, {pos} of {len} concepts  {eta}") {
        bar.set_style(style);
    }
    bar
}

fn not_proposed(why: &NotProposed) -> Failure {
    let failure = Failure::usage(why);
    match why {
        NotProposed::Confidence => failure,
        _ => failure.hint("passport-hub vocabulary list shows them."),
    }
}

fn show(reference: &Vocabularies, proposed: &Proposed, dry_run: bool) -> Result<(), Failure> {
    if dry_run {
        let rows = proposed.proposals.iter().take(SHOWN).map(|row| {
            [
                label(reference, row.subject_concept_id),
                row.relation.clone(),
                label(reference, row.object_concept_id.unwrap_or_default()),
                format!("{:.2}", row.confidence),
                row.method.clone(),
            ]
        });
        let heading = ["FROM", "RELATION", "TO", "CONFIDENCE", "METHOD"];
        print_table(heading, &rows.collect::<Vec<_>>())?;
        if proposed.proposals.len() > SHOWN {
            let more = proposed.proposals.len() - SHOWN;
            tell(format_args!("… and {more} more; --json tells all"));
        }
    }
    let what = if dry_run { "would propose" } else { "proposed" };
    print(format_args!("{what} {}", proposed.set))?;
    let kept = &proposed.kept;
    let (unsure, settled) = ("with none that is sure enough", "left alone: somebody has said what");
    let (alike, unnamed) = (
        "proposed otherwise than before",
        "without a label in the language asked in",
    );
    print_counts(&[
        (proposed.asked, "concept asked for", "concepts asked for"),
        (kept.added, "mapping proposed", "mappings proposed"),
        (kept.changed, alike, alike),
        (kept.unchanged, "as before", "as before"),
        (kept.ended, "no longer proposed", "no longer proposed"),
        (
            proposed.unsure,
            &format!("concept {unsure}"),
            &format!("concepts {unsure}"),
        ),
        (proposed.nothing, "concept without a match", "concepts without a match"),
        (
            proposed.settled,
            &format!("{settled} it is there"),
            &format!("{settled} they are there"),
        ),
        (proposed.unnamed, unnamed, unnamed),
    ])
}

fn label(reference: &Vocabularies, id: Uuid) -> String {
    let concept = reference.concepts.get(&id);
    concept
        .map(|concept| plain(concept.label("en"), 40))
        .unwrap_or_default()
}

/// The counts; of a dry run the proposals too, which else `mapping list` shows.
fn as_json(reference: &Vocabularies, proposed: &Proposed, dry_run: bool) -> serde_json::Value {
    let named = |id: Uuid| {
        let concept = reference.concepts.get(&id);
        concept.map(|concept| json!({ "uri": concept.row.uri, "label": concept.label("en") }))
    };
    let proposals = proposed.proposals.iter().filter(|_| dry_run).map(|row| {
        json!({
            "subject": named(row.subject_concept_id), "relation": row.relation, "object": row.object_concept_id.and_then(named),
            "confidence": row.confidence, "method": row.method, "justification": row.justification,
            "matched": row.match_string, "comment": row.comment,
        })
    });
    let kept = &proposed.kept;
    json!({
        "set": proposed.set, "dryRun": dry_run, "language": proposed.language, "asked": proposed.asked,
        "proposed": kept.added, "changed": kept.changed, "unchanged": kept.unchanged, "ended": kept.ended,
        "unsure": proposed.unsure, "noMatch": proposed.nothing, "settled": proposed.settled, "unnamed": proposed.unnamed,
        "proposals": proposals.collect::<Vec<_>>(),
    })
}
