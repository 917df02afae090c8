//! `passport-hub term`: what sources call skills, and what that means.

mod decide;
mod export;

use super::output::{Ended, OK, many, plain, print, print_json, print_table};
use super::source::id_by_key;
use super::{General, open};
use crate::caller::Whose;
use crate::flows::link_labels::LinkedLabel;
use crate::flows::review_terms::{Retranslated, candidates, retranslate};
use crate::hub::Hub;
use crate::store::terms::queue::{self, Wished};
use clap::Subcommand;
use entity::term;
use passport::skill::{Method, TermStanding as Standing, link};
use serde_json::json;

const EXAMPLES: &str = "\
Examples:
  passport-hub term list
  passport-hub term list --source riverside-lms --all --json
  passport-hub term decide 01890a5d-ac96-774b-bcce-b302099a8057 --means http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d
  passport-hub term decide 01890a5d-ac96-774b-bcce-b302099a8057 --no-match
  passport-hub term export --out terms.sssom.tsv
  passport-hub term retranslate

A decision holds for all claims behind a term, at once and in later imports, until it is taken back. Those who look after
a source do the same in the graph: skillTerms and decideTerm.";

/// What `term` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the terms that wait to be decided, each with the best proposal
    #[command(after_help = EXAMPLES)]
    List(List),
    /// Decide what a term means
    #[command(after_help = EXAMPLES)]
    Decide(decide::Arguments),
    /// Write what was decided as a mapping set in SSSOM/TSV, without anybody in it
    #[command(after_help = EXAMPLES)]
    Export(export::Arguments),
    /// Look at every term again, as after another version of a vocabulary; decisions stand
    #[command(after_help = EXAMPLES)]
    Retranslate,
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only those of the source with this key
    #[arg(long, value_name = "KEY")]
    source: Option<String>,
    /// Also those that met a concept surely, and those that were decided
    #[arg(long)]
    all: bool,
    /// The vocabulary that proposals are of
    #[arg(long, value_name = "KEY", default_value = "esco")]
    vocabulary: String,
    /// How many at most
    #[arg(long, value_name = "COUNT", default_value_t = 50)]
    first: u16,
}

/// Lists terms, decides on one, writes what was decided, or looks at all again.
pub async fn run(arguments: Arguments, general: &General) -> Ended {
    let settings = general.settings_for_a_task()?;
    let hub = open::existing_hub(&settings).await?;
    match arguments.command {
        Command::List(asked) => list(&hub, asked, general).await,
        Command::Decide(asked) => decide::run(&hub, asked, general).await,
        Command::Export(asked) => export::run(&hub, asked).await,
        Command::Retranslate => {
            let told = retranslate(&hub).await?;
            if general.json {
                print_json(&json!({ "terms": told.terms, "claims": told.claims }))?;
            } else {
                print(told_anew(&told))?;
            }
            Ok(OK)
        }
    }
}

/// What became of terms that were looked at again.
pub(super) fn told_anew(told: &Retranslated) -> String {
    let (terms, claims) = (many(told.terms, "term"), many(told.claims, "claim"));
    format!("mean something else now: {terms} of sources, and {claims}")
}

async fn list(hub: &Hub, asked: List, general: &General) -> Ended {
    let reference = hub.reference();
    if reference.vocabularies.by_key(&asked.vocabulary).is_none() {
        return Err(super::vocabulary::unknown(hub, &asked.vocabulary));
    }
    let wished = Wished {
        source: id_by_key(hub, asked.source.as_deref())?,
        standing: if asked.all {
            vec![]
        } else {
            vec![Standing::Untranslated, Standing::Doubtful]
        },
        search: None,
    };
    let whose = Whose::everybody(open::console_steward(hub)?);
    let rows = queue::page(&hub.db, whose, &wished, None, u64::from(asked.first)).await?;
    let mut cells = Vec::new();
    for (term, claims) in &rows {
        let source = reference.sources.get(&term.source_id).map(|row| row.key.as_str());
        let method = term.method.as_deref().and_then(Method::from_word);
        let standing = Standing::of(method, term.confidence).as_str();
        let proposed = candidates(hub, &asked.vocabulary, term, 5).await?;
        let proposal = proposed.as_ref().map(best).unwrap_or_default();
        let candidates = proposed.map(|linked| linked.candidates).unwrap_or_default();
        if general.json {
            let proposals: Vec<_> = candidates
                .iter()
                .map(|found| {
                    json!({ "uri": found.concept.row.uri, "label": found.concept.label("en"), "confidence": found.confidence,
                        "method": found.method.as_str(), "matched": found.matched })
                })
                .collect();
            print_json(&json!({
                "id": term.id, "source": source, "label": term.label, "code": term.code, "framework": term.framework,
                "claims": claims, "standing": standing,
                "means": means(hub, term), "relation": term.relation, "method": term.method, "confidence": term.confidence,
                "proposals": proposals,
            }))?;
            continue;
        }
        cells.push([
            term.id.to_string(),
            source.unwrap_or_default().to_owned(),
            plain(&called(term), 60),
            claims.to_string(),
            standing.to_owned(),
            means(hub, term).map(|uri| plain(&uri, 60)).unwrap_or_default(),
            proposal,
        ]);
    }
    if !general.json {
        let heading = ["ID", "SOURCE", "TERM", "CLAIMS", "STANDING", "MEANS", "PROPOSAL"];
        print_table(heading, &cells)?;
    }
    Ok(OK)
}

/// What a source calls it, with its code and framework: one label with several codes is several terms.
fn called(term: &term::Model) -> String {
    let names = [&term.label, &term.code, &term.framework];
    let mut names = names.into_iter().flatten().filter(|name| !name.is_empty());
    let first = names.next().cloned().unwrap_or_default();
    let beside: Vec<&str> = names.map(String::as_str).collect();
    match beside.as_slice() {
        [] => first,
        beside => format!("{first} ({})", beside.join(", ")),
    }
}

/// The best proposal; where the linker says that no concept is meant, that, as `vocabulary link` does.
fn best(linked: &LinkedLabel) -> String {
    let first = linked.candidates.first();
    let told = first.map(|best| (plain(best.concept.label("en"), 40), best.confidence));
    match (linked.decision, told) {
        (link::Decision::Match, Some((label, confidence))) => format!("{label} {confidence:.2}"),
        (_, Some((label, _))) => format!("no match ({label}?)"),
        (_, None) => "no match".to_owned(),
    }
}

fn means(hub: &Hub, term: &term::Model) -> Option<String> {
    let concept = hub.reference().concept(term.concept_id?).cloned()?;
    Some(concept.row.uri.clone())
}
