//! Which rejects are meant, and one of them as a line.

use crate::caller::Whose;
use crate::cli::output::{FOUND, Failure, plain};
use crate::cli::run::run_id;
use crate::cli::source::id_by_key;
use crate::hub::Hub;
use crate::store::rejects::{Wanted, groups};
use entity::reject;
use serde_json::{Value, json};
use uuid::Uuid;

/// What narrows a list or an export down.
#[derive(Debug, clap::Args)]
pub struct Narrowing {
    /// Only those of the source with this key
    #[arg(long, value_name = "KEY")]
    source: Option<String>,
    /// Only those of this run
    #[arg(long, value_name = "RUN", value_parser = run_id)]
    run: Option<Uuid>,
    /// Only those with this code
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Also those that were settled
    #[arg(long)]
    all: bool,
}

impl Narrowing {
    /// The same as the store takes it.
    pub fn wanted(self, hub: &Hub) -> Result<Wanted, Failure> {
        Ok(Wanted {
            run: self.run,
            source: id_by_key(hub, self.source.as_deref())?,
            code: self.code,
            open: (!self.all).then_some(true),
        })
    }
}

/// Most codes that are told.
const MOST_CODES: u64 = 100;

/// What is said where none is found with a code that there is none of at all: which codes there are.
pub async fn unknown_code(hub: &Hub, whose: Whose, wanted: &Wanted) -> Result<Option<Failure>, Failure> {
    let Some(code) = &wanted.code else { return Ok(None) };
    let all = Wanted {
        code: None,
        open: None,
        ..wanted.clone()
    };
    let known = groups(&hub.db, whose, &all, MOST_CODES).await?;
    let known: Vec<&str> = known.iter().map(|group| group.newest.code.as_str()).collect();
    if known.is_empty() || known.contains(&code.as_str()) {
        return Ok(None);
    }
    let what = format_args!("no reject there has the code “{}”", plain(code, 70));
    Ok(Some(
        Failure::new(FOUND, what).hint(format_args!("There are: {}.", known.join(", "))),
    ))
}

/// The key of a reject's source.
pub fn source_of(hub: &Hub, row: &reject::Model) -> String {
    let reference = hub.reference();
    let source = reference.sources.get(&row.source_id);
    source.map(|source| source.key.clone()).unwrap_or_default()
}

/// A reject as scripts read it.
pub fn as_json(hub: &Hub, row: &reject::Model) -> Value {
    json!({
        "id": row.id, "source": source_of(hub, row), "run": row.import_run_id, "adapter": row.adapter, "file": row.file,
        "place": row.place, "code": row.code, "reason": row.reason, "recordedAt": row.recorded_at,
        "resolvedAt": row.resolved_at, "resolution": row.resolution, "resolvedBy": row.resolved_by, "note": row.note,
    })
}
