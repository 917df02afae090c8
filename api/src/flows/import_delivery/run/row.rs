//! What a run writes: its row, its rejects, and its summary.

use super::super::delivered;
use super::super::outcome::ImportSummary;
use super::Run;
use crate::hub::Hub;
use crate::process;
use adapters::{Reject, Unreadable};
use entity::{import_run, reject};
use uuid::Uuid;

impl Run<'_> {
    pub(super) fn counted(&mut self) -> &import_run::Model {
        self.row.alive_at = Some(self.hub.clock.now());
        self.row.files = delivered::files(&self.delivery, self.names);
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.row.records_read = number(self.counts.records_read);
        self.row.records_new = number(self.counts.new);
        self.row.records_changed = number(self.counts.changed);
        self.row.records_unchanged = number(self.counts.unchanged);
        self.row.records_withdrawn = number(self.counts.withdrawn);
        self.row.records_rejected = number(self.counts.rejected);
        self.row.passports_touched = number(self.counts.passports_touched);
        self.row.states_changed = number(self.counts.states_changed);
        &self.row
    }

    fn stamp(&self) -> Option<String> {
        Some(format!(
            "{}@{}",
            self.row.adapter.as_ref()?,
            self.row.adapter_version.as_ref()?
        ))
    }

    pub(super) fn reject_row(&self, reject: Reject) -> reject::Model {
        reject::Model {
            id: Uuid::now_v7(),
            import_run_id: self.row.id,
            source_id: self.source.id,
            adapter: self.stamp().unwrap_or_else(|| "none".into()),
            place: reject.place.inside(),
            file: reject.place.file,
            code: reject.code.into(),
            reason: reject.reason,
            recorded_at: self.hub.clock.now(),
            resolved_at: None,
            resolution: None,
            resolved_by: None,
            note: None,
        }
    }

    pub(super) fn summary(self, fault: Option<Unreadable>) -> ImportSummary {
        let counts = self.counts;
        ImportSummary {
            run: self.row.id,
            adapter: self.stamp(),
            state: if self.row.state == "finished" {
                "finished"
            } else {
                "failed"
            },
            records_read: counts.records_read,
            new: counts.new,
            changed: counts.changed,
            unchanged: counts.unchanged,
            withdrawn: counts.withdrawn,
            rejected: counts.rejected,
            passports_touched: counts.passports_touched,
            states_changed: counts.states_changed,
            goes_on: self.stopped,
            replayed: self.replayed,
            still_open: self.replay.still_open(),
            fault,
        }
    }
}

/// The row of a run that begins now.
pub(in crate::flows::import_delivery) fn begun(
    hub: &Hub,
    source: Uuid,
    files: serde_json::Value,
    delivery_hash: Option<String>,
) -> import_run::Model {
    import_run::Model {
        id: Uuid::now_v7(),
        source_id: source,
        adapter: None,
        adapter_version: None,
        state: "running".into(),
        files,
        delivery_hash,
        started_at: hub.clock.now(),
        finished_at: None,
        records_read: 0,
        records_new: 0,
        records_changed: 0,
        records_unchanged: 0,
        records_withdrawn: 0,
        records_rejected: 0,
        passports_touched: 0,
        states_changed: 0,
        error: None,
        error_code: None,
        process: process::this().map(Into::into),
        alive_at: Some(hub.clock.now()),
    }
}
