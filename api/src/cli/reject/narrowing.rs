//! Which rejects are meant, and one of them as a line.

use crate::cli::output::Failure;
use crate::cli::source::id_by_key;
use crate::hub::Hub;
use crate::store::rejects::Wanted;
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
    #[arg(long, value_name = "RUN")]
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
        "resolvedAt": row.resolved_at, "resolution": row.resolution, "note": row.note,
    })
}
