//! `passport-hub term export`: what was decided on terms, as a mapping set that others can read.

use crate::caller::Whose;
use crate::cli::mapping::write_out;
use crate::cli::open;
use crate::cli::output::{Ended, OK, many, tell};
use crate::cli::source::id_by_key;
use crate::flows::review_terms::export_terms;
use crate::hub::Hub;
use passport::counts::ENOUGH;
use std::path::PathBuf;

/// What `term export` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only terms of the source with this key
    #[arg(long, value_name = "KEY")]
    source: Option<String>,
    /// File to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Writes the set.
pub async fn run(hub: &Hub, arguments: Arguments) -> Ended {
    let source = id_by_key(hub, arguments.source.as_deref())?;
    let whose = Whose::everybody(open::console_steward(hub)?);
    let exported = export_terms(hub, whose, source).await?;
    write_out(&exported.set, arguments.out.as_deref())?;
    tell(format_args!("wrote {}", many(exported.set.mappings.len(), "decision")));
    let few = format!("fewer than {ENOUGH} people have what the term names");
    for (count, why) in [
        (exported.rare, few.as_str()),
        (
            exported.contradicted,
            "terms of the same name were decided on otherwise",
        ),
        (
            exported.lost,
            "the concept, the source or the vocabulary that the hub translates into is not there",
        ),
    ] {
        if count > 0 {
            tell(format_args!("left out {count}: {why}"));
        }
    }
    Ok(OK)
}
