//! `passport-hub term decide`: what a term means, for all claims behind it.

use crate::caller::Whose;
use crate::cli::output::{Ended, FOUND, Failure, OK, print, print_json};
use crate::cli::{General, open};
use crate::flows::review_terms::{DecideOutcome, Decision, decide};
use crate::hub::Hub;
use passport::skill::{Concepts, Relation};
use serde_json::json;
use uuid::Uuid;

/// What `term decide` takes.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("meaning").required(true).args(["means", "no_match", "take_back"]))]
pub struct Arguments {
    /// The term's id, as term list shows it
    id: Uuid,
    /// It means the concept with this URI
    #[arg(long, value_name = "URI")]
    means: Option<String>,
    /// What the concept is to the term: exact, close, broad, narrow or related
    #[arg(long, default_value = "exact", requires = "means", value_parser = relation)]
    relation: Relation,
    /// It means no concept
    #[arg(long)]
    no_match: bool,
    /// What was decided before holds no longer
    #[arg(long)]
    take_back: bool,
    /// Why, for colleagues
    #[arg(long)]
    note: Option<String>,
}

fn relation(word: &str) -> Result<Relation, &'static str> {
    Relation::from_word(word).ok_or("exact, close, broad, narrow or related")
}

/// Decides what a term means.
pub async fn run(hub: &Hub, asked: Arguments, general: &General) -> Ended {
    let decision = match &asked.means {
        None if asked.no_match => Decision::Nothing,
        None => Decision::TakenBack,
        Some(uri) => match hub.reference().vocabularies.by_uri(uri) {
            Some(concept) => Decision::Means(concept, asked.relation),
            None => {
                return Err(
                    Failure::new(FOUND, "no concept has this URI").hint("passport-hub term list proposes some.")
                );
            }
        },
    };
    let pass = open::console_steward(hub)?;
    let by = format!("steward:{}", pass.steward());
    match decide(hub, Whose::everybody(pass), by, asked.id, decision, asked.note).await? {
        DecideOutcome::Decided { claims } if general.json => print_json(&json!({ "claims": claims }))?,
        DecideOutcome::Decided { claims } => print(format_args!("{claims} claims mean something else now"))?,
        DecideOutcome::NoteTooLong => return Err(Failure::usage("a note has at most 500 characters")),
        DecideOutcome::NotFound => {
            return Err(Failure::new(FOUND, "there is no such term").hint("passport-hub term list shows them."));
        }
        DecideOutcome::NoSkill => {
            return Err(Failure::new(
                FOUND,
                "this concept is no skill: an occupation, or a heading over skills",
            ));
        }
        DecideOutcome::Gone(next) => return Err(gone(hub, next)),
        DecideOutcome::NothingToTakeBack => {
            return Err(Failure::new(
                FOUND,
                "nothing was decided on this term that could be taken back",
            ));
        }
    }
    Ok(OK)
}

/// What to do where a concept is gone.
fn gone(hub: &Hub, next: Option<Uuid>) -> Failure {
    let failure = Failure::new(FOUND, "this concept is no longer in its vocabulary");
    match next.and_then(|next| hub.reference().concept(next).cloned()) {
        Some(next) => failure.hint(format_args!("{} took its place.", next.row.uri)),
        None => failure.hint("passport-hub term list proposes some."),
    }
}
